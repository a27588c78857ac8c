from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gen_desktop.errors import InvalidInput, Problem
from gen_desktop.ui.widgets.basics import column
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.choice_buttons import ChoiceButtons
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.form import REQUIRED, FormRows
from gen_desktop.ui.widgets.phone_field import PhoneField

TODAY = date(2026, 11, 23)
CONTRACTS = [("CDI", "CDI"), ("CDD", "CDD de 6 mois ou plus")]


@pytest.fixture
def date_edit(qtbot):
    made = DateEdit(lambda: TODAY)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("typed", ["230526", "23/5", "23 mai 2026", "23-05-26"])
def test_dates_are_typed_as_people_type_them(date_edit, typed):
    changes = []
    date_edit.changed.connect(changes.append)
    date_edit.setText(typed)
    QTest.keyClick(date_edit, Qt.Key.Key_Return)
    assert date_edit.text() == "23/05/2026"
    assert date_edit.value() == date(2026, 5, 23)
    assert changes == [date(2026, 5, 23)]


def test_arrows_move_by_a_day(date_edit):
    QTest.keyClick(date_edit, Qt.Key.Key_Up)
    assert date_edit.value() == TODAY
    QTest.keyClick(date_edit, Qt.Key.Key_Up)
    QTest.keyClick(date_edit, Qt.Key.Key_Down)
    QTest.keyClick(date_edit, Qt.Key.Key_Down)
    assert date_edit.text() == "22/11/2026"


def test_tab_selects_the_date_so_that_typing_replaces_it(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    first, second = DateEdit(lambda: TODAY), DateEdit(lambda: TODAY)
    for edit in (first, second):
        row.addWidget(edit)
        edit.set_value(date(2026, 12, 18))
    first.changed.connect(lambda _day: second.value())  # a form that looks at its other fields
    window.show()
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    first.setText("17/12/2026")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    qtbot.waitUntil(second.hasFocus)
    assert second.value() == date(2026, 12, 18)
    QTest.keyClicks(second, "26/03/2027")
    assert second.value() == date(2027, 3, 26)


def test_an_arrow_at_the_end_of_the_calendar_stays(date_edit):
    date_edit.set_value(date(2100, 12, 31))
    QTest.keyClick(date_edit, Qt.Key.Key_Up)
    assert date_edit.text() == "31/12/2100"


def test_an_arrow_does_not_wipe_what_cannot_be_read(date_edit):
    date_edit.setText("31/02/2026")
    QTest.keyClick(date_edit, Qt.Key.Key_Up)
    assert date_edit.text() == "31/02/2026"


def test_what_is_no_date_is_kept_as_typed_and_said(date_edit, type_text):
    date_edit.set_value(TODAY)
    date_edit.clear()
    type_text(date_edit, "31/02/2026")
    assert "31/02/2026" in date_edit.problem()
    assert date_edit.value() is None
    assert date_edit.text() == "31/02/2026"
    date_edit.clear()
    assert date_edit.problem() == ""


def test_setting_a_date_tells_nobody(date_edit):
    changes = []
    date_edit.changed.connect(changes.append)
    date_edit.set_value(TODAY)
    date_edit.set_value(None)
    assert changes == []
    assert date_edit.text() == ""


def test_a_birth_is_in_the_past(qtbot):
    edit = DateEdit(lambda: TODAY, birth=True)
    qtbot.addWidget(edit)
    edit.setText("19/02/99")
    assert edit.value() == date(1999, 2, 19)


def test_a_code_list_gives_codes_and_keeps_unknown_sayable(qtbot):
    combo = CodeCombo(CONTRACTS)
    qtbot.addWidget(combo)
    chosen = []
    combo.chosen.connect(chosen.append)
    assert combo.code() is None
    assert combo.currentText() == "Non renseigné"
    combo.set_code("CDD")
    assert chosen == []
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Up)
    assert (combo.code(), chosen) == ("CDI", ["CDI"])
    QTest.keyClick(combo, Qt.Key.Key_Delete)
    assert (combo.code(), chosen) == (None, ["CDI", None])


