"""Attempts to reach people, once they are recorded (services/follow_ups.py records them)."""

from __future__ import annotations

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.follow_up import ContactAttempt
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.enrollments import name_of


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
