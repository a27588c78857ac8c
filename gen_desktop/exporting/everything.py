"""The whole file in an open format, so that nobody depends on this program to read their own data."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import xlsxwriter
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from gen_desktop.db.database import Database
from gen_desktop.errors import StorageProblem
from gen_desktop.exporting.attached_documents import write_papers
from gen_desktop.models.registry import Base, Complaint, RecordChange
from gen_desktop.queries.attached_documents import every_paper
from gen_desktop.queries.learners import count_all
from gen_desktop.queries.rights import may_see_sensitive, shown_changes, unread_complaints
from gen_desktop.reference.rights import SENSITIVE
from gen_desktop.services.exports import record_export

Format = Literal["xlsx", "csv"]
_HAZARDS = ("=", "+", "-", "@", "\t", "\r")
_EXCEL_SAFE_DIGITS = 15
PAPERS = "pieces"


def export_everything(db: Database, folder: Path, file_format: Format) -> list[Path]:
    """Write every table: one workbook, or one CSV (UTF-8, « ; ») a table, once entered in the register.

    The papers of people are files of a folder, named by the number of their row. For whoever is not shown
    sensitive facts, their table and what the log keeps of it are left out. Returns the files made. Raises
    StorageProblem.
    """
    with db.read() as session:
        people = count_all(session)
    if people:
        record_export(db, "everything", "Tout le fichier", people)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with db.read() as session:
            if file_format == "csv":
                written = [_write_csv(session, table, folder) for table in _tables(session)]
            else:
                written = [_write_workbook(session, folder / "export.xlsx")]
            return [*written, *write_papers(session, every_paper(session), folder / PAPERS)]
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise StorageProblem(f"L’export ne peut pas être écrit dans « {folder} ».") from error


def _tables(session: Session) -> list[Table]:
    """Every table of facts that the reader is shown: what is only being typed is none yet."""
    hidden = set() if may_see_sensitive(session) else {SENSITIVE}
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in hidden and not table.info.get("is_transient")
    ]


def _write_csv(session: Session, table: Table, folder: Path) -> Path:
    path = folder / f"{table.name}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(table.columns.keys())
        for row in _rows(session, table):
            writer.writerow([csv_text(value) for value in row])
    return path


def _write_workbook(session: Session, path: Path) -> Path:
    # Too large for the memory. Its pieces, in clear, are written where the whole will be and nowhere else.
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f"{path.stem}-en-cours-") as pieces:
        options = {"constant_memory": True, "tmpdir": pieces, "strings_to_formulas": False}
        book = xlsxwriter.Workbook(str(path), options)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        bold = book.add_format({"bold": True})
        for table in _tables(session):
            sheet = book.add_worksheet(table.name[:31])
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(table.columns.keys()):
                sheet.write_string(0, column, name, bold)
            for line, row in enumerate(_rows(session, table), start=1):
                for column, value in enumerate(row):
                    _write_cell(sheet, (line, column), value, day)
        book.close()
    return path


def _write_cell(sheet: Any, place: tuple[int, int], value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | Decimal) and len(str(value)) <= _EXCEL_SAFE_DIGITS:
        sheet.write_number(*place, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(*place, dt.datetime.combine(value, dt.time()), day)
    else:
        # Longer numbers (our identifiers) would be rounded; text is kept as text, never read as a formula.
        sheet.write_string(*place, str(value))


def _rows(session: Session, table: Table) -> Iterator[Sequence[Any]]:
    statement = select(table).order_by(*table.primary_key).execution_options(yield_per=2000)
    if table.name == RecordChange.__tablename__:
        # Not even its digest, from which a yes and a no are told apart.
        statement = statement.where(shown_changes(session))
    elif table.name == Complaint.__tablename__:
        statement = statement.where(table.c.id.not_in(unread_complaints(session)))
    return iter(session.execute(statement))  # type: ignore[arg-type]


def csv_text(value: Any) -> str:
    """A value as a CSV cell that no spreadsheet runs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_HAZARDS) else text
