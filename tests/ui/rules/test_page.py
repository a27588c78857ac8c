"""The page of the rules: seen, changed, given back."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from gen_desktop.queries.scope import parameters
from gen_desktop.ui import dialogs
from gen_desktop.ui.rules.dialog import RuleDialog
from gen_desktop.ui.rules.page import RulesPage

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def page(ctx, qtbot):
    made = RulesPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    qtbot.waitUntil(lambda: made.list.model.rowCount() > 0)
    return made


def choose(page, code):
    rows = page.list._rows
    page.list.select(next(at for at, row in enumerate(rows) if row.code == code))
    return page.list.selected


def in_force(page):
    with page.ctx.db.read() as session:
        return parameters(session, TODAY)


def test_a_threshold_is_changed_and_given_back(page, qtbot, monkeypatch):
    choose(page, "alert_attendance_rate")
    assert not page.reset_button.isEnabled()

    def typed(dialog):
        dialog._value.setText("75")
        dialog.source.setText("Règlement intérieur")
        dialog.save_button.click()
        return dialog.result()

    monkeypatch.setattr(dialogs, "run", typed)
    qtbot.mouseClick(page.edit_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list.selected is not None and page.list.selected.is_own)
    assert in_force(page).alert_attendance_rate == 75
    assert page.list.selected.source == "Règlement intérieur"
    qtbot.mouseClick(page.reset_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.list.selected.is_own)
    assert in_force(page).alert_attendance_rate == 80


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("alert_attendance_rate", "180", "Un nombre de 0 à 100."),
        ("absence_justification_days", "deux", "Un nombre de jours."),
        ("gen_logo_forbidden_from", "", "Une date, comme 08/01/2025."),
    ],
)
def test_what_cannot_be_is_said_under_the_field(page, qtbot, code, typed, sentence):
    dialog = RuleDialog(page.ctx, choose(page, code), page)
    qtbot.addWidget(dialog)
    dialog._value.setText(typed)
    assert dialog._wrong() == sentence
    assert not dialog.form.check_all()


def test_a_choice_is_a_list(page, qtbot):
    dialog = RuleDialog(page.ctx, choose(page, "seuil_emploi_durable_comparaison"), page)
    qtbot.addWidget(dialog)
    assert dialog.value() == "≥"
    dialog._value.set_code(">")
    assert dialog.value() == ">"
