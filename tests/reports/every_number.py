"""Every number that a report prints, looked for in what ``figures --json --report`` answers.

The answer is trusted for nothing: each printed text must be there, each of its numbers must be what its raw
value gives once written here anew, and what has no value must be of a closed kind (a day, a name, a rule).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import pypdfium2

from gen_desktop.french import typographic
from gen_desktop.reference.lists import code_list
from tests.reports.printed import said

_TOKEN = re.compile(r"\d+(?:\u202f\d{3})*(?:,\d+)?")
NARROW = "\u202f"


class Told(NamedTuple):
    """A text of the answer, the raw values of its numbers, and where it stands."""

    text: str
    values: tuple[Any, ...]
    place: str


def tokens(text: str) -> list[str]:
    """The numbers of a text as they are written."""
    return _TOKEN.findall(text)


def printed_sections(pdf: bytes) -> dict[str, list[str]]:
    """What a screen reader says under each heading of the first level, the table of contents left out."""
    title = next(text for tag, text in said(pdf) if tag == "H1")
    sections: dict[str, list[str]] = {title: []}  # with the mention that stands above the title
    for tag, text in said(pdf):
        if tag == "H1":
            title = text
            sections.setdefault(title, [])
        if tag != "TOCI":
            sections[title].append(text)
    return sections


def plain_text(pdf: bytes) -> str:
    """What an extractor that knows nothing of tags gives, page after page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def told_texts(section: Mapping[str, Any]) -> Iterator[Told]:
    """Every text of a section of the answer. A title or a note that counts is a sentence as well."""
    title = section["title"]
    counting = {one["text"] for one in section["sentences"] if one["values"]}
    yield Told(title, (), "title")
    for table in section["tables"]:
        where = f"{title} / {table['title']}"
        words = (table["title"], *table["columns"], table["note"])
        yield from (Told(text, (), f"{where} / words") for text in words if text not in counting)
        for row in table["rows"]:
            for cell, value in zip(row["cells"], row["values"], strict=True):
                yield from _cell(cell, value, f"{where} / {row['cells'][0]}")
    for chart in section["charts"]:
        where = f"{title} / {chart['title'] or chart['kind']}"
        yield Told(chart["title"], (), where)
        for item in chart["items"]:
            yield Told(item["label"], (), where)
            yield from (_text(text, f"{where} / {item['label']}") for text in item["texts"])
    for sentence in section["sentences"]:
        yield Told(sentence["label"], (), title)
        yield _text(sentence, title)


def _text(told: Mapping[str, Any], place: str) -> Told:
    return Told(told["text"], tuple(told["values"]), place)


def _cell(cell: Any, value: Any, place: str) -> Iterator[Told]:
    values = () if value is None else (value,)
    if isinstance(cell, Mapping):
        yield Told(cell["value"], values, place)
        yield Told(cell["counts"], values, place)
    else:
        yield Told(cell or "", values, place)


def unknown_to_the_answer(pdf: bytes, content: Mapping[str, Any]) -> list[str]:
    """The lines of plain text that hold a number which is nowhere in the answer, but for the page's own."""
    sections = content["sections"]
    told = {token for section in sections for one in told_texts(section) for token in tokens(one.text)}
    contents = "|".join(re.escape(section["title"]) for section in sections)
    own = re.compile(rf"Données arrêtées au |Sceau\s|page \d+ sur \d+$|(?:{contents})\s*\d+$")
    return [
        line
        for line in plain_text(pdf).splitlines()
        if not own.match(line) and any(token not in told for token in tokens(line))
    ]


