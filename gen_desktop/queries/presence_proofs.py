"""What is told to payers and no sound sheet proves: the half-days of people over a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import Session

from gen_desktop.models.attendance import Attendance, presence_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.attendance_sql import is_counted
from gen_desktop.queries.sheet_sql import is_signed_for, noted, sheets_of_half_days


@dataclass(frozen=True, slots=True)
class Unproved:
    """Half-days of one person or of several.

    ``without_sheet``: of presence, and no signed sheet is filed. ``with_defects``: the filed sheet says
    something else of the person (sheet_rules.defect_of), or the trainer's signature is not seen on it.
    """

    without_sheet: int = 0
    with_defects: int = 0

    def __add__(self, other: Unproved) -> Unproved:
        return Unproved(
            self.without_sheet + other.without_sheet,
            self.with_defects + other.with_defects,
        )


def unproved_half_days(
    session: Session, enrollment_ids: Collection[int], first: dt.date, last: dt.date
) -> dict[int, Unproved]:
    """By enrollment, between these days, both included; people of whom all is proved are left out.

    Half-days that are not due, or that no sheet is signed for, are not counted.
    """
    sheets, seen = sheets_of_half_days().subquery(), noted().subquery()
    is_present = Attendance.status.in_(presence_codes())
    has_sheet = sheets.c.class_session_id.is_not(None)
    is_signed = func.coalesce(seen.c.unsigned, 0) < sheets.c.sheets
    is_doubtful = func.coalesce(seen.c.doubtful, 0) == 1
    lacks = and_(not_(has_sheet), is_present, is_signed_for())
    is_sound = and_(sheets.c.trainer_signed.is_(True), is_signed, not_(is_doubtful))
    is_wrong = and_(has_sheet, or_(and_(is_present, not_(is_sound)), and_(not_(is_present), is_signed)))
    rows = session.execute(
        select(Enrollment.id, func.count().filter(lacks), func.count().filter(is_wrong))
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Attendance, Attendance.enrollment_id == Enrollment.id)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .outerjoin(sheets, sheets.c.class_session_id == ClassSession.id)
        .outerjoin(
            seen,
            and_(seen.c.class_session_id == ClassSession.id, seen.c.enrollment_id == Enrollment.id),
        )
        .where(
            Enrollment.id.in_(enrollment_ids),
            ClassSession.held_on.between(first, last),
            is_counted(),
            or_(lacks, is_wrong),
        )
        .group_by(Enrollment.id)
    )
    return {row[0]: Unproved(row[1], row[2]) for row in rows}
