"""Blocks of text: headings, paragraphs, lists, definitions, callouts, first page head, table of contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.pieces import Anchor, Draw, Laid, Piece, draw_lines, text_pieces
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import TextStyle
from gen_desktop.reports.text import break_lines, plain

_BEFORE = {1: 24.0, 2: 17.0, 3: 12.0}
_AFTER = {1: 8.0, 2: 5.0, 3: 3.0}
_BULLET_INDENT = 12.0
_NUMBER_INDENT = 18.0

TONES = {
    "info": (style.ACCENT, style.ACCENT_TINT),
    "good": (style.GOOD, style.GOOD_TINT),
    "attention": (style.ATTENTION, style.ATTENTION_TINT),
    "wrong": (style.WRONG, style.WRONG_TINT),
}


@dataclass(frozen=True, eq=False, slots=True)
class Heading:
    """A heading of level 1 to 3. It stays with what follows and becomes a bookmark."""

    level: int
    text: str

    def layout(self, width: float) -> Laid:
        look = style.HEADINGS[self.level - 1]
        element = Element(f"H{self.level}")
        lines = break_lines(self.text, look, width)
        piece = Piece(len(lines) * look.leading, draw_lines(element, lines, look), keep=True, anchor=self)
        return Laid([element], [piece], _BEFORE[self.level], _AFTER[self.level])


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of any length; ``\\n`` ends a line. Never a line alone at the foot or the head of a page."""

    text: str
    look: TextStyle = style.BODY

    def layout(self, width: float) -> Laid:
        element = Element("P")
        lines = break_lines(self.text, self.look, min(width, _measure(self.look)))
        return Laid([element], text_pieces(element, lines, self.look), 0.0, self.look.leading * 0.55)


@dataclass(frozen=True, slots=True)
class Note:
    """A small remark under what it speaks of: base of a rate, definition, source."""

    text: str

    def layout(self, width: float) -> Laid:
        laid = Paragraph(self.text, style.NOTE).layout(width)
        laid.before, laid.after = 5.0, 8.0
        return laid


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts, with bullets or numbered from 1."""

    items: Sequence[str]
    numbered: bool = False

    def layout(self, width: float) -> Laid:
        root = Element("L", attributes=f"/O/List/ListNumbering/{'Decimal' if self.numbered else 'Disc'}")
        indent = _NUMBER_INDENT if self.numbered else _BULLET_INDENT
        pieces: list[Piece] = []
        for number, text in enumerate(self.items, start=1):
            item = root.new("LI")
            label, body = item.new("Lbl"), item.new("LBody")
            lines = break_lines(text, style.BODY, min(width, _measure(style.BODY)) - indent)
            item_pieces = text_pieces(body, lines, style.BODY, indent)
            sign = f"{number}. " if self.numbered else "• "
            item_pieces[0].draw = _both(draw_lines(label, [sign], style.BODY), item_pieces[0].draw)
            item_pieces[-1].height += 2.5
            pieces += item_pieces
        return Laid([root], pieces, 0.0, 6.0)


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms on the left, what they mean on the right: identity sheets, glossaries, methods."""

    items: Sequence[tuple[str, str]]
    term_share: float = 0.28
    """Part of the width given to the terms."""

    def layout(self, width: float) -> Laid:
        root = Element("L", attributes="/O/List/ListNumbering/None")
        pieces: list[Piece] = []
        last = len(self.items) - 1
        for index, (term, text) in enumerate(self.items):
            made = self._item(root.new("LI"), term, text, (width, index < last))
            # Neither the first item alone at the foot of a page, nor the last at the head of the next.
            made[-1].keep = index < last and index in (0, last - 2, last - 1)
            pieces += made
        return Laid([root], pieces, 2.0, 10.0)

    def _item(self, item: Element, term: str, text: str, place: tuple[float, bool]) -> list[Piece]:
        width, ruled = place
        indent = width * self.term_share
        label, body = item.new("Lbl"), item.new("LBody")
        names = break_lines(f"{term} ", style.SMALL_STRONG, indent - 12)
        lines = break_lines(text or "–", style.SMALL, width - indent)
        lines += [""] * (len(names) - len(lines))
        pieces = text_pieces(body, lines, style.SMALL, indent)
        # The names share the first piece when they are as short as it, else the item stays whole.
        if len(names) * style.SMALL.leading > pieces[0].height:
            pieces = [Piece(len(lines) * style.SMALL.leading, draw_lines(body, lines, style.SMALL, indent))]
        pieces[0].draw = _both(draw_lines(label, names, style.SMALL_STRONG), pieces[0].draw)
        pieces[0] = _padded(pieces[0], above=3.5)
        pieces[-1] = _padded(pieces[-1], below=3.5, rule=width if ruled else 0.0)
        return pieces


@dataclass(frozen=True, slots=True)
class Callout:
    """A tinted box that must be seen. ``tone``: info, good, attention or wrong; the words say which."""

    text: str
    title: str = ""
    tone: str = "info"

    def layout(self, width: float) -> Laid:
        color, tint = TONES[self.tone]
        element = Element("Div")
        inner = width - 26
        pieces: list[Piece] = []
        if self.title:
            look = style.BODY_STRONG.colored(color)
            lines = break_lines(self.title, look, inner)
            title = Piece(len(lines) * look.leading, draw_lines(element.new("P"), lines, look, 14), keep=True)
            pieces.append(title)
        if self.text:
            lines = break_lines(self.text, style.BODY, inner)
            pieces += text_pieces(element.new("P"), lines, style.BODY, 14)
        last = len(pieces) - 1
        for index, piece in enumerate(pieces):
            boxed = _padded(piece, above=7 if index == 0 else 0, below=8 if index == last else 0)
            boxed.draw = _both(_tinted(boxed.height, width, (color, tint)), boxed.draw)
            pieces[index] = boxed
        return Laid([element], pieces, 8.0, 12.0)


