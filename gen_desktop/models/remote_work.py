"""Distance learning: what was to be done, what was done and verified, and who helped (D6313-3-1, R6313-3)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class RemoteActivity(Versioned, Base):
    """A piece of work at distance and its estimated duration in minutes; it counts once done and verified.

    ``planned_on``: its month is the one in which it counts as planned (R6341-13). ``connected_minutes`` is
    what a platform logged: told, never counted. ``log_sha256``: of the imported log it came from.
    """

    __tablename__ = "remote_activity"

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    title: Mapped[str]
    kind: Mapped[str | None]  # code list remote_activity_kind
    estimated_minutes: Mapped[int]
    planned_on: Mapped[dt.date]
    done_on: Mapped[dt.date | None]
    connected_minutes: Mapped[int | None]
    result: Mapped[str | None]
    verified_on: Mapped[dt.date | None]
    verified_by: Mapped[str | None]
    log_sha256: Mapped[str | None]


class RemoteAssistance(Versioned, Base):
    """Help given to a learner at distance: when, how, how long (minutes), by whom, about what."""

    __tablename__ = "remote_assistance"

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    given_on: Mapped[dt.date]
    channel: Mapped[str | None]  # code list contact_mode
    minutes: Mapped[int | None]
    helper: Mapped[str | None]
    subject: Mapped[str | None]
