"""What learners thought of their course, at its end and some months later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.errors import Problem
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.base import Base, Id, Versioned
from gen_desktop.reference.lists import code_list

LEARNER = "learner"
"""The code of stakeholder for whoever followed the course."""


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


@dataclass(frozen=True, slots=True)
class Answers:
    """What a questionnaire says. ``marks``: item → mark; an item left blank is not there."""

    answered_on: dt.date
    marks: Mapping[str, int]
    comment: str | None = None
    mode: str | None = None


def mark_range() -> tuple[int, int]:
    """The lowest and the highest mark of the scale printed on the questionnaire."""
    marks = [int(code.code) for code in code_list("satisfaction_mark")]
    return min(marks), max(marks)


def questionnaire_problems(horizon: int, respondent: str) -> Iterator[Problem]:
    """What keeps a questionnaire from being sent or entered, whatever it says."""
    if str(horizon) not in code_list("satisfaction_horizon"):
        yield Problem("horizon", "Choisissez quand le questionnaire est donné.")
    if respondent not in code_list("stakeholder"):
        yield Problem("respondent", "Choisissez qui répond.")


def answer_problems(answers: Answers, today: dt.date) -> Iterator[Problem]:
    """What is wrong with what was typed from a questionnaire."""
    if answers.answered_on > today:
        yield Problem("answered_on", f"La réponse ({short_date(answers.answered_on)}) est dans l’avenir.")
    low, high = mark_range()
    for item, mark in answers.marks.items():
        if item not in code_list("satisfaction_item"):
            yield Problem("marks", f"La question «{NBSP}{item}{NBSP}» n’existe pas.")
        elif not low <= mark <= high:
            yield Problem(item, f"Une note va de {low} à {high}.")
    if not answers.marks and not answers.comment:
        yield Problem("marks", f"Ce questionnaire ne dit rien{NBSP}: donnez une note ou un commentaire.")
    if answers.mode is not None and answers.mode not in code_list("contact_mode"):
        yield Problem("mode", "Ce moyen n’existe pas.")
