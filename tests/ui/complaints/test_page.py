"""The register of complaints on screen: entered, narrowed, followed, closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gen_desktop.models.complaint import ComplaintFacts
from gen_desktop.models.registry import IssuedDocument
from gen_desktop.queries.complaints import HIDDEN, complaints
from gen_desktop.services.complaints import record_complaint
from gen_desktop.ui import dialogs
from gen_desktop.ui.complaints.page import CLOSED, LATE, ComplaintsPage
from gen_desktop.ui.complaints.printing import export_register, print_register
from tests.classroom import make_classroom
from tests.ui.conftest import TODAY

OLD = ComplaintFacts(TODAY - dt.timedelta(days=40), "learner", "Bruit dans la salle")
FRESH = replace(OLD, received_on=TODAY, subject="Horaires changés", gravity="major")


@pytest.fixture
def room(db):
    return make_classroom(db)


@pytest.fixture
def page(ctx, db, room, qtbot):
    for facts in (OLD, FRESH):
        record_complaint(db, facts, TODAY)
    made = ComplaintsPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    settle(made, qtbot)
    yield made
    ctx.jobs.wait_all()


def settle(page, qtbot):
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    qtbot.wait(10)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


def subjects(page):
    return [row.facts.subject for row in page.rows.values()]


def register(db):
    with db.read() as session:
        return complaints(session, TODAY)


def test_one_that_came_in_is_entered_about_a_person(db, page, room, qtbot) -> None:
    page.start_new()
    form = page.form
    form.subject.setText("Repas non remboursé")
    form.cohort.set_code(str(room.cohort_id))
    form.cohort.chosen.emit(form.cohort.code())
    form.person.set_code(str(room.enrollments[0]))
    qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert page.form is None
    found = next(row for row in register(db) if row.facts.subject == "Repas non remboursé")
    assert (found.number, found.name, found.cohort_code) == ("2026-03", "Aubert Inès", "DWWM 2026-2")
    assert page.table.selected_id() == found.id


def test_closing_without_an_answer_is_said_under_its_field(db, page, qtbot) -> None:
    page.table.select_id(page.model.id_at(0))
    page.edit()
    page.form.closed_on.set_value(TODAY)
    page.form.save()
    assert page.form.rows.wrong() == ["answer"]
    page.form.answer.setPlainText("Affichés à l’accueil.")
    page.form.save()
    settle(page, qtbot)
    assert [row.is_open for row in register(db)] == [False, True]


def test_filters_leave_what_meets_them_all(page, qtbot) -> None:
    assert subjects(page) == ["Horaires changés", "Bruit dans la salle"]
    page.search.setText("bruit")
    settle(page, qtbot)
    assert subjects(page) == ["Bruit dans la salle"]
    page.search.clear()
    page.gravity_chip.set_value("major")
    page.reload()
    settle(page, qtbot)
    assert subjects(page) == ["Horaires changés"]
    page.state_chip.set_value(CLOSED)
    page.reload()
    settle(page, qtbot)
    assert subjects(page) == []


def test_what_is_late_is_what_home_points_at(page, qtbot) -> None:
    page.show_target(LATE)
    settle(page, qtbot)
    assert subjects(page) == ["Bruit dans la salle"]
    page.table.select_id(page.model.id_at(0))
    assert "accusé de réception, réponse" in page.panel._subtitle.text()


def test_what_is_typed_is_a_draft_and_comes_back(page, qtbot) -> None:
    page.table.select_id(page.model.id_at(0))
    page.edit()
    page.form.measure.setText("Afficher les horaires")
    ((name, draft),) = page.drafts().items()
    other = ComplaintsPage(page.ctx)
    qtbot.addWidget(other)
    other.take_drafts({name: draft})
    other.show()
    other.resume(name)
    settle(other, qtbot)
    assert other.form.measure.text() == "Afficher les horaires"
    assert other.form.subject.text() == "Horaires changés"
    for one in (page, other):
        one.form.left.emit()


def test_the_register_leaves_as_a_table_and_as_a_paper(db, page, qtbot, tmp_path, monkeypatch) -> None:
    wanted = iter((tmp_path / "registre", tmp_path / "registre.pdf"))
    monkeypatch.setattr(dialogs, "save_file", lambda *_words: next(wanted))
    export_register(page)
    settle(page, qtbot)
    assert (tmp_path / "registre.csv").read_text(encoding="utf-8-sig").count("2026-") >= 2
    print_register(page)
    settle(page, qtbot)
    assert (tmp_path / "registre.pdf").read_bytes().startswith(b"%PDF")
    with db.read() as session:
        assert session.query(IssuedDocument).one().kind == "complaint_register"


def test_an_empty_register_says_what_it_is_for_and_a_narrowed_one_shows_all(ctx, db, room, qtbot) -> None:
    made = ComplaintsPage(ctx)
    qtbot.addWidget(made)
    made.show()
    settle(made, qtbot)
    assert visible_buttons(made.stack.currentWidget()) == ["Nouvelle réclamation…"]
    assert [action.text for action in made.header_actions() if action.primary] == []
    record_complaint(db, OLD, TODAY)
    made.search.setText("rien de tel")
    settle(made, qtbot)
    assert visible_buttons(made.stack.currentWidget()) == ["Voir tout le registre"]
    made.stack.currentWidget().findChild(QPushButton).click()
    settle(made, qtbot)
    assert subjects(made) == [OLD.subject]
    assert [action.text for action in made.header_actions() if action.primary] == ["Nouvelle réclamation…"]


def visible_buttons(widget):
    return [one.text() for one in widget.findChildren(QPushButton) if one.isVisible()]


def test_the_list_has_the_cursor_so_that_enter_opens_a_line(page, qtbot) -> None:
    assert page.focusWidget() is page.table
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.form is not None
    page.form.left.emit()


def test_what_is_reserved_to_the_direction_is_a_line_without_words(page, db, qtbot, monkeypatch):
    record_complaint(db, replace(FRESH, subject="Propos blessants", gravity="serious"), TODAY)
    monkeypatch.setattr("gen_desktop.queries.rights.COMPLAINT_READERS", ())
    page.reload()
    settle(page, qtbot)
    assert sorted(subjects(page)) == ["Bruit dans la salle", "Horaires changés", HIDDEN]
    (reserved,) = (row.id for row in page.rows.values() if row.is_hidden)
    page.table.select_id(reserved)
    assert not page._edit_button.isEnabled()
    page.edit()
    assert page.form is None
