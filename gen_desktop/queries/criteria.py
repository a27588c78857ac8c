"""What a list of learners is narrowed and ordered by, said once for the screen, the exports and the tests.

One line per person: the enrollment shown is the latest one (by the start of its cohort) among the cohorts
asked for, and every criterion speaks of that enrollment. What is shown therefore always meets what was asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.names import fold
from gen_desktop.queries.list_filters import UNKNOWN, Narrowing, narrowing_condition
from gen_desktop.queries.populations import enrollment_state
from gen_desktop.reference.lists import codes_where

Condition = ColumnElement[bool]
YOUNG = 26
"""« Moins de 26 ans »: at the entry (the planned one, the start of the cohort while there is none)."""


@dataclass(frozen=True, slots=True)
class LearnerCriteria:
    """Everything said is required together. ``states``: codes of enrollment_state, UNKNOWN: not enrolled.

    ``cohort_ids`` and ``learner_ids`` None: all. ``narrowings``: one per filter. ``sort``: one of SORTS
    (queries/sorting.py); names settle what is equal.
    """

    text: str = ""
    cohort_ids: tuple[int, ...] | None = None
    states: tuple[str, ...] = ()
    incomplete: bool = False
    narrowings: tuple[Narrowing, ...] = ()
    learner_ids: tuple[int, ...] | None = None
    sort: str = "name"
    descending: bool = False


def shown_enrollment(cohort_ids: Sequence[int] | None = None) -> Condition:
    """Whether Enrollment is the one shown for Learner: the latest, among those cohorts if any are given."""
    other, its_cohort = aliased(Enrollment), aliased(Cohort)
    start = func.coalesce(its_cohort.actual_start, its_cohort.planned_start)
    latest = (
        select(other.id)
        .join(its_cohort, its_cohort.id == other.cohort_id)
        .where(other.learner_id == Learner.id)
        .order_by(start.desc(), other.id.desc())
        .limit(1)
    )
    if cohort_ids is not None:
        latest = latest.where(other.cohort_id.in_(cohort_ids))
    return Enrollment.id == latest.correlate(Learner).scalar_subquery()


def from_learners(*columns: Any, cohort_ids: Sequence[int] | None = None) -> Select[Any]:
    """One row per person with the enrollment shown; that of nobody enrolled is empty."""
    statement = (
        select(*columns)
        .select_from(Learner)
        .outerjoin(Enrollment, shown_enrollment(cohort_ids))
        .outerjoin(Cohort, Cohort.id == Enrollment.cohort_id)
    )
    return statement if cohort_ids is None else statement.where(Enrollment.id.is_not(None))


def conditions(criteria: LearnerCriteria, as_of: dt.date) -> list[Condition]:
    """What the rows of ``from_learners`` must meet; ``learner_ids`` is left to the caller."""
    met: list[Condition] = [text_condition(criteria.text)]
    if criteria.states:
        met.append(_state_condition(criteria.states, as_of))
    met += (narrowing_condition(one, as_of) for one in criteria.narrowings)
    if criteria.incomplete:
        met.append(is_incomplete())
    return met


def _state_condition(states: Sequence[str], as_of: dt.date) -> Condition:
    enrolled = and_(Enrollment.id.is_not(None), enrollment_state(as_of).in_(states))
    return or_(enrolled, Enrollment.id.is_(None)) if UNKNOWN in states else enrolled


def text_condition(text: str) -> Condition:
    """Every word typed is found somewhere in what the person is searched by, whatever the order."""
    return and_(true(), *(contains(word) for word in search_words(text)))


def search_words(text: str) -> list[str]:
    """The folded words of a search; a telephone number typed with spaces or dots is one word."""
    folded = fold(text)
    bare = folded.replace(" ", "").replace(".", "")
    return [bare] if bare.isdigit() and bare.startswith("0") else folded.split()


def contains(word: str) -> Condition:
    """Whether that folded word is in what the person is searched by."""
    return Learner.search_text.contains(word, autoescape=True)


def missing_facts() -> dict[str, Condition]:
    """What the reports ask of everybody admitted, and when it is missing; keys are field names of forms."""
    silent = codes_where("education_level", bac_or_below="unknown")
    unknown = codes_where("situation_before", neet_eligible="unknown", job_seeker="unknown")
    diploma = func.coalesce(Enrollment.highest_diploma, Enrollment.last_class)
    return {
        "sex": Learner.sex.is_(None),
        "birth_date": Learner.birth_date.is_(None),
        "postal_code": Learner.postal_code.is_(None),
        "phone": and_(Learner.phone.is_(None), Learner.email.is_(None)),
        "highest_diploma": or_(diploma.is_(None), diploma.in_(silent)),
        "situation_before": or_(
            Enrollment.situation_before.is_(None), Enrollment.situation_before.in_(unknown)
        ),
        "in_qpv": Enrollment.in_qpv.is_(None),
        "rural_zoning": Enrollment.rural_zoning.is_(None),
    }


def is_incomplete() -> Condition:
    """Not erased, and something is not known that the reports ask, or was typed and is to be corrected."""
    is_wrong = and_(Learner.to_correct.is_not(None), Learner.erased_on.is_(None))
    return or_(lacks_facts(), is_wrong)


def lacks_facts() -> Condition:
    """Admitted or entered, not erased, and something that the reports ask is not known."""
    welcome = and_(Enrollment.decision == "admitted", Enrollment.is_no_show.is_(False))
    concerned = or_(Enrollment.entered_on.is_not(None), welcome)
    return and_(concerned, Learner.erased_on.is_(None), or_(*missing_facts().values()))
