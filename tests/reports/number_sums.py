"""What a report's answer must agree on with itself: totals, wholes, and the same count told in two places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.reports.every_number import NARROW

_ROUNDED = "arrondi"
_ANOTHER_WHOLE = "ces cohortes n’y sont pas"


def tables(content: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table with the title of its section."""
    for section in content["sections"]:
        yield from ((section["title"], table) for table in section["tables"])


def wrong_sums(content: Mapping[str, Any]) -> list[str]:
    """The columns whose last line is not the sum of the others, though no note says why."""
    return [
        f"{section} / {table['title']} / {column}: {fault}"
        for section, table in tables(content)
        if table["rows"] and table["rows"][-1]["kind"] == "total"
        for at, column in enumerate(table["columns"])
        if (fault := _wrong_column(table, at))
    ]


def _wrong_column(table: Mapping[str, Any], at: int) -> str:
    *lines, total = (row for row in table["rows"] if row["kind"] != "group")
    if _ANOTHER_WHOLE in table["note"]:
        return ""
    parts = [row["values"][at] for row in lines if row["values"][at] is not None]
    whole = total["values"][at]
    if whole is None:
        return f"no total of {parts}" if parts else ""
    if isinstance(whole, int):
        return "" if sum(parts) == whole else f"{parts} is not {whole}"
    if "minutes" in whole:
        if sum(part["minutes"] for part in parts) != whole["minutes"]:
            return f"{parts} is not {whole}"
        return _rounding(table, at)
    bases = {part["N"] for part in parts} == {whole["N"]} or sum(part["N"] for part in parts) == whole["N"]
    return "" if sum(part["n"] for part in parts) == whole["n"] and bases else f"{parts} is not {whole}"


def _rounding(table: Mapping[str, Any], at: int) -> str:
    """Tenths of hours that do not add up as they are printed must be told to be rounded."""
    *lines, total = (_number(row["cells"][at]) for row in table["rows"])
    return "" if sum(lines) == total or _ROUNDED in table["note"] else f"printed {lines} for {total}"


def _number(cell: str | None) -> Decimal:
    return Decimal((cell or "0").replace(NARROW, "").replace(",", "."))


def rates_alone(content: Mapping[str, Any]) -> list[str]:
    """Percentages whose n and N are not printed beside them, in the cell, the line or the chart."""
    found = []
    for section, table in tables(content):
        for row in table["rows"]:
            minutes = {value["minutes"] for value in row["values"] if _has(value, "minutes")}
            for cell, value in zip(row["cells"], row["values"], strict=True):
                bare = isinstance(cell, str) and "%" in cell and " sur " not in cell and _has(value, "n")
                if bare and not {value["n"], value["N"]} <= minutes:
                    found.append(f"{section} / {table['title']} / {row['cells']}")
    for section in content["sections"]:
        for chart in section["charts"]:
            for item in chart["items"]:
                words = " ".join(text["text"] for text in item["texts"]).replace("\u00a0", " ")
                rates = [v for text in item["texts"] for v in text["values"] if _has(v, "n")]
                if rates and "%" in words and " sur " not in words:
                    found.append(f"{section['title']} / {item['label']}: {words}")
        for sentence in section["sentences"]:
            text = sentence["text"].replace("\u00a0", " ")
            rates = [value for value in sentence["values"] if _has(value, "n")]
            if text.count(" sur ") < len(rates):
                found.append(f"{section['title']}: {text}")
    return found


def _has(value: Any, name: str) -> bool:
    return isinstance(value, Mapping) and name in value


def disagreements(content: Mapping[str, Any]) -> list[str]:
    """The places that come to another count than the indicator which counts the same people."""
    figures = {one["id"]: one for one in content["figures"] if one["group"] != "previous"}
    checks = _follow_up(figures) if content["kind"] == "follow_up" else _evaluation(figures, content)
    return [
        f"{section} / {table['title']} / column {column}: {told} is not {expected}"
        for section, table in tables(content)
        for start, title, column, expected in checks
        if section.startswith(start) and table["title"].startswith(title)
        for told in _wholes(table, column)
        if told != expected
    ]


Check = tuple[str, str, int, Any]
"""The start of a section and of the title of a table, a column, what each of its groups comes to."""


