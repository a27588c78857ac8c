"""Programmes and agreements that pay for courses, their targets, and the dated parameters of counting."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class FundingProgram(Versioned, Base):
    """A label or contract (GEN, AFC, POEC, ESF+, region…). Labels end: dates are data."""

    __tablename__ = "funding_program"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str | None]
    funder: Mapped[str | None]  # code of the funders list
    agreement_number: Mapped[str | None]
    scheme: Mapped[str | None]  # dispositif
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    label_number: Mapped[str | None]
    label_ends_on: Mapped[dt.date | None]
    is_eu_cofunded: Mapped[bool | None]
    planned_amount: Mapped[Decimal | None] = mapped_column(Numeric(12, 2, asdecimal=True))
    realized_amount: Mapped[Decimal | None] = mapped_column(Numeric(12, 2, asdecimal=True))
    logo_sha256: Mapped[str | None]  # of a stored content
    last_payment_on: Mapped[dt.date | None]  # by the funder; the periods of retention count from it
    follow_up_horizons: Mapped[str | None]  # months joined by "|"; None: as the parameters say
    follow_up_window_before: Mapped[int | None]  # days; None: as the parameters say
    follow_up_window_after: Mapped[int | None]


class Target(Versioned, Base):
    """A target of a programme: percent that an indicator should reach while it is valid."""

    __tablename__ = "target"

    funding_program_id: Mapped[int] = mapped_column(Id, ForeignKey("funding_program.id"), index=True)
    indicator: Mapped[str]  # "A3.femmes"
    percent: Mapped[Decimal] = mapped_column(Numeric(5, 2, asdecimal=True))
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    source: Mapped[str | None]


class ProgramParameter(Versioned, Base):
    """A dated parameter of counting set by this organisation; reference/parameters holds the defaults."""

    __tablename__ = "program_parameter"

    code: Mapped[str] = mapped_column(index=True)
    value: Mapped[str]
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    source: Mapped[str | None]
