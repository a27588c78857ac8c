"""Numbered papers: letterhead, title and number, body, footer; one or a whole batch in one file.

The body is made of the blocks of reports. A paper without a stamp is a preview: « PROJET » crosses its pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gen_desktop import VERSION, french
from gen_desktop.models.document import Stamp
from gen_desktop.queries.letterheads import Letterhead
from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, TaggedCanvas
from gen_desktop.reports.finish import DocumentInfo, finish
from gen_desktop.reports.flow import LaidPage, Layout, Template, rendering
from gen_desktop.reports.letterhead import DrawnHead
from gen_desktop.reports.pieces import Block, Laid, Piece, draw_lines
from gen_desktop.reports.structure import Bookmark, Element, Structure
from gen_desktop.reports.style import MM, PAGE_HEIGHT, PAGE_WIDTH, TINY_SECONDARY, TextStyle
from gen_desktop.reports.text import break_lines, shortened

DRAFT = "PROJET"
INVENTED = "DONNÉES FICTIVES"
MARGIN = 16 * MM
_FOOT = 9 * MM
_BOTTOM = 17 * MM
_NEXT_TOP = 20 * MM
_TITLE = TextStyle(style.SEMIBOLD, 17, 21)
_SUBTITLE = TextStyle(style.REGULAR, 11, 14.5, style.SECONDARY)
_NUMBER = TextStyle(style.SEMIBOLD, 9.5, 13)
_REPLACES = TextStyle(style.SEMIBOLD, 9.5, 13, style.ATTENTION)
_WATERMARK = TextStyle(style.BOLD, 110, 110, "#EDEFF3")
_MENTION = TextStyle(style.SEMIBOLD, 8, 10, style.ATTENTION)


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """What a paper says. ``name``: what it is called in the reader's side panel, such as a person's name.

    ``fingerprint``: of the data it is drawn from (reports/common.py).
    """

    head: Letterhead
    title: str
    blocks: Sequence[Block]
    fingerprint: str
    as_of: dt.date
    subtitle: str = ""
    name: str = ""
    landscape: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its pages, in points."""
        return (PAGE_HEIGHT, PAGE_WIDTH) if self.landscape else (PAGE_WIDTH, PAGE_HEIGHT)


StampedPaper = tuple[PrintedPaper, Stamp | None]
Progress = Callable[[int, int], None]


def draw_papers(papers: Sequence[StampedPaper], progress: Progress | None = None) -> bytes:
    """The finished file. ``progress`` hears (paper, papers) before each; what it raises stops the work."""
    with rendering:
        drawn, structure = draw_pages(papers, progress)
        return finish(drawn, structure, _info(papers))


def draw_pages(papers: Sequence[StampedPaper], progress: Progress | None = None) -> tuple[bytes, Structure]:
    """The pages, still without their structure (reports/finish.py), and what is to be added to them."""
    canvas, structure = TaggedCanvas(), Structure()
    heads = _heads(canvas, papers)
    for at, (paper, stamp) in enumerate(papers):
        if progress is not None:
            progress(at + 1, len(papers))
        _draw(canvas, structure, heads[_key(paper)], (paper, stamp))
    return canvas.close(), structure


def issued_words(stamp: Stamp | None) -> str:
    """« n° CR-2026-DWWM-2026-2-0007 »; what stands there while the paper is a preview."""
    return f"n°\u00a0{stamp.number}" if stamp is not None else "Sans numéro\u00a0: projet, sans valeur"


def replaced_words(stamp: Stamp | None) -> str:
    """« Annule et remplace le n° … du … »; '' when nothing is replaced."""
    if stamp is None or stamp.replaces is None:
        return ""
    day = french.short_date(stamp.replaces.issued_on)
    return f"Annule et remplace le n°\u00a0{stamp.replaces.number} du {day}"


def footer_words(as_of: dt.date, fingerprint: str, stamp: Stamp | None) -> str:
    """What stands at the foot of each page: number, time of printing, fingerprint of the data, version."""
    return " · ".join(_footer_parts(as_of, fingerprint, stamp))


@dataclass(frozen=True, slots=True)
class _PaperTitle:
    """Title, subtitle, number, and what is replaced."""

    paper: PrintedPaper
    stamp: Stamp | None

    def layout(self, width: float) -> Laid:
        texts = (
            ("H1", self.paper.title, _TITLE),
            ("P", self.paper.subtitle, _SUBTITLE),
            ("P", issued_words(self.stamp), _NUMBER),
            ("P", replaced_words(self.stamp), _REPLACES),
        )
        elements, pieces = [], []
        for tag, text, look in texts:
            if text:
                element = Element(tag)
                lines = break_lines(text, look, width)
                elements.append(element)
                pieces.append(Piece(len(lines) * look.leading, draw_lines(element, lines, look), keep=True))
        return Laid(elements, pieces, 0.0, 12.0)


def _key(paper: PrintedPaper) -> tuple[Letterhead, bool]:
    return paper.head, paper.landscape


def _heads(canvas: TaggedCanvas, papers: Sequence[StampedPaper]) -> dict[tuple[Letterhead, bool], DrawnHead]:
    heads: dict[tuple[Letterhead, bool], DrawnHead] = {}
    for paper, _ in papers:
        if _key(paper) not in heads:
            width, height = paper.size
            head = DrawnHead(paper.head, width, height, MARGIN, f"head-{len(heads)}")
            head.prepare(canvas)
            heads[_key(paper)] = head
    return heads


