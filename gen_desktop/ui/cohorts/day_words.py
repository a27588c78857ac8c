"""What the calendar of a cohort says of a half-day. Pure functions, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.models.assiduity import session_mode
from gen_desktop.models.calendar import HALF_DAY_WORDS, HalfDay
from gen_desktop.queries.cohort_detail import HalfDayRow
from gen_desktop.reference.lists import label

MISSING_WORDS = {"module": "module", "trainer": "formateur", "place": "salle"}
"""What a sheet needs of each half-day, with its name."""
PLACELESS = ("remote", "home")
"""Modes without a room."""
MODE_LETTERS = {"remote": "D", "home": "C", "company": "E"}
"""What marks a half-day that is not held in the centre, in a cell of a few millimetres."""


def half_of(row: HalfDayRow) -> HalfDay:
    """The half-day as a literal."""
    return "AM" if row.half_day == "AM" else "PM"


def missing_of(row: HalfDayRow, course_mode: str | None) -> tuple[str, ...]:
    """The fields that a sheet of that half-day would lack."""
    mode = session_mode(row.delivery_mode, course_mode)
    if mode == "company":
        return ()
    needed = [name for name in MISSING_WORDS if name != "place" or mode not in PLACELESS]
    return tuple(name for name in needed if not getattr(row, name))


def missing_words(names: Sequence[str]) -> str:
    """« manque : formateur, salle »; '' for nothing."""
    words = ", ".join(MISSING_WORDS[name] for name in names)
    return f"manque{NBSP}: {words}" if words else ""


def told_words(row: HalfDayRow, course_mode: str | None) -> str:
    """« HTML, É. Garnier, salle 2, à distance »; '' when nothing is told."""
    mode = session_mode(row.delivery_mode, course_mode)
    away = label("session_mode", mode).lower() if mode in MODE_LETTERS else None
    return ", ".join(filter(None, (row.module, row.trainer, row.place, away)))


def half_day_sentence(row: HalfDayRow, today: date, course_mode: str | None) -> str:
    """The hours and the state of a half-day, then what is told of it and what is missing, a line each."""
    word = HALF_DAY_WORDS[half_of(row)].capitalize()
    state = ""
    if row.marks:
        state = f"{NBSP}: {french.plural(row.marks, 'émargement')}"
    elif row.held_on < today:
        state = f"{NBSP}: rien n’est saisi"
    lines = [f"{word}, de {french.clock(row.starts_at)} à {french.clock(row.ends_at)}{state}"]
    if told := told_words(row, course_mode):
        lines.append(told)
    if missing := missing_words(missing_of(row, course_mode)):
        lines.append(f"{missing[0].upper()}{missing[1:]}")
    if row.note:
        lines.append(row.note)
    return "\n".join(lines)
