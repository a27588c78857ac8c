"""The day on which a jury hears the learners of a cohort."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class JurySession(Versioned, Base):
    """A session of the jury. ``record_received_on``: the day its record (procès-verbal) came back."""

    __tablename__ = "jury_session"

    cohort_id: Mapped[int] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
    held_on: Mapped[dt.date]
    place: Mapped[str | None]
    record_number: Mapped[str | None]
    record_received_on: Mapped[dt.date | None]
    note: Mapped[str | None]
