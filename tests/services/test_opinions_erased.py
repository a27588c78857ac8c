"""What somebody thought and complained of goes with her erasure; what is nobody's stays, no figure moves."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.complaint import ComplaintFacts
from gen_desktop.models.registry import Complaint, Enrollment, SatisfactionAnswer
from gen_desktop.models.satisfaction import Answers
from gen_desktop.queries.person_data import person_data
from gen_desktop.queries.satisfaction import comments, satisfaction
from gen_desktop.queries.scope import Scope
from gen_desktop.services.complaints import record_complaint
from gen_desktop.services.privacy import erase_people
from gen_desktop.services.satisfaction import Questionnaire, record_answer
from tests.classroom import FRIDAY, MONDAY, make_classroom

DAY = FRIDAY + dt.timedelta(days=3)
REASON = "Demande reçue par courrier"


@pytest.fixture
def room(db):
    """Two people left; one answered and complained, somebody answered without a name."""
    people = [("Aubert", "Inès"), ("Bakary", "Moussa")]
    left = {"entered_on": MONDAY, "exit_on": FRIDAY, "exit_type": "term"}
    made = make_classroom(db, people=people, **left)
    for enrollment_id, comment in ((made.enrollments[0], "Signé Inès"), (None, "Trop court")):
        which = Questionnaire(made.cohort_id, 0, enrollment_id)
        record_answer(db, which, Answers(DAY, {"welcome": 4}, comment), DAY)
    texts = {"description": "Aubert attend", "answer": "Vu avec elle", "handled_by": "C. Lambert"}
    own = ComplaintFacts(DAY, "learner", "Bruit", enrollment_id=made.enrollments[0], **texts)
    for facts in (own, ComplaintFacts(DAY, "company", "Convention en retard")):
        record_complaint(db, facts, DAY)
    return made


def learner_of(db, enrollment_id: int) -> int:
    with db.read() as session:
        return session.get_one(Enrollment, enrollment_id).learner_id


def test_what_she_said_is_told_to_her(db, room) -> None:
    with db.read() as session:
        told = person_data(session, learner_of(db, room.enrollments[0])).stored
    assert [row["comment"] for row in told["satisfaction_answer"]] == ["Signé Inès"]
    assert [row["subject"] for row in told["complaint"]] == ["Bruit"]
    assert len(told["satisfaction_score"]) == 1


def test_her_words_go_and_the_figures_stay(db, room) -> None:
    scope = Scope(DAY)
    with db.read() as session:
        before = satisfaction(session, scope, 0)
    erase_people(db, [learner_of(db, room.enrollments[0])], cause="request", reason=REASON, today=DAY)
    with db.read() as session:
        assert satisfaction(session, scope, 0) == before
        assert [one.text for one in comments(session, scope, 0, 5)] == ["Trop court"]
        hers = session.get_one(Complaint, _complaint_id(session, room.enrollments[0]))
        assert (hers.description, hers.answer, hers.handled_by) == (None, None, None)
        assert "Bruit" not in hers.subject
        assert (hers.received_on, hers.complainant) == (DAY, "learner")
        others = [row.subject for row in session.query(Complaint) if row.id != hers.id]
        assert others == ["Convention en retard"]
        assert sorted(row.comment or "" for row in session.query(SatisfactionAnswer)) == ["", "Trop court"]


def _complaint_id(session, enrollment_id: int) -> int:
    return session.query(Complaint).filter(Complaint.enrollment_id == enrollment_id).one().id
