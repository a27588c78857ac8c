"""A list as somebody likes it: its filters, order and columns, under a name that all colleagues see."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from gen_desktop.models.base import Base, Versioned


class SavedView(Versioned, Base):
    """``page``: where it belongs. ``criteria`` and ``columns``: JSON; no columns: the usual ones."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("page", "name"),)

    page: Mapped[str]
    name: Mapped[str]
    criteria: Mapped[str]
    columns: Mapped[str | None]
