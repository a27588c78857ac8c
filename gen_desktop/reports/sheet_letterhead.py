"""The letterhead of an attendance sheet: three columns that give all their room to the signatures below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import lru_cache

from PIL.Image import Image as Picture

from gen_desktop.queries.letterheads import Letterhead
from gen_desktop.reports.canvas import Rect, Run, TaggedCanvas
from gen_desktop.reports.letterhead import opened_logo, payer_lines, sender_lines
from gen_desktop.reports.sheet_plan import HEIGHT, WIDTH
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import MM, TextStyle
from gen_desktop.reports.text import break_lines

TOP, ROOM = 5 * MM, 18.5 * MM
_SENDER = Rect(19 * MM, TOP, 104 * MM, ROOM)
_TITLE = Rect(127 * MM, TOP, 62 * MM, ROOM)
_PAYER = Rect(193 * MM, TOP, 62 * MM, ROOM)
_LOGO_WIDTH, _LOGO_HEIGHT = 26 * MM, 13 * MM
_AFTER_LOGO = 3 * MM
_SMALLER = 0.94
_SMALLEST = 0.45

Said = tuple[str, str, TextStyle]
"""The tag of a text, the text, how it is written."""


def read_once(canvas: TaggedCanvas, section: Element | None, tag: str) -> AbstractContextManager[None]:
    """For what stands on every page: content of the section on the first, decoration (None) on the others."""
    return canvas.artifact("Header") if section is None else canvas.marked(section.new(tag))


def prepare_logos(canvas: TaggedCanvas, heads: Iterable[Letterhead]) -> None:
    """Keep the logos of these letterheads once in the file. Before the first page."""
    for head in {one.cohort_id: one for one in heads}.values():
        with canvas.form(_form(head), WIDTH, HEIGHT):
            for area, data in ((_SENDER, head.sender_logo), (_PAYER, head.payer_logo)):
                picture = _picture(data)
                if picture is not None:
                    canvas.picture(_logo_area(area, picture), picture)


def draw_letterhead(
    canvas: TaggedCanvas, section: Element | None, head: Letterhead, title: Sequence[Said]
) -> None:
    """Organisation, title and number, who pays; each part as large as its room allows."""
    canvas.stamp(_form(head), "Header")
    sender = [("P", text, look) for text, look in sender_lines(head.sender)]
    payer = [("P", text, look) for text, look in payer_lines(head.payer)]
    _part(canvas, section, _beside_logo(_SENDER, head.sender_logo), sender)
    _part(canvas, section, _TITLE, title)
    _part(canvas, section, _beside_logo(_PAYER, head.payer_logo), payer)


def _part(canvas: TaggedCanvas, section: Element | None, area: Rect, said: Sequence[Said]) -> None:
    texts = [one for one in said if one[1]]
    scale = 1.0
    laid = _laid(texts, area.width, scale)
    while sum(look.leading * len(lines) for _, lines, look in laid) > area.height and scale > _SMALLEST:
        scale *= _SMALLER
        laid = _laid(texts, area.width, scale)
    top = area.top
    for tag, lines, look in laid:
        runs = []
        for line in lines:
            runs.append(Run(area.left, top + look.baseline, line, look))
            top += look.leading
        with read_once(canvas, section, tag):
            canvas.runs(runs)


def _laid(texts: Sequence[Said], width: float, scale: float) -> list[tuple[str, list[str], TextStyle]]:
    found = []
    for tag, text, look in texts:
        smaller = replace(look, size=look.size * scale, leading=look.leading * scale)
        found.append((tag, break_lines(text, smaller, width), smaller))
    return found


def _form(head: Letterhead) -> str:
    return f"logos-{head.cohort_id}"


@lru_cache(maxsize=8)
def _picture(data: bytes | None) -> Picture | None:
    return opened_logo(data)


def _logo_area(area: Rect, picture: Picture) -> Rect:
    scale = min(_LOGO_WIDTH / picture.width, _LOGO_HEIGHT / picture.height)
    return Rect(area.left, area.top + 1 * MM, picture.width * scale, picture.height * scale)


def _beside_logo(area: Rect, data: bytes | None) -> Rect:
    picture = _picture(data)
    if picture is None:
        return area
    taken = _logo_area(area, picture).width + _AFTER_LOGO
    return Rect(area.left + taken, area.top, area.width - taken, area.height)
