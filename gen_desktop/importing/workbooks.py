"""XLSX, XLS and ODS through calamine, behind checks: what it cannot survive must not reach it.

calamine reserves the whole rectangle from the first to the last cell before reading (a workbook of 6 KB with
a cell in its last corner asks for 100 GB, and the process dies), and it reads cells in error as empty ones.
So the XML is looked at first: how far it goes, and which cells are in error. The old XLS format holds 65,536
rows by 256 columns at most and needs no such look; there, cells in error do read as empty.
"""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gen_desktop import french
from gen_desktop.importing.grid import MAX_CELLS, MAX_UNPACKED_BYTES, Cell, Grid, clean_row, refuse

_MAX_MEMBERS = 5_000
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the two that spreadsheets use
_DAMAGED = "est abîmé et ne peut pas être lu\u00a0: demandez-en une nouvelle copie."
_PROTECTED = "est protégé par un mot de passe\u00a0: enlevez-le dans votre tableur, puis recommencez."
_TOO_BIG = "est trop volumineux pour une liste\u00a0: partagez-la en plusieurs fichiers."
_NOT_A_WORKBOOK = "n’est pas un tableau\u00a0: enregistrez la liste au format .xlsx, .ods ou .csv."

_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_ROOT_WITHIN = 4_096
_PIECE = 200_000
_ROW_REFERENCE = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{0,3}([0-9]{1,9})["']""")
_COLUMN_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})[0-9]""")
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt\s*=\s*["']e["'])[^>]*\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*>"""
    rb"""(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


@dataclass(slots=True)
class _Extent:
    """How far a sheet goes (counts from A1) and its cells in error, by (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def read_workbook(data: bytes, file_name: str, sheet: str | None) -> Grid:
    """One sheet: the named one, else the first visible one that holds something.

    Raises InvalidInput when the file is damaged, protected, too big or no workbook, or has no such sheet.
    """
    if data.startswith(b"PK"):
        archive = _open_archive(data, file_name)
        names = frozenset(archive.namelist())
        if "xl/workbook.xml" in names:
            return _read_sheets(data, file_name, sheet, _XlsxScan(archive, file_name))
        if "content.xml" in names:
            return _read_sheets(data, file_name, sheet, _OdsScan(archive, file_name))
        raise refuse(file_name, _NOT_A_WORKBOOK)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refuse(file_name, _PROTECTED)
    return _read_sheets(data, file_name, sheet, None)


def _open_archive(data: bytes, file_name: str) -> zipfile.ZipFile:
    """The zip, once its sizes and check sums are known to be true."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise refuse(file_name, _TOO_BIG)
        if any(member.flag_bits & 1 for member in members):
            raise refuse(file_name, _PROTECTED)
        if any(member.compress_type not in _COMPRESSIONS for member in members):
            raise refuse(file_name, _DAMAGED)
        damaged = archive.testzip()  # a member larger than it declares fails its check sum
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError):
        raise refuse(file_name, _DAMAGED) from None
    if damaged is not None:
        raise refuse(file_name, _DAMAGED)
    return archive


class _XlsxScan:
    """Looks at the XML of one sheet at a time."""

    def __init__(self, archive: zipfile.ZipFile, file_name: str) -> None:
        self._archive = archive
        self._file_name = file_name

    def extent(self, sheet: str) -> _Extent:
        try:
            xml = self._archive.read(self._member(sheet))
        except (KeyError, ET.ParseError):
            raise refuse(self._file_name, _DAMAGED) from None
        rows, widest = _written_size(xml)
        if rows * widest > MAX_CELLS:
            return _Extent(rows, widest)  # references are not worth reading, nor always there
        extent = _Extent(rows, widest)
        for piece in _pieces(xml):
            extent.rows = max([extent.rows, *map(int, _ROW_REFERENCE.findall(piece))])
            extent.columns = max(
                [extent.columns, *map(_column_number, set(_COLUMN_REFERENCE.findall(piece)))]
            )
            for letters, row, value in _ERROR_CELL.findall(piece):
                extent.errors[int(row) - 1, _column_number(letters) - 1] = value.decode("utf-8", "replace")
        return extent

    def _member(self, sheet: str) -> str:
        """The file of the zip that holds the sheet. Raises KeyError when nothing does."""
        workbook = ET.fromstring(self._archive.read("xl/workbook.xml"))
        links = ET.fromstring(self._archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        for element in workbook.iterfind("{*}sheets/{*}sheet"):
            if element.get("name") == sheet:
                key = next((value for name, value in element.items() if name.endswith("}id")), None)
                return posixpath.normpath(posixpath.join("/xl", targets[key])).lstrip("/")
        raise KeyError(sheet)


def _pieces(xml: bytes) -> Iterator[bytes]:
    """The sheet in parts that begin with a row: no thread waits long for another that searches one."""
    row_tag, start = _row_tag(xml), 0
    while start < len(xml):
        end = xml.find(row_tag, start + _PIECE)
        end = len(xml) if end < 0 else end
        yield xml[start:end]
        start = end


def _written_size(xml: bytes) -> tuple[int, int]:
    """How many rows a sheet writes and how many cells the widest has, whether they say their place or not."""
    row_tag = _row_tag(xml)
    cell_tag = row_tag.removesuffix(b"row") + b"c"
    rows, widest, start = 0, 0, xml.find(row_tag)
    while start >= 0:
        end = xml.find(row_tag, start + 1)
        widest = max(widest, xml.count(cell_tag, start, end if end >= 0 else xml.find(b"sheetData", start)))
        rows, start = rows + 1, end
    return rows, widest


def _row_tag(xml: bytes) -> bytes:
    """How a row begins, with the prefix that the sheet gives its tags."""
    root = _ROOT.search(xml[:_ROOT_WITHIN])
    return b"<" + (root[1] if root and root[1] else b"") + b"row"


class _OdsScan:
    """Reads the whole content once: calamine does so too, whatever the sheet."""

    def __init__(self, archive: zipfile.ZipFile, file_name: str) -> None:
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise refuse(file_name, _PROTECTED)
        try:
            self._extents = dict(_scan_ods(archive.read("content.xml"), file_name))
        except (ET.ParseError, ValueError):
            raise refuse(file_name, _DAMAGED) from None

    def extent(self, sheet: str) -> _Extent:
        return self._extents.get(sheet, _Extent())


def _scan_ods(xml: bytes, file_name: str) -> Iterator[tuple[str, _Extent]]:
    extent, row = _Extent(), 0
    for event, element in ET.iterparse(io.BytesIO(xml), events=("start", "end")):
        if event == "start" and element.tag == f"{_TABLE}table":
            extent, row = _Extent(), 0
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            _measure_ods_row(element, row, repeated, extent)
            row += repeated
            if extent.rows * extent.columns > MAX_CELLS:
                raise refuse(file_name, _TOO_BIG)
            element.clear()
        elif event == "end" and element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), extent
            element.clear()


def _measure_ods_row(element: ET.Element, row: int, repeated: int, extent: _Extent) -> None:
    column = 0
    for cell in element:
        width = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if cell.get(f"{_OFFICE}value-type") is not None or len(cell):
            extent.rows = max(extent.rows, row + repeated)
            extent.columns = max(extent.columns, column + width)
            if cell.get(f"{_CALCEXT}value-type") == "error":
                extent.errors[row, column] = cell.findtext(f"{_TEXT}p") or "#ERREUR"
        column += width


def _read_sheets(data: bytes, file_name: str, sheet: str | None, scan: _XlsxScan | _OdsScan | None) -> Grid:
    try:
        return _load(data, file_name, sheet, scan)
    except BaseException as error:
        import python_calamine

        if isinstance(error, python_calamine.PasswordError):
            raise refuse(file_name, _PROTECTED) from None
        # A panic of the native reader is not an Exception; anything else that is not ours passes.
        if isinstance(error, python_calamine.CalamineError) or type(error).__name__ == "PanicException":
            raise refuse(file_name, _DAMAGED if scan else _NOT_A_WORKBOOK) from None
        raise


def _load(data: bytes, file_name: str, sheet: str | None, scan: _XlsxScan | _OdsScan | None) -> Grid:
    import python_calamine

    workbook = python_calamine.load_workbook(io.BytesIO(data))
    worksheets = [
        meta for meta in workbook.sheets_metadata if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    names = tuple(meta.name for meta in worksheets)
    visible = [meta.name for meta in worksheets if meta.visible == python_calamine.SheetVisibleEnum.Visible]
    if sheet is not None:
        if sheet not in names:
            raise refuse(
                file_name, f"n’a pas de feuille «\u00a0{sheet}\u00a0» (feuilles\u00a0: {', '.join(names)})."
            )
        return _load_sheet(workbook, names, sheet, file_name, scan)
    for name in visible:
        grid = _load_sheet(workbook, names, name, file_name, scan)
        if grid.rows:
            return grid
    return Grid(names, visible[0] if visible else "", [])


def _load_sheet(
    workbook: Any, names: tuple[str, ...], name: str, file_name: str, scan: _XlsxScan | _OdsScan | None
) -> Grid:
    extent = scan.extent(name) if scan else _Extent()
    if extent.rows * extent.columns > MAX_CELLS:
        raise refuse(
            file_name,
            f"a une feuille démesurée («\u00a0{name}\u00a0»\u00a0: {french.number(extent.rows)} lignes sur "
            f"{french.number(extent.columns)} colonnes)\u00a0: supprimez ce qui est inutile.",
        )
    loaded = workbook.get_sheet_by_name(name)
    # Row by row: the whole sheet at once would hold every other thread. It skips what is empty on the left.
    left: list[Cell] = [None] * (loaded.start[1] if loaded.start else 0)
    rows = [[*left, *clean_row(row)] for row in loaded.iter_rows()]
    for (row, column), text in extent.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    return Grid(names, name, rows, list(loaded.merged_cell_ranges or ()))


def _column_number(letters: bytes) -> int:
    """A is 1, XFD is 16384; no letters is 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
