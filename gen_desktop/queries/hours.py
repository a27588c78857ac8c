"""Hours due, present, justified and unjustified, per enrollment: what the attendance rates are made of.

Half-days that nobody recorded are counted apart: they are neither presence nor absence.
"""

from __future__ import annotations

from sqlalchemy import Subquery, and_, case, func, or_, select

from gen_desktop.models.attendance import Attendance, due_codes, justified_codes, unjustified_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.scope import Scope


def hours_by_enrollment(scope: Scope) -> Subquery:
    """Minutes per enrollment in the period: due (and recorded), present, justified, unjustified, unrecorded.

    Hours are due from the entry to the exit, both days included (programme.md §3.3, B1).
    """
    recorded = Attendance.status.in_(due_codes())
    day = ClassSession.held_on
    conditions = [
        Enrollment.entered_on.is_not(None),
        day >= Enrollment.entered_on,
        day <= scope.as_of,
        or_(Enrollment.exit_on.is_(None), day <= Enrollment.exit_on),
    ]
    if scope.cohort_ids is not None:
        conditions.append(Enrollment.cohort_id.in_(scope.cohort_ids))
    if scope.date_from is not None:
        conditions.append(day >= scope.date_from)
    if scope.date_to is not None:
        conditions.append(day <= scope.date_to)
    minutes = ClassSession.minutes
    return (
        select(
            Enrollment.id.label("enrollment_id"),
            func.sum(case((recorded, minutes), else_=0)).label("due"),
            func.sum(case((recorded, Attendance.minutes_present), else_=0)).label("present"),
            func.sum(case((Attendance.status.in_(justified_codes()), minutes), else_=0)).label("justified"),
            func.sum(case((Attendance.status.in_(unjustified_codes()), minutes), else_=0)).label(
                "unjustified"
            ),
            func.sum(case((Attendance.status.is_(None), minutes), else_=0)).label("unrecorded"),
        )
        .select_from(Enrollment)
        .join(ClassSession, ClassSession.cohort_id == Enrollment.cohort_id)
        .outerjoin(
            Attendance,
            and_(Attendance.enrollment_id == Enrollment.id, Attendance.class_session_id == ClassSession.id),
        )
        .where(*conditions)
        .group_by(Enrollment.id)
        .subquery("hours")
    )
