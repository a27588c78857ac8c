"""Choose, preview, import, take back: the real page on a real file."""

from __future__ import annotations

import csv
import threading

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from gen_desktop.db.backup import Reason
from gen_desktop.queries.imported import Fate
from gen_desktop.services.backups import folder_of, kept
from gen_desktop.services.undo import last_undoable, undo_last
from gen_desktop.ui.imports import work
from gen_desktop.ui.imports.columns_view import MOST_ASKED
from gen_desktop.ui.widgets.basics import ElidedLabel
from tests.factories import make_cohort
from tests.ui.imports.lists import CODE, PEOPLE, TITLES, write_book


def action(page, text):
    """The button of the top bar of that text, None when it is not offered."""
    return next((one for one in page.header_actions() if one.text == text), None)


def last_gesture(db):
    with db.read() as session:
        found = last_undoable(session)
    return found.name if found else None


def test_choose_preview_import_and_undo(page, db, ctx, settle, answers, good_list, count_people, qtbot):
    published = []
    ctx.changes.changed.connect(published.append)
    assert page.state == "choose"
    assert action(page, "Importer") is None
    answers.path(good_list)
    page.choose.zone.choose_button.click()
    settle()
    assert page.state == "preview"
    assert page.preview.head.text() == (
        "«\u00a0apprenants.xlsx\u00a0», feuille «\u00a0Liste\u00a0»\u00a0: 2 lignes lues, dont 2 nouvelles."
    )
    assert [chip.text() for chip in page.preview.rows.chips.values() if chip.isVisible()] == [
        "Toutes · 2",
        "Nouvelles · 2",
    ]
    assert count_people() == 2
    action(page, "Importer").run()
    settle()
    assert page.state == "done"
    assert count_people() == 4
    assert page.done.text.text().startswith("2 lignes nouvelles, depuis «\u00a0apprenants.xlsx\u00a0».")
    assert published[0].name == last_gesture(db)
    qtbot.waitUntil(page.done.undo_button.isEnabled)
    with qtbot.waitSignal(page.undo_requested):
        page.done.undo_button.click()
    ctx.changes.publish(undo_last(db))
    settle()
    assert count_people() == 2
    assert page.done.heading.text() == "L’import est annulé"
    assert not page.done.door_button.isVisible()


def test_the_file_is_backed_up_before_a_list_is_written(page, db, settle, good_list):
    page.read_file(good_list)
    settle()
    page.write()
    settle()
    (made,) = kept(db)
    assert made.reason is Reason.BEFORE_IMPORT
    assert made.contents is not None
    assert made.contents.people == 2


def test_without_a_backup_nothing_is_written(page, db, settle, good_list, count_people, answers):
    folder_of(db).write_text("à la place du dossier", encoding="utf-8")
    page.read_file(good_list)
    settle()
    answers.click("Fermer")
    page.write()
    settle()
    assert "dossier de sauvegarde" in answers.shown[0]
    assert count_people() == 2
    assert page.state == "preview"
    assert action(page, "Importer").enabled


