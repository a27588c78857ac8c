"""The hours that the calendar of a cohort holds, against those that its course plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
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
    ((_, _, planned),) = _all(session, Cohort.id == cohort_id)
    return planned


def cohorts_that_differ(
    session: Session, which: ColumnElement[bool]
) -> Iterator[tuple[int, str, PlannedHours]]:
    """Id, code and hours of the cohorts whose calendar is not what their course plans, by code.

    ``which``: a condition on Cohort. A calendar without any half-day is not made yet: it is left out.
    """
    return (found for found in _all(session, which) if found[2].by_mode and found[2].differs)


def _all(session: Session, which: ColumnElement[bool]) -> Iterator[tuple[int, str, PlannedHours]]:
    by_mode, in_periods = _by_mode(session, which), _longest_in_company(session, which)
    rows = session.execute(
        select(Cohort.id, Cohort.code, Course.planned_center_minutes, Course.planned_company_minutes)
        .join(Course, Course.id == Cohort.course_id)
        .where(which)
        .order_by(Cohort.code)
    )
    for one, code, center, company in rows:
        yield one, code, PlannedHours(by_mode.get(one, {}), in_periods.get(one, 0), center, company)


def _by_mode(session: Session, which: ColumnElement[bool]) -> dict[int, dict[str, int]]:
    rows = session.execute(
        select(Cohort.id, Course.delivery_mode, ClassSession.delivery_mode, func.sum(ClassSession.minutes))
        .join(Course, Course.id == Cohort.course_id)
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .where(which)
        .group_by(Cohort.id, ClassSession.delivery_mode)
    )
    found: dict[int, dict[str, int]] = {}
    for one, usual, own, minutes in rows:
        by_mode, mode = found.setdefault(one, {}), session_mode(own, usual)
        by_mode[mode] = by_mode.get(mode, 0) + minutes
    return found


def _longest_in_company(session: Session, which: ColumnElement[bool]) -> dict[int, int]:
    each = (
        select(Enrollment.cohort_id, func.sum(CompanyPeriod.planned_minutes).label("minutes"))
        .join(Enrollment, Enrollment.id == CompanyPeriod.enrollment_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(which)
        .group_by(CompanyPeriod.enrollment_id)
        .subquery()
    )
    rows = session.execute(select(each.c.cohort_id, func.max(each.c.minutes)).group_by(each.c.cohort_id))
    return {row[0]: row[1] or 0 for row in rows}


def _against(held: int, planned: int | None, where: str) -> str:
    said = f"{french.hours(held)} {where}"
    if planned is None:
        return f"{said}, la formation ne dit pas combien"
    said = f"{said} sur {french.hours(planned)} {french.form(planned / 60, 'prévue', 'prévues')}"
    if held == planned:
        return said
    sign = "+" if held > planned else "−"
    return f"{said} ({sign}{french.NBSP}{french.hours(abs(held - planned))})"