def missing_tokens(pdf: bytes, content: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """By section, the numbers printed more often than the answer has them."""
    answer = {section["title"]: section for section in content["sections"]}
    lacking = {}
    for title, texts in printed_sections(pdf).items():
        printed = Counter(token for text in texts for token in tokens(text))
        told = Counter(token for one in told_texts(answer[title]) for token in tokens(one.text))
        if printed - told:
            lacking[title] = printed - told
    return lacking


def renderings(value: Any) -> set[str]:
    """Every way in which a raw value may be printed, written from the value alone."""
    if isinstance(value, int):
        return {_grouped(Decimal(value), 0)}
    if "minutes" in value:
        return _hours(value["minutes"])
    if "euros" in value:
        return {_grouped(Decimal(str(value["euros"])), 0, signed=signed) + f"{NARROW}€" for signed in (0, 1)}
    if "percent" in value:
        exact = Decimal(str(value["percent"]))
        return {_grouped(exact, 0 if exact == int(exact) else 1) + f"{NARROW}%"}
    if "points" in value:
        return {_grouped(Decimal(str(value["points"])), 1, signed=True)}
    if "marks" in value:
        mean = Decimal(value["sum"]) / value["marks"]
        return {f"{_grouped(mean, 1)} ({value['marks']} note{'s' * (value['marks'] > 1)})"}
    if "known" in value:
        return {f"{value['known']} connu", "–", "–\u00a0(0\u00a0connu)"}
    return _shares(value)


def _shares(value: Mapping[str, Any]) -> set[str]:
    n, total = value["n"], value["N"]
    rate = f"{_grouped(Decimal(100 * n) / total, 1)}{NARROW}%" if total else "–"
    if "unit" in value:
        counts = {f"{part} sur {whole}" for part in _hours(n) for whole in _hours(total)}
    else:
        counts = {f"{_grouped(Decimal(n), 0)} sur {_grouped(Decimal(total), 0)}"}
    both = {f"{rate} ({words})" for words in counts}
    both |= {words.replace(" ", "\u00a0") for words in both}
    turned = {f"{words} ({rate})" for words in counts}
    return {rate} | counts | both | turned


def _hours(minutes: int) -> set[str]:
    """« 1 248,5 », « 1 248,5 h », « 1 248 h »."""
    hours = Decimal(minutes) / 60
    tenths = _grouped(hours, 1)
    short = tenths.removesuffix(",0")
    return {tenths, f"{short}{NARROW}h", f"{_grouped(hours, 0)}{NARROW}h"}


def _grouped(value: Decimal, decimals: int, *, signed: bool = False) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    digits = f"{abs(rounded):,f}".replace(",", NARROW).replace(".", ",")
    sign = "\u2212" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + digits


_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_SHORT = r"janv\.|févr\.|mars|avril|mai|juin|juil\.|août|sept\.|oct\.|nov\.|déc\."
CLOSED = {
    "a day": rf"\b\d\d/\d\d/\d{{4}}\b|\b(?:1er|[1-9]|[12]\d|3[01])(?: (?:{_MONTHS})(?: \d{{4}})?| au)\b",
    "a month, a quarter, a year": rf"\b(?:{_MONTHS}|{_SHORT}|[1-4]er? trimestre|[Aa]nnée) \d{{4}}\b",
    "a horizon": r"\b(?:3|6|12|24) mois\b",
    "the number of a section": r"^\d+(?=\. )",
    "a month of the course": r"\b(?:1er|\d+e) mois\b",
    "an age": r"\b(?:Moins de \d+|\d+ à \d+|\d+) ans\b",
    "a level of diploma": r"\bBac\+\d\b|\bniveau \d\b",
    "a length of contract": r"\b\d+ à \d+ mois\b|\bMoins de \d+ mois\b|\b\d+ mois et plus\b",
    "the list of a zoning": r"\b(?:QPV|ZRR|FRR) \d{4}\b",
    "the scale of marks": r"Notes de 1 \(pas du tout satisfait\) à 5 \(très satisfait\)",
    "a kind of programme": "|".join(re.escape(one.label) for one in code_list("funding_program_kind")),
    "a whole": r"\b100\u202f%",
    "the version of the program": r"GEN Desktop, version [\d.]+",
    "an identifier of the program": r"\b\d{17,19}\b",
}
"""What may be printed without being counted."""
_METHOD = re.compile(r"\d+\. Méthode")
_PUBLISHED = "Repères publiés"


def unexplained(content: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """What is printed and is neither what a raw value gives nor of a closed kind.

    ``names``: what the organisation typed (sites, blocks); those in the answer itself are known.
    """
    known = sorted({word for word in (*names, *_words_of(content)) if tokens(word)}, key=len, reverse=True)
    faults = []
    for section in content["sections"]:
        for told in told_texts(section):
            if section["title"].startswith("Annexe. Points"):
                left = _left_of_point(told, content["parameters"])
            else:
                left = _left(told, known)
            literal = _METHOD.match(section["title"]) or f"/ {_PUBLISHED} /" in told.place
            if left is None or (tokens(left) and not (literal and not told.values)):
                faults.append(f"{told.place}: {told.text!r} from {told.values}, left {left!r}")
    return faults


def _left(told: Told, known: Sequence[str]) -> str | None:
    """What no value, no known name and no closed kind explains; None if a value is not in the text."""
    left = told.text
    for name in known:
        left = left.replace(name, "")
    for value in told.values:
        words = "|".join(map(re.escape, sorted(renderings(value), key=len, reverse=True)))
        left, found = re.subn(rf"(?<![\w,])(?<!\d\u202f)(?:{words})(?!\w|,\d|\u202f\d)", "", left, count=1)
        if not found:
            return None
    for pattern in CLOSED.values():
        left = re.sub(pattern, "", left)
    return left


def _left_of_point(told: Told, parameters: Mapping[str, Any]) -> str:
    """A point says how many of how many, in its own order, and the thresholds in force."""
    counts = [part for value in told.values if isinstance(value, dict) for part in value.values()]
    numbers = {_grouped(Decimal(part), 0) for part in counts}
    numbers |= {str(value) for value in parameters.values()}
    if any(isinstance(value, int) for value in told.values):
        return _left(told, ()) or ""
    left = re.sub(f"{CLOSED['a horizon']}|{CLOSED['a whole']}", "", told.text)
    return " ".join(token for token in tokens(left) if token not in numbers)


def _words_of(content: Mapping[str, Any]) -> Iterator[str]:
    organization = content["organization"] or {}
    yield from (text for text in organization.values() if text)
    if organization.get("siret"):
        siret = organization["siret"]
        yield "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))
    if organization.get("nda"):
        nda = organization["nda"]
        yield "\u00a0".join((nda[:2], nda[2:4], nda[4:9], nda[9:]))
    for one in (*content["programs"], *content["cohorts"]):
        yield from (text for text in one.values() if isinstance(text, str) and not _ISO.fullmatch(text))
    for cohort in content["cohorts"]:
        yield cohort["code"].replace(" ", "\u00a0")
    for rates in content["cohort_rates"]:
        yield rates["cohort"]
    for one in content["definitions"]:
        yield from (typographic(one[name]) for name in ("label", "formula", "source", "system"))
    yield from (part.strip() for text in content["texts"] for part in text["body"].split("\n\n"))
    words = content["scope"]["words"]
    yield from (words, words[0].upper() + words[1:])


_ISO = re.compile(r"\d{4}-\d\d-\d\d")
