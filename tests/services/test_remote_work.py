"""Distance work: planned for people, done, verified, and the help given."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.queries.remote_work import (
    assistances,
    cohort_activities,
    count_unverified,
    own_activities,
    totals,
)
from gen_desktop.services.remote_assistance import (
    AssistanceInput,
    add_assistance,
    change_assistance,
    delete_assistance,
)
from gen_desktop.services.remote_work import (
    ActivityInput,
    OutcomeInput,
    change_activity,
    delete_activity,
    plan_activity,
    plan_for_cohort,
    unverify,
    verify,
)
from gen_desktop.services.undo import undo_last
from tests.classroom import FRIDAY, MONDAY, change_enrollment, make_classroom
from tests.random_gestures import snapshot

TODAY = FRIDAY + dt.timedelta(days=3)
WORK = ActivityInput("  Exercice  3 ", 90, MONDAY, "exercise")


@pytest.fixture
def room(db):
    return make_classroom(db, people=[("Aubert", "Inès"), ("Bakary", "Moussa"), ("Petit", "Samuel")])


def rows(db, room):
    with db.read() as session:
        return cohort_activities(session, room.cohort_id)


def test_whoever_is_in_training_gets_the_work_in_one_gesture(db, room) -> None:
    change_enrollment(db, room.enrollments[0], decision="refused")
    change_enrollment(
        db, room.enrollments[1], entered_on=MONDAY, exit_on=MONDAY - dt.timedelta(days=1), exit_type="term"
    )
    before = snapshot(db)
    change = plan_for_cohort(db, room.cohort_id, WORK)
    assert change.name == "Travail à distance «\u00a0Exercice 3\u00a0»\u00a0: DWWM 2026-2, 1 personne"
    assert [(row.last_name, row.title, row.estimated_minutes) for row in rows(db, room)] == [
        ("Petit", "Exercice 3", 90)
    ]
    undo_last(db)
    assert snapshot(db) == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (ActivityInput(" ", 90, MONDAY), "title"),
        (ActivityInput("x" * 201, 90, MONDAY), "title"),
        (ActivityInput("Projet", 0, MONDAY), "estimated_minutes"),
        (ActivityInput("Projet", -5, MONDAY), "estimated_minutes"),
        (ActivityInput("Projet", 60_001, MONDAY), "estimated_minutes"),
        (ActivityInput("Projet", 90, MONDAY, "danse"), "kind"),
    ],
)
def test_work_that_cannot_be_is_refused_at_its_field(db, room, values, field) -> None:
    before = snapshot(db)
    for plan in (
        lambda: plan_for_cohort(db, room.cohort_id, values),
        lambda: plan_activity(db, room.enrollments[0], values),
    ):
        with pytest.raises(InvalidInput) as refused:
            plan()
        assert [problem.field for problem in refused.value.problems] == [field]
    assert snapshot(db) == before


def test_nobody_in_training_that_day_is_said(db, room) -> None:
    for one in room.enrollments:
        change_enrollment(db, one, is_no_show=True)
    with pytest.raises(InvalidInput, match="Personne n’est en formation dans DWWM 2026-2 le 16/11/2026"):
        plan_for_cohort(db, room.cohort_id, WORK)
    with pytest.raises(NotFound):
        plan_for_cohort(db, 1, WORK)


@pytest.mark.parametrize(
    ("outcome", "field"),
    [
        (OutcomeInput(TODAY + dt.timedelta(days=1)), "done_on"),
        (OutcomeInput(FRIDAY, verified_on=MONDAY, verified_by="C. Renaud"), "verified_on"),
        (OutcomeInput(None, verified_on=MONDAY, verified_by="C. Renaud"), "done_on"),
        (OutcomeInput(MONDAY, verified_on=TODAY + dt.timedelta(days=1), verified_by="C."), "verified_on"),
        (OutcomeInput(MONDAY, verified_on=FRIDAY), "verified_by"),
        (OutcomeInput(MONDAY, verified_by="C. Renaud"), "verified_on"),
        (OutcomeInput(MONDAY, connected_minutes=-1), "connected_minutes"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(db, room, outcome, field) -> None:
    activity_id = plan_activity(db, room.enrollments[0], WORK).created_id
    before = snapshot(db)
    with pytest.raises(InvalidInput) as refused:
        change_activity(db, activity_id, WORK, outcome, TODAY)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert snapshot(db) == before


def test_work_counts_once_done_and_verified_and_never_by_its_connection(db, room) -> None:
    plan_for_cohort(db, room.cohort_id, WORK)
    first, second, third = (row.id for row in rows(db, room))
    connected = OutcomeInput(MONDAY, connected_minutes=600)
    change_activity(db, second, WORK, connected, TODAY)
    with db.read() as session:
        assert count_unverified(session, TODAY) == 1
    assert totals(rows(db, room)).verified == 0
    change = verify(db, [first, second], FRIDAY, " C.  Renaud ", TODAY)
    assert change.name == "Vérifier 2 travaux à distance"
    found = {row.id: row for row in rows(db, room)}
    assert [(found[one].done_on, found[one].verified_by) for one in (first, second, third)] == [
        (FRIDAY, "C. Renaud"),
        (MONDAY, "C. Renaud"),
        (None, None),
    ]
    said = totals(rows(db, room))
    assert (said.planned, said.verified, said.connected) == (270, 180, 600)
    assert verify(db, [first], FRIDAY, "Une autre", TODAY).kinds == frozenset()
    unverify(db, [first])
    assert totals(rows(db, room)).verified == 90
    assert {row.id: row for row in rows(db, room)}[first].done_on == FRIDAY


def test_a_verification_before_the_work_or_by_nobody_is_refused(db, room) -> None:
    activity_id = plan_activity(db, room.enrollments[0], WORK).created_id
    change_activity(db, activity_id, WORK, OutcomeInput(FRIDAY), TODAY)
    with pytest.raises(InvalidInput, match="fait le 20/11/2026"):
        verify(db, [activity_id], MONDAY, "C. Renaud", TODAY)
    with pytest.raises(InvalidInput, match="qui a vérifié"):
        verify(db, [activity_id], FRIDAY, " ", TODAY)
    with pytest.raises(NotFound):
        verify(db, [1], FRIDAY, "C. Renaud", TODAY)


def test_work_is_changed_by_one_at_a_time_deleted_and_given_back(db, room) -> None:
    activity_id = plan_activity(db, room.enrollments[0], WORK).created_id
    change_activity(db, activity_id, WORK, OutcomeInput(result="14/20"), TODAY, version=1)
    with pytest.raises(Conflict):
        change_activity(db, activity_id, WORK, OutcomeInput(), TODAY, version=1)
    before = snapshot(db)
    delete_activity(db, activity_id)
    with db.read() as session:
        assert own_activities(session, room.enrollments[0]) == ()
    undo_last(db)
    assert snapshot(db) == before


def test_help_is_noted_changed_and_deleted(db, room) -> None:
    values = AssistanceInput(MONDAY, "phone", 20, "C. Renaud", " Le  tableur ")
    one = add_assistance(db, room.enrollments[0], values, TODAY).created_id
    with db.read() as session:
        (row,) = assistances(session, room.enrollments[0])
    assert (row.minutes, row.subject) == (20, "Le tableur")
    change_assistance(db, one, AssistanceInput(FRIDAY), TODAY, version=row.version)
    with pytest.raises(Conflict):
        change_assistance(db, one, AssistanceInput(FRIDAY), TODAY, version=row.version)
    before = snapshot(db)
    delete_assistance(db, one)
    undo_last(db)
    assert snapshot(db) == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (AssistanceInput(TODAY + dt.timedelta(days=1)), "given_on"),
        (AssistanceInput(MONDAY, minutes=0), "minutes"),
        (AssistanceInput(MONDAY, "pigeon"), "channel"),
    ],
)
def test_help_that_cannot_be_is_refused(db, room, values, field) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_assistance(db, room.enrollments[0], values, TODAY)
    assert [problem.field for problem in refused.value.problems] == [field]
