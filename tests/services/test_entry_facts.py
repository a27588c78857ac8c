from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import InvalidInput
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.registry import Enrollment, SensitiveFacts
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


def test_everything_wrong_is_said_at_once(db, enrolled):
    facts = EntryFacts(bpf_status="Z9", france_travail_registered_on=dt.date(2031, 1, 1))
    days = PlannedDays(None, dt.date(2026, 11, 16), dt.date(2026, 11, 1))
    with pytest.raises(InvalidInput) as error:
        record_facts(db, enrolled, facts, None, days, TODAY)
    fields = [problem.field for problem in error.value.problems]
    assert fields == ["bpf_status", "france_travail_registered_on", "planned_exit_on"]
