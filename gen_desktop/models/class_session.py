"""Half-days of a cohort, as planned."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class ClassSession(Versioned, Base):
    """A half-day (séance) of a cohort. ``minutes`` is what is due of each learner enrolled that day.

    ``delivery_mode``: code list session_mode; None: as the course.
    """

    __tablename__ = "class_session"
    __table_args__ = (UniqueConstraint("cohort_id", "held_on", "half_day"),)

    cohort_id: Mapped[int] = mapped_column(Id, ForeignKey("cohort.id"))
    held_on: Mapped[dt.date]
    half_day: Mapped[str]  # AM, PM
    starts_at: Mapped[dt.time]
    ends_at: Mapped[dt.time]
    minutes: Mapped[int]
    delivery_mode: Mapped[str | None]
    module: Mapped[str | None]
    trainer: Mapped[str | None]
    place: Mapped[str | None]
    counts_for_bpf: Mapped[bool | None]  # None: as its mode says (code list session_mode)
    note: Mapped[str | None]
