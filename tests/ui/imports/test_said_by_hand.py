"""What people say of a list in its preview: its line of titles, its columns, the repairs they want."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from tests.ui.imports.lists import write_book

REPAIRED = [("Nom", "Prénom", "Téléphone"), ("DUPRÉ", "Zoé", "639980123"), ("Noël", "Léo", "06 39 98 01 45")]


def _pick(combo, text):
    combo.setCurrentIndex(combo.findText(text))
    combo.activated.emit(combo.currentIndex())


def test_another_line_of_titles_is_read_at_once(page, settle, tmp_path):
    lines = [
        ("Nom", "Prénom", "Note"),
        ("Dupré", "Zoé", "x"),
        ("Nom", "Prénom", "Ville"),
        ("Roi", "Léo", "Autun"),
    ]
    page.read_file(write_book(tmp_path / "a.xlsx", Liste=lines))
    settle()
    assert page.preview.top.spin.value() == 1
    page.preview.top.spin.setValue(3)
    settle()
    plan = page._reading.plan
    assert plan.read.title_row == 3
    assert [row.number for row in plan.rows] == [4]
    assert page.preview.top.spin.value() == 3


def test_a_match_by_hand_is_remembered_once_written(page, settle, tmp_path):
    titles = ("Nom", "Prénom", "Bigophone")
    page.read_file(write_book(tmp_path / "a.xlsx", Liste=[titles, ("Dupré", "Zoé", "06 39 98 01 09")]))
    settle()
    _pick(page.preview.columns.combos["Bigophone"], "Téléphone")
    settle()
    page.write()
    settle()
    page.read_file(write_book(tmp_path / "b.xlsx", Liste=[titles, ("Roi", "Léo", "06 39 98 01 10")]))
    settle()
    plan = page._reading.plan
    assert ("Bigophone", "Téléphone") in plan.matched
    assert plan.read.remembered_on is not None


def test_a_repair_refused_leaves_its_column_unknown(page, settle, tmp_path):
    page.read_file(write_book(tmp_path / "a.xlsx", Liste=REPAIRED))
    settle()
    box = page.preview.repairs.boxes["phone", "zero"]
    assert box.isChecked()
    box.click()
    settle()
    box = page.preview.repairs.boxes["phone", "zero"]
    assert not box.isChecked()
    plan = page._reading.plan
    assert plan.rows[0].repairs == (("last_name", "case"),)
    box.click()
    settle()
    assert ("phone", "zero") in page._reading.plan.rows[0].repairs


def test_what_was_mended_in_the_whole_file_is_said(page, settle, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Nom;Prénom\nDupré;Zoé\n".encode("mac_roman"))
    page.read_file(path)
    settle()
    assert any("ancien Mac" in note.text for note in page._reading.plan.all_notes)


def test_a_line_without_titles_leaves_what_was_read(page, settle, tmp_path):
    lines = [("Nom", "Prénom"), ("Dupré", "Zoé"), (), ("Roi", "Léo")]
    page.read_file(write_book(tmp_path / "a.xlsx", Liste=lines))
    settle()
    page.preview.top.spin.setValue(3)
    settle()
    assert page.state == "preview"
    assert page.preview.top.spin.value() == 1
    assert [row.number for row in page._reading.plan.rows] == [2, 4]
    assert any(
        "ligne de titres" in one.text() for one in page.preview.findChildren(QLabel) if one.isVisible()
    )
