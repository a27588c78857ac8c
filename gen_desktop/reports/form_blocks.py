"""Blocks of signed papers: boxes ticked or not, where one signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, TaggedCanvas
from gen_desktop.reports.pieces import Laid, Piece, draw_lines
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import MM, TextStyle
from gen_desktop.reports.text import Fitted, break_lines, fitted_within

_BOX = 3.4 * MM
_AFTER_BOX = 18.0
_BETWEEN = 5 * MM
_INSET = 6.0
_LINE = 24.0
ROOM_TO_SIGN = 20 * MM
"""Height left for a stamp and a signature."""
LITTLE_ROOM_TO_SIGN = 12 * MM
_LINES = 2
"""Of each thing printed above that room; a longer one is written smaller."""


@dataclass(frozen=True, slots=True)
class CheckBoxes:
    """Choices that exclude each other, one a line, the one that holds ticked."""

    choices: Sequence[tuple[str, bool]]
    look: TextStyle = style.BODY

    def layout(self, width: float) -> Laid:
        root = Element("L", attributes="/O/List/ListNumbering/None")
        pieces = [self._piece(root.new("LI"), words, ticked, width) for words, ticked in self.choices]
        for piece in pieces[:-1]:
            piece.keep = True
        return Laid([root], pieces, 2.0, 8.0)

    def _piece(self, item: Element, words: str, ticked: bool, width: float) -> Piece:
        # The tick is a letter, so that whoever listens hears which choice holds.
        label = item.new("Lbl") if ticked else None
        body = item.new("LBody")
        lines = break_lines(words, self.look, width - _AFTER_BOX)
        text = draw_lines(body, lines, self.look, _AFTER_BOX)

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            box = Rect(left, top + (self.look.leading - _BOX) / 2, _BOX, _BOX)
            if label is not None:
                mark = TextStyle(style.BOLD, 9, self.look.leading)
                with canvas.marked(label):
                    canvas.text(box.left + _BOX / 2, top + mark.baseline, "X", mark, "center")
            with canvas.artifact():
                canvas.rect(box, pen=Pen(style.TEXT, 0.8))
            text(canvas, left, top)

        return Piece(len(lines) * self.look.leading + 2.5, draw)


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Empty lines to write upon: decoration, nothing for a screen reader."""

    count: int

    def layout(self, width: float) -> Laid:
        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            with canvas.artifact():
                canvas.line((left, top + _LINE), (left + width, top + _LINE), Pen(style.LINE_STRONG))

        pieces = [Piece(_LINE, draw, keep=number < self.count - 1) for number in range(self.count)]
        return Laid([], pieces, 0.0, 6.0)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and what is printed above the room left for it."""

    title: str
    lines: Sequence[str] = ()
    low: bool = False
    """Little room to sign."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """« Fait à …, le … », then one frame for each signer, side by side; never cut between two pages.

    A signer alone signs on the right, where letters are signed. ``beside``: a remark on the left of the
    frames, on papers that lie down and have no height to lose; the place and day are then in the last frame.
    """

    made: str
    signers: Sequence[Signer]
    beside: str = ""

    def layout(self, width: float) -> Laid:
        count = max(len(self.signers) + bool(self.beside), 2)
        column = (width - _BETWEEN * (count - 1)) / count
        first = count - len(self.signers)
        frames = [
            _Frame.of(signer, (first + index) * (column + _BETWEEN), column)
            for index, signer in enumerate(self._frames())
        ]
        element, head = self._head(width)
        look = style.NOTE
        note = break_lines(self.beside, look, column) if self.beside else []
        tallest = max([frame.height for frame in frames] + [len(note) * look.leading])
        remark = Element("P")

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            if note:
                draw_lines(remark, note, look)(canvas, left, top)
            for frame in frames:
                frame.draw(canvas, left, top, tallest)

        elements = [*([remark] if note else [element]), *(frame.element for frame in frames)]
        return Laid(elements, [*([] if note else [head]), Piece(tallest, draw)], 10.0, 6.0)

    def _frames(self) -> Sequence[Signer]:
        if not self.beside:
            return self.signers
        *others, last = self.signers
        return [*others, Signer(last.title, [*last.lines, self.made], low=True)]

    def _head(self, width: float) -> tuple[Element, Piece]:
        made, element = break_lines(self.made, style.BODY, width), Element("P")
        height = len(made) * style.BODY.leading + 5
        return element, Piece(height, draw_lines(element, made, style.BODY), keep=True)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where one person signs: ``left`` from the margin, ``titles`` and ``below`` at its top."""

    left: float
    width: float
    titles: list[str]
    below: list[Fitted]
    element: Element
    room: float

    @classmethod
    def of(cls, signer: Signer, left: float, width: float) -> _Frame:
        inner = width - 2 * _INSET
        titles = break_lines(signer.title, style.SMALL_STRONG, inner)
        height = _LINES * style.SMALL.leading
        below = [fitted_within(text, style.SMALL, inner, height) for text in signer.lines]
        room = LITTLE_ROOM_TO_SIGN if signer.low else ROOM_TO_SIGN
        return cls(left, width, titles, below, Element("P"), room)

    @property
    def height(self) -> float:
        """Its words and the room to sign."""
        words = len(self.titles) * style.SMALL.leading + sum(fit.height for fit in self.below)
        return words + 2 * _INSET + self.room

    def draw(self, canvas: TaggedCanvas, left: float, top: float, height: float) -> None:
        x, y = left + self.left, top + _INSET
        with canvas.artifact():
            canvas.rect(Rect(x, top, self.width, height), pen=Pen(style.LINE_STRONG, 0.7))
        draw_lines(self.element, self.titles, style.SMALL_STRONG, _INSET)(canvas, x, y)
        y += len(self.titles) * style.SMALL.leading
        for fit in self.below:
            draw_lines(self.element, fit.lines, fit.look, _INSET)(canvas, x, y)
            y += fit.height
