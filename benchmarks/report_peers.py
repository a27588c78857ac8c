"""The blocks of a report drawn by other libraries as their users draw: the measure of our own drawing.

The same fonts, texts, tables, cards, charts, headers and footers. What they leave out, to their advantage:
tags for screen readers, archival form, figures for machines inside the file, page numbers in the table of
contents, bookmarks, columns that fit their content, numbers on one comma, the places of figures.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as PlainTable

from benchmarks.report_shapes import Shapes, shapes
from gen_desktop.paths import resource_path
from gen_desktop.reports import blocks as ours
from gen_desktop.reports import flow, style, table
from gen_desktop.reports.style import TextStyle

WIDTH = style.PAGE_WIDTH - 2 * style.MARGIN
LONG = 24
"""Cells with fewer signs are never wrapped: plain strings, the quickest that a table can be given."""
HEAD = ("Numérique en Morvan · NDA 27 58 00999 58", "Label GEN 2021-0457", "PROVISOIRE")
FOOT = (
    "Données arrêtées au 30/09/2026 · empreinte a1b2 c3d4 e5f6 · GEN Desktop",
    "Sceau des données 0000 0000",
)

Peer = Callable[[Sequence[Any]], bytes]
Line = tuple[str, TextStyle]
Rows = list[list[str]]


def peers() -> dict[str, Peer]:
    """The libraries that are installed; fpdf2 is in the group « benchmark » of pyproject.toml."""
    known: dict[str, Peer] = {"platypus": platypus}
    try:
        import fpdf  # noqa: F401
    except ModuleNotFoundError:
        print("fpdf2 is not installed: not measured")
    else:
        known["fpdf2"] = fpdf2
    return known


def lines_of(block: Any, headings: Sequence[ours.Heading]) -> Iterator[Line]:
    """The texts of a block of text, each with its look."""
    if isinstance(block, ours.CoverTitle):
        yield block.mention, style.SMALL_STRONG
        yield block.title, style.TITLE
        yield block.subtitle, style.SUBTITLE
        for name, value in block.facts:
            yield name, style.TINY_SECONDARY
            yield value, style.BODY
    elif isinstance(block, ours.Heading):
        yield block.text, style.HEADINGS[block.level - 1]
    elif isinstance(block, ours.Paragraph):
        yield block.text, block.look
    elif isinstance(block, ours.Note):
        yield block.text, style.NOTE
    elif isinstance(block, ours.Bullets):
        yield from ((f"• {item}", style.BODY) for item in block.items)
    elif isinstance(block, ours.Callout):
        yield block.title, style.BODY_STRONG
        yield block.text, style.BODY
    elif isinstance(block, ours.Contents):
        yield from ((heading.text, style.BODY) for heading in headings if heading.level <= block.depth)
    elif isinstance(block, table.Table):
        yield block.title, style.HEADINGS[2]
    elif isinstance(block, ours.Definitions):
        yield "", style.BODY
    elif not shapes(block, WIDTH):
        raise ValueError(f"the peers cannot draw {block!r}")


def rows_of(block: Any) -> Rows:
    """The cells of a table or of definitions, the head first; empty for any other block."""
    if isinstance(block, ours.Definitions):
        return [list(item) for item in block.items]
    if not isinstance(block, table.Table):
        return []
    rows = [row.cells if isinstance(row, table.Row) else row for row in block.rows]
    count = len(block.columns)
    cells = [[_cell(cell) for cell in row] for row in (*rows, *([block.total] if block.total else []))]
    head = [" – ".join(word for word in (column.group, column.title) if word) for column in block.columns]
    return [head, *(row + [""] * (count - len(row)) for row in cells)]


def note_of(block: Any) -> str:
    return str(getattr(block, "note", ""))


def _cell(cell: table.Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, table.Rate):
        return f"{cell.value} {cell.counts}"
    return cell.text if isinstance(cell, table.Number) else cell


@cache
def _fonts() -> None:
    for name in style.FONTS:
        pdfmetrics.registerFont(TTFont(f"Peer-{name}", str(resource_path("fonts", f"{name}.ttf"))))


@cache
def _look(look: TextStyle) -> ParagraphStyle:
    color = HexColor(look.color)
    font = f"Peer-{look.font}"
    return ParagraphStyle(
        font, fontName=font, fontSize=look.size, leading=look.leading, textColor=color, spaceAfter=5
    )


def platypus(blocks: Sequence[Any]) -> bytes:
    """ReportLab's own page maker, with plain tables of fixed widths."""
    _fonts()
    headings = [block for block in blocks if isinstance(block, ours.Heading)]
    story: list[Any] = []
    for block in blocks:
        if isinstance(block, flow.PageBreak):
            story.append(PageBreak())
            continue
        for text, look in lines_of(block, headings):
            if text:
                story.append(_paragraph(text, look))
        rows = rows_of(block)
        if rows:
            story.append(_plain_table(rows, has_head=isinstance(block, table.Table)))
        story += [_drawing(drawn) for drawn in shapes(block, WIDTH)]
        if note_of(block):
            story.append(_paragraph(note_of(block), style.NOTE))
        story.append(Spacer(0, 5))
    buffer = io.BytesIO()
    margins = {"leftMargin": style.MARGIN, "rightMargin": style.MARGIN, "topMargin": 70, "bottomMargin": 62}
    document = SimpleDocTemplate(buffer, pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT), **margins)
    document.build(story, onFirstPage=_furniture, onLaterPages=_furniture)
    return buffer.getvalue()


