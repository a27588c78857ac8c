"""Several people in a few numbers, told again in plain Python on random centres."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from gen_desktop.queries import learner_list
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.list_filters import Among, Between
from gen_desktop.queries.selection_sum import Share, selection_sum
from tests.classroom import make_classroom
from tests.queries.test_criteria import TODAY, Center


@pytest.mark.parametrize("seed", [11, 12])
def test_the_numbers_are_those_of_the_filters(db, seed):
    center = Center(db, seed)
    everybody = center.listed(LearnerCriteria())
    with db.read() as session:
        found = selection_sum(session, everybody, TODAY)
        rows = learner_list.rows(session, everybody, TODAY)

    def count(*narrowings):
        return len(center.listed(LearnerCriteria(narrowings=narrowings)))

    assert found.people == len(everybody)
    assert found.women == Share(count(Among("sex", ("F",))), count(Among("sex", ("",))))
    assert found.in_qpv == Share(count(Among("qpv", ("yes",))), count(Among("qpv", ("",))))
    assert found.rural == Share(count(Among("rural", ("yes",))), count(Among("rural", ("",))))
    assert found.young == Share(
        count(Between("age_at_entry", high=26)), count(Between("age_at_entry", or_unknown=True))
    )
    assert found.incomplete == len(center.listed(LearnerCriteria(incomplete=True)))
    assert dict(found.states) == Counter(row.state for row in rows.values())
    assert dict(found.cohorts) == Counter(row.cohort_code for row in rows.values())


def test_some_of_them_alone_and_nobody(db):
    make_classroom(db, entered_on=dt.date(2026, 11, 16))
    with db.read() as session:
        ids = learner_list.ids(session, LearnerCriteria(), TODAY)
        assert selection_sum(session, ids[:3], TODAY).cohorts == (("DWWM 2026-2", 3),)
        assert selection_sum(session, [], TODAY).people == 0
        assert selection_sum(session, [*ids[:2], 12], TODAY).people == 2
