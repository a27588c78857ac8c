"""Half-days that are not due of one person: an individual path (parcours individualisé)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class Exemption(Versioned, Base):
    """What a person does not have to attend: the half-days on which everything that is said holds.

    « Le vendredi après-midi », « le module Anglais », « du 3 au 14 mars »: None says nothing. ``weekday``:
    Monday is 0. ``half_day``: AM or PM. At least one of them is said.
    """

    __tablename__ = "exemption"

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    weekday: Mapped[int | None]
    half_day: Mapped[str | None]
    module: Mapped[str | None]
    reason: Mapped[str | None]