def test_errors_are_all_shown_and_nothing_is_written(page, settle, bad_list, count_people, answers, tmp_path):
    page.read_file(bad_list)
    settle()
    assert page.preview.tab == "errors"
    assert page.preview.tab_texts() == [
        "Lignes · 3",
        "Erreurs · 2",
        "Réparations · 2",
        "Colonnes · 5",
        "Ligne des titres",
    ]
    model = page.preview.errors.model
    shown = [[model.index(row, at).data() for at in range(4)] for row in range(model.rowCount())]
    assert shown == [
        ["2", "Dupré Zoé", "Date de naissance", "«\u00a031/02/1999\u00a0»"],
        ["3", "Lopez Ana", "Téléphone", "«\u00a0zéro six\u00a0»"],
    ]
    button = action(page, "Importer")
    assert not button.enabled
    assert button.tooltip == "2 erreurs à corriger\u00a0: rien n’est importé tant qu’elles restent."
    assert page.preview.notice.isVisible()
    page.write()
    settle()
    assert count_people() == 2
    answers.path(tmp_path / "erreurs")
    page.preview.errors_button.click()
    settle()
    with (tmp_path / "erreurs.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [["2", "Date de naissance"], ["3", "Téléphone"]]


def test_a_corrected_file_is_read_again(page, settle, bad_list):
    page.read_file(bad_list)
    settle()
    write_book(bad_list, Liste=[TITLES, *PEOPLE])
    page.preview.reread_button.click()
    settle()
    assert action(page, "Importer").enabled
    assert page.preview.tab == "rows"
    assert not page.preview.notice.isVisible()


def test_an_unknown_title_is_matched_by_hand_then_left_out(page, settle, tmp_path):
    rows = [(*TITLES, "Bigophone 2", "Pointure"), (*PEOPLE[0], "06 39 98 01 09", "38")]
    page.read_file(write_book(tmp_path / "a.xlsx", Liste=rows))
    settle()
    assert "Colonnes · 7, dont 2 inconnues" in page.preview.tab_texts()
    page.preview.show_tab("columns")
    combos = page.preview.columns.combos
    assert list(combos) == ["Bigophone 2", "Pointure", *TITLES]
    assert combos["Bigophone 2"].findText("Nom") == -1, "a field already matched is not offered twice"
    _pick(combos["Bigophone 2"], "Autre téléphone")
    settle()
    plan = page._reading.plan
    assert ("Bigophone 2", "Autre téléphone") in plan.matched
    assert plan.unknown_columns == ("Pointure",)
    assert page.preview.tab == "columns"
    combos = page.preview.columns.combos
    assert combos["Bigophone 2"].currentText() == "Autre téléphone"
    _pick(combos["Bigophone 2"], "Ne pas importer")
    settle()
    assert "Bigophone 2" in page._reading.plan.unknown_columns


def test_of_a_sheet_as_wide_as_it_can_be_the_first_titles_are_asked_about(page, settle, tmp_path):
    more = tuple(f"Mesure {number}" for number in range(MOST_ASKED + 20))
    page.read_file(write_book(tmp_path / "a.xlsx", Liste=[(*TITLES, *more), (*PEOPLE[0], *more)]))
    settle()
    assert list(page.preview.columns.combos) == [*more[:MOST_ASKED], *TITLES]
    assert "20 autres titres sont laissés de côté." in [
        one.text() for one in page.preview.columns.findChildren(QLabel)
    ]


def test_what_was_matched_by_hand_is_written(page, settle, db, tmp_path):
    from sqlalchemy import select

    from gen_desktop.models.learner import Learner

    rows = [("Nom", "Prénom", "Bigophone"), ("Dupré", "Zoé", "06 39 98 01 09")]
    page.read_file(write_book(tmp_path / "a.xlsx", Liste=rows))
    settle()
    _pick(page.preview.columns.combos["Bigophone"], "Téléphone")
    settle()
    page.write()
    settle()
    with db.read() as session:
        assert session.scalar(select(Learner.phone).where(Learner.last_name == "Dupré")) == "+33639980109"


def test_another_sheet_is_one_choice_away(page, settle, tmp_path):
    sheets = {"Groupe A": [TITLES, PEOPLE[0]], "Groupe B": [TITLES, *PEOPLE]}
    page.read_file(write_book(tmp_path / "a.xlsx", **sheets))
    settle()
    combo = page.preview.sheets
    assert combo.isVisible()
    assert [combo.itemText(at) for at in range(combo.count())] == ["Groupe A", "Groupe B"]
    _pick(combo, "Groupe B")
    settle()
    assert page._reading.plan.sheet == "Groupe B"
    assert len(page._reading.plan.rows) == 2


def test_a_single_sheet_offers_no_choice(page, settle, good_list):
    page.read_file(good_list)
    settle()
    assert not page.preview.sheets.isVisible()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.xlsx", b"", "est vide"),
        ("scan.pdf", b"%PDF-1.7 ...", "est un document PDF"),
        ("abime.xlsx", b"PK\x03\x04 abime", "abîmé"),
        ("lettre.csv", b"Bonjour,\nvoici la liste.\n", "n’est pas un tableau"),
    ],
)
def test_a_file_that_is_no_list_is_said_in_the_page(page, settle, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    page.read_file(path)
    settle()
    assert page.state == "choose"
    assert page.choose.notice.isVisible()
    assert said in page.choose.notice._text.text()
    assert name in page.choose.notice._text.text()


def test_a_file_held_by_another_program_is_said_and_tried_again(page, settle, good_list, monkeypatch):
    from pathlib import Path

    def locked(self):
        raise PermissionError(13, "locked")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", locked)
        page.read_file(good_list)
        settle()
    assert "fermez-le, puis recommencez" in page.choose.notice._text.text()
    page.choose.zone.read_button.click()
    settle()
    assert page.state == "preview"


def test_an_empty_sheet_lets_one_choose_another(page, settle, tmp_path):
    sheets = {"Vide": [("Nom", "Prénom")], "Liste": [TITLES, *PEOPLE]}
    page.read_file(write_book(tmp_path / "a.xlsx", **sheets))
    settle()
    assert page.state == "choose"
    assert page.choose.sheets.isVisible()
    _pick(page.choose.sheets, "Liste")
    settle()
    assert page.state == "preview"
    assert page._reading.plan.sheet == "Liste"


def test_a_file_dropped_on_the_page_is_read(page, good_list, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(good_list))])
    enter = _enter(data)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    assert page.choose.zone.property("over") == "true"
    QApplication.sendEvent(page, _drop(data))
    assert page.choose.zone.property("over") == "false"
    qtbot.waitUntil(lambda: page.state == "preview")
    assert page._reading.plan.file_name == "apprenants.xlsx"


