"""What the learner frames of the yearly activity report are made of: the hours followed in a year."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, func, or_, select
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


def bpf_frames(session: Session, year: int) -> Frames:
    """The frames F-1 to F-4 and G of a calendar year, from the marks of presence of that year."""
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
            ClassSession.held_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
            Attendance.minutes_present > 0,
            is_counted(),
            _is_training(),
        )
        .group_by(Enrollment.id)
    )
    return frames(Participation(row[0], int(row[1]), *row[2:]) for row in rows)


def _is_training() -> ColumnElement[bool]:
    """Whether a half-day counts: as it says, else as its mode does (code list session_mode)."""
    of_course = func.iif(Course.delivery_mode == REMOTE, REMOTE, ON_SITE)
    mode = func.coalesce(ClassSession.delivery_mode, of_course)
    by_mode = mode.in_(codes_where("session_mode", bpf="yes"))
    said = ClassSession.counts_for_bpf
    return or_(said.is_(True), said.is_(None) & by_mode)
