"""The errors of a list as a file that a spreadsheet opens, to correct the list beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.exporting.everything import csv_text
from gen_desktop.files import write_atomically
from gen_desktop.services.exports import record_export

TITLES = ("Ligne", "Colonne", "Valeur", "Ce qui ne va pas")


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One error; ``row`` and ``column`` are empty when it is about the whole list."""

    row: str
    column: str
    value: str
    text: str


def write_error_list(db: Database, path: Path, errors: Sequence[ErrorLine]) -> None:
    """Write them as CSV (UTF-8, « ; »), in their order, once entered in the register of exports.

    What is wrong may be a name: each line may tell of somebody. Raises StorageProblem.
    """
    if people := len({error.row for error in errors if error.row}):
        record_export(db, "error_list", "Une liste à importer", people)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(TITLES)
    for error in errors:
        writer.writerow([csv_text(text) for text in astuple(error)])
    write_atomically(path, stream.getvalue().encode("utf-8-sig"))
