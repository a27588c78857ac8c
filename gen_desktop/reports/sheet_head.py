"""The head, the foot and the codes of a page of an attendance sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.models.document import Stamp
from gen_desktop.models.sheet_code import CORNERS, SheetCode
from gen_desktop.queries.letterheads import Letterhead
from gen_desktop.queries.week_sheets import WeekSheet
from gen_desktop.reference.lists import code_list, label
from gen_desktop.reports import style
from gen_desktop.reports.canvas import Rect, Run, TaggedCanvas
from gen_desktop.reports.paper import (
    INVENTED,
    draw_watermark,
    footer_words,
    issued_words,
    replaced_words,
)
from gen_desktop.reports.qr import draw_qr
from gen_desktop.reports.sheet_letterhead import draw_letterhead, read_once
from gen_desktop.reports.sheet_plan import HEIGHT, WIDTH
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import MM, TextStyle
from gen_desktop.reports.text import fitted_within, shortened

_CORNER = 10 * MM
_CORNER_EDGE = 6 * MM
_INNER_LEFT, _INNER_RIGHT = 19 * MM, 278 * MM
_TOP = 6 * MM
_CODE = 16 * MM
_CODE_LEFT = _INNER_RIGHT - _CODE - 2 * MM
_BLOCK_TOP = 24 * MM
TABLE_TOP = 37 * MM
_TITLE = TextStyle(style.SEMIBOLD, 14, 17)
_NUMBER = TextStyle(style.SEMIBOLD, 8.5, 11)
_RECORDED = TextStyle(style.REGULAR, 8, 10)
_WARN = TextStyle(style.SEMIBOLD, 8, 10, style.ATTENTION)
_LABEL = TextStyle(style.REGULAR, 8, 11, style.SECONDARY)
_VALUE = TextStyle(style.SEMIBOLD, 8, 11)
_TIGHT = TextStyle(style.SEMIBOLD, 6, 6)
_VALUE_WIDTH = 110 * MM
_FOOT = TextStyle(style.REGULAR, 6.5, 8, style.SECONDARY)


@dataclass(frozen=True, slots=True)
class SheetIdentity:
    """What all the pages of one sheet bear."""

    head: Letterhead
    week: WeekSheet
    filled: bool
    stamp: Stamp | None
    as_of: dt.date
    fingerprint: str
    pages: int

    def code(self, page: int) -> SheetCode:
        """What the code of that page, from 1, says."""
        version = self.stamp.rank if self.stamp is not None else 0
        return SheetCode(self.week.cohort_id, self.week.monday, page, self.pages, version)

    @property
    def is_rectified(self) -> bool:
        """Whether it replaces an earlier sheet of the same week."""
        return self.stamp is not None and self.stamp.replaces is not None


def draw_head(canvas: TaggedCanvas, section: Element, sheet: SheetIdentity, page: int) -> None:
    """Start a page: codes, organisation, title and number, who pays, then what the week is about."""
    canvas.start_page(WIDTH, HEIGHT)
    if sheet.stamp is None:
        draw_watermark(canvas, (WIDTH, HEIGHT))
    _codes(canvas, section, sheet.code(page))
    read_in = section if page == 1 else None
    draw_letterhead(canvas, read_in, sheet.head, _title(sheet, page))
    _week_block(canvas, read_in, sheet)


def draw_foot(canvas: TaggedCanvas, sheet: SheetIdentity, page: int) -> None:
    """The last line of a page, between the two codes."""
    with canvas.artifact("Footer"):
        words = footer_words(sheet.as_of, sheet.fingerprint, sheet.stamp)
        canvas.text(_INNER_LEFT, HEIGHT - _CORNER_EDGE, shortened(words, _FOOT, 200 * MM), _FOOT)
        canvas.text(_INNER_RIGHT, HEIGHT - _CORNER_EDGE, f"page {page} sur {sheet.pages}", _FOOT, "right")


def _codes(canvas: TaggedCanvas, section: Element, code: SheetCode) -> None:
    far_left, far_top = WIDTH - _CORNER_EDGE - _CORNER, HEIGHT - _CORNER_EDGE - _CORNER
    places = [(left, top) for top in (_CORNER_EDGE, far_top) for left in (_CORNER_EDGE, far_left)]
    with canvas.artifact():
        for name, (left, top) in zip(CORNERS, places, strict=True):
            draw_qr(canvas, left, top, _CORNER, code.corner(name))
    figure = section.new("Figure")
    figure.alt = f"Code de lecture de la feuille\u00a0: {code.text()}"
    with canvas.figure(figure, Rect(_CODE_LEFT, _TOP, _CODE, _CODE)):
        draw_qr(canvas, _CODE_LEFT, _TOP, _CODE, code.text())


def _title(sheet: SheetIdentity, page: int) -> list[tuple[str, str, TextStyle]]:
    recorded = f"Présences enregistrées au {french.short_date(sheet.as_of)}" if sheet.filled else ""
    sender = sheet.head.sender
    return [
        ("H1", label("document_kind", "attendance_sheet"), _TITLE),
        ("P", _page_number(sheet, page), _NUMBER),
        ("P", recorded, _RECORDED),
        ("P", _rectified_words(sheet), _WARN),
        ("P", INVENTED if sender is not None and sender.is_invented else "", _WARN),
    ]


def _page_number(sheet: SheetIdentity, page: int) -> str:
    words = issued_words(sheet.stamp)
    return f"{words}-{page}" if sheet.stamp is not None else words


def _rectified_words(sheet: SheetIdentity) -> str:
    if not sheet.is_rectified or sheet.stamp is None:
        return ""
    return f"Rectificatif n°\u00a0{sheet.stamp.rank - 1}. {replaced_words(sheet.stamp)}"


def _week_block(canvas: TaggedCanvas, section: Element | None, sheet: SheetIdentity) -> None:
    """Two columns of three lines: what is taught, where, when."""
    left, right = _week_facts(sheet)
    for column, facts in ((_INNER_LEFT - 9 * MM, left), (_INNER_LEFT + 126 * MM, right)):
        for row, (name, value) in enumerate(facts):
            y = _BLOCK_TOP + (row + 1) * _LABEL.leading
            with read_once(canvas, section, "P"):
                canvas.runs((Run(column, y, f"{name} ", _LABEL), *_value(column + 23 * MM, y, value)))


def _value(left: float, y: float, value: str) -> list[Run]:
    """On one line, else on two small ones: a title is the same as on the other papers, to the last word."""
    fit = fitted_within(value, _VALUE, _VALUE_WIDTH, _VALUE.leading, 6.0)
    if "".join(fit.lines).endswith("…"):
        fit = fitted_within(value, _TIGHT, _VALUE_WIDTH, 2 * _TIGHT.leading)
    above = (len(fit.lines) - 1) * fit.look.leading / 2
    return [Run(left, y - above + at * fit.look.leading, line, fit.look) for at, line in enumerate(fit.lines)]


def _week_facts(sheet: SheetIdentity) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    week = sheet.week
    code = f" ({week.course_code})" if week.course_code else ""
    carif = f" · n°\u00a0Carif-Oref {week.carif_session_number}" if week.carif_session_number else ""
    days = (week.half_days[-1].held_on - week.monday).days + 1 if week.half_days else 5
    rooms = french.join_names(sorted({one.place for one in week.half_days if one.place}))
    place = " · ".join(part for part in (week.place, rooms) if part) or "non renseigné"
    number = week.monday.isocalendar().week
    action = code_list("action_type")[week.action_type or "training"]
    return (
        [
            ("Formation", f"{week.course_title}{code}"),
            ("Session", f"{week.cohort_code}{carif}"),
            ("Semaine", f"{number}, {french.week_title(week.monday, days).removeprefix('Semaine ')}"),
        ],
        [
            ("Nature", f"{action.label} ({action.source})"),
            ("Lieu", place),
            ("Durée prévue", typographic(f"{french.duration(week.planned_minutes)} en présence")),
        ],
    )
