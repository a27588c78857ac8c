"""The panel of a filter that is a day or a number: from, to, or not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop.queries.list_filters import Between, RangeFilter
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.form import FormRows
from gen_desktop.ui.widgets.popover import Popover

WIDTH = 290
LARGEST = 150
WRONG_WAY = "La fin est avant le début."


class RangePanel(Popover):
    """``changed(Between | None)`` when it is left with something else than what it showed."""

    changed = Signal(object)

    def __init__(self, found: RangeFilter, today: Callable[[], dt.date], parent: QWidget) -> None:
        super().__init__(found.title, parent)
        self._found = found
        self._shown: Between | None = None
        self.setFixedWidth(WIDTH)
        self.low, self.high = self._field(today), self._field(today)
        is_day = found.kind == "day"
        self.rows = FormRows(label_width=90)
        self.rows.add("low", "Du" if is_day else f"À partir de ({found.unit})", self.low)
        self.rows.add("high", "Au" if is_day else f"Moins de ({found.unit})", self.high, check=self._order)
        self.unknown = CheckBox("Non renseigné aussi")
        self.body.addWidget(label(found.title, "strong"))
        self.body.addWidget(self.rows)
        self.body.addWidget(self.unknown)
        self.body.addWidget(button("Appliquer", self._apply, kind="primary"))

    def show_between(self, between: Between | None) -> None:
        """Show these bounds, without a signal."""
        self._shown = between
        low, high = (between.low, between.high) if between is not None else (None, None)
        for field, bound in ((self.low, low), (self.high, high)):
            if isinstance(field, DateEdit):
                field.set_value(bound if isinstance(bound, dt.date) else None)
            else:
                field.setText("" if bound is None else str(bound))
        self.unknown.setChecked(between is not None and between.or_unknown)
        self.rows.clear_errors()

    def begin(self) -> None:
        self.low.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not returnPressed: an empty number says nothing to it.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._apply()
        else:
            super().keyPressEvent(event)

    def _field(self, today: Callable[[], dt.date]) -> QLineEdit:
        if self._found.kind == "day":
            return DateEdit(today)
        field = QLineEdit()
        field.setValidator(QIntValidator(0, LARGEST, field))
        return field

    def _bound(self, field: QLineEdit) -> dt.date | int | None:
        if isinstance(field, DateEdit):
            return field.value()
        return int(field.text()) if field.text().strip().isdigit() else None

    def _order(self) -> str:
        if isinstance(self.high, DateEdit) and (problem := self.high.problem()):
            return problem
        low, high = self._bound(self.low), self._bound(self.high)
        return WRONG_WAY if low is not None and high is not None and high < low else ""  # type: ignore[operator]

    def _apply(self) -> None:
        if not self.rows.check_all():
            return
        between = Between(
            self._found.id, self._bound(self.low), self._bound(self.high), self.unknown.isChecked()
        )
        says_nothing = between == Between(self._found.id)
        self.close()
        self.changed.emit(None if says_nothing else between)
