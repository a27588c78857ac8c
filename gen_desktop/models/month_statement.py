"""The months of attendance that were sent to a payer, and their numbered corrections."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class MonthStatement(Versioned, Base):
    """A month of a cohort, as sent: number 0, then each correction (« rectificatif n° 1 »…).

    ``month``: its first day. ``sent_on`` None: a correction is open, the month can be changed until it is
    sent. A month whose last statement was sent is locked. ``reason``: why a correction was opened.
    """

    __tablename__ = "month_statement"
    __table_args__ = (UniqueConstraint("cohort_id", "month", "number"),)

    cohort_id: Mapped[int] = mapped_column(Id, ForeignKey("cohort.id"))
    month: Mapped[dt.date]
    number: Mapped[int]
    payer: Mapped[str | None]
    reason: Mapped[str | None]
    opened_on: Mapped[dt.date]
    sent_on: Mapped[dt.date | None]
