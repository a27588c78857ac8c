"""The months of attendance that were sent to a payer, and their numbered corrections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop import french
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


@dataclass(frozen=True, slots=True)
class SentMonth:
    """A month as it was last sent: it can no longer be changed. ``month``: its first day."""

    month: dt.date
    number: int
    payer: str | None
    sent_on: dt.date

    @property
    def title(self) -> str:
        """« Octobre 2026 a été envoyé à France Travail le 3 novembre 2026 »."""
        name = french.month_name(self.month)
        to = f" à {self.payer}" if self.payer else ""
        return (
            f"{name[0].upper()}{name[1:]} a été envoyé{to} le {french.long_date(self.sent_on, weekday=False)}"
        )

    @property
    def refusal(self) -> str:
        """Why nothing of that month can be changed, and what to do."""
        return f"{self.title}{french.NBSP}: ouvrez un rectificatif pour le changer."


def correction_name(number: int) -> str:
    """« rectificatif n° 2 »; 0 is what was sent first."""
    return f"rectificatif n°{french.NBSP}{number}" if number else "premier envoi"
