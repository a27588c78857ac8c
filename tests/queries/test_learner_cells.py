"""What each column of the list of learners says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from gen_desktop.models.registry import Enrollment, FollowUp, Learner
from gen_desktop.queries.learner_cells import COLUMNS, USUAL, columns, is_rural, territories, text
from gen_desktop.queries.learner_list import rows
from gen_desktop.queries.sorting import SORTS
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.follow_ups import SituationInput, record_situation
from gen_desktop.services.placements import PlacementInput, record_placement
from tests.classroom import make_classroom
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def row(db):
    room = make_classroom(db, people=[("Delorme", "Kévin")], entered_on=dt.date(2026, 11, 16))
    one = room.enrollments[0]
    marks = ["P", "AI", "P"]
    attendance.record(db, [MarkInput(one, room.sessions[n], mark) for n, mark in enumerate(marks)])
    with db.write("Des faits") as session:
        enrollment = session.get_one(Enrollment, one)
        enrollment.in_qpv, enrollment.rural_zoning, enrollment.highest_diploma = True, "FRR", "N3"
        enrollment.prescriber, enrollment.decision = "ML", "admitted"
        learner = session.get_one(Learner, enrollment.learner_id)
        learner.phone, learner.city, learner.postal_code = "+33639980131", "Luzy", "58170"
        learner.birth_date, learner.sex = dt.date(1999, 2, 19), "M"
        for horizon, situation, day in ((3, "RECH", 1), (6, "EMP_CDI", 20)):
            session.add(
                FollowUp(
                    enrollment_id=one,
                    horizon=horizon,
                    situation=situation,
                    recorded_on=dt.date(2026, 11, day),
                )
            )
    with db.read() as session:
        (found,) = rows(session, [learner.id], TODAY).values()
    return found


@pytest.fixture
def person_out(db):
    """Somebody out since 20 May 2026: the learner and the enrollment."""
    with db.write("Une personne inventée") as session:
        learner = make_learner(session, last_name="Ben Salah", first_name="Yasmine")
        session.flush()
        facts = {"entered_on": dt.date(2026, 1, 5), "exit_type": "term", "exit_on": dt.date(2026, 5, 20)}
        return learner.id, enroll(session, make_cohort(session), learner, **facts).id


def said(row):
    return {column.key: column.value(row, TODAY) for column in COLUMNS}


def test_every_column_says_it_in_french(row):
    found = said(row)
    assert (found["name"], found["cohort"], found["city"]) == ("Delorme Kévin", "DWWM 2026-2", "Luzy (58)")
    assert (found["territory"], found["diploma"]) == ("QPV · FRR", "CAP, BEP ou équivalent")
    assert (found["state"], found["prescriber"]) == ("En formation", "Mission locale")
    assert found["phone"] == "06\u00a039\u00a098\u00a001\u00a031"
    assert (found["age"], found["birth_date"], found["sex"]) == (27, dt.date(1999, 2, 19), "Homme")
    assert found["rate"] == Decimal(67)
    assert (found["follow_up"], found["followed_on"]) == ("CDI, à 6 mois", dt.date(2026, 11, 20))
    assert found["missing"] == "Situation avant l’entrée"
    assert (found["qpv"], found["email"], found["exit_on"]) == ("Oui", None, None)


def test_the_situation_is_the_one_counted_told_or_derived(db, person_out):
    """Told at 3 months; a job learned of since covers the day of 6 months, not yet that of 12."""
    learner_id, enrollment_id = person_out
    record_situation(db, SituationInput(enrollment_id, 3, dt.date(2026, 8, 20), situation="RECH"))

    def shown(day):
        with db.read() as session:
            (found,) = rows(session, [learner_id], day).values()
        return said(found)["follow_up"], said(found)["followed_on"]

    assert shown(TODAY) == ("En recherche d’emploi, à 3 mois", dt.date(2026, 8, 20))
    job = PlacementInput("job", dt.date(2026, 11, 20), dt.date(2026, 9, 1), contract_type="CDI")
    record_placement(db, enrollment_id, job)
    assert shown(TODAY) == ("CDI, à 6 mois (déduite)", None)
    assert shown(dt.date(2026, 11, 19))[1] == dt.date(2026, 8, 20), "it was not known yet"
    record_situation(db, SituationInput(enrollment_id, 6, TODAY, situation="INACT"))
    assert shown(TODAY)[0].endswith(", à 6 mois")


def test_what_is_not_known_is_a_dash_and_what_is_complete_says_so(row):
    assert text(None) == text("") == "–"
    assert text(dt.date(2026, 11, 24)) == "24/11/2026"
    assert text(Decimal(67)) == "67"
    assert text(12_500) == "12\u202f500"


def test_columns_are_known_by_their_keys_and_sorted_by_known_orders():
    keys = [column.key for column in COLUMNS]
    assert len(keys) == len(set(keys)) >= 25
    assert {column.sort for column in COLUMNS if column.sort} <= set(SORTS)
    assert keys[0] == "name"
    assert USUAL == ("name", "cohort", "city", "territory", "diploma", "state", "rate")
    assert [one.key for one in columns(["rqth", "name"], sensitive=False)] == ["name"]
    assert [one.key for one in columns(["rqth", "name"], sensitive=True)] == ["rqth", "name"]


def test_a_commune_classed_in_part_is_neither_rural_nor_not():
    assert [is_rural(code) for code in (None, "C", "PC", "NC", "FRR+", "FRR_B", "FRR_P", "FRR_NC")] == [
        None, True, None, False, True, True, None, False,
    ]  # fmt: skip
    assert territories(True, "FRR_P") == "QPV"
