"""A protected file always keeps someone of the direction who opens it: nobody else can give a role."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import DIRECTION
from gen_desktop.db.database import Database
from gen_desktop.db.keys import holders
from gen_desktop.errors import Conflict, StorageProblem
from gen_desktop.french import NBSP
from gen_desktop.models.organization import StaffMember

LOST = "plus personne de la direction ne pourrait ouvrir ce fichier."


def is_led(db: Database, session: Session) -> bool:
    """Whether someone of the direction opens the file; everybody is the direction of a plain one.

    When the keys cannot be read (a stick taken out), nothing says that nobody does.
    """
    try:
        return db.key is None or bool(_openers(db, session))
    except StorageProblem:
        return True


def refuse_losing_last(db: Database, session: Session, member_id: int) -> None:
    """Raises Conflict when that person is the last of the direction with a password to the file."""
    if db.key is None:
        return
    openers = _openers(db, session)
    if openers.keys() == {member_id}:
        raise Conflict(
            f"«{NBSP}{openers[member_id]}{NBSP}» est la dernière personne de la direction à pouvoir ouvrir "
            f"ce fichier{NBSP}: donnez d’abord ce rôle et un mot de passe à une autre."
        )


def _openers(db: Database, session: Session) -> dict[int, str]:
    """The names of those of the direction who have a password."""
    with_password = {holder.staff_id for holder in holders(db.path)}
    rows = session.execute(
        select(StaffMember.id, StaffMember.name).where(
            StaffMember.is_active.is_(True), StaffMember.role == DIRECTION
        )
    )
    return {row.id: row.name for row in rows if row.id in with_password}
