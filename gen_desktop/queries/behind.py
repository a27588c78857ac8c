"""The enrollments behind numbers: of many conditions at once, and of a number printed in a report.

A report carries with each number the very condition that counted it (``Behind``), so that the people are only
asked for when somebody wants to see them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.breakdowns import Dimension, is_in_group
from gen_desktop.queries.catalogue import Group
from gen_desktop.queries.indicators import Part, Person, condition_of, persons
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.report_scopes import counted_groups
from gen_desktop.queries.rights import may_name
from gen_desktop.queries.scope import Scope, parameters

_BITS = 60
"""So many fit in a whole number of SQLite."""

Whose = Callable[[Session, Populations], Condition]


@dataclass(frozen=True, slots=True)
class Behind:
    """Whom a printed number counts, in a group of its report (queries/report_scopes.py).

    ``cohort_id``: in that cohort alone, which may be none of the report's (an earlier one).
    """

    group: str
    whose: Whose
    cohort_id: int | None = None


@dataclass(frozen=True, slots=True)
class CutBehind:
    """Whom the numbers of a cut count: a population, and each of its groups."""

    group: str
    dimension: Dimension
    population: Group

    def of(self, key: str | None) -> Behind:
        """A group of the cut, by its key."""
        return Behind(self.group, those(self.group_of(key)))

    def everybody(self) -> Behind:
        """All groups together."""
        return Behind(self.group, those(self.population))

    def group_of(self, key: str | None) -> Group:
        """The population of a group of the cut."""
        return lambda p: self.population(p) & is_in_group(p, self.dimension, key)


def those(condition: Group) -> Whose:
    """Who meets a condition of the populations."""
    return lambda _session, p: condition(p)


def those_at(condition: Callable[[Populations, int], Condition], horizon: int) -> Whose:
    """Who meets a condition of the populations at a horizon, in months."""
    return lambda _session, p: condition(p, horizon)


def part_of(figure_id: str, part: Part = Part.NUMERATOR) -> Whose:
    """Who is counted in a part of an indicator; for hours, who has some."""
    return lambda _session, p: condition_of(figure_id, part, p)


def found(find: Callable[[Session, Populations], Iterable[int]]) -> Whose:
    """Who is found by what is more than a condition: the enrollments that ``find`` gives."""
    return lambda session, p: _is_one_of(find(session, p))


def scope_behind(scope: ReportScope, behind: Behind) -> Scope:
    """What a number of a report of that scope is counted over."""
    (group,) = (one for one in counted_groups(scope) if one.name == behind.group)
    return group.scope if behind.cohort_id is None else replace(group.scope, cohort_ids=(behind.cohort_id,))


def people_behind(session: Session, scope: ReportScope, behind: Behind) -> tuple[Person, ...]:
    """The people that a number of a report of that scope counts, by name. Raises Forbidden as ``people``."""
    asked = scope_behind(scope, behind)
    populations = Populations(asked, parameters(session, asked.as_of))
    return persons(session, populations, behind.whose(session, populations))


def _is_one_of(enrollment_ids: Iterable[int]) -> Condition:
    # As one text: a query takes no more than some thousands of values.
    values = func.json_each(json.dumps(list(enrollment_ids))).table_valued("value")
    return Enrollment.id.in_(select(values.c.value))


def how_many(session: Session, populations: Populations, conditions: Sequence[Condition]) -> list[int]:
    """How many enrollments of the scope meet each condition."""
    if not conditions:
        return []
    sums: list[Any] = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in conditions]
    return [int(value) for value in session.execute(populations.select_from(*sums)).one()]


def who(
    session: Session, populations: Populations, conditions: Mapping[str, Condition]
) -> dict[str, tuple[int, ...] | None]:
    """The enrollments that meet each condition, by name; None where whoever reads is not shown them.

    Each condition is a bit: asked one by one, they cost ten times more to put together than to run.
    """
    found: dict[str, tuple[int, ...] | None] = {
        key: () if may_name(session, condition) else None for key, condition in conditions.items()
    }
    shown = [key for key, people in found.items() if people is not None]
    for start in range(0, len(shown), _BITS):
        keys = shown[start : start + _BITS]
        bits = sum((case((conditions[key], 1 << at), else_=0) for at, key in enumerate(keys)), literal(0))
        statement = populations.select_from(Enrollment.id, bits).order_by(Learner.sort_key, Enrollment.id)
        rows = [(row[0], row[1]) for row in session.execute(statement) if row[1]]
        for at, key in enumerate(keys):
            found[key] = tuple(enrollment_id for enrollment_id, met in rows if met >> at & 1)
    return found
