"""CSV and tab-separated text of any origin: encoding and separator are found from the content."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from gen_desktop.importing.grid import MAX_CELLS, Cell, Grid, clean_row, refuse

_DELIMITERS = ";\t,|"
_SAMPLE_RECORDS = 100
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What French offices meet besides UTF-8: Windows, Excel for Mac, MS-DOS; in the order that settles a tie.
_LEGACY_ENCODINGS = ("cp1252", "mac_roman", "cp850")
_SMALL_LETTERS = frozenset("éèêëàâùûüôöîïçœæÿ")
_OTHER_FRENCH_SIGNS = frozenset("ÉÈÊËÀÂÙÛÔÎÏÇŒÆ«»’‘“”…–—°€\u00a0")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|meta|table|\?xml|workbook)\b", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def read_text_table(data: bytes, file_name: str) -> Grid:
    """The only sheet of a text file. Every cell is text or None. Raises InvalidInput when it is no table."""
    text = _decode(data)
    if text is None:
        raise refuse(
            file_name, "n’est pas un tableau\u00a0: enregistrez la liste au format .xlsx, .ods ou .csv."
        )
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
    return Grid(sheets=(), sheet="", rows=rows)


def _decode(data: bytes) -> str | None:
    """The text, or None when these bytes are no text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, encoding)
    sample = data[:2000]
    if sample[1::2].count(0) * 3 > len(sample):  # UTF-16 without its mark: one byte in two is 0
        return _decode_as(data, "utf-16-le")
    if sample[0::2].count(0) * 3 > len(sample):
        return _decode_as(data, "utf-16-be")
    text = _decode_as(data, "utf-8")
    if text is not None or b"\0" in data:
        return text
    candidates = [
        decoded for encoding in _LEGACY_ENCODINGS if (decoded := _decode_as(data, encoding)) is not None
    ]
    return max(candidates, key=_frenchness, default=None)


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    controls = sum(text.count(char) for char in map(chr, range(32)) if char not in "\t\n\r\f")
    return text if controls * 200 <= len(text) else None


def _frenchness(text: str) -> int:
    """How much a text looks like French. Statistics for any language fail here: on a few lines of names in an
    MS-DOS encoding, charset-normalizer reads « Pr‚nom ».

    Small accented letters weigh most: in a wrong encoding they become capitals or drawing signs.
    """
    signs = Counter(_NOT_ASCII.findall(text))
    return sum(
        times * (3 if char in _SMALL_LETTERS else 1 if char in _OTHER_FRENCH_SIGNS else -2)
        for char, times in signs.items()
    )


def _find_delimiter(text: str) -> str | None:
    """The separator that cuts most records into the same number of cells, and into most cells."""
    best, best_score = None, 0.0
    for delimiter in _DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            lengths = Counter(len(record) for record, _ in zip(reader, range(_SAMPLE_RECORDS), strict=False))
        except csv.Error:
            continue
        del lengths[0]
        score = max((length * times for length, times in lengths.items() if length > 1), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


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
