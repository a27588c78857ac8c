from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from gen_desktop.ui.widgets.badge import Badge, StatusDisc, badge_width
from gen_desktop.ui.widgets.basics import ElidedLabel, button, icon_button, label
from gen_desktop.ui.widgets.card import Card, Notice
from gen_desktop.ui.widgets.chips import ChipBar, MenuChip, ToggleChip
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.key_figure import KeyFigure, KeyFigureCard
from gen_desktop.ui.widgets.key_hints import KeyHints
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel
from gen_desktop.ui.widgets.stacked_bars import OUTCOMES, StackedBars, StackedRow
from gen_desktop.ui.widgets.timeline import Span, Timeline
from gen_desktop.ui.widgets.toast import Toast

TODAY = date(2026, 11, 23)


@pytest.fixture
def show(qtbot):
    def display(widget, width=400, height=300):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        return widget

    return display


def _texts(widget):
    return [found.text() for found in widget.findChildren(QLabel) if found.isVisible() and found.text()]


def test_an_icon_alone_has_a_name(show):
    made = show(icon_button("x", "Fermer"))
    assert made.toolTip() == "Fermer"
    assert QAccessible.queryAccessibleInterface(made).text(QAccessible.Text.Name) == "Fermer"


def test_a_button_calls_and_a_label_shows_no_markup(show):
    calls = []
    QTest.mouseClick(show(button("Ajouter", lambda: calls.append(1)), 90, 30), Qt.MouseButton.LeftButton)
    assert calls == [1]
    assert label("<b>a</b>").textFormat() == Qt.TextFormat.PlainText


def test_a_long_name_is_cut_and_told_in_full(show):
    made = show(ElidedLabel("Association pour la formation au numérique en Morvan"), 120, 20)
    assert made.text().endswith("…")
    assert made.toolTip() == made.full_text()
    made.set_text("AFM")
    assert (made.text(), made.toolTip()) == ("AFM", "")


def test_a_badge_says_its_word(show):
    made = show(Badge("En formation", "good"))
    assert made.accessibleName() == "En formation"
    assert made.sizeHint().width() == badge_width("En formation")
    made.set("")
    assert not made.isVisible()


@pytest.mark.parametrize("tone", ["wrong", "attention", "accent", "good"])
def test_each_state_has_its_own_sign(show, tone):
    made = show(StatusDisc(tone))
    assert made.accessibleName()
    others = {other: StatusDisc(other) for other in ("wrong", "attention", "accent", "good") if other != tone}
    assert all(other.grab().toImage() != made.grab().toImage() for other in others.values())


def test_a_notice_changes_its_words(show):
    made = show(Notice("attention", "Absent 3 fois", "sans motif"))
    assert _texts(made) == ["Absent 3 fois", "sans motif"]
    made.set("good", "Tout est en ordre")
    assert _texts(made) == ["Tout est en ordre"]


def test_a_card_holds_its_parts(show):
    card = Card("Cohortes")
    card.add(QLabel("dedans"))
    card.add_to_head(button("Voir"))
    card.add_full_width(QLabel("bord à bord"))
    assert set(_texts(show(card))) == {"Cohortes", "dedans", "bord à bord"}


def test_a_menu_chip_shows_its_choice(qtbot, show):
    chip = MenuChip("Cohorte")
    chip.set_choices([(None, "Toutes les cohortes"), (7, "DWWM 2026-2")])
    bar = ChipBar(chip)
    extra = ToggleChip("Femmes")
    bar.add(extra)
    bar.add_right(QLabel("87 apprenants"))
    show(bar, 600, 30)
    chosen = []
    chip.chosen.connect(chosen.append)
    assert chip.text() == "Toutes les cohortes ▾"
    chip.menu().actions()[1].trigger()
    assert (chip.value, chosen) == (7, [7])
    assert chip.accessibleName() == "Cohorte\u00a0: DWWM 2026-2"
    assert chip.property("narrowed") == "true"
    chip.set_choices([(None, "Toutes les cohortes"), (7, "DWWM 2026-2"), (8, "CDA")])
    assert chip.value == 7
    chip.set_choices([(None, "Toutes les cohortes")])
    assert chip.value is None
    extra.set_count(4)
    assert extra.text() == "Femmes · 4"
    extra.set_count(None)
    assert extra.text() == "Femmes"


def test_an_empty_place_offers_the_first_thing_to_do(show):
    calls = []
    made = show(
        EmptyState("Rien ici.", ("Importer une liste", lambda: calls.append(1)), icon="users", heading="Vide")
    )
    first = made.findChildren(QPushButton)[0]
    assert first.property("kind") == "primary"
    first.click()
    assert calls == [1]


def test_key_hints_show_caps_and_words(show):
    made = show(KeyHints([("P", "présent"), ("Maj P", "toute la colonne")]), 600, 30)
    assert _texts(made) == ["P", "présent", "Maj", "P", "toute la colonne"]


