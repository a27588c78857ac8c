"""What the page asks of the other layers, on a thread: nothing here touches a widget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.queries import learners
from gen_desktop.queries.duplicates import Pair, open_pairs
from gen_desktop.queries.history import words_for
from gen_desktop.queries.learners import LearnerDetail
from gen_desktop.queries.merge_plan import MergePlan
from gen_desktop.queries.merging import merge_plan
from gen_desktop.ui.duplicates.words import Asked, asked

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    """Two records side by side. ``plan`` None: they cannot be merged, ``refusal`` says why."""

    left_id: int
    right_id: int
    left: tuple[str, Facts]
    right: tuple[str, Facts]
    plan: MergePlan | None
    questions: tuple[Asked, ...]
    refusal: str


def read_pairs(db: Database, _job: Job) -> tuple[Pair, ...]:
    """The pairs that wait."""
    with db.read() as session:
        return open_pairs(session)


def compare(
    db: Database, ids: tuple[int, int], answers: Mapping[str, str], today: dt.date, _job: Job
) -> Comparison:
    """Both records, and what merging them with these answers does."""
    left_id, right_id = sorted(ids)
    with db.read() as session:
        left, right = (learners.detail(session, one, today) for one in (left_id, right_id))
        plan: MergePlan | None = None
        questions: tuple[Asked, ...] = ()
        refusal = ""
        try:
            plan = merge_plan(session, left_id, right_id, answers, today)
        except AppError as error:
            refusal = str(error)
        if plan is not None:
            words = words_for(session, "learner")
            questions = tuple(asked(question, words) for question in plan.questions)
    return Comparison(left_id, right_id, _told(left), _told(right), plan, questions, refusal)


def _told(person: LearnerDetail) -> tuple[str, Facts]:
    """The name, and what tells people apart."""
    cohorts = french.join_names([one.cohort_code for one in person.enrollments])
    facts = (
        ("Naissance", french.short_date(person.birth_date) if person.birth_date else ""),
        ("Téléphone", french.phone(person.phone) if person.phone else ""),
        ("Courriel", person.email or ""),
        ("Commune", " ".join(part for part in (person.postal_code, person.city) if part)),
        ("Id. France Travail", person.france_travail_id or ""),
        ("Cohortes", cohorts),
    )
    name = f"{person.last_name} {person.first_name}".strip()
    return name, tuple((title, text or french.UNKNOWN) for title, text in facts)
