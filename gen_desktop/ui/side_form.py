"""What the forms in the place of a panel share: their frame, their keys, and keeping what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError, InvalidInput
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.widgets.basics import ElidedLabel, button, label, line, scrolled
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.come_back import ComeBack
from gen_desktop.ui.widgets.form import FormRows
from gen_desktop.ui.widgets.in_view import bring_into_view
from gen_desktop.ui.widgets.tab_order import foot_after

MARGIN = 16


class SideForm(QFrame):
    """A form in the place of the panel. Subclasses add rows and say how they are saved (``write``).

    ``saved(Change)`` once it is written, ``left()`` when the person gives up. Enter in a line or a
    drop-down and Ctrl+S save, Escape leaves.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(self, ctx: AppContext, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.ctx = ctx
        self.title = f"{title}, {subtitle}" if subtitle else title
        self.setProperty("role", "card")
        self.rows = FormRows(label_width=104)
        self.notice = Notice("attention", "")
        self.notice.hide()
        self.come_back = ComeBack(self, is_narrow=True)
        self.come_back.forgotten.connect(self._forget)
        self._untouched: Mapping[str, Any] = {}
        self._lay_out(title, subtitle)
        actions.make(self, "save", self.save)

    def write(self) -> Change:
        """Save what is typed. Raises AppError; called when every field is readable."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """The cursor where typing usually begins."""
        raise NotImplementedError

    def held(self) -> dict[str, Any]:
        """What is typed, as JSON can hold it."""
        return self.rows.held()

    def put_back(self, typed: Mapping[str, Any]) -> None:
        """Type again what ``held`` gave."""
        self.rows.put_back(typed)

    def take_up(self, typed: Mapping[str, Any]) -> None:
        """Type again what was typed another time and not saved, and say so."""
        self.put_back(typed)
        self.come_back.say(is_changed=False)

    def start(self) -> None:
        """Call once the fields are filled: what they hold now is what has not been touched."""
        self._untouched = self.held()

    def touched(self) -> dict[str, Any]:
        """What was typed so far; empty when nothing would be lost."""
        return {name: value for name, value in self.held().items() if value != self._untouched.get(name)}

    def save(self) -> None:
        """Check, write, tell; what cannot be saved is said under its field."""
        self.say("")
        if not self.rows.check_all():
            return
        try:
            change = self.write()
        except InvalidInput as error:
            self.say("\n".join(self.rows.show_problems(error)), "wrong")
            if not self.rows.wrong():
                bring_into_view(self.notice)
            return
        except AppError as error:
            dialogs.show_error(self, error)
            return
        self.start()
        self.saved.emit(change)

    def say(self, text: str, tone: Any = "attention") -> None:
        """A sentence above the fields; '' takes it away."""
        self.notice.setVisible(bool(text))
        self.notice.set(tone, text)

    def leave(self) -> None:
        """Give up, after a question when something typed would be lost."""
        if self.touched() and not dialogs.ask_to_lose(
            self, "Abandonner ce qui est saisi\u202f?", yes="Abandonner", no="Continuer la saisie"
        ):
            return
        self.left.emit()

    def add_foot(self, text: str, slot: Callable[[], object], *, tooltip: str = "") -> None:
        """One more button at the foot."""
        self._foot.insertWidget(self._foot.count() - 1, button(text, slot, tooltip=tooltip))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        foot_after(self.body_holder, self._foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = isinstance(self.focusWidget(), QLineEdit | QComboBox)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and typing:
            self.save()
        else:
            super().keyPressEvent(event)

    def _forget(self) -> None:
        self.put_back(self._untouched)

    def _lay_out(self, title: str, subtitle: str) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 12, MARGIN, 10)
        head.setSpacing(2)
        head.addWidget(ElidedLabel(title, "name"))
        if subtitle:
            head.addWidget(label(subtitle, "secondary", wrap=True))
        head.addWidget(self.come_back)  # always in sight: the cursor goes where typing stopped
        self.body_holder = QWidget()
        self.body = QVBoxLayout(self.body_holder)
        self.body.setContentsMargins(MARGIN, 8, MARGIN, 12)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.rows)
        self.body.addStretch(1)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(MARGIN, 10, MARGIN, 10)
        self._foot.setSpacing(8)
        keys = actions.keys_text("save")
        self.save_button = button("Enregistrer", self.save, kind="primary", tooltip=keys)
        self._foot.addWidget(self.save_button)
        self._foot.addWidget(button("Annuler", self.leave, tooltip="Échap"))
        self._foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(line())
        layout.addWidget(scrolled(self.body_holder), 1)
        layout.addWidget(line())
        layout.addLayout(self._foot)


def notes_field() -> QPlainTextEdit:
    """A few lines of text; Tab leaves it."""
    made = QPlainTextEdit()
    made.setFixedHeight(96)
    made.setTabChangesFocus(True)
    return made
