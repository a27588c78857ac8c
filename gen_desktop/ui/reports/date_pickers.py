"""The panels where days are chosen: the period of a report, and the day it looks back from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QWidget

from gen_desktop import french
from gen_desktop.ui.reports.periods import Period, usual_periods
from gen_desktop.ui.widgets.basics import button, label, line, set_role
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.popover import Popover

DATE_WIDTH = 104
WIDTH = 316
REVERSED = "La fin de la période est avant son début."
MISSING = "Indiquez les deux dates de la période."
FUTURE = "Cette date est à venir\u00a0: un rapport s’arrête au plus tard aujourd’hui."
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PeriodPicker(Popover):
    """``picked(Period)``: a usual one, or two typed days."""

    picked = Signal(object)

    def __init__(self, today: Callable[[], dt.date], parent: QWidget) -> None:
        super().__init__("Période du rapport", parent)
        self._today = today
        self._shown: Period | None = None
        self._periods: tuple[Period, ...] = ()
        self.setFixedWidth(WIDTH)
        self.list = _Choices(self)
        self.list.setAccessibleName("Périodes usuelles")
        self.first, self.last = DateEdit(today, self), DateEdit(today, self)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        for name, field in (("du", self.first), ("au", self.last)):
            field.setFixedWidth(DATE_WIDTH)
            field.setAccessibleName(f"Période, {name}")
            field.returnPressed.connect(self.take_dates)
            row.addWidget(label(name, "secondary"))
            row.addWidget(field)
        self.ok = button("OK", self.take_dates)
        row.addWidget(self.ok)
        self.body.addWidget(self.list)
        self.body.addWidget(line())
        self.body.addLayout(row)
        self.body.addWidget(self.error)
        self.list.taken.connect(lambda position: self._pick(self._periods[position]))

    def set_period(self, period: Period) -> None:
        """Show that choice."""
        self._shown = period

    def begin(self) -> None:
        self._periods = usual_periods(self._today())
        chosen = self._periods.index(self._shown) if self._shown in self._periods else -1
        self.list.fill([period.words[0].upper() + period.words[1:] for period in self._periods], chosen)
        self.first.set_value(self._shown.first if self._shown else None)
        self.last.set_value(self._shown.last if self._shown else None)
        _say(self.error, "", self.first, self.last)
        self.list.setFocus()

    def take_dates(self) -> None:
        """Take the two days typed, or say what is wrong with them."""
        first, last = self.first.value(), self.last.value()
        sentence = self.first.problem() or self.last.problem()
        if not sentence and (first is None or last is None):
            sentence = MISSING
        elif not sentence and first is not None and last is not None:
            sentence = REVERSED if first > last else ""
        _say(self.error, sentence, self.first, self.last)
        if first is not None and last is not None and not sentence:
            self._pick(Period(first, last))
        self.adjustSize()

    def _pick(self, period: Period) -> None:
        self.close()
        self.picked.emit(period)


class DayPicker(Popover):
    """``picked(date | None)``: the day from which one looks back; None: the usual one."""

    picked = Signal(object)

    def __init__(self, today: Callable[[], dt.date], parent: QWidget) -> None:
        super().__init__("Date d’arrêté des données", parent)
        self._today = today
        self._shown: dt.date | None = None
        self.setFixedWidth(WIDTH)
        self.day = DateEdit(today, self)
        self.day.setFixedWidth(DATE_WIDTH)
        self.day.setAccessibleName("Données arrêtées au")
        self.day.returnPressed.connect(self.take_day)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.usual = button("", self._take_usual, kind="link")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label("Données arrêtées au", "secondary"))
        row.addWidget(self.day)
        row.addWidget(button("OK", self.take_day))
        self.body.addLayout(row)
        self.body.addWidget(self.error)
        self.body.addWidget(
            label("Rien de ce qui s’est passé après ce jour n’est compté.", "small", wrap=True)
        )
        self.body.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignLeft)

    def set_day(self, shown: dt.date, usual: dt.date) -> None:
        """Show that day, and which one is the usual."""
        self._shown = shown
        self.usual.setText(f"Revenir au {french.short_date(usual)}, la date habituelle")
        self.usual.setVisible(shown != usual)

    def begin(self) -> None:
        self.day.set_value(self._shown)
        _say(self.error, "", self.day)
        self.day.setFocus()
        self.day.selectAll()

    def take_day(self) -> None:
        """Take the day typed, or say what is wrong with it."""
        day = self.day.value()
        sentence = self.day.problem()
        if not sentence and day is not None and day > self._today():
            sentence = FUTURE
        _say(self.error, sentence, self.day)
        if not sentence:
            self.close()
            self.picked.emit(day)
        self.adjustSize()

    def _take_usual(self) -> None:
        self.close()
        self.picked.emit(None)


class _Choices(QListWidget):
    """Lines of which one is taken, by a click or Enter. ``taken(position)``."""

    taken = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.itemClicked.connect(lambda item: self.taken.emit(self.row(item)))

    def fill(self, texts: list[str], chosen: int) -> None:
        """Replace the lines."""
        self.clear()
        for text in texts:
            self.addItem(QListWidgetItem(text))
        self.setCurrentRow(chosen)
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in range(self.count())) + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in (*_ENTER, Qt.Key.Key_Space) and self.currentRow() >= 0:
            self.taken.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _say(place: QLabel, sentence: str, *fields: DateEdit) -> None:
    place.setText(sentence)
    place.setVisible(bool(sentence))
    for field in fields:
        field.setAccessibleDescription(sentence)
        set_role(field, "wrong", "true" if sentence else "false")
