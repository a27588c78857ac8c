from __future__ import annotations

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QDialogButtonBox


def test_standard_buttons_are_french(qtbot):
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Cancel | kinds.Save | kinds.Close | kinds.Yes)
    qtbot.addWidget(box)
    said = {button.text().replace("&", "") for button in box.buttons()}
    assert said == {"Annuler", "Enregistrer", "Fermer", "Oui"}


def test_numbers_and_dates_are_french():
    assert QLocale().toString(1234567.89, "f", 2) == "1\u202f234\u202f567,89"
    assert QLocale().toString(QDate(2025, 3, 1), "dddd d MMMM yyyy") == "samedi 1 mars 2025"
