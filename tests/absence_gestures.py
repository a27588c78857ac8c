"""Random gestures on what follows absences, for tests/random_gestures.py."""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.models.registry import AbsenceContact, Enrollment
from gen_desktop.services import absence_contacts
from gen_desktop.services.absence_contacts import AbsenceContactInput

TODAY = dt.date(2026, 3, 2)


def _input(rng: random.Random) -> AbsenceContactInput:
    made_on = TODAY - dt.timedelta(days=rng.randrange(-1, 20))
    return AbsenceContactInput(
        made_on=made_on,
        contact_mode=rng.choice(("phone", "sms")),
        outcome=rng.choice(("reached", "no_answer")),
        author=rng.choice((None, "Marie Colin")),
        said=rng.choice((None, "Panne de voiture.")),
        offered=rng.choice((None, "Covoiturage avec une autre personne.")),
        next_on=rng.choice((None, made_on + dt.timedelta(days=7))),
    )


def note_absence_contact(db: Database, rng: random.Random) -> Change | None:
    with db.read() as session:
        ids = session.scalars(select(Enrollment.id)).all()
    return absence_contacts.note_absence_contact(db, rng.choice(ids), _input(rng), TODAY) if ids else None


def change_absence_contact(db: Database, rng: random.Random) -> Change | None:
    one = _contact(db, rng)
    return one and absence_contacts.change_absence_contact(db, one, _input(rng), TODAY)


def delete_absence_contact(db: Database, rng: random.Random) -> Change | None:
    one = _contact(db, rng)
    return one and absence_contacts.delete_absence_contact(db, one)


def _contact(db: Database, rng: random.Random) -> int | None:
    with db.read() as session:
        ids = session.scalars(select(AbsenceContact.id)).all()
    return rng.choice(ids) if ids else None


ABSENCE_GESTURES = {
    note_absence_contact: (absence_contacts.note_absence_contact, 2),
    change_absence_contact: (absence_contacts.change_absence_contact, 1),
    delete_absence_contact: (absence_contacts.delete_absence_contact, 1),
}
