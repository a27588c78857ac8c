"""Random gestures about what people thought, for tests/random_gestures.py."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.models.complaint import ComplaintFacts
from gen_desktop.models.registry import Cohort, Complaint, Enrollment, SatisfactionAnswer
from gen_desktop.models.satisfaction import Answers
from gen_desktop.queries.satisfaction import questionnaires
from gen_desktop.reference.lists import code_list
from gen_desktop.services import complaints, satisfaction

START = dt.date(2026, 1, 5)
LATER = START + dt.timedelta(days=60)


def _one(db: Database, rng: random.Random, model: Any) -> Any:
    with db.read() as session:
        rows = session.execute(select(model.__table__)).all()
    return rng.choice(rows) if rows else None


def _day(rng: random.Random) -> dt.date:
    return START + dt.timedelta(days=rng.randrange(50))


def _answers(rng: random.Random) -> Answers:
    items = [code.code for code in code_list("satisfaction_item") if rng.random() < 0.8]
    marks = {item: rng.randint(1, 5) for item in items}
    return Answers(_day(rng), marks, rng.choice((None, "Très bien suivi.")), rng.choice((None, "phone")))


def send_questionnaires(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Enrollment)
    return one and satisfaction.send_to(db, [one.id], rng.choice((0, 3, 6)), _day(rng), LATER)


def hand_out_questionnaires(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Cohort)
    which = one and satisfaction.Questionnaire(one.id, rng.choice((0, 3)))
    return which and satisfaction.send_anonymous(db, which, rng.randint(0, 3), _day(rng), LATER)


def remind_of_questionnaires(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, SatisfactionAnswer)
    return one and satisfaction.remind(db, [one.id], _day(rng), LATER)


def record_questionnaire(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Enrollment)
    if one is None:
        return None
    enrollment_id = rng.choice((None, one.id))
    which = satisfaction.Questionnaire(one.cohort_id, rng.choice((0, 3, 6)), enrollment_id)
    return satisfaction.record_answer(db, which, _answers(rng), LATER)


def change_questionnaire(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, SatisfactionAnswer)
    if one is None:
        return None
    with db.read() as session:
        rows = questionnaires(session, one.cohort_id, one.horizon, LATER)
    shown = next((row.answers for row in rows if row.answer_id == one.id), None)
    return shown and satisfaction.change_answer(db, one.id, _answers(rng), LATER, shown=shown)


def delete_questionnaire(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, SatisfactionAnswer)
    return one and satisfaction.delete_answers(db, [one.id])


def _complaint(db: Database, rng: random.Random) -> ComplaintFacts:
    one = rng.choice((None, _one(db, rng, Enrollment)))
    answer = rng.choice((None, "Une salle plus calme."))
    return ComplaintFacts(
        _day(rng),
        rng.choice([code.code for code in code_list("stakeholder")]),
        "Bruit dans la salle",
        gravity=rng.choice((None, "minor", "major")),
        enrollment_id=None if one is None else one.id,
        answer=answer,
        closed_on=LATER if answer else None,
    )


def record_complaint(db: Database, rng: random.Random) -> Change | None:
    return complaints.record_complaint(db, _complaint(db, rng), LATER)


def change_complaint(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Complaint)
    return one and complaints.change_complaint(db, one.id, _complaint(db, rng), LATER, version=one.version)


OPINION_GESTURES = {
    send_questionnaires: (satisfaction.send_to, 1),
    hand_out_questionnaires: (satisfaction.send_anonymous, 1),
    remind_of_questionnaires: (satisfaction.remind, 1),
    record_questionnaire: (satisfaction.record_answer, 2),
    change_questionnaire: (satisfaction.change_answer, 1),
    delete_questionnaire: (satisfaction.delete_answers, 1),
    record_complaint: (complaints.record_complaint, 1),
    change_complaint: (complaints.change_complaint, 1),
}
"""What can be done, the service function it tries, and how often it is drawn."""
