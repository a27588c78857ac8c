"""The workbooks that Excel 2003 wrote in XML: some programs still export their lists so."""

from __future__ import annotations

import datetime as dt
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

from gen_desktop.importing.grid import (
    DAMAGED,
    Cell,
    Extent,
    Grid,
    clean_row,
    immense_sheet,
    refuse,
)

_SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def is_xml_workbook(text: str) -> bool:
    """Whether a text is such a workbook."""
    return _SPACE[1:-1] in text[:4000] and "Workbook" in text[:4000]


def read_xml_workbook(text: str, file_name: str, sheet: str | None, is_list: Callable[[Grid], bool]) -> Grid:
    """The named sheet, else the first one that is a list, else the first that holds something.

    Raises InvalidInput when the XML is broken, defines names of its own, or a sheet goes too far.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # no program writes any
        raise refuse(file_name, DAMAGED)
    try:
        sheets = dict(_sheets(text, file_name))
    except (ET.ParseError, ValueError):
        raise refuse(file_name, DAMAGED) from None
    names = tuple(sheets)
    grids = [Grid(names, name, rows) for name, rows in sheets.items() if sheet in (None, name)]
    filled = [grid for grid in grids if grid.rows]
    return next(filter(is_list, filled), (filled or grids or [Grid(names, "", [])])[0])


def _sheets(text: str, file_name: str) -> Iterator[tuple[str, list[list[Cell]]]]:
    rows: list[list[Cell]] = []
    extent, name = Extent(), ""
    undeclared = _DECLARATION.sub("", text)  # it names the encoding that the text had
    for event, element in ET.iterparse(io.BytesIO(undeclared.encode("utf-8", "replace")), ("start", "end")):
        if event == "start" and element.tag == f"{_SPACE}Worksheet":
            name, rows, extent = element.get(f"{_SPACE}Name", ""), [], Extent()
        elif event == "end" and element.tag == f"{_SPACE}Row":
            cells = _cells(element)
            extent.rows = int(element.get(f"{_SPACE}Index", extent.rows + 1))
            extent.columns = max([extent.columns, *cells])
            if extent.is_too_far:
                raise refuse(file_name, immense_sheet(name, extent))
            _put(rows, extent.rows, cells)
            element.clear()
        elif event == "end" and element.tag == f"{_SPACE}Worksheet":
            yield name, rows
            element.clear()


def _cells(row: ET.Element) -> dict[int, Cell]:
    """Column, from 1 → what it holds."""
    found: dict[int, Cell] = {}
    column = 0
    for cell in row.iterfind(f"{_SPACE}Cell"):
        column = int(cell.get(f"{_SPACE}Index", column + 1))
        data = cell.find(f"{_SPACE}Data")
        if data is not None:
            found[column] = clean_row([_value(data)])[0]
        column += int(cell.get(f"{_SPACE}MergeAcross", "0"))
    return found


def _value(data: ET.Element) -> Cell:
    text = "".join(data.itertext())
    kind = data.get(f"{_SPACE}Type")
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return dt.datetime.fromisoformat(text)
    return text == "1" if kind == "Boolean" else text


def _put(rows: list[list[Cell]], number: int, cells: dict[int, Cell]) -> None:
    """Row ``number`` (from 1), after the empty rows that the file leaves out."""
    if number <= len(rows):
        raise ValueError("rows in disorder")
    rows += [[] for _ in range(number - len(rows) - 1)]
    rows.append([cells.get(column) for column in range(1, max(cells, default=0) + 1)])
    if min(cells, default=1) < 1:
        raise ValueError("columns before the first")