@dataclass(frozen=True, slots=True)
class CoverTitle:
    """The head of the first page: mention, title, subtitle, then facts in two columns."""

    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    mention: str

    def layout(self, width: float) -> Laid:
        elements: list[Element] = []
        pieces: list[Piece] = []
        texts = (
            ("P", self.mention, style.SMALL_STRONG.colored(style.ATTENTION), 4.0),
            ("H1", self.title, style.TITLE, 3.0),
            ("P", self.subtitle, style.SUBTITLE, 0.0),
        )
        for tag, text, look, below in texts:
            if text:
                element = Element(tag)
                elements.append(element)
                lines = break_lines(text, look, width)
                piece = Piece(len(lines) * look.leading, draw_lines(element, lines, look), keep=True)
                pieces.append(_padded(piece, below=below))
        if self.facts:
            root = Element("L", attributes="/O/List/ListNumbering/None")
            elements.append(root)
            pieces += self._facts(root, width)
        pieces[-1].keep = False
        return Laid(elements, pieces, 0.0, 14.0)

    def _facts(self, root: Element, width: float) -> list[Piece]:
        gap = 20.0
        column = (width - gap) / 2
        pieces: list[Piece] = []
        for start in range(0, len(self.facts), 2):
            height = 0.0
            draws = []
            for index, (name, value) in enumerate(self.facts[start : start + 2]):
                item = root.new("LI")
                lines = break_lines(value, style.BODY, column)
                shift = index * (column + gap)
                draws.append(_Fact(item.new("Lbl"), item.new("LBody"), f"{plain(name)} ", lines, shift))
                height = max(height, style.TINY.leading + 1 + len(lines) * style.BODY.leading)
            pieces.append(Piece(height + 8, _all(draws), keep=True))
        return [_padded(pieces[0], above=12.0), *pieces[1:]]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A small name above its value."""

    label: Element
    body: Element
    name: str
    lines: Sequence[str]
    shift: float

    def __call__(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        draw_lines(self.label, [self.name], style.TINY_SECONDARY, self.shift)(canvas, left, top)
        below = top + style.TINY.leading + 1
        draw_lines(self.body, self.lines, style.BODY, self.shift)(canvas, left, below)


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: the headings that follow it, down to ``depth``, each leading to its page."""

    depth: int = 2

    def of(self, headings: Sequence[Anchor], places: Mapping[object, tuple[int, float]]) -> ContentsList:
        """The block for those headings; ``places`` (page from 0, height) is read when the block is drawn."""
        return ContentsList([heading for heading in headings if heading.level <= self.depth], places)


@dataclass(frozen=True, slots=True)
class ContentsList:
    """The lines of a table of contents."""

    headings: Sequence[Anchor]
    places: Mapping[object, tuple[int, float]]

    def layout(self, width: float) -> Laid:
        root = Element("TOC")
        pieces = [self._entry(root, heading, width) for heading in self.headings]
        return Laid([root] if pieces else [], pieces, 4.0, 14.0)

    def _entry(self, root: Element, heading: Anchor, width: float) -> Piece:
        look = style.BODY_STRONG if heading.level == 1 else style.BODY
        indent = (heading.level - 1) * 14.0
        link = root.new("TOCI").new("Reference").new("Link")
        lines = break_lines(plain(heading.text), look, width - indent - 40)
        height = len(lines) * look.leading + (3.0 if heading.level == 1 else 0.0)

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            page = str(self.places[heading][0] + 1)
            y = top + height - look.leading + look.baseline
            number_left = left + width - text_width(page, look.font, look.size)
            start = left + indent + text_width(lines[-1], look.font, look.size) + 6
            with canvas.artifact():
                canvas.line((start, y - 1), (number_left - 6, y - 1), Pen(style.LINE))
            first = y - (len(lines) - 1) * look.leading
            runs = [Run(left + indent, first + n * look.leading, text, look) for n, text in enumerate(lines)]
            runs[-1] = runs[-1]._replace(text=f"{runs[-1].text} ")
            with canvas.marked(link):
                canvas.runs([*runs, Run(number_left, y, page, look)])
            canvas.link(link, Rect(left, top, width, height), heading, f"{plain(heading.text)}, page {page}")

        return Piece(height, draw)


def _measure(look: TextStyle) -> float:
    """The widest that lines should be: beyond some 110 characters the eye loses the next one."""
    return look.size * 52


def _both(first: Draw, second: Draw) -> Draw:
    return _all((first, second))


def _all(draws: Sequence[Draw]) -> Draw:
    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        for each in draws:
            each(canvas, left, top)

    return draw


def _padded(piece: Piece, *, above: float = 0.0, below: float = 0.0, rule: float = 0.0) -> Piece:
    """The piece with space around it and, if ``rule`` is a width, a thin line at its foot."""
    height = piece.height + above + below

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        piece.draw(canvas, left, top + above)
        if rule:
            with canvas.artifact():
                canvas.line((left, top + height), (left + rule, top + height), Pen(style.LINE))

    return Piece(height, draw, piece.keep, piece.repeat, piece.anchor)


def _tinted(height: float, width: float, colors: tuple[str, str]) -> Draw:
    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        color, tint = colors
        with canvas.artifact():
            canvas.rect(Rect(left, top, width, height), tint)
            canvas.rect(Rect(left, top, 2.5, height), color)

    return draw
