"""Spells after a course, once they are recorded (services/follow_ups.py records them)."""

from __future__ import annotations

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.french import NBSP
from gen_desktop.models.placement import Placement
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.enrollments import name_of

_WORDS = {"job": "l’emploi", "creation": "la création d’entreprise", "training": "la formation suivie"}


def delete_placement(db: Database, placement_id: int) -> Change:
    """Delete a job, a creation or a training; the situation told then stays. Raises NotFound."""
    with db.read() as session:
        row = session.execute(
            select(Placement.enrollment_id, Placement.kind).where(Placement.id == placement_id)
        ).first()
    if row is None:
        raise NotFound("Cet emploi ou cette formation n’est plus dans le fichier.")
    name = f"Supprimer {_WORDS[row.kind]}{NBSP}: {name_of(db, row.enrollment_id)}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "placement", [placement_id])
    return Change(kinds, frozenset({row.enrollment_id}), name)
