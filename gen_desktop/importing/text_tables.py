"""CSV and tab-separated text of any origin: encoding and separator are found from the content."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from itertools import islice

from gen_desktop.importing.grid import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT_BYTES,
    TOO_BIG,
    Cell,
    Grid,
    clean_row,
    refuse,
)
from gen_desktop.importing.letters import decode
from gen_desktop.importing.web_tables import read_web_table
from gen_desktop.importing.xml_workbooks import is_xml_workbook, read_xml_workbook

_DELIMITERS = ";\t,|"
_SAMPLE_RECORDS, _SAMPLE_CHARACTERS = 100, 200_000
_SAVE_AS = "enregistrez la liste au format .xlsx, .ods ou .csv."
_WEB_PAGE = re.compile(r"\s*<(?:!doctype html|html|head|meta|table|body|div)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<(?:\?xml|!doctype|\w+:?\w*[\s>])", re.IGNORECASE)
_NO_TABLE = re.compile(r"\s*(?:\{\s*\"|\[\s*[{\[])")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def read_text_table(data: bytes, file_name: str, sheet: str | None, is_list: Callable[[Grid], bool]) -> Grid:
    """The table of a text file, of a web page, of a workbook written in XML.

    Raises InvalidInput when it is no table.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise refuse(file_name, TOO_BIG)
    decoded = decode(data)
    if decoded is None:
        raise refuse(file_name, f"n’est pas un tableau\u00a0: {_SAVE_AS}")
    text, remark = decoded
    if text.startswith("BEGIN:VCARD"):
        raise refuse(file_name, f"est une carte de visite, pas un tableau\u00a0: {_SAVE_AS}")
    if _NO_TABLE.match(text):
        raise refuse(file_name, f"n’est pas un tableau\u00a0: {_SAVE_AS}")
    if _WEB_PAGE.match(text):
        return read_web_table(text, file_name, is_list)
    if is_xml_workbook(text):
        return read_xml_workbook(text, file_name, sheet, is_list)
    if _XML.match(text):
        raise refuse(file_name, f"n’est pas un tableau\u00a0: {_SAVE_AS}")
    first_line = text[:100].split("\n", 1)[0].strip()
    declared = _SEPARATOR_LINE.fullmatch(first_line)
    delimiter = declared[1] if declared else _find_delimiter(text)
    if delimiter is None:
        raise refuse(file_name, "n’est pas un tableau\u00a0: aucune colonne n’y a été trouvée.")
    rows = _read_records(text, delimiter, file_name)
    if declared:
        rows[0] = []
    return Grid(sheets=(), sheet="", rows=rows, remarks=(remark,) if remark else ())


def _find_delimiter(text: str) -> str | None:
    """The separator that cuts most records into the same number of cells, and into most cells."""
    best, best_score = None, 0
    for delimiter in _DELIMITERS:
        lengths = _lengths_of_records(text[:_SAMPLE_CHARACTERS], delimiter)
        score = max((length * times for length, times in lengths.items() if length > 1), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _lengths_of_records(text: str, delimiter: str) -> Counter[int]:
    lengths: Counter[int] = Counter()
    try:
        for record in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _SAMPLE_RECORDS):
            lengths[len(record)] += 1
    except csv.Error:
        pass  # whoever reads it all says where
    return lengths


def _read_records(text: str, delimiter: str, file_name: str) -> list[list[Cell]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[Cell]] = []
    lines = max(text.count("\n"), text.count("\r"))
    if lines > MAX_ROWS or lines + text.count(delimiter) > MAX_CELLS:
        raise refuse(file_name, "contient trop de cellules pour une liste\u00a0: partagez-la en plusieurs.")
    try:
        for record in reader:
            if len(record) > MAX_COLUMNS:
                raise refuse(file_name, "a trop de colonnes pour une liste\u00a0: gardez celles qui servent.")
            # ="0612…" is how some programs keep Excel from dropping the first zero.
            rows.append(clean_row(_TEXT_FORMULA.sub(r"\1", cell) for cell in record))
    except csv.Error:
        raise refuse(
            file_name,
            f"ne se lit pas comme un tableau à la ligne {reader.line_num}\u00a0: "
            "un guillemet y est mal placé ou une cellule est démesurée.",
        ) from None
    return rows
