"""What the invented learners thought: questionnaires of the latest cohorts that ended, two complaints."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.models.complaint import ComplaintFacts
from gen_desktop.models.satisfaction import Answers
from gen_desktop.queries.attendance import CohortChoice, cohort_choices
from gen_desktop.queries.satisfaction import QuestionnaireRow, questionnaires
from gen_desktop.reference.lists import code_list
from gen_desktop.services.complaints import record_complaint
from gen_desktop.services.satisfaction import (
    Questionnaire,
    record_answer,
    remind,
    send_anonymous,
    send_to,
)

COHORTS = 2
WEEK = dt.timedelta(days=7)
MARKS = ((5, 4, 5, 4, 5), (4, 4, 5, 3, 4), (3, 2, 4, 2, 3), (5, 5, 5, 4, 5), (4, 3, 4, 5, 4))
COMMENTS = (
    "Les formateurs prennent le temps de répondre.",
    None,
    "Les ordinateurs de la salle 2 sont lents.",
    None,
    "Un mois de plus sur le projet aurait été utile.",
)
NAMELESS = 6
"""Questionnaires handed out without a name in the older cohort; one of them stays out."""


def tell_opinions(db: Database, today: dt.date) -> None:
    """Of each ended cohort three people in four answer; the older one has some without a name too."""
    with db.read() as session:
        ended = [one for one in cohort_choices(session, today) if one.ends_on < today][:COHORTS]
    for cohort in ended:
        for horizon in (int(code.code) for code in code_list("satisfaction_horizon")):
            _ask(db, cohort, horizon, today)
    if ended:
        _without_names(db, ended[-1], today)
        _complain(db, ended[0], today)


def _ask(db: Database, cohort: CohortChoice, horizon: int, today: dt.date) -> None:
    with db.read() as session:
        due = _due(session, cohort, horizon, today)
    people = [row.enrollment_id for row in due if row.enrollment_id is not None]
    if not people:
        return
    sent_on = min(today, max(row.due_on for row in due if row.due_on is not None))
    send_to(db, people, horizon, sent_on, today)
    for place, row in enumerate(due):
        if place % 4 != 3:
            which = Questionnaire(cohort.id, horizon, row.enrollment_id)
            record_answer(db, which, _answers(place, min(today, sent_on + WEEK)), today)
    with db.read() as session:
        awaited = [
            row.answer_id
            for row in questionnaires(session, cohort.id, horizon, today)
            if row.answer_id is not None and row.answered_on is None
        ]
    if awaited:
        remind(db, awaited, min(today, sent_on + 2 * WEEK), today)


def _due(session: Session, cohort: CohortChoice, horizon: int, today: dt.date) -> list[QuestionnaireRow]:
    rows = questionnaires(session, cohort.id, horizon, today)
    return [row for row in rows if row.due_on is not None and row.due_on <= today]


def _answers(place: int, day: dt.date) -> Answers:
    items = [code.code for code in code_list("satisfaction_item")]
    marks = dict(zip(items, MARKS[place % len(MARKS)], strict=True))
    comment = COMMENTS[place] if place < len(COMMENTS) else None
    return Answers(day, marks, None if comment is None else french.typographic(comment))


def _without_names(db: Database, cohort: CohortChoice, today: dt.date) -> None:
    which = Questionnaire(cohort.id, 0, respondent="company")
    send_anonymous(db, which, NAMELESS, cohort.ends_on, today)
    for place in range(NAMELESS - 1):
        record_answer(db, which, _answers(place, min(today, cohort.ends_on + WEEK)), today)


def _complain(db: Database, cohort: CohortChoice, today: dt.date) -> None:
    """One answered and closed, one still open of which something is late."""
    first = cohort.ends_on - 4 * WEEK
    closed = ComplaintFacts(
        received_on=first,
        complainant="learner",
        subject="Salle trop froide le matin",
        channel="in_person",
        cohort_id=cohort.id,
        gravity="minor",
        acknowledged_on=first,
        description="Le chauffage ne démarre qu’à dix heures.",
        answer="L’horaire du chauffage est avancé à sept heures.",
        answered_on=first + WEEK,
        measure="Vérifier la température chaque lundi",
        handled_by="Nadia Berrada",
        closed_on=first + WEEK,
    )
    still_open = ComplaintFacts(
        received_on=today - 2 * WEEK,
        complainant="company",
        subject="Convention de stage reçue en retard",
        channel="email",
        cohort_id=cohort.id,
        gravity="major",
        measure="Envoyer les conventions un mois avant le stage",
        measure_due_on=today + 2 * WEEK,
    )
    for facts in (closed, still_open):
        record_complaint(db, facts, today)
