"""The records of XLS, looked at before calamine reads them: it reads all sheets at once."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gen_desktop.importing.grid import DAMAGED, MAX_CELLS, PROTECTED, Extent, immense_sheet, refuse
from gen_desktop.importing.ole import BrokenContainerError, Container

_SAVE_AS = "enregistrez la liste au format .xlsx, .ods ou .csv."
_NOT_A_WORKBOOK = f"n’est pas un tableau\u00a0: {_SAVE_AS}"
_OTHERS = {
    "WordDocument": f"est un document de traitement de texte, pas un tableau\u00a0: {_SAVE_AS}",
    "PowerPoint Document": f"est un diaporama, pas un tableau\u00a0: {_SAVE_AS}",
    "EncryptedPackage": PROTECTED,
}
_BEGIN, _SHEET, _PASSWORD, _DIMENSIONS, _ROW = 0x0809, 0x0085, 0x002F, 0x0200, 0x0208
_TRUTH_OR_ERROR, _FORMULA, _SEVERAL = 0x0205, 0x0006, 0x00BD
_CELLS = frozenset((0x0203, 0x0204, 0x00D6, 0x027E, 0x00FD, _TRUTH_OR_ERROR, _FORMULA, _SEVERAL))
_EXCEL_95 = 0x0500
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}

Record = tuple[int, int, bytes]
"""Place in the stream, kind, content."""


class XlsLook:
    """Looks at all sheets. Raises InvalidInput for what is no workbook, protected, damaged or immense."""

    def __init__(self, data: bytes, file_name: str) -> None:
        try:
            stream = _workbook_stream(Container(data), file_name)
            self._extents = _extents(stream, file_name)
        except (BrokenContainerError, struct.error):
            raise refuse(file_name, DAMAGED) from None
        if sum(one.rows * one.columns for one in self._extents.values()) > MAX_CELLS:
            name, widest = max(self._extents.items(), key=lambda item: item[1].rows * item[1].columns)
            raise refuse(file_name, immense_sheet(name, widest))

    def extent(self, sheet: str) -> Extent:
        """How far a sheet goes, and what calamine does not tell of it."""
        return self._extents.get(sheet, Extent())


def _workbook_stream(container: Container, file_name: str) -> bytes:
    for name, sentence in _OTHERS.items():
        if name in container.names:
            raise refuse(file_name, sentence)
    for name in ("Workbook", "WORKBOOK", "Book", "BOOK"):
        if name in container.names:
            return container.read(name)
    raise refuse(file_name, _NOT_A_WORKBOOK)


def _extents(stream: bytes, file_name: str) -> dict[str, Extent]:
    """Sheet → how far it goes. Raises struct.error for a record that is too short."""
    extents: dict[str, Extent] = {}
    by_place: dict[int, Extent] = {}
    current, version = Extent(), 0
    for place, kind, content in _records(stream):
        if kind == _BEGIN:
            version = version or struct.unpack_from("<H", content)[0]
            current = by_place.get(place, current)
        elif kind == _PASSWORD:
            raise refuse(file_name, PROTECTED)
        elif kind == _SHEET:
            at = struct.unpack_from("<I", content)[0]
            extents[_sheet_name(content, version)] = by_place[at] = Extent()
        elif kind == _DIMENSIONS and not _is_possible(content, version):
            raise refuse(file_name, DAMAGED)
        elif kind in _CELLS:
            _take(kind, content, current)
        elif kind == _ROW and struct.unpack_from("<H", content, 12)[0] & 0x20:
            current.hidden_rows.add(struct.unpack_from("<H", content)[0])
    return extents


def _records(stream: bytes) -> Iterator[Record]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_name(content: bytes, version: int) -> str:
    if version == _EXCEL_95:
        return content[7 : 7 + content[6]].decode("cp1252", "replace")
    is_wide = len(content) > 7 and content[7] & 1
    return content[8:].decode("utf-16-le" if is_wide else "latin-1", "replace") if len(content) > 6 else ""


def _is_possible(content: bytes, version: int) -> bool:
    """Whether a sheet may be as large as it declares: calamine reserves the room beforehand."""
    kind = "<HHHH" if version == _EXCEL_95 else "<IIHH"
    if len(content) < struct.calcsize(kind):
        return True
    sides: tuple[int, ...] = struct.unpack_from(kind, content)
    return sides[0] <= sides[1] <= _MOST_ROWS and sides[2] <= sides[3] <= _MOST_COLUMNS


def _take(kind: int, content: bytes, extent: Extent) -> None:
    row, column = struct.unpack_from("<HH", content)
    extent.rows = max(extent.rows, row + 1)
    last = struct.unpack_from("<H", content, len(content) - 2)[0] if kind == _SEVERAL else column
    extent.columns = max(extent.columns, column + 1, last + 1)
    if kind == _TRUTH_OR_ERROR and content[7:8] == b"\1":
        extent.replaced[row, column] = _ERRORS.get(content[6], "#ERREUR!")
    elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6:7] == b"\2":
        extent.replaced[row, column] = _ERRORS.get(content[8], "#ERREUR!")
