"""How else people are reached, and what they agree to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.contact import Consent, ContactPoint, contact_kind, contact_problem
from gen_desktop.models.learner import Learner, full_name, with_contacts
from gen_desktop.reference.lists import code_list

CONTACTS = frozenset({ContactPoint.__tablename__, Learner.__tablename__})
ANSWERS = frozenset({Consent.__tablename__})


@dataclass(frozen=True, slots=True)
class ContactInput:
    """A telephone (E.164) or an e-mail, and whose; ``id`` of the one it changes, None for another.

    ``is_relay``: somebody who may be asked where the person is, as she agreed; None: she was not asked.
    """

    value: str
    whose: str | None = None
    id: int | None = None
    is_relay: bool | None = None


def set_contacts(db: Database, learner_id: int, wanted: Sequence[ContactInput]) -> Change:
    """Make these the further contacts of a person, in one gesture; those not there any more are deleted.

    An empty value deletes too. Raises InvalidInput (fields ``value.0``, ``value.1``… in their order),
    NotFound, Conflict (erased, or one of them deleted since).
    """
    with db.read() as session:
        who = _name(session, learner_id)
    name = f"Modifier les contacts de {who}"
    with db.write(name) as session:
        _refuse_unreadable(wanted)
        known = {
            one.id: one
            for one in session.scalars(select(ContactPoint).where(ContactPoint.learner_id == learner_id))
        }
        stay = [one for one in wanted if one.value.strip()]
        for one in stay:
            _write(session, learner_id, known, one)
        for contact_id in known.keys() - {one.id for one in stay}:
            session.delete(known[contact_id])
        learner = session.get_one(Learner, learner_id)
        searched = with_contacts(learner.search_text, [one.value for one in stay])
        if searched != learner.search_text:
            learner.search_text = searched
    return Change(CONTACTS, frozenset({learner_id}), name)


def note_answers(
    db: Database,
    learner_id: int,
    answers: Mapping[str, bool],
    said_on: dt.date | None,
    way: str | None,
    today: dt.date,
) -> Change:
    """Note what a person said one day: purpose (a code of consent_purpose) → yes or no.

    Earlier answers stay; the latest counts. Raises InvalidInput, NotFound, Conflict (erased).
    """
    with db.read() as session:
        who = _name(session, learner_id)
    name = f"Noter ce que {who} accepte"
    if problems := _answer_problems(answers, said_on, today):
        raise InvalidInput(*problems)
    for purpose in answers:
        code_list("consent_purpose")[purpose]
    if way is not None:
        code_list("consent_way")[way]
    with db.write(name) as session:
        session.add_all(
            Consent(learner_id=learner_id, purpose=purpose, is_given=is_given, said_on=said_on, way=way)
            for purpose, is_given in answers.items()
        )
    return Change(ANSWERS, frozenset({learner_id}), name)


def _write(
    session: Session, learner_id: int, known: Mapping[int, ContactPoint], wanted: ContactInput
) -> None:
    value, whose, is_relay = wanted.value.strip(), (wanted.whose or "").strip() or None, wanted.is_relay
    if wanted.id is None:
        told = {"kind": contact_kind(value), "value": value, "whose": whose, "is_relay": is_relay}
        session.add(ContactPoint(learner_id=learner_id, **told))
        return
    contact = known.get(wanted.id)
    if contact is None:
        raise Conflict("Un de ces contacts a été supprimé entre-temps.")
    if (contact.value, contact.whose, contact.is_relay) != (value, whose, is_relay):
        contact.kind, contact.value, contact.whose = contact_kind(value), value, whose
        contact.is_relay = is_relay


def _refuse_unreadable(wanted: Sequence[ContactInput]) -> None:
    problems = [
        Problem(f"value.{place}", sentence)
        for place, one in enumerate(wanted)
        if one.value.strip() and (sentence := contact_problem(one.value))
    ]
    if problems:
        raise InvalidInput(*problems)


def _answer_problems(answers: Mapping[str, bool], said_on: dt.date | None, today: dt.date) -> list[Problem]:
    problems = []
    if not answers:
        problems.append(Problem("", "Choisissez Oui ou Non pour un point au moins."))
    if said_on is None:
        problems.append(Problem("said_on", "Donnez le jour de la réponse."))
    elif said_on > today:
        problems.append(Problem("said_on", "Ce jour est dans l’avenir."))
    return problems


def _name(session: Session, learner_id: int) -> str:
    row = session.execute(
        select(Learner.last_name, Learner.first_name, Learner.erased_on).where(Learner.id == learner_id)
    ).first()
    if row is None:
        raise NotFound("Cette personne n’est plus dans le fichier.")
    if row.erased_on is not None:
        raise Conflict(f"Cette personne a été effacée{NBSP}: sa fiche ne change plus.")
    return full_name(row.last_name, row.first_name)
