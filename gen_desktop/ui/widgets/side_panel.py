"""The panel beside a list: the selected record, read without opening anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gen_desktop.ui import actions, icons
from gen_desktop.ui.theme import Tone
from gen_desktop.ui.widgets.badge import Badge
from gen_desktop.ui.widgets.basics import ElidedLabel, PushButton, icon_button, label, line, scrolled
from gen_desktop.ui.widgets.empty_state import EmptyState

MARGIN = 16


class SidePanel(QFrame):
    """Title, subtitle, badge, tabs, buttons at the foot; without a record, its empty sentence."""

    tab_changed = Signal(str)

    def __init__(self, empty_sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setMinimumWidth(320)
        self._tabs: dict[str, tuple[QPushButton, QWidget]] = {}
        self._title = ElidedLabel("", "name")
        self._subtitle = label("", "secondary", wrap=True)
        self._badge = Badge()
        self._bar = QHBoxLayout()
        self._bar.setSpacing(13)
        self._bar.addStretch(1)
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(MARGIN, 10, MARGIN, 10)
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)  # why a line is disabled
        self._more = icon_button("more-horizontal", "Autres gestes")
        self._more.setMenu(self.menu)
        self._more.hide()
        self.foot.addWidget(self._more)
        self._foot_line = line()
        self._record = QWidget(self)
        self._lay_record()
        self._outer = QStackedWidget(self)
        self._outer.addWidget(EmptyState(empty_sentence))
        self._outer.addWidget(self._record)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._outer)

    def show_record(self, title: str, subtitle: str = "", badge: tuple[str, Tone] | None = None) -> None:
        """Leave the empty sentence and name the record."""
        self._title.set_text(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self._badge.set(*(badge or ("", "neutral")))
        self._outer.setCurrentWidget(self._record)

    def show_nothing(self) -> None:
        """Back to the empty sentence."""
        self._outer.setCurrentIndex(0)

    def add_to_head(self, widget: QWidget) -> None:
        """Something under the subtitle, above the tabs (a big phone number)."""
        self._head.addWidget(widget)

    def add_tab(self, tab_id: str, text: str, content: QWidget, *, icon: str = "") -> None:
        """Add a tab; ``content`` scrolls by itself when too tall. A single tab shows no tab bar.

        ``icon``: shown in the place of the text, where a bar of many tabs would be cut.
        """
        button = PushButton("" if icon else text, self)
        if icon:
            icons.set_icon(button, icon, "secondary", size=16)
            button.setToolTip(text)
            button.setAccessibleName(text)
        button.setCheckable(True)
        button.setProperty("kind", "tab")
        button.clicked.connect(lambda _checked=False: self.select_tab(tab_id))
        self._group.addButton(button)
        self._bar.insertWidget(self._bar.count() - 1, button)
        scroll = _with_margins(content)
        self._stack.addWidget(scroll)
        self._tabs[tab_id] = (button, scroll)
        if len(self._tabs) == 1:
            button.setChecked(True)
        for other, _ in self._tabs.values():
            other.setVisible(len(self._tabs) > 1)

    def select_tab(self, tab_id: str) -> None:
        """Show that tab; emits ``tab_changed`` when it was another."""
        button, page = self._tabs[tab_id]
        button.setChecked(True)
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            self.tab_changed.emit(tab_id)

    def offer_tab(self, tab_id: str, *, offered: bool) -> None:
        """Whether that tab may be chosen for what is shown now; another is shown in its place."""
        self._tabs[tab_id][0].setVisible(offered)
        if not offered and self.current_tab() == tab_id:
            self.select_tab(next(one for one, (button, _) in self._tabs.items() if not button.isHidden()))

    def current_tab(self) -> str:
        """The id of the tab shown, '' without tabs."""
        shown = self._stack.currentWidget()
        return next((tab_id for tab_id, (_, page) in self._tabs.items() if page is shown), "")

    def add_foot(self, *widgets: QWidget) -> None:
        """Buttons at the foot, left to right; the menu stays at the right end."""
        for widget in widgets:
            self.foot.insertWidget(self.foot.count() - 2, widget)
        self._foot_line.show()

    def add_to_menu(self, text: str, slot: Callable[[], object], *, shortcut: str = "") -> QAction:
        """A line of the menu « … » at the foot, for what is done less often; ``shortcut`` shows its key."""
        added: QAction = self.menu.addAction(f"{text}\t{actions.keys_text(shortcut)}" if shortcut else text)
        added.triggered.connect(lambda _checked=False: slot())
        self._more.show()
        self._foot_line.show()
        return added

    def _lay_record(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title, 1)
        top.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        self._head = QVBoxLayout()
        self._head.setContentsMargins(MARGIN, 12, MARGIN, 0)
        self._head.setSpacing(2)
        self._head.addLayout(top)
        self._head.addWidget(self._subtitle)
        tabs = QVBoxLayout()
        tabs.setContentsMargins(MARGIN, 10, MARGIN, 0)
        tabs.addLayout(self._bar)
        layout = QVBoxLayout(self._record)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addLayout(tabs)
        layout.addSpacing(10)
        layout.addWidget(line())
        layout.addWidget(self._stack, 1)
        self._foot_line.hide()
        layout.addWidget(self._foot_line)
        layout.addLayout(self.foot)


class Facts(QWidget):
    """Label and value, read only; values can be selected and copied. An empty value is an en dash."""

    def __init__(self, parent: QWidget | None = None, *, label_width: int = 106) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)

    def set_facts(self, facts: Sequence[tuple[str, str | QWidget]]) -> None:
        """Replace everything shown; a value may be a widget (a badge, a link)."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(facts):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(label(name, "secondary", wrap=True), row, 0, top)
            if isinstance(value, QWidget):
                self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignLeft | top)
            else:
                self._grid.addWidget(label(value or "–", wrap=True, selectable=True), row, 1, top)


def _with_margins(content: QWidget) -> QScrollArea:
    holder = QWidget()
    inner = QVBoxLayout(holder)
    inner.setContentsMargins(MARGIN, 12, MARGIN, 12)
    inner.addWidget(content)
    inner.addStretch(1)
    return scrolled(holder)
