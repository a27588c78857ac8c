"""What an auditor would reject in the proofs of attendance: one finding per defect, with what to do.

Source: documents.md §1.1 (case law and pieces that inspections rejected). Sheets and papers are in
audit_papers.py; here, the calendar and the marks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, not_, or_, select, true
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.models.assiduity import AT_DISTANCE, ON_SITE, REMOTE
from gen_desktop.models.attendance import Attendance, presence_codes
from gen_desktop.models.calendar import holidays_for
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.closure import Closure
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.organization import Site
from gen_desktop.models.path import Slot
from gen_desktop.models.remote_work import RemoteActivity
from gen_desktop.queries.attendance_periods import PERIOD_COLUMNS, exceptions_of, period
from gen_desktop.queries.attendance_sql import is_counted
from gen_desktop.queries.audit_papers import findings_on_papers
from gen_desktop.queries.audit_rows import CohortRef, Finding, PersonRef, SlotRef
from gen_desktop.queries.missing_half_days import missing_half_days
from gen_desktop.queries.planned_hours import cohorts_that_differ

_SUNDAY = 6


def audit(session: Session, as_of: dt.date, cohort_id: int | None = None) -> tuple[Finding, ...]:
    """Every defect known on that day, by cohort; ``cohort_id`` None: of every cohort."""
    which = true() if cohort_id is None else Cohort.id == cohort_id
    found = [
        *_of_calendar(session, which, as_of),
        *_on_closures(session, which),
        *_outside_paths(session, which),
        *_in_advance(session, which, as_of),
        *_too_many_minutes(session, which),
        *_told_twice(session, which),
        *_hours_that_differ(session, which),
        *_blanks(session, as_of, cohort_id),
        *findings_on_papers(session, which, as_of),
    ]
    return tuple(sorted(found, key=lambda finding: finding.order))


def _of_calendar(session: Session, which: ColumnElement[bool], as_of: dt.date) -> Iterator[Finding]:
    """Half-days that lack what the sheet must say, or are on a day on which nothing should be held."""
    rows = session.execute(
        select(
            *(Cohort.id, Cohort.code, ClassSession.id, ClassSession.held_on, ClassSession.half_day),
            *(ClassSession.starts_at, ClassSession.ends_at, ClassSession.minutes, ClassSession.module),
            func.coalesce(ClassSession.trainer, Cohort.trainers),
            func.coalesce(Site.holiday_zone, "national"),
        )
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .where(which, ClassSession.held_on <= as_of)
    )
    for row in rows:
        cohort, slot = CohortRef(*row[:2]), SlotRef(*row[2:5])
        for rule, sentence in _slot_defects(slot, *row[5:]):
            yield Finding(rule, cohort, f"{slot.words}{NBSP}: {sentence}.", slot)


def _slot_defects(
    slot: SlotRef,
    starts: dt.time,
    ends: dt.time,
    minutes: int,
    module: str | None,
    trainer: str | None,
    zone: str,
) -> Iterator[tuple[str, str]]:
    length = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    if length <= 0 or minutes <= 0:
        yield "no_times", "les heures de début et de fin manquent"
    elif minutes > length:
        yield (
            "too_long",
            f"{french.duration(minutes)} comptées entre {french.clock(starts)} et {french.clock(ends)}",
        )
    if not (module or "").strip():
        yield "no_module", "le module n’est pas donné"
    if not (trainer or "").strip():
        yield "no_trainer", "le formateur n’est pas donné"
    if slot.held_on.weekday() == _SUNDAY:
        yield "on_sunday", "c’est un dimanche"
    if slot.held_on in holidays_for(zone, (slot.held_on.year,)):
        yield "on_holiday", "c’est un jour férié"


def _on_closures(session: Session, which: ColumnElement[bool]) -> Iterator[Finding]:
    rows = session.execute(
        select(
            *(Cohort.id, Cohort.code, ClassSession.id, ClassSession.held_on, ClassSession.half_day),
            Closure.reason,
        )
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .join(Closure, or_(Closure.cohort_id == Cohort.id, Closure.site_id == Cohort.site_id))
        .where(which, ClassSession.held_on.between(Closure.starts_on, Closure.ends_on))
    )
    for row in rows:
        slot = SlotRef(*row[2:5])
        sentence = f"{slot.words}{NBSP}: fermé ce jour-là ({row[5]})."
        yield Finding("on_closure", CohortRef(*row[:2]), sentence, slot)


def _marks(*columns: Any) -> Select[Any]:
    """The marks with their cohort, half-day and person, then these columns."""
    statement: Select[Any] = select(
        *(Cohort.id, Cohort.code, ClassSession.id, ClassSession.held_on, ClassSession.half_day),
        *(Enrollment.id, Enrollment.learner_id, Learner.last_name, Learner.first_name),
        *columns,
    )
    return (
        statement.select_from(Attendance)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
    )


def _refs(row: Sequence[Any]) -> tuple[CohortRef, SlotRef, PersonRef]:
    return CohortRef(*row[:2]), SlotRef(*row[2:5]), PersonRef(*row[5:9])


def _outside_paths(session: Session, which: ColumnElement[bool]) -> Iterator[Finding]:
    """Presences on half-days that were not due."""
    rows = session.execute(
        _marks(ClassSession.delivery_mode, ClassSession.module, *PERIOD_COLUMNS).where(
            which,
            Attendance.status.in_(presence_codes()),
            not_(func.coalesce(is_counted(), False)),
        )
    ).all()
    if not rows:
        return
    exceptions = exceptions_of(session, Enrollment.id.in_({row[5] for row in rows}))
    for row in rows:
        cohort, slot, person = _refs(row)
        held = Slot(slot.held_on, slot.half_day, row[9], row[10])
        path = period(row[11:], exceptions.get(person.enrollment_id))
        excuse = path.exceptions.reason(held)
        why = excuse or path.refusal(held) or "aucune entrée n’est notée"
        rule = "present_outside_path" if excuse is None else "present_when_excused"
        yield Finding(rule, cohort, f"{slot.words}, {person.name}{NBSP}: {why}.", slot, person)


def _in_advance(session: Session, which: ColumnElement[bool], as_of: dt.date) -> Iterator[Finding]:
    """Presences noted of half-days still to come."""
    rows = session.execute(
        _marks().where(which, Attendance.status.in_(presence_codes()), ClassSession.held_on > as_of)
    )
    for row in rows:
        cohort, slot, person = _refs(row)
        sentence = f"{slot.words}, {person.name}{NBSP}: présence notée d’avance."
        yield Finding("present_in_advance", cohort, sentence, slot, person)


def _too_many_minutes(session: Session, which: ColumnElement[bool]) -> Iterator[Finding]:
    rows = session.execute(
        _marks(Attendance.minutes_present, ClassSession.minutes).where(
            which, Attendance.minutes_present > ClassSession.minutes
        )
    )
    for row in rows:
        cohort, slot, person = _refs(row)
        hours = f"{french.duration(row[9])} de présence sur {french.duration(row[10])}"
        yield Finding(
            "too_many_minutes", cohort, f"{slot.words}, {person.name}{NBSP}: {hours}.", slot, person
        )


def _told_twice(session: Session, which: ColumnElement[bool]) -> Iterator[Finding]:
    """Half-days at distance whose time is told by verified work as well (assiduity.doubled_minutes)."""
    of_course = case((Course.delivery_mode == REMOTE, REMOTE), else_=ON_SITE)
    work = RemoteActivity
    rows = session.execute(
        _marks(func.sum(work.estimated_minutes))
        .join(Course, Course.id == Cohort.course_id)
        .join(work, (work.enrollment_id == Enrollment.id) & (work.planned_on == ClassSession.held_on))
        .where(
            which,
            func.coalesce(ClassSession.delivery_mode, of_course).in_(AT_DISTANCE),
            Attendance.minutes_present > 0,
            work.done_on.is_not(None),
            work.verified_on.is_not(None),
            is_counted(),
        )
        .group_by(Enrollment.id, ClassSession.id)
    )
    for row in rows:
        cohort, slot, person = _refs(row)
        verified = f"{french.duration(row[9])} de travail vérifié prévu ce jour-là"
        sentence = f"{slot.words}, {person.name}{NBSP}: présence à distance notée, et {verified}."
        yield Finding("remote_told_twice", cohort, sentence, slot, person)


def _hours_that_differ(session: Session, which: ColumnElement[bool]) -> Iterator[Finding]:
    for cohort_id, code, planned in cohorts_that_differ(session, which):
        told = ", ".join(planned.sentences())
        yield Finding("calendar_differs", CohortRef(cohort_id, code), f"{told}.")


def _blanks(session: Session, as_of: dt.date, cohort_id: int | None) -> Iterator[Finding]:
    for missing in missing_half_days(session, as_of, cohort_id):
        cohort = CohortRef(missing.cohort_id, missing.cohort_code)
        for half_day in missing.half_days:
            slot = SlotRef(half_day.class_session_id, half_day.held_on, half_day.half_day)
            people = french.plural(half_day.missing, "personne")
            verb = french.form(half_day.missing, "n’est pas notée", "ne sont pas notées")
            yield Finding("not_recorded", cohort, f"{slot.words}{NBSP}: {people} {verb}.", slot)
