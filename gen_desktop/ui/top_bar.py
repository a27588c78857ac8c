"""The top bar: where we are, search everywhere, what the page can do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from gen_desktop.ui import icons
from gen_desktop.ui.actions import SHORTCUTS, keys_text
from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.widgets.basics import ElidedLabel, button, label
from gen_desktop.ui.widgets.search_box import SearchBox

HEIGHT = 53
SEARCH_WIDTHS = (150, 280)


class TopBar(QFrame):
    """Title, subtitle, search box, then the buttons of the page shown."""

    def __init__(self, search: SearchBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "top")
        self.setFixedHeight(HEIGHT)
        self._title = label("", "title")
        self._subtitle = ElidedLabel("", "secondary")
        # It gives way first where a page has long buttons and the window is narrow.
        search.setMinimumWidth(SEARCH_WIDTHS[0])
        search.setMaximumWidth(SEARCH_WIDTHS[1])
        search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._actions: Sequence[PageAction] = ()
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 0, 18, 1)
        layout.setSpacing(14)
        layout.addWidget(self._title)
        self._subtitle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._subtitle, 1)
        layout.addWidget(search, 100)
        layout.addLayout(self._row)

    def show_page(self, title: str, subtitle: str, actions: Sequence[PageAction]) -> None:
        """Say where we are and offer these actions."""
        self._title.setText(title)
        self._subtitle.set_text(subtitle)
        if tuple(actions) == tuple(self._actions):
            return
        self._actions = tuple(actions)
        for old in self._buttons:
            old.hide()
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = [_button(action) for action in actions]
        for made in self._buttons:
            self._row.addWidget(made)

    def buttons(self) -> list[QPushButton]:
        """The buttons of the page shown, left to right."""
        return list(self._buttons)


def _button(action: PageAction) -> QPushButton:
    made = button(
        f"{action.text} ▾" if action.menu else action.text,
        action.run,
        kind="primary" if action.primary else "",
        icon=action.icon,
        tooltip=action.tooltip,
    )
    made.setEnabled(action.enabled)
    if action.shortcut:
        # Not the button's own shortcut: that one clicks a tenth of a second later, and what is typed is lost.
        key = QShortcut(QKeySequence(SHORTCUTS[action.shortcut].keys), made)
        key.activated.connect(made.click)
        keys = keys_text(action.shortcut)
        made.setToolTip(f"{action.tooltip} ({keys})" if action.tooltip else keys)
    if action.menu:
        made.setMenu(_menu(action.menu, made))
    return made


def _menu(entries: Sequence[PageAction], parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    for entry in entries:
        added = menu.addAction(entry.text)
        added.setEnabled(entry.enabled)
        if entry.icon:
            icons.set_icon(added, entry.icon)
        if entry.run is not None:
            added.triggered.connect(lambda _checked=False, run=entry.run: run())
    return menu
