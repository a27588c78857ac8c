"""What the learner frames of the yearly activity report are made of: the hours followed in a year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.models.assiduity import ON_SITE, REMOTE
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.bpf import Frames, Participation, frames
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.attendance_sql import is_counted
from gen_desktop.reference.lists import codes_where


@dataclass(frozen=True, slots=True)
class Taught:
    """What the file knows of teaching in a period, in minutes: half-days that somebody attended.

    ``named``: of those that say who taught; ``trainers``: how many different names are noted.
    ``is_remote``: whether some of it was at a distance.
    """

    minutes: int
    named: int
    trainers: int
    is_remote: bool


def bpf_frames(session: Session, first: dt.date, last: dt.date) -> Frames:
    """The frames F-1 to F-4 and G of an accounting year, from the marks of presence of its days."""
    followed = func.sum(Attendance.minutes_present)
    rows = session.execute(
        select(
            *(Enrollment.learner_id, followed, Enrollment.bpf_status, Cohort.subcontracting),
            *(Course.action_type, Course.certification_code, Course.objective, Course.level, Course.nsf_code),
        )
        .select_from(Attendance)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(
            ClassSession.held_on.between(first, last),
            Attendance.minutes_present > 0,
            is_counted(),
            _is_training(),
        )
        .group_by(Enrollment.id)
    )
    return frames(Participation(row[0], int(row[1]), *row[2:]) for row in rows)


def taught(session: Session, first: dt.date, last: dt.date) -> Taught:
    """The teaching of an accounting year: face to face or at a distance, never in a company or at home."""
    attended = exists().where(
        Attendance.class_session_id == ClassSession.id, Attendance.minutes_present > 0, is_counted()
    )
    rows = session.execute(
        select(ClassSession.minutes, func.trim(ClassSession.trainer), _mode() == REMOTE)
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(ClassSession.held_on.between(first, last), _mode().in_((ON_SITE, REMOTE)), attended)
    ).all()
    return Taught(
        minutes=sum(minutes for minutes, _, _ in rows),
        named=sum(minutes for minutes, trainer, _ in rows if trainer),
        trainers=len({trainer.casefold() for _, trainer, _ in rows if trainer}),
        is_remote=any(remote for _, _, remote in rows),
    )


def _mode() -> ColumnElement[str]:
    """How a half-day is held: as it says, else as its course."""
    of_course = func.iif(Course.delivery_mode == REMOTE, REMOTE, ON_SITE)
    return func.coalesce(ClassSession.delivery_mode, of_course)


def _is_training() -> ColumnElement[bool]:
    """Whether a half-day counts: as it says, else as its mode does (code list session_mode)."""
    by_mode = _mode().in_(codes_where("session_mode", bpf="yes"))
    said = ClassSession.counts_for_bpf
    return or_(said.is_(True), said.is_(None) & by_mode)
