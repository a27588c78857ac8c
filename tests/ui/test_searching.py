from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gen_desktop.changes import Change
from gen_desktop.models.registry import AttachedDocument, Company, IssuedDocument
from gen_desktop.services.attached_documents import Source, attach
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.ui import commands, searching
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.recent_records import KEPT, KEY, RecentRecords
from gen_desktop.ui.reports.periods import year_of
from gen_desktop.ui.shell_hooks import hooks
from tests.factories import enroll, make_cohort, make_learner

TODAY = date(2026, 11, 23)


@pytest.fixture
def people(db):
    """Kévin Delorme with a CV, Zoé Lefèvre; their cohort, and an employer."""
    with db.write("Deux personnes") as session:
        cohort = make_cohort(session, "DWWM 2026-1")
        made = [
            make_learner(session, 1, last_name="Delorme", first_name="Kévin", phone="+33612457803"),
            make_learner(session, 2, last_name="Lefèvre", first_name="Zoé"),
        ]
        session.add(Company(name="Delorme et fils", city="Nevers", sort_key="delorme et fils"))
        session.flush()
        for one in made:
            enroll(session, cohort, one)
        ids = [one.id for one in made]
    attach(db, ids[0], [Source("Curriculum.txt", lambda: b"bonjour")], TODAY)
    return ids


@pytest.fixture
def window(qtbot, ctx, db, people):
    made = MainWindow(ctx, hooks(db))
    qtbot.addWidget(made)
    made.show_page("cohorts")
    made.show()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle and made.searching.is_ready)
    made.activateWindow()
    yield made
    ctx.jobs.wait_all()


@pytest.fixture
def box(window, qtbot):
    window.searching.box.take_focus()
    qtbot.waitUntil(window.searching.box.hasFocus)
    return window.searching.box


def press(box, *keys):
    for key in keys:
        QTest.keyClick(box, key)


def typed(box, type_text, text):
    box.clear()
    type_text(box, text)
    return box.results()


def test_each_key_is_answered_at_once(box, type_text):
    assert typed(box, type_text, "d")[0] == "Apprenants"
    found = typed(box, type_text, "delorme")
    assert found[1].startswith("Delorme Kévin   DWWM 2026-1")
    assert "Employeurs" in found
    assert "Delorme et fils   Nevers" in found
    assert typed(box, type_text, "zzzzzz") == ["Rien ne répond à «\u00a0zzzzzz\u00a0»."]


def test_what_is_no_name_is_said(box, type_text):
    assert typed(box, type_text, "06 12 45")[1].endswith("tél.\u00a006\u00a012\u00a045\u00a078\u00a003")


def test_arrows_choose_and_enter_opens(window, box, type_text, people):
    typed(box, type_text, "delorme")
    press(box, Qt.Key.Key_Up)
    assert box.accessibleDescription().startswith("Delorme Kévin")
    press(box, Qt.Key.Key_Return)
    assert window.current_page_id() == "learners"
    assert not box.is_open()
    assert box.text() == ""


def test_a_click_opens_and_down_goes_past_the_headings(window, box, type_text, ctx, qtbot):
    typed(box, type_text, "delorme")
    press(box, Qt.Key.Key_Down)
    assert box.accessibleDescription() == "Delorme et fils Nevers"
    results = box.popup().list
    row = box.results().index("Delorme et fils   Nevers")
    spot = results.visualItemRect(results.item(row)).center()
    QTest.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.current_page_id() == "lists"
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)


def test_escape_closes_then_empties_then_gives_the_focus_back(window, qtbot, type_text):
    page = window.current_page()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)
    box = window.searching.box
    box.take_focus()
    typed(box, type_text, "delorme")
    press(box, Qt.Key.Key_Escape)
    assert (box.is_open(), box.text()) == (False, "delorme")
    press(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    press(box, Qt.Key.Key_Escape)
    assert page.view.hasFocus()


def test_home_and_end_move_in_what_is_typed(box, type_text):
    typed(box, type_text, "elorme")
    press(box, Qt.Key.Key_Home)
    type_text(box, "d")
    assert box.text() == "delorme"
    assert box.is_open()


def test_a_paper_opens_among_those_of_its_person(window, box, type_text, ctx, qtbot, db):
    found = typed(box, type_text, "curriculum delorme")
    assert found[0] == "Pièces jointes"
    press(box, Qt.Key.Key_Return)
    page = window.current_page()
    with db.read() as session:
        paper_id = session.query(AttachedDocument.id).scalar()
    qtbot.waitUntil(lambda: page.panel.current_tab() == "papers" and paper_id in page.panel.papers.rows)
    assert page.panel.person.last_name == "Delorme"


def test_an_issued_document_opens_where_its_report_is_made(window, box, type_text, ctx, db, qtbot):
    named = {"title": "Rapport de suivi", "scope": year_of(2026).words}
    digests = {"sha256": "0" * 64, "data_fingerprint": "0" * 16}
    moments = {"as_of": TODAY, "issued_at": "2026-11-20T09:00:00+01:00"}
    issued = IssuedDocument(kind="follow_up", **named, **digests, **moments)
    with db.write("Émettre un rapport") as session:
        session.add(issued)
    ctx.changes.publish(Change(frozenset({"issued_document"})))
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    found = typed(box, type_text, "rapport suivi 2026")
    assert found[:2] == ["Documents émis", f"Rapport de suivi   {named['scope']}, émis le 20/11/2026"]
    press(box, Qt.Key.Key_Return)
    assert window.current_page_id() == "reports"
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    assert window.current_page().scope.kind == "follow_up"


def test_an_employer_opens_in_the_lists(window, box, type_text, ctx, qtbot):
    typed(box, type_text, "et fils")
    press(box, Qt.Key.Key_Return)
    assert window.current_page_id() == "lists"
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)


