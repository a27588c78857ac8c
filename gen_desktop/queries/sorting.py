"""What a list of learners can be ordered by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, select

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.learner import Learner
from gen_desktop.models.organization import Site
from gen_desktop.queries.criteria import LearnerCriteria, lacks_facts, missing_facts
from gen_desktop.queries.list_filters import funder_sql, rate_sql
from gen_desktop.queries.populations import enrollment_state
from gen_desktop.reference.lists import code_list

_Key = Callable[[dt.date], ColumnElement[Any]]


def ordering(criteria: LearnerCriteria, as_of: dt.date) -> list[ColumnElement[Any]]:
    """The order asked for; what is not known comes last, whichever the direction. Raises KeyError."""
    make = _KEYS[criteria.sort]
    if make is None:
        name = Learner.sort_key.desc() if criteria.descending else Learner.sort_key.asc()
        return [name, Learner.id.asc()]
    key = make(as_of)
    directed = key.desc() if criteria.descending else key.asc()
    # Said once: an attendance rate is long to work out.
    return [directed.nulls_last(), Learner.sort_key.asc(), Learner.id.asc()]


def _column(column: Any) -> _Key:
    return lambda _: func.nullif(column, "")


def _plain(column: Any) -> _Key:
    return lambda _: column


def _listed(name: str, column: Any) -> _Key:
    """By the order of a code list."""
    positions = {code.code: code.position for code in code_list(name)}
    return lambda _: case(positions, value=column, else_=None)


def _named(record: Any, name: Any, key: Any) -> _Key:
    """By the name of the record that the cohort points to."""
    return lambda _: select(name).where(record.id == key).correlate(Cohort).scalar_subquery()


def _state(as_of: dt.date) -> ColumnElement[Any]:
    positions = {code.code: code.position for code in code_list("enrollment_state")}
    position = case(positions, value=enrollment_state(as_of), else_=None)
    return case((Enrollment.id.is_not(None), position), else_=None)


def _age(_: dt.date) -> ColumnElement[Any]:
    return func.julianday("2200-01-01") - func.julianday(Learner.birth_date)


def _followed_on(as_of: dt.date) -> ColumnElement[Any]:
    return (
        select(func.max(FollowUp.recorded_on))
        .where(FollowUp.enrollment_id == Enrollment.id, FollowUp.recorded_on <= as_of)
        .correlate(Enrollment)
        .scalar_subquery()
    )


def _missing(_: dt.date) -> ColumnElement[Any]:
    """How many facts are missing, of whoever they are asked of."""
    count = sum((cast(condition, Integer) for condition in missing_facts().values()), start=cast(0, Integer))
    return case((lacks_facts(), count), else_=None)


_KEYS: Mapping[str, _Key | None] = {
    "name": None,
    "cohort": _column(Cohort.code),
    "course": _named(Course, Course.title, Cohort.course_id),
    "program": _named(FundingProgram, FundingProgram.name, Cohort.funding_program_id),
    "site": _named(Site, Site.name, Cohort.site_id),
    "city": _column(Learner.city),
    "postal_code": _column(Learner.postal_code),
    "diploma": _listed("education_level", Enrollment.highest_diploma),
    "state": _state,
    "rate": rate_sql,
    "phone": _column(Learner.phone),
    "email": _column(Learner.email),
    "birth_date": _plain(Learner.birth_date),
    "age": _age,
    "sex": _listed("sex", Learner.sex),
    "prescriber": _listed("prescriber", Enrollment.prescriber),
    "funder": lambda _: funder_sql(),
    "remuneration": _listed("remuneration", Enrollment.remuneration),
    "situation_before": _listed("situation_before", Enrollment.situation_before),
    "unemployment_months": _plain(Enrollment.unemployment_months),
    "qpv": _plain(Enrollment.in_qpv),
    "applied_on": _plain(Enrollment.applied_on),
    "entered_on": _plain(Enrollment.entered_on),
    "planned_exit_on": _plain(Enrollment.planned_exit_on),
    "exit_on": _plain(Enrollment.exit_on),
    "exit_reason": _listed("exit_reason", Enrollment.exit_reason),
    "followed_on": _followed_on,
    "missing": _missing,
    "france_travail_id": _column(Learner.france_travail_id),
}
SORTS = tuple(_KEYS)