def _draw(canvas: TaggedCanvas, structure: Structure, head: DrawnHead, stamped: StampedPaper) -> None:
    paper, stamp = stamped
    width, height = paper.size
    first = Template("first", width, height, MARGIN, head.bottom + 6 * MM, _BOTTOM)
    then = Template("next", width, height, MARGIN, _NEXT_TOP, _BOTTOM)
    section = structure.root.new("Sect")
    own = Structure(section, structure.bookmarks, structure.places)
    begins_at = canvas.page + 1
    structure.bookmarks.append(Bookmark(1, paper.name or paper.title, begins_at, height))
    header = Element("Div")
    section.children.append(header)
    pages = Layout([_PaperTitle(paper, stamp), *paper.blocks], first, own, then, begins_at).pages
    for number, page in enumerate(pages):
        canvas.start_page(width, height)
        if stamp is None:
            draw_watermark(canvas, paper.size)
        if number == 0:
            head.draw(canvas, header)
        else:
            _next_head(canvas, paper, stamp)
        _pieces(canvas, page)
        _footer(canvas, stamped, f"page {number + 1} sur {len(pages)}")


def _pieces(canvas: TaggedCanvas, page: LaidPage) -> None:
    for piece, top in page.placed:
        piece.draw(canvas, page.template.margin, top)


def draw_watermark(canvas: TaggedCanvas, size: tuple[float, float]) -> None:
    """Cross a page of that size with the word that makes it a preview."""
    width, height = size
    with canvas.artifact():
        canvas.turned((width / 2, height / 2), DRAFT, _WATERMARK, 40 if width < height else 28)


def _next_head(canvas: TaggedCanvas, paper: PrintedPaper, stamp: Stamp | None) -> None:
    """The head of the pages after the first: whose paper it is, and which."""
    width, _ = paper.size
    sender = paper.head.sender.name if paper.head.sender else ""
    words = " · ".join(part for part in (sender, paper.title, paper.name, issued_words(stamp)) if part)
    with canvas.artifact("Header"):
        line = shortened(words, TINY_SECONDARY, width - 2 * MARGIN)
        canvas.text(MARGIN, 12 * MM, line, TINY_SECONDARY)
        canvas.line((MARGIN, 14 * MM), (width - MARGIN, 14 * MM), Pen(style.LINE))


def _footer(canvas: TaggedCanvas, stamped: StampedPaper, page_words: str) -> None:
    paper, stamp = stamped
    width, height = paper.size
    y = height - _FOOT
    room = width - 2 * MARGIN - 30 * MM
    with canvas.artifact("Footer"):
        canvas.line((MARGIN, y - 11), (width - MARGIN, y - 11), Pen(style.LINE))
        for at, line in enumerate(_foot_lines(stamped, room)):
            canvas.text(MARGIN, y + at * TINY_SECONDARY.leading, line, TINY_SECONDARY)
        canvas.text(width - MARGIN, y, page_words, TINY_SECONDARY, "right")
        if paper.head.sender is not None and paper.head.sender.is_invented:
            canvas.text(width / 2, 7 * MM, INVENTED, _MENTION, "center")


def _foot_lines(stamped: StampedPaper, room: float) -> tuple[str, str]:
    """The second one takes what a long number leaves no room for, and what the paper replaces."""
    paper, stamp = stamped
    words = footer_words(paper.as_of, paper.fingerprint, stamp)
    number, *others = _footer_parts(paper.as_of, paper.fingerprint, stamp)
    first, more = (words, []) if len(break_lines(words, TINY_SECONDARY, room)) == 1 else (number, others)
    second = " · ".join(filter(None, (*more, replaced_words(stamp))))
    return first, shortened(second, TINY_SECONDARY, room)


def _footer_parts(as_of: dt.date, fingerprint: str, stamp: Stamp | None) -> Iterator[str]:
    if stamp is None:
        yield f"Projet, données au {french.short_date(as_of)}"
    else:
        yield f"n°\u00a0{stamp.number}"
        at = french.clock(stamp.issued_at.time())
        yield f"imprimé le {french.short_date(stamp.issued_at.date())} à {at}"
    yield f"empreinte {fingerprint}"
    # Not the name of the program: no paper may seem to come from the school whose name it bears.
    yield f"version {VERSION}"


def _info(papers: Sequence[StampedPaper]) -> DocumentInfo:
    paper, stamp = papers[0]
    known = f" {stamp.number}" if stamp is not None else f", {DRAFT.lower()}"
    count = "" if len(papers) == 1 else f", {len(papers)} documents"
    midnight = dt.datetime.combine(paper.as_of, dt.time(), tzinfo=dt.UTC)
    return DocumentInfo(
        title=f"{paper.title}{count or known}",
        subject=f"{paper.title}, {paper.head.cohort_code}",
        organization=paper.head.sender.name if paper.head.sender else "Organisme à renseigner",
        program=paper.head.payer.name if paper.head.payer else "",
        as_of="",
        fingerprint=paper.fingerprint,
        version=VERSION,
        created=stamp.issued_at if stamp is not None else midnight,
    )
