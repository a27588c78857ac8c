"""Under the table of an attendance sheet: the codes explained, the declaration of the organisation."""

from __future__ import annotations

from gen_desktop.french import typographic
from gen_desktop.models.attendance import not_due_codes, presence_codes
from gen_desktop.reference.lists import code_list
from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.sheet_head import SheetIdentity
from gen_desktop.reports.sheet_letterhead import read_once
from gen_desktop.reports.sheet_plan import SheetPage
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import MM, TextStyle
from gen_desktop.reports.text import fitted

_LEFT, _RIGHT = 19 * MM, 278 * MM
_FRAME_WIDTH = 112 * MM
_FRAME_HEIGHT = 13.5 * MM
_SMALL = TextStyle(style.REGULAR, 7, 8.4)
_BLANK_DATE = "\u00a0".join(("_____", "/", "_____", "/", "_________"))
_RULES = (
    "Chaque personne signe elle-même, à chaque demi-journée. Une absence est cochée « abs. » par la personne "
    "qui anime, au moment de la demi-journée. Case grisée : rien n’est à signer, pour le motif écrit. Une "
    "rature est paraphée."
)


def draw_signature(
    canvas: TaggedCanvas, section: Element | None, sheet: SheetIdentity, page: SheetPage, top: float
) -> None:
    """The legend on the left, « Fait à …, le … » with room to sign on the right.

    ``section`` None: it was read on an earlier page.
    """
    width = _RIGHT - _FRAME_WIDTH - 4 * MM - _LEFT
    _text(canvas, section, (_LEFT, top, width), _legend(sheet, page), 5)
    area = Rect(_RIGHT - _FRAME_WIDTH, top, _FRAME_WIDTH, _FRAME_HEIGHT)
    with canvas.artifact():
        canvas.rect(area, pen=Pen(style.LINE_STRONG, 0.5))
    _text(canvas, section, (area.left + 1.5 * MM, top + 1 * MM, 62 * MM), _declaration(sheet), 4)


def _legend(sheet: SheetIdentity, page: SheetPage) -> str:
    used = sorted(
        {
            cell.mark.status
            for learner in page.learners
            for cell in learner.cells[page.first : page.first + len(page.half_days)]
            if sheet.filled and cell.mark is not None
        }
        - {*presence_codes(), *not_due_codes()}
    )
    codes = code_list("attendance_status")
    meant = [f"{codes[one]['key']} {codes[one]['short']}".strip() + f" : {codes[one].label}" for one in used]
    absent = f" ABSENT, motifs. {' ; '.join(meant)}." if meant else ""
    return typographic(f"{_RULES}{absent}")


def _declaration(sheet: SheetIdentity) -> str:
    sender = sheet.head.sender
    city = (sender.city if sender else None) or "______________________"
    who = (sender.representative if sender else None) or "______________________"
    quality = f", {sender.representative_quality}" if sender and sender.representative_quality else ""
    lines = (
        f"Fait à {city}, le {_BLANK_DATE}",
        f"Pour l’organisme : {who}{quality}",
        "Signature et cachet :",
    )
    return "\n".join(typographic(line) for line in lines)


def _text(
    canvas: TaggedCanvas, section: Element | None, place: tuple[float, float, float], text: str, lines: int
) -> None:
    left, top, width = place
    fit = fitted(text, _SMALL, width, lines)
    runs = [
        Run(left, top + at * fit.look.leading + fit.look.baseline, line, fit.look)
        for at, line in enumerate(fit.lines)
    ]
    with read_once(canvas, section, "P"):
        canvas.runs(runs)
