"""The smallest workbooks of each format, written part by part so that any part can be wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from tests.nasty.cases import LINES, TITLES

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(parts: Mapping[str, str | bytes], **options: Any) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", options.pop("compression", zipfile.ZIP_DEFLATED), **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def book(fill: Callable[[Any, Any], object], name: str = "Liste", **options: Any) -> bytes:
    """A workbook of Excel; ``fill`` is given the workbook and its first sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy", **options}
    ) as made:
        fill(made, made.add_worksheet(name))
    return buffer.getvalue()


def put(sheet: Any, lines: Iterable[Iterable[Any]] = (TITLES, *LINES), row: int = 0, column: int = 0) -> None:
    """Lines from a cell of a sheet; text stays text."""
    for at, line in enumerate(lines, row):
        for place, cell in enumerate(line, column):
            if isinstance(cell, str):
                sheet.write_string(at, place, cell)
            elif cell is not None:
                sheet.write(at, place, cell)


def book_of(lines: Iterable[Iterable[Any]] = (TITLES, *LINES), **options: Any) -> bytes:
    """A workbook of one sheet."""
    return book(lambda _, sheet: put(sheet, lines), **options)


def inline(reference: str, text: str) -> str:
    """A cell whose text is written in the sheet itself."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def rows_of(lines: Iterable[Iterable[str]] = (TITLES, *LINES)) -> str:
    """The rows of a sheet as XML."""
    return "".join(
        f'<row r="{number}">'
        + "".join(inline(f"{chr(65 + place)}{number}", cell) for place, cell in enumerate(line))
        + "</row>"
        for number, line in enumerate(lines, 1)
    )


def xlsx(
    rows: str | None = None,
    *,
    before: str = "",
    after: str = "",
    head: str = "",
    workbook: str | None = None,
    **parts: str | bytes,
) -> bytes:
    """A workbook whose only sheet holds these rows; ``head`` stands before its root, as a DTD does.

    ``parts``: « xl__sharedStrings_xml » is the part xl/sharedStrings.xml.
    """
    rows = rows_of() if rows is None else rows
    sheet = f'{head}<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": _relations(f"{_LINKS}/officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": workbook or workbook_xml(),
            "xl/_rels/workbook.xml.rels": _relations(f"{_LINKS}/worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet,
        }
        | {_part_name(name): content for name, content in parts.items()}
    )


def workbook_xml(head: str = "", name: str = "Liste") -> str:
    """The part that lists the sheets."""
    return (
        f'{head}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def ods(rows: str, manifest: str = "", head: str = "", extra: str = "") -> bytes:
    """A spreadsheet in the OpenDocument format whose only sheet holds these rows."""
    spaces = " ".join(f'xmlns:{short}="{_ODF}:{short}:1.0"' for short in ("office", "table", "text"))
    return zipped(
        {
            "mimetype": ODS_KIND,
            "META-INF/manifest.xml": (
                f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"><manifest:file-entry '
                f'manifest:full-path="/" manifest:media-type="{ODS_KIND}"/>{manifest}</manifest:manifest>'
            ),
            "content.xml": (
                f"{head}<office:document-content {spaces}><office:body><office:spreadsheet>"
                f'<table:table table:name="Liste">{rows}{extra}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>"
            ),
        }
    )


def ods_rows(lines: Iterable[Iterable[str]] = (TITLES, *LINES)) -> str:
    """Rows of text."""
    return "".join(ods_row("".join(ods_cell(cell) for cell in line)) for line in lines)


def ods_row(cells: str, attributes: str = "") -> str:
    """A row of the OpenDocument format."""
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def ods_cell(text: str, attributes: str = "") -> str:
    """A cell of text."""
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {attributes}><text:p>{escape(text)}</text:p></table:table-cell>"


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
    )


def _part_name(name: str) -> str:
    folder, _, rest = name.rpartition("__")
    return f"{folder.replace('__', '/')}/{rest.replace('_', '.')}".lstrip("/")
