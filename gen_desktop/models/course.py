"""What is taught: the certification, its blocks, the planned hours."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Identified, Versioned


class Course(Versioned, Base):
    """A course (formation). ``title`` is the official one, the same on every paper.

    Planned lengths are minutes, in the centre and in company.
    """

    __tablename__ = "course"

    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    family: Mapped[str | None]  # occupational family
    certification_code: Mapped[str | None]  # RNCP or RS code
    certification_title: Mapped[str | None]
    certification_valid_until: Mapped[dt.date | None]
    level: Mapped[str | None]
    rome_codes: Mapped[str | None]  # joined by "|"
    rome_version: Mapped[str | None]
    objective: Mapped[str | None]
    delivery_mode: Mapped[str | None]
    planned_center_minutes: Mapped[int | None]
    planned_company_minutes: Mapped[int | None]
    is_free: Mapped[bool | None]
    action_type: Mapped[str | None]  # code list action_type (L6313-1); None: an action de formation
    nsf_code: Mapped[str | None]  # three digits
    formacodes: Mapped[str | None]  # joined by "|"
    operational_objectives: Mapped[str | None]  # observable verbs, one a line
    assessment_methods: Mapped[str | None]


class CertificationBlock(Identified, Base):
    """One block (bloc de compétences) of the certification a course prepares for."""

    __tablename__ = "certification_block"
    __table_args__ = (UniqueConstraint("course_id", "code"),)

    course_id: Mapped[int] = mapped_column(Id, ForeignKey("course.id"), index=True)
    code: Mapped[str]
    title: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
