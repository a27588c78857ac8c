"""Texts of messages, kept for all colleagues."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.learner import nir_problems
from gen_desktop.models.message_template import MessageTemplate
from gen_desktop.models.message_text import EMAIL, text_problems
from gen_desktop.models.names import fold
from gen_desktop.services.deletion import delete_with_all

KINDS = frozenset({"message_template"})
GONE = "Ce texte n’est plus dans le fichier."


@dataclass(frozen=True, slots=True)
class MessageInput:
    """A text as it is typed. ``kind``: a code of message_kind. An SMS has no subject."""

    name: str
    kind: str
    body: str
    subject: str | None = None


def keep_message(db: Database, values: MessageInput) -> Change:
    """Keep a new text. Raises InvalidInput with every problem."""
    told = _trimmed(values)
    gesture = f"Garder le texte {told.name}"
    with db.write(gesture) as session:
        _check(session, told)
        made = MessageTemplate(name=told.name, kind=told.kind, subject=told.subject, body=told.body)
        session.add(made)
        session.flush()
        made_id = made.id
    return Change(KINDS, frozenset({made_id}), gesture, made_id)


def change_message(db: Database, message_id: int, values: MessageInput, *, version: int) -> Change:
    """Correct a text. ``version``: the one the person at the keyboard was shown.

    Raises InvalidInput with every problem, NotFound, Conflict when it was changed since.
    """
    told = _trimmed(values)
    gesture = f"Modifier le texte {told.name}"
    with db.write(gesture) as session:
        message = _get(session, message_id)
        if message.version != version:
            raise Conflict("Ce texte a été modifié entre-temps.")
        _check(session, told, message_id)
        message.name, message.kind = told.name, told.kind
        message.subject, message.body = told.subject, told.body
    return Change(KINDS, frozenset({message_id}), gesture, message_id)


def delete_message(db: Database, message_id: int) -> Change:
    """Delete a text; the bin gives it back. Raises NotFound."""
    with db.read() as session:
        name = _get(session, message_id).name
    gesture = f"Supprimer le texte {name}"
    with db.write(gesture) as session:
        kinds = delete_with_all(session, "message_template", [message_id])
    return Change(kinds, frozenset({message_id}), gesture)


def _trimmed(values: MessageInput) -> MessageInput:
    subject = " ".join((values.subject or "").split()) or None
    return MessageInput(
        name=" ".join(values.name.split()),
        kind=values.kind,
        body=values.body.strip(),
        subject=subject if values.kind == EMAIL else None,
    )


def _check(session: Session, told: MessageInput, message_id: int | None = None) -> None:
    problems = list(text_problems(told.name, told.kind, told.subject, told.body))
    problems += nir_problems({"name": told.name, "subject": told.subject, "body": told.body})
    others = session.execute(
        select(MessageTemplate.id, MessageTemplate.name).where(MessageTemplate.kind == told.kind)
    )
    if any(fold(other) == fold(told.name) and one != message_id for one, other in others):
        problems.append(Problem("name", f"Un autre texte porte déjà le nom «{NBSP}{told.name}{NBSP}»."))
    if problems:
        raise InvalidInput(*problems)


def _get(session: Session, message_id: int) -> MessageTemplate:
    message = session.get(MessageTemplate, message_id)
    if message is None:
        raise NotFound(GONE)
    return message