def test_letters_choose_at_once_after_a_tab_whatever_was_typed_before(qtbot):
    before, combo, after = QLineEdit(), CodeCombo(CONTRACTS), QLineEdit()
    holder = column(before, combo, after)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    combo.setFocus()
    chosen = []
    combo.chosen.connect(chosen.append)
    QTest.keyClicks(combo, "cdd")
    assert combo.code() == "CDD"
    for _ in range(2):
        QTest.keyClick(combo, Qt.Key.Key_Tab)
        assert after.hasFocus()
        QTest.keyClick(after, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        assert combo.hasFocus()
        QTest.keyClicks(combo, "cdi")
        assert combo.code() == "CDI", "the letters before the Tab are another word"
    QTest.keyClick(combo, "z")
    assert combo.code() == "CDI"
    assert chosen == ["CDI", "CDD", "CDI", "CDD", "CDI"]


def test_the_same_letter_again_goes_to_the_next_and_accents_need_not_be_typed(qtbot):
    combo = CodeCombo([("e", "Écrit"), ("a", "École"), ("o", "Oral")])
    qtbot.addWidget(combo)
    for letter, code in (("e", "e"), ("e", "a"), ("é", "e")):
        typed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(combo, typed)
        assert combo.code() == code


def test_a_code_no_longer_in_the_list_is_not_lost(qtbot):
    combo = CodeCombo(CONTRACTS)
    qtbot.addWidget(combo)
    combo.set_code("OLD", label_if_unknown="Ancien contrat")
    assert (combo.code(), combo.currentText()) == ("OLD", "Ancien contrat")
    combo.set_codes([("CDI", "CDI")])
    assert combo.code() == "OLD"


def test_an_obligatory_code_starts_with_the_first(qtbot):
    combo = CodeCombo(CONTRACTS, optional=False)
    qtbot.addWidget(combo)
    assert combo.count() == 2
    combo.set_code("CDD")
    QTest.keyClick(combo, Qt.Key.Key_Delete)
    assert combo.code() == "CDD"


def test_choices_are_taken_by_mouse_and_keys(qtbot):
    choices = ChoiceButtons([("a", "Joint"), ("b", "Pas de réponse"), ("c", "Refus")], name="Résultat")
    qtbot.addWidget(choices)
    choices.show()
    choices.activateWindow()
    chosen = []
    choices.chosen.connect(chosen.append)
    buttons = list(choices._buttons.values())
    buttons[0].setFocus()
    qtbot.waitUntil(buttons[0].hasFocus)
    QTest.keyClick(buttons[0], Qt.Key.Key_Right)
    assert buttons[1].hasFocus()
    QTest.keyClick(buttons[1], Qt.Key.Key_Return)
    assert (choices.code(), chosen) == ("b", ["b"])
    choices.set_code("c")
    choices.set_code(None)
    assert (choices.code(), chosen) == (None, ["b"])
    choices.set_enabled_codes(["a"])
    assert [button.isEnabled() for button in buttons] == [True, False, False]


def test_a_phone_is_shown_in_french_form(qtbot):
    def parse(text):
        digits = "".join(letter for letter in text if letter.isdigit())
        if len(digits) != 10:
            raise ValueError("Un numéro français a dix chiffres.")
        return f"+33{digits[1:]}"

    field = PhoneField(parse)
    qtbot.addWidget(field)
    field.setText("06.12.45 7803")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "06\u00a012\u00a045\u00a078\u00a003"
    assert field.value() == "+33612457803"
    field.setText("0612")
    assert field.problem() == "Un numéro français a dix chiffres."
    assert field.value() == "0612"
    field.set_value(None)
    assert (field.value(), field.problem()) == ("", "")


@pytest.fixture
def form(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    rows = FormRows()
    layout = QVBoxLayout(window)
    layout.addWidget(rows)
    fields = {
        "last_name": QLineEdit(),
        "start": DateEdit(lambda: TODAY),
        "contract": CodeCombo(CONTRACTS),
        "note": QPlainTextEdit(),
    }
    rows.add("last_name", "Nom", fields["last_name"], required=True)
    rows.add("start", "Début", fields["start"])
    rows.add("contract", "Contrat", fields["contract"], required=True)
    rows.add(
        "note",
        "Note",
        fields["note"],
        check=lambda: "Trop long." if len(fields["note"].toPlainText()) > 5 else "",
    )
    window.show()
    window.activateWindow()
    fields["last_name"].setFocus()
    qtbot.waitUntil(fields["last_name"].hasFocus)
    yield rows, fields
    window.close()  # also keeps the window alive as long as the test


def test_an_error_shows_under_the_field_as_soon_as_it_is_left(form, qtbot):
    rows, fields = form
    assert rows.error("last_name") == ""
    fields["start"].setFocus()
    qtbot.waitUntil(lambda: rows.error("last_name") == REQUIRED)
    assert fields["last_name"].property("wrong") == "true"
    assert fields["last_name"].accessibleDescription() == REQUIRED
    fields["start"].setText("31/02")
    fields["last_name"].setFocus()
    qtbot.waitUntil(lambda: "31/02" in rows.error("start"))
    fields["last_name"].setText("Martin")
    fields["start"].setFocus()
    qtbot.waitUntil(lambda: rows.error("last_name") == "")


def test_labels_name_their_fields_and_say_what_is_necessary(form):
    rows, fields = form
    assert fields["last_name"].accessibleName() == "Nom\u00a0(nécessaire)"
    assert fields["start"].accessibleName() == "Début"


def test_checking_all_goes_to_the_first_wrong_field(form, qtbot):
    rows, fields = form
    fields["last_name"].setText("Martin")
    fields["note"].setPlainText("beaucoup trop")
    assert not rows.check_all()
    qtbot.waitUntil(fields["contract"].hasFocus)
    assert rows.error("note") == "Trop long."
    rows.set_visible("note", False)
    fields["contract"].set_code("CDI")
    assert rows.check_all()
    assert rows.error("note") == ""


def test_problems_of_a_service_go_under_their_fields(form):
    rows, _ = form
    error = InvalidInput(Problem("start", "La sortie précède l’entrée."), Problem("other", "Ailleurs."))
    assert rows.show_problems(error) == ["Ailleurs."]
    assert rows.error("start") == "La sortie précède l’entrée."
    rows.clear_errors()
    assert rows.error("start") == ""


def test_a_check_box_is_drawn_and_clicked(qtbot):
    box = CheckBox("Lien avec la formation")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    before = box.grab().toImage()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    assert box.isChecked()
    assert box.grab().toImage() != before
