"""Forms: labels left, fields in one column, what is wrong said under the field as soon as it is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from gen_desktop.errors import InvalidInput
from gen_desktop.nir import nir_problem
from gen_desktop.ui.widgets.basics import label, set_role
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.field_values import read_field, write_field
from gen_desktop.ui.widgets.in_view import bring_into_view

REQUIRED = "Ce champ est nécessaire."
GAP = 4

Check = Callable[[], str]


@dataclass
class _Row:
    label: QLabel
    field: QWidget
    error: QLabel
    check: Check | None
    required: bool
    at: int


class FormRows(QWidget):
    """Rows of a label and a field. Each row has the English name its errors are known by.

    ``told``: something is said under a field, or no longer.
    """

    told = Signal()

    def __init__(self, parent: QWidget | None = None, *, label_width: int = 112) -> None:
        super().__init__(parent)
        self._rows: dict[str, _Row] = {}
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(0)
        self._follow.timeout.connect(self._show_focused)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)

    def add(
        self, name: str, text: str, field: QWidget, *, required: bool = False, check: Check | None = None
    ) -> None:
        """Add a row. ``check`` answers a French sentence or ''; a field with ``problem()`` needs none.

        A required field says so in words beside its label.
        """
        at = self._grid.rowCount()
        caption = label(f"{text}\u00a0(nécessaire)" if required else text, "secondary", wrap=True)
        caption.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(caption.text())
        error = label("", "error", wrap=True)
        error.hide()
        row = _Row(caption, field, error, check or getattr(field, "problem", None), required, at)
        self._rows[name] = row
        tall = field.sizeHint().height() > 60
        top = Qt.AlignmentFlag.AlignTop
        caption.setContentsMargins(0, 8 if tall else 0, 0, 0)
        self._grid.addWidget(caption, at, 0, top if tall else Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, at, 1)
        self._grid.addWidget(error, at + 1, 1)
        self._grid.setRowMinimumHeight(at + 1, GAP)
        field.installEventFilter(self)

    def held(self) -> dict[str, Any]:
        """What every field holds, readable or not."""
        return {name: read_field(row.field) for name, row in self._rows.items()}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        """Type again what ``held`` gave; names that are not here are left out."""
        for name, value in typed.items():
            if name in self._rows:
                write_field(self._rows[name].field, value)

    def add_wide(self, widget: QWidget, *, gap: int = 0) -> None:
        """Add something across both columns: a heading, a group of choices; ``gap``: pixels under it."""
        at = self._grid.rowCount()
        self._grid.addWidget(widget, at, 0, 1, 2)
        if gap:
            self._grid.setRowMinimumHeight(at + 1, gap)

    def add_below(self, widget: QWidget) -> None:
        """Add something under the field above: what goes with it."""
        self._grid.addWidget(widget, self._grid.rowCount(), 1)

    def set_visible(self, name: str, visible: bool) -> None:
        """Show or hide a row; a hidden row is not checked."""
        row = self._rows[name]
        row.label.setVisible(visible)
        row.field.setVisible(visible)
        self._grid.setRowMinimumHeight(row.at + 1, GAP if visible else 0)
        if not visible:
            self.set_error(name, "")

    def set_error(self, name: str, sentence: str) -> None:
        """Say what is wrong under that field; '' takes it away."""
        row = self._rows[name]
        if sentence != row.error.text():
            self._follow.start()  # the rows below move
        row.error.setText(sentence)
        row.error.setVisible(bool(sentence))
        row.field.setAccessibleDescription(sentence)
        set_role(row.field, "wrong", "true" if sentence else "false")
        self.told.emit()

    def wrong(self) -> list[str]:
        """The names of the rows under which something is said."""
        return [name for name, row in self._rows.items() if row.error.text()]

    def error(self, name: str) -> str:
        """The sentence shown under that field."""
        return self._rows[name].error.text()

    def check_row(self, name: str) -> str:
        """Check one field, show and return its sentence."""
        row = self._rows[name]
        sentence = "" if row.check is None else row.check()
        sentence = sentence or _nir_problem(row.field)
        if not sentence and row.required and _is_empty(row.field):
            sentence = REQUIRED
        self.set_error(name, sentence)
        return sentence

    def check_all(self) -> bool:
        """Check every row that is shown; the first wrong one gets the focus. True when all is well."""
        wrong = [
            name for name, row in self._rows.items() if not row.field.isHidden() and self.check_row(name)
        ]
        if wrong:
            self._point_at(wrong[0])
        return not wrong

    def show_problems(self, error: InvalidInput) -> list[str]:
        """Put each sentence under its field; returns those that belong to no field of this form."""
        elsewhere: list[str] = []
        focused = False
        for problem in error.problems:
            if problem.field not in self._rows:
                elsewhere.append(problem.sentence)
                continue
            self.set_error(problem.field, problem.sentence)
            if not focused:
                self._point_at(problem.field)
                focused = True
        return elsewhere

    def clear_errors(self) -> None:
        """Take every sentence away."""
        for name in self._rows:
            self.set_error(name, "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            name = next((name for name, row in self._rows.items() if row.field is watched), None)
            if name is not None:
                # After the field itself has read what was typed.
                QTimer.singleShot(0, self, lambda: self._check_left(name))
        return super().eventFilter(watched, event)

    def _point_at(self, name: str) -> None:
        self._rows[name].field.setFocus()
        self._follow.start()  # also when nothing new is said: the page may have been scrolled away

    def _show_focused(self) -> None:
        """Keep the field that has the focus in view, with what is said under it."""
        focused = self.window().focusWidget()
        for row in self._rows.values() if focused is not None else ():
            if row.field is focused or row.field.isAncestorOf(focused):
                bring_into_view(row.field, row.error)

    def _check_left(self, name: str) -> None:
        field = self._rows[name].field
        if field.isVisible() and not field.hasFocus():
            self.check_row(name)


def _nir_problem(field: QWidget) -> str:
    """No text of the program may keep a social security number, whatever the field asks for."""
    return nir_problem(str(read_field(field))) if isinstance(field, QLineEdit | QPlainTextEdit) else ""


def _is_empty(field: QWidget) -> bool:
    if isinstance(field, QLineEdit):
        return not field.text().strip()
    if isinstance(field, QPlainTextEdit):
        return not field.toPlainText().strip()
    if isinstance(field, CodeCombo):
        return field.code() is None
    code = getattr(field, "code", None)
    return code is not None and code() is None
