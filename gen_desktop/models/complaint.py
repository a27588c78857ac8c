"""The register of complaints and what was done about each (Qualiopi, indicator 31)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class Complaint(Versioned, Base):
    """A complaint or a difficulty told. ``complainant``: code list stakeholder. Open until ``closed_on``."""

    __tablename__ = "complaint"

    received_on: Mapped[dt.date]
    channel: Mapped[str | None]  # code list contact_mode
    complainant: Mapped[str]
    cohort_id: Mapped[int | None] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
    enrollment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    subject: Mapped[str]
    gravity: Mapped[str | None]  # code list complaint_gravity
    acknowledged_on: Mapped[dt.date | None]
    description: Mapped[str | None]
    answer: Mapped[str | None]
    answered_on: Mapped[dt.date | None]
    measure: Mapped[str | None]
    measure_due_on: Mapped[dt.date | None]
    handled_by: Mapped[str | None]
    closed_on: Mapped[dt.date | None]
