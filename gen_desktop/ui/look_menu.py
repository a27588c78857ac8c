"""The choice of light or dark, in a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from gen_desktop.ui.theme import Mode

MODES: dict[Mode, str] = {"system": "Comme le système", "light": "Clair", "dark": "Sombre"}


def add_look_menu(menu: QMenu, mode: Mode, choose: Callable[[Mode], object]) -> None:
    """Add « Apparence » with ``mode`` ticked; ``choose`` is called with the mode picked."""
    look = menu.addMenu("Apparence")
    group = QActionGroup(look)
    for choice, text in MODES.items():
        action = look.addAction(text)
        action.setCheckable(True)
        action.setChecked(choice == mode)
        group.addAction(action)
        action.triggered.connect(partial(_chosen, choose, choice))


def _chosen(choose: Callable[[Mode], object], choice: Mode, _checked: bool = False) -> None:
    choose(choice)
