"""Days on which a centre, or one cohort of it, holds nothing although its usual week says so."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class Closure(Versioned, Base):
    """A closure with its reason (« congés d’été »), of a site or of one cohort: exactly one of the two."""

    __tablename__ = "closure"

    site_id: Mapped[int | None] = mapped_column(Id, ForeignKey("site.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    reason: Mapped[str]
