"""The page of documents: who gets one, what keeps some back, what leaves and is registered."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from gen_desktop.changes import PROGRAM
from gen_desktop.queries.documents import papers_of_cohort
from gen_desktop.store import open_store
from gen_desktop.ui.paper_target import PaperTarget
from gen_desktop.ui.reports.papers_page import PapersPage
from tests.reports.path_center import make_path, unmark
from tests.reports.pdf_checks import page_texts
from tests.reports.test_paper_warnings import file_sheets

NAMES = [("Delorme", "Zoé"), ("Aubert", "Inès"), ("Bakary", "Moussa")]


@pytest.fixture
def db(store_file):
    database = open_store(store_file, PROGRAM)
    yield database
    database.close()


@pytest.fixture
def path(db):
    made = make_path(db, people=3, names=NAMES)
    unmark(db, made, 4)
    return made


@pytest.fixture
def told():
    return []


@pytest.fixture
def page(ctx, path, qtbot, told):
    made = PapersPage(ctx)
    made.told.connect(lambda *words: told.append(words))
    qtbot.addWidget(made)
    made.resize(1150, 660)
    made.show()
    return wait(made, qtbot)


def wait(page, qtbot):
    qtbot.waitUntil(
        lambda: page.previewed is not None and page.ctx.jobs.is_idle and bool(page.view.images.kept)
    )
    return page


def lines(tree):
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [tuple(item.text(column) for column in range(tree.columnCount())) for item in items]


def ticked(page):
    return [one.name for one in page.people.chosen()]


def issue(page, qtbot, position):
    (action,) = page.header_actions()
    action.menu[position].run()
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


def test_whoever_is_ready_is_ticked_whoever_is_not_has_a_reason_and_a_door(page, qtbot) -> None:
    assert lines(page.people.list) == [
        *(("Aubert Inès", "À vérifier"), ("Bakary Moussa", "À vérifier"), ("Delorme Zoé", "À compléter"))
    ]
    assert ticked(page) == ["Aubert Inès", "Bakary Moussa"]
    (action,) = page.header_actions()
    assert (action.text, action.enabled) == ("Émettre 2 documents", True)
    page.people.list.setCurrentItem(page.people.list.topLevelItem(2))
    wait(page, qtbot)
    assert "1 demi-journée de la période n’est pas enregistrée." in page.people.why.text()
    gone = []
    page.go_requested.connect(lambda *where: gone.append(where))
    qtbot.mouseClick(page.people.door_button, Qt.MouseButton.LeftButton)
    assert gone == [("attendance", page.loaded.wanted.cohort_id)]


def test_what_to_check_is_said_beside_what_is_ready_with_its_own_door(page, path, db, qtbot) -> None:
    said = "• 20 demi-journées de présence sans feuille signée classée."
    assert page.people.why.text() == f"À vérifier\u00a0:\n{said}"
    assert page.people.door_button.text() == "Ouvrir les feuilles signées"
    gone = []
    page.go_requested.connect(lambda *where: gone.append(where))
    qtbot.mouseClick(page.people.door_button, Qt.MouseButton.LeftButton)
    assert gone == [("sheets", path.cohort_id)]
    page.people.list.setCurrentItem(page.people.list.topLevelItem(2))
    wait(page, qtbot)
    assert page.people.why.text().splitlines()[1:] == ["À vérifier\u00a0:", said.replace("20", "19")]
    assert page.people.door_button.text() == "Ouvrir l’émargement"


def test_whoever_has_nothing_to_check_is_ready(page, path, db, qtbot) -> None:
    file_sheets(db, path)
    page.show_target(PaperTarget("completion_certificate", path.cohort_id))
    qtbot.waitUntil(lambda: lines(page.people.list)[0] == ("Aubert Inès", "Prêt"))
    wait(page, qtbot)
    assert page.people.why.isHidden()
    assert page.people.door_button.isHidden()


def test_a_file_each_is_written_and_registered(page, qtbot, answers, tmp_path, told) -> None:
    folder = tmp_path / "certificats"
    folder.mkdir()
    answers.path(folder)
    issue(page, qtbot, 0)
    with page.ctx.db.read() as session:
        issued = papers_of_cohort(session, page.loaded.wanted.cohort_id)
    assert {one.person for one in issued} == {"Aubert Inès", "Bakary Moussa"}
    assert {file.stem for file in folder.iterdir()} == {one.number for one in issued}
    assert told[0][:2] == ("2 documents numérotés et inscrits au registre.", "Ouvrir le dossier")
    qtbot.waitUntil(lambda: len(lines(page.people.issued)) == 2)
    wait(page, qtbot)
    assert [line[1] for line in lines(page.people.list)] == ["Déjà émis", "Déjà émis", "À compléter"]
    assert ticked(page) == []
    assert not page.header_actions()[0].enabled
    page.people.all_button.click()
    target = folder / "tous.pdf"
    answers.click("Ne rien émettre")
    issue(page, qtbot, 1)
    assert not target.exists()
    answers.click("Annuler et remplacer")
    answers.path(target)
    issue(page, qtbot, 1)
    assert len(page_texts(target.read_bytes())) == 2
    qtbot.waitUntil(lambda: len(lines(page.people.issued)) == 4)
    assert sum("remplacé" in line[2] for line in lines(page.people.issued)) == 2


def test_nothing_leaves_when_nobody_says_where(page, qtbot, answers, told) -> None:
    answers.path(None)
    page.header_actions()[0].menu[0].run()
    answers.path(None)
    page.header_actions()[0].menu[1].run()
    with page.ctx.db.read() as session:
        assert papers_of_cohort(session, page.loaded.wanted.cohort_id) == ()
    assert told == []


def test_a_target_shows_one_person_and_one_month(page, path, qtbot) -> None:
    learner_id = page.people.chosen()[1].learner_id
    target = PaperTarget("presence_statement", path.cohort_id, (learner_id,), dt.date(2026, 10, 1))
    page.show_target(target)
    qtbot.waitUntil(
        lambda: (
            page.loaded.wanted.kind == "presence_statement"
            and page.previewed is not None
            and page.ctx.jobs.is_idle
        )
    )
    assert page.month.isVisible()
    assert page.loaded.wanted.month == dt.date(2026, 10, 1)
    assert ticked(page) == ["Bakary Moussa"]
    assert page.previewed.name == "Bakary Moussa"
    assert page.people.issued_title.text() == "Aucun document n’est encore émis."


def test_another_document_is_still_about_the_person_asked_for(page, path, qtbot) -> None:
    learner_id = page.people.chosen()[1].learner_id
    page.show_target(PaperTarget("completion_certificate", path.cohort_id, (learner_id,)))
    wait(page, qtbot)
    page.kind.set_code("entry_attestation")
    page.kind.chosen.emit("entry_attestation")
    qtbot.waitUntil(lambda: page.loaded.wanted.kind == "entry_attestation")
    assert ticked(page) == ["Bakary Moussa"]


def test_of_one_person_every_document_issued_is_listed(page, path, qtbot, answers, tmp_path) -> None:
    answers.path(tmp_path / "tous.pdf")
    issue(page, qtbot, 1)
    qtbot.waitUntil(lambda: len(lines(page.people.issued)) == 2)
    learner_id = page.loaded.candidates[0].learner_id
    page.show_target(PaperTarget("exit_attestation", path.cohort_id, (learner_id,)))
    qtbot.waitUntil(lambda: page.loaded.wanted.kind == "exit_attestation")
    ((number, person, _day),) = lines(page.people.issued)
    assert number.startswith("CR-")
    assert person == "Aubert Inès"


def test_a_statement_of_the_group_is_one_line(page, path, qtbot) -> None:
    page.show_target(PaperTarget("group_statement", path.cohort_id))
    qtbot.waitUntil(lambda: page.loaded.wanted.kind == "group_statement")
    wait(page, qtbot)
    assert lines(page.people.list) == [("DWWM 2026-2", "À compléter")]
    assert not page.header_actions()[0].enabled


def test_a_document_issued_opens_again_as_it_left(page, qtbot, answers, tmp_path) -> None:
    answers.path(tmp_path)
    issue(page, qtbot, 0)
    qtbot.waitUntil(lambda: page.people.issued.topLevelItemCount() == 2)
    opened = []
    page.reopener.opener = lambda path: bool(opened.append(path.read_bytes())) or True
    item = page.people.issued.topLevelItem(0)
    page.people.issued.setCurrentItem(item)
    page.people.issued.setFocus()
    qtbot.keyClick(page.people.issued, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [(tmp_path / f"{item.text(0)}.pdf").read_bytes()]
