"""The register of complaints: each line with its number of the year and what of it is late."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Integer, extract, func, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.complaint import Complaint, ComplaintFacts, lateness
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.names import fold
from gen_desktop.queries.rights import unread_complaints
from gen_desktop.queries.scope import parameters
from gen_desktop.reference.lists import label

HIDDEN = "Réservé à la direction"
"""In the place of what a complaint tells, for whoever may not read it (queries/rights.py)."""
_TOLD = ("description", "answer", "measure", "handled_by", "channel", "enrollment_id")


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A line. ``number``: « 2026-03 », in the order of entry. ``name``: of whom it is about, None: of nobody.

    ``late``: what is late, in words; nothing of a closed one is. ``is_hidden``: what it tells is not shown.
    """

    id: int
    version: int
    number: str
    facts: ComplaintFacts
    cohort_code: str | None
    name: str | None
    late: tuple[str, ...]
    is_hidden: bool = False

    @property
    def is_open(self) -> bool:
        """Not closed yet."""
        return self.facts.closed_on is None


@dataclass(frozen=True, slots=True)
class ComplaintCriteria:
    """Everything said is required together. ``is_open`` None: open or not. ``gravity``: a code."""

    is_open: bool | None = None
    cohort_id: int | None = None
    gravity: str | None = None
    is_late: bool = False
    text: str = ""
    date_from: dt.date | None = None
    date_to: dt.date | None = None


def complaints(
    session: Session, as_of: dt.date, criteria: ComplaintCriteria | None = None
) -> tuple[ComplaintRow, ...]:
    """Those received by the date, the latest first."""
    wanted, unread = criteria or ComplaintCriteria(), set(unread_complaints(session))
    found = [_hidden(row) if row.id in unread else row for row in _all(session, as_of)]
    return tuple(row for row in found if _meets(row, wanted))


def _hidden(row: ComplaintRow) -> ComplaintRow:
    """The same without what it tells: that there is one, its days and what is late stay."""
    nothing: dict[str, Any] = dict.fromkeys(_TOLD)
    facts = replace(row.facts, subject=HIDDEN, **nothing)
    return replace(row, facts=facts, name=None, is_hidden=True)


def _all(session: Session, as_of: dt.date) -> Sequence[ComplaintRow]:
    """Those received by the date, the latest first, whole."""
    rules = parameters(session, as_of)
    found = []
    for row in _rows(session):
        facts = ComplaintFacts(**{name: getattr(row, name) for name in _FACTS})
        name = None if row.last_name is None else full_name(row.last_name, row.first_name)
        number = f"{facts.received_on.year}-{row.rank:02}"
        found.append(
            ComplaintRow(row.id, row.version, number, facts, row.code, name, lateness(facts, rules, as_of))
        )
    return [row for row in found if row.facts.received_on <= as_of]


def complaint(session: Session, complaint_id: int, as_of: dt.date) -> ComplaintRow:
    """One line. Raises NotFound."""
    for row in complaints(session, as_of):
        if row.id == complaint_id:
            return row
    raise NotFound("Cette réclamation n’est plus dans le fichier.")


def count_late(session: Session, as_of: dt.date) -> int:
    """How many open complaints have something late."""
    return len(complaints(session, as_of, ComplaintCriteria(is_late=True)))


def complaint_counts(session: Session, cohort_ids: Sequence[int], as_of: dt.date) -> tuple[int, int]:
    """How many complaints about these cohorts were received by that day, and how many were open then."""
    found = [
        row.facts
        for row in _all(session, as_of)
        if row.facts.cohort_id is not None and row.facts.cohort_id in cohort_ids
    ]
    still_open = sum(one.closed_on is None or one.closed_on > as_of for one in found)
    return len(found), still_open


_FACTS = tuple(one.name for one in fields(ComplaintFacts))


def _rows(session: Session) -> Sequence[Any]:
    year = extract("year", Complaint.received_on).cast(Integer)
    rank = func.row_number().over(partition_by=year, order_by=Complaint.id)
    return session.execute(
        select(
            *(Complaint.id, Complaint.version, *(getattr(Complaint, name) for name in _FACTS)),
            *(rank.label("rank"), Cohort.code, Learner.last_name, Learner.first_name),
        )
        .outerjoin(Cohort, Cohort.id == Complaint.cohort_id)
        .outerjoin(Enrollment, Enrollment.id == Complaint.enrollment_id)
        .outerjoin(Learner, Learner.id == Enrollment.learner_id)
        .order_by(Complaint.received_on.desc(), Complaint.id.desc())
    ).all()


def _meets(row: ComplaintRow, wanted: ComplaintCriteria) -> bool:
    facts = row.facts
    searched = fold(f"{row.number} {facts.subject} {row.name or ''} {row.cohort_code or ''}")
    return (
        wanted.is_open in (None, row.is_open)
        and wanted.cohort_id in (None, facts.cohort_id)
        and wanted.gravity in (None, facts.gravity)
        and (not wanted.is_late or bool(row.late))
        and all(word in searched for word in fold(wanted.text).split())
        and (wanted.date_from or facts.received_on) <= facts.received_on
        and facts.received_on <= (wanted.date_to or facts.received_on)
    )


@dataclass(frozen=True, slots=True)
class NamelessComplaint:
    """A line for an auditor: nobody is named, neither told nor in a text (NAME takes the place)."""

    number: str
    received_on: dt.date
    complainant: str
    cohort_code: str | None
    subject: str
    gravity: str
    acknowledged_on: dt.date | None
    answer: str | None
    answered_on: dt.date | None
    measure: str | None
    measure_due_on: dt.date | None
    closed_on: dt.date | None


NAME = "[nom]"


def nameless_complaints(session: Session, as_of: dt.date) -> tuple[NamelessComplaint, ...]:
    """Every line in the order of its number, without the name of the person that it is about."""
    found = []
    for row in complaints(session, as_of):
        facts = row.facts
        found.append(
            NamelessComplaint(
                row.number,
                facts.received_on,
                label("stakeholder", facts.complainant),
                row.cohort_code,
                _without(row.name, facts.subject) or "",
                label("complaint_gravity", facts.gravity),
                facts.acknowledged_on,
                _without(row.name, facts.answer),
                facts.answered_on,
                _without(row.name, facts.measure),
                facts.measure_due_on,
                facts.closed_on,
            )
        )
    return tuple(sorted(found, key=lambda one: one.number))


def _without(name: str | None, text: str | None) -> str | None:
    if name is None or text is None:
        return text
    for part in name.split():
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", NAME, text, flags=re.IGNORECASE)
    return text
