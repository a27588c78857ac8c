"""What the forms of the side panel share: their frame, their keys, and keeping what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gen_desktop.changes import Change
from gen_desktop.errors import AppError, InvalidInput
from gen_desktop.reference.lists import choices
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.learners.words import YES_NO
from gen_desktop.ui.widgets.basics import ElidedLabel, button, label, line, scrolled
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.come_back import ComeBack
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.field_values import read_field, write_field
from gen_desktop.ui.widgets.form import FormRows
from gen_desktop.ui.widgets.in_view import bring_into_view
from gen_desktop.ui.widgets.tab_order import foot_after

MARGIN = 16


class RecordForm(QFrame):
    """A form in the place of the panel. Subclasses add fields and say how they are saved (``write``).

    ``saved(Change)`` once it is committed, ``left()`` when the person gives up. Ctrl+S saves, Escape leaves.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(
        self,
        ctx: AppContext,
        title: str,
        subtitle: str = "",
        parent: QWidget | None = None,
        *,
        label_width: int = 104,
    ) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.setProperty("role", "card")
        self.setMinimumWidth(340)
        self.title = title
        self.rows = FormRows(label_width=label_width)
        self.fields: dict[str, QWidget] = {}
        self.notice = Notice("attention", "")
        self.notice.hide()
        self.come_back = ComeBack(self, is_narrow=True)
        self.come_back.forgotten.connect(self._forget)
        self._untouched: dict[str, Any] = {}
        self._resumed: QWidget | None = None
        self._lay_out(title, subtitle)
        actions.make(self, "save", self.save)

    def write(self) -> Change:
        """Save what is typed. Raises AppError; called when every field is readable."""
        raise NotImplementedError

    def add(
        self,
        name: str,
        text: str,
        field: QWidget,
        *,
        required: bool = False,
        check: Callable[[], str] | None = None,
    ) -> None:
        """Add a field; its name is that of the errors about it."""
        self.fields[name] = field
        self.rows.add(name, text, field, required=required, check=check)

    def add_heading(self, text: str) -> None:
        """Begin a group of fields."""
        heading = label(text, "strong")
        heading.setContentsMargins(0, 10, 0, 2)
        self.rows.add_wide(heading)

    def start(self) -> None:
        """Call once the fields are filled: what they hold now is what has not been touched."""
        self._untouched = self._held()

    def draft(self) -> Draft:
        """What was typed so far, readable or not; the rest may change meanwhile."""
        touched = {name: value for name, value in self._held().items() if value != self._untouched.get(name)}
        return Draft(self.title, touched)

    def restore(self, draft: Draft) -> None:
        """Put back what ``draft`` gave, and say so; the cursor will go to the last field that was filled."""
        self._type_all(draft.values)
        self.come_back.say(is_changed=False)
        filled = [name for name in self.fields if draft.values.get(name)]
        self._resumed = self.fields[filled[-1]] if filled else None

    def _forget(self) -> None:
        self._type_all(self._untouched)

    def _type_all(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if name in self.fields:
                self._put_back(self.fields[name], value)

    @staticmethod
    def _put_back(field: QWidget, value: Any) -> None:
        write_field(field, value)
        if isinstance(field, QComboBox):
            field.activated.emit(field.currentIndex())  # what depends on it follows

    def is_touched(self) -> bool:
        """Whether something typed would be lost."""
        return bool(self.draft().values)

    def text(self, name: str) -> str | None:
        """What a line or text field holds; None when empty."""
        value = str(read_field(self.fields[name])).strip()
        return value or None

    def line(self, name: str) -> QLineEdit:
        """The line field of that name."""
        field = self.fields[name]
        assert isinstance(field, QLineEdit)
        return field

    def combo(self, name: str) -> CodeCombo:
        """The drop-down of that name."""
        field = self.fields[name]
        assert isinstance(field, CodeCombo)
        return field

    def code(self, name: str) -> str | None:
        """The code taken in that drop-down."""
        return self.combo(name).code()

    def date_field(self, name: str) -> DateEdit:
        """The date field of that name."""
        field = self.fields[name]
        assert isinstance(field, DateEdit)
        return field

    def date(self, name: str) -> date | None:
        """The date typed in that field."""
        return self.date_field(name).value()

    def notes(self, name: str) -> QPlainTextEdit:
        """The text field of that name."""
        field = self.fields[name]
        assert isinstance(field, QPlainTextEdit)
        return field

    def take_focus(self) -> None:
        """The cursor in the first field, or where typing goes on."""
        field = self._resumed or next(iter(self.fields.values()), None)
        self._resumed = None
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_view(field)

    def save(self) -> None:
        """Check, write, tell; what cannot be saved is said under its field."""
        self._say([])
        if self.rows.check_all():
            self._commit()

    def _commit(self) -> None:
        try:
            change = self.write()
        except InvalidInput as error:
            self._say(self.rows.show_problems(error))
            if not self.rows.wrong():
                bring_into_view(self.notice)
            return
        except AppError as error:
            dialogs.show_error(self, error)
            return
        self._untouched = self._held()
        self.saved.emit(change)

    def _held(self) -> dict[str, Any]:
        return {name: read_field(field) for name, field in self.fields.items()}

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        foot_after(self.body_holder, self.above_foot, self.foot)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        if self.is_touched() and not dialogs.ask_to_lose(
            self, "Abandonner ce qui est saisi\u202f?", yes="Abandonner", no="Continuer la saisie"
        ):
            return
        self.left.emit()

    def _say(self, sentences: list[str]) -> None:
        self.notice.setVisible(bool(sentences))
        if sentences:
            self.notice.set("wrong", sentences[0], "\n".join(sentences[1:]))

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
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(MARGIN, 0, MARGIN, 10)
        self.foot.setSpacing(8)
        keys = actions.keys_text("save")
        self.save_button = button("Enregistrer", self.save, kind="primary", tooltip=keys)
        self.leave_button = button("Annuler", self._leave, tooltip="Échap")
        self.foot.addWidget(self.save_button)
        self.foot.addWidget(self.leave_button)
        self.foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(line())
        layout.addWidget(scrolled(self.body_holder), 1)
        layout.addWidget(line())
        self.above_foot = QVBoxLayout()
        self.above_foot.setContentsMargins(MARGIN, 10, MARGIN, 0)
        layout.addLayout(self.above_foot)
        layout.addLayout(self.foot)


def coded_combo(name: str) -> CodeCombo:
    """A drop-down of a code list, « Non renseigné » first."""
    return CodeCombo([(code.code, code.label) for code in choices(name)])


def tri_combo() -> CodeCombo:
    """Yes, no, unknown."""
    return CodeCombo(YES_NO)


def notes_field() -> QPlainTextEdit:
    """A few lines of text; Tab leaves it."""
    made = QPlainTextEdit()
    made.setFixedHeight(72)
    made.setTabChangesFocus(True)
    return made