def _paragraph(text: str, look: TextStyle) -> Text:
    return Text(text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>"), _look(look))


def _plain_table(rows: Rows, *, has_head: bool) -> PlainTable:
    look = TextStyle(style.REGULAR, 9, 12)
    cells = [[_paragraph(cell, look) if len(cell) >= LONG else cell for cell in row] for row in rows]
    lines = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), f"Peer-{style.REGULAR}", 9),
            ("LINEBELOW", (0, 0), (-1, -1), 0.6, HexColor(style.LINE)),
        ]
    )
    return PlainTable(cells, colWidths=_widths(len(rows[0])), repeatRows=int(has_head), style=lines)


def _widths(count: int) -> list[float]:
    """The first column wider than the others, as a person would set them."""
    first = WIDTH * 0.28
    return [first] + [(WIDTH - first) / (count - 1)] * (count - 1) if count > 1 else [WIDTH]


def _drawing(drawn: Shapes) -> Drawing:
    canvas = Drawing(WIDTH, drawn.height)
    for x, y, width, height, fill, outline in drawn.rects:
        looks = {"fillColor": HexColor(fill), "strokeColor": HexColor(outline) if outline else None}
        canvas.add(Rect(x, drawn.height - y - height, width, height, **looks))
    for x, y, size, text in drawn.words:
        canvas.add(String(x, drawn.height - y, text, fontName=f"Peer-{style.REGULAR}", fontSize=size))
    return canvas


def _furniture(canvas: Canvas, document: Any) -> None:
    canvas.saveState()
    canvas.setFont(f"Peer-{style.REGULAR}", 8)
    right, foot = style.PAGE_WIDTH - style.MARGIN, 34
    top = style.PAGE_HEIGHT - 40
    canvas.drawString(style.MARGIN, top, HEAD[0])
    canvas.drawRightString(right, top, HEAD[1])
    canvas.drawCentredString(style.PAGE_WIDTH / 2, top, HEAD[2])
    canvas.line(style.MARGIN, foot + 12, right, foot + 12)
    canvas.drawString(style.MARGIN, foot, FOOT[0])
    canvas.drawString(style.MARGIN, foot - 10, FOOT[1])
    canvas.drawRightString(right, foot, f"page {document.page}")
    canvas.restoreState()


def fpdf2(blocks: Sequence[Any]) -> bytes:
    """fpdf2, with its own tables."""
    from fpdf import FPDF

    class Pages(FPDF):  # type: ignore[misc]
        def header(self) -> None:
            self.set_font(style.REGULAR, size=8)
            for text, align in zip(HEAD, "LRC", strict=True):
                self.set_xy(style.MARGIN, 34)
                self.cell(WIDTH, 10, text, align=align)
            self.set_xy(style.MARGIN, 70)

        def footer(self) -> None:
            self.set_font(style.REGULAR, size=8)
            foot = style.PAGE_HEIGHT - 46
            self.line(style.MARGIN, foot, style.MARGIN + WIDTH, foot)
            for number, text in enumerate(FOOT):
                self.set_xy(style.MARGIN, foot + 4 + 10 * number)
                self.cell(WIDTH, 10, text)
            self.set_xy(style.MARGIN, foot + 4)
            self.cell(WIDTH, 10, f"page {self.page_no()}", align="R")

    pages = Pages(unit="pt", format="A4")
    pages.set_margins(style.MARGIN, 70, style.MARGIN)
    pages.set_auto_page_break(True, 62)
    for name in style.FONTS:
        pages.add_font(name, fname=str(resource_path("fonts", f"{name}.ttf")))
    pages.add_page()
    headings = [block for block in blocks if isinstance(block, ours.Heading)]
    write = partial(pages.multi_cell, WIDTH, align="L", new_x="LMARGIN", new_y="NEXT")
    for block in blocks:
        if isinstance(block, flow.PageBreak):
            pages.add_page()
            continue
        for text, look in lines_of(block, headings):
            if text:
                pages.set_font(look.font, size=look.size)
                write(look.leading, text)
        if rows := rows_of(block):
            _fpdf2_table(pages, rows, has_head=isinstance(block, table.Table))
        for drawn in shapes(block, WIDTH):
            _fpdf2_drawing(pages, drawn)
        if note_of(block):
            pages.set_font(style.REGULAR, size=style.NOTE.size)
            write(style.NOTE.leading, note_of(block))
        pages.ln(5)
    return bytes(pages.output())


def _fpdf2_table(pages: Any, rows: Rows, *, has_head: bool) -> None:
    from fpdf.fonts import FontFace

    pages.set_font(style.REGULAR, size=9)
    head = FontFace(family=style.REGULAR, emphasis="")
    looks = {"borders_layout": "HORIZONTAL_LINES", "text_align": "LEFT", "line_height": 12.0}
    pages.set_draw_color(style.LINE)
    widths = _widths(len(rows[0]))
    with pages.table(first_row_as_headings=has_head, headings_style=head, col_widths=widths, **looks) as grid:
        for row in rows:
            grid.row(row)


def _fpdf2_drawing(pages: Any, drawn: Shapes) -> None:
    if pages.will_page_break(drawn.height):
        pages.add_page()
    top = pages.get_y()
    for x, y, width, height, fill, outline in drawn.rects:
        pages.set_fill_color(fill)
        pages.set_draw_color(outline or style.TEXT)
        pages.rect(style.MARGIN + x, top + y, width, height, style="DF" if outline else "F")
    for x, y, size, text in drawn.words:
        pages.set_font(style.REGULAR, size=size)
        pages.text(style.MARGIN + x, top + y, text)
    pages.set_fill_color(style.WHITE)
    pages.set_xy(style.MARGIN, top + drawn.height + 5)
