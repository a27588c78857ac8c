"""Moving a half-day to another place of the calendar: marks, sheets and all that is attached go with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound, Problem
from gen_desktop.models.attendance import Attendance, long_slot_label, slot_label
from gen_desktop.models.calendar import HALF_DAYS
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort_plan import usual_slot
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.path import Slot
from gen_desktop.queries.cohort_detail import weekly_pattern
from gen_desktop.queries.recorded_half_days import recorded
from gen_desktop.services.attendance import first_presences
from gen_desktop.services.attendance_facts import load_facts
from gen_desktop.services.class_sessions import cohort_dates

KINDS = frozenset({"class_session", "attendance", "enrollment"})


@dataclass(frozen=True, slots=True)
class _Place:
    day: dt.date
    half_day: str
    starts_at: dt.time
    ends_at: dt.time


def move_class_session(
    db: Database, class_session_id: int, day: dt.date, half_day: str, *, today: dt.date
) -> Change:
    """Move a half-day to another day, or to the other half of the day, with all that hangs on it.

    It keeps its hours; from morning to afternoon it begins when the cohort's afternoons do, and lasts as
    long. Whoever entered with a presence that moves enters that day. Public holidays, Sundays and closures
    are not refused: queries.closures.objections says what to ask first.
    Raises NotFound, InvalidInput when the place is taken, or when what is recorded cannot stand there.
    """
    with db.read() as session:
        held = _loaded(session, class_session_id)
        code = cohort_dates(session, held.cohort_id).code
        slots = (slot_label(held.held_on, held.half_day), slot_label(day, half_day))
    name = f"Déplacer le {slots[0]} au {slots[1]} ({code})"
    with db.write(name) as session:
        held = _loaded(session, class_session_id)
        place = _place(session, held, day, half_day)
        if problems := _problems(session, held, place, today):
            raise InvalidInput(*problems)
        following = _entered_with_presence(session, class_session_id)
        held.held_on, held.half_day = place.day, place.half_day
        held.starts_at, held.ends_at = place.starts_at, place.ends_at
        session.flush()
        moved = _follow_entries(session, following)
    return Change(KINDS, frozenset({class_session_id, held.cohort_id, *moved}), name)


def _loaded(session: Session, class_session_id: int) -> ClassSession:
    found = session.get(ClassSession, class_session_id)
    if found is None:
        raise NotFound("Cette demi-journée n’existe plus.")
    return found


def _place(session: Session, held: ClassSession, day: dt.date, half_day: str) -> _Place:
    if half_day not in HALF_DAYS:
        raise InvalidInput.one("half_day", "Cette demi-journée n’existe pas.")
    if half_day == held.half_day:
        return _Place(day, half_day, held.starts_at, held.ends_at)
    slot = usual_slot(weekly_pattern(session, held.cohort_id), day, half_day)
    begins = dt.datetime.combine(day, slot.starts_at)
    ends = begins + dt.timedelta(minutes=held.minutes)
    if ends.date() != day:
        raise InvalidInput.one("half_day", "Cette demi-journée se terminerait après minuit.")
    return _Place(day, half_day, slot.starts_at, ends.time())


def _problems(session: Session, held: ClassSession, place: _Place, today: dt.date) -> list[Problem]:
    dates = cohort_dates(session, held.cohort_id)
    if not dates.start <= place.day <= dates.end:
        dates_text = french.date_range(dates.start, dates.end)
        return [Problem("day", f"Ce jour est hors des dates de la cohorte ({dates_text}).")]
    if problems := _taken(session, held, place):
        return problems
    what = recorded(session, [held.id]).get(held.id)
    if what is None:
        return []
    if place.day > today:
        slot = long_slot_label(held.held_on, held.half_day)
        sentence = f"Le {slot} a {what.said()}{french.NBSP}: il ne peut pas être déplacé dans l’avenir."
        return [Problem("day", sentence)]
    return _not_due(session, held, place)


def _taken(session: Session, held: ClassSession, place: _Place) -> list[Problem]:
    others = session.scalars(
        select(ClassSession).where(
            ClassSession.cohort_id == held.cohort_id,
            ClassSession.held_on == place.day,
            ClassSession.id != held.id,
        )
    )
    for other in others:
        if other.half_day == place.half_day:
            slot = long_slot_label(place.day, place.half_day)
            return [Problem("half_day", f"La place est prise{french.NBSP}: le {slot} est au calendrier.")]
        if place.starts_at < other.ends_at and other.starts_at < place.ends_at:
            hours = f"{french.clock(other.starts_at)} à {french.clock(other.ends_at)}"
            sentence = f"Les horaires chevaucheraient l’autre demi-journée (de {hours})."
            return [Problem("half_day", sentence)]
    return []


def _not_due(session: Session, held: ClassSession, place: _Place) -> list[Problem]:
    """The people whose mark cannot stand on the new day."""
    ids = session.scalars(select(Attendance.enrollment_id).where(Attendance.class_session_id == held.id))
    people = load_facts(session, [(one, held.id) for one in ids]).people.values()
    there = Slot(place.day, place.half_day, held.delivery_mode, held.module)
    refused = [
        f"{person.name} ({why})" for person in people if (why := person.period.refusal(there)) is not None
    ]
    if not refused:
        return []
    named = french.join_names(refused)
    day = french.long_date(place.day)
    return [Problem("day", f"Rien n’est dû le {day} de {named}, dont l’émargement est déjà saisi.")]


def _entered_with_presence(session: Session, class_session_id: int) -> list[int]:
    """Whoever is marked there and entered by the first presence, and not on a day that somebody stated."""
    return list(
        session.scalars(
            select(Enrollment.id)
            .join(Attendance, Attendance.enrollment_id == Enrollment.id)
            .where(
                Attendance.class_session_id == class_session_id,
                Enrollment.entry_follows_attendance.is_(True),
            )
        )
    )


def _follow_entries(session: Session, enrollment_ids: list[int]) -> set[int]:
    first = first_presences(session, enrollment_ids)
    moved = set()
    for one in enrollment_ids:
        enrollment = session.get_one(Enrollment, one)
        if one in first and enrollment.entered_on != first[one]:
            enrollment.entered_on = first[one]
            moved.add(one)
    return moved
