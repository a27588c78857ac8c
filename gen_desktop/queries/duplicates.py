"""The pairs of records that may be one person, for people to work through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from gen_desktop.models.doubtful_pair import OPEN, DoubtfulPair
from gen_desktop.models.learner import Learner

_SURE = ("same_france_travail_id", "same_birth", "same_email", "same_phone", "swapped_birth")
"""Signs that tell people apart, the strongest first: pairs that have them come first."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the two records of a pair."""

    id: int
    last_name: str
    first_name: str
    birth_date: dt.date | None
    city: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A doubt that nobody settled yet. ``reasons``: codes of importing/likeness.py."""

    id: int
    first: OneOf
    second: OneOf
    reasons: tuple[str, ...]
    found_on: dt.date


def count_open(session: Session) -> int:
    """How many pairs wait; those of people erased since do not."""
    one, other = aliased(Learner), aliased(Learner)
    statement = _open(select(func.count()), one, other)
    return session.scalar(statement) or 0


def open_pairs(session: Session) -> tuple[Pair, ...]:
    """Every pair that waits, the most alike first."""
    one, other = aliased(Learner), aliased(Learner)
    columns = ("id", "last_name", "first_name", "birth_date", "city")
    statement = _open(
        select(
            DoubtfulPair.id.label("pair_id"),
            DoubtfulPair.reasons,
            DoubtfulPair.found_on,
            *(getattr(one, name).label(f"one_{name}") for name in columns),
            *(getattr(other, name).label(f"other_{name}") for name in columns),
        ),
        one,
        other,
    )
    pairs = [
        Pair(
            row.pair_id,
            OneOf(*(getattr(row, f"one_{name}") for name in columns)),
            OneOf(*(getattr(row, f"other_{name}") for name in columns)),
            tuple(code for code in row.reasons.split("|") if code),
            row.found_on,
        )
        for row in session.execute(statement)
    ]
    return tuple(sorted(pairs, key=_order))


def _open(statement: Select[Any], one: type[Learner], other: type[Learner]) -> Select[Any]:
    return (
        statement.select_from(DoubtfulPair)
        .join(one, one.id == DoubtfulPair.first_id)
        .join(other, other.id == DoubtfulPair.second_id)
        .where(DoubtfulPair.state == OPEN, one.erased_on.is_(None), other.erased_on.is_(None))
    )


def _order(pair: Pair) -> tuple[int, str, int]:
    rank = next((at for at, code in enumerate(_SURE) if code in pair.reasons), len(_SURE))
    return rank, pair.first.last_name, pair.id
