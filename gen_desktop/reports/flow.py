"""Blocks flowed over pages: where each piece goes, then the drawing, then the finished file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gen_desktop.jobs import passing_objects
from gen_desktop.reports.blocks import Contents, CoverTitle, Heading
from gen_desktop.reports.canvas import Pen, TaggedCanvas
from gen_desktop.reports.finish import Attachment, DocumentInfo, finish
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.pieces import Anchor, Block, Piece
from gen_desktop.reports.spots import FigureSpot
from gen_desktop.reports.structure import Bookmark, Structure
from gen_desktop.reports.style import (
    ATTENTION,
    LINE,
    MARGIN,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SEMIBOLD,
    TINY_SECONDARY,
    TextStyle,
)
from gen_desktop.reports.text import shortened

_BETWEEN = 12
"""Points between the two ends of a header."""


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of page: its size and margins; the header and the footer stand inside the margins."""

    name: str
    width: float
    height: float
    margin: float = MARGIN
    top: float = 25 * MM
    bottom: float = 22 * MM

    @property
    def content_width(self) -> float:
        return self.width - 2 * self.margin

    @property
    def content_bottom(self) -> float:
        return self.height - self.bottom


COVER = Template("cover", PAGE_WIDTH, PAGE_HEIGHT)
NORMAL = Template("normal", PAGE_WIDTH, PAGE_HEIGHT)
LANDSCAPE = Template("landscape", PAGE_HEIGHT, PAGE_WIDTH)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page, of another kind if one is given."""

    template: Template = NORMAL


@dataclass(slots=True)
class LaidPage:
    """A page to draw: its kind, and each piece with its top."""

    template: Template
    placed: list[tuple[Piece, float]] = field(default_factory=list)


# The loaded fonts are shared by all documents and are not made for two threads at a time.
rendering = threading.Lock()


class Document:
    """A PDF report being written: add blocks in reading order, then ``render``.

        document = Document(info)
        document.cover("Rapport de suivi", "3e trimestre 2026", [("Site", "Château-Chinon")])
        document.add(Heading(1, "1. Publics accueillis"), Table([Column("Cohorte", align="left"), ...], rows))
        data = document.render()

    ``strict`` raises MissingGlyph for a character that cannot be drawn, instead of drawing a square.
    """

    def __init__(self, info: DocumentInfo, *, strict: bool = False) -> None:
        self._info = info
        self._strict = strict
        self._blocks: list[Block | PageBreak | Contents] = []
        self._first = NORMAL
        self._attachments: list[Attachment] = []
        self.spots: tuple[FigureSpot, ...] = ()
        """The figures of the last rendering that can name their people."""

    @property
    def blocks(self) -> Sequence[Block | PageBreak | Contents]:
        """What was added, in reading order."""
        return self._blocks

    def add(self, *blocks: Block | PageBreak | Contents) -> None:
        self._blocks.extend(blocks)

    def cover(
        self, title: str, subtitle: str = "", facts: Iterable[tuple[str, str]] = (), *, own_page: bool = False
    ) -> None:
        """The head of the first page: title, subtitle, facts as (name, value).

        What follows stands below on the same page, unless ``own_page``. Call it before anything is added.
        """
        if self._blocks:
            raise RuntimeError("The cover comes first.")
        self._first = COVER
        self.add(CoverTitle(title, subtitle, tuple(facts), self._info.mention))
        if own_page:
            self.add(PageBreak())

    def attach(self, attachment: Attachment) -> None:
        """Put a data file inside the PDF; the file is then PDF/A-3a instead of PDF/A-2a."""
        self._attachments.append(attachment)

    def render(self, progress: Callable[[int, int], None] | None = None) -> bytes:
        """The finished file. The same blocks and the same info give the same bytes.

        ``progress`` hears (page, pages) before each page is drawn; what it raises stops the work.
        """
        with rendering, passing_objects():
            return self._render(progress)

    def _render(self, progress: Callable[[int, int], None] | None) -> bytes:
        structure = Structure()
        pages = Layout(self._blocks, self._first, structure).pages
        canvas = TaggedCanvas(strict=self._strict)
        furniture = _Furniture(self._info, len(pages))
        furniture.prepare(canvas, {page.template.name: page.template for page in pages})
        for number, page in enumerate(pages, start=1):
            if progress is not None:
                progress(number, len(pages))
            canvas.start_page(page.template.width, page.template.height)
            furniture.draw(canvas, page.template, number)
            for piece, top in page.placed:
                piece.draw(canvas, page.template.margin, top)
        self.spots = tuple(canvas.spots)
        return finish(canvas.close(), structure, self._info, self._attachments)


class Layout:
    """Places every piece on a page. ``begins_at``: the number, from 0, of its first page in the file."""

    def __init__(
        self,
        blocks: Sequence[Block | PageBreak | Contents],
        first: Template,
        structure: Structure,
        then: Template = NORMAL,
        begins_at: int = 0,
    ) -> None:
        self.pages = [LaidPage(first)]
        self._structure = structure
        self._template = then
        """Of the pages to come."""
        self._begins_at = begins_at
        self._top = first.top
        self._after = 0.0
        self._chain: list[tuple[float, Piece]] = []
        """Pieces that must stay together, each with the space above it."""
        self._broken = False
        """What comes next starts a new page."""
        for index, block in enumerate(blocks):
            if isinstance(block, PageBreak):
                self._break(block)
            elif isinstance(block, Contents):
                following = [each for each in blocks[index:] if isinstance(each, Heading)]
                self._add(block.of(following, structure.places))
            else:
                self._add(block)
        self._flush()

    def _add(self, block: Block) -> None:
        laid = block.layout(self._template.content_width)
        self._structure.root.children.extend(laid.elements)
        for index, piece in enumerate(laid.pieces):
            gap = max(self._after, laid.before) if index == 0 else 0.0
            self._chain.append((gap, piece))
            if not piece.keep:
                self._flush()
        self._after = laid.after

    def _break(self, page_break: PageBreak) -> None:
        self._flush()
        self._template = page_break.template
        self._broken = True

    def _flush(self) -> None:
        chain, self._chain = self._chain, []
        if not chain:
            return
        needed = self._top + sum(gap + piece.height for gap, piece in chain)
        if self._broken or needed > self.pages[-1].template.content_bottom:
            self._new_page()
        for gap, piece in chain:
            self._place(gap, piece)

    def _place(self, gap: float, piece: Piece) -> None:
        page = self.pages[-1]
        if page.placed and self._top + gap + piece.height > page.template.content_bottom:
            # Only in a chain longer than a page: what cannot stay together is cut between two pieces.
            self._new_page()
            page = self.pages[-1]
        if not page.placed:
            gap = 0.0
            if piece.repeat is not None:
                page.placed.append((piece.repeat, self._top))
                self._top += piece.repeat.height
        self._top += gap
        page.placed.append((piece, self._top))
        if piece.anchor is not None:
            self._note(piece.anchor, page)
        self._top += piece.height

    def _note(self, heading: Anchor, page: LaidPage) -> None:
        number = self._begins_at + len(self.pages) - 1
        height = page.template.height - self._top + 6
        self._structure.places[heading] = (number, height)
        self._structure.bookmarks.append(Bookmark(heading.level, heading.text, number, height))

    def _new_page(self) -> None:
        if not self.pages[-1].placed:
            self.pages.pop()
        self.pages.append(LaidPage(self._template))
        self._broken = False
        self._top = self._template.top


class _Furniture:
    """Header and footer, drawn once per kind of page and stamped; only the page number is drawn each time."""

    def __init__(self, info: DocumentInfo, page_count: int) -> None:
        self._info = info
        self._count = page_count

    def prepare(self, canvas: TaggedCanvas, templates: dict[str, Template]) -> None:
        for template in templates.values():
            with canvas.form(f"{template.name}-header", template.width, template.height):
                self._header(canvas, template)
            with canvas.form(f"{template.name}-footer", template.width, template.height):
                self._footer(canvas, template)

    def draw(self, canvas: TaggedCanvas, template: Template, number: int) -> None:
        canvas.stamp(f"{template.name}-header", "Header")
        canvas.stamp(f"{template.name}-footer", "Footer")
        if not self._info.numbered_pages:
            return
        with canvas.artifact("Footer"):
            text = f"page {number} sur {self._count}"
            canvas.text(template.width - template.margin, _foot(template), text, TINY_SECONDARY, "right")

    def _header(self, canvas: TaggedCanvas, template: Template) -> None:
        y = 14 * MM
        left, right = template.margin, template.width - template.margin
        mention = "" if template is COVER else self._info.mention
        # The cover says both in full; here they must leave room to the mention between them.
        room = template.content_width * 0.4
        organization = shortened(self._info.organization, TINY_SECONDARY, room)
        if not mention:
            taken = text_width(organization, TINY_SECONDARY.font, TINY_SECONDARY.size)
            room = template.content_width - taken - _BETWEEN
        canvas.text(left, y, organization, TINY_SECONDARY)
        canvas.text(right, y, shortened(self._info.program, TINY_SECONDARY, room), TINY_SECONDARY, "right")
        if mention:
            style = TextStyle(SEMIBOLD, 8, 10, ATTENTION)
            canvas.text(template.width / 2, y, mention.upper(), style, "center")

    def _footer(self, canvas: TaggedCanvas, template: Template) -> None:
        y = _foot(template)
        left, right = template.margin, template.width - template.margin
        canvas.line((left, y - 12), (right, y - 12), Pen(LINE))
        parts = (
            self._info.number,
            self._info.as_of,
            f"empreinte {self._info.fingerprint}",
            f"GEN Desktop {self._info.version}",
        )
        canvas.text(left, y, " · ".join(part for part in parts if part), TINY_SECONDARY)
        if self._info.seal:
            seal = self._info.seal[0].upper() + self._info.seal[1:]
            canvas.text(left, y + TINY_SECONDARY.leading, seal, TINY_SECONDARY)


def _foot(template: Template) -> float:
    return template.height - 12 * MM
