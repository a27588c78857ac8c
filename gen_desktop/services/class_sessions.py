"""The half-days of a cohort: planned with it, planned again when it changes, added and removed by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.models.attendance import Attendance, long_slot_label, slot_label
from gen_desktop.models.calendar import PlannedHalfDay
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.cohort_plan import Calendar, closed_days
from gen_desktop.models.history import record_bulk
from gen_desktop.models.ids import new_ids
from gen_desktop.services.attendance import delete_marks
from gen_desktop.services.deletion import delete_with_all

KINDS = frozenset({"class_session"})

SlotKey = tuple[dt.date, str]
"""What names a half-day of a cohort: the day, AM or PM."""


@dataclass(frozen=True, slots=True)
class ClassSessionInput:
    """A half-day added by hand. ``half_day``: AM or PM."""

    day: dt.date
    half_day: str
    starts_at: dt.time
    ends_at: dt.time
    module: str | None = None
    trainer: str | None = None
    place: str | None = None


def insert_half_days(session: Session, cohort_id: int, planned: Sequence[PlannedHalfDay]) -> list[int]:
    """Add half-days to the calendar of a cohort within a unit of work; their ids, in the same order."""
    ids = new_ids(len(planned))
    rows = [
        {
            "id": row_id,
            "version": 1,
            "cohort_id": cohort_id,
            "held_on": half_day.day,
            "half_day": half_day.half_day,
            "starts_at": half_day.starts_at,
            "ends_at": half_day.ends_at,
            "minutes": half_day.minutes,
        }
        for row_id, half_day in zip(ids, planned, strict=True)
    ]
    if rows:
        table: Table = ClassSession.__table__  # type: ignore[assignment]  # declared as FromClause
        session.execute(insert(table), rows)
        record_bulk(session, table, after=rows)
    return ids


def add_class_session(db: Database, cohort_id: int, values: ClassSessionInput) -> Change:
    """Add one half-day to a cohort, public holiday or not. Raises NotFound, InvalidInput."""
    with db.read() as session:
        code = _dates(session, cohort_id).code
    name = f"Ajouter le {slot_label(values.day, values.half_day)} à {code}"
    with db.write(name) as session:
        if problems := _addition_problems(session, cohort_id, values):
            raise InvalidInput(*problems)
        added = ClassSession(
            cohort_id=cohort_id,
            held_on=values.day,
            half_day=values.half_day,
            starts_at=values.starts_at,
            ends_at=values.ends_at,
            minutes=_minutes(values.starts_at, values.ends_at),
            module=values.module,
            trainer=values.trainer,
            place=values.place,
        )
        session.add(added)
    return Change(KINDS, frozenset({cohort_id, added.id}), name, added.id)


def remove_class_sessions(db: Database, ids: Sequence[int]) -> Change:
    """Take half-days of one cohort off its calendar, all or none.

    Raises NotFound, Conflict when something is recorded for one of them.
    """
    with db.read() as session:
        name = _name_of_removal(session, ids)
    with db.write(name) as session:
        found = list(session.scalars(select(ClassSession).where(ClassSession.id.in_(ids))))
        marks = _marks(session, ClassSession.id.in_(ids))
        for half_day in found:
            if count := marks.get((half_day.held_on, half_day.half_day)):
                raise Conflict(
                    f"Le {long_slot_label(half_day.held_on, half_day.half_day)} a "
                    f"{french.plural(count, 'saisie')} d’émargement{french.NBSP}: effacez-les d’abord."
                )
            session.delete(half_day)
        cohort_ids = {half_day.cohort_id for half_day in found}
    return Change(KINDS, frozenset(ids) | cohort_ids, name)


def delete_class_session(db: Database, class_session_id: int) -> Change:
    """Delete a half-day with the attendance recorded for it. Raises NotFound.

    Entries that came from a presence that goes move to the next one.
    """
    with db.read() as session:
        name = _name_of_removal(session, [class_session_id])
    with db.write(name) as session:
        recorded = session.scalars(
            select(Attendance.enrollment_id).where(Attendance.class_session_id == class_session_id)
        )
        marks = delete_marks(session, [(one, class_session_id) for one in recorded])
        kinds = delete_with_all(session, "class_session", [class_session_id]) | marks.kinds
    return Change(kinds, frozenset({class_session_id}) | marks.entries_moved, name)


def replan(session: Session, cohort_id: int, before: Calendar, after: Calendar, today: dt.date) -> None:
    """Make the half-days follow the new calendar within a unit of work.

    What is recorded is never touched, and what was added or removed by hand stays so. Once something is
    recorded, the days already past within the old dates stay as they were held: a new usual week is for the
    future. Raises InvalidInput when something is recorded outside the new dates or on a new closure.
    """
    held = {
        (half_day.held_on, half_day.half_day): half_day
        for half_day in session.scalars(select(ClassSession).where(ClassSession.cohort_id == cohort_id))
    }
    marks = _marks(session, ClassSession.cohort_id == cohort_id)
    before = Calendar(
        before.pattern, before.start, before.end, before.zone, closed_days(before, {day for day, _ in held})
    )
    if problems := _marks_left_out(marks, before, after):
        raise InvalidInput(*problems)
    usual = {(planned.day, planned.half_day) for planned in before.half_days()}
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
        if key not in usual and after.holds(key[0]):
            continue
        if planned is None:
            session.delete(half_day)
        else:
            half_day.starts_at, half_day.ends_at = planned.starts_at, planned.ends_at
            half_day.minutes = planned.minutes
    session.flush()
    insert_half_days(session, cohort_id, list(wanted.values()))


@dataclass(frozen=True, slots=True)
class _Dates:
    code: str
    start: dt.date
    end: dt.date


def _dates(session: Session, cohort_id: int) -> _Dates:
    row = session.execute(
        select(
            Cohort.code,
            func.coalesce(Cohort.actual_start, Cohort.planned_start),
            func.coalesce(Cohort.actual_end, Cohort.planned_end),
        ).where(Cohort.id == cohort_id)
    ).first()
    if row is None:
        raise NotFound("Cette cohorte n’existe plus.")
    return _Dates(*row)


def _addition_problems(session: Session, cohort_id: int, values: ClassSessionInput) -> list[Problem]:
    problems = []
    dates = _dates(session, cohort_id)
    if not dates.start <= values.day <= dates.end:
        dates_text = french.date_range(dates.start, dates.end)
        problems.append(Problem("day", f"Ce jour est hors des dates de la cohorte ({dates_text})."))
    if values.ends_at <= values.starts_at:
        problems.append(Problem("ends_at", "L’heure de fin n’est pas après l’heure de début."))
    same_day = session.scalars(
        select(ClassSession).where(ClassSession.cohort_id == cohort_id, ClassSession.held_on == values.day)
    )
    for other in same_day:
        if other.half_day == values.half_day:
            slot = long_slot_label(values.day, values.half_day)
            problems.append(Problem("half_day", f"Le {slot} est déjà au calendrier."))
        elif values.starts_at < other.ends_at and other.starts_at < values.ends_at:
            problems.append(Problem("starts_at", "Ces horaires chevauchent l’autre demi-journée."))
    return problems


def _name_of_removal(session: Session, ids: Sequence[int]) -> str:
    rows = session.execute(
        select(ClassSession.held_on, ClassSession.half_day, Cohort.code)
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .where(ClassSession.id.in_(ids))
    ).all()
    if len(rows) < len(set(ids)) or not rows:
        raise NotFound("Cette demi-journée n’existe plus.")
    if len(rows) == 1:
        return f"Supprimer le {long_slot_label(rows[0].held_on, rows[0].half_day)} de {rows[0].code}"
    return f"Supprimer {french.plural(len(rows), 'demi-journée')} de {rows[0].code}"


def _marks(session: Session, condition: object) -> dict[SlotKey, int]:
    """How many marks each half-day that has some holds."""
    rows = session.execute(
        select(ClassSession.held_on, ClassSession.half_day, func.count())
        .join(Attendance, Attendance.class_session_id == ClassSession.id)
        .where(condition)  # type: ignore[arg-type]
        .group_by(ClassSession.id)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _marks_left_out(marks: dict[SlotKey, int], before: Calendar, after: Calendar) -> list[Problem]:
    problems = []
    for field, days in (
        ("planned_start", [key for key in marks if key[0] < after.start]),
        ("planned_end", [key for key in marks if key[0] > after.end]),
    ):
        if days:
            count = sum(marks[key] for key in days)
            problems.append(
                Problem(
                    field,
                    f"{french.plural(count, 'saisie')} d’émargement "
                    f"{french.form(count, 'serait', 'seraient')} hors des nouvelles dates "
                    f"({_span(day for day, _ in days)}){french.NBSP}: effacez-les d’abord.",
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


def _minutes(starts_at: dt.time, ends_at: dt.time) -> int:
    return (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute
