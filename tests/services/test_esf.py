"""What participants of the ESF+ answer: beside the other sensitive facts, days checked, refusals kept."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.models.esf import EsfAnswers
from gen_desktop.models.registry import Enrollment, SensitiveFacts
from gen_desktop.services.esf import record_esf_answers
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 8, 1)
ENTRY, EXIT = dt.date(2026, 1, 5), dt.date(2026, 6, 30)


@pytest.fixture
def enrollment_id(db):
    with db.write("Une participation") as session:
        enrolled = enroll(session, make_cohort(session), make_learner(session), entered_on=ENTRY)
        enrolled.exit_type, enrolled.exit_on = "term", EXIT
        session.flush()
        session.add(SensitiveFacts(enrollment_id=enrolled.id, is_rqth=True))
        return enrolled.id


def test_answers_stand_beside_the_other_facts(db, enrollment_id):
    answers = EsfAnswers(ENTRY, EXIT, "third", "refused", "no", None)
    record_esf_answers(db, enrollment_id, answers, TODAY)
    with db.read() as session:
        kept = session.scalars(select(SensitiveFacts)).one()
        assert (kept.is_rqth, kept.nationality, kept.has_foreign_background) == (True, "third", "refused")
        assert (kept.esf_collected_on, kept.is_homeless) == (ENTRY, None)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        (EsfAnswers(esf_collected_on=ENTRY + dt.timedelta(days=1)), "esf_collected_on"),
        (EsfAnswers(esf_collected_on=TODAY + dt.timedelta(days=1)), "esf_collected_on"),
        (EsfAnswers(esf_exit_collected_on=EXIT - dt.timedelta(days=1)), "esf_exit_collected_on"),
        (EsfAnswers(esf_exit_collected_on=TODAY + dt.timedelta(days=1)), "esf_exit_collected_on"),
        (EsfAnswers(nationality="mars"), "nationality"),
        (EsfAnswers(is_minority="third"), "is_minority"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place_and_changes_nothing(db, enrollment_id, answers, field):
    with pytest.raises(InvalidInput) as refused:
        record_esf_answers(db, enrollment_id, answers, TODAY)
    assert [one.field for one in refused.value.problems] == [field]
    with db.read() as session:
        assert session.scalars(select(SensitiveFacts.nationality)).one() is None


def test_an_exit_questionnaire_needs_an_exit(db, enrollment_id):
    with db.write("Toujours en formation") as session:
        enrolled = session.get_one(Enrollment, enrollment_id)
        enrolled.exit_type = enrolled.exit_on = None
    with pytest.raises(InvalidInput, match="La sortie n’est pas enregistrée"):
        record_esf_answers(db, enrollment_id, EsfAnswers(esf_exit_collected_on=EXIT), TODAY)
    with pytest.raises(NotFound):
        record_esf_answers(db, 1, EsfAnswers(), TODAY)
