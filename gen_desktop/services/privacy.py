"""Erasing people for good: from the rows, from the change log, then from between the pages of the file.

What stays is what figures count, on a row without a name; past figures do not move by one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

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
from gen_desktop.queries.naming import names_of
from gen_desktop.queries.personal_records import belongings, chunks, owned_tables, with_merged
from gen_desktop.services.backups import forgotten_on
from gen_desktop.services.blanking import blank_people
from gen_desktop.services.stored_content import drop_unnamed


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An erasure, as its record says it (models/privacy.Erasure)."""

    learner_id: int
    cause: str
    reason: str
    erased_on: dt.date
    leaves_backups_on: dt.date | None


def erase_people(
    db: Database, learner_ids: Collection[int], *, cause: str, reason: str, today: dt.date
) -> Change:
    """Erase these people in one gesture that cannot be taken back; ``scrub`` is to follow.

    ``cause``: REQUEST or RETENTION. Raises InvalidInput (no reason, one that names the person), NotFound,
    Conflict (already erased), StorageProblem; nothing is then changed.
    """
    if cause not in (REQUEST, RETENTION):
        raise ValueError(f"unknown cause of erasure: {cause}")
    if not learner_ids:
        raise NotFound("Choisissez au moins une personne à effacer.")
    if not reason.strip():
        raise InvalidInput.one("reason", "Donnez la raison de l’effacement.")
    ids = sorted(set(learner_ids))
    with db.read() as session:
        _refuse_unknown(session, ids)
        ids = sorted(with_merged(session, ids))
        if names_of(session, ids).are_in(reason):
            raise InvalidInput.one(
                "reason", f"La raison est gardée{NBSP}: écrivez-la sans le nom de la personne."
            )
    gone_on = forgotten_on(db, dt.datetime.combine(today, dt.time(23, 59)).astimezone())
    return _erase(db, [Forgotten(one, cause, reason.strip(), today, gone_on) for one in ids])


def erased_people(session: Session) -> tuple[Forgotten, ...]:
    """Every erasure of the file."""
    columns = [getattr(Erasure, name) for name in Forgotten.__dataclass_fields__]
    return tuple(Forgotten(*row) for row in session.execute(select(*columns).order_by(Erasure.id)))


def erase_again(db: Database, erasures: Iterable[Forgotten]) -> int:
    """Erase those of these people whom an older copy brings back, as they were erased; how many they were."""
    with db.read() as session:
        back = [one for one in erasures if _is_there(session, one.learner_id)]
    if back:
        _erase(db, back)
        scrub(db)
    return len(back)


def _erase(db: Database, erasures: list[Forgotten]) -> Change:
    ids = frozenset(one.learner_id for one in erasures)
    name = f"Effacer {plural(len(ids), 'personne')}"
    was_marked = is_to_scrub(db.path)
    try:
        with db.write(name) as session:
            own = belongings(session, ids)
            names = names_of(session, ids)
            mark_to_scrub(db.path)
            blank_people(session, own, names, {one.learner_id: one.erased_on for one in erasures})
            drop_unnamed(session)
            session.add_all(Erasure(**asdict(one)) for one in erasures)
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


def _is_there(session: Session, learner_id: int) -> bool:
    """Whether somebody is in the rows and not erased, or in the log alone."""
    row = session.execute(select(Learner.erased_on).where(Learner.id == learner_id)).first()
    if row is not None:
        return row.erased_on is None
    in_log = (RecordChange.kind == Learner.__tablename__, RecordChange.record_key == str(learner_id))
    return session.scalar(select(RecordChange.id).where(*in_log).limit(1)) is not None


def _refuse_unknown(session: Session, ids: list[int]) -> None:
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