def test_what_is_no_file_is_not_taken(page):
    data = QMimeData()
    data.setText("bonjour")
    enter = _enter(data)
    QApplication.sendEvent(page, enter)
    assert not enter.isAccepted()


def test_the_first_of_several_dropped_files_is_read(page, good_list, qtbot, tmp_path):
    other = write_book(tmp_path / "autre.xlsx", Liste=[TITLES, PEOPLE[0]])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other)), QUrl.fromLocalFile(str(good_list))])
    QApplication.sendEvent(page, _enter(data))
    with qtbot.waitSignal(page.told) as told:
        QApplication.sendEvent(page, _drop(data))
    assert "autre.xlsx" in told.args[0]
    qtbot.waitUntil(lambda: page.state == "preview")
    assert page._reading.plan.file_name == "autre.xlsx"


def test_a_reading_can_be_given_up(page, settle, good_list, monkeypatch, qtbot):
    gate, begun = threading.Event(), threading.Event()
    real = work.read_list

    def slow(*given):
        begun.set()
        gate.wait(10)
        return real(*given)

    monkeypatch.setattr(work, "read_list", slow)
    page.read_file(good_list)
    qtbot.waitUntil(lambda: page.state == "reading")
    assert begun.is_set()
    assert "apprenants.xlsx" in page.progress._text.text()
    page.progress.cancel_button.click()
    assert page.state == "choose"
    gate.set()
    settle()
    assert page.state == "choose"
    assert page._reading is None


def test_a_second_reading_given_up_leaves_the_preview(page, settle, good_list, monkeypatch, qtbot):
    page.read_file(good_list)
    settle()
    kept = page._reading
    gate = threading.Event()
    monkeypatch.setattr(work, "read_list", lambda *given: gate.wait(10))
    page.read_again()
    assert not action(page, "Importer").enabled, "nothing is written while it is read again"
    qtbot.waitUntil(lambda: page.state == "reading")
    page.progress.cancel_button.click()
    assert page.state == "preview"
    gate.set()
    settle()
    assert page._reading is kept
    assert action(page, "Importer").enabled