def test_a_figure_is_a_door_and_says_everything(show):
    figure = KeyFigure("Femmes", "34,5\u202f%", "objectif 30\u202f%", "30 sur 87", 0.68, 0.6)
    card = show(KeyFigureCard(figure), 210, 110)
    assert card.accessibleName() == "Femmes\u00a0: 34,5\u202f%, objectif 30\u202f%, 30 sur 87"
    clicks = []
    card.clicked.connect(lambda: clicks.append(1))
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert clicks == [1, 1]
    known = card.grab().toImage()
    card.set(KeyFigure("Femmes", "–", "objectif 30\u202f%", "personne à ce jour", None, 0.6))
    assert card.grab().toImage() != known


def test_shares_are_said_and_lead_to_people(show):
    bars = StackedBars(OUTCOMES)
    bars.set_rows([StackedRow("3 mois", [38, 9, 20, 20, 13], 3), StackedRow("12 mois", [0] * 5, 12)])
    show(bars, 400, 80)
    assert "3 mois\u00a0: durable 38\u202f%" in bars.accessibleName()
    assert "12 mois\u00a0: personne à ce jour" in bars.accessibleName()
    clicked = []
    bars.clicked.connect(lambda key, index: clicked.append((key, index)))
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPointF(70, 10).toPoint())
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPointF(395, 10).toPoint())
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPointF(70, 34).toPoint())
    assert clicked == [(3, 0), (3, 4)]
    assert bars.share_at(QPointF(10, 10)) is None


def test_the_time_line_is_walked_by_keys_and_mouse(show):
    line = Timeline()
    spans = [
        Span("a", "DWWM", date(2026, 9, 14), date(2027, 2, 28), "15 apprenants"),
        Span("b", "Très longue cohorte au nom interminable", date(2027, 5, 1), date(2028, 1, 1), "plus tard"),
    ]
    line.set_spans(spans, TODAY)
    show(line, 500, 100)
    line.grab()
    opened = []
    line.activated.connect(opened.append)
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPointF(200, 30).toPoint())
    assert opened == ["b", "a"]
    assert line.key_at(QPointF(10, 95)) is None
    assert "15 apprenants" in line.accessibleName()


def test_a_side_panel_shows_its_record_without_opening_anything(show):
    panel = SidePanel("Choisissez une personne.")
    facts = Facts()
    facts.set_facts([("Téléphone", "06 12"), ("Courriel", "")])
    panel.add_tab("profile", "Profil", facts)
    show(panel, 340, 500)
    assert _texts(panel) == ["Choisissez une personne."]
    panel.show_record("Delorme Kévin", "27 ans", ("En formation", "good"))
    assert {"Delorme Kévin", "27 ans", "Téléphone", "06 12", "–"} <= set(_texts(panel))
    told = []
    panel.tab_changed.connect(told.append)
    panel.add_tab("path", "Parcours", QLabel("parcours"))
    panel.select_tab("path")
    panel.select_tab("path")
    assert (panel.current_tab(), told) == ("path", ["path"])
    panel.add_foot(button("Modifier"))
    panel.show_nothing()
    assert _texts(panel) == ["Choisissez une personne."]


def test_facts_are_replaced_whole(show, qtbot):
    facts = show(Facts())
    facts.set_facts([("A", "1"), ("B", Badge("ZRR"))])
    facts.set_facts([("C", "3")])
    qtbot.waitUntil(lambda: _texts(facts) == ["C", "3"])


def test_a_toast_offers_its_action_once(show):
    window = show(QWidget(), 600, 400)
    toast = Toast(window)
    calls = []
    toast.say("Marquer 12 absences", "Annuler", lambda: calls.append(1))
    assert toast.isVisible()
    assert toast.geometry().bottom() <= window.height()
    toast.findChild(QPushButton).click()
    assert calls == [1]
    assert not toast.isVisible()
    toast.say("Enregistré")
    assert not toast.findChild(QPushButton).isVisible()
    toast._timer.timeout.emit()
    assert not toast.isVisible()


def test_a_toast_hides_neither_buttons_nor_keys(show):
    """A second click at the same place must not take back what the first one did."""
    window = show(QWidget(), 900, 400)
    page = QWidget(window)
    page.setGeometry(200, 50, 700, 350)
    low, keys = button("Fusionner"), KeyHints([("A", "admettre")])
    low.setParent(page)
    low.setGeometry(10, 270, 300, 30)
    keys.setParent(page)
    keys.setGeometry(0, 320, 700, 24)
    page.show()
    toast = Toast(window, page)
    toast.say("Fusionner Inès Aubert et Ines Aubert", "Annuler")
    hidden = [
        one for one in (low, keys) if toast.geometry().intersects(one.geometry().translated(page.pos()))
    ]
    assert hidden == []
    assert toast.x() >= page.x()
    assert toast.geometry().bottom() < page.y() + low.y()
    assert window.height() // 2 - toast.height() < toast.y()
