"""XLSX, XLS and ODS through calamine, behind checks: what it cannot survive must not reach it.

calamine reserves the whole rectangle from the first to the last cell before reading (a workbook of 6 KB with
a cell in its last corner asks for 100 GB, and the process dies), and it reads cells in error as empty ones.
So each format is looked at first: how far it goes, and which cells are in error.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from gen_desktop.importing.archives import open_archive, what_else
from gen_desktop.importing.grid import (
    DAMAGED,
    MAX_CELLS,
    PROTECTED,
    Cell,
    Extent,
    Grid,
    Merge,
    clean_row,
    immense_sheet,
    refuse,
)
from gen_desktop.importing.ods_look import OdsLook
from gen_desktop.importing.xls_look import XlsLook
from gen_desktop.importing.xlsx_look import XlsxLook


class _Look(Protocol):
    def extent(self, sheet: str) -> Extent: ...


def read_workbook(data: bytes, file_name: str, sheet: str | None, is_list: Callable[[Grid], bool]) -> Grid:
    """One sheet: the named one, else the first visible list, else the first that holds something.

    Raises InvalidInput when the file is damaged, protected, too big or no workbook, or has no such sheet.
    """
    look = _look_at(data, file_name)
    with _told_as_damage(file_name):
        return _load(data, file_name, sheet, look, is_list)


def visible_sheets(data: bytes, file_name: str) -> tuple[str, ...]:
    """The names of the sheets that the spreadsheet shows, in their order. Raises InvalidInput as above."""
    _look_at(data, file_name)
    with _told_as_damage(file_name):
        return tuple(meta.name for meta in _worksheets(_open(data)) if _is_visible(meta))


@contextmanager
def _told_as_damage(file_name: str) -> Iterator[None]:
    """What calamine raises, as the sentence that it means."""
    try:
        yield
    except BaseException as error:
        import python_calamine

        if isinstance(error, python_calamine.PasswordError):
            raise refuse(file_name, PROTECTED) from None
        # A panic of the native reader is not an Exception; anything else that is not ours passes.
        if isinstance(error, python_calamine.CalamineError) or type(error).__name__ == "PanicException":
            raise refuse(file_name, DAMAGED) from None
        raise


def _look_at(data: bytes, file_name: str) -> _Look:
    if not data.startswith(b"PK"):
        return XlsLook(data, file_name)
    archive = open_archive(data, file_name)
    names = frozenset(archive.namelist())
    if "xl/workbook.xml" in names:
        return XlsxLook(archive, file_name)
    if "content.xml" in names and _is_spreadsheet(archive):
        return OdsLook(archive, file_name)
    raise refuse(file_name, what_else(names))


def _is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file says so, or says nothing."""
    return "mimetype" not in archive.namelist() or b"spreadsheet" in archive.read("mimetype")


def _load(
    data: bytes, file_name: str, sheet: str | None, look: _Look, is_list: Callable[[Grid], bool]
) -> Grid:
    workbook = _open(data)
    worksheets = _worksheets(workbook)
    names = tuple(meta.name for meta in worksheets)
    visible = [meta.name for meta in worksheets if _is_visible(meta)]
    if sheet is not None:
        if sheet not in names:
            raise refuse(
                file_name, f"n’a pas de feuille «\u00a0{sheet}\u00a0» (feuilles\u00a0: {', '.join(names)})."
            )
        return _load_sheet(workbook, names, sheet, file_name, look)
    if names and not visible:
        raise refuse(file_name, "n’a que des feuilles masquées\u00a0: affichez celle de la liste.")
    first, cells_left = Grid(names, visible[0] if visible else "", []), MAX_CELLS
    for name in visible:
        grid = _load_sheet(workbook, names, name, file_name, look)
        if grid.rows and is_list(grid):
            return grid
        first = first if first.rows else grid
        cells_left -= sum(map(len, grid.rows))
        if cells_left < 0:
            break
    return first


def _open(data: bytes) -> Any:
    import python_calamine

    return python_calamine.load_workbook(io.BytesIO(data))


def _worksheets(workbook: Any) -> list[Any]:
    import python_calamine

    return [meta for meta in workbook.sheets_metadata if meta.typ == python_calamine.SheetTypeEnum.WorkSheet]


def _is_visible(meta: Any) -> bool:
    import python_calamine

    return bool(meta.visible == python_calamine.SheetVisibleEnum.Visible)


def _load_sheet(workbook: Any, names: tuple[str, ...], name: str, file_name: str, look: _Look) -> Grid:
    extent = look.extent(name)
    if extent.is_too_far:
        raise refuse(file_name, immense_sheet(name, extent))
    loaded = workbook.get_sheet_by_name(name)
    # Row by row: the whole sheet at once would hold every other thread. It skips what is empty on the left.
    left: list[Cell] = [None] * (loaded.start[1] if loaded.start else 0)
    rows = [[*left, *clean_row(row)] for row in loaded.iter_rows()]
    for (row, column), text in extent.replaced.items():
        if row < len(rows):
            rows[row] += [None] * (column + 1 - len(rows[row]))
            rows[row][column] = text
    merges = list(_merges_within(rows, loaded.merged_cell_ranges or ()))
    return Grid(names, name, rows, merges, hidden_rows=frozenset(extent.hidden_rows))


def _merges_within(rows: list[list[Cell]], merges: Iterable[Merge]) -> Iterator[Merge]:
    """The merged cells, as far as there are cells: a file may say that they go to the end of the world."""
    width = max(map(len, rows), default=0)
    for start, end in merges:
        if start[0] < len(rows) and start[1] < width:
            yield start, (min(end[0], len(rows) - 1), min(end[1], width - 1))
