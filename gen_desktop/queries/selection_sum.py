"""Several people chosen in a list, in a few numbers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.queries.criteria import YOUNG, from_learners, is_incomplete
from gen_desktop.queries.list_filters import YES, age_sql, entry_day_sql, rural_sql
from gen_desktop.queries.populations import enrollment_state

CHUNK = 10_000
"""People in one statement; SQLite takes 32,766 values at most."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many meet a condition, and of how many it is not known."""

    yes: int
    unknown: int


@dataclass(frozen=True, slots=True)
class SelectionSum:
    """``states`` and ``cohorts``: the most frequent first, None for whoever is enrolled nowhere."""

    people: int
    states: tuple[tuple[str | None, int], ...]
    cohorts: tuple[tuple[str | None, int], ...]
    women: Share
    young: Share
    in_qpv: Share
    rural: Share
    incomplete: int


def selection_sum(
    session: Session, learner_ids: Sequence[int], as_of: dt.date, cohort_ids: Sequence[int] | None = None
) -> SelectionSum:
    """These people in numbers; ``cohort_ids``: those of the list, which say the enrollment meant."""
    statement = from_learners(
        Learner.sex,
        age_sql(entry_day_sql()).label("age"),
        Enrollment.id.label("enrollment_id"),
        Enrollment.in_qpv,
        rural_sql().label("rural"),
        Cohort.code.label("cohort"),
        enrollment_state(as_of).label("state"),
        is_incomplete().label("incomplete"),
        cohort_ids=cohort_ids,
    )
    rows = [
        row
        for start in range(0, len(learner_ids), CHUNK)
        for row in session.execute(statement.where(Learner.id.in_(learner_ids[start : start + CHUNK])))
    ]
    states = Counter(row.state if row.enrollment_id is not None else None for row in rows)
    return SelectionSum(
        people=len(rows),
        states=tuple(states.most_common()),
        cohorts=tuple(Counter(row.cohort for row in rows).most_common()),
        women=_share([None if row.sex is None else row.sex == "F" for row in rows]),
        young=_share([None if row.age is None else row.age < YOUNG for row in rows]),
        in_qpv=_share([row.in_qpv for row in rows]),
        rural=_share([None if row.rural is None else row.rural == YES for row in rows]),
        incomplete=sum(bool(row.incomplete) for row in rows),
    )


def _share(values: Sequence[bool | None]) -> Share:
    return Share(sum(value is True for value in values), sum(value is None for value in values))
