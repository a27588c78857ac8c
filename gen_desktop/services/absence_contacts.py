"""What follows an absence: who called, what was said, what was offered, when to ask again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.absence_contact import AbsenceContact
from gen_desktop.models.learner import nir_problems
from gen_desktop.reference.lists import code_list
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.enrollments import name_of

TABLE = AbsenceContact.__tablename__
_GONE = "Ce contact n’est plus dans le fichier."


@dataclass(frozen=True, slots=True)
class AbsenceContactInput:
    """A contact, as typed. ``next_on``: the day on which somebody should ask again."""

    made_on: dt.date
    contact_mode: str
    outcome: str
    author: str | None = None
    said: str | None = None
    offered: str | None = None
    next_on: dt.date | None = None


def note_absence_contact(
    db: Database, enrollment_id: int, values: AbsenceContactInput, today: dt.date
) -> Change:
    """Enter a contact about absences. Raises InvalidInput with every problem, NotFound."""
    _check(values, today)
    name = f"Contact après une absence{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        session.add(AbsenceContact(enrollment_id=enrollment_id, **asdict(values)))
    return Change(frozenset({TABLE}), frozenset({enrollment_id}), name)


def change_absence_contact(
    db: Database, contact_id: int, values: AbsenceContactInput, today: dt.date
) -> Change:
    """Correct a contact. Raises InvalidInput with every problem, NotFound."""
    _check(values, today)
    enrollment_id, made_on = _facts(db, contact_id)
    name = f"Corriger le contact du {short_date(made_on)}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        contact = session.get(AbsenceContact, contact_id)
        if contact is None:
            raise NotFound(_GONE)
        for field, value in asdict(values).items():
            setattr(contact, field, value)
    return Change(frozenset({TABLE}), frozenset({enrollment_id}), name)


def delete_absence_contact(db: Database, contact_id: int) -> Change:
    """Delete a contact entered by mistake. Raises NotFound."""
    enrollment_id, made_on = _facts(db, contact_id)
    name = f"Supprimer le contact du {short_date(made_on)}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        kinds = delete_with_all(session, TABLE, [contact_id])
    return Change(kinds, frozenset({enrollment_id}), name)


def _facts(db: Database, contact_id: int) -> tuple[int, dt.date]:
    with db.read() as session:
        contact = session.get(AbsenceContact, contact_id)
        if contact is None:
            raise NotFound(_GONE)
        return contact.enrollment_id, contact.made_on


def _check(values: AbsenceContactInput, today: dt.date) -> None:
    if problems := tuple(_problems(values, today)):
        raise InvalidInput(*problems)


def _problems(values: AbsenceContactInput, today: dt.date) -> Iterator[Problem]:
    if values.made_on > today:
        yield Problem("made_on", f"Le contact ({short_date(values.made_on)}) est dans l’avenir.")
    if values.contact_mode not in code_list("contact_mode"):
        yield Problem("contact_mode", "Choisissez comment la personne a été contactée.")
    if values.outcome not in code_list("attempt_outcome"):
        yield Problem("outcome", "Choisissez le résultat.")
    if values.next_on is not None and values.next_on < values.made_on:
        yield Problem("next_on", "Le prochain contact est avant celui-ci.")
    yield from nir_problems({name: getattr(values, name) for name in ("author", "said", "offered")})
