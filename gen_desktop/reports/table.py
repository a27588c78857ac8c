"""Tables of any length: header repeated on each page, rows never cut, figures aligned on the comma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from gen_desktop.reports import style
from gen_desktop.reports.blocks import Note
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.pieces import Laid, Piece, draw_lines
from gen_desktop.reports.spots import Source
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import TextStyle
from gen_desktop.reports.table_header import Columns, TableHeader
from gen_desktop.reports.table_layout import (
    Align,
    ColumnFit,
    MeasuredCell,
    PlacedText,
    column_widths,
    measure,
    place_cell,
)
from gen_desktop.reports.text import break_lines, longest_word, plain

UNKNOWN = "–"
"""Written for ``None``: never an empty cell that could be read as zero or as no."""

_EMPTY_TABLE = "Aucune donnée"
_LINES_PER_PIECE = 40
"""A row taller than this goes on over the page, for want of a page that could hold it."""

_KEPT_WHOLE = 8
"""A table of that many rows or fewer, or such a group of rows, is not cut between two pages."""

_SCRAP = 4
"""Fewer rows than that never stand alone at the foot or the head of a page."""

RowKind = Literal["body", "group", "total", "unknown"]


class Rate(NamedTuple):
    """A cell with a rate and the numbers it comes from: « 94,1 % », « 17 sur 18 »."""

    value: str
    counts: str
    source: Source | None = None


class Number(NamedTuple):
    """A cell whose text leads to what it counts."""

    text: str
    source: Source | None


Cell = str | Rate | Number | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``width`` in points, None to measure the cells.

    ``align``: ``decimal`` sets numbers on their comma and other words to the right. Neighbors with the same
    ``group`` stand under that common title.
    """

    title: str
    width: float | None = None
    align: Align = "decimal"
    group: str = ""
    stacked: bool = False
    """« n sur N » under each rate, for tables of many rates."""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A column without a title cannot be announced by a screen reader.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row. Kinds: ``group`` (one cell, a title among rows), ``total``, ``unknown`` (« non renseigné »)."""

    cells: Sequence[Cell]
    kind: RowKind = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as wide as the page. The first cell of each row is its header."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell] | Row]
    total: Sequence[Cell] | None = None
    title: str = ""
    note: str = ""
    dense: bool = False
    """Smaller text (8 points) and rows: for many columns or lists of people."""
    of_people: bool = False
    """Each row is a single person, if without a name: such a table is not among the figures for machines."""

    def layout(self, width: float) -> Laid:
        return _TableLayout(self, width).laid()


@dataclass(frozen=True, slots=True)
class _Looks:
    body: TextStyle
    strong: TextStyle
    quiet: TextStyle
    quiet_label: TextStyle
    head: TextStyle
    padding: float
    gutter: float

    def of(self, kind: RowKind, first: bool) -> tuple[TextStyle, TextStyle]:
        """The looks of a cell's text and of its counts."""
        if kind == "unknown":
            return (self.quiet_label if first else self.quiet), self.quiet
        return (self.body if kind == "body" else self.strong), self.quiet


def _looks(size: float, leading: float, head: float, padding: float, gutter: float) -> _Looks:
    body = TextStyle(style.REGULAR, size, leading)
    return _Looks(
        body=body,
        strong=TextStyle(style.SEMIBOLD, size, leading),
        quiet=body.colored(style.SECONDARY),
        quiet_label=TextStyle(style.ITALIC, size, leading, style.SECONDARY),
        head=TextStyle(style.REGULAR, head, head + 2.5, style.SECONDARY),
        padding=padding,
        gutter=gutter,
    )


_NORMAL = _looks(9, 12, 8.5, 3.5, 12)
_DENSE = _looks(8, 10, 8, 2.2, 8)


class _CellSpot(NamedTuple):
    """A cell that leads to what it counts, from the left of the table."""

    left: float
    width: float
    label: str
    source: Source