def test_remarks_are_shown_and_forbid_nothing(page, settle, tmp_path):
    rows = [
        (*TITLES, "Cohorte", "Début de la cohorte"),
        (*PEOPLE[0], CODE, "01/09/2026"),
        (*PEOPLE[1], CODE, "01/09/2026"),
    ]
    page.read_file(write_book(tmp_path / "a.xlsx", Liste=rows))
    settle()
    assert action(page, "Importer").enabled
    assert page.preview.tab_texts()[1] == "Remarques · 1"
    page.preview.show_tab("remarks")
    model = page.preview.remarks.model
    assert [model.index(0, at).data() for at in (0, 1)] == ["–", "Toute la liste"]
    assert "ne sont pas reprises" in model.index(0, 4).data()
    said = [one.text() for one in page.preview.panel.findChildren(QLabel)]
    assert any("ne sont pas reprises" in text for text in said)


def test_the_row_selected_is_read_in_full_beside_the_list(page, settle, bad_list):
    page.read_file(bad_list)
    settle()
    page.preview.errors.table.select_id(1)
    said = [one.text() for one in page.preview.panel.findChildren(QLabel)]
    assert "Lopez Ana" in said
    assert "Ligne 3" in said
    page.preview.show_tab("rows")
    page.preview.rows.show_only("error")
    assert page.preview.rows.model.rowCount() == 2
    page.preview.rows.select(2)
    assert page.preview.rows.model.rowCount() == 3, "a row hidden by the filter takes it off"
    assert "Petit Léo" in [one.text() for one in page.preview.panel.findChildren(ElidedLabel)]


def test_a_cancelled_import_writes_nothing(page, settle, good_list, count_people, ctx, monkeypatch, qtbot):
    page.read_file(good_list)
    settle()
    real = work.apply_reading

    def cancelled(db, reading, job):
        # Asked for while it runs: the next step of the real work stops it.
        for task in ctx.jobs._tasks:
            task.cancel()
        return real(db, reading, job)

    monkeypatch.setattr(work, "apply_reading", cancelled)
    with qtbot.waitSignal(page.told) as told:
        page.write()
    settle()
    assert told.args[0] == "Import annulé\u00a0: rien n’a été écrit."
    assert page.state == "preview"
    assert count_people() == 2
    assert action(page, "Importer").enabled


def test_data_that_moved_since_the_preview_are_read_again(page, settle, db, good_list, count_people):
    page.read_file(good_list)
    settle()
    with db.write("Créer une cohorte") as session:
        make_cohort(session, "TSSR 2026-1")
    page.write()
    settle()
    assert count_people() == 2
    assert page.state == "preview"
    assert "La liste a été relue" in page.preview._said._heading.text()
    page.write()
    settle()
    assert page.state == "done"
    assert count_people() == 4


def test_a_list_saved_since_the_preview_is_read_again(page, settle, good_list, count_people):
    page.read_file(good_list)
    settle()
    write_book(good_list, Liste=[TITLES, *PEOPLE, ("Petit", "Léo", "02/05/2000", "", "16/11/2026")])
    page.write()
    settle()
    assert page.state == "preview"
    assert len(page._reading.plan.rows) == 3
    assert count_people() == 2
    page.write()
    settle()
    assert count_people() == 5


def test_a_list_already_imported_has_nothing_to_write(page, settle, good_list):
    page.read_file(good_list)
    settle()
    page.write()
    settle()
    page.done.again_button.click()
    assert page.state == "choose"
    page.choose.cohorts.set_code(CODE)
    page.read_file(good_list)
    settle()
    assert action(page, "Importer").tooltip == "Tout est déjà enregistré\u00a0: il n’y a rien à importer."
    assert page.preview.rows.chips["same"].text() == "Inchangées · 2"


def test_a_change_shows_before_and_after(page, settle, good_list):
    page.read_file(good_list)
    settle()
    page.write()
    settle()
    changed = ("Lopez", "Ana", "02/05/2001", "06 39 98 01 77", "16/11/2026")
    write_book(good_list, Liste=[TITLES, PEOPLE[0], changed])
    page.start_over()
    page.choose.cohorts.set_code(CODE)
    page.read_file(good_list)
    settle()
    page.preview.rows.show_only("update")
    model = page.preview.rows.model
    assert model.rowCount() == 1
    before, after = "06 39 98 01 02", "06 39 98 01 77"
    told = model.index(0, 3).data().replace("\u00a0", " ").replace("\u202f", " ")
    assert told.index(before) < told.index(after)


