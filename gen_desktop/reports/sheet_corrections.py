"""The last pages of a filled sheet: what was corrected after its day, when, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.models.attendance import presence_codes, slot_label
from gen_desktop.models.names import capitals
from gen_desktop.queries.week_sheets import Correction
from gen_desktop.reference.lists import label
from gen_desktop.reports import style
from gen_desktop.reports.blocks import Note, Paragraph
from gen_desktop.reports.canvas import TaggedCanvas
from gen_desktop.reports.flow import LaidPage, Layout, Template
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.sheet_head import SheetIdentity, draw_foot, draw_head
from gen_desktop.reports.sheet_plan import HEIGHT, WIDTH
from gen_desktop.reports.structure import Element, Structure
from gen_desktop.reports.style import MM
from gen_desktop.reports.table import Column, Table

_TITLES = ("Demi-journée", "Personne", "Avant", "Après", "Corrigé le", "Par")
_PAGE = Template("corrections", WIDTH, HEIGHT, 19 * MM, 41 * MM, 19 * MM)
_TITLE = "Corrections apportées après leur jour aux présences de la semaine"
_NOTE = (
    "D’après le journal des modifications du fichier, qui garde chaque geste avec son auteur. Une correction "
    "annulée ensuite n’y figure pas."
)


def lay_corrections(corrections: Sequence[Correction], section: Element) -> list[LaidPage]:
    """The pages of that list; none without corrections. ``section`` is filled with what they say."""
    if not corrections:
        return []
    columns = [Column(title, align="left") for title in _TITLES]
    blocks: list[Block] = [
        Paragraph(_TITLE, style.BODY_STRONG),
        Table(columns, [_row(one) for one in corrections], dense=True),
        Note(typographic(_NOTE)),
    ]
    return Layout(blocks, _PAGE, Structure(section), _PAGE).pages


def draw_corrections(
    canvas: TaggedCanvas, section: Element, sheet: SheetIdentity, pages: Sequence[LaidPage]
) -> None:
    """Draw them as the last pages of the sheet."""
    for number, page in enumerate(pages, start=sheet.pages - len(pages) + 1):
        draw_head(canvas, section, sheet, number)
        for piece, top in page.placed:
            piece.draw(canvas, page.template.margin, top)
        draw_foot(canvas, sheet, number)


def _row(one: Correction) -> tuple[str, ...]:
    at = f"{french.short_date(one.at.date())} à {french.clock(one.at.time())}"
    person = f"{capitals(one.last_name)} {one.first_name}"
    slot = slot_label(one.held_on, one.half_day)
    return slot, person, _state(one.before), _state(one.after), at, one.author


def _state(state: tuple[str, int] | None) -> str:
    if state is None:
        return "non enregistré"
    status, minutes = state
    words = label("attendance_status", status)
    return f"{words}, {french.duration(minutes)}" if status in presence_codes() else words
