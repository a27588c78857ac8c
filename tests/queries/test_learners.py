from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import NotFound
from gen_desktop.models.registry import SensitiveFacts
from gen_desktop.queries import learner_list, learners
from gen_desktop.queries.attendance import AttendanceRate
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.list_filters import Among, Between
from gen_desktop.queries.sorting import SORTS
from gen_desktop.services import attendance
from gen_desktop.services.assessments import CertificationInput, record_certification
from gen_desktop.services.attendance import MarkInput
from tests.classroom import FRIDAY, MONDAY, make_classroom
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 24)
WOMEN, QPV, RURAL = Among("sex", ("F",)), Among("qpv", ("yes",)), Among("rural", ("yes",))
UNDER_26 = Between("age_at_entry", high=26)
COMPLETE = {
    "highest_diploma": "N4", "situation_before": "DE", "in_qpv": False, "rural_zoning": "NC",
    "entered_on": dt.date(2026, 1, 5),
}  # fmt: skip


@pytest.fixture
def people(db):
    """Five persons by name; Zoé did two cohorts, Noé is enrolled nowhere."""
    with db.write("Des personnes") as session:
        old = make_cohort(
            session, "TSSR 2025-1", planned_start=dt.date(2025, 1, 6), planned_end=dt.date(2025, 6, 30)
        )
        new = make_cohort(session, "DWWM 2026-1", planned_end=dt.date(2026, 12, 18))
        made = {}
        for number, (first, sex, birth, city) in enumerate(
            [
                ("Ana", "F", dt.date(2004, 5, 1), "Nevers"),
                ("Bob", "M", dt.date(1990, 5, 1), "Autun"),
                ("Eva", "F", None, "Nevers"),
                ("Noé", "M", dt.date(1990, 1, 1), None),
                ("Zoé", "F", dt.date(1985, 1, 1), "Decize"),
            ]
        ):
            made[first] = make_learner(
                session, number, last_name=f"{first}rd", first_name=first, sex=sex, birth_date=birth,
                city=city, postal_code="58000", phone="+33612457803",
            )  # fmt: skip
        session.flush()
        enroll(session, new, made["Ana"], **COMPLETE | {"in_qpv": True})
        enroll(session, new, made["Bob"], **COMPLETE | {"rural_zoning": "FRR", "exit_type": "abandonment",
               "exit_on": dt.date(2026, 3, 1), "exit_reason": "AB_EMPL"})  # fmt: skip
        enroll(session, new, made["Eva"], decision="refused")
        enroll(session, new, made["Zoé"])
        enroll(session, old, made["Zoé"], **COMPLETE | {"entered_on": dt.date(2025, 1, 6),
               "exit_type": "term", "exit_on": dt.date(2025, 6, 30)})  # fmt: skip
        session.flush()
        return {name: learner.id for name, learner in made.items()} | {"old": old.id, "new": new.id}


def names(db, people, **criteria):
    by_id = {value: key for key, value in people.items()}
    with db.read() as session:
        return " ".join(by_id[i] for i in learner_list.ids(session, LearnerCriteria(**criteria), TODAY))


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({}, "Ana Bob Eva Noé Zoé"),
        ({"descending": True}, "Zoé Noé Eva Bob Ana"),
        ({"text": "ZOE rd"}, "Zoé"),
        ({"text": "06 12 45"}, ""),
        ({"narrowings": (WOMEN,)}, "Ana Eva Zoé"),
        ({"narrowings": (QPV,)}, "Ana"),
        ({"narrowings": (RURAL,)}, "Bob"),
        ({"narrowings": (UNDER_26,)}, "Ana"),
        ({"states": ("in_training", "admitted")}, "Ana Zoé"),
        ({"states": ("left_early",)}, "Bob"),
        ({"states": ("applicant",)}, ""),
        ({"incomplete": True}, "Zoé"),
        ({"narrowings": (WOMEN, QPV)}, "Ana"),
        ({"sort": "city"}, "Bob Zoé Ana Eva Noé"),
        ({"sort": "city", "descending": True}, "Ana Eva Zoé Bob Noé"),
        ({"sort": "state"}, "Zoé Eva Ana Bob Noé"),
        ({"sort": "diploma"}, "Ana Bob Eva Noé Zoé"),
    ],
)
def test_criteria_and_order(db, people, criteria, expected):
    assert names(db, people, **criteria) == expected


