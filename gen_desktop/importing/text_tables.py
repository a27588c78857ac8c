"""CSV and tab-separated text of any origin: encoding and separator are found from the content."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from gen_desktop.importing.grid import MAX_CELLS, MAX_TEXT_BYTES, TOO_BIG, Cell, Grid, clean_row, refuse
from gen_desktop.importing.letters import decode

_DELIMITERS = ";\t,|"
_SAMPLE_RECORDS, _SAMPLE_CHARACTERS = 100, 200_000
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|meta|table|\?xml|workbook)\b", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def read_text_table(data: bytes, file_name: str) -> Grid:
    """The only sheet of a text file. Every cell is text or None. Raises InvalidInput when it is no table."""
    if len(data) > MAX_TEXT_BYTES:
        raise refuse(file_name, TOO_BIG)
    decoded = decode(data)
    if decoded is None:
        raise refuse(
            file_name, "n’est pas un tableau\u00a0: enregistrez la liste au format .xlsx, .ods ou .csv."
        )
    text, remark = decoded
    if _MARKUP.match(text):
        raise refuse(
            file_name,
            "est une page web sous le nom d’un tableau\u00a0: "
            "ouvrez ce fichier dans votre tableur et enregistrez-le au format .xlsx.",
        )
    first_line = text.split("\n", 1)[0].strip()
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
    cells = 0
    try:
        for record in reader:
            # ="0612…" is how some programs keep Excel from dropping the first zero.
            rows.append(clean_row(_TEXT_FORMULA.sub(r"\1", cell) for cell in record))
            cells += len(record)
            if cells > MAX_CELLS:
                raise refuse(
                    file_name, "contient trop de cellules pour une liste\u00a0: partagez-la en plusieurs."
                )
    except csv.Error:
        raise refuse(
            file_name,
            f"ne se lit pas comme un tableau à la ligne {reader.line_num}\u00a0: "
            "un guillemet y est mal placé ou une cellule est démesurée.",
        ) from None
    return rows
