from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from gen_desktop.paths import resource_path
from gen_desktop.ui import actions
from gen_desktop.ui.actions import EVERYWHERE, SHORTCUTS
from gen_desktop.ui.pages import HIDDEN_PAGES, PAGES
from gen_desktop.ui.shortcuts_dialog import ShortcutsDialog


@pytest.mark.parametrize("context", [EVERYWHERE, *(spec.id for spec in (*PAGES, *HIDDEN_PAGES))])
def test_no_key_does_two_things_in_one_place(context):
    here = [one for one in SHORTCUTS.values() if one.context in (EVERYWHERE, context)]
    keys = [QKeySequence(one.keys).toString() for one in here]
    keys += [QKeySequence(one.also).toString() for one in here if one.also]
    assert "" not in keys
    assert sorted(keys) == sorted(set(keys))


def test_contexts_and_icons_exist():
    pages = {spec.id for spec in (*PAGES, *HIDDEN_PAGES)}
    assert {one.context for one in SHORTCUTS.values()} <= pages | {EVERYWHERE}
    wanted = {one.icon for one in SHORTCUTS.values() if one.icon} | {spec.icon for spec in PAGES}
    assert [name for name in wanted if not resource_path("icons", f"{name}.svg").exists()] == []


@pytest.mark.parametrize(
    ("shortcut", "shown"),
    [("search", "Ctrl K"), ("mark_column", "Maj P"), ("mark_clear", "Suppr"), ("save_next", "Ctrl ↵"),
     ("zoom_in", "Ctrl +"), ("zoom_out", "Ctrl -")],
)  # fmt: skip
def test_keys_are_named_in_french(shortcut, shown):
    assert actions.keys_text(shortcut) == shown


def test_an_action_carries_its_words_and_key(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    pressed = []
    action = actions.make(widget, "new", lambda: pressed.append(1), text="Nouvelle cohorte")
    action.trigger()
    assert pressed == [1]
    assert action.text() == "Nouvelle cohorte"
    assert action.shortcut().toString() == "Ctrl+N"
    assert not action.icon().isNull()
    assert action in widget.actions()


def test_f1_shows_every_key(qtbot):
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    shown = {label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text")}
    expected = {one.text for one in SHORTCUTS.values() if not one.id.startswith("page_")}
    assert expected <= shown
