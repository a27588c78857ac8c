"""Where the change log stands: a plan holds as long as it does not move."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.models.history import ChangeSet


def log_position(session: Session) -> int:
    """How many gestures the store has known."""
    return session.scalar(select(func.max(ChangeSet.position))) or 0
