"""The list of learners as it is seen: the same people, columns and order, in a file or on the clipboard."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.exporting.everything import csv_text
from gen_desktop.files import write_atomically
from gen_desktop.jobs import Job
from gen_desktop.queries import learner_cells
from gen_desktop.queries.learner_cells import LearnerColumn, Value
from gen_desktop.queries.learner_list import LearnerRow, all_rows
from gen_desktop.queries.rights import may_see_sensitive
from gen_desktop.services.exports import record_export

LAST_NAME, FIRST_NAME = "Nom", "Prénom"
WIDEST, USUAL_WIDTH = 48, 12
NO_FILTER = "Aucun : toutes les personnes du fichier"


@dataclass(frozen=True, slots=True)
class SeenList:
    """What is seen. ``columns``: keys in their order; ``filters``: each in force, in words.

    ``cohort_ids``: those of the filters, which say the enrollment that each line speaks of.
    """

    ids: Sequence[int]
    columns: Sequence[str]
    filters: Sequence[tuple[str, str]]
    cohort_ids: tuple[int, ...] | None
    as_of: dt.date
    author: str

    @property
    def scope(self) -> str:
        """The filters in one sentence, without a name: « Cohorte : DWWM 2026-1 ; Statut : Admis »."""
        kept = [f"{title}{french.NBSP}: {text}" for title, text in self.filters if title != "Texte cherché"]
        return f"{french.NARROW}; ".join(kept) or "Toutes les personnes du fichier"


def write_seen_list(
    db: Database,
    seen: SeenList,
    path: Path,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> int:
    """Write the list as a workbook, or as CSV (UTF-8, « ; ») if the name says so; how many people.

    It is entered in the register of exports first, and written whole or not at all. Text stays text: nothing
    typed by anybody is run as a formula. Raises StorageProblem, Cancelled.
    """
    columns, rows = read_seen(db, seen, job)
    is_csv = path.suffix.lower() == ".csv"
    lines = _lines(columns, rows, seen.as_of)
    data = _csv(columns, lines, seen, job) if is_csv else _workbook(columns, lines, seen, job)
    record_export(db, "seen_list", seen.scope, len(rows))
    write_atomically(path, data)
    return len(rows)


def read_seen(
    db: Database,
    seen: SeenList,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> tuple[tuple[LearnerColumn, ...], list[LearnerRow]]:
    """The columns that whoever asks may see, and everybody in the list."""
    with db.read() as session:
        columns = learner_cells.columns(seen.columns, sensitive=may_see_sensitive(session))
        return columns, list(all_rows(session, seen.ids, seen.as_of, seen.cohort_ids, job))


def as_texts(
    columns: Sequence[LearnerColumn], rows: Sequence[LearnerRow], as_of: dt.date
) -> Iterator[list[str]]:
    """Each row as it is read, column by column."""
    for row in rows:
        yield [learner_cells.text(column.value(row, as_of)) for column in columns]


def clipboard_text(columns: Sequence[LearnerColumn], rows: Sequence[LearnerRow], as_of: dt.date) -> str:
    """The rows under their titles, parted by tabs; nothing that a spreadsheet would run."""
    lines: list[list[Value]] = [[column.file_title for column in columns]]
    lines += _lines(columns, rows, as_of, split=False)
    return "\n".join("\t".join(_flat(value) for value in line) for line in lines)


def _flat(value: Value) -> str:
    return " ".join(_text(value).split())


def _titles(columns: Sequence[LearnerColumn]) -> list[str]:
    """The name in two columns, as other programs (and our own import) want it."""
    titles: list[str] = []
    for column in columns:
        titles += [LAST_NAME, FIRST_NAME] if column.key == "name" else [column.file_title]
    return titles


def _lines(
    columns: Sequence[LearnerColumn], rows: Sequence[LearnerRow], as_of: dt.date, *, split: bool = True
) -> Iterator[list[Value]]:
    for row in rows:
        line: list[Value] = []
        for column in columns:
            is_name = split and column.key == "name"
            line += [row.last_name, row.first_name] if is_name else [column.value(row, as_of)]
        yield line


def _workbook(
    columns: Sequence[LearnerColumn], lines: Iterator[list[Value]], seen: SeenList, job: Job
) -> bytes:
    stream = io.BytesIO()
    # In memory: no piece of it is left in the system's temporary folder, in clear.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    sheet, titles = book.add_worksheet("Apprenants"), _titles(columns)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    bold = book.add_format({"bold": True, "bottom": 1})
    widths = [len(title) + 2 for title in titles]
    sheet.freeze_panes(1, 1)
    for at, title in enumerate(titles):
        sheet.write_string(0, at, title, bold)
    for number, line in enumerate(job.each(list(lines), "Écriture du classeur"), start=1):
        for at, value in enumerate(line):
            _write(sheet, (number, at), value, day)
            widths[at] = max(widths[at], USUAL_WIDTH if not isinstance(value, str) else len(value) + 1)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(width, WIDEST))
    sheet.autofilter(0, 0, max(len(seen.ids), 1), len(titles) - 1)
    _write_filters(book, bold, seen)
    job.step(0, 0, "Écriture du classeur")
    book.close()
    return stream.getvalue()


def _write(sheet: Any, place: tuple[int, int], value: Value, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.date):
        sheet.write_datetime(*place, dt.datetime.combine(value, dt.time()), day)
    elif isinstance(value, int | Decimal):
        sheet.write_number(*place, value)
    else:
        sheet.write_string(*place, value)


def _write_filters(book: Any, bold: Any, seen: SeenList) -> None:
    """What the list is, so that the file still says so a year later."""
    sheet = book.add_worksheet("Filtres")
    facts = [
        ("Liste exportée le", french.short_date(seen.as_of)),
        ("Par", seen.author),
        ("Personnes", french.number(len(seen.ids))),
        *(seen.filters or [("Filtres", NO_FILTER)]),
    ]
    for at, (title, text) in enumerate(facts):
        sheet.write_string(at, 0, title, bold)
        sheet.write_string(at, 1, text)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 70)


def _csv(columns: Sequence[LearnerColumn], lines: Iterator[list[Value]], seen: SeenList, job: Job) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(_titles(columns))
    for line in job.each(list(lines), "Écriture du fichier"):
        writer.writerow([_text(value) for value in line])
    return stream.getvalue().encode("utf-8-sig")


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return french.short_date(value)
    if isinstance(value, int | Decimal):
        return str(value).replace(".", ",")
    return csv_text(value)
