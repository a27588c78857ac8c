"""What waits in the recruitment, as the home page counts it."""

from __future__ import annotations

import datetime as dt

from gen_desktop.queries.application_tasks import free_places, unanswered
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 23)
END = dt.date(2027, 6, 30)


def fill(db, code, start, seats, *facts):
    with db.write("Une cohorte") as session:
        cohort = make_cohort(session, code, planned_start=start, planned_end=END, seats=seats)
        for number, one in enumerate(facts):
            enroll(session, cohort, make_learner(session, number), **({"decision": "pending"} | one))
        return cohort.id


def test_what_waits_for_more_than_the_delay_is_counted_by_cohort(db):
    old, limit = dt.date(2026, 10, 1), TODAY - dt.timedelta(days=15)
    coming = fill(
        db,
        "A",
        dt.date(2027, 1, 4),
        2,
        {"applied_on": old},
        {"applied_on": limit - dt.timedelta(days=1), "interviewed_on": TODAY},
        {"applied_on": limit},
        {"applied_on": None},
        {"applied_on": old, "decision": "refused"},
        {"applied_on": old, "decision": "admitted", "entered_on": TODAY},
    )
    fill(db, "B", dt.date(2027, 1, 4), 2, {"applied_on": TODAY})
    with db.read() as session:
        (found,) = unanswered(session, TODAY)
        assert unanswered(session, END + dt.timedelta(days=1)) == ()
    assert (found.cohort_id, found.count, found.oldest, found.days) == (coming, 2, old, 15)


def test_a_free_place_is_for_the_first_who_waits(db):
    waiting = ({"decision": "waiting", "waiting_rank": 2}, {"decision": "waiting", "waiting_rank": 1})
    admitted = {"decision": "admitted"}
    coming = fill(db, "A", dt.date(2027, 1, 4), 2, *waiting, admitted)
    fill(db, "full", dt.date(2027, 1, 4), 1, *waiting, admitted)
    fill(db, "unknown", dt.date(2027, 1, 4), None, *waiting)
    fill(db, "nobody", dt.date(2027, 1, 4), 2, admitted)
    fill(db, "too late", TODAY - dt.timedelta(days=31), 2, *waiting)
    begun = fill(
        db,
        "begun",
        TODAY - dt.timedelta(days=30),
        1,
        waiting[0],
        {"decision": "admitted", "is_no_show": True},
    )
    with db.read() as session:
        found = free_places(session, TODAY)
    assert [(one.cohort_id, one.free, one.waiting, one.first) for one in found] == [
        (begun, 1, 1, "Nom00000 Camille"),
        (coming, 1, 2, "Nom00001 Camille"),
    ]
