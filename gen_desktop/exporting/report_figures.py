"""The figures of a report as a workbook: its indicators with their formulas, a sheet for each of its tables.

It is written from the figures that travel inside the PDF (docs/report-json.md) and from nothing else: what
the PDF keeps back is not in the workbook either, and each number is the printed one.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gen_desktop import french
from gen_desktop.files import write_atomically

UNKNOWN = "–"
"""Written where nothing is known: never an empty cell that could be read as zero."""
_LONGEST_SHEET_NAME = 31
_NARROWEST, _WIDEST = 12, 60
"""Characters of a column of a table."""
_REFUSED = re.compile(r"[\[\]:*?/\\']")
_RANK = re.compile(r"[0-9]+\. ")
_NUMBER = re.compile(
    r"([−+]?)([0-9]{1,3}(?:[\u202f\u00a0][0-9]{3})*|[0-9]+)(?:,([0-9]+))?[\u202f\u00a0 ]?(%|h)?"
)
_FIGURES = (
    ("Groupe", "group", 12),
    ("Code", "id", 30),
    ("Indicateur", "label", 44),
    ("Formule", "definition", 70),
    ("Échéance (mois)", "horizon", 15),
    ("n", "n", 10),
    ("N", "N", 10),
    ("Inconnus", "unknown", 10),
    ("Valeur", "value", 10),
    ("Objectif", "target", 10),
    ("Unité de n et N", "unit", 16),
)
_DEFINITIONS = (
    ("Définition de", "system", 16),
    ("Indicateur", "label", 44),
    ("Formule", "formula", 70),
    ("n", "n", 10),
    ("N", "N", 10),
    ("Inconnus", "unknown", 10),
    ("Taux", "rate", 10),
    ("Au moins", "low", 10),
    ("Au plus", "high", 10),
    ("Source", "source", 44),
)
_GROUPS = {
    "period": "période",
    "leavers": "sortants",
    "previous": "période précédente",
    "cohorts": "cohortes",
}
_UNITS = {"persons": "personnes", "minutes": "minutes", "points": "points"}


def write_report_figures(figures: bytes, path: Path) -> None:
    """Write the workbook from the JSON of a report (BuiltReport.content). Raises StorageProblem."""
    content = json.loads(figures)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        made = dt.datetime.fromisoformat(content["as_of"])
        book.set_properties({"title": f"{content['title']}, {content['scope']['words']}", "created": made})
        _Writer(book).write(content)
    write_atomically(path, stream.getvalue())


def number_of(text: str) -> tuple[Decimal, str] | None:
    """The value of a printed number and its format in a workbook; None for other words.

    « 94,1 % » is 0.941 shown with one decimal, « 5 472,8 h » is 5472.8, « −6,9 » is -6.9.
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    sign, whole, decimals, unit = found.groups()
    value = Decimal(re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else ""))
    places = f".{'0' * len(decimals)}" if decimals else ""
    value = -value if sign == "−" else value
    return (value / 100, f"0{places}%") if unit == "%" else (value, f"#,##0{places}")


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, bool], Format] = {}
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def write(self, content: Mapping[str, Any]) -> None:
        tables = [(section["title"], table) for section in content["sections"] for table in section["tables"]]
        names = [
            _sheet_name(number, table["title"] or title) for number, (title, table) in enumerate(tables, 1)
        ]
        self._summary(content, list(zip(names, tables, strict=True)))
        figures = [_in_french(one) for one in content["figures"]]
        self._rows("Indicateurs", _FIGURES, figures)
        if content["definitions"]:
            self._rows("Définitions", _DEFINITIONS, content["definitions"])
        for name, (title, table) in zip(names, tables, strict=True):
            self._table(name, title, table)

    def _summary(
        self, content: Mapping[str, Any], tables: Sequence[tuple[str, tuple[str, Mapping[str, Any]]]]
    ) -> None:
        sheet = self._book.add_worksheet("Sommaire")
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 2, 60)
        organization = content["organization"]
        facts = (
            ("Document", f"{content['title']}, {content['scope']['words']}"),
            ("Organisme", organization["name"] if organization else UNKNOWN),
            ("Données arrêtées au", french.short_date(dt.date.fromisoformat(content["as_of"]))),
            ("Mention", content["status"] or "document définitif"),
            ("Empreinte", content["fingerprint"]),
            ("Sceau", content["seal"]["code"] if content["seal"] else UNKNOWN),
            ("Outil", f"{content['program']['name']}, version {content['program']['version']}"),
            ("Personnes", "aucune donnée d’une personne\u00a0; les listes de personnes n’y sont pas"),
        )
        for row, (name, value) in enumerate(facts):
            sheet.write_string(row, 0, name, self._format("", True))
            sheet.write_string(row, 1, value)
        first = len(facts) + 1
        for column, title in enumerate(("Feuille", "Tableau", "Partie du rapport")):
            sheet.write_string(first, column, title, self._head)
        for row, (name, (section, table)) in enumerate(tables, first + 1):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
            sheet.write_string(row, 1, table["title"] or section)
            sheet.write_string(row, 2, section)

    def _rows(
        self, name: str, columns: Sequence[tuple[str, str, int]], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, (title, key, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, title, self._head)
            for row, values in enumerate(rows, 1):
                value = values[key]
                if isinstance(value, int | float):
                    sheet.write_number(row, at, value)
                else:
                    sheet.write_string(row, at, UNKNOWN if value is None else value, self._wrapped)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)

    def _table(self, name: str, section: str, table: Mapping[str, Any]) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, table["title"] or section, self._format("", True))
        if table["title"]:  # else the line above is that of the section already
            sheet.write_string(1, 0, section)
        rated = {
            at for row in table["rows"] for at, cell in enumerate(row["cells"]) if isinstance(cell, Mapping)
        }
        titles = list(_spread(table["columns"], rated))
        rows = [list(_row(row["cells"], rated)) for row in table["rows"]]
        for column, title in enumerate(titles):
            sheet.set_column(column, column, _width(row[column] for row in rows if column < len(row) > 1))
            sheet.write_string(3, column, title, self._head)
        sheet.freeze_panes(4, 1)
        for row, (told, values) in enumerate(zip(table["rows"], rows, strict=True), 4):
            for column, value in enumerate(values):
                self._cell(sheet, (row, column), value, told["kind"] in ("group", "total"))
        if table["note"]:
            sheet.write_string(len(table["rows"]) + 5, 0, f"Note\u00a0: {table['note']}")

    def _cell(self, sheet: Worksheet, place: tuple[int, int], text: str | None, is_strong: bool) -> None:
        """The first of a row is its name, whatever it looks like; others are numbers where they can be."""
        number = number_of(text) if text is not None and place[1] else None
        if number is not None:
            sheet.write_number(*place, float(number[0]), self._format(number[1], is_strong))
        elif text != "":
            sheet.write_string(*place, UNKNOWN if text is None else text, self._format("", is_strong))

    def _format(self, shown: str, is_strong: bool) -> Format:
        key = shown, is_strong
        if key not in self._formats:
            look = {"num_format": shown or "General", "bold": is_strong, "valign": "top"}
            if not shown and not is_strong:  # a heading goes on over the columns beside it
                look["text_wrap"] = True
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]


