from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton

from gen_desktop.ui.widgets.basics import icon_button
from gen_desktop.ui.widgets.side_panel import SidePanel


def test_the_rule_finds_a_nameless_button(qtbot, nameless):
    panel = SidePanel("Rien")
    qtbot.addWidget(panel)
    panel.add_foot(icon_button("x", "Fermer"))
    assert nameless(panel) == []
    panel.add_foot(QPushButton())
    assert len(nameless(panel)) == 1


def test_roles_are_those_of_qt(qtbot):
    made = icon_button("x", "Fermer")
    qtbot.addWidget(made)
    assert QAccessible.queryAccessibleInterface(made).role() == QAccessible.Role.PushButton
