"""What lists do not tell of the invented candidates: how they were positioned, and who was seen."""

from __future__ import annotations

import datetime as dt

from gen_desktop.db.database import Database
from gen_desktop.models.application import Step, next_steps
from gen_desktop.queries.application_places import waiting_list
from gen_desktop.queries.applications import (
    Candidate,
    CandidateCriteria,
    candidates,
    cohort_intakes,
    prerequisites,
)
from gen_desktop.services.applications import (
    InterviewInput,
    PositioningInput,
    interview,
    position,
    rank_waiting,
)
from gen_desktop.services.prerequisites import PrerequisiteInput, set_prerequisites

ASKED = (
    "Lire un document simple en français",
    "Utiliser une souris, un clavier, un navigateur",
    "Envoyer un courriel avec une pièce jointe",
    "Être disponible à temps plein",
)
INTERVIEWER = "Nadia Berrada"
LEVELS = ("held", "held", "partial", "held", "none")
TO_POSITION, TO_SEE = 4, 8
"""Days after the application."""


def recruit(db: Database, today: dt.date) -> None:
    """Position and see the candidates of the first cohort to come; a few are left for whoever tries it."""
    with db.read() as session:
        coming = next((one for one in cohort_intakes(session, today) if one.start > today), None)
        if coming is None:
            return
        found = candidates(session, CandidateCriteria(coming.id), today)
        waiting = waiting_list(session, coming.id, today)
    set_prerequisites(db, coming.course_id, [PrerequisiteInput(name) for name in ASKED])
    with db.read() as session:
        asked = [one.prerequisite_id for one in prerequisites(session, coming.course_id)]
    for number, candidate in enumerate(found):
        if Step.POSITION in next_steps(candidate.stage) and candidate.applied_on is not None:
            _meet(db, candidate, candidate.applied_on, asked, number, today)
    if waiting:
        rank_waiting(db, coming.id, waiting, today)


def _meet(
    db: Database, candidate: Candidate, applied_on: dt.date, asked: list[int], number: int, today: dt.date
) -> None:
    """Whoever is decided about was positioned and seen; of the others one in three has only just applied."""
    is_open = candidate.stage == "received"
    if is_open and number % 3 == 0:
        return
    latest = candidate.decided_on or today
    day = min(applied_on + dt.timedelta(days=TO_POSITION), latest)
    levels = {one: LEVELS[(number + place) % len(LEVELS)] for place, one in enumerate(asked)}
    position(db, candidate.enrollment_id, PositioningInput(day, levels, "questionnaire"), today)
    if is_open and number % 3 == 1:
        return
    day = min(applied_on + dt.timedelta(days=TO_SEE), latest)
    interview(db, candidate.enrollment_id, InterviewInput(day, INTERVIEWER, "Projet à préciser"), today)
