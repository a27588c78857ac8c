"""Skills of a block of the certification, and how far each learner is with them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class Skill(Versioned, Base):
    """One skill (compétence) of a block: « Maquetter des interfaces »."""

    __tablename__ = "skill"
    __table_args__ = (UniqueConstraint("block_id", "title"),)

    block_id: Mapped[int] = mapped_column(Id, ForeignKey("certification_block.id"))
    title: Mapped[str]
    position: Mapped[int]


class SkillLevel(Versioned, Base):
    """Where an enrollment stands with a skill at a stage of the course.

    ``stage``: entry, during, end (code list skill_stage). ``level``: code list skill_level. No row: not
    assessed.
    """

    __tablename__ = "skill_level"
    __table_args__ = (UniqueConstraint("enrollment_id", "skill_id", "stage"),)

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"))
    skill_id: Mapped[int] = mapped_column(Id, ForeignKey("skill.id"), index=True)
    stage: Mapped[str]
    level: Mapped[str]
    assessed_on: Mapped[dt.date]
