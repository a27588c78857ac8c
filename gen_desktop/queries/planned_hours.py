"""The hours that the calendar of a cohort holds, against those that its course plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.assiduity import session_mode
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.reference.lists import choices

COMPANY = "company"


@dataclass(frozen=True, slots=True)
class PlannedHours:
    """Minutes. ``by_mode``: of the calendar, by code of session_mode; the course's None when it says nothing.

    ``in_periods``: the longest time that a learner of the cohort is to spend in company, by the periods.
    """

    by_mode: Mapping[str, int]
    in_periods: int
    course_center: int | None
    course_company: int | None

    @property
    def center(self) -> int:
        """What the centre teaches: all but the half-days in company, distance and home included."""
        return sum(minutes for mode, minutes in self.by_mode.items() if mode != COMPANY)

    @property
    def company(self) -> int:
        """In company, half-days of the calendar and periods together."""
        return self.by_mode.get(COMPANY, 0) + self.in_periods

    @property
    def differs(self) -> bool:
        """Whether the calendar is not what the course plans."""
        is_center_off = self.course_center is not None and self.center != self.course_center
        return is_center_off or (bool(self.course_company) and self.company != self.course_company)

    def sentences(self) -> tuple[str, ...]:
        """« 1 204 h en centre sur 1 200 h prévues (+ 4 h) », then by mode, then in company."""
        said = [_against(self.center, self.course_center, "en centre")]
        away = [
            f"{french.hours(self.by_mode[code.code])} {code.label.lower()}"
            for code in choices("session_mode")
            if code.code not in ("on_site", COMPANY) and self.by_mode.get(code.code)
        ]
        if away:
            said.append(f"dont {french.join_names(away)}")
        if self.company or self.course_company:
            said.append(_against(self.company, self.course_company, "en entreprise"))
        return tuple(said)


def planned_hours(session: Session, cohort_id: int) -> PlannedHours:
    """The hours of a cohort's calendar, by mode, and those of its course."""
    course = session.execute(
        select(Course.delivery_mode, Course.planned_center_minutes, Course.planned_company_minutes)
        .join(Cohort, Cohort.course_id == Course.id)
        .where(Cohort.id == cohort_id)
    ).one()
    by_mode: dict[str, int] = {}
    for own, minutes in session.execute(
        select(ClassSession.delivery_mode, func.sum(ClassSession.minutes))
        .where(ClassSession.cohort_id == cohort_id)
        .group_by(ClassSession.delivery_mode)
    ):
        mode = session_mode(own, course[0])
        by_mode[mode] = by_mode.get(mode, 0) + minutes
    return PlannedHours(by_mode, _longest_in_company(session, cohort_id), course[1], course[2])


def _longest_in_company(session: Session, cohort_id: int) -> int:
    each = (
        select(func.sum(CompanyPeriod.planned_minutes).label("minutes"))
        .join(Enrollment, Enrollment.id == CompanyPeriod.enrollment_id)
        .where(Enrollment.cohort_id == cohort_id)
        .group_by(CompanyPeriod.enrollment_id)
        .subquery()
    )
    return session.scalar(select(func.max(each.c.minutes))) or 0


def _against(held: int, planned: int | None, where: str) -> str:
    said = f"{french.hours(held)} {where}"
    if planned is None:
        return f"{said}, la formation ne dit pas combien"
    said = f"{said} sur {french.hours(planned)} {french.form(planned / 60, 'prévue', 'prévues')}"
    if held == planned:
        return said
    sign = "+" if held > planned else "−"
    return f"{said} ({sign}{french.NBSP}{french.hours(abs(held - planned))})"