class _TableLayout:
    """One table for one width."""

    def __init__(self, table: Table, width: float) -> None:
        self._table = table
        self._width = width
        self._looks = _DENSE if table.dense else _NORMAL
        self._rows = _rows(table)
        self._fits = [
            ColumnFit(column.align, self._header_minimum(column), stacked=column.stacked)
            for column in table.columns
        ]
        self._measured = [self._measure(row) for row in self._rows]
        gutter = self._looks.gutter
        widths = column_widths(
            [fit.natural for fit in self._fits],
            [None if column.width is None else column.width - gutter for column in table.columns],
            width - gutter * (len(table.columns) - 1),
        )
        lefts = [sum(widths[:index]) + gutter * index for index in range(len(widths))]
        self._columns = Columns(table.columns, lefts, widths)

    def laid(self) -> Laid:
        root = Element("Table")
        pieces: list[Piece] = []
        if self._table.title:
            pieces.append(self._title(root.new("Caption")))
        header = TableHeader(self._columns, self._looks.head, self._width)
        pieces.append(header.piece(root.new("THead")))
        rows = self._row_pieces(root)
        repeated = header.repeated()
        for piece in rows:
            piece.repeat = repeated
        laid = Laid([root], pieces + rows, 4.0, 14.0)
        if self._table.note:
            note = Note(self._table.note).layout(self._width)
            rows[-1].keep = True
            note.pieces[0] = _lowered(note.pieces[0], note.before)
            laid.elements += note.elements
            laid.pieces += note.pieces
        return laid

    def _title(self, element: Element) -> Piece:
        look = style.SMALL_STRONG
        lines = break_lines(self._table.title, look, self._width)
        return Piece(len(lines) * look.leading + 3, draw_lines(element, lines, look), keep=True)

    def _row_pieces(self, root: Element) -> list[Piece]:
        body = root.new("TBody")
        foot = root.new("TFoot") if self._table.total is not None else body
        pieces = [] if self._table.rows else [self._empty(body)]
        last = len(self._rows) - 1
        together = _kept_with_next([row.kind for row in self._rows])
        for index, (row, cells) in enumerate(zip(self._rows, self._measured, strict=True)):
            parent = foot if index == last else body
            before_total = index + 1 == last and foot is not body
            made = self._row(row, cells, parent.new("TR"), strong=before_total)
            made[-1].keep = together[index]
            pieces += made
        return pieces

    def _empty(self, body: Element) -> Piece:
        cell = body.new("TR").new("TD", attributes=f"/O/Table/ColSpan {len(self._fits)}")
        text = PlacedText(0.0, _EMPTY_TABLE, self._looks.quiet_label)
        padding = self._looks.padding
        return self._piece([cell], [[[text]]], (padding, padding), (), strong=False)

    def _row(self, row: Row, cells: list[MeasuredCell], element: Element, *, strong: bool) -> list[Piece]:
        kind = row.kind
        if kind == "group":
            elements = [element.new("TH", attributes="/O/Table/Scope/Column")]
            if len(self._fits) > 1:
                element.new("TD", attributes=f"/O/Table/ColSpan {len(self._fits) - 1}")
        else:
            head = element.new("TH", attributes="/O/Table/Scope/Row")
            elements = [head, *(element.new("TD") for _ in cells[1:])]
        lines = self._lines(kind, cells)
        count = max(len(cell) for cell in lines)
        above = self._looks.padding + (7.0 if kind == "group" else 0.0)
        if count <= _LINES_PER_PIECE:
            spots = self._spots(row)
            return [self._piece(elements, lines, (above, self._looks.padding), spots, strong=strong)]
        starts = range(0, count, _LINES_PER_PIECE)
        parts = [[cell[start : start + _LINES_PER_PIECE] for cell in lines] for start in starts]
        return [
            self._piece(elements, part, (above, self._looks.padding), (), strong=strong) for part in parts
        ]

    def _spots(self, row: Row) -> list[_CellSpot]:
        """The cells of a row that lead to what they count."""
        head = _text(row.cells[0])[0].strip()
        return [
            _CellSpot(left, width, f"{head}, {_named(column)}" if index else head, cell.source)
            for index, (cell, column, left, width) in enumerate(
                zip(row.cells, self._table.columns, self._columns.lefts, self._columns.widths, strict=False)
            )
            if isinstance(cell, (Rate, Number)) and cell.source is not None
        ]

    def _lines(self, kind: RowKind, cells: list[MeasuredCell]) -> list[list[list[PlacedText]]]:
        if kind == "group":
            return [place_cell(cells[0], ColumnFit("left", 0.0), 0.0, self._width)]
        return [
            place_cell(cell, fit, left, width)
            for cell, fit, left, width in zip(
                cells, self._fits, self._columns.lefts, self._columns.widths, strict=True
            )
        ]

    def _piece(
        self,
        elements: list[Element],
        lines: list[list[list[PlacedText]]],
        padding: tuple[float, float],
        spots: Sequence[_CellSpot],
        *,
        strong: bool,
    ) -> Piece:
        look = self._looks.body
        above, below = padding
        height = max(len(cell) for cell in lines) * look.leading + above + below
        pen = Pen(style.LINE_STRONG, 0.7) if strong else Pen(style.LINE)
        width = self._width

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            first = top + above + look.baseline
            for spot in spots:
                area = Rect(left + spot.left, top, spot.width, height)
                canvas.spot(area, spot.label, spot.source)
            for element, cell in zip(elements, lines, strict=True):
                runs = [
                    Run(left + x, first + number * look.leading, text, text_look)
                    for number, line in enumerate(cell)
                    for x, text, text_look in line
                    if text
                ]
                if runs:
                    with canvas.marked(element):
                        canvas.runs(runs)
            with canvas.artifact():
                canvas.line((left, top + height), (left + width, top + height), pen)

        return Piece(height, draw)

    def _measure(self, row: Row) -> list[MeasuredCell]:
        if row.kind == "group":
            return [measure(_text(row.cells[0])[0], "", "left", self._looks.of("group", True))]
        if len(row.cells) != len(self._fits):
            raise ValueError(f"{len(row.cells)} cells for {len(self._fits)} columns.")
        measured = []
        for index, (cell, fit) in enumerate(zip(row.cells, self._fits, strict=True)):
            text, counts = _text(cell)
            one = measure(text, counts, fit.align, self._looks.of(row.kind, index == 0))
            fit.add(one)
            measured.append(one)
        return measured

    def _header_minimum(self, column: Column) -> float:
        return longest_word(column.title, self._looks.head)


