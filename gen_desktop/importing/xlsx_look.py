"""The XML of XLSX, looked at before calamine reads it: how far it goes, and what calamine does not tell.

Where cells are is searched in the bytes, so that no writing of a reference goes unseen.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator

from gen_desktop.importing.grid import DAMAGED, MAX_CELLS, NOT_CALCULATED, Extent, refuse

_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_ROOT_WITHIN = 4_096
_PIECE = 200_000
_COUNT = re.compile(rb"""uniqueCount\s*=\s*["']\s*([0-9]+)""")
# Each begins with a letter, not with a space: a sheet of spaces is searched as fast as any.
# calamine follows a reference beyond the last cell there can be, and asks for the memory.
_NO_REFERENCE = re.compile(rb"""r(?<=\sr)\s*=\s*["'](?![A-Za-z]{0,3}[0-9]{1,7}["'])""")
_ROW_REFERENCE = re.compile(rb"""r(?<=\sr)\s*=\s*["'][A-Za-z]{0,3}([0-9]{1,7})["']""")
_COLUMN_REFERENCE = re.compile(rb"""r(?<=\sr)\s*=\s*["']([A-Za-z]{1,3})[0-9]""")
_PLAIN_ATTRIBUTES = rb"""(?:\s+[\w:]+="[^"<>]*")*\s*"""
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c" + _PLAIN_ATTRIBUTES + rb"/>")
_EMPTY_ROW = re.compile(rb"<(?:\w+:)?row" + _PLAIN_ATTRIBUTES + rb"(?:/>|>\s*</(?:\w+:)?row>)")
_PLACE = rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']"""
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt\s*=\s*["']e["'])[^>]*""" + _PLACE + rb"""[^>]*>"""
    rb"""(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
_FORMULA_ALONE = re.compile(
    rb"""<(?:\w+:)?c\s(?![^>]*\bt\s*=\s*["']str["'])[^>]*""" + _PLACE + rb"""[^>]*>\s*"""
    rb"""<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\s(?=[^>]*\bhidden\s*=\s*["'](?:1|true)["'])[^>]*\br\s*=\s*["']([0-9]{1,7})["']"""
)


class XlsxLook:
    """Looks at the XML of one sheet at a time."""

    def __init__(self, archive: zipfile.ZipFile, file_name: str) -> None:
        self._archive = archive
        self._file_name = file_name
        if any(self._lies(member) for member in archive.infolist()):
            raise refuse(file_name, DAMAGED)

    def extent(self, sheet: str) -> Extent:
        """How far a sheet goes without the cells that only have a style, and what calamine does not tell.

        Raises InvalidInput when the workbook does not hold together.
        """
        try:
            xml = self._archive.read(self._member(sheet))
        except (KeyError, ET.ParseError):
            raise refuse(self._file_name, DAMAGED) from None
        if not _ROOT.search(xml[:_ROOT_WITHIN]) or any(_NO_REFERENCE.search(piece) for piece in _pieces(xml)):
            raise refuse(self._file_name, DAMAGED)
        extent = _extent(xml)
        if extent.is_too_far:
            xml = b"".join(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece)) for piece in _pieces(xml))
            extent = _extent(xml)
        if not extent.is_too_far:
            for piece in _pieces(xml):
                _look_at(piece, extent)
        return extent

    def _lies(self, member: zipfile.ZipInfo) -> bool:
        """Whether more shared texts are said than there are bytes: calamine makes room for as many."""
        if not member.filename.lower().endswith("sharedstrings.xml"):
            return False
        counts = _COUNT.findall(self._archive.read(member))
        return any(len(count) > 9 or int(count) > member.file_size for count in counts)

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


def _extent(xml: bytes) -> Extent:
    rows, widest = _written_size(xml)
    extent = Extent(rows, widest)
    if rows * widest <= MAX_CELLS:  # else references are not worth reading, nor always there
        for piece in _pieces(xml):
            extent.rows = max([extent.rows, *map(int, _ROW_REFERENCE.findall(piece))])
            extent.columns = max(
                [extent.columns, *map(_column_number, set(_COLUMN_REFERENCE.findall(piece)))]
            )
    return extent


def _look_at(piece: bytes, extent: Extent) -> None:
    """Note the cells in error or never calculated, and the hidden rows."""
    for letters, row, value in _ERROR_CELL.findall(piece):
        extent.replaced[int(row) - 1, _column_number(letters) - 1] = value.decode("utf-8", "replace")
    for letters, row in _FORMULA_ALONE.findall(piece):
        extent.replaced[int(row) - 1, _column_number(letters) - 1] = NOT_CALCULATED
    extent.hidden_rows.update(int(row) - 1 for row in _HIDDEN_ROW.findall(piece))


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


def _column_number(letters: bytes) -> int:
    """A is 1, XFD is 16384; no letters is 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
