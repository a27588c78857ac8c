"""Who reads, and whether they may be shown what few people see. Whoever is not known is shown none of it."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, and_, not_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ClauseElement

from gen_desktop.changes import AUTHOR, Author
from gen_desktop.errors import Forbidden
from gen_desktop.models.complaint import SERIOUS, Complaint
from gen_desktop.models.history import RecordChange
from gen_desktop.reference.rights import (
    COMPLAINT_READERS,
    NOTHING_WRITTEN,
    SENSITIVE,
    may_see,
    reserved_to,
    why_not,
)

HIDDEN_PEOPLE = (
    "Les personnes derrière ce chiffre ne vous sont pas montrées\u00a0: c’est {reserved}. Le nombre, lui, "
    "peut être lu."
)

COMPLAINT_RESERVED = (
    "Une réclamation pour violence, harcèlement ou discrimination n’est lue que par la direction."
)


def role_of(session: Session) -> str | None:
    """The role of whoever this session was opened for, as it is now; None without any."""
    author: Author | None = session.info.get(AUTHOR)
    return None if author is None else author.role


def may_see_sensitive(session: Session) -> bool:
    """Whether the facts of sensitive_facts (disability, benefits) may be shown to whoever reads."""
    return may_see(role_of(session), SENSITIVE)


def refuse_to_change(session: Session, *tables: str) -> None:
    """Raises Forbidden when whoever acts may not change one of these tables.

    For what is said, asked or prepared before the write; the write itself is held to it by the change log.
    """
    if refusal := why_not(role_of(session), tables):
        raise Forbidden(f"{refusal} {NOTHING_WRITTEN}")


def may_name(session: Session, *conditions: ClauseElement) -> bool:
    """Whether the people of these groups may be named to whoever reads."""
    return may_see_sensitive(session) or not any(_tells_sensitive(one) for one in conditions)


def refuse_to_name(session: Session, *conditions: ClauseElement) -> None:
    """Raises Forbidden when being in one of these groups tells a sensitive fact that the reader is not shown.

    The condition itself is looked at, so that a population added later is covered.
    """
    if not may_name(session, *conditions):
        raise Forbidden(HIDDEN_PEOPLE.format(reserved=reserved_to(SENSITIVE).lower()))


def unread_complaints(session: Session) -> tuple[int, ...]:
    """The complaints of violence, harassment or discrimination, for whoever is not shown what they tell."""
    if role_of(session) in COMPLAINT_READERS:
        return ()
    return tuple(session.scalars(select(Complaint.id).where(Complaint.gravity == SERIOUS)))


def refuse_to_answer_for(session: Session, complaint_id: int) -> None:
    """Raises Forbidden when whoever acts is not shown what that complaint tells."""
    if complaint_id in unread_complaints(session):
        raise Forbidden(f"{COMPLAINT_RESERVED} {NOTHING_WRITTEN}")


def shown_changes(session: Session) -> ColumnElement[bool]:
    """Which lines of the change log the reader is shown: none that tells what is hidden elsewhere."""
    shown: list[ColumnElement[bool]] = [true()]
    if not may_see_sensitive(session):
        shown.append(RecordChange.kind != SENSITIVE)
    if unread := [str(one) for one in unread_complaints(session)]:
        of_these = and_(RecordChange.kind == Complaint.__tablename__, RecordChange.record_key.in_(unread))
        shown.append(not_(of_these))
    return and_(*shown)


def _tells_sensitive(condition: ClauseElement) -> bool:
    return any(
        isinstance(part, Column) and part.table is not None and part.table.name == SENSITIVE
        for part in visitors.iterate(condition)
    )
