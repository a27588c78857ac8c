"""Random gestures about messages, for tests/random_gestures.py."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.models.calling import Call
from gen_desktop.models.registry import Enrollment, MessageTemplate
from gen_desktop.services import contact_attempts, message_templates
from gen_desktop.services.contact_attempts import SentMessage
from gen_desktop.services.message_templates import MessageInput

AT = dt.datetime(2026, 9, 28, 10, 30)


def _one(db: Database, rng: random.Random) -> Any:
    with db.read() as session:
        rows = session.execute(select(MessageTemplate.__table__)).all()
    return rng.choice(rows) if rows else None


def _text(rng: random.Random) -> MessageInput:
    kind = rng.choice(("email", "sms"))
    name = rng.choice(("Relance", "Demande de nouvelles", "Vœux"))
    return MessageInput(name, kind, "Bonjour {prénom}, avant le {limite}.", "Votre formation {formation}")


def keep_message(db: Database, rng: random.Random) -> Change | None:
    return message_templates.keep_message(db, _text(rng))


def change_message(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng)
    return one and message_templates.change_message(db, one.id, _text(rng), version=one.version)


def delete_message(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng)
    return one and message_templates.delete_message(db, one.id)


def note_messages(db: Database, rng: random.Random) -> Change | None:
    with db.read() as session:
        left = session.scalars(select(Enrollment.id).where(Enrollment.exit_on.is_not(None)))
        sent = [SentMessage(Call(one, 6), "zoe@exemple.fr") for one in left if rng.random() < 0.6]
    return contact_attempts.note_messages(db, sent, rng.choice(("email", "sms")), AT) if sent else None


MESSAGE_GESTURES = {
    keep_message: (message_templates.keep_message, 1),
    change_message: (message_templates.change_message, 1),
    delete_message: (message_templates.delete_message, 1),
    note_messages: (contact_attempts.note_messages, 1),
}
"""What can be done, the service function it tries, and how often it is drawn."""
