"""The half-days of a cohort as a calendar of events tells them. No name of a learner is in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.assiduity import session_mode
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.organization import Site


@dataclass(frozen=True, slots=True)
class Event:
    """A half-day. ``id`` and ``version``: of the class session. Hours are those of the clock of the site."""

    id: int
    version: int
    day: dt.date
    starts_at: dt.time
    ends_at: dt.time
    module: str | None
    trainer: str | None
    place: str | None
    mode: str
    note: str | None


@dataclass(frozen=True, slots=True)
class CohortEvents:
    """A cohort with its half-days in the order of time. ``zone``: of public holidays; ``site``: address."""

    code: str
    course_title: str
    zone: str
    site: str
    events: tuple[Event, ...]


def cohort_events(session: Session, cohort_id: int) -> CohortEvents:
    """What a calendar of that cohort holds. Raises NotFound."""
    row = session.execute(
        select(
            Cohort.code,
            Course.title,
            Course.delivery_mode,
            func.coalesce(Site.holiday_zone, "national"),
            Site.name,
            Site.address,
            Site.postal_code,
            Site.city,
        )
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .where(Cohort.id == cohort_id)
    ).first()
    if row is None:
        raise NotFound("Cette cohorte n’existe plus.")
    code, title, course_mode, zone, name, address, postal_code, city = row
    town = " ".join(filter(None, (postal_code, city)))
    site = ", ".join(dict.fromkeys(filter(None, (name, address, town))))
    return CohortEvents(code, title, zone, site, _events(session, cohort_id, course_mode))


def _events(session: Session, cohort_id: int, course_mode: str | None) -> tuple[Event, ...]:
    rows = session.execute(
        select(
            ClassSession.id,
            ClassSession.version,
            ClassSession.held_on,
            ClassSession.starts_at,
            ClassSession.ends_at,
            ClassSession.module,
            ClassSession.trainer,
            ClassSession.place,
            ClassSession.delivery_mode,
            ClassSession.note,
        )
        .where(ClassSession.cohort_id == cohort_id)
        .order_by(ClassSession.held_on, ClassSession.half_day)
    )
    return tuple(Event(*row[:8], session_mode(row[8], course_mode), row[9]) for row in rows)
