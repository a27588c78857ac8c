"""Signed sheets filed back by keys alone, beside their scan; told, changed, opened, deleted."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from gen_desktop.queries.filed_sheets import filed_sheets
from gen_desktop.queries.signed_sheets import sheet_states
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.sheets.page import LOST_SCAN, SheetsPage
from tests import papers as made
from tests.classroom import MONDAY, make_classroom

PEOPLE = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Petit", "Samuel")]


@pytest.fixture
def room(db):
    found = make_classroom(db, people=PEOPLE)
    marks = [MarkInput(one, half_day, "P") for one in found.enrollments for half_day in found.sessions]
    marks[0] = MarkInput(found.enrollments[0], found.sessions[0], "AI")
    attendance.record(db, marks)
    return found


@pytest.fixture
def page(ctx, room, qtbot):
    made_page = SheetsPage(ctx)
    qtbot.addWidget(made_page)
    made_page.resize(1122, 687)
    made_page.show()
    qtbot.waitUntil(lambda: bool(made_page._waiting.text()))
    yield made_page
    ctx.jobs.wait_all()


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "feuille.pdf"
    path.write_bytes(made.pdf(2))
    return path


def begin(page, qtbot, path):
    page.take_file(path)
    qtbot.waitUntil(lambda: page.form is not None)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    return page.form


def keys(qtbot, form, *pressed):
    for key in pressed:
        name, _, modifier = key.partition("+")[::-1] if "+" in key else (key, "", "")
        held = Qt.KeyboardModifier.ShiftModifier if modifier else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(form.table, getattr(Qt.Key, f"Key_{name}"), held)


def save(page, qtbot):
    qtbot.keyClick(page.form.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.form is None)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


def texts(form, row):
    return [form.model.index(row, column).data() for column in range(form.model.columnCount())]


def states(db, room):
    with db.read() as session:
        found = sheet_states(session, room.sessions, dt.date(2026, 11, 23))
    return [found[one].words for one in room.sessions]


def test_a_week_signed_as_it_is_marked_is_filed_with_one_key(db, page, room, scan, qtbot) -> None:
    assert page._waiting.text() == "10 demi-journées sans feuille signée"
    form = begin(page, qtbot, scan)
    assert texts(form, 0) == ["✓"] * 10
    assert texts(form, 1) == ["–", *["✓"] * 9]
    save(page, qtbot)
    assert states(db, room) == ["feuille signée"] * 10
    qtbot.waitUntil(lambda: page._waiting.text() == "Toutes les demi-journées tenues sont prouvées.")
    assert page.table.selected_id() is not None


def test_what_is_missing_is_said_by_keys_alone(db, page, room, scan, qtbot) -> None:
    form = begin(page, qtbot, scan)
    keys(qtbot, form, "Space")  # the trainer, Monday morning
    keys(qtbot, form, "Down", "Space")  # somebody absent who signed
    keys(qtbot, form, "Right", "Space", "Right", "D")
    for _ in range(7):
        keys(qtbot, form, "Right")
    keys(qtbot, form, "X")
    assert texts(form, 0) == ["manque", *["✓"] * 8, "·"]
    assert texts(form, 1) == ["absent", "manque", "doute", *["✓"] * 6, "·"]
    assert form._sum.text() == "Cette feuille prouve 6 demi-journées, 3 sont à reprendre."
    save(page, qtbot)
    assert states(db, room)[:4] == [
        "le formateur n’a pas signé, 1 signature d’une personne absente",
        "1 signature manque",
        "1 signature douteuse",
        "feuille signée",
    ]
    assert states(db, room)[9] == "feuille à classer"
    assert "le formateur n’a pas signé" in page.model.index(0, 4).data()


def test_the_signature_of_a_trainer_can_be_doubtful_too(db, page, room, scan, qtbot) -> None:
    form = begin(page, qtbot, scan)
    keys(qtbot, form, "Space", "D")
    assert texts(form, 0)[0] == "?"
    assert form._sum.text() == "Cette feuille prouve 9 demi-journées, 1 est à reprendre."
    save(page, qtbot)
    assert states(db, room)[0] == "signature du formateur à vérifier"


def test_a_half_day_opens_on_its_sheet_or_says_how_to_file_it(page, room, scan, qtbot) -> None:
    page.show_target(("half_day", room.sessions[0]))
    hint = "Semaine du 16 au 20 novembre 2026\u00a0: choisissez sa feuille"
    qtbot.waitUntil(lambda: page._waiting.text().startswith(hint))
    begin(page, qtbot, scan)
    save(page, qtbot)
    qtbot.waitUntil(lambda: page._waiting.text() == "Toutes les demi-journées tenues sont prouvées.")
    page.show_target(("half_day", room.sessions[0]))
    qtbot.waitUntil(lambda: page.form is not None)
    assert len(page.form._all()) == 10


def test_a_whole_column_is_said_at_once(page, scan, qtbot) -> None:
    form = begin(page, qtbot, scan)
    keys(qtbot, form, "Right", "Shift+S")
    assert [form.model.index(row, 1).data() for row in range(4)] == ["✓", "manque", "manque", "manque"]
    keys(qtbot, form, "Shift+S")
    assert [form.model.index(row, 1).data() for row in range(4)] == ["✓"] * 4
    assert form.model.headerData(form.model.rowCount(), Qt.Orientation.Vertical) is None
    form.left.emit()


def test_a_filed_sheet_is_found_as_it_was_and_changed(db, page, room, scan, qtbot) -> None:
    form = begin(page, qtbot, scan)
    keys(qtbot, form, "Space")
    form.title.setText("Semaine 47")
    save(page, qtbot)
    page.edit()
    qtbot.waitUntil(lambda: page.form is not None)
    assert page.form.title.text() == "Semaine 47"
    assert texts(page.form, 0) == ["manque", *["✓"] * 9]
    assert not page.form.is_touched
    keys(qtbot, page.form, "Space")
    save(page, qtbot)
    assert states(db, room)[0] == "feuille signée"
    undo_last(db)
    assert states(db, room)[0] == "le formateur n’a pas signé"


def test_the_same_file_twice_is_refused_beside_the_table(page, scan, qtbot) -> None:
    begin(page, qtbot, scan)
    save(page, qtbot)
    form = begin(page, qtbot, scan)
    form.save()
    qtbot.waitUntil(lambda: form.notice.isVisible())
    assert page.form is form
    form.left.emit()


def test_what_is_no_scan_is_said_and_no_form_opens(page, tmp_path, qtbot, answers) -> None:
    path = tmp_path / "feuille.pdf"
    path.write_bytes(b"%PDF-1.7")
    answers.click("Fermer")
    page.take_file(path)
    qtbot.waitUntil(lambda: bool(answers.shown))
    assert "est abîmé" in answers.shown[0]
    assert page.form is None


def test_giving_up_asks_and_files_nothing(db, page, room, scan, qtbot, answers) -> None:
    form = begin(page, qtbot, scan)
    answers.click("Continuer")
    qtbot.keyClick(form.table, Qt.Key.Key_Escape)
    assert page.form is form
    assert page.unfinished() == ["Classer une feuille signée"]
    answers.click("Abandonner")
    assert page.can_leave()
    assert page.form is None
    with db.read() as session:
        assert filed_sheets(session, room.cohort_id) == ()


def test_a_file_dropped_is_shown_with_the_week_pointed_at(page, room, scan, qtbot) -> None:
    page.show_target((room.cohort_id, MONDAY + dt.timedelta(days=2)))
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scan))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    qtbot.waitUntil(lambda: page.form is not None)
    assert page.form._week.text() == "Semaine du 16 au 20 novembre 2026"
    page.form.left.emit()


def test_another_week_is_supposed_until_something_is_said(page, scan, qtbot) -> None:
    form = begin(page, qtbot, scan)
    form._step(-1)
    assert form.model.seen() == []
    assert not form.save_button.isEnabled()
    form._step(1)
    assert len(form._all()) == 10
    keys(qtbot, form, "Space")
    form._step(1)
    assert len(form._all()) == 10
    form._step(-1)
    assert texts(form, 0)[0] == "manque"
    form.left.emit()


def test_the_scan_is_opened_as_other_papers_are(page, scan, qtbot) -> None:
    begin(page, qtbot, scan)
    save(page, qtbot)
    opened = []
    page.opener = lambda path: not opened.append(path.read_bytes())
    page.open_scan()
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [scan.read_bytes()]


def test_a_sheet_is_deleted_after_a_question_and_given_back(db, page, room, scan, qtbot, answers) -> None:
    begin(page, qtbot, scan)
    save(page, qtbot)
    answers.click("Supprimer")
    page.delete()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    undo_last(db)
    with db.read() as session:
        assert len(filed_sheets(session, room.cohort_id)) == 1


def killed(page, ctx, qtbot):
    """What the file keeps of the page, and the page of the next start."""
    kept = {
        name: Draft(draft.title, json.loads(json.dumps(dict(draft.values))))
        for name, draft in page.drafts().items()
    }
    again = SheetsPage(ctx)
    qtbot.addWidget(again)
    again.resize(1122, 687)
    again.take_drafts(kept)
    again.show()
    assert again.drafts() == kept
    qtbot.waitUntil(lambda: bool(again._waiting.text()) and ctx.jobs.is_idle)
    return again


def test_a_sheet_being_filed_survives_a_crash(page, ctx, scan, qtbot):
    form = begin(page, qtbot, scan)
    keys(qtbot, form, "Right", "Down", "Space", "Down", "D")
    form.title.setText("Semaine 47")
    said = form.held()
    again = killed(page, ctx, qtbot)
    again.resume("sheet")
    qtbot.waitUntil(lambda: again.form is not None and ctx.jobs.is_idle)
    assert again.form.held() == said
    save(again, qtbot)
    assert again.drafts() == {}
    with ctx.db.read() as session:
        (filed,) = filed_sheets(session, again._cohort_id)
    assert filed.title == "Semaine 47"


def test_what_was_said_comes_back_with_the_scan_that_had_moved(page, ctx, scan, qtbot):
    form = begin(page, qtbot, scan)
    keys(qtbot, form, "Down", "Down", "Space")
    said = form.held()
    again = killed(page, ctx, qtbot)
    moved = scan.rename(scan.with_name("ailleurs.pdf"))
    told = []
    again.told.connect(lambda text, *_: told.append(text))
    again.resume("sheet")
    assert (again.form, told) == (None, [LOST_SCAN])
    assert again.drafts(), "nothing said is lost by looking for the file"
    assert begin(again, qtbot, moved).held() == said


def test_a_filed_sheet_being_changed_survives_a_crash(page, ctx, scan, qtbot):
    begin(page, qtbot, scan)
    save(page, qtbot)
    page.table.select_id(page.model.id_at(0))
    page.edit()
    qtbot.waitUntil(lambda: page.form is not None and ctx.jobs.is_idle)
    keys(qtbot, page.form, "Down", "Down", "Space")
    said = page.form.held()
    again = killed(page, ctx, qtbot)
    again.resume("sheet")
    qtbot.waitUntil(lambda: again.form is not None and ctx.jobs.is_idle)
    assert again.form.held() == said
