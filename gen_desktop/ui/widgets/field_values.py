"""What a field of a form holds, as typed: so that a form can be left and found again as it was."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget


def read_field(field: QWidget) -> Any:
    """The text, the code or the tick, readable or not. TypeError for a widget that is no field."""
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    raise TypeError(type(field).__name__)


def write_field(field: QWidget, value: Any) -> None:
    """Put back what ``read_field`` gave."""
    if isinstance(field, QLineEdit):
        field.setText(value)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(value)
    elif isinstance(field, QComboBox):
        field.setCurrentIndex(max(field.findData(value), 0))
    elif isinstance(field, QCheckBox):
        field.setChecked(value)
    else:
        raise TypeError(type(field).__name__)
