"""The half-days of a cohort: planned with it, added and removed by hand.

``replanning`` has what a change of the cohort does to them, ``session_changes`` what people change of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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
from gen_desktop.models.history import record_bulk
from gen_desktop.models.ids import new_ids
from gen_desktop.models.names import one_spelling
from gen_desktop.queries.recorded_half_days import recorded
from gen_desktop.queries.teaching import known_trainers
from gen_desktop.services.attendance import delete_marks
from gen_desktop.services.deletion import delete_with_all

KINDS = frozenset({"class_session"})


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
    delivery_mode: str | None = None  # a code of session_mode


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
        code = cohort_dates(session, cohort_id).code
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
            minutes=minutes_between(values.starts_at, values.ends_at),
            module=values.module,
            trainer=one_spelling(values.trainer, known_trainers(session, cohort_id)),
            place=values.place,
            delivery_mode=values.delivery_mode,
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
        held = recorded(session, ids)
        for half_day in found:
            if what := held.get(half_day.id):
                raise Conflict(
                    f"Le {long_slot_label(half_day.held_on, half_day.half_day)} a "
                    f"{what.said()}{french.NBSP}: il ne peut pas être retiré."
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


@dataclass(frozen=True, slots=True)
class CohortDates:
    """What a half-day must lie within: the actual dates where known."""

    code: str
    start: dt.date
    end: dt.date


def cohort_dates(session: Session, cohort_id: int) -> CohortDates:
    """The dates of a cohort. Raises NotFound."""
    row = session.execute(
        select(
            Cohort.code,
            func.coalesce(Cohort.actual_start, Cohort.planned_start),
            func.coalesce(Cohort.actual_end, Cohort.planned_end),
        ).where(Cohort.id == cohort_id)
    ).first()
    if row is None:
        raise NotFound("Cette cohorte n’existe plus.")
    return CohortDates(*row)


def _addition_problems(session: Session, cohort_id: int, values: ClassSessionInput) -> list[Problem]:
    problems = []
    dates = cohort_dates(session, cohort_id)
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


def minutes_between(starts_at: dt.time, ends_at: dt.time) -> int:
    """The length of a half-day."""
    return (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute
