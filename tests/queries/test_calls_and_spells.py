"""Nobody is called to ask what a dated job tells already."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.calling import Call
from gen_desktop.queries.call_order import CallCriteria, call_list
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.follow_ups import rows
from gen_desktop.queries.learner_list import ids
from gen_desktop.queries.list_filters import Among
from gen_desktop.services.placements import PlacementInput, record_placement
from tests.factories import enroll, make_cohort, make_learner

EXIT, TODAY = dt.date(2026, 5, 28), dt.date(2026, 11, 28)
JOB = PlacementInput("job", recorded_on=TODAY, starts_on=dt.date(2026, 7, 1), contract_type="CDI")


@pytest.fixture
def person(db):
    """She left six months ago, and has had a job for five."""
    with db.write("Une personne inventée") as session:
        learner = make_learner(session, last_name="Ben Salah", first_name="Yasmine")
        session.flush()
        facts = {"entered_on": dt.date(2026, 1, 5), "exit_type": "term", "exit_on": EXIT}
        return enroll(session, make_cohort(session), learner, **facts).id


def view(db, name):
    with db.read() as session:
        found = call_list(session, CallCriteria(view=name, horizon=6), TODAY)
    return found.ids, found.counts


def test_she_is_to_be_called_until_a_job_tells_where_she_is(db, person):
    call = Call(person, 6)
    assert view(db, "to_call")[0] == [call.id]
    record_placement(db, person, JOB)
    assert view(db, "to_call")[0] == []
    known, counts = view(db, "answered")
    assert (known, counts.to_call, counts.answered) == ([call.id], 0, 1)
    with db.read() as session:
        row = rows(session, [call.id], TODAY)[call.id]
    assert (row.situation, row.recorded_on, row.is_late) == ("EMP_CDI", None, False)


def test_the_lists_of_two_horizons_are_asked_together(db, person):
    record_placement(db, person, JOB)
    both = (Among("follow_up_3", ("known",)), Among("follow_up_6", ("known",)))
    with db.read() as session:
        assert len(ids(session, LearnerCriteria(narrowings=both), TODAY)) == 1
        both = (Among("follow_up_3", ("known",)), Among("follow_up_6", ("missing",)))
        assert ids(session, LearnerCriteria(narrowings=both), TODAY) == []
