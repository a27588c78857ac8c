"""The form of a person by keys: where Tab goes, what is refused is seen, where typing goes on."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from gen_desktop.ui.learners.page import LearnersPage
from tests.classroom import NAMES, make_classroom


@pytest.fixture
def page(ctx, db, qtbot):
    make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16), decision="admitted")
    made = LearnersPage(ctx)
    qtbot.addWidget(made)
    made.resize(1120, 560)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.model.rowCount() == len(NAMES))
    return made


@pytest.fixture
def form(page):
    page.new_learner()
    return page.form


def is_in_view(widget):
    area = widget.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    viewport = area.viewport()
    return viewport.rect().contains(QRect(widget.mapTo(viewport, QPoint(0, 0)), widget.size()))


def scroll_to_the_end(form):
    bar = form.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0


def refused(form, name):
    return form.fields[name], form.rows._rows[name].error


def test_tab_goes_through_the_fields_in_order_then_to_the_foot(page, form):
    stops, window = [], page.window()
    while (now := window.focusWidget()) is not form.save_button and len(stops) < 60:
        stops.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert stops == list(form.fields.values())
    QTest.keyClick(form.save_button, Qt.Key.Key_Tab)
    assert window.focusWidget() is form.leave_button
    QTest.keyClick(form.leave_button, Qt.Key.Key_Backtab)
    QTest.keyClick(form.save_button, Qt.Key.Key_Backtab)
    assert window.focusWidget() is stops[-1]


def test_a_refused_field_comes_into_view_with_its_sentence(qtbot, form):
    form.fields["note"].setFocus()
    for _ in range(2):  # once it is said already, too
        scroll_to_the_end(form)
        form.save()
        qtbot.waitUntil(lambda: all(map(is_in_view, refused(form, "last_name"))))


def test_so_does_the_field_that_must_be_right_to_save_incomplete(qtbot, form):
    form.line("phone").setText("06 12")
    form.fields["note"].setFocus()
    scroll_to_the_end(form)
    form.save_incomplete()
    qtbot.waitUntil(lambda: all(map(is_in_view, refused(form, "last_name"))))


def test_a_refused_field_below_comes_into_view_too(qtbot, form):
    form.line("last_name").setText("Dupré")
    form.line("first_name").setText("Zoé")
    form.line("france_travail_id").setText("12")
    form.save()
    qtbot.waitUntil(lambda: all(map(is_in_view, refused(form, "france_travail_id"))))


def test_sentences_that_appear_above_leave_the_focused_field_in_view(qtbot, form):
    scroll_to_the_end(form)
    form.fields["note"].setFocus()
    for name in ("email", "postal_code", "phone", "france_travail_id"):
        form.rows.set_error(
            name, "Une phrase assez longue pour tenir sur deux lignes de la colonne des champs."
        )
    qtbot.wait(20)
    assert is_in_view(form.fields["note"])


def test_a_form_found_again_goes_on_after_the_last_field_filled(page, form):
    form.line("last_name").setText("Dupré")
    form.line("email").setText("zoe@exemple.fr")
    page._beside.close_form()
    page.new_learner()
    assert page.window().focusWidget() is page.form.fields["email"]
    assert page.form.line("email").cursorPosition() == len("zoe@exemple.fr")