def _follow_up(figures: Mapping[str, Any]) -> list[Check]:
    b1, b2, b3 = figures["B1"], figures["B2"], figures["B3"]
    hours = [
        ("5. ", "En heures", at, one)
        for at, one in enumerate(
            (b1["N"], b1["n"], figures["B1.corrigee"]["n"] - b1["n"], b2["n"], b1["unknown"]), 1
        )
    ]
    return [
        ("2. ", "Effectifs", -3, b3["n"]),
        ("2. ", "Effectifs", -4, figures["B4"]["n"]),
        ("2. ", "Effectifs", -6, b3["N"]),
        *(("3. ", title, -1, b3["N"]) for title in ("Sexe et", "Niveau de diplôme et")),
        ("3. ", "Entrés par", 1, b3["N"]),
        *hours,
        *(("6. ", f"Abandons par {what}", 1, b3["n"]) for what in ("motif", "mois")),
        ("6. ", "Taux d’abandon", 1, b3["N"]),
        ("6. ", "Taux d’abandon", 2, b3["n"]),
        ("6. ", "Taux d’abandon", 3, (b3["n"], b3["N"])),
        ("7. ", "Heures prévues", 1, b3["N"]),
    ]


def _evaluation(figures: Mapping[str, Any], content: Mapping[str, Any]) -> list[Check]:
    k = content["scope"]["horizon"]
    b3, known, unknown = figures["B3"], figures[f"D1.{k}"], figures[f"D2.{k}"]
    n, due, employed = known["n"], known["N"], figures[f"D4.{k}"]["n"]
    positive, durable = figures[f"D3a.{k}"]["n"], figures[f"D5.{k}"]["n"]
    rates = (
        (b3["n"], b3["N"]),
        (figures["C4"]["n"], b3["N"]),
        (n, due),
        *((positive, n), (positive, due), (employed, n), (durable, n)),
    )
    return [
        ("2. ", "Terminés", 3, due),
        ("2. ", "Terminés", 4, n),
        ("2. ", "Terminés", 5, unknown["n"]),
        *(("3. ", title, 1, n) for title in ("Mode de collecte", "Niveau de preuve")),
        ("3. ", "Répondants", 3, (n, due)),
        ("5. ", "Emplois", 1, employed),
        ("8. ", "", 1, b3["N"]),
        *(("8. ", "", at, rate) for at, rate in enumerate(rates, 2)),
        ("10. ", "Motifs", 1, b3["n"]),
        *(("11. ", "Par cohorte", at, rate) for at, rate in enumerate((*rates[:5], rates[5]), 1)),
    ]


def _wholes(table: Mapping[str, Any], column: int) -> Iterator[Any]:
    """What a column comes to in each group of lines: people, minutes, or people and their base."""
    groups: list[list[Any]] = [[]]
    for row in table["rows"]:
        if row["kind"] == "group":
            groups.append([])
        elif row["kind"] != "total":
            groups[-1].append(row["values"][column])
    for values in groups:
        known = [value for value in values if value is not None]
        if known and _has(known[0], "n"):
            yield sum(value["n"] for value in known), sum(value["N"] for value in known)
        elif known:
            yield sum(value["minutes"] if _has(value, "minutes") else value for value in known)


def broken_wholes(content: Mapping[str, Any]) -> list[str]:
    """The lines and columns whose parts, as their words name them, do not make their whole."""
    found = [
        f"{section} / {table['title']} / {label}: {parts} is not {whole}"
        for section, table in tables(content)
        for label, whole, parts in (*_of_lines(table), *_of_columns(section, table))
        if sum(parts) != whole
    ]
    found += [fault for section, table in tables(content) if "Budget" in section for fault in _budget(table)]
    recruitment = {table["title"]: table["rows"] for section, table in tables(content) if "Recrut" in section}
    return [*found, *_reasons(recruitment)] if "Motifs de refus et de désistement" in recruitment else found


def _budget(table: Mapping[str, Any]) -> Iterator[str]:
    """Planned, realized and what is between; euros that do not add up as printed are told to be rounded."""
    for row in table["rows"]:
        planned, realized, gap = (value and Decimal(str(value["euros"])) for value in row["values"][1:])
        if gap is not None and realized - planned != gap:
            yield f"{row['cells']}: {gap} is not the difference"
    if _ROUNDED not in table["note"]:
        yield "amounts are rounded and nothing says so"


