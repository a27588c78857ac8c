"""Who in the store looks like somebody whose name is being typed: told beside the field, never decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.importing.known_people import IDENTITY_COLUMNS, identity_of
from gen_desktop.importing.likeness import (
    LIKENESS_WORDS,
    Births,
    Identity,
    Names,
    compare_births,
    compare_names,
    likeness,
    likeness_codes,
)
from gen_desktop.models.learner import Learner, full_name

MOST = 3
_FEWEST_LETTERS = 2
_COMPARED = 60
"""People whose names are nearest, each then compared by the rules of imports."""
_NEAR = 72.0
"""Out of 100 (rapidfuzz token_set_ratio): a letter wrong in each of two short names is still above."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody of the store, and what the two have in common: « même nom, même naissance »."""

    id: int
    name: str
    birth_date: dt.date | None
    reasons: str
    sex: str | None = None


def lookalikes(session: Session, who: Identity, own_id: int | None = None) -> tuple[Lookalike, ...]:
    """The most alike first. Nobody before both names are begun. ``own_id``: the record being changed."""
    if min(map(len, who.folded)) < _FEWEST_LETTERS:
        return ()
    keys = _names_in_file(session)
    keys.pop(own_id or 0, None)
    near = process.extract(who.key, keys, scorer=fuzz.token_set_ratio, score_cutoff=_NEAR, limit=_COMPARED)
    people = _people(session, [learner_id for _key, _score, learner_id in near])
    alike = [
        (_distance(who, other), learner_id, other) for learner_id, other in people if _is_alike(who, other)
    ]
    return tuple(
        _lookalike(who, other, learner_id) for _far, learner_id, other in sorted(alike, key=_first)[:MOST]
    )


def namesakes(session: Session, who: Identity) -> tuple[int, ...]:
    """Those of the very same name whose birth date does not tell them apart."""
    rows = session.execute(
        select(*IDENTITY_COLUMNS).where(Learner.erased_on.is_(None), Learner.sort_key == who.key)
    )
    found = [(row.id, identity_of(row)) for row in rows]
    return tuple(
        learner_id
        for learner_id, other in found
        if compare_births(who.birth_date, other.birth_date) is not Births.DIFFERENT
    )


def _names_in_file(session: Session) -> dict[int, str]:
    rows = session.execute(select(Learner.id, Learner.sort_key).where(Learner.erased_on.is_(None)))
    return {row.id: row.sort_key for row in rows}


def _people(session: Session, learner_ids: list[int]) -> list[tuple[int, Identity]]:
    rows = session.execute(select(*IDENTITY_COLUMNS).where(Learner.id.in_(learner_ids)))
    return [(row.id, identity_of(row)) for row in rows]


def _is_alike(who: Identity, other: Identity) -> bool:
    """Besides what an import doubts of: a near name while nothing is known of the birth, and any namesake."""
    names = compare_names(who, other)
    births = compare_births(who.birth_date, other.birth_date)
    is_near = names == Names.SAME or (names == Names.CLOSE and births < Births.DIFFERENT)
    return is_near or bool(likeness(who, other))


def _distance(who: Identity, other: Identity) -> tuple[int, int]:
    return compare_births(who.birth_date, other.birth_date), compare_names(who, other)


def _first(found: tuple[tuple[int, int], int, Identity]) -> tuple[tuple[int, int], int]:
    return found[0], found[1]


def _lookalike(who: Identity, other: Identity, learner_id: int) -> Lookalike:
    codes = [code for code in likeness_codes(who, other) if code != "unknown_birth"]
    words = ", ".join(LIKENESS_WORDS[code] for code in codes)
    name = full_name(other.last_name, other.first_name)
    return Lookalike(learner_id, name, other.birth_date, words, other.sex)
