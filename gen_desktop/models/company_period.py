"""Weeks that a learner spends in a company during the course."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class CompanyPeriod(Versioned, Base):
    """A period in company (stage, PMSMP): where, when, with which tutor, and what the company's sheet says.

    ``host``: the company as told; ``company_id`` when it is one of those known. ``planned_minutes`` and
    ``done_minutes``: of the whole period; the second from the sheet received on ``sheet_received_on``.
    """

    __tablename__ = "company_period"

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(Id, ForeignKey("company.id"), index=True)
    host: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    planned_minutes: Mapped[int | None]
    done_minutes: Mapped[int | None]
    sheet_received_on: Mapped[dt.date | None]
    tutor: Mapped[str | None]
    tutor_contact: Mapped[str | None]
    note: Mapped[str | None]
