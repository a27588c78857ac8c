"""A protected file always keeps someone of the direction who opens it: nobody else can give a role."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import DIRECTION
from gen_desktop.db.database import Database
from gen_desktop.db.keys import holders
from gen_desktop.errors import Conflict
from gen_desktop.french import NBSP
from gen_desktop.models.organization import StaffMember


def refuse_losing_last(db: Database, session: Session, member_id: int) -> None:
    """Raises Conflict when that person is the last of the direction with a password to the file."""
    if db.key is None:
        return
    with_password = {holder.staff_id for holder in holders(db.path)}
    rows = session.execute(
        select(StaffMember.id, StaffMember.name).where(
            StaffMember.is_active.is_(True), StaffMember.role == DIRECTION
        )
    )
    directors = {row.id: row.name for row in rows}
    if member_id in directors and with_password & directors.keys() == {member_id}:
        raise Conflict(
            f"«{NBSP}{directors[member_id]}{NBSP}» est la dernière personne de la direction à pouvoir ouvrir "
            f"ce fichier{NBSP}: donnez d’abord ce rôle et un mot de passe à une autre."
        )
