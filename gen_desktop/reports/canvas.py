"""Drawing on pages so that every mark belongs either to the document's structure or to its decoration.

Lengths are in points; x grows to the right and y **down** from the top of the page. Nothing can be drawn
outside ``marked`` or ``artifact``: so the pages are readable by a screen reader without a later repair.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

from PIL.Image import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gen_desktop.reports.fonts import (
    font,
    known_characters,
    load_all,
    missing_glyphs,
    pieces,
    text_width,
)
from gen_desktop.reports.spots import FigureSource, FigureSpot
from gen_desktop.reports.structure import Element, Link, Mark
from gen_desktop.reports.style import TextStyle, rgb

log = logging.getLogger(__name__)

_CURVE = 0.5523
"""Length of the handles that make a Bézier curve pass for a quarter of a circle."""


class MissingGlyph(Exception):
    """A text holds a character that the embedded fonts cannot draw (raised by strict drawing only)."""


class Rect(NamedTuple):
    """An area of the page: distances from its left and top edges, then its size."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


class Pen(NamedTuple):
    """How a line is drawn."""

    color: str
    width: float = 0.6


class Run(NamedTuple):
    """A piece of one line of text: where its baseline starts, the words, how they are written."""

    x: float
    y: float
    text: str
    style: TextStyle