def _rows(table: Table) -> list[Row]:
    rows = [row if isinstance(row, Row) else Row(row) for row in table.rows]
    return rows if table.total is None else [*rows, Row(table.total, "total")]


def _kept_with_next(kinds: Sequence[RowKind]) -> list[bool]:
    """Which rows stay on the page of the next one: where cutting the table would leave a scrap of it."""
    last = len(kinds) - 1
    if last < _KEPT_WHOLE:
        return [index < last for index in range(last + 1)]
    kept = [index < _SCRAP - 1 or last - _SCRAP < index < last for index in range(last + 1)]
    starts = [index for index, kind in enumerate(kinds) if kind == "group"]
    for start, end in pairwise([*starts, last + 1]):
        whole = end - start <= _KEPT_WHOLE
        for index in range(start, end - 1):
            kept[index] = kept[index] or whole or index == start
    return kept


def _text(cell: Cell) -> tuple[str, str]:
    if cell is None:
        return UNKNOWN, ""
    if isinstance(cell, Rate):
        return plain(cell.value), plain(cell.counts)
    return plain(cell.text if isinstance(cell, Number) else cell), ""


def _named(column: Column) -> str:
    return f"{column.group}, {column.title}" if column.group else column.title


def _lowered(piece: Piece, space: float) -> Piece:
    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        piece.draw(canvas, left, top + space)

    return Piece(piece.height + space, draw, piece.keep)
