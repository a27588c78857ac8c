"""What happened before the jury, and the certificate: one fact of one or many people at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.assessment import BlockResult, Certification
from gen_desktop.models.history import name_gesture
from gen_desktop.models.jury_session import JurySession
from gen_desktop.reference.lists import code_list, label
from gen_desktop.services.certification_rows import (
    Entrant,
    certifications,
    entrants,
    jury_session_on,
    keep_or_drop,
    names_told,
    refuse_before_entry,
)

KINDS = frozenset({"certification", "jury_session"})
Setter = Callable[[Certification, Entrant], None]


def set_jury_day(db: Database, enrollment_ids: Collection[int], day: dt.date | None) -> Change:
    """Say on which day these people are before the jury; the session of that day is made if there is none.

    None takes them off. Raises InvalidInput when it is before an entry, NotFound.
    """

    def write(session: Session, people: Collection[Entrant]) -> Setter:
        if day is not None:
            refuse_before_entry(people, day, "jury_on")
        sessions = {cohort_id: _session_of(session, cohort_id, day) for cohort_id in _cohorts(people)}

        def put(row: Certification, one: Entrant) -> None:
            row.jury_on, row.jury_session_id = day, sessions[one.cohort_id]

        return put

    return _set(db, enrollment_ids, f"Jury du {short_date(day)}" if day else "Pas de jury", write)


def set_presented(db: Database, enrollment_ids: Collection[int], presented: bool | None) -> Change:
    """Say whether these people came before the jury. Raises InvalidInput when a result says otherwise."""

    def write(_session: Session, _people: Collection[Entrant]) -> Setter:
        def put(row: Certification, one: Entrant) -> None:
            if row.outcome is not None and presented != _presents(row.outcome):
                told = label("certification_outcome", row.outcome)
                raise InvalidInput.one(
                    "is_presented", f"{one.name}{NBSP}: le résultat est «{NBSP}{told}{NBSP}»."
                )
            row.is_presented = presented

        return put

    words = {True: "Présenté au jury", False: "Non présenté au jury", None: "Présentation au jury inconnue"}
    return _set(db, enrollment_ids, words[presented], write)


def set_outcome(db: Database, enrollment_ids: Collection[int], outcome: str | None) -> Change:
    """Tell the result of people whose blocks have none. Raises InvalidInput where the blocks decide."""
    if outcome is not None and outcome not in code_list("certification_outcome"):
        raise InvalidInput.one("outcome", "Ce résultat n’existe pas dans la liste.")

    def write(session: Session, people: Collection[Entrant]) -> Setter:
        ids = [one.enrollment_id for one in people]
        decided = set(
            session.scalars(select(BlockResult.enrollment_id).where(BlockResult.enrollment_id.in_(ids)))
        )

        def put(row: Certification, one: Entrant) -> None:
            if one.enrollment_id in decided:
                sentence = f"{one.name}{NBSP}: le résultat suit des blocs, saisissez-les."
                raise InvalidInput.one("outcome", sentence)
            row.outcome = outcome
            row.is_presented = None if outcome is None else _presents(outcome)

        return put

    told = label("certification_outcome", outcome) if outcome is not None else "inconnu"
    return _set(db, enrollment_ids, f"Résultat {told.lower()}", write)


def set_certificate_number(db: Database, enrollment_id: int, number: str | None) -> Change:
    """The number on somebody's certificate. Raises InvalidInput when another has it or the jury gave none."""
    wanted = (number or "").strip() or None

    def write(session: Session, _people: Collection[Entrant]) -> Setter:
        holder = wanted and session.scalar(
            select(Certification.enrollment_id).where(
                Certification.certificate_number == wanted, Certification.enrollment_id != enrollment_id
            )
        )

        def put(row: Certification, one: Entrant) -> None:
            if holder:
                name = entrants(session, [holder])[holder].name
                raise InvalidInput.one("certificate_number", f"{name} a déjà un titre de ce numéro.")
            if wanted is not None:
                _refuse_without_award(row, one)
            row.certificate_number = wanted

        return put

    return _set(db, [enrollment_id], "Numéro du titre", write)


def set_received(db: Database, enrollment_ids: Collection[int], day: dt.date | None) -> Change:
    """The day the certificates came from the certifying body. Raises InvalidInput when it cannot be."""

    def write(_session: Session, _people: Collection[Entrant]) -> Setter:
        def put(row: Certification, one: Entrant) -> None:
            if day is not None:
                _refuse_without_award(row, one)
                _refuse_order(one, row.jury_on, day, "le titre ne peut pas arriver avant le jury")
                _refuse_order(one, day, row.certificate_handed_on, "le titre a été remis avant")
            row.certificate_received_on = day

        return put

    return _set(db, enrollment_ids, "Titres reçus" if day else "Titres non reçus", write)


def set_handed_over(db: Database, enrollment_ids: Collection[int], day: dt.date | None) -> Change:
    """The day the certificates were handed over to these people. Raises InvalidInput when it cannot be."""

    def write(_session: Session, _people: Collection[Entrant]) -> Setter:
        def put(row: Certification, one: Entrant) -> None:
            if day is not None:
                _refuse_without_award(row, one)
                late = row.certificate_received_on or row.jury_on
                _refuse_order(one, late, day, "le titre ne peut pas être remis avant d’arriver")
            row.certificate_handed_on = day

        return put

    return _set(db, enrollment_ids, "Titres remis" if day else "Titres non remis", write)


def _set(
    db: Database,
    enrollment_ids: Collection[int],
    what: str,
    write: Callable[[Session, Collection[Entrant]], Setter],
) -> Change:
    """One gesture: « Titres remis : 12 personnes »."""
    with db.write(what) as session:
        people = list(entrants(session, enrollment_ids).values())
        name = f"{what}{NBSP}: {names_told(people)}"
        name_gesture(session, name)
        put = write(session, people)
        rows = certifications(session, enrollment_ids)
        for one in people:
            put(rows[one.enrollment_id], one)
        keep_or_drop(session, rows.values())
    return Change(KINDS, frozenset(enrollment_ids), name)


def _session_of(session: Session, cohort_id: int, day: dt.date | None) -> int | None:
    if day is None:
        return None
    held = jury_session_on(session, cohort_id, day)
    if held is None:
        held = JurySession(cohort_id=cohort_id, held_on=day)
        session.add(held)
        session.flush()
    return held.id


def _cohorts(people: Collection[Entrant]) -> set[int]:
    return {one.cohort_id for one in people}


def _presents(outcome: str) -> bool:
    return code_list("certification_outcome")[outcome]["presented"] == "yes"


def _refuse_without_award(row: Certification, one: Entrant) -> None:
    if row.outcome in ("failed", "absent"):
        told = label("certification_outcome", row.outcome).lower()
        raise InvalidInput.one("", f"{one.name}{NBSP}: pas de titre, le résultat est «{NBSP}{told}{NBSP}».")


def _refuse_order(one: Entrant, first: dt.date | None, second: dt.date | None, sentence: str) -> None:
    if first is not None and second is not None and second < first:
        raise InvalidInput.one("", f"{one.name}{NBSP}: {sentence} ({short_date(first)}).")
