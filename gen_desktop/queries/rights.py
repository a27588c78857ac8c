"""Who reads, and whether they may be shown what few people see. Whoever is not known is shown none of it."""

from __future__ import annotations

from sqlalchemy import Column
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ClauseElement

from gen_desktop.changes import AUTHOR, Author
from gen_desktop.errors import Forbidden
from gen_desktop.reference.rights import NOTHING_WRITTEN, SENSITIVE, may_see, reserved_to, why_not

HIDDEN_PEOPLE = (
    "Les personnes derrière ce chiffre ne vous sont pas montrées\u00a0: c’est {reserved}. Le nombre, lui, "
    "peut être lu."
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
    """Whether the people of these groups may be named to who reads: no group tells what is hidden."""
    return may_see_sensitive(session) or not any(_tells_sensitive(one) for one in conditions)


def refuse_to_name(session: Session, *conditions: ClauseElement) -> None:
    """Raises Forbidden when being in one of these groups tells a sensitive fact that the reader is not shown.

    The condition itself is looked at, so that a population added later is covered.
    """
    if not may_name(session, *conditions):
        raise Forbidden(HIDDEN_PEOPLE.format(reserved=reserved_to(SENSITIVE).lower()))


def _tells_sensitive(condition: ClauseElement) -> bool:
    return any(
        isinstance(part, Column) and part.table is not None and part.table.name == SENSITIVE
        for part in visitors.iterate(condition)
    )
