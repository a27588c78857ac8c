"""What a course asks for at the entry, and where each candidate stands on it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class Prerequisite(Versioned, Base):
    """One thing a course asks for: « Lire un énoncé », « Utiliser un navigateur »."""

    __tablename__ = "prerequisite"
    __table_args__ = (UniqueConstraint("course_id", "name"),)

    course_id: Mapped[int] = mapped_column(Id, ForeignKey("course.id"))
    name: Mapped[str]
    position: Mapped[int]


class Positioning(Versioned, Base):
    """The level of a candidate on one prerequisite (code list positioning_level)."""

    __tablename__ = "positioning"
    __table_args__ = (UniqueConstraint("enrollment_id", "prerequisite_id"),)

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"))
    prerequisite_id: Mapped[int] = mapped_column(Id, ForeignKey("prerequisite.id"), index=True)
    level: Mapped[str]
