"""The enrollments behind many conditions at once: how many in one read, and whose in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import case, func, literal
from sqlalchemy.orm import Session

from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.rights import may_name

_BITS = 60
"""So many fit in a whole number of SQLite."""


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
