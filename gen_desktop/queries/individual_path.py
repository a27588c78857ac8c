"""The path of one enrollment: its dates, what is taken away from it, and whether the hours fit the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.errors import NotFound
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.exemption import Exemption
from gen_desktop.models.path import IN_COMPANY, ExemptedSlots
from gen_desktop.queries.attendance_sql import is_due
from gen_desktop.queries.marks_not_due import MarkNotDue, marks_not_due


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """An exemption as its form shows it. ``version`` says which state that was."""

    id: int
    version: int
    slots: ExemptedSlots
    reason: str | None


@dataclass(frozen=True, slots=True)
class CompanyPeriodRow:
    """A period in company as its form shows it; lengths in minutes, None is unknown."""

    id: int
    version: int
    company_id: int | None
    host: str
    starts_on: dt.date
    ends_on: dt.date
    planned_minutes: int | None
    done_minutes: int | None
    sheet_received_on: dt.date | None
    tutor: str | None
    tutor_contact: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class IndividualPath:
    """The path of an enrollment. Lengths in minutes.

    ``by_mode``: what the calendar holds of what is due, by code of session_mode (None: as the course).
    ``planned_center``, ``planned_company``: what the enrollment says, else its course; None if neither does.
    """

    planned_entry_on: dt.date | None
    planned_exit_on: dt.date | None
    exemptions: tuple[ExemptionRow, ...]
    company: tuple[CompanyPeriodRow, ...]
    by_mode: dict[str | None, int]
    planned_center: int | None
    planned_company: int | None
    not_due: tuple[MarkNotDue, ...]

    @property
    def due_center(self) -> int:
        """Minutes due with the organisation: in the centre, at distance, at home."""
        return sum(minutes for mode, minutes in self.by_mode.items() if mode != IN_COMPANY)

    @property
    def due_company(self) -> int:
        """Minutes planned in company: those of the periods, and the half-days held there outside of them."""
        return self.by_mode.get(IN_COMPANY, 0) + sum(one.planned_minutes or 0 for one in self.company)

    @property
    def done_company(self) -> int:
        """Minutes done in company by the sheets received; never mixed with presence in the centre."""
        return sum(one.done_minutes or 0 for one in self.company)

    @property
    def center_words(self) -> str:
        """« 1 204 h prévues au calendrier, 1 200 h au parcours »."""
        return _fit_words(self.due_center, self.planned_center)

    @property
    def company_words(self) -> str:
        """The same of the hours in company."""
        return _fit_words(self.due_company, self.planned_company)


def individual_path(session: Session, enrollment_id: int) -> IndividualPath:
    """The path of an enrollment. Raises NotFound."""
    row = session.execute(
        select(
            Enrollment.planned_entry_on,
            Enrollment.planned_exit_on,
            func.coalesce(Enrollment.planned_center_minutes, Course.planned_center_minutes),
            func.coalesce(Enrollment.planned_company_minutes, Course.planned_company_minutes),
        )
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(Enrollment.id == enrollment_id)
    ).first()
    if row is None:
        raise NotFound("Cette inscription n’est plus dans le fichier.")
    return IndividualPath(
        planned_entry_on=row[0],
        planned_exit_on=row[1],
        exemptions=_exemptions(session, enrollment_id),
        company=_company_periods(session, enrollment_id),
        by_mode=_minutes_by_mode(session, enrollment_id),
        planned_center=row[2],
        planned_company=row[3],
        not_due=marks_not_due(session, enrollment_id=enrollment_id),
    )


def modules_of(session: Session, enrollment_id: int) -> tuple[str, ...]:
    """The modules on the calendar of the person's cohort, by name: what an exemption usually names."""
    rows = session.scalars(
        select(ClassSession.module)
        .join(Enrollment, Enrollment.cohort_id == ClassSession.cohort_id)
        .where(Enrollment.id == enrollment_id, ClassSession.module.is_not(None))
        .distinct()
        .order_by(ClassSession.module)
    )
    return tuple(module for module in rows if module)


def _exemptions(session: Session, enrollment_id: int) -> tuple[ExemptionRow, ...]:
    found = session.scalars(
        select(Exemption).where(Exemption.enrollment_id == enrollment_id).order_by(Exemption.id)
    )
    return tuple(
        ExemptionRow(
            one.id,
            one.version,
            ExemptedSlots(one.starts_on, one.ends_on, one.weekday, one.half_day, one.module),
            one.reason,
        )
        for one in found
    )


def _company_periods(session: Session, enrollment_id: int) -> tuple[CompanyPeriodRow, ...]:
    names = CompanyPeriodRow.__dataclass_fields__
    rows = session.execute(
        select(*(getattr(CompanyPeriod, name) for name in names))
        .where(CompanyPeriod.enrollment_id == enrollment_id)
        .order_by(CompanyPeriod.starts_on)
    )
    return tuple(CompanyPeriodRow(*row) for row in rows)


def _minutes_by_mode(session: Session, enrollment_id: int) -> dict[str | None, int]:
    rows = session.execute(
        select(ClassSession.delivery_mode, func.sum(ClassSession.minutes))
        .join(Enrollment, Enrollment.cohort_id == ClassSession.cohort_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.id == enrollment_id, is_due())
        .group_by(ClassSession.delivery_mode)
    )
    return {row[0]: row[1] for row in rows}


def _fit_words(due: int, planned: int | None) -> str:
    calendar = f"{french.hours(due)} prévues au calendrier"
    return calendar if planned is None else f"{calendar}, {french.hours(planned)} au parcours"
