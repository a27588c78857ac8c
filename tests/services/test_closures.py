"""Closures take away what holds nothing, keep what does, and give the usual week back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.models.registry import ClassSession, Cohort
from gen_desktop.queries import bin as bin_queries
from gen_desktop.queries import closures as queries
from gen_desktop.queries.cohort_detail import detail
from gen_desktop.services.class_sessions import ClassSessionInput, add_class_session
from gen_desktop.services.closures import ClosureInput, add_closure, remove_closure, update_closure
from gen_desktop.services.cohorts import CohortInput, create_cohort, update_cohort
from gen_desktop.services.session_changes import change_class_sessions
from gen_desktop.services.undo import undo_last
from tests.random_gestures import snapshot

TODAY = dt.date(2026, 11, 23)
MAY = CohortInput(
    code="DWWM 2026-1",
    course_title="Développeur web",
    planned_start=dt.date(2026, 5, 4),
    planned_end=dt.date(2026, 5, 29),
    site_name="Autun",
)
WEEK = (dt.date(2026, 5, 18), dt.date(2026, 5, 22))


def slots(db: Database, cohort_id: int) -> list[tuple[dt.date, str]]:
    with db.read() as session:
        rows = session.execute(
            select(ClassSession.held_on, ClassSession.half_day)
            .where(ClassSession.cohort_id == cohort_id)
            .order_by(ClassSession.held_on, ClassSession.half_day)
        )
        return [(row[0], row[1]) for row in rows]


def site_of(db: Database, cohort_id: int) -> int:
    with db.read() as session:
        return session.get_one(Cohort, cohort_id).site_id


def mark(db: Database, cohort_id: int, day: dt.date) -> None:
    from tests.services.test_cohorts import _mark

    _mark(db, cohort_id, day)


def test_a_closure_takes_away_what_holds_nothing_and_gives_the_week_back(db: Database) -> None:
    cohort = create_cohort(db, MAY).created_id
    mark(db, cohort, WEEK[0])
    before = snapshot(db)
    full = slots(db, cohort)
    values = ClosureInput(*WEEK, "Travaux", cohort_id=cohort)
    with db.read() as session:
        effect = queries.closure_effect(session, None, cohort, *WEEK)
    assert (effect.cohorts, effect.taken, effect.kept) == (1, 9, ("DWWM 2026-1, lundi 18 mai matin",))
    closure = add_closure(db, values).created_id
    assert [slot for slot in slots(db, cohort) if WEEK[0] <= slot[0] <= WEEK[1]] == [(WEEK[0], "AM")]
    with db.read() as session:
        found = queries.closures_of(session, cohort)
        assert [one.said() for one in found] == ["du 18 au 22 mai 2026\u00a0: Travaux"]
        assert queries.objections(session, cohort, WEEK[1])[0].endswith("Travaux.")
        assert bin_queries.entries(session) == ()
    remove_closure(db, closure)
    assert slots(db, cohort) == full
    undo_last(db)
    undo_last(db)
    assert snapshot(db) == before


def test_a_closure_of_the_site_concerns_its_cohorts_and_those_to_come(db: Database) -> None:
    here = create_cohort(db, MAY).created_id
    elsewhere = create_cohort(db, replace(MAY, code="DWWM 2026-2", site_name="Nevers")).created_id
    add_closure(db, ClosureInput(*WEEK, "Congés", site_id=site_of(db, here)))
    later = create_cohort(db, replace(MAY, code="DWWM 2026-3")).created_id
    assert [len(slots(db, one)) for one in (here, elsewhere, later)] == [24, 34, 24]
    with db.read() as session:
        assert queries.closures_of(session, here)[0].said().endswith("(tout le site Autun)")
        assert queries.closures_of(session, elsewhere) == ()


def test_a_cohort_changed_afterwards_keeps_its_closure_and_what_was_put_in_it(db: Database) -> None:
    cohort = create_cohort(db, MAY).created_id
    add_closure(db, ClosureInput(*WEEK, "Travaux", cohort_id=cohort))
    add_class_session(db, cohort, ClassSessionInput(WEEK[1], "AM", dt.time(9), dt.time(12)))
    held = slots(db, cohort)
    with db.read() as session:
        shown = detail(session, cohort)
    assert shown.closures == ()
    assert len(shown.closed) == 4
    update_cohort(db, cohort, replace(MAY, seats=14), today=dt.date(2026, 5, 4))
    assert slots(db, cohort) == held


def test_days_that_are_closed_no_longer_come_back_and_others_go(db: Database) -> None:
    cohort = create_cohort(db, MAY).created_id
    closure = add_closure(db, ClosureInput(*WEEK, "Travaux", cohort_id=cohort)).created_id
    day = dt.timedelta(days=1)
    values = ClosureInput(WEEK[0] + day, WEEK[1] + 4 * day, "Travaux", cohort_id=cohort)
    update_closure(db, closure, values, version=1)
    held = {slot[0] for slot in slots(db, cohort)}
    assert WEEK[0] in held
    # The 25th is Whit Monday, the 26th is closed now.
    assert not held & {WEEK[0] + day, WEEK[1], dt.date(2026, 5, 25), dt.date(2026, 5, 26)}


def test_of_two_closures_the_other_still_closes(db: Database) -> None:
    cohort = create_cohort(db, MAY).created_id
    first = add_closure(db, ClosureInput(*WEEK, "Travaux", cohort_id=cohort)).created_id
    add_closure(db, ClosureInput(WEEK[1], WEEK[1], "Pont", cohort_id=cohort))
    remove_closure(db, first)
    held = {slot[0] for slot in slots(db, cohort)}
    assert WEEK[0] in held
    assert WEEK[1] not in held


def test_what_cannot_be_is_said_and_nothing_is_closed(db: Database) -> None:
    cohort = create_cohort(db, MAY).created_id
    before = snapshot(db)
    wrong = ClosureInput(WEEK[1], WEEK[0], " ", cohort_id=cohort)
    with pytest.raises(InvalidInput) as refused:
        add_closure(db, wrong)
    assert {problem.field for problem in refused.value.problems} == {"reason", "ends_on"}
    with pytest.raises(InvalidInput, match="hors des dates de la cohorte"):
        add_closure(db, ClosureInput(TODAY, TODAY, "Pont", cohort_id=cohort))
    with pytest.raises(NotFound):
        add_closure(db, ClosureInput(*WEEK, "Pont", site_id=1))
    assert snapshot(db) == before


def test_a_new_week_keeps_what_was_changed_by_hand(db: Database) -> None:
    cohort = create_cohort(db, MAY).created_id
    with db.read() as session:
        ids = {
            (row[0], row[1]): row[2]
            for row in session.execute(select(ClassSession.held_on, ClassSession.half_day, ClassSession.id))
        }
    monday, tuesday, friday = (dt.date(2026, 5, day) for day in (11, 12, 15))
    change_class_sessions(db, [ids[monday, "AM"]], {"starts_at": dt.time(8)})
    change_class_sessions(db, [ids[tuesday, "AM"], ids[friday, "AM"]], {"module": "HTML"})
    earlier = tuple(
        replace(slot, starts_at=dt.time(8, 30))
        for slot in MAY.pattern
        if slot.half_day == "AM" and slot.weekday < 4
    )
    update_cohort(db, cohort, replace(MAY, pattern=earlier), today=TODAY)
    with db.read() as session:
        found = {
            (one.held_on, one.half_day): (one.starts_at, one.module)
            for one in session.scalars(select(ClassSession))
        }
    assert found[monday, "AM"] == (dt.time(8), None)
    assert found[tuesday, "AM"] == (dt.time(8, 30), "HTML")
    assert found[friday, "AM"] == (dt.time(9), "HTML")
    assert (dt.date(2026, 5, 22), "AM") not in found
    assert not any(half == "PM" for _, half in found)
