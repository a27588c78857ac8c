"""The sheets of a workbook among which a person chooses the list."""

from __future__ import annotations

import io
from pathlib import Path

from gen_desktop.importing.cohort_columns import SHEET_NAMES
from gen_desktop.importing.headers import fold_title
from gen_desktop.importing.ole import SIGNATURE

_ZIP = b"PK\x03\x04"


def list_sheets(path: Path) -> tuple[str, ...]:
    """The visible sheets in their order, without the one that describes cohorts; () when there is no choice.

    A file that cannot be opened has none: reading it says why.
    """
    import python_calamine

    try:
        data = path.read_bytes()
        if not data.startswith((_ZIP, SIGNATURE)):
            return ()
        workbook = python_calamine.load_workbook(io.BytesIO(data))
    except (OSError, python_calamine.CalamineError):
        return ()
    names = tuple(
        meta.name
        for meta in workbook.sheets_metadata
        if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        and meta.visible == python_calamine.SheetVisibleEnum.Visible
        and fold_title(meta.name) not in SHEET_NAMES
    )
    return names if len(names) > 1 else ()
