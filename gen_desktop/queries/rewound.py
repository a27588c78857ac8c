"""The facts that reports count, as the file held them at a moment: what was done since, taken back in memory.

The change log holds every record before and after each gesture, so the past is read, not remembered. What an
erasure took out of the log cannot be given back: such records stay as they are now.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table, column, func, select
from sqlalchemy.orm import Session

from gen_desktop.changes import AUTHOR
from gen_desktop.db.memory import in_memory
from gen_desktop.models.history import ChangeSet, RecordChange, record_key
from gen_desktop.models.registry import (
    Base,
    Certification,
    Cohort,
    Enrollment,
    FollowUp,
    FundingProgram,
    IssuedDocument,
    Learner,
    Placement,
    ProgramParameter,
    SensitiveFacts,
)
from gen_desktop.queries.rights import may_see_sensitive

COUNTED: tuple[type[Base], ...] = (
    *(Learner, Cohort, Enrollment, SensitiveFacts, Certification),
    *(FollowUp, Placement, FundingProgram, ProgramParameter),
)
"""Everything that populations ask about."""


def position_at(session: Session, moment: dt.datetime) -> int:
    """The position of the last gesture before that moment (with a time zone); 0 before them all."""
    until = moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    return session.scalar(select(func.max(ChangeSet.position)).where(ChangeSet.at < until)) or 0


def position_of_document(session: Session, document_id: int) -> int | None:
    """The position of the gesture that entered an issued document in its register; None when it is gone."""
    return session.scalar(
        select(func.min(ChangeSet.position))
        .join(RecordChange, RecordChange.change_set_id == ChangeSet.id)
        .where(RecordChange.kind == IssuedDocument.__tablename__, RecordChange.record_key == str(document_id))
    )


@contextmanager
def rewound(session: Session, position: int) -> Iterator[Session]:
    """A session on the facts as they were after the gesture of that position in the log, in memory alone.

    Sensitive facts are there for whoever is shown them.
    """
    tables = [Base.metadata.tables[model.__tablename__] for model in COUNTED]
    hidden = None if may_see_sensitive(session) else SensitiveFacts.__tablename__
    # One table at a time: together they would weigh twice as much.
    engine = in_memory(
        (one, [] if one.name == hidden else _as_it_was(session, one, position)) for one in tables
    )
    try:
        with Session(engine) as past:
            past.info[AUTHOR] = session.info.get(AUTHOR)
            yield past
    finally:
        engine.dispose()


def _as_it_was(session: Session, table: Table, position: int) -> list[dict[str, Any]]:
    names = [one.name for one in table.columns]
    # Columns without their types: values pass from file to memory as they are stored.
    columns: list[Any] = [column(name) for name in names]
    stored = session.execute(select(*columns).select_from(table))
    found = [dict(zip(names, row, strict=True)) for row in stored]
    rows = {record_key(table, row): row for row in found}
    changes = session.execute(
        select(RecordChange.record_key, RecordChange.before, RecordChange.after)
        .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
        .where(RecordChange.kind == table.name, ChangeSet.position > position)
        .order_by(ChangeSet.position.desc(), RecordChange.id.desc())
    )
    for key, before, after in changes:
        if before is None and after is not None:
            rows.pop(key, None)
        elif before is not None and after is None:
            rows[key] = _whole(table, json.loads(before))
        elif before is not None and key in rows:
            rows[key] |= json.loads(before)
    return list(rows.values())


def _whole(table: Table, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Every column of a row that is gone: the log keeps no version, nor a column that came later."""
    whole = {one.name: kept.get(one.name) for one in table.columns}
    for one in table.columns:
        default: Any = one.default
        if whole[one.name] is None and default is not None and default.is_scalar:
            whole[one.name] = default.arg
    return whole
