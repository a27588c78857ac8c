from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import func, select

from gen_desktop.models.registry import CertificationBlock, ChangeSet, Skill
from gen_desktop.queries.assessment_grid import JuryFacts, assessment_grid
from gen_desktop.services.enrollments import ExitInput, record_exit
from gen_desktop.services.skill_levels import set_levels
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.assessments.page import AssessmentsPage
from tests.assessed import JURY, make_assessed
from tests.classroom import MONDAY, NAMES

TODAY = JURY + dt.timedelta(days=3)
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
JURY_ON, PRESENTED, OUTCOME, NUMBER, RECEIVED, HANDED = range(2, 8)


@pytest.fixture
def room(db):
    return make_assessed(db)


@pytest.fixture
def page(ctx, room, qtbot):
    made = AssessmentsPage(replace(ctx, today=lambda: TODAY))
    qtbot.addWidget(made)
    made.resize(1130, 650)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


def strike(page, *keys):
    """Letters of a text, or Qt keys, or (key, modifier)."""
    for key in keys:
        if isinstance(key, str):
            for letter in key:
                QTest.keyClick(page.view, letter)
        elif isinstance(key, tuple):
            QTest.keyClick(page.view, *key)
        else:
            QTest.keyClick(page.view, key)


def type_text(page, text):
    """As a keyboard sends it, accents and slashes included."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(page.view, event)


def here(page):
    index = page.view.currentIndex()
    return index.row(), index.column()


def grid(db, room):
    with db.read() as session:
        return assessment_grid(session, room.cohort_id)


def row(page, at):
    return [page.model.cell(at, column).text for column in range(page.model.columnCount())]


def last_name(db):
    with db.read() as session:
        return session.scalar(select(ChangeSet.name).order_by(ChangeSet.position.desc()).limit(1))


def count_gestures(db):
    with db.read() as session:
        return session.scalar(select(func.count(ChangeSet.id)))


def test_a_key_records_a_result_and_goes_down_then_to_the_next_column(page, db, room):
    assert here(page) == (0, 0)
    assert page.head.where.full_text() == "BC01 Bloc 1\u00a0: 3 à saisir"
    strike(page, "ANX")
    assert [grid(db, room).results[one, room.blocks[0]] for one in room.people] == [
        *("acquired", "not_acquired", "not_presented")
    ]
    assert here(page) == (0, 1)
    strike(page, "D")
    assert row(page, 0)[:2] == ["A", "D"]
    assert page.model.cell(0, OUTCOME).text == "Totale"
    assert last_name(db) == "Bloc BC02\u00a0: Aubert Inès"
    assert row(page, 3)[:2] == ["1/2", "–"]
    assert page.model.spoken(3, 0).endswith("1 acquis sur 2 présentés, 1 non présenté")
    assert page.head.where.full_text().endswith("BC02 Bloc 2\u00a0: 1 dispensé, 2 à saisir")


def test_a_long_title_leaves_room_for_the_sum_of_its_column(page, db, room):
    with db.write("Un long intitulé") as session:
        session.get(CertificationBlock, room.blocks[0]).title = "Concevoir, développer et tester " * 8
    page.reload()
    assert page.head.where.text().startswith("BC01 Concevoir")
    assert "…" in page.head.where.text()
    assert page.head.where.text().endswith("3 à saisir")


def test_what_is_not_recorded_is_neither_acquired_nor_failed(page, db, room):
    assert row(page, 0)[0] == "–"
    assert page.model.spoken(0, 0) == "Aubert Inès, BC01 Bloc 1\u00a0: non saisi"
    strike(page, "A", Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert grid(db, room).results == {}
    undo_last(db)
    page.reload()
    assert row(page, 0)[0] == "A"


def test_shift_fills_the_empty_cells_of_the_column_in_one_gesture(page, db, room):
    strike(page, "N", (Qt.Key.Key_A, SHIFT))
    assert [row(page, at)[0] for at in range(3)] == ["N", "A", "A"]
    assert last_name(db) == "2 résultats de blocs"
    before = count_gestures(db)
    strike(page, (Qt.Key.Key_A, SHIFT))
    assert page.key_bar.sentence == "La colonne «\u00a0BC01\u00a0» est déjà remplie."
    assert count_gestures(db) == before


def test_a_line_is_chosen_then_filled(page, db, room):
    strike(page, (Qt.Key.Key_Space, SHIFT), "A")
    assert row(page, 0)[:2] == ["A", "A"]
    assert here(page) == (0, 0)
    strike(page, (Qt.Key.Key_Space, CONTROL), "N")
    assert [row(page, at)[0] for at in range(3)] == ["N", "N", "N"]
    assert page.model.cell(0, OUTCOME).text == "Partielle"


def test_the_result_of_blocks_is_not_typed(page, db, room):
    page.view.go_to(0, OUTCOME)
    before = count_gestures(db)
    strike(page, "T", Qt.Key.Key_Delete)
    assert "suit des blocs" in page.key_bar.sentence
    assert count_gestures(db) == before


def test_the_day_of_the_jury_is_typed_for_everybody_at_once(page, db, room):
    page.view.select_column(JURY_ON)
    strike(page, "27/11/26")
    assert page.model.cell(2, JURY_ON).text == "27/11/26…"
    assert grid(db, room).juries == {}
    strike(page, Qt.Key.Key_Return)
    assert {grid(db, room).jury_of(one).jury_on for one in room.people} == {JURY}
    assert [held.held_on for held in grid(db, room).sessions] == [JURY]
    assert last_name(db) == "Jury du 27/11/2026\u00a0: 3 personnes"


def test_a_day_that_cannot_be_is_said_and_nothing_changes(page, db, room):
    page.view.go_to(0, JURY_ON)
    strike(page, "99/99", Qt.Key.Key_Return)
    assert page.key_bar.sentence
    strike(page, "1/1/20", Qt.Key.Key_Return)
    assert "avant l’entrée" in page.key_bar.sentence
    assert here(page) == (0, JURY_ON)
    strike(page, "27", Qt.Key.Key_Escape)
    assert grid(db, room).juries == {}
    assert row(page, 0)[JURY_ON] == "–"


def test_french_keys_give_digits_and_months_keep_their_accents(page, db, room):
    page.view.go_to(0, JURY_ON)
    type_text(page, "éè novembre")
    strike(page, Qt.Key.Key_Return)
    assert grid(db, room).jury_of(room.people[0]).jury_on == JURY


def test_certificates_are_received_and_handed_over_today_with_one_key(page, db, room):
    page.view.go_to(0, 0)
    strike(page, (Qt.Key.Key_Space, CONTROL), "A")
    page.view.select_column(1)
    strike(page, "A")
    page.view.select_column(RECEIVED)
    strike(page, "J")
    page.view.select_column(HANDED)
    strike(page, "J")
    page.view.go_to(0, NUMBER)
    strike(page, "T-12", Qt.Key.Key_Return)
    told = grid(db, room)
    assert told.jury_of(room.people[0]) == JuryFacts(None, True, "full", "T-12", TODAY, TODAY)
    assert told.jury_of(room.people[2]) == JuryFacts(None, True, "full", None, TODAY, TODAY)
    assert here(page) == (1, NUMBER)


def test_skills_are_typed_with_digits_at_each_moment(page, db, room):
    page.show_view("skills")
    assert page.model.columnCount() == 6
    strike(page, "31")
    type_text(page, "é")  # the unshifted 2 of a French keyboard
    assert [row(page, at)[0] for at in range(3)] == ["3", "1", "2"]
    assert row(page, 0)[-1] == "1/1"
    assert row(page, 1)[-1] == "0/1"
    assert row(page, 3)[0] == "1/3"
    page.head.stage_chosen.emit("end")
    assert (row(page, 0)[0], row(page, 0)[-1]) == ("–", "–")
    page.view.go_to(0, 0)
    strike(page, (Qt.Key.Key_Space, SHIFT), "3")
    assert row(page, 0) == ["3", "3", "3", "3", "3", "5/5"]
    assert last_name(db) == "5 niveaux de compétence, en fin de formation"
    assert len(grid(db, room).levels["entry"]) == 3


def test_whoever_left_early_stays_and_can_be_filled(page, db, room):
    values = ExitInput("abandonment", MONDAY + dt.timedelta(days=2), "AB_EMPL")
    record_exit(db, room.people[0], values)
    page.reload()
    assert page.model.learners[0].has_left_early
    assert "sortie le 18/11/2026" in page.model.headerData(
        0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole
    )
    strike(page, "A")
    assert row(page, 0)[0] == "A"


def test_a_course_without_block_takes_the_result_of_the_jury(ctx, db, room, page):
    with db.write("Sans bloc") as session:
        for model in (Skill, CertificationBlock):
            for one in session.scalars(select(model)):
                session.delete(one)
    page.reload()
    outcome = page.model.columns.index(next(one for one in page.model.columns if one.kind == "outcome"))
    page.view.go_to(0, outcome)
    strike(page, "TE")
    assert grid(db, room).jury_of(room.people[0]).outcome == "full"
    assert grid(db, room).jury_of(room.people[1]).is_presented is True
    page.show_view("skills")
    button = page._empty.findChild(QPushButton)
    assert button.text() == "Ouvrir la formation"


def test_a_smaller_cohort_takes_the_place_of_this_one(page, db, room, qtbot):
    smaller = make_assessed(db, NAMES[3:4], code="TSSR 2026-1")
    page.reload()
    strike(page, "A")
    page.show_cohort(smaller.cohort_id)
    qtbot.waitUntil(page.view.hasFocus)
    assert [page.model.name(at) for at in range(2)] == ["Cordier Théo", "Totaux, parmi ce qui est connu"]
    for orientation in (Qt.Orientation.Vertical, Qt.Orientation.Horizontal):
        assert page.model.headerData(room_for_more(page), orientation) is None


def room_for_more(page):
    """A place that a header may still ask of, from a grid that was larger."""
    return max(page.model.rowCount(), page.model.columnCount())


def test_a_session_of_the_jury_is_changed_then_deleted(page, db, room, answers):
    page.view.select_column(JURY_ON)
    strike(page, "27/11/26", Qt.Key.Key_Return)
    (held,) = page.model.grid.sessions
    answers.fill(
        lambda dialog: (dialog.place.setText("Nevers"), dialog.number.setText("PV 12"), dialog.save())
    )
    page.edit_jury(held)
    (held,) = page.model.grid.sessions
    assert (held.place, held.record_number) == ("Nevers", "PV 12")

    def refuse_then_delete(dialog):
        dialog.received_on.set_value(JURY - dt.timedelta(days=1))
        dialog.save()
        assert "avant le jury" in dialog.form.error("record_received_on")
        answers.click("Supprimer")
        dialog.delete()

    answers.fill(refuse_then_delete)
    page.edit_jury(held)
    assert page.model.grid.sessions == ()
    assert row(page, 0)[JURY_ON] == "–"


def test_skills_are_described_and_what_was_assessed_goes_only_when_said(page, db, room, answers):
    set_levels(db, {(room.people[0], room.skills[0]): "acquired"}, "entry", TODAY)
    page.show_view("skills")

    def change(dialog):
        dialog.tree.setCurrentItem(dialog._blocks[1])
        dialog.add()
        dialog.tree.currentItem().setText(0, "Sécuriser")
        dialog.shift(-1)
        dialog.tree.setCurrentItem(dialog._blocks[0].child(0))
        dialog.take_away()
        answers.click("Garder")
        dialog.accept()
        assert dialog.change is None
        answers.click("Tout retirer")
        dialog.accept()

    answers.fill(change)
    page.edit_skills()
    assert [column.title for column in page.model.columns[:-1]] == ["1.1", "1.2", "2.1", "2.2", "2.3"]
    assert page.model.columns[3].spoken.endswith("Sécuriser")
    assert grid(db, room).levels == {}


def test_skills_are_taken_away_by_a_key_and_changes_not_lost_by_another(page, qtbot, room, answers):
    page.show_view("skills")

    def change(dialog):
        dialog.show()
        dialog.activateWindow()
        dialog.tree.setCurrentItem(dialog._blocks[0].child(0))
        dialog.tree.setFocus()
        qtbot.waitUntil(dialog.tree.hasFocus)
        QTest.keyClick(dialog.tree, Qt.Key.Key_Delete)
        answers.click("Continuer la saisie")
        QTest.keyClick(dialog.tree, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        QTest.keyClick(dialog.tree, Qt.Key.Key_S, CONTROL)
        assert not dialog.isVisible()

    answers.fill(change)
    page.edit_skills()
    titles = [column.title for column in page.model.columns[:-1]]
    assert titles == ["1.1", "1.2", "2.1", "2.2"]


def test_skills_left_as_they_were_are_left_without_a_question(page, answers):
    answers.fill(lambda dialog: dialog.reject())
    page.edit_skills()


def test_results_and_certificates_that_wait_are_counted(page, ctx, db, room):
    page.view.select_column(JURY_ON)
    strike(page, "27/11/26", Qt.Key.Key_Return)
    today = replace(ctx, today=lambda: TODAY)
    assert AssessmentsPage.badge_count(today) == 3
    page.view.select_column(0)
    strike(page, "A")
    page.view.select_column(1)
    strike(page, "A")
    assert AssessmentsPage.badge_count(today) is None
    page.view.go_to(0, RECEIVED)
    strike(page, "J")
    assert AssessmentsPage.badge_count(today) == 1
