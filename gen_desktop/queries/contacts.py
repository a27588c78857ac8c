"""How else a person is reached, and what she agreed to or was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.contact import FOLLOW_UP, INFORMATION, Consent, ContactPoint
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.queries.populations import enrollment_state
from gen_desktop.reference.lists import choices

RELAY = "relais"
_CHUNK = 400
_TO_INFORM = ("in_training", "admitted")
"""States of those whose data are in use now (codes of enrollment_state)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A further telephone or e-mail; ``whose``: « mère », None for her own.

    ``is_relay``: somebody who may be asked where she is.
    """

    id: int
    kind: str
    value: str
    whose: str | None
    is_relay: bool | None = None

    @property
    def words(self) -> str:
        """« 06 12 45 78 03 (mère, relais) », « zoe@exemple.fr »."""
        return french.contact(self.value, self.whose, RELAY if self.is_relay else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said one day. ``way``: a code of consent_way."""

    is_given: bool
    said_on: dt.date
    way: str | None


@dataclass(frozen=True, slots=True)
class PurposeAnswers:
    """What a person said about one purpose (a code of consent_purpose), the latest first: that one counts."""

    purpose: str
    answers: tuple[Answer, ...]

    @property
    def latest(self) -> Answer | None:
        """What counts; None when it was never asked."""
        return self.answers[0] if self.answers else None


def contacts(session: Session, learner_id: int) -> tuple[Contact, ...]:
    """The further contacts of a person, as they were added."""
    return contacts_of(session, [learner_id]).get(learner_id, ())


def contacts_of(session: Session, learner_ids: Iterable[int]) -> Mapping[int, tuple[Contact, ...]]:
    """Those of these people who have any."""
    found: dict[int, tuple[Contact, ...]] = {}
    columns = [getattr(ContactPoint, name) for name in Contact.__dataclass_fields__]
    for some in _chunks(learner_ids):
        rows = session.execute(
            select(ContactPoint.learner_id, *columns)
            .where(ContactPoint.learner_id.in_(some))
            .order_by(ContactPoint.id)
        )
        for row in rows:
            found[row[0]] = (*found.get(row[0], ()), Contact(*row[1:]))
    return found


def answers(session: Session, learner_id: int) -> tuple[PurposeAnswers, ...]:
    """Every purpose that is asked today or was answered once, in the order of the list."""
    said: dict[str, tuple[Answer, ...]] = {one.code: () for one in choices("consent_purpose")}
    rows = session.execute(
        select(Consent.purpose, Consent.is_given, Consent.said_on, Consent.way)
        .where(Consent.learner_id == learner_id)
        .order_by(Consent.said_on.desc(), Consent.id.desc())
    )
    for row in rows:
        answer = Answer(row.is_given, row.said_on, row.way)
        said[row.purpose] = (*said.get(row.purpose, ()), answer)
    return tuple(PurposeAnswers(purpose, told) for purpose, told in said.items())


def refusing_calls(session: Session, learner_ids: Iterable[int]) -> frozenset[int]:
    """Those of these people who said last that they do not want to be called after the course."""
    return frozenset(
        one for one, is_given in _latest(session, FOLLOW_UP, learner_ids).items() if not is_given
    )


def not_informed(session: Session, as_of: dt.date) -> tuple[int, ...]:
    """Those admitted or in training of whom it is not noted that they were told what becomes of their data.

    GDPR, article 13: when the data are collected. By name.
    """
    people = session.scalars(
        select(Learner.id)
        .join(Enrollment, Enrollment.learner_id == Learner.id)
        .where(Learner.erased_on.is_(None), enrollment_state(as_of).in_(_TO_INFORM))
        .order_by(Learner.sort_key, Learner.id)
    )
    concerned = tuple(dict.fromkeys(people))
    told = _latest(session, INFORMATION, concerned)
    return tuple(one for one in concerned if not told.get(one))


def _latest(session: Session, purpose: str, learner_ids: Iterable[int]) -> Mapping[int, bool]:
    found: dict[int, bool] = {}
    for some in _chunks(learner_ids):
        rows = session.execute(
            select(Consent.learner_id, Consent.is_given)
            .where(Consent.purpose == purpose, Consent.learner_id.in_(some))
            .order_by(Consent.said_on, Consent.id)
        )
        found.update({row.learner_id: row.is_given for row in rows})
    return found


def _chunks(ids: Iterable[int]) -> Iterable[Sequence[int]]:
    ordered = sorted(set(ids))
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))
