from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import InvalidInput
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.registry import Company, Enrollment, SensitiveFacts
from gen_desktop.services.companies import delete_company
from gen_desktop.services.entry_facts import PlannedDays, record_facts
from gen_desktop.services.undo import undo_last
from tests.classroom import make_classroom

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def enrolled(db):
    return make_classroom(db).enrollments[0]


def stored(db, enrollment_id):
    with db.read() as session:
        one = session.get_one(Enrollment, enrollment_id)
        rights = session.scalar(select(SensitiveFacts).where(SensitiveFacts.enrollment_id == enrollment_id))
        return (
            (one.bpf_status, one.planned_center_minutes, one.applied_on, one.planned_exit_on),
            None if rights is None else (rights.is_rqth, rights.rqth_valid_until, rights.receives_are),
        )


def test_facts_rights_and_planned_days_are_one_gesture(db, enrolled):
    record_facts(
        db,
        enrolled,
        EntryFacts(bpf_status="job_seeker", planned_center_minutes=24_030),
        Sensitive(is_rqth=True, rqth_valid_until=dt.date(2028, 1, 31), receives_are=False),
        PlannedDays(dt.date(2026, 9, 1), dt.date(2026, 11, 16), dt.date(2027, 3, 26)),
        TODAY,
    )
    facts, rights = stored(db, enrolled)
    assert facts == ("job_seeker", 24_030, dt.date(2026, 9, 1), dt.date(2027, 3, 26))
    assert rights == (True, dt.date(2028, 1, 31), False)
    record_facts(db, enrolled, EntryFacts(), None, PlannedDays(), TODAY)
    assert stored(db, enrolled) == ((None, None, None, None), rights)
    undo_last(db)
    assert stored(db, enrolled)[0] == facts


def employer(db, enrollment_id):
    with db.read() as session:
        company_id = session.get_one(Enrollment, enrollment_id).employer_company_id
        names = session.scalars(select(Company.name).order_by(Company.id)).all()
        return None if company_id is None else session.get_one(Company, company_id).name, list(names)


def test_an_employer_is_one_that_is_known_or_a_new_one(db, enrolled):
    def say(text):
        record_facts(db, enrolled, EntryFacts(), None, PlannedDays(), TODAY, employer=text)
        return employer(db, enrolled)

    assert say("Scierie du Haut-Folin") == ("Scierie du Haut-Folin", ["Scierie du Haut-Folin"])
    assert say(None)[0] == "Scierie du Haut-Folin", "not shown: it stays"
    assert say("scierie du haut-folin ") == ("Scierie du Haut-Folin", ["Scierie du Haut-Folin"])
    assert say("Datacampus")[0] == "Datacampus"
    undo_last(db)
    assert employer(db, enrolled) == ("Scierie du Haut-Folin", ["Scierie du Haut-Folin"])
    assert say("") == (None, ["Scierie du Haut-Folin"])


def test_a_deleted_employer_is_no_longer_known(db, enrolled):
    record_facts(db, enrolled, EntryFacts(), None, PlannedDays(), TODAY, employer="Scierie du Haut-Folin")
    with db.read() as session:
        company_id = session.scalars(select(Company.id)).one()
    delete_company(db, company_id)
    assert employer(db, enrolled) == (None, [])


def test_everything_wrong_is_said_at_once(db, enrolled):
    facts = EntryFacts(bpf_status="Z9", france_travail_registered_on=dt.date(2031, 1, 1))
    days = PlannedDays(None, dt.date(2026, 11, 16), dt.date(2026, 11, 1))
    with pytest.raises(InvalidInput) as error:
        record_facts(db, enrolled, facts, None, days, TODAY)
    fields = [problem.field for problem in error.value.problems]
    assert fields == ["bpf_status", "france_travail_registered_on", "planned_exit_on"]
