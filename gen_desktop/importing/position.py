"""Where the change log stands: a plan holds as long as it does not move."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.privacy import NominativeExport


def log_position(session: Session) -> int:
    """The last gesture that the store has known; an export entered in its register changes no data."""
    is_export = exists().where(
        RecordChange.change_set_id == ChangeSet.id, RecordChange.kind == NominativeExport.__tablename__
    )
    last = select(ChangeSet.position).where(~is_export).order_by(ChangeSet.position.desc()).limit(1)
    return session.scalar(last) or 0
