"""Lists that ask about two horizons at once, of somebody whose job tells both."""

from __future__ import annotations

import datetime as dt

from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.learner_list import ids
from gen_desktop.queries.list_filters import Among
from gen_desktop.services.placements import PlacementInput, record_placement
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 28)


def test_two_horizons_are_asked_together(db):
    with db.write("Une personne inventée") as session:
        learner = make_learner(session, last_name="Ben Salah", first_name="Yasmine")
        session.flush()
        facts = {"entered_on": dt.date(2026, 1, 5), "exit_type": "term", "exit_on": dt.date(2026, 5, 28)}
        person = enroll(session, make_cohort(session), learner, **facts).id
    job = PlacementInput("job", recorded_on=TODAY, starts_on=dt.date(2026, 7, 1), contract_type="CDI")
    record_placement(db, person, job)
    for state, found in (("known", 1), ("missing", 0)):
        both = (Among("follow_up_3", ("known",)), Among("follow_up_6", (state,)))
        with db.read() as session:
            assert len(ids(session, LearnerCriteria(narrowings=both), TODAY)) == found
