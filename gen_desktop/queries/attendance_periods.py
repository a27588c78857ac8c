"""The facts that decide which half-days are due of people, as AttendancePeriod takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from gen_desktop.models.attendance import AttendancePeriod
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.exemption import Exemption
from gen_desktop.models.path import NO_EXCEPTIONS, CompanyDays, ExemptedSlots, PathExceptions
from gen_desktop.queries.attendance_sql import ends_on, starts_on

PERIOD_COLUMNS: tuple[Any, ...] = (
    Enrollment.decision,
    Enrollment.is_no_show,
    Enrollment.planned_entry_on,
    Enrollment.entered_on,
    Enrollment.entry_follows_attendance,
    Enrollment.exit_on,
    Enrollment.planned_exit_on,
    starts_on,
    ends_on,
)
"""What a row about an enrollment joined to its cohort ends with, for ``period``."""


def period(facts: Sequence[Any], exceptions: PathExceptions | None) -> AttendancePeriod:
    """The period of a row: ``facts`` are the values of PERIOD_COLUMNS."""
    return AttendancePeriod(*[*facts, exceptions or NO_EXCEPTIONS])


def exceptions_of(session: Session, *about: ColumnElement[bool]) -> Mapping[int, PathExceptions]:
    """Exemptions and periods in company by enrollment; ``about``: conditions on Enrollment.

    Those who have neither are absent.
    """
    exemptions: dict[int, list[ExemptedSlots]] = {}
    for row in session.execute(_of_people(Exemption, _EXEMPTION, about).order_by(Exemption.id)):
        exemptions.setdefault(row[0], []).append(ExemptedSlots(*row[1:]))
    company: dict[int, list[CompanyDays]] = {}
    for row in session.execute(_of_people(CompanyPeriod, _COMPANY, about).order_by(CompanyPeriod.starts_on)):
        company.setdefault(row[0], []).append(CompanyDays(*row[1:]))
    return {
        key: PathExceptions(tuple(exemptions.get(key, ())), tuple(company.get(key, ())))
        for key in exemptions.keys() | company.keys()
    }


_EXEMPTION = ("starts_on", "ends_on", "weekday", "half_day", "module")
_COMPANY = ("starts_on", "ends_on", "host")


def _of_people(
    record: type[Exemption | CompanyPeriod], names: Sequence[str], about: Sequence[ColumnElement[bool]]
) -> Select[Any]:
    columns = [getattr(record, name) for name in names]
    joined = select(record.enrollment_id, *columns).join(Enrollment, Enrollment.id == record.enrollment_id)
    return joined.where(*about)