def test_a_gesture_is_found_by_the_words_people_use(window, box, type_text, ctx, qtbot):
    assert typed(box, type_text, "ajouter stagiaire")[:2] == ["Actions", "Nouvel apprenant"]
    press(box, Qt.Key.Key_Return)
    assert window.current_page_id() == "learners"
    qtbot.waitUntil(lambda: window.current_page().form is not None)


def test_every_command_leads_somewhere(window):
    known = {spec.id for spec in window.specs()}
    assert {one.page_id for one in commands.COMMANDS} <= known
    assert set(commands.PAGE_WORDS) <= known
    titles = [entry.title for entry in commands.Commands(window).entries()]
    assert "Émargement" in titles
    assert "Apparence\u00a0: Sombre" in titles
    assert len(titles) == len(set(titles))


def test_what_would_be_undone_is_told_and_finds_nothing(window, box, type_text, ctx, db, qtbot):
    ctx.changes.publish(create_learner(db, LearnerInput("Quenneville", "Anouk")))
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    assert "Actions" not in typed(box, type_text, "quenneville")
    assert "Annuler   Créer Quenneville Anouk, Ctrl+Z" in typed(box, type_text, "défaire")


def test_who_was_just_added_is_found_without_reading_everything_again(
    window, box, type_text, ctx, db, qtbot, monkeypatch
):
    monkeypatch.setattr(window.searching, "begin", lambda: pytest.fail("read again"))
    ctx.changes.publish(create_learner(db, LearnerInput("Quenneville", "Anouk")))
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    assert window.searching.is_ready
    assert typed(box, type_text, "quenn")[1].startswith("Quenneville Anouk")


def test_after_much_at_once_everything_is_read_again(window, box, type_text, ctx, db, qtbot, monkeypatch):
    monkeypatch.setattr("gen_desktop.queries.searched.MANY", 1)
    with db.write("Beaucoup") as session:
        make_learner(session, 3, last_name="Quenneville")
        make_learner(session, 4, last_name="Quesnel")
    ctx.changes.publish(Change(frozenset({"learner"})))
    qtbot.waitUntil(lambda: ctx.jobs.is_idle and len(typed(box, type_text, "que")) > 2)


def test_recent_records_are_shown_before_anything_is_typed(window, box, people, ctx, qtbot):
    assert not box.is_open()
    window.open_record("learner", people[1])
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    box.take_focus()
    # What the window showed while it started may be a recent record too.
    assert [line.partition("   ")[0] for line in box.results()][:2] == [searching.RECENT, "Lefèvre Zoé"]
    assert "Lef" not in str(ctx.state.value(KEY))


def test_a_record_shown_for_a_moment_is_a_recent_one(window, people, ctx, qtbot):
    page = window.show_page("learners")
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    page.select(people[0])
    qtbot.waitUntil(lambda: ("learner", people[0]) in list(window.searching.recent.keys()))


def test_recent_records_are_ids_and_few(ctx):
    recent = RecentRecords(ctx.state)
    for number in range(KEPT + 3):
        recent.add("learner", number)
    recent.add("learner", 7)
    assert recent.keys()[:2] == [("learner", 7), ("learner", KEPT + 2)]
    assert len(recent.keys()) == KEPT
    ctx.state.setValue(KEY, "learner:abc :3 cohort:12 9")
    assert recent.keys() == [("cohort", 12)]


def test_what_a_role_may_not_see_is_not_found(window, box, type_text, monkeypatch):
    monkeypatch.setattr(searching, "may_see", lambda role, table: table != "learner")
    assert "Apprenants" not in typed(box, type_text, "delorme")


def test_until_the_index_is_there_the_file_is_asked(window, box, type_text, qtbot):
    window.searching.forget()
    assert box.results() == [] or not box.is_open()
    typed(box, type_text, "lefev")
    qtbot.waitUntil(box.is_open)
    assert box.results()[1].startswith("Lefèvre Zoé")


def test_an_index_read_while_the_window_was_locked_is_not_taken(window, ctx, qtbot):
    window.searching.begin()
    window.searching.forget()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    assert not window.searching.is_ready


def test_control_k_reaches_the_box_from_a_field(window, qtbot, ctx):
    field = window.current_page().search
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.searching.box.hasFocus)
