"""Many people at once in the real window: chosen, summed up, changed, enrolled, exported, copied."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from gen_desktop.models.registry import ChangeSet, Cohort, Enrollment, Learner
from gen_desktop.queries.privacy_records import exports
from gen_desktop.reference.rights import NO_ROLE
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.learners.page import ONE_BY_ONE, LearnersPage
from gen_desktop.ui.tables.windowed_model import PAGE
from tests.classroom import NAMES, make_classroom
from tests.random_gestures import snapshot

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def room(db):
    made = make_classroom(db, entered_on=dt.date(2026, 11, 16), decision="admitted", prescriber="CAP")
    make_classroom(db, code="CDA 2027", people=[("Zola", "Ada")], decision="waiting")
    return made


@pytest.fixture
def page(ctx, room, qtbot):
    made = LearnersPage(ctx)
    qtbot.addWidget(made)
    made.resize(1120, 690)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == len(NAMES) + 1)
    return made


def settle(page, qtbot):
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


def choose(page, first, last):
    """Click one row, then another with Shift."""
    for row, modifier in ((first, Qt.KeyboardModifier.NoModifier), (last, SHIFT)):
        at = page.table.visualRect(page.model.index(row, 0)).center()
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def facts(db, name):
    with db.read() as session:
        return [getattr(one, name) for one in session.scalars(select(Enrollment).order_by(Enrollment.id))]


def last_gesture(db):
    with db.read() as session:
        return session.scalar(select(ChangeSet.name).order_by(ChangeSet.position.desc()).limit(1))


def register(db):
    with db.read() as session:
        return [(one.kind, one.people) for one in exports(session)]


def test_from_two_people_on_the_bar_says_how_many_and_the_panel_their_sum(page, db, qtbot):
    assert not page.people.bar.isVisible()
    choose(page, 0, 11)
    settle(page, qtbot)
    assert page.people.bar.isVisible()
    assert page.people.bar.count.full_text() == "12 personnes choisies"
    assert page.sum.isVisible()
    said = [label.text() for label in page.sum.findChildren(QLabel)]
    assert "12 personnes choisies" in said
    assert "Non renseigné" in said  # nobody's sex is known: no percentage of nothing
    assert [said[said.index("En formation") + 1], said[said.index("DWWM 2026-2") + 1]] == ["12", "12"]
    at = page.table.visualRect(page.model.index(3, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not page.people.bar.isVisible()
    assert page.panel.isVisible()
    assert page.panel.person.last_name == "Cordier"


def test_people_are_chosen_one_by_one_and_all_at_once(page, qtbot):
    page.table.setFocus()
    choose(page, 0, 0)
    at = page.table.visualRect(page.model.index(4, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, CTRL, at)
    assert page.people.bar.count.full_text() == "2 personnes choisies"
    page.people.bar.everybody.click()
    assert page.people.bar.count.full_text() == "16 personnes choisies (toute la liste)"
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.table.selected_count() == 1
    QTest.keyClick(page.table, Qt.Key.Key_A, CTRL)
    assert page.table.selected_count() == 16


def test_the_choice_outlives_a_reload_and_an_order(page, db, ctx, qtbot):
    choose(page, 2, 5)
    before = set(page.table.selected_ids())
    page.model.request_sort(0)
    settle(page, qtbot)
    assert set(page.table.selected_ids()) == before
    with db.write("Une ville") as session:
        session.scalars(select(Learner)).first().city = "Luzy"
    page.reload()
    settle(page, qtbot)
    assert set(page.table.selected_ids()) == before
    assert page.people.bar.isVisible()
    assert page.sum.isVisible()


def test_the_preview_is_shown_and_done_in_one_gesture(page, db, room, answers, qtbot):
    with db.write("Un cas") as session:
        session.get_one(Enrollment, room.enrollments[1]).prescriber = "ML"
        third = session.get_one(Enrollment, room.enrollments[2]).learner_id
        session.get_one(Learner, third).erased_on = dt.date(2026, 11, 1)
    before = snapshot(db)
    choose(page, 0, 4)
    seen = []

    def fill(dialog):
        assert not dialog.go.isEnabled()
        dialog.take("prescriber")
        dialog.fields["prescriber"].set_code("ML")
        qtbot.waitUntil(lambda: dialog.plan is not None)
        seen.append(dialog.summary.text())
        model = dialog.table.model()
        seen.append([model.row_at(row).what for row in range(model.rowCount())])
        assert dialog.go.text() == "Modifier 3 fiches"
        assert snapshot(db) == before

    answers.fill(fill)
    page.people.bar.edit.click()
    qtbot.waitUntil(lambda: facts(db, "prescriber")[0] == "ML")
    settle(page, qtbot)
    assert seen == [
        "3 fiches changent, 1 a déjà cette valeur, 1 reste telle quelle.",
        [
            "Reste tel quel\u00a0: personne effacée",
            *["Prescripteur\u00a0: Cap emploi → Mission locale"] * 3,
            "A déjà cette valeur",
        ],
    ]
    assert facts(db, "prescriber")[:6] == ["ML", "ML", "CAP", "ML", "ML", "CAP"]
    assert last_gesture(db) == "Modifier 3 fiches\u00a0: prescripteur"
    undo_last(db)
    assert snapshot(db) == before


def test_a_preview_given_up_changes_nothing(page, db, answers, qtbot):
    before = snapshot(db)
    choose(page, 0, 4)

    def fill(dialog):
        dialog.take("in_qpv")
        dialog.fields["in_qpv"].set_code("unknown")
        qtbot.waitUntil(lambda: dialog.plan is not None)
        assert dialog.plan.same == 5  # unknown is a value that can be given
        assert not dialog.go.isEnabled()

    answers.fill(fill, accept=False)
    page.edit()  # F2 with several people
    settle(page, qtbot)
    assert snapshot(db) == before


def test_what_is_typed_wrong_is_said_in_the_preview(page, answers, qtbot):
    choose(page, 0, 4)

    def fill(dialog):
        dialog.take("postal_code")
        QTest.keyClicks(dialog.fields["postal_code"], "5812")
        qtbot.waitUntil(lambda: bool(dialog.problem.text()))
        assert "cinq chiffres" in dialog.problem.text()
        QTest.keyClicks(dialog.fields["postal_code"], "0")
        qtbot.waitUntil(lambda: dialog.plan is not None)
        assert dialog.problem.isHidden()
        assert dialog.plan.values == {"postal_code": "58120"}

    answers.fill(fill, accept=False)
    page.people.bar.edit.click()


def test_many_are_enrolled_after_a_preview(page, db, answers, qtbot):
    with db.read() as session:
        cohort_id = session.scalar(select(Cohort.id).where(Cohort.code == "CDA 2027"))
    page.table.selectAll()

    def fill(dialog):
        dialog.cohort.set_code(str(cohort_id))
        qtbot.waitUntil(lambda: dialog.plan is not None)
        assert dialog.summary.text() == (
            "15 personnes seront inscrites, 1 est laissée de côté. Inscrits ensuite\u00a0: 16 pour 15 places."
        )
        dialog.decided.set_code("waiting")

    answers.fill(fill)
    page.people.bar.enroll.click()
    qtbot.waitUntil(lambda: last_gesture(db) == "Inscrire 15 personnes en CDA 2027")
    settle(page, qtbot)
    with db.read() as session:
        made = session.scalars(select(Enrollment).where(Enrollment.cohort_id == cohort_id)).all()
        assert {one.decision for one in made} == {"waiting"}
        assert len(made) == 16


def test_what_is_seen_is_exported_or_only_those_chosen(page, db, answers, tmp_path, qtbot):
    page.table.show_columns(["cohort", "name", "prescriber"])
    answers.path(tmp_path / "tous.xlsx")
    page.many.export()
    qtbot.waitUntil(lambda: (tmp_path / "tous.xlsx").exists())
    settle(page, qtbot)
    rows = CalamineWorkbook.from_path(tmp_path / "tous.xlsx").get_sheet_by_name("Apprenants").to_python()
    assert rows[0] == ["Cohorte", "Nom", "Prénom", "Prescripteur"]
    assert [row[1] for row in rows[1:]] == [*(last for last, _ in NAMES), "Zola"]
    choose(page, 0, 2)
    answers.path(tmp_path / "trois")
    page.people.bar.export.click()
    qtbot.waitUntil(lambda: (tmp_path / "trois.xlsx").exists())
    settle(page, qtbot)
    book = CalamineWorkbook.from_path(tmp_path / "trois.xlsx")
    assert len(book.get_sheet_by_name("Apprenants").to_python()) == 4
    assert ["Choix", "3 personnes choisies"] in book.get_sheet_by_name("Filtres").to_python()
    assert register(db) == [("seen_list", 3), ("seen_list", 16)]


def test_the_list_is_printed_to_a_pdf(page, db, answers, tmp_path, qtbot):
    answers.path(tmp_path / "liste.pdf")
    page.many.print()
    qtbot.waitUntil(lambda: (tmp_path / "liste.pdf").exists())
    settle(page, qtbot)
    assert (tmp_path / "liste.pdf").read_bytes().startswith(b"%PDF")
    assert register(db) == [("printed_list", 16)]


def test_an_export_given_up_writes_nothing(page, db, answers):
    answers.path(None)
    page.many.export()
    assert register(db) == []


def test_chosen_rows_are_copied_with_the_columns_seen(page, db, qtbot):
    page.table.show_columns(["name", "cohort"])
    choose(page, 0, 1)
    QTest.keyClick(page.table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Nom\tCohorte",
        "Aubert Inès\tDWWM 2026-2",
        "Bakary Moussa\tDWWM 2026-2",
    ]
    page.people.bar.copy.click()
    settle(page, qtbot)
    assert QGuiApplication.clipboard().text().startswith("Nom\tCohorte\nAubert Inès\tDWWM 2026-2")
    assert register(db) == [("copied_rows", 2)] * 2


def test_more_than_a_page_is_copied_beside_the_window(page, db, qtbot):
    people = [(f"Nom{number:04d}", "Ada") for number in range(PAGE + 50)]
    make_classroom(db, code="Beaucoup", people=people)
    page.reload()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(people) + 16)
    settle(page, qtbot)
    QGuiApplication.clipboard().setText("")
    page.table.selectAll()
    QTest.keyClick(page.table, Qt.Key.Key_C, CTRL)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().count("\n") == len(people) + 16)
    settle(page, qtbot)
    assert register(db) == [("copied_rows", len(people) + 16)]


def test_several_are_never_deleted_at_once(page, db, qtbot):
    before = snapshot(db)
    choose(page, 0, 4)
    said = []
    page.told.connect(lambda text, *_: said.append(text))
    page.delete()
    assert said == [ONE_BY_ONE]
    assert snapshot(db) == before


def test_a_new_person_can_be_typed_while_several_are_chosen(page, qtbot):
    choose(page, 0, 4)
    page.new_learner()
    assert page.form is not None
    assert page.form.isVisible()
    page.form.line("last_name").setText("Dupré")
    page.reload()
    settle(page, qtbot)
    page.new_learner()
    assert page.form.text("last_name") == "Dupré"


def test_each_role_is_offered_what_it_may_do(page, db, qtbot):
    bar = page.people.bar
    choose(page, 0, 4)
    assert (bar.edit.isEnabled(), bar.enroll.isEnabled()) == (True, True)
    db.author = replace(db.author, role=None)
    page.on_author()
    settle(page, qtbot)
    assert (bar.edit.isEnabled(), bar.enroll.isEnabled(), bar.edit.toolTip()) == (False, False, NO_ROLE)
    said = []
    page.told.connect(lambda text, *_: said.append(text))
    page.many.edit()
    page.many.enroll()
    page.many.export()
    assert said == [NO_ROLE] * 3


def test_nothing_is_nameless(page, nameless, answers, qtbot):
    choose(page, 0, 4)
    assert nameless(page) == []
    found = []

    def look(dialog):
        if hasattr(dialog, "take"):
            dialog.take("city")
            dialog.take("prescriber")
        dialog.show()
        found.append(nameless(dialog))
        dialog.hide()

    for open_dialog in (page.many.edit, page.many.enroll, page.people.choose_columns):
        answers.fill(look, accept=False)
        open_dialog()
    assert found == [[], [], []]
