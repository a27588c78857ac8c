"""Erasing people for good: from the rows, from the change log, then from between the pages of the file.

What stays is what figures count, on a row without a name; past figures do not move by one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.db.scrubbing import is_to_scrub, mark_path, mark_to_scrub, scrub_file
from gen_desktop.errors import Conflict, InvalidInput, NotFound, OnlyReadable
from gen_desktop.french import NBSP, plural
from gen_desktop.models.history import RecordChange
from gen_desktop.models.learner import Learner
from gen_desktop.models.placement import Company
from gen_desktop.models.privacy import REQUEST, RETENTION, Erasure
from gen_desktop.queries.belongings import belongings, chunks, owned_tables
from gen_desktop.services.backups import forgotten_on
from gen_desktop.services.blanking import blank_people, names_of


def erase_people(
    db: Database, learner_ids: Collection[int], *, cause: str, reason: str, today: dt.date
) -> Change:
    """Erase these people in one gesture that cannot be taken back; ``scrub`` is to follow.

    ``cause``: REQUEST or RETENTION. Raises InvalidInput (no reason, one that names the person), NotFound,
    Conflict (already erased), StorageProblem; nothing is then changed.
    """
    ids = frozenset(learner_ids)
    if cause not in (REQUEST, RETENTION):
        raise ValueError(f"unknown cause of erasure: {cause}")
    if not ids:
        raise NotFound("Choisissez au moins une personne à effacer.")
    if not reason.strip():
        raise InvalidInput.one("reason", "Donnez la raison de l’effacement.")
    name = f"Effacer {plural(len(ids), 'personne')}"
    forgotten = forgotten_on(db, dt.datetime.combine(today, dt.time(23, 59)).astimezone())
    was_marked = is_to_scrub(db.path)
    try:
        with db.write(name) as session:
            _refuse_unknown(session, ids)
            own = belongings(session, ids)
            names = names_of(session, own)
            if names.are_in(reason):
                raise InvalidInput.one(
                    "reason", f"La raison est gardée{NBSP}: écrivez-la sans le nom de la personne."
                )
            mark_to_scrub(db.path)
            blank_people(session, own, names, today)
            session.add_all(
                Erasure(
                    learner_id=one,
                    cause=cause,
                    reason=reason.strip(),
                    erased_on=today,
                    leaves_backups_on=forgotten,
                )
                for one in sorted(ids)
            )
    except BaseException:
        if not was_marked:
            mark_path(db.path).unlink(missing_ok=True)
        raise
    kinds = {table.name for table in owned_tables()} | {Erasure.__tablename__, Company.__tablename__}
    return Change(frozenset(kinds), ids, name)


def scrub(db: Database) -> None:
    """Rewrite the file so that nothing erased is left between its pages or in its journal.

    Raises StorageProblem (no room, somebody reads): the erasure stays, and this is done at the next opening.
    """
    if db.is_read_only:
        raise OnlyReadable(
            f"Le fichier «{NBSP}{db.path.name}{NBSP}» est ouvert en lecture seule{NBSP}: il ne peut pas être "
            "réécrit."
        )
    scrub_file(db.path, db.key)


def _refuse_unknown(session: Session, ids: frozenset[int]) -> None:
    """Whoever is erased, or was deleted without a trace, cannot be erased."""
    for some in chunks(ids):
        rows = session.execute(select(Learner.id, Learner.erased_on).where(Learner.id.in_(some))).all()
        if any(erased_on is not None for _, erased_on in rows):
            raise Conflict("Cette personne est déjà effacée.")
        missing = set(some) - {row.id for row in rows}
        known = select(RecordChange.record_key).where(
            RecordChange.kind == Learner.__tablename__,
            RecordChange.record_key.in_([str(one) for one in missing]),
        )
        if missing - {int(key) for key in session.scalars(known)}:
            raise NotFound("Cette personne n’est pas dans le fichier.")
