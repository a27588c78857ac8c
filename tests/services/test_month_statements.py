"""A month sent to a payer: nothing changes it any more, whatever way is taken, until it is opened again."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.plan import RowState
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.models.month_statement import MonthStatement
from gen_desktop.models.privacy import REQUEST
from gen_desktop.models.registry import Attendance, ClassSession, Enrollment
from gen_desktop.services import attendance, class_sessions, enrollments, month_statements, undo
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.bin import delete, restore
from gen_desktop.services.company_periods import (
    CompanyPeriodInput,
    add_company_period,
    change_company_period,
    remove_company_period,
)
from gen_desktop.services.exemptions import ExemptionInput, add_exemption
from gen_desktop.services.privacy import erase_people
from tests.classroom import NAMES, change_enrollment, make_classroom

OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
SENT, TODAY = dt.date(2026, 11, 3), dt.date(2026, 11, 20)
REFUSED = "Octobre 2026 a été envoyé à France Travail le 3 novembre 2026\u00a0: "
REFUSED += "ouvrez un rectificatif pour le changer."
FIRST_DAY = dt.date(2026, 11, 2)
LAST_OF_OCTOBER, FIRST_OF_NOVEMBER = 1, 2
"""Places of half-days among those of the cohort: the afternoon of 30 October, the morning of 2 November."""


@pytest.fixture
def room(db):
    """A cohort of 30 October and 2 November, everybody present on the first morning."""
    made = make_classroom(db, people=NAMES[:3], start=dt.date(2026, 10, 30), end=dt.date(2026, 11, 2))
    attendance.record(db, [MarkInput(one, made.sessions[0], "P") for one in made.enrollments])
    return made


@pytest.fixture
def sent(db, room):
    month_statements.send_month(db, room.cohort_id, OCTOBER, " France  Travail ", SENT, TODAY)
    return room


def count(db, model):
    with db.read() as session:
        return len(session.execute(select(model.__table__)).all())


def statements(db):
    with db.read() as session:
        rows = session.scalars(select(MonthStatement).order_by(MonthStatement.number)).all()
        return [(row.number, row.payer, row.reason, row.opened_on, row.sent_on) for row in rows]


def refused(change):
    with pytest.raises((Conflict, InvalidInput)) as error:
        change()
    return str(error.value)


def test_a_month_is_sent_once_with_its_payer_and_day(db, sent):
    assert statements(db) == [(0, "France Travail", None, SENT, SENT)]
    assert refused(
        lambda: month_statements.send_month(db, sent.cohort_id, OCTOBER, None, SENT, TODAY)
    ).startswith(REFUSED)


@pytest.mark.parametrize(
    ("month", "day", "said"),
    [
        (OCTOBER, TODAY + dt.timedelta(days=1), "Le jour de l’envoi ne peut pas être à venir."),
        (NOVEMBER, dt.date(2026, 10, 31), "Le jour de l’envoi est avant novembre 2026."),
        (dt.date(2026, 9, 1), SENT, "La cohorte DWWM 2026-2 n’a aucune demi-journée en septembre 2026."),
    ],
)
def test_what_cannot_have_been_sent_is_refused(db, room, month, day, said):
    assert refused(lambda: month_statements.send_month(db, room.cohort_id, month, None, day, TODAY)) == said
    assert statements(db) == []


def test_marks_of_a_sent_month_can_no_longer_be_made_changed_or_cleared(db, sent):
    person, first, last = sent.enrollments[0], *sent.sessions[:2]
    for change in (
        lambda: attendance.record(db, [MarkInput(person, last, "P")]),
        lambda: attendance.record(db, [MarkInput(person, first, "AI")]),
        lambda: attendance.clear(db, [(person, first)]),
    ):
        assert refused(change).startswith(REFUSED)
    assert count(db, Attendance) == 3


def test_the_days_after_it_are_still_recorded(db, sent):
    attendance.record(db, [MarkInput(sent.enrollments[0], sent.sessions[FIRST_OF_NOVEMBER], "AI")])
    assert count(db, Attendance) == 4


def test_another_cohort_is_not_held(db, sent):
    other = make_classroom(
        db, code="Autre", people=NAMES[:1], start=dt.date(2026, 10, 30), end=dt.date(2026, 10, 30)
    )
    attendance.record(db, [MarkInput(other.enrollments[0], other.sessions[0], "P")])
    assert count(db, Attendance) == 4


def test_a_gesture_of_before_is_not_taken_back(db, room):
    attendance.record(db, [MarkInput(room.enrollments[0], room.sessions[LAST_OF_OCTOBER], "AI")])
    with db.read() as session:
        gesture = undo.last_undoable(session)
    month_statements.send_month(db, room.cohort_id, OCTOBER, "France Travail", SENT, TODAY)
    assert REFUSED in refused(lambda: undo.undo_gesture(db, gesture.change_set_id))
    undo.undo_last(db)  # the sending itself
    undo.undo_last(db)
    assert count(db, Attendance) == 3


def test_half_days_of_it_are_not_removed_added_moved_or_made_shorter(db, sent):
    last = sent.sessions[LAST_OF_OCTOBER]
    saturday = class_sessions.ClassSessionInput(
        dt.date(2026, 10, 30), "PM", dt.time(13, 30), dt.time(15), None
    )
    assert refused(lambda: class_sessions.remove_class_sessions(db, [last])).startswith(REFUSED)
    assert refused(lambda: class_sessions.delete_class_session(db, sent.sessions[0])).startswith(REFUSED)

    def set_facts(one, **facts):
        with db.write("Changer une demi-journée") as session:
            held = session.get_one(ClassSession, one)
            for name, value in facts.items():
                setattr(held, name, value)

    november = sent.sessions[FIRST_OF_NOVEMBER]
    assert refused(lambda: set_facts(last, minutes=60)).startswith(REFUSED)
    assert refused(lambda: set_facts(last, held_on=dt.date(2026, 11, 3))).startswith(REFUSED)
    assert refused(lambda: set_facts(november, held_on=dt.date(2026, 10, 29))).startswith(REFUSED)
    set_facts(last, trainer="N. Petit", note="Salle changée")
    with db.write("Retirer, pour rajouter") as session:
        month = session.scalars(select(MonthStatement)).one()
        month.sent_on = None
    class_sessions.remove_class_sessions(db, [last])
    with db.write("Envoyer de nouveau") as session:
        session.scalars(select(MonthStatement)).one().sent_on = SENT
    assert refused(lambda: class_sessions.add_class_session(db, sent.cohort_id, saturday)).startswith(REFUSED)


def test_entries_and_exits_within_it_hold_too(db, sent):
    person = sent.enrollments[0]
    for facts in (
        {"exit_on": dt.date(2026, 10, 30)},
        {"entered_on": dt.date(2026, 11, 2), "entry_follows_attendance": False},
    ):
        assert refused(lambda facts=facts: change_enrollment(db, person, **facts)).startswith(REFUSED)
    values = enrollments.ExitInput("abandonment", dt.date(2026, 11, 2), "AB_EMPL")
    enrollments.record_exit(db, person, values)


def test_what_takes_half_days_away_within_it_is_held_too(db, sent):
    person, october = sent.enrollments[0], dt.date(2026, 10, 30)
    assert REFUSED in refused(lambda: add_exemption(db, person, ExemptionInput(weekday=4)))
    in_october = ExemptionInput(starts_on=october)
    assert refused(lambda: add_exemption(db, person, in_october)).startswith(REFUSED)
    away = CompanyPeriodInput(october, NOVEMBER)
    assert refused(lambda: add_company_period(db, person, away)).startswith(REFUSED)
    change_enrollment(db, person, planned_exit_on=FIRST_DAY)
    assert refused(lambda: change_enrollment(db, person, planned_exit_on=october)).startswith(REFUSED)
    add_exemption(db, person, ExemptionInput(starts_on=FIRST_DAY))
    add_company_period(db, person, CompanyPeriodInput(FIRST_DAY, FIRST_DAY))


def test_what_a_company_sheet_says_is_noted_after_the_month_was_sent(db, room):
    october = dt.date(2026, 10, 30)
    away = CompanyPeriodInput(october, october)
    made = add_company_period(db, room.enrollments[0], away)
    month_statements.send_month(db, room.cohort_id, OCTOBER, None, SENT, TODAY)
    told = CompanyPeriodInput(october, october, "Atelier (fictif)", 420, 400, SENT)
    change_company_period(db, made.created_id, told, version=1)
    assert refused(lambda: remove_company_period(db, made.created_id))


def test_somebody_who_enters_later_is_not_held_by_the_months_before(db, sent):
    late = make_late_enrollment(db, sent)
    attendance.record(db, [MarkInput(late, sent.sessions[FIRST_OF_NOVEMBER], "P")])
    with db.read() as session:
        assert session.get_one(Enrollment, late).entered_on == dt.date(2026, 11, 2)


def make_late_enrollment(db, room):
    other = make_classroom(db, code="Autre", people=[("Zola", "Ada")])
    with db.write("Changer de cohorte") as session:
        session.get_one(Enrollment, other.enrollments[0]).cohort_id = room.cohort_id
    return other.enrollments[0]


def test_the_cohort_and_its_people_are_not_deleted_with_it(db, sent):
    with db.read() as session:
        learner = session.get_one(Enrollment, sent.enrollments[0]).learner_id
    assert refused(lambda: delete(db, "cohort", sent.cohort_id)).startswith(REFUSED)
    assert refused(lambda: delete(db, "learner", learner)).startswith(REFUSED)


def test_what_was_deleted_before_does_not_come_back_into_it(db, room):
    with db.read() as session:
        learner = session.get_one(Enrollment, room.enrollments[0]).learner_id
    delete(db, "learner", learner)
    with db.read() as session:
        gesture = undo.last_undoable(session)
    month_statements.send_month(db, room.cohort_id, OCTOBER, "France Travail", SENT, TODAY)
    assert REFUSED in refused(lambda: restore(db, gesture.change_set_id))


def test_a_deleted_cohort_comes_back_with_its_sent_months(db, sent):
    month_statements.open_correction(db, sent.cohort_id, OCTOBER, "Créée deux fois", TODAY)
    delete(db, "cohort", sent.cohort_id)
    with db.read() as session:
        gesture = undo.last_undoable(session)
    restore(db, gesture.change_set_id)
    assert count(db, Attendance) == 3
    assert len(statements(db)) == 2


def test_erasing_a_person_goes_on(db, sent):
    with db.read() as session:
        learner = session.get_one(Enrollment, sent.enrollments[0]).learner_id
    erase_people(db, [learner], cause=REQUEST, reason="À sa demande", today=TODAY)
    assert count(db, Attendance) == 3


def test_an_import_is_held_to_it(db, room, tmp_path):
    path = tmp_path / "feuille.csv"
    path.write_text("Nom;Prénom;30/10/2026 matin\nAubert;Inès;A\nBakary;Moussa;P\n", encoding="utf-8")

    def plan():
        return plan_import(db, "attendance", path, cohort_code="DWWM 2026-2", today=TODAY)

    before = plan()
    assert before.count(RowState.ERROR) == 0
    month_statements.send_month(db, room.cohort_id, OCTOBER, "France Travail", SENT, TODAY)
    after = plan()
    assert REFUSED in after.rows[0].notes[0].text
    assert after.rows[1].state == RowState.SAME  # what the month says already can be told again
    refused(lambda: apply_plan(db, after, Job()))
    refused(lambda: apply_plan(db, before, Job()))
    assert count(db, Attendance) == 3


def test_a_correction_opens_the_month_and_is_numbered_and_sent(db, sent):
    person, first = sent.enrollments[0], sent.sessions[0]
    month_statements.open_correction(db, sent.cohort_id, OCTOBER, "Arrêt reçu en retard", TODAY)
    attendance.record(db, [MarkInput(person, first, "AI")])
    month_statements.send_correction(db, sent.cohort_id, OCTOBER, TODAY, TODAY)
    assert statements(db) == [
        (0, "France Travail", None, SENT, SENT),
        (1, "France Travail", "Arrêt reçu en retard", TODAY, TODAY),
    ]
    again = refused(lambda: attendance.record(db, [MarkInput(person, first, "P")]))
    assert again == REFUSED.replace("3 novembre", "20 novembre")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_correction_says_why(db, sent, reason):
    change = lambda: month_statements.open_correction(db, sent.cohort_id, OCTOBER, reason, TODAY)  # noqa: E731
    assert refused(change) == "Dites pourquoi ce mois est rectifié."


def test_corrections_open_and_close_in_turn(db, room):
    code = room.cohort_id
    assert "n’a pas encore été envoyé" in refused(
        lambda: month_statements.open_correction(db, code, OCTOBER, "Erreur", TODAY)
    )
    assert "Aucun rectificatif" in refused(
        lambda: month_statements.send_correction(db, code, OCTOBER, TODAY, TODAY)
    )
    month_statements.send_month(db, code, OCTOBER, None, SENT, TODAY)
    month_statements.open_correction(db, code, OCTOBER, "Erreur", TODAY)
    assert "déjà ouvert" in refused(
        lambda: month_statements.open_correction(db, code, OCTOBER, "Erreur", TODAY)
    )
    early = TODAY - dt.timedelta(days=1)
    assert "ouvert le 20 novembre 2026" in refused(
        lambda: month_statements.send_correction(db, code, OCTOBER, early, TODAY)
    )
