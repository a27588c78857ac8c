"""What follows an alert of absence: who called, what was said, what was offered."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class AbsenceContact(Versioned, Base):
    """A contact with a learner about absences. ``next_on``: the day on which somebody should ask again."""

    __tablename__ = "absence_contact"

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    made_on: Mapped[dt.date]
    contact_mode: Mapped[str]
    outcome: Mapped[str]  # code list attempt_outcome
    author: Mapped[str | None]
    said: Mapped[str | None]
    offered: Mapped[str | None]
    next_on: Mapped[dt.date | None]
