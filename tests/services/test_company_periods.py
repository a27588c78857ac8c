from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.french import NARROW
from gen_desktop.models.registry import ClassSession, Company, Course
from gen_desktop.queries.attendance_grid import week_grid
from gen_desktop.queries.individual_path import individual_path
from gen_desktop.services import undo
from gen_desktop.services.company_periods import (
    CompanyPeriodInput,
    add_cohort_periods,
    add_company_period,
    change_company_period,
    remove_company_period,
)
from tests.classroom import FRIDAY, MONDAY, change_enrollment, make_classroom

TUESDAY = MONDAY + dt.timedelta(days=1)
STAGE = CompanyPeriodInput(MONDAY, TUESDAY, "Dupont (entreprise fictive)", planned_minutes=14 * 60)


@pytest.fixture
def room(db):
    return make_classroom(db, people=[("Aubert", "Inès"), ("Bakary", "Moussa")])


def path(db, enrollment_id):
    with db.read() as session:
        return individual_path(session, enrollment_id)


def test_the_centre_asks_nothing_of_somebody_in_company(db, room):
    who = room.enrollments[0]
    add_company_period(db, who, STAGE)
    with db.write("Une demi-journée tenue en entreprise") as session:
        session.get_one(ClassSession, room.sessions[0]).delivery_mode = "company"
    with db.read() as session:
        not_due = week_grid(session, room.cohort_id, MONDAY).not_due
    why = "en entreprise chez Dupont (entreprise fictive)"
    assert not_due == {(who, half_day): why for half_day in room.sessions[1:4]}
    known = path(db, who)
    assert (known.due_center, known.due_company, known.done_company) == (35 * 60 - 840, 840 + 210, 0)


def test_the_sheet_of_the_company_says_what_was_done(db, room):
    who = room.enrollments[0]
    add_company_period(db, who, STAGE)
    (kept,) = path(db, who).company
    told = replace(STAGE, done_minutes=13 * 60, sheet_received_on=FRIDAY, tutor=" M. Petit ")
    change_company_period(db, kept.id, told, version=kept.version)
    known = path(db, who)
    assert (known.done_company, known.company[0].tutor) == (13 * 60, "M. Petit")
    with pytest.raises(Conflict):
        change_company_period(db, kept.id, STAGE, version=kept.version)
    remove_company_period(db, kept.id)
    assert path(db, who).company == ()
    undo.undo_last(db)
    assert [replace(one, version=2) for one in path(db, who).company] == list(known.company)


def test_a_known_company_is_recognised(db, room):
    with db.write("Une entreprise") as session:
        company = Company(name="Datacampus", city="Nevers", sort_key="datacampus")
        session.add(company)
    add_company_period(db, room.enrollments[0], replace(STAGE, host=" datacampus,  Nevers"))
    assert path(db, room.enrollments[0]).company[0].company_id == company.id


def test_hours_that_do_not_fit_the_plan_are_said(db, room):
    with db.write("Des heures prévues") as session:
        course = session.query(Course).one()
        course.planned_center_minutes, course.planned_company_minutes = 30 * 60, 14 * 60
    known = path(db, room.enrollments[0])
    assert known.center_words == f"35{NARROW}h prévues au calendrier, 30{NARROW}h au parcours"
    add_company_period(db, room.enrollments[0], STAGE)
    assert path(db, room.enrollments[0]).company_words == (
        f"14{NARROW}h prévues au calendrier, 14{NARROW}h au parcours"
    )


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"ends_on": MONDAY - dt.timedelta(days=1)}, "ends_on", "avant son début"),
        ({"starts_on": MONDAY - dt.timedelta(days=1)}, "starts_on", "sort des dates de la cohorte"),
        ({"ends_on": FRIDAY + dt.timedelta(days=1)}, "ends_on", "sort des dates de la cohorte"),
        ({"planned_minutes": -1}, "planned_minutes", "négative"),
        ({"planned_minutes": 49 * 60}, "planned_minutes", "pas autant d’heures"),
        ({"done_minutes": 60}, "sheet_received_on", "date de réception"),
        ({"sheet_received_on": dt.date(2026, 1, 1)}, "sheet_received_on", "avant le début"),
    ],
)
def test_what_is_refused_changes_nothing(db, room, changed, field, said):
    with pytest.raises(InvalidInput) as refused:
        add_company_period(db, room.enrollments[0], replace(STAGE, **changed))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert said in str(refused.value)
    assert path(db, room.enrollments[0]).company == ()


def test_two_periods_of_one_person_do_not_overlap(db, room):
    who, other = room.enrollments
    add_company_period(db, who, STAGE)
    with pytest.raises(InvalidInput, match=r"déjà notée \(du 16 au 17 novembre 2026\)"):
        add_company_period(db, who, replace(STAGE, starts_on=TUESDAY, ends_on=FRIDAY))
    add_company_period(db, other, STAGE)
    kept = path(db, who).company[0]
    change_company_period(db, kept.id, replace(STAGE, ends_on=FRIDAY), version=kept.version)


def test_the_whole_cohort_at_once_with_companies_to_be_told(db):
    room = make_classroom(
        db,
        people=[("Aubert", "Inès"), ("Bakary", "Moussa"), ("Petit", "Léa"), ("Roy", "Jo"), ("Vial", "Zoé")],
    )
    first, second, gone, refused, placed = room.enrollments
    change_enrollment(
        db, gone, entered_on=MONDAY - dt.timedelta(days=9), exit_on=MONDAY - dt.timedelta(days=7)
    )
    change_enrollment(db, refused, decision="refused")
    add_company_period(db, placed, replace(STAGE, host="Atelier Morvan (fictif)"))
    change = add_cohort_periods(db, first, replace(STAGE, tutor="M. Petit"))
    assert change.name == "Période en entreprise de 2 personnes, du 16 au 17 novembre 2026"
    told = [[(one.host, one.tutor) for one in path(db, who).company] for who in room.enrollments]
    assert told == [[(STAGE.host, "M. Petit")], [("", None)], [], [], [("Atelier Morvan (fictif)", None)]]
    with db.read() as session:
        not_due = week_grid(session, room.cohort_id, MONDAY).not_due
    assert not_due[second, room.sessions[0]] == "en entreprise"
    undo.undo_last(db)
    assert path(db, first).company == path(db, second).company == ()


def test_what_is_wrong_of_one_is_written_of_nobody(db, room):
    with pytest.raises(InvalidInput):
        add_cohort_periods(db, room.enrollments[0], replace(STAGE, ends_on=FRIDAY + dt.timedelta(days=9)))
    assert path(db, room.enrollments[1]).company == ()


def test_what_is_gone_is_said(db):
    with pytest.raises(NotFound):
        add_company_period(db, 1, STAGE)
    with pytest.raises(NotFound):
        remove_company_period(db, 1)
