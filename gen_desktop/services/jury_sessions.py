"""The sessions of the jury of a cohort, and the record that comes back of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import short_date
from gen_desktop.models.assessment import Certification
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.jury_session import JurySession
from gen_desktop.services.certification_rows import (
    entrants,
    jury_session_on,
    keep_or_drop,
    refuse_before_entry,
)
from gen_desktop.services.deletion import delete_with_all

KINDS = frozenset({"jury_session", "certification"})
GONE = "Cette session de jury n’est plus dans le fichier."


@dataclass(frozen=True, slots=True)
class JuryInput:
    """A session as typed. ``record_number``, ``record_received_on``: of its record (procès-verbal)."""

    held_on: dt.date | None
    place: str | None = None
    record_number: str | None = None
    record_received_on: dt.date | None = None
    note: str | None = None


def plan_jury(db: Database, cohort_id: int, values: JuryInput) -> Change:
    """Plan a session of the jury of a cohort. Raises InvalidInput with every problem, NotFound."""
    name = f"Session de jury du {short_date(values.held_on)}"
    with db.write(name) as session:
        if session.get(Cohort, cohort_id) is None:
            raise NotFound("Cette cohorte n’est plus dans le fichier.")
        if problems := _problems(session, cohort_id, values):
            raise InvalidInput(*problems)
        held = JurySession(cohort_id=cohort_id, **_columns(values))
        session.add(held)
        session.flush()
    return Change(KINDS, frozenset({held.id}), name, held.id)


def update_jury(db: Database, jury_id: int, values: JuryInput, *, version: int | None = None) -> Change:
    """Change a session; whoever is before it moves to its day. ``version``: the one the person was shown.

    Raises NotFound, Conflict when it was changed since, InvalidInput with every problem.
    """
    name = f"Session de jury du {short_date(values.held_on)}"
    with db.write(name) as session:
        held = session.get(JurySession, jury_id)
        if held is None:
            raise NotFound(GONE)
        if version is not None and held.version != version:
            raise Conflict("Cette session de jury a été modifiée entre-temps.")
        if problems := _problems(session, held.cohort_id, values, jury_id):
            raise InvalidInput(*problems)
        for column, value in _columns(values).items():
            setattr(held, column, value)
        _move_people(session, held)
    return Change(KINDS, frozenset({jury_id}), name)


def delete_jury(db: Database, jury_id: int) -> Change:
    """Delete a session: whoever has no result yet is no longer before a jury. Raises NotFound."""
    with db.read() as session:
        held = session.get(JurySession, jury_id)
        if held is None:
            raise NotFound(GONE)
        name = f"Supprimer la session de jury du {short_date(held.held_on)}"
    with db.write(name) as session:
        waiting = session.scalars(
            select(Certification).where(
                Certification.jury_session_id == jury_id, Certification.outcome.is_(None)
            )
        ).all()
        for row in waiting:
            row.jury_on = row.jury_session_id = None
        keep_or_drop(session, waiting)
        kinds = delete_with_all(session, "jury_session", [jury_id])
    return Change(kinds | KINDS, frozenset({jury_id}), name)


def _problems(
    session: Session, cohort_id: int, values: JuryInput, jury_id: int | None = None
) -> list[Problem]:
    if values.held_on is None:
        return [Problem("held_on", "Donnez la date du jury.")]
    problems = []
    same_day = jury_session_on(session, cohort_id, values.held_on)
    if same_day is not None and same_day.id != jury_id:
        problems.append(Problem("held_on", "Cette cohorte a déjà une session de jury ce jour-là."))
    if values.record_received_on is not None and values.record_received_on < values.held_on:
        problems.append(Problem("record_received_on", "Le procès-verbal ne peut pas arriver avant le jury."))
    return problems


def _columns(values: JuryInput) -> dict[str, object]:
    texts = {
        name: (getattr(values, name) or "").strip() or None for name in ("place", "record_number", "note")
    }
    return {"held_on": values.held_on, "record_received_on": values.record_received_on, **texts}


def _move_people(session: Session, held: JurySession) -> None:
    rows = session.scalars(select(Certification).where(Certification.jury_session_id == held.id)).all()
    moved = [row for row in rows if row.jury_on != held.held_on]
    refuse_before_entry(
        entrants(session, {row.enrollment_id for row in moved}).values(), held.held_on, "held_on"
    )
    for row in moved:
        row.jury_on = held.held_on
