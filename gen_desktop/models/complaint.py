"""The register of complaints and what was done about each (Qualiopi, indicator 31)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.errors import Problem
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.base import Base, Id, Versioned
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.parameters import Parameters

SERIOUS = "serious"
"""The code of complaint_gravity of violence, harassment and discrimination."""


class Complaint(Versioned, Base):
    """A complaint or a difficulty told. ``complainant``: code list stakeholder. Open until ``closed_on``."""

    __tablename__ = "complaint"

    received_on: Mapped[dt.date]
    channel: Mapped[str | None]  # code list contact_mode
    complainant: Mapped[str]
    cohort_id: Mapped[int | None] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
    enrollment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    subject: Mapped[str]
    gravity: Mapped[str | None]  # code list complaint_gravity
    acknowledged_on: Mapped[dt.date | None]
    description: Mapped[str | None]
    answer: Mapped[str | None]
    answered_on: Mapped[dt.date | None]
    measure: Mapped[str | None]
    measure_due_on: Mapped[dt.date | None]
    handled_by: Mapped[str | None]
    closed_on: Mapped[dt.date | None]


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """A line of the register, as typed. ``enrollment_id``: the person that it is about, None: nobody."""

    received_on: dt.date
    complainant: str
    subject: str
    channel: str | None = None
    cohort_id: int | None = None
    enrollment_id: int | None = None
    gravity: str | None = None
    acknowledged_on: dt.date | None = None
    description: str | None = None
    answer: str | None = None
    answered_on: dt.date | None = None
    measure: str | None = None
    measure_due_on: dt.date | None = None
    handled_by: str | None = None
    closed_on: dt.date | None = None


_CODED = {"channel": "contact_mode", "complainant": "stakeholder", "gravity": "complaint_gravity"}
_STEPS = {
    "received_on": "La réclamation",
    "acknowledged_on": "L’accusé de réception",
    "answered_on": "La réponse",
    "closed_on": "La clôture",
}


def complaint_problems(facts: ComplaintFacts, today: dt.date) -> Iterator[Problem]:
    """What keeps a line from being entered: what is missing, and dates that cannot be."""
    if not facts.subject.strip():
        yield Problem("subject", "Dites en quelques mots de quoi il s’agit.")
    for field, name in _CODED.items():
        code = getattr(facts, field)
        if code is not None and code not in code_list(name):
            yield Problem(field, f"Le code «{NBSP}{code}{NBSP}» n’existe pas dans la liste.")
    for field, words in _STEPS.items():
        day = getattr(facts, field)
        if day is not None and day > today:
            yield Problem(field, f"{words} ({short_date(day)}) est dans l’avenir.")
        elif day is not None and day < facts.received_on:
            yield Problem(field, f"{words} est avant la réclamation ({short_date(facts.received_on)}).")
    if facts.measure_due_on is not None and not (facts.measure or "").strip():
        yield Problem("measure", "Dites quelle mesure est à prendre pour cette date.")
    if facts.closed_on is not None and not (facts.answer or "").strip():
        yield Problem("answer", "Dites ce qui a été répondu avant de clore.")


def lateness(facts: ComplaintFacts, parameters: Parameters, as_of: dt.date) -> tuple[str, ...]:
    """What of an open complaint is late that day, in words; a measure is late until the complaint is closed.

    Delays: the parameters ``complaint_acknowledgement_days`` and ``complaint_answer_days``, in days.
    """
    if facts.closed_on is not None:
        return ()
    waited = (as_of - facts.received_on).days
    late = []
    if facts.acknowledged_on is None and waited > parameters.complaint_acknowledgement_days:
        late.append("accusé de réception")
    if facts.answered_on is None and waited > parameters.complaint_answer_days:
        late.append("réponse")
    if facts.measure_due_on is not None and facts.measure_due_on < as_of:
        late.append("mesure")
    return tuple(late)