def _reasons(recruitment: Mapping[str, Any]) -> list[str]:
    """Refusals and withdrawals by reason are those of the steps, whenever people withdrew."""
    steps = {row["cells"][0].strip(): row["values"][1] for row in recruitment[""]}
    withdrawn = sum(n for name, n in steps.items() if name.startswith("Désistées"))
    found = []
    for decision, expected in (("refus", steps["Refusées"]), ("désistement", withdrawn)):
        reasons = recruitment["Motifs de refus et de désistement"]
        told = sum(row["values"][2] for row in reasons if row["cells"][1] == decision)
        if told != expected:
            found.append(f"{told} {decision} by reason, {expected} in the steps")
    return found


Whole = tuple[str, int, list[int]]
_LINES = {
    "Effectifs": ("Entrés", ("En cours", "Terminés", "Abandons", "Neutres")),
    "Suivis des sortants": ("À échéance", ("Situation connue", "Injoignable ou refus", "Non interrogés")),
    "Questionnaires de satisfaction": ("Attendus", ("Réponses", "Manquants")),
    "Résultats par bloc": ("Acquis, des entrés", ("Acquis", "Non acquis", "Non présenté", "Inconnu")),
    "Terminés, abandons": ("À échéance de", ("Situation connue", "Inconnue")),
    "Motifs et situation": ("À échéance de", ("Connus", "Inconnus")),
}
"""Of the table whose title begins so: the column of the whole, those of its parts."""


def _of_lines(table: Mapping[str, Any]) -> Iterator[Whole]:
    for title, (whole, parts) in _LINES.items():
        if table["title"].startswith(title):
            at = next(index for index, name in enumerate(table["columns"]) if name.startswith(whole))
            places = [table["columns"].index(part) for part in parts]
            for row in table["rows"]:
                if row["kind"] != "group":
                    told = row["values"]
                    total = told[at]["N"] if _has(told[at], "N") else told[at]
                    yield row["cells"][0], total, [_n(told[place]) for place in places]


_COLUMNS = {
    "Situation inconnue": ("dont non interrogés", "dont injoignables", "dont refus de répondre"),
    "Candidatures reçues": ("Admises", "Non admises à ce jour"),
}


def _of_columns(section: str, table: Mapping[str, Any]) -> Iterator[Whole]:
    lines: dict[str, int] = {}
    for at in range(1, len(table["columns"])):
        lines = {
            row["cells"][0].strip(): _n(row["values"][at])
            for row in table["rows"]
            if row["kind"] != "group" and not isinstance(row["values"][at], type(None))
        }
        for whole, parts in _COLUMNS.items():
            if whole in lines and all(part in lines for part in parts):
                yield f"{whole} {at}", lines[whole], [lines[part] for part in parts]
        if "Situation connue" in lines and "Situation inconnue" in lines:
            base = next(row["values"][at]["N"] for row in table["rows"] if row["kind"] != "group")
            yield f"known and unknown {at}", base, [lines["Situation connue"], lines["Situation inconnue"]]
    if section.startswith("4. Recrutement") and not table["title"]:
        yield from _of_steps(table)
    if table["title"] == "Relevés du FSE+":
        values = [row["values"][1] for row in table["rows"]]
        yield "entry", values[0]["N"], [value["n"] for value in values[:3]]
        yield "exit", values[3]["N"], [value["n"] for value in values[3:]]
    if table["title"] == "Actions menées":
        values = [row["values"][1] for row in table["rows"]]
        yield "interviews", values[0]["N"], [value["n"] for value in values[:3]]


def _of_steps(table: Mapping[str, Any]) -> Iterator[Whole]:
    """Indented lines make the one above them."""
    whole, parts = None, []
    for row in table["rows"][1:]:
        if row["cells"][0].startswith("\u00a0"):
            parts.append(row["values"][1])
            continue
        if whole is not None:
            yield whole["cells"][0], whole["values"][1], parts
        whole, parts = row, []
    yield whole["cells"][0], whole["values"][1], parts


def _n(value: Any) -> int:
    return value["n"] if _has(value, "n") else value
