"""Attempts to reach people beyond one call (follow_ups.py): messages to many, mistakes taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.french import NBSP, plural, short_date
from gen_desktop.models.calling import Call
from gen_desktop.models.follow_up import ContactAttempt
from gen_desktop.reference.lists import label
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.enrollments import name_of
from gen_desktop.services.follow_ups import AttemptInput, insert_attempt

MESSAGE_LEFT = "message_left"


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that went out: about which call, to which telephone or address."""

    call: Call
    address: str


def note_messages(db: Database, sent: Sequence[SentMessage], kind: str, at: dt.datetime) -> Change:
    """Record that a message was left for each of these people, in one gesture.

    ``kind``: a code of message_kind, which is that of the contact_mode too; ``at``: local time. Raises
    InvalidInput with every problem, NotFound: nothing is recorded then.
    """
    name = f"{label('contact_mode', kind)} envoyé{NBSP}: {plural(len(sent), 'personne')}"
    with db.write(name) as session:
        for one in sent:
            attempt = AttemptInput(
                one.call.enrollment_id,
                one.call.horizon,
                at.date(),
                kind,
                MESSAGE_LEFT,
                made_at=at.time().replace(second=0, microsecond=0),
                number=one.address,
            )
            insert_attempt(session, attempt, db.author.name)
    return Change(frozenset({"contact_attempt"}), frozenset(one.call.enrollment_id for one in sent), name)


def delete_attempt(db: Database, attempt_id: int) -> Change:
    """Delete an attempt recorded by mistake. Raises NotFound."""
    with db.read() as session:
        row = session.execute(
            select(ContactAttempt.enrollment_id, ContactAttempt.made_on).where(
                ContactAttempt.id == attempt_id
            )
        ).first()
    if row is None:
        raise NotFound("Cette prise de contact n’est plus dans le fichier.")
    name = f"Supprimer le contact du {short_date(row.made_on)}{NBSP}: {name_of(db, row.enrollment_id)}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "contact_attempt", [attempt_id])
    return Change(kinds, frozenset({row.enrollment_id}), name)
