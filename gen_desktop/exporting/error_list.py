"""The errors of a list as a file that a spreadsheet opens, to correct the list beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from gen_desktop.exporting.everything import csv_text
from gen_desktop.files import write_atomically

TITLES = ("Ligne", "Colonne", "Valeur", "Ce qui ne va pas")


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One error; ``row`` and ``column`` are empty when it is about the whole list."""

    row: str
    column: str
    value: str
    text: str


def write_error_list(path: Path, errors: Iterable[ErrorLine]) -> None:
    """Write them as CSV (UTF-8, « ; »), in their order. Raises StorageProblem."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(TITLES)
    for error in errors:
        writer.writerow([csv_text(text) for text in astuple(error)])
    write_atomically(path, stream.getvalue().encode("utf-8-sig"))
