"""The sheets of a workbook among which a person chooses the list."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.errors import InvalidInput
from gen_desktop.importing.cohort_columns import SHEET_NAMES
from gen_desktop.importing.headers import fold_title
from gen_desktop.importing.ole import SIGNATURE
from gen_desktop.importing.reading import read_bytes
from gen_desktop.importing.workbooks import visible_sheets

_ZIP = b"PK\x03\x04"


def list_sheets(path: Path) -> tuple[str, ...]:
    """The visible sheets in their order, without the one that describes cohorts; () when there is no choice.

    A file that cannot be opened, or must not be, has none: reading it says why.
    """
    try:
        data = read_bytes(path)
        found = visible_sheets(data, path.name) if data.startswith((_ZIP, SIGNATURE)) else ()
    except InvalidInput:
        return ()
    names = tuple(name for name in found if fold_title(name) not in SHEET_NAMES)
    return names if len(names) > 1 else ()
