"""The papers of a person in the real window: dropped, pasted, shown, opened, copied out, deleted."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import select

from gen_desktop import opened_copies
from gen_desktop.errors import StorageProblem
from gen_desktop.models.paper_formats import LARGEST, PDF
from gen_desktop.models.privacy import REQUEST, NominativeExport
from gen_desktop.queries.attached_documents import papers
from gen_desktop.queries.stored_content import content
from gen_desktop.services.attached_documents import Source, attach
from gen_desktop.services.privacy import erase_people
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.learners.papers_tab import EMPTY, LET_GO, PREVIEW, UNSEEN
from gen_desktop.ui.paper_preview import preview
from tests import papers as made
from tests.classroom import NAMES, make_classroom
from tests.team import make_team


@pytest.fixture
def page(ctx, db, qtbot):
    make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16), decision="admitted")
    return shown(ctx, qtbot)


@pytest.fixture(autouse=True)
def _no_copy_left():
    yield
    opened_copies.erase_all()


def shown(ctx, qtbot) -> LearnersPage:
    page = LearnersPage(ctx)
    qtbot.addWidget(page)
    page.resize(1120, 690)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES))
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page.panel.person is not None)
    page.panel.select_tab("papers")
    return page


def titles(page) -> list[str]:
    return [row.title.full_text() for row in page.panel.papers.rows.values()]


def texts(page) -> list[str]:
    return [one.text() for one in page.panel.papers.findChildren(QLabel) if one.isVisible()]


@pytest.fixture
def put(qtbot):
    """``put(page, (name, bytes)…)``: papers attached to the person shown, and shown."""

    def attached(page, *sources: tuple[str, bytes]) -> None:
        found = [Source(name, lambda data=data: data) for name, data in sources]
        done = attach(page.ctx.db, page.panel.person.id, found, page.ctx.today())
        page.ctx.changes.publish(done.change)
        qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)  # the list, then the panel, are read again

    return attached


def rows(page):
    return list(page.panel.papers.rows.values())


def choose(row, text: str) -> None:
    next(one for one in row.menu.actions() if one.text() == text).trigger()


def drop(page, data: QMimeData) -> bool:
    """Drag over the panel, then let go; whether it was taken."""
    at, copy = QPoint(100, 300), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(page.panel, enter)
    if not enter.isAccepted():
        return False
    assert LET_GO in texts(page)
    QApplication.sendEvent(page.panel, QDropEvent(QPointF(at), copy, data, left, none))
    assert LET_GO not in texts(page)
    return True


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def picture() -> QImage:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#2b4acb"))
    return image


def test_an_empty_tab_says_what_it_is_for(page):
    assert EMPTY in texts(page)
    assert page.panel.papers.add_button.isEnabled()


def test_files_dropped_anywhere_on_the_panel_are_attached(page, qtbot, tmp_path):
    page.panel.select_tab("profile")
    one, two = tmp_path / "CV.pdf", tmp_path / unicodedata.normalize("NFD", "Diplôme été.png")
    one.write_bytes(made.pdf())
    two.write_bytes(made.picture())
    assert drop(page, files(one, two))
    qtbot.waitUntil(lambda: titles(page) == ["Diplôme été", "CV"])
    assert page.panel.current_tab() == "papers"
    # Their rows are made, and seen once the list is read again.
    qtbot.waitUntil(lambda: any(" · " in text for text in texts(page)))
    about = [text for text in texts(page) if " · " in text]
    assert about[0].startswith("Diplôme ou attestation · Image PNG, 1\u00a0Ko · 23/11/2026")
    undo_last(page.ctx.db)
    page.reload()
    assert titles(page) == []


def test_a_picture_dropped_from_elsewhere_and_what_is_neither(page, qtbot):
    data = QMimeData()
    data.setImageData(picture())
    assert drop(page, data)
    qtbot.waitUntil(lambda: titles(page) == ["Image du 23-11-2026"])
    web = QMimeData()
    web.setUrls([QUrl("https://exemple.fr/cv.pdf")])
    assert not drop(page, web)


def test_what_is_refused_is_said_once_the_rest_is_there(page, qtbot, answers, tmp_path):
    good, large = tmp_path / "mot.txt", tmp_path / "lourd.pdf"
    good.write_bytes(b"bonjour")
    with large.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    answers.click("Fermer")
    drop(page, files(large, good, tmp_path / "parti.pdf"))
    qtbot.waitUntil(lambda: bool(answers.shown))
    assert titles(page) == ["mot"]
    assert "2 fichiers n’ont pas été joints" in answers.shown[0]


def test_files_are_chosen_by_the_button(page, qtbot, answers, tmp_path):
    file = tmp_path / "CV.pdf"
    file.write_bytes(made.pdf())
    answers.path(None)
    page.panel.papers.add_button.click()
    answers.path(file)
    page.panel.papers.add_button.click()
    qtbot.waitUntil(lambda: titles(page) == ["CV"])


def test_what_is_copied_is_pasted_in_this_tab_alone(page, qtbot, tmp_path):
    said = []
    page.told.connect(lambda text, *_rest: said.append(text))
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("bonjour")
    paste(page, qtbot)
    assert said == ["Copiez d’abord un fichier ou une image."]
    clipboard.setImage(picture())
    page.panel.select_tab("profile")
    paste(page, qtbot)
    page.panel.select_tab("papers")
    paste(page, qtbot)
    qtbot.waitUntil(lambda: titles(page) == ["Image du 23-11-2026"])
    file = tmp_path / "mot.txt"
    file.write_bytes(b"bonjour")
    clipboard.setMimeData(files(file))
    paste(page, qtbot)
    qtbot.waitUntil(lambda: titles(page) == ["mot", "Image du 23-11-2026"])
    clipboard.clear()


def paste(page, qtbot) -> None:
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_page_or_a_picture_is_shown_and_closed_again(page, qtbot, put):
    put(page, ("CV.pdf", made.pdf()), ("photo.jpg", made.picture("JPEG", (900, 300))), ("mot.txt", b"x"))
    text, photo, paper = rows(page)
    for row in (photo, paper):
        row.preview_button.click()
        qtbot.waitUntil(lambda row=row: row.picture.isVisible())
        size = row.picture.pixmap().deviceIndependentSize()
        assert 0 < size.width() <= PREVIEW.width()
        assert size.height() <= PREVIEW.height()
    assert not photo.picture.isVisible(), "one at a time"
    paper.preview_button.click()
    assert not paper.picture.isVisible()
    text.preview_button.click()
    qtbot.waitUntil(lambda: text.unseen.isVisible())
    assert UNSEEN in texts(page)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"%PDF-1.7 cut short", PDF),
        (made.picture("JPEG")[:200], replace(PDF, media_type="image/jpeg", is_picture=True)),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), replace(PDF, media_type="image/png", is_picture=True)),
    ],
)
def test_what_is_damaged_is_not_shown(data, form, qapp):
    image = preview(data, form, PREVIEW)
    assert image is None or not image.isNull()


def test_a_paper_is_opened_in_a_private_copy_without_its_name(page, qtbot, db, put):
    put(page, ("Delorme, pièce d’identité.pdf", made.pdf()))
    with db.read() as session:
        (paper,) = papers(session, page.panel.person.id)
        kept = content(session, paper.sha256)
    opened: list[Path] = []
    page.papers.opener = lambda path: opened.append(path) is None
    rows(page)[0].open_button.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].name == "Pièce d’identité.pdf"
    assert opened[0].read_bytes() == kept
    opened_copies.erase_all()
    assert not opened[0].exists()


def test_no_program_or_no_room_to_open_is_said(page, qtbot, answers, monkeypatch, put):
    put(page, ("mot.txt", b"bonjour"))
    page.papers.opener = lambda path: False
    answers.click("Fermer")
    rows(page)[0].open_button.click()
    qtbot.waitUntil(lambda: bool(answers.shown))
    assert "Aucun programme" in answers.shown[0]

    def full(*_args):
        raise StorageProblem("Il n’y a plus de place sur ce disque.")

    monkeypatch.setattr(opened_copies, "place", full)
    answers.click("Fermer")
    rows(page)[0].open_button.click()
    qtbot.waitUntil(lambda: len(answers.shown) == 2)
    assert "plus de place" in answers.shown[1]


def test_a_copy_is_saved_and_entered_in_the_register(page, qtbot, answers, db, tmp_path, put):
    put(page, ("mot.txt", b"bonjour"))
    said = []
    page.told.connect(lambda text, *_rest: said.append(text))
    answers.path(None)
    choose(rows(page)[0], "Enregistrer une copie…")
    answers.path(tmp_path / "copie.txt")
    choose(rows(page)[0], "Enregistrer une copie…")
    qtbot.waitUntil(lambda: bool(said))
    assert (tmp_path / "copie.txt").read_bytes() == b"bonjour"
    with db.read() as session:
        assert list(session.scalars(select(NominativeExport.kind))) == ["paper"]


def test_a_paper_is_renamed_in_its_form(page, qtbot, put):
    put(page, ("scan 12.txt", b"bonjour"))
    choose(rows(page)[0], "Modifier…")
    form = page.form
    form.line("title").setText("")
    form.save()
    assert page.form is form, "a title is needed"
    form.line("title").setText("Carte d’identité")
    form.combo("kind").set_code("identity")
    form.save()
    qtbot.waitUntil(lambda: titles(page) == ["Carte d’identité"])
    assert page.form is None
    qtbot.waitUntil(lambda: any(text.startswith("Pièce d’identité · Texte") for text in texts(page)))


def test_a_paper_is_deleted_after_the_question_and_given_back(page, qtbot, answers, put):
    put(page, ("mot.txt", b"bonjour"))
    answers.click("Annuler")
    choose(rows(page)[0], "Supprimer…")
    answers.click("Supprimer")
    choose(rows(page)[0], "Supprimer…")
    qtbot.waitUntil(lambda: titles(page) == [])
    undo_last(page.ctx.db)
    page.reload()
    assert titles(page) == ["mot"]


def test_everything_has_a_name_to_be_read_aloud(page, nameless, put):
    put(page, ("mot.txt", b"bonjour"))
    assert nameless(page.panel) == []


def test_an_erased_person_takes_no_paper(page, qtbot, tmp_path):
    file = tmp_path / "mot.txt"
    file.write_bytes(b"bonjour")
    erase_people(page.ctx.db, [page.panel.person.id], cause=REQUEST, reason="Demande", today=page.ctx.today())
    page.reload()
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.erased_on is not None)
    assert not page.panel.papers.add_button.isEnabled()
    assert not drop(page, files(file))


def test_a_trainer_reads_papers_and_changes_none(ctx, qtbot, tmp_path, put):
    team = make_team(tmp_path)
    db = team.open()
    make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16), decision="admitted")
    page = shown(replace(ctx, db=db), qtbot)
    put(page, ("mot.txt", b"bonjour"))
    db.author = replace(team.author("training"), role="training")
    page.on_author()
    qtbot.waitUntil(lambda: titles(page) == ["mot"])
    assert not page.panel.papers.add_button.isEnabled()
    assert "Direction" in page.panel.papers.add_button.toolTip()
    states = {one.text(): one.isEnabled() for one in rows(page)[0].menu.actions()}
    assert states == {"Enregistrer une copie…": True, "Modifier…": False, "Supprimer…": False}
    assert rows(page)[0].open_button.isEnabled()
    assert not drop(page, files(team.path))
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    db.close()
