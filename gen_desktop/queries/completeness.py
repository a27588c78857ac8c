"""Which records are not whole: by field, whose text is to be corrected, and of whom it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.learner import Learner
from gen_desktop.models.learner_completeness import typed_texts
from gen_desktop.queries.criteria import from_learners, lacks_facts, missing_facts

People = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ToComplete:
    """Learner ids by field name, the fields that concern most people first; fields of nobody are left out."""

    to_correct: Mapping[str, People]
    missing: Mapping[str, People]


def to_complete(session: Session) -> ToComplete:
    """Everybody whose record lacks something, as the list of learners counts them.

    What is to be corrected is not missing too: correcting it is enough.
    """
    wrong = _to_correct(session)
    return ToComplete(wrong, _without(_missing(session), wrong))


def _to_correct(session: Session) -> Mapping[str, People]:
    rows = session.execute(
        select(Learner.id, Learner.to_correct)
        .where(Learner.to_correct.is_not(None), Learner.erased_on.is_(None))
        .order_by(Learner.sort_key)
    )
    found: dict[str, list[int]] = {}
    for row in rows:
        for name in typed_texts(row.to_correct):
            found.setdefault(name, []).append(row.id)
    return _most_first(found)


def _missing(session: Session) -> Mapping[str, People]:
    conditions = missing_facts()
    columns = [condition.label(name) for name, condition in conditions.items()]
    found: dict[str, list[int]] = {}
    for row in session.execute(from_learners(Learner.id.label("person"), *columns).where(lacks_facts())):
        for name in conditions:
            if getattr(row, name):
                found.setdefault(name, []).append(row.person)
    return _most_first(found)


def _most_first(found: Mapping[str, list[int]]) -> Mapping[str, People]:
    return {name: tuple(found[name]) for name in sorted(found, key=lambda name: -len(found[name]))}


def _without(missing: Mapping[str, People], wrong: Mapping[str, People]) -> Mapping[str, People]:
    left: dict[str, list[int]] = {}
    for name, people in missing.items():
        concerned = {one for cause in _causes(name) for one in wrong.get(cause, ())}
        left[name] = [one for one in people if one not in concerned]
    return _most_first({name: people for name, people in left.items() if people})


def _causes(name: str) -> tuple[str, ...]:
    """The fields whose correction fills in that fact: a telephone or an e-mail will do."""
    return ("phone", "email") if name == "phone" else (name,)
