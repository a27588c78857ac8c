"""A page of an attendance sheet: names and cells to sign, then module, trainer and his signature."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.models.attendance import not_due_codes, presence_codes
from gen_desktop.models.calendar import HALF_DAY_WORDS
from gen_desktop.models.names import capitals
from gen_desktop.queries.week_sheets import SheetCell, SheetHalfDay, SheetLearner
from gen_desktop.reference.lists import code_list
from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.sheet_foot import draw_signature
from gen_desktop.reports.sheet_head import TABLE_TOP, SheetIdentity, draw_foot, draw_head
from gen_desktop.reports.sheet_plan import CELL_HEIGHT, LEFT, RIGHT, SheetPage
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import MM, TextStyle
from gen_desktop.reports.text import Fitted, fitted, fitted_within

_UNKNOWN = "à renseigner"
_HEAD_HEIGHT = 10 * MM
_MODULE_HEIGHT = 6 * MM
_TRAINER_HEIGHT = 4 * MM
_PAD = 1 * MM
_BOX = 2.4 * MM
_GRID = Pen("#BFC6D1", 0.5)
_DAY = Pen("#7C8797", 0.9)
_SHADE = "#E6E9EE"
_FAINT = "#9AA4B2"
_NAME = TextStyle(style.REGULAR, 9, 10.5)
_COLUMN = TextStyle(style.REGULAR, 7.5, 8.6)
_COLUMN_DAY = TextStyle(style.SEMIBOLD, 7.5, 8.6)
_CELL = TextStyle(style.REGULAR, 6.5, 7.5, style.SECONDARY)
_ABSENT = TextStyle(style.BOLD, 7.5, 8.6)
_SMALL_BOX = TextStyle(style.REGULAR, 5, 6, _FAINT)
_LABEL = TextStyle(style.SEMIBOLD, 7.5, 8.6)


def draw_page(
    canvas: TaggedCanvas, section: Element, sheet: SheetIdentity, page: SheetPage, number: int
) -> None:
    """Draw one page, its number from 1."""
    draw_head(canvas, section, sheet, number)
    table = section.new("Table")
    top = TABLE_TOP
    _column_heads(canvas, table.new("THead").new("TR"), page, top)
    body = table.new("TBody")
    top += _HEAD_HEIGHT
    for learner in page.learners:
        _learner(canvas, body.new("TR"), sheet, page, (learner, top))
        top += CELL_HEIGHT
    top = _teaching(canvas, body, page, top)
    _grid(canvas, page, top)
    draw_signature(canvas, section if number == 1 else None, sheet, page, top + 1.5 * MM)
    draw_foot(canvas, sheet, number)


def _column_heads(canvas: TaggedCanvas, row: Element, page: SheetPage, top: float) -> None:
    with canvas.artifact():
        canvas.rect(Rect(LEFT, top, RIGHT - LEFT, _HEAD_HEIGHT), style.SURFACE)
    edges = page.edges()
    _head(canvas, row, (edges[0], edges[1], top), [("Nom, prénom", _COLUMN_DAY)])
    for at, half_day in enumerate(page.half_days, start=1):
        _head(canvas, row, (edges[at], edges[at + 1], top), _half_day_words(half_day))
    lines = [("Heures", _COLUMN_DAY), ("présence", _COLUMN)]
    _head(canvas, row, (edges[-2], edges[-1], top), lines)


def _half_day_words(half_day: SheetHalfDay) -> list[tuple[str, TextStyle]]:
    day = half_day.held_on
    weekday = french.WEEKDAYS[day.weekday()].capitalize()
    times = f"{french.clock(half_day.starts_at)} – {french.clock(half_day.ends_at)}"
    words = HALF_DAY_WORDS[half_day.half_day]  # type: ignore[index]  # AM or PM, as the calendar writes
    return [(f"{weekday} {french.day_month(day)} ", _COLUMN_DAY), (f"{words} ", _COLUMN), (times, _COLUMN)]


def _head(
    canvas: TaggedCanvas,
    row: Element,
    place: tuple[float, float, float],
    texts: Sequence[tuple[str, TextStyle]],
) -> None:
    left, right, top = place
    y = top + (_HEAD_HEIGHT - sum(look.leading for _, look in texts)) / 2
    runs = []
    for text, look in texts:
        fit = fitted(text, look, right - left - 2 * _PAD, 1)
        runs.append(Run(left + _PAD, y + look.baseline, fit.lines[0], fit.look))
        y += look.leading
    with canvas.marked(row.new("TH", attributes="/O/Table/Scope/Column")):
        canvas.runs(runs)


def _learner(
    canvas: TaggedCanvas, row: Element, sheet: SheetIdentity, page: SheetPage, at: tuple[SheetLearner, float]
) -> None:
    learner, top = at
    edges = page.edges()
    name = f"{capitals(learner.last_name)} {learner.first_name}"
    element = row.new("TH", attributes="/O/Table/Scope/Row")
    _whole(canvas, element, Rect(edges[0], top, edges[1] - edges[0], CELL_HEIGHT), name, _NAME)
    cells = learner.cells[page.first : page.first + len(page.half_days)]
    for place, cell in enumerate(cells, start=1):
        area = Rect(edges[place], top, edges[place + 1] - edges[place], CELL_HEIGHT)
        _cell(canvas, row.new("TD"), area, cell, sheet.filled)
    total = row.new("TD")
    if sheet.filled:
        area = Rect(edges[-2], top, edges[-1] - edges[-2], CELL_HEIGHT)
        _words(canvas, total, area, (_hours(learner.minutes), _NAME, 1))


def _hours(minutes: int) -> str:
    return french.duration(minutes) if minutes else f"0{french.NARROW}h"


def _cell(canvas: TaggedCanvas, element: Element, area: Rect, cell: SheetCell, filled: bool) -> None:
    mark = cell.mark if filled else None
    if cell.not_due is not None and mark is None:
        _shaded(canvas, element, area, cell.not_due)
    elif mark is None:
        _to_sign(canvas, area)
    elif mark.status in not_due_codes():
        _shaded(canvas, element, area, code_list("attendance_status")[mark.status].label)
    elif mark.status in presence_codes():
        words = f"présence {french.duration(mark.minutes_present)}"
        upper = Rect(area.left, area.top, area.width, _CELL.leading + _PAD)
        _words(canvas, element, upper, (words, _CELL, 1))
    else:
        _absent(canvas, element, area, mark.status)


def _to_sign(canvas: TaggedCanvas, area: Rect) -> None:
    """An empty cell, with a small box for whoever runs the room to tick an absence."""
    left = area.right - _PAD - _BOX
    top = area.bottom - _PAD - _BOX
    with canvas.artifact():
        canvas.rect(Rect(left, top, _BOX, _BOX), pen=Pen(_FAINT, 0.4))
        canvas.text(left - 0.5 * MM, top + _BOX - 0.6 * MM, "abs.", _SMALL_BOX, "right")


def _shaded(canvas: TaggedCanvas, element: Element, area: Rect, words: str) -> None:
    with canvas.artifact():
        canvas.rect(area, _SHADE)
    _whole(canvas, element, area, words, _CELL.colored(style.TEXT))


def _absent(canvas: TaggedCanvas, element: Element, area: Rect, status: str) -> None:
    """Struck, so that nothing can be signed there afterwards (documents.md §1.1)."""
    with canvas.artifact():
        canvas.line((area.left, area.bottom), (area.right, area.top), Pen(style.LINE_STRONG, 0.8))
    _words(canvas, element, area, (f"ABSENT {absence_code(status)}", _ABSENT, 2))


def absence_code(status: str) -> str:
    """The short code of an absence, as the legend explains it: « A », « J mal. »."""
    code = code_list("attendance_status")[status]
    return f"{code['key']} {code['short']}".strip().replace(" ", "\u00a0")


def _words(canvas: TaggedCanvas, element: Element, area: Rect, said: tuple[str, TextStyle, int]) -> None:
    """A text in the middle of the height of an area, smaller when it must be."""
    text, look, lines = said
    _middle(canvas, element, area, fitted(text, look, area.width - 2 * _PAD, lines))


def _whole(canvas: TaggedCanvas, element: Element, area: Rect, text: str, look: TextStyle) -> None:
    """The same of what may be long and must be read: as small as it takes for nothing of it to be cut."""
    _middle(canvas, element, area, fitted_within(text, look, area.width - 2 * _PAD, area.height))


def _middle(canvas: TaggedCanvas, element: Element, area: Rect, fit: Fitted) -> None:
    top = area.top + (area.height - fit.height) / 2
    runs = [
        Run(area.left + _PAD, top + at * fit.look.leading + fit.look.baseline, line, fit.look)
        for at, line in enumerate(fit.lines)
    ]
    with canvas.marked(element):
        canvas.runs(runs)


def _teaching(canvas: TaggedCanvas, body: Element, page: SheetPage, top: float) -> float:
    """Per half-day: module, trainer, room for the trainer's signature. Gives where the table ends."""
    edges = page.edges()
    rows: tuple[tuple[str, float, list[str]], ...] = (
        ("Module enseigné", _MODULE_HEIGHT, [one.module or "à renseigner" for one in page.half_days]),
        (
            "Formateur ou formatrice",
            _TRAINER_HEIGHT,
            [one.trainer or "à renseigner" for one in page.half_days],
        ),
        ("Signature du formateur ou de la formatrice", CELL_HEIGHT, [""] * len(page.half_days)),
    )
    for title, height, texts in rows:
        row = body.new("TR")
        area = Rect(edges[0], top, edges[1] - edges[0], height)
        with canvas.artifact():
            canvas.rect(area, style.SURFACE)
        _whole(canvas, row.new("TH", attributes="/O/Table/Scope/Row"), area, title, _LABEL)
        for at, text in enumerate(texts, start=1):
            cell = row.new("TD")
            if text:
                box = Rect(edges[at], top, edges[at + 1] - edges[at], height)
                _whole(canvas, cell, box, text, _COLUMN)
        row.new("TD")
        top += height
    return top


def _grid(canvas: TaggedCanvas, page: SheetPage, bottom: float) -> None:
    """Light lines, that a scan tells from ink; a darker one between two days."""
    edges = page.edges()
    tops = [TABLE_TOP, TABLE_TOP + _HEAD_HEIGHT]
    tops += [tops[-1] + CELL_HEIGHT * at for at in range(1, len(page.learners) + 1)]
    tops += [tops[-1] + _MODULE_HEIGHT, tops[-1] + _MODULE_HEIGHT + _TRAINER_HEIGHT, bottom]
    days = [half_day.held_on for half_day in page.half_days]
    starts = {at + 1 for at, day in enumerate(days) if at == 0 or day != days[at - 1]}
    with canvas.artifact():
        for top in tops:
            canvas.line((LEFT, top), (RIGHT, top), _GRID)
        for at, edge in enumerate(edges):
            is_outer = at in starts or at == len(edges) - 2
            canvas.line((edge, TABLE_TOP), (edge, bottom), _DAY if is_outer else _GRID)
        canvas.line((LEFT, tops[-4]), (RIGHT, tops[-4]), _DAY)
