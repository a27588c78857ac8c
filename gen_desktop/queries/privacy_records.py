"""What the law asks to remember: who was erased and why, and what left the program with names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.privacy import Erasure, NominativeExport


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """An erasure; ``number`` is the identifier of the nameless record, ``author`` who did it."""

    id: int
    number: int
    cause: str
    reason: str
    erased_on: dt.date
    leaves_backups_on: dt.date | None
    author: str


@dataclass(frozen=True, slots=True)
class ExportRow:
    """Something with names that left the program; ``author``: who took it."""

    id: int
    kind: str
    scope: str
    people: int
    made_at: dt.datetime
    author: str


def erasures(session: Session) -> tuple[ErasureRow, ...]:
    """The erasures, the latest first."""
    rows = session.execute(
        select(
            Erasure.id,
            Erasure.learner_id,
            Erasure.cause,
            Erasure.reason,
            Erasure.erased_on,
            Erasure.leaves_backups_on,
            ChangeSet.author_name,
        )
        .outerjoin(RecordChange, _made("erasure", Erasure.id))
        .outerjoin(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
        .order_by(Erasure.id.desc())
    )
    return tuple(ErasureRow(*row[:-1], author=row[-1] or "") for row in rows)


def exports(session: Session) -> tuple[ExportRow, ...]:
    """The exports with names, the latest first."""
    rows = session.execute(
        select(
            NominativeExport.id,
            NominativeExport.kind,
            NominativeExport.scope,
            NominativeExport.people,
            NominativeExport.made_at,
            ChangeSet.author_name,
        )
        .outerjoin(RecordChange, _made("nominative_export", NominativeExport.id))
        .outerjoin(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
        .order_by(NominativeExport.id.desc())
    )
    return tuple(
        ExportRow(row[0], row[1], row[2], row[3], dt.datetime.fromisoformat(row[4]), row[5] or "")
        for row in rows
    )


def erasure_count(session: Session) -> int:
    """How many people were erased."""
    return session.scalar(select(func.count(Erasure.id))) or 0


def _made(kind: str, record_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The entry of the change log that made a record: it says who."""
    return and_(
        RecordChange.kind == kind,
        RecordChange.record_key == cast(record_id, String),
        RecordChange.before.is_(None),
    )
