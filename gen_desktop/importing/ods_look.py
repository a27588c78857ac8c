"""The XML of ODS, looked at before calamine reads it: how far each sheet goes, and its cells in error."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator

from gen_desktop.importing.grid import DAMAGED, NOT_CALCULATED, PROTECTED, TOO_BIG, Extent, refuse

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


class OdsLook:
    """Reads the whole content once: calamine does so too, whatever the sheet."""

    def __init__(self, archive: zipfile.ZipFile, file_name: str) -> None:
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise refuse(file_name, PROTECTED)
        try:
            self._extents = dict(_scan_ods(archive.read("content.xml"), file_name))
        except (ET.ParseError, ValueError):
            raise refuse(file_name, DAMAGED) from None

    def extent(self, sheet: str) -> Extent:
        """How far a sheet goes; nothing for one that is not there."""
        return self._extents.get(sheet, Extent())


def _scan_ods(xml: bytes, file_name: str) -> Iterator[tuple[str, Extent]]:
    extent, row = Extent(), 0
    for event, element in ET.iterparse(io.BytesIO(xml), events=("start", "end")):
        if event == "start" and element.tag == f"{_TABLE}table":
            extent, row = Extent(), 0
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            if repeated < 1:
                raise ValueError("a row that is repeated less than never")
            if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                extent.hidden_rows.add(row)
            _measure_ods_row(element, row, repeated, extent)
            row += repeated
            if extent.is_too_far:
                raise refuse(file_name, TOO_BIG)
            element.clear()
        elif event == "end" and element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), extent
            element.clear()


def _measure_ods_row(element: ET.Element, row: int, repeated: int, extent: Extent) -> None:
    column = 0
    for cell in element:
        width = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        is_formula_alone = f"{_TABLE}formula" in cell.attrib and f"{_OFFICE}value-type" not in cell.attrib
        if cell.get(f"{_OFFICE}value-type") is not None or len(cell) or is_formula_alone:
            extent.rows = max(extent.rows, row + repeated)
            extent.columns = max(extent.columns, column + width)
            if cell.get(f"{_CALCEXT}value-type") == "error":
                extent.replaced[row, column] = cell.findtext(f"{_TEXT}p") or "#ERREUR"
            elif is_formula_alone and not len(cell):
                extent.replaced[row, column] = NOT_CALCULATED
        column += width
