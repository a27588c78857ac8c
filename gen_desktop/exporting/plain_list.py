"""A list of texts under its titles, as the bytes of a workbook or of a CSV file. It writes nothing itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from gen_desktop.exporting.everything import csv_text

Rows = Sequence[Sequence[str]]


def list_bytes(suffix: str, name: str, titles: Mapping[str, int], rows: Rows) -> bytes:
    """The file: CSV (UTF-8, « ; ») for the suffix .csv, else a workbook of one sheet.

    ``titles``: each with the width of its column. Text stays text: nothing typed is run as a formula.
    """
    return _csv(titles, rows) if suffix.lower() == ".csv" else _workbook(name, titles, rows)


def _workbook(name: str, titles: Mapping[str, int], rows: Rows) -> bytes:
    stream = io.BytesIO()
    # In memory: no piece of it is left in the system's temporary folder, in clear.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for column, (title, width) in enumerate(titles.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(at, column, value)
    sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    book.close()
    return stream.getvalue()


def _csv(titles: Mapping[str, int], rows: Rows) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([csv_text(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")