def test_every_sort_is_known(db, people):
    for sort in SORTS:
        assert len(names(db, people, sort=sort).split()) == 5
    with pytest.raises(KeyError):
        names(db, people, sort="shoe size")


def test_the_enrollment_shown_is_the_one_asked_for(db, people):
    assert names(db, people, cohort_ids=(people["old"],)) == "Zoé"
    assert names(db, people, cohort_ids=(people["old"],), states=("completed",)) == "Zoé"
    assert names(db, people, states=("completed",)) == ""
    with db.read() as session:
        latest = learner_list.rows(session, [people["Zoé"]], TODAY)[people["Zoé"]]
        older = learner_list.rows(session, [people["Zoé"]], TODAY, (people["old"],))[people["Zoé"]]
    assert (latest.cohort_code, latest.state) == ("DWWM 2026-1", "admitted")
    assert (older.cohort_code, older.state) == ("TSSR 2025-1", "completed")


def test_people_pointed_at_keep_the_order_of_the_list(db, people):
    assert names(db, people, learner_ids=(people["Zoé"], people["Ana"])) == "Ana Zoé"


def test_nobody_without_enrollment_has_a_state_or_a_rate(db, people):
    with db.read() as session:
        row = learner_list.rows(session, [people["Noé"]], TODAY)[people["Noé"]]
        assert learners.count_all(session) == 5
    assert (row.enrollment_id, row.cohort_code, row.state, row.rate) == (None, None, None, None)


def test_incomplete_records_are_counted_within_the_criteria_and_say_what_is_missing(db, people):
    with db.read() as session:
        found = learner_list.ids_and_incomplete(session, LearnerCriteria(), TODAY)
        assert found == (learner_list.ids(session, LearnerCriteria(), TODAY), 1)
        assert learner_list.ids_and_incomplete(session, LearnerCriteria(narrowings=(QPV,)), TODAY)[1] == 0
        assert learners.detail(session, people["Zoé"], TODAY).missing == (
            *("highest_diploma", "situation_before", "in_qpv", "rural_zoning"),
        )
        # A refused applicant owes nothing.
        assert learners.detail(session, people["Eva"], TODAY).missing == ()


def test_the_detail_of_a_person(db):
    room = make_classroom(db, people=[("Delorme", "Kévin")], entered_on=MONDAY, highest_diploma="N3")
    enrollment_id = room.enrollments[0]
    marks = ["P", "AI", "AJ_MAL", "AI", "SUSP", "AI", "AI"]
    attendance.record(db, [MarkInput(enrollment_id, room.sessions[n], mark) for n, mark in enumerate(marks)])
    with db.write("RQTH") as session:
        session.add(SensitiveFacts(enrollment_id=enrollment_id, is_rqth=True))
    record_certification(db, enrollment_id, CertificationInput(FRIDAY, None, "full"))
    with db.read() as session:
        learner_id = learner_list.ids(session, LearnerCriteria(), TODAY)[0]
        found = learners.detail(session, learner_id, TODAY)
    enrollment = found.current
    assert (found.last_name, found.version, enrollment.cohort_code) == ("Delorme", 1, "DWWM 2026-2")
    assert (enrollment.facts.highest_diploma, enrollment.sensitive.is_rqth) == ("N3", True)
    assert (enrollment.outcome, enrollment.is_presented) == ("full", True)
    assert [mark.status for mark in enrollment.marks] == marks[::-1]
    assert [mark.status for mark in enrollment.absences_in_a_row()] == ["AI", "AI", "AI"]
    assert isinstance(enrollment.rate, AttendanceRate)
    assert enrollment.rate.due > enrollment.rate.present > 0
    with db.read() as session, pytest.raises(NotFound):
        learners.detail(session, 1, TODAY)
