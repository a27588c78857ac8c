"""The left bar: who we are, where one can go, what waits there, and whether all is saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from gen_desktop import APP_NAME
from gen_desktop.ui import icons, theme
from gen_desktop.ui.pages import PageSpec
from gen_desktop.ui.theme import Tone
from gen_desktop.ui.widgets.badge import Badge
from gen_desktop.ui.widgets.basics import ElidedLabel, icon_button, label, line, set_role

WIDTH = 208


class PageButton(QPushButton):
    """A page in the bar, with the count of what waits there."""

    def __init__(self, spec: PageSpec, number: int, parent: QWidget) -> None:
        super().__init__(f"\u2002{spec.title}", parent)  # air between the icon and the word
        self._spec = spec
        self.setProperty("kind", "page")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setToolTip(f"Ctrl+{number}" if number <= 9 else "")
        self._badge = Badge(parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 9, 0)
        layout.addStretch(1)
        layout.addWidget(self._badge)
        self.toggled.connect(self._dress)
        self._dress(False)
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        """How much waits; None or 0 shows nothing."""
        self._badge.set(str(count) if count else "", "attention")
        waiting = f", {count} en attente" if count else ""
        self.setAccessibleName(f"{self._spec.title}{waiting}")

    def _dress(self, checked: bool) -> None:
        icons.set_icon(self, self._spec.icon, "accent" if checked else "secondary")


class SideBar(QFrame):
    """``page_chosen(page id)`` when the person asks for a page."""

    page_chosen = Signal(str)

    def __init__(self, specs: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setFixedWidth(WIDTH)
        self._buttons: dict[str, PageButton] = {}
        self._group = QButtonGroup(self)
        self.menu = QMenu(self)
        self._organization = ElidedLabel(APP_NAME, "strong")
        self._site = ElidedLabel("", "small")
        self._dot = label("●", "good")
        self._state = ElidedLabel("", "small")
        self._saved = label("", "small")
        self._saved.hide()
        self._backup = ElidedLabel("", "small")
        self._backup.hide()
        self._author = ElidedLabel("", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 12, 11, 12)
        layout.setSpacing(2)
        layout.addWidget(self._head())
        layout.addSpacing(6)
        for number, spec in enumerate(specs, start=1):
            layout.addWidget(self._page_button(spec, number))
        layout.addStretch(1)
        layout.addWidget(line())
        layout.addSpacing(6)
        layout.addWidget(self._foot())

    def set_identity(self, organization: str, site: str) -> None:
        """Whose data this is."""
        self._organization.set_text(organization or APP_NAME)
        self._site.set_text(site)

    def set_author(self, name: str) -> None:
        """Who is working."""
        self._author.set_text(name)

    def set_store_state(self, text: str, tone: Tone = "good") -> None:
        """The state of the file, in words; the dot only repeats it."""
        self._state.set_text(text)
        set_role(self._dot, "role", tone if tone in ("good", "attention") else "error")

    def set_saved(self, text: str) -> None:
        """When the last gesture was saved."""
        self._saved.setText(text)
        self._saved.setVisible(bool(text))

    def set_backup(self, text: str, tone: Tone = "neutral", detail: str = "") -> None:
        """When the last good backup was made, or that there is none; ``detail`` is read on pointing."""
        self._backup.set_text(text)
        if detail:
            self._backup.setToolTip(detail)
        set_role(self._backup, "role", "attention" if tone == "attention" else "small")
        self._backup.setVisible(bool(text))

    def set_count(self, page_id: str, count: int | None) -> None:
        """What waits on a page."""
        self._buttons[page_id].set_count(count)

    def select(self, page_id: str) -> None:
        """Mark that page as the one shown; an id without a line marks nothing."""
        if page_id in self._buttons:
            self._buttons[page_id].setChecked(True)

    def _page_button(self, spec: PageSpec, number: int) -> PageButton:
        button = PageButton(spec, number, self)
        button.clicked.connect(lambda _checked=False: self.page_chosen.emit(spec.id))
        self._group.addButton(button)
        self._buttons[spec.id] = button
        return button

    def _head(self) -> QWidget:
        head = QWidget(self)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._organization)
        names.addWidget(self._site)
        more = icon_button("more-horizontal", "Menu")
        more.setProperty("kind", "quiet")
        more.setFixedWidth(28)
        more.setMenu(self.menu)
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 2, 0, 2)
        row.setSpacing(4)
        row.addLayout(names, 1)
        row.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _foot(self) -> QWidget:
        foot = QWidget(self)
        self._backup.setFont(theme.font(theme.SMALL_PX))
        self._dot.setFont(theme.font(theme.SMALL_PX, QFont.Weight.Bold))
        state = QHBoxLayout()
        state.setSpacing(5)
        state.addWidget(self._dot)
        state.addWidget(self._state, 1)
        layout = QVBoxLayout(foot)
        layout.setContentsMargins(9, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(state)
        layout.addWidget(self._saved)
        layout.addWidget(self._backup)
        layout.addWidget(self._author)
        return foot