def _in_french(figure: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(figure)
    told["group"] = _GROUPS.get(figure["group"], figure["group"])
    told["unit"] = _UNITS.get(figure["unit"], figure["unit"])
    return told


def _spread(columns: Sequence[str], rated: set[int]) -> Iterator[str]:
    """The titles; a rate takes three columns."""
    for at, title in enumerate(columns):
        yield title
        if at in rated:
            yield f"{title} – n"
            yield f"{title} – N"


def _values(cell: Any, is_rated: bool) -> tuple[str | None, ...]:
    """What a cell puts in its column, or in its three columns; '' leaves one empty."""
    if not is_rated:
        return (cell,)
    if not isinstance(cell, Mapping):
        return (cell, "", "")
    n, _, total = cell["counts"].partition(" sur ")
    return (cell["value"], n, total)


def _row(cells: Sequence[Any], rated: set[int]) -> Iterator[str | None]:
    """What a row puts in each column."""
    for at, cell in enumerate(cells):
        yield from _values(cell, at in rated)


def _width(texts: Iterable[str | None]) -> int:
    """Characters for a column that shows these whole; beyond the widest, words go to the next line."""
    longest = max((len(text or "") + 1 for text in texts), default=0)
    return min(max(longest, _NARROWEST), _WIDEST)


def _sheet_name(number: int, title: str) -> str:
    """« 07 Abandons par motif »: unlike any other, and short enough, cut between two words."""
    words = f"{number:02d} {_REFUSED.sub(' ', _RANK.sub('', title))}"
    return textwrap.shorten(words, _LONGEST_SHEET_NAME, placeholder="…")
