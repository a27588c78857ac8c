"""The half-days of a cohort follow its dates, its week, its place and its closures when these change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.errors import InvalidInput, Problem
from gen_desktop.models.calendar import PatternSlot, PlannedHalfDay
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort_plan import Calendar, closed_days
from gen_desktop.queries.recorded_half_days import Recorded, recorded
from gen_desktop.services.class_sessions import insert_half_days

SlotKey = tuple[dt.date, str]
"""What names a half-day of a cohort: the day, AM or PM."""

_TOLD = ("module", "trainer", "place", "delivery_mode", "counts_for_bpf", "note")


def replan(session: Session, cohort_id: int, before: Calendar, after: Calendar, today: dt.date) -> None:
    """Make the half-days follow the new calendar within a unit of work.

    What is recorded is never touched, and what was added or removed by hand stays so; of a half-day changed
    by hand, its own hours stay, and it stays when the new week no longer holds it. Once something is
    recorded, the days already past within the old dates stay as they were held: a new usual week is for the
    future. Raises InvalidInput when something is recorded outside the new dates or on a new closure.
    """
    held = {
        (half_day.held_on, half_day.half_day): half_day
        for half_day in session.scalars(select(ClassSession).where(ClassSession.cohort_id == cohort_id))
    }
    marks = _recorded_slots(session, held)
    before = Calendar(
        before.pattern, before.start, before.end, before.zone, closed_days(before, {day for day, _ in held})
    )
    if problems := _records_left_out(marks, before, after):
        raise InvalidInput(*problems)
    usual = {(planned.day, planned.half_day) for planned in before.half_days()}
    hours: dict[tuple[int, str], PatternSlot] = {
        (slot.weekday, slot.half_day): slot for slot in before.pattern
    }
    removed = usual - held.keys()
    moved = before.closures ^ after.closures

    def is_settled(day: dt.date) -> bool:
        return bool(marks) and day < today and before.holds(day) and day not in moved

    wanted: dict[SlotKey, PlannedHalfDay] = {
        (planned.day, planned.half_day): planned
        for planned in after.half_days()
        if not is_settled(planned.day) and (planned.day, planned.half_day) not in removed
    }
    for key, half_day in held.items():
        planned = wanted.pop(key, None)
        if key in marks or (is_settled(key[0]) and after.holds(key[0])):
            continue
        is_by_hand = key not in usual or _has_own_hours(half_day, hours)
        if after.holds(key[0]) and (is_by_hand or (planned is None and _is_kept(half_day, after))):
            continue
        if planned is None:
            session.delete(half_day)
        else:
            half_day.starts_at, half_day.ends_at = planned.starts_at, planned.ends_at
            half_day.minutes = planned.minutes
    session.flush()
    insert_half_days(session, cohort_id, list(wanted.values()))


def _has_own_hours(half_day: ClassSession, hours: Mapping[tuple[int, str], PatternSlot]) -> bool:
    slot = hours.get((half_day.held_on.weekday(), half_day.half_day))
    return slot is not None and (half_day.starts_at, half_day.ends_at) != (slot.starts_at, slot.ends_at)


def _is_kept(half_day: ClassSession, after: Calendar) -> bool:
    """A half-day that somebody told something of stays out of the new week; a closure still takes it."""
    return half_day.held_on not in after.closures and any(
        getattr(half_day, name) is not None for name in _TOLD
    )


def _recorded_slots(session: Session, held: Mapping[SlotKey, ClassSession]) -> dict[SlotKey, Recorded]:
    """What each half-day that holds something holds."""
    found = recorded(session, [half_day.id for half_day in held.values()])
    return {key: found[half_day.id] for key, half_day in held.items() if half_day.id in found}


def _records_left_out(marks: Mapping[SlotKey, Recorded], before: Calendar, after: Calendar) -> list[Problem]:
    problems = []
    for field, keys in (
        ("planned_start", [key for key in marks if key[0] < after.start]),
        ("planned_end", [key for key in marks if key[0] > after.end]),
    ):
        if keys:
            lost = [marks[key] for key in keys]
            total = Recorded(sum(one.marks for one in lost), sum(one.sheets for one in lost))
            problems.append(
                Problem(
                    field,
                    f"{total.said()} {french.form(total.marks + total.sheets, 'serait', 'seraient')} hors "
                    f"des nouvelles dates ({_span(day for day, _ in keys)}){french.NBSP}: "
                    "effacez-les d’abord.",
                )
            )
    closed = sorted({day for day, _ in marks if day in after.closures - before.closures})
    for day in closed:
        problems.append(
            Problem("closures", f"Le {french.long_date(day)} a des émargements, il ne peut pas être fermé.")
        )
    return problems


def _span(days: Iterable[dt.date]) -> str:
    found = sorted(days)
    return french.date_range(found[0], found[-1])
