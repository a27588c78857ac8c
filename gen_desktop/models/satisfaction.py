"""What learners thought of their course, at its end and some months later."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class SatisfactionAnswer(Versioned, Base):
    """One questionnaire, sent or filled in. ``enrollment_id`` None: anonymous, only the cohort is known.

    ``respondent``: code list stakeholder. ``horizon``: months after the exit, 0 at the end of the course.
    ``answered_on`` None: still awaited. ``mode``: code list contact_mode.
    """

    __tablename__ = "satisfaction_answer"
    __table_args__ = (UniqueConstraint("enrollment_id", "horizon", "respondent"),)

    cohort_id: Mapped[int] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
    enrollment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("enrollment.id"))
    horizon: Mapped[int]
    respondent: Mapped[str] = mapped_column(default="learner")
    sent_on: Mapped[dt.date | None]
    reminded_on: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
    mode: Mapped[str | None]
    comment: Mapped[str | None]


class SatisfactionScore(Versioned, Base):
    """The mark given to one item (code list satisfaction_item), from 1 to 5. No row: left blank."""

    __tablename__ = "satisfaction_score"
    __table_args__ = (UniqueConstraint("satisfaction_answer_id", "item"),)

    satisfaction_answer_id: Mapped[int] = mapped_column(Id, ForeignKey("satisfaction_answer.id"))
    item: Mapped[str]
    score: Mapped[int]
