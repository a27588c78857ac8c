"""Cohorts as lists and panels read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import insert

from gen_desktop.errors import NotFound
from gen_desktop.models.ids import new_ids
from gen_desktop.models.registry import Cohort, Course, Enrollment, Learner
from gen_desktop.queries import cohort_detail, cohorts
from gen_desktop.queries.attendance import AttendanceRate
from gen_desktop.queries.cohorts import SORTS, CohortCriteria
from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.services.cohorts import CohortInput, create_cohort
from tests.classroom import MONDAY, make_classroom
from tests.factories import enroll, make_learner

TODAY = dt.date(2026, 11, 23)
BASE = CohortInput("DWWM 2026-2", "Développeur web", dt.date(2026, 9, 14), dt.date(2027, 3, 12), seats=15)
OVER = replace(
    BASE,
    code="CDA 2025-3",
    course_title="Concepteur développeur d’applications",
    planned_start=dt.date(2025, 11, 3),
    planned_end=dt.date(2026, 11, 13),
    site_name="Autun",
    seats=None,
)
COMING = replace(BASE, code="Été 2027", planned_start=dt.date(2027, 6, 1), planned_end=dt.date(2027, 8, 1))


@pytest.fixture
def three(db):
    """A running, an ended and a coming cohort; people in every state in the running one."""
    ids = [create_cohort(db, values).created_id for values in (BASE, OVER, COMING)]
    day = BASE.planned_start
    facts = (
        {},
        {"decision": "refused"},
        {"is_no_show": True},
        {"entered_on": day},
        {"entered_on": day, "exit_type": "abandonment", "exit_on": dt.date(2026, 10, 2)},
        {"entered_on": day, "exit_type": "term", "exit_on": dt.date(2027, 3, 12)},
        {"entered_on": dt.date(2026, 11, 30)},
    )
    with db.write("Des inscriptions") as session:
        cohort = session.get_one(Cohort, ids[0])
        for number, values in enumerate(facts):
            enroll(session, cohort, make_learner(session, number), **values)
    return ids


def _codes(db, **criteria):
    with db.read() as session:
        return [row.code for row in cohorts.list_rows(session, CohortCriteria(**criteria), TODAY)]


def test_people_are_counted_by_what_they_are_that_day(db, three):
    with db.read() as session:
        row = cohorts.list_rows(session, CohortCriteria(text="dwwm"), TODAY)[0]
    assert (row.state, row.enrollments, row.admitted, row.entered, row.in_training) == ("running", 7, 2, 3, 2)


def test_cohorts_are_filtered_by_state_and_text(db, three):
    assert _codes(db) == ["Été 2027", "DWWM 2026-2", "CDA 2025-3"]
    assert _codes(db, states=frozenset({"running", "planned"})) == ["Été 2027", "DWWM 2026-2"]
    assert _codes(db, states=frozenset({"ended"})) == ["CDA 2025-3"]
    assert _codes(db, text="ete") == ["Été 2027"]
    assert _codes(db, text="autun") == _codes(db, text="concepteur") == ["CDA 2025-3"]


def test_states_are_counted(db, three):
    with db.read() as session:
        assert cohorts.count_by_state(session, TODAY) == {"running": 1, "planned": 1, "ended": 1}
        assert cohorts.count_by_state(session, dt.date(2020, 1, 1)) == {"planned": 3}


def test_every_sort_works_both_ways(db, three):
    assert _codes(db, sort="code", descending=False) == ["CDA 2025-3", "DWWM 2026-2", "Été 2027"]
    assert _codes(db, sort="state", descending=False) == ["DWWM 2026-2", "Été 2027", "CDA 2025-3"]
    for sort in SORTS:
        assert sorted(_codes(db, sort=sort)) == sorted(_codes(db, sort=sort, descending=False))


def test_the_rate_of_a_cohort(db):
    classroom = make_classroom(db, entered_on=MONDAY)
    first, second = classroom.enrollments[:2]
    record(db, [MarkInput(first, classroom.sessions[0], "P"), MarkInput(second, classroom.sessions[0], "AI")])
    with db.read() as session:
        found = cohorts.rates(session, [classroom.cohort_id, 12], MONDAY)
    assert found[classroom.cohort_id] == AttendanceRate(210, 420, 0)
    assert found[12] == AttendanceRate(0, 0, 0)


def test_the_detail_says_what_the_calendar_follows_from(db, three):
    with db.read() as session:
        found = cohort_detail.detail(session, three[0])
        held = cohort_detail.half_days(session, three[0])
    assert (found.course_title, found.site_name, found.holiday_zone) == ("Développeur web", None, "national")
    assert found.pattern == BASE.pattern
    assert (found.half_days, found.minutes) == (len(held), sum(row.minutes for row in held))
    assert found.closures == ()
    assert not found.has_marks
    assert [planned.day for planned in found.calendar().half_days()] == [row.held_on for row in held]


def test_a_closure_is_read_back(db):
    made = create_cohort(db, replace(BASE, closures=(dt.date(2026, 12, 24),)))
    with db.read() as session:
        assert cohort_detail.detail(session, made.created_id).closures == (dt.date(2026, 12, 24),)


def test_a_cohort_that_is_gone(db):
    with db.read() as session, pytest.raises(NotFound):
        cohort_detail.detail(session, 1)


def test_people_come_with_their_state(db, three):
    with db.read() as session:
        found = cohort_detail.people(session, three[0], TODAY)
    assert [person.state for person in found] == [
        *("admitted", "refused", "no_show", "in_training", "left_early", "in_training", "admitted")
    ]


def test_courses_and_programs_are_offered(db):
    create_cohort(db, replace(BASE, program_code="GEN", program_name="Label GEN"))
    with db.read() as session:
        assert [course.title for course in cohort_detail.course_choices(session)] == ["Développeur web"]
        assert [program.name for program in cohort_detail.program_choices(session)] == ["Label GEN"]
        assert list(cohorts.ids_by_code(session)) == ["DWWM 2026-2"]


def test_five_hundred_cohorts_are_listed_at_once(db):
    with db.write("Beaucoup") as session:
        course = Course(code="C", title="Développeur web")
        session.add(course)
        session.flush()
        ids, people = new_ids(500), new_ids(7500)
        session.execute(
            insert(Cohort),
            [
                {
                    **{"id": one, "version": 1, "code": f"C{one}", "course_id": course.id},
                    **{"planned_start": dt.date(2026, 1, 5), "planned_end": dt.date(2026, 6, 30)},
                }
                for one in ids
            ],
        )
        names = {"version": 1, "last_name": "N", "first_name": "C", "sort_key": "n", "search_text": "n"}
        session.execute(insert(Learner), [{"id": one, **names} for one in people])
        session.execute(
            insert(Enrollment),
            [
                {
                    **{"id": one, "version": 1, "learner_id": person, "cohort_id": ids[number // 15]},
                    **{"decision": "admitted", "is_no_show": False, "entry_follows_attendance": False},
                    "entered_on": dt.date(2026, 1, 5),
                }
                for number, (one, person) in enumerate(zip(new_ids(7500), people, strict=True))
            ],
        )
    with db.read() as session:
        found = cohorts.list_rows(session, CohortCriteria(), TODAY)
    assert len(found) == 500
    assert sum(row.in_training for row in found) == 7500