def test_the_doors_of_a_finished_import(page, settle, good_list, room, qtbot):
    page.read_file(good_list)
    settle()
    page.write()
    settle()
    with qtbot.waitSignal(page.go_requested) as gone:
        page.done.door_button.click()
    page_id, people = gone.args
    assert page_id == "learners"
    assert len(people) == 2
    with qtbot.waitSignal(page.open_requested) as opened:
        page.done.cohort_button.click()
    assert opened.args == ["cohort", room.cohort_id]


def test_undo_is_not_offered_once_something_followed(page, settle, db, ctx, good_list):
    page.read_file(good_list)
    settle()
    page.write()
    settle()
    assert page.done.undo_button.isEnabled()
    with db.write("Créer une cohorte") as session:
        make_cohort(session, "TSSR 2026-1")
    page.reload()
    settle()
    assert not page.done.undo_button.isEnabled()
    assert "Une autre saisie a suivi" in page.done.fate.text()


def test_pages_point_at_a_kind_and_a_cohort(page, settle, room, good_list):
    page.show_target(("attendance", room.cohort_id))
    settle()
    assert page.choose.kind == "attendance"
    assert page.choose.cohort_code == CODE
    assert "Émargement" in page.choose.blank_button.text()
    page.show_target("learners")
    assert page.choose.kind == "learners"
    page.read_file(good_list)
    settle()
    page.show_target("learners")
    assert page.state == "preview", "an import not yet written is not thrown away"
    page.show_target("follow-ups")
    assert page.state == "choose"


def test_a_blank_workbook_can_be_filled_and_read(page, settle, answers, tmp_path, qtbot):
    answers.path(tmp_path / "vierge")
    with qtbot.waitSignal(page.told) as told:
        page.choose.blank_button.click()
    assert told.args[0] == "«\u00a0vierge.xlsx\u00a0» est enregistré."
    settle()
    page.choose.cohorts.set_code(None)
    page.read_file(tmp_path / "vierge.xlsx")
    settle()
    plan = page._reading.plan
    assert not plan.has_errors
    assert plan.unknown_columns == ()
    assert [row.what for row in plan.rows] == ["Ben Salah Yasmine"]


def test_everything_that_takes_the_focus_has_a_name(page, settle, bad_list, nameless):
    page.read_file(bad_list)
    settle()
    assert nameless(page) == []


def test_it_fits_a_small_window(page, settle, bad_list):
    page.read_file(bad_list)
    settle()
    assert page.minimumSizeHint().width() <= 1180 - 208 - 36
    assert page.minimumSizeHint().height() <= 680 - 53 - 28


def test_fates_are_said(page):
    for fate in Fate:
        page.done.show_fate(fate)
        assert page.done.undo_button.isEnabled() == (fate == Fate.LAST)


def _pick(combo, text):
    at = combo.findText(text)
    assert at >= 0, [combo.itemText(row) for row in range(combo.count())]
    combo.setCurrentIndex(at)
    combo.activated.emit(at)


def _enter(data):
    """What the system sends when files are dragged over the page."""
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    return QDragEnterEvent(QPoint(300, 500), action, data, button, Qt.KeyboardModifier.NoModifier)


def _drop(data):
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    return QDropEvent(QPointF(300, 500), action, data, button, Qt.KeyboardModifier.NoModifier)


def test_those_who_may_be_known_are_one_click_away(page, settle, tmp_path):
    twice = [PEOPLE[0], ("Duppré", "Zoé", "14/03/1999", "", ""), PEOPLE[1]]
    page.read_file(write_book(tmp_path / "doubles.xlsx", Liste=[TITLES, *twice]))
    settle()
    rows = page.preview.rows
    rows.show_only("doubts")
    assert rows.chips["doubts"].text() == "Peut-être connues · 1"
    assert [rows.model.row_at(at).what for at in range(rows.model.rowCount())] == ["Duppré Zoé"]
    assert "à la ligne 2 (Dupré Zoé, né(e) le 14/03/1999)" in rows.model.row_at(0).notes[0].text
    rows.show_only("all")
    assert rows.model.rowCount() == 3
