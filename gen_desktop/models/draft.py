"""What is being typed and is not saved yet: so that neither a crash nor an empty battery loses it."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from gen_desktop.models.base import Base, Identified


class Draft(Identified, Base):
    """An unfinished form. No fact yet: neither history nor any figure knows it, and exports leave it out.

    ``author``: who types, an id of staff_member or a name. ``page`` and ``form`` say where it is typed;
    ``typed`` is what the fields hold, as JSON.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("author", "page", "form"), {"info": {"is_transient": True}})

    author: Mapped[str]
    page: Mapped[str]
    form: Mapped[str]
    title: Mapped[str]
    typed: Mapped[str]
    typed_at: Mapped[str]  # ISO 8601 with offset