class TaggedCanvas:
    """Pages under way. ``strict`` raises MissingGlyph where else a square is drawn and a warning logged."""

    def __init__(self, *, strict: bool = False) -> None:
        self._buffer = io.BytesIO()
        self._surface = _Surface(self._buffer)
        self._strict = strict
        self._width = 0.0
        self._height = 0.0
        self.spots: list[FigureSpot] = []
        """The figures drawn that can name their people."""
        self._mcid = 0
        self._open = False
        self._content = _Content(self._end)
        self._known = known_characters()
        self._missing: set[str] = set()
        self._encoded: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._color = ""
        self.page = -1
        """Number of the current page, from 0."""

    def start_page(self, width: float, height: float) -> None:
        if self.page >= 0:
            self._surface.showPage()
        self._surface.setPageSize((width, height))
        self._width = width
        self._height = height
        self.page += 1
        self._mcid = 0
        self._color = ""

    def close(self) -> bytes:
        """End the last page and give the file, still without its structure (see ``finish``)."""
        self._surface.showPage()
        self._surface.save()
        if self._missing:
            codes = ", ".join(f"U+{ord(char):04X}" for char in sorted(self._missing))
            log.warning("No glyph for %s: drawn as an empty square", codes)
        return self._buffer.getvalue()

    def marked(self, element: Element) -> _Content:
        """What is drawn inside (``with``) is content of that element."""
        self._begin(f"/{element.tag} <</MCID {self._mcid}>> BDC")
        element.children.append(Mark(self.page, self._mcid))
        self._mcid += 1
        return self._content

    def artifact(self, pagination: str = "") -> _Content:
        """What is drawn inside (``with``) is decoration; ``pagination``: Header or Footer if it repeats."""
        known_as = f"<</Type/Pagination/Subtype/{pagination}>>" if pagination else "<</Type/Layout>>"
        self._begin(f"/Artifact {known_as} BDC")
        return self._content

    @contextmanager
    def figure(self, element: Element, area: Rect) -> Iterator[None]:
        """What is drawn inside is a picture that covers ``area``; the element's ``alt`` says it in words."""
        bottom = self._height - area.bottom
        element.bbox = (area.left, bottom, area.right, bottom + area.height)
        with self.marked(element):
            yield

    def link(self, element: Element, area: Rect, target: object, description: str) -> None:
        """Make an area of the page lead to ``target``, a key of ``Structure.places``."""
        bottom = self._height - area.bottom
        corners = (area.left, bottom, area.right, bottom + area.height)
        element.children.append(Link(self.page, corners, target, description))

    def spot(self, area: Rect, label: str, source: FigureSource | None) -> None:
        """Remember that an area shows a figure; nothing is drawn. Nothing to know without a source."""
        if source is not None:
            across, down = self._width, self._height
            box = (area.left / across, area.top / down, area.right / across, area.bottom / down)
            self.spots.append(FigureSpot(self.page, box, label, source))

    def from_foot(self, y: float) -> float:
        """The same place measured up from the foot of the page, as PDF destinations are."""
        return self._height - y

    def text(self, x: float, y: float, text: str, style: TextStyle, align: str = "left") -> None:
        """A line of text with its baseline at ``y``; ``align`` says if ``x`` is its left, right or center."""
        if align != "left":
            width = text_width(text.rstrip(" "), style.font, style.size)
            x -= width if align == "right" else width / 2
        self.runs((Run(x, y, text, style),))

    def runs(self, runs: Sequence[Run]) -> None:
        """Several pieces of text at once, in reading order."""
        # One string for all of them: thousands of small ones are what a page costs.
        parts = []
        for x, y, text, style in runs:
            if not text:
                continue
            if self._color != style.color:
                self._color = style.color
                parts.append(f"{_operands(style.color)} rg")
            place = f"BT {x:.2f} {self._height - y:.2f} Td"
            for name, literal in self._codes(style.font, text):
                parts.append(f"{place} /{name} {style.size:g} Tf ({literal}) Tj")
                place = ""
            if not place:
                parts.append("ET")
        if parts:
            self._put("\n".join(parts))

    def line(self, start: tuple[float, float], end: tuple[float, float], pen: Pen) -> None:
        self._put(
            f"{_operands(pen.color)} RG {pen.width:g} w {start[0]:.2f} {self._height - start[1]:.2f} m "
            f"{end[0]:.2f} {self._height - end[1]:.2f} l S"
        )

    def rect(self, area: Rect, fill: str = "", pen: Pen | None = None, radius: float = 0.0) -> None:
        """A rectangle filled, outlined or both; ``radius`` rounds its corners."""
        path = self._rounded(area, radius) if radius else self._square(area)
        self._paint(path, fill, pen)

    def polygon(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        steps = [
            f"{x:.2f} {self._height - y:.2f} {'l' if index else 'm'}" for index, (x, y) in enumerate(points)
        ]
        self._paint(f"{' '.join(steps)} h", fill, None)

    def turned(self, center: tuple[float, float], text: str, style: TextStyle, degrees: float) -> None:
        """A line of text around a point, rising to the right by that angle."""
        self._put(f"q {_turn(degrees)} {center[0]:.2f} {self._height - center[1]:.2f} cm")
        half = text_width(text, style.font, style.size) / 2
        self._color = ""
        height, self._height = self._height, 0.0
        self.runs((Run(-half, style.size / 3, text, style),))
        self._height = height
        self._put("Q")
        self._color = ""

    def picture(self, area: Rect, image: Image) -> None:
        """An opaque picture that fills the area. In a form: ReportLab digests its pixels each time."""
        place = (area.left, self._height - area.bottom, area.width, area.height)
        self._surface.drawImage(ImageReader(image), *place)

    @contextmanager
    def form(self, name: str, width: float, height: float) -> Iterator[None]:
        """What is drawn inside is kept once in the file under ``name``, to be stamped on pages of that size.

        Forms are drawn before the first page.
        """
        self._surface.setPageSize((width, height))
        self._height = height
        self._surface.beginForm(name)
        self._color = ""
        self._open = True
        yield
        self._open = False
        self._color = ""
        self._surface.endForm()

    def stamp(self, name: str, pagination: str) -> None:
        """Draw a form as decoration of this page."""
        with self.artifact(pagination):
            self._surface.doForm(name)

    def _begin(self, operator: str) -> None:
        if self._open:
            raise RuntimeError("Marked content does not nest.")
        self._open = True
        self._surface.write(operator)

    def _end(self) -> None:
        self._surface.write("EMC")
        self._open = False

    def _put(self, operators: str) -> None:
        if not self._open:
            raise RuntimeError("Drawn outside marked() and artifact().")
        self._surface.write(operators)

    def _use(self, color: str) -> None:
        if self._color != color:
            self._put(f"{_operands(color)} rg")
            self._color = color

    def _paint(self, path: str, fill: str, pen: Pen | None) -> None:
        if fill:
            self._use(fill)
        if pen is not None:
            self._put(f"{_operands(pen.color)} RG {pen.width:g} w")
        self._put(f"{path} {'B' if fill and pen else 'f' if fill else 'S'}")

    def _square(self, area: Rect) -> str:
        return f"{area.left:.2f} {self._height - area.bottom:.2f} {area.width:.2f} {area.height:.2f} re"

    def _rounded(self, area: Rect, radius: float) -> str:
        left, right = area.left, area.right
        bottom, top = self._height - area.bottom, self._height - area.top
        near = radius * (1 - _CURVE)
        path = ((left + radius, bottom), (right - radius, bottom))
        corners = (
            ((right - near, bottom), (right, bottom + near), (right, bottom + radius), (right, top - radius)),
            ((right, top - near), (right - near, top), (right - radius, top), (left + radius, top)),
            ((left + near, top), (left, top - near), (left, top - radius), (left, bottom + radius)),
            ((left, bottom + near), (left + near, bottom), path[0], path[0]),
        )
        steps = [f"{_xy(path[0])} m {_xy(path[1])} l"]
        steps += [f"{_xy(a)} {_xy(b)} {_xy(end)} c {_xy(next_)} l" for a, b, end, next_ in corners]
        return f"{' '.join(steps)} h"

    def _codes(self, name: str, text: str) -> list[tuple[str, str]]:
        """The text as (font resource, escaped codes), remembered: cells repeat themselves."""
        key = (name, text)
        known = self._encoded.get(key)
        if known is None:
            self._look_for_missing(text)
            known = self._encoded[key] = [
                code for piece in pieces(text, name) for code in self._surface.encoded(piece.font, piece.text)
            ]
        return known

    def _look_for_missing(self, text: str) -> None:
        if self._known.issuperset(text):
            return
        missing = missing_glyphs(text)
        if missing and self._strict:
            raise MissingGlyph(", ".join(f"U+{ord(char):04X}" for char in missing))
        self._missing.update(missing)


class _Content:
    """What is drawn between a beginning and this end. The same one each time: pages have thousands."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_failure: object) -> None:
        self._end()


class _Surface(Canvas):  # type: ignore[misc]
    """ReportLab's canvas, giving the codes of a text in its subset fonts."""

    def __init__(self, buffer: io.BytesIO) -> None:
        # ``invariant``: the same pages give the same bytes. The initial font keeps Helvetica out of the file.
        super().__init__(
            buffer, pageCompression=1, invariant=1, pdfVersion=(1, 7), initialFontName=load_all()
        )

    def write(self, operators: str) -> None:
        """Add operators to the page as they are."""
        self._code.append(operators)

    def encoded(self, name: str, text: str) -> list[tuple[str, str]]:
        face = font(name)
        return [
            (face.getSubsetInternalName(subset, self._doc)[1:], self._escape(codes))
            for subset, codes in face.splitString(text, self._doc)
        ]


@cache
def _operands(color: str) -> str:
    red, green, blue = rgb(color)
    return f"{red:.3g} {green:.3g} {blue:.3g}"


def _turn(degrees: float) -> str:
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f}"


def _xy(point: tuple[float, float]) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"
