"""One run of a course, and its weekly pattern of half-days."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Identified, Versioned


class Cohort(Versioned, Base):
    """One run of a course (session). ``declared_*`` count applications that were not entered one by one."""

    __tablename__ = "cohort"

    code: Mapped[str] = mapped_column(unique=True)
    course_id: Mapped[int] = mapped_column(Id, ForeignKey("course.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(Id, ForeignKey("site.id"), index=True)
    funding_program_id: Mapped[int | None] = mapped_column(Id, ForeignKey("funding_program.id"), index=True)
    planned_start: Mapped[dt.date]
    planned_end: Mapped[dt.date]
    actual_start: Mapped[dt.date | None]
    actual_end: Mapped[dt.date | None]
    seats: Mapped[int | None]
    minimum_seats: Mapped[int | None]
    declared_applications: Mapped[int | None]
    declared_admissions: Mapped[int | None]
    carif_session_number: Mapped[str | None]
    carif_action_number: Mapped[str | None]
    referent: Mapped[str | None]
    trainers: Mapped[str | None]
    france_travail_number: Mapped[str | None]
    subcontracting: Mapped[str | None]  # code list subcontracting; None: taught by the organisation itself
    welcome_note: Mapped[str | None]  # what the convocation adds: how to come, what to bring


class CohortSlot(Identified, Base):
    """One half-day of the weekly pattern of a cohort. ``weekday``: Monday is 0. ``half_day``: AM or PM."""

    __tablename__ = "cohort_slot"
    __table_args__ = (UniqueConstraint("cohort_id", "weekday", "half_day"),)

    cohort_id: Mapped[int] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
    weekday: Mapped[int]
    half_day: Mapped[str]
    starts_at: Mapped[dt.time]
    ends_at: Mapped[dt.time]
