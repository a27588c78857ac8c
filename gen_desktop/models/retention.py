"""How long data are kept: the organisation's own periods, and the yearly look at who should leave."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Identified, Versioned


class RetentionPeriod(Versioned, Base):
    """A period of this organisation that replaces the one of resources/reference/retention.csv.

    ``funder``: a code of the funders list. ``years`` count from 31 December of the year of ``base``:
    ``last_payment`` (of the programme by its funder) or ``course_end`` (documents.md §7.2).
    """

    __tablename__ = "retention_period"

    funder: Mapped[str] = mapped_column(unique=True)
    years: Mapped[int]
    base: Mapped[str]
    reason: Mapped[str]
    source: Mapped[str | None]


class RetentionReview(Identified, Base):
    """One yearly rehearsal: how many would leave, how many stay, for how many it cannot be known."""

    __tablename__ = "retention_review"

    held_on: Mapped[dt.date]
    due: Mapped[int]
    kept: Mapped[int]
    undecided: Mapped[int]
