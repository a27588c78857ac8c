"""The usual week of a cohort: ten half-days to switch, their hours, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.models.calendar import (
    DEFAULT_PATTERN,
    HALF_DAYS,
    HalfDay,
    PatternSlot,
    describe_pattern,
    parse_pattern,
    weekly_minutes,
)
from gen_desktop.models.cohort_plan import pattern_problem
from gen_desktop.ui import icons, theme, typed
from gen_desktop.ui.widgets.basics import label, set_role

CELL = (29, 29)
Span = tuple[time, time]
Place = tuple[int, HalfDay]

_ROW_TITLES: dict[HalfDay, str] = {"AM": "Matin", "PM": "Après-midi"}


class PatternField(QWidget):
    """Arrow keys move among the half-days, space switches one; Tab goes on to the hours.

    ``changed()`` whenever the week is another. ``problem()`` is the sentence of what cannot be, '' otherwise.
    Saturday and Sunday appear once the words name them.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, label_width: int = 72) -> None:
        """``label_width``: that of the form it stands in, so that « Matin » falls under its labels."""
        super().__init__(parent)
        self._slots: dict[Place, Span] = {}
        self._hours: dict[HalfDay, Span] = {}
        self._problem = ""
        self._cells: dict[Place, _Cell] = {}
        self._spans: dict[HalfDay, QLineEdit] = {}
        self._heads: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, label_width + 3)
        self._fill_grid()
        self.words = QLineEdit(self)
        self.words.setAccessibleName("Semaine en toutes lettres")
        self.words.setPlaceholderText("lun-jeu 9h-12h30 13h30-17h, ven 9h-12h")
        self.words.editingFinished.connect(self.read_words)
        self._total = label("", "small")
        self._error = label("", "error", wrap=True)
        below = QGridLayout()
        below.setHorizontalSpacing(6)
        below.setVerticalSpacing(4)
        below.setColumnMinimumWidth(0, label_width)
        below.addWidget(label("En mots", "secondary"), 0, 0)
        for row, widget in enumerate((self.words, self._error, self._total)):
            below.addWidget(widget, row, 1)
        below.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 2)
        layout.setSpacing(6)
        layout.addLayout(self._grid)
        layout.addLayout(below)
        self.set_pattern(DEFAULT_PATTERN)

    def pattern(self) -> tuple[PatternSlot, ...]:
        """The half-days switched on, in the order of the week."""
        return tuple(
            PatternSlot(weekday, half, *self._slots[weekday, half])
            for weekday, half in sorted(self._slots, key=lambda place: (place[0], place[1]))
        )

    def set_pattern(self, pattern: Sequence[PatternSlot]) -> None:
        """Show that week, without a signal."""
        self._problem = ""
        self.set_error("")
        self._slots = {(slot.weekday, slot.half_day): (slot.starts_at, slot.ends_at) for slot in pattern}
        for half in HALF_DAYS:
            self._hours[half] = self._most_common(half)
        self._show()

    def held(self) -> dict[str, str]:
        """The week in words and the usual hours, readable or not."""
        return {"pattern": self.words.text()} | {
            f"hours.{half}": one.text() for half, one in self._spans.items()
        }

    def put_back(self, held: Mapping[str, Any]) -> None:
        """Type again what ``held`` gave; other names are left out."""
        if "pattern" in held:
            self.words.setText(held["pattern"])
            self.read_words()
        for half, field in self._spans.items():
            if (text := held.get(f"hours.{half}")) is not None:
                field.setText(text)
                self._read_hours(half)

    def problem(self) -> str:
        """The French sentence of what is wrong, '' if nothing is."""
        return self._problem or pattern_problem(self.pattern())

    def set_error(self, sentence: str) -> None:
        """Say what is wrong under the week; '' takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def error(self) -> str:
        """The sentence shown."""
        return self._error.text()

    def cell(self, weekday: int, half: HalfDay) -> QPushButton:
        """The switch of a half-day."""
        return self._cells[weekday, half]

    def hours_field(self, half: HalfDay) -> QLineEdit:
        """The hours of the mornings or of the afternoons: « 9 h – 12 h 30 »."""
        return self._spans[half]

    def move_from(self, place: Place, days: int, halves: int) -> None:
        """Move the keyboard to the half-day beside, above or below."""
        weekday = place[0] + days
        half = HALF_DAYS[min(max(HALF_DAYS.index(place[1]) + halves, 0), 1)]
        target = self._cells.get((weekday, half))
        if target is not None and not target.isHidden():
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_tab_stop(self, place: Place) -> None:
        """One stop of the Tab key for the whole grid: the half-day last used."""
        for other, cell in self._cells.items():
            stop = Qt.FocusPolicy.StrongFocus if other == place else Qt.FocusPolicy.ClickFocus
            cell.setFocusPolicy(stop)
        self.setFocusProxy(self._cells[place])

    def _fill_grid(self) -> None:
        for weekday, name in enumerate(french.WEEKDAYS):
            head = label(f"{name[:3]}.", "small")
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._heads.append(head)
            self._grid.addWidget(head, 0, weekday + 1)
        self._grid.addWidget(label("horaires", "small"), 0, 9)
        for row, half in enumerate(HALF_DAYS, start=1):
            self._grid.addWidget(label(_ROW_TITLES[half], "secondary"), row, 0)
            for weekday, name in enumerate(french.WEEKDAYS):
                cell = _Cell((weekday, half), self)
                cell.setAccessibleName(f"{name} {_ROW_TITLES[half].lower()}")
                cell.toggled.connect(lambda on, place=(weekday, half): self._switch(place, on))
                self._cells[weekday, half] = cell
                self._grid.addWidget(cell, row, weekday + 1)
            self._spans[half] = self._hours_field(half)
            self._grid.addWidget(self._spans[half], row, 9)
        self._grid.setColumnMinimumWidth(8, 3)
        self._grid.setColumnStretch(9, 1)
        self.keep_tab_stop((0, "AM"))

    def _hours_field(self, half: HalfDay) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(f"Horaires, {_ROW_TITLES[half].lower()}")
        field.editingFinished.connect(lambda: self._read_hours(half))
        return field

    def _switch(self, place: Place, on: bool) -> None:
        if on:
            self._slots[place] = self._hours[place[1]]
        else:
            self._slots.pop(place, None)
        self._problem = ""
        self._show()
        self.changed.emit()

    def _read_hours(self, half: HalfDay) -> None:
        before, field = self._hours[half], self._spans[half]
        try:
            span = typed.clock_range(field.text())
            PatternSlot(0, half, *span)
        except ValueError as error:
            self._problem = str(error)
            set_role(field, "wrong", "true")
            self.changed.emit()
            return
        if span == before and not self._problem:
            self._show()
            return
        self._problem = ""
        self._hours[half] = span
        for place, known in self._slots.items():
            if place[1] == half and known == before:
                self._slots[place] = span
        self._show()
        self.changed.emit()

    def read_words(self) -> None:
        """Take the week that the words say, as far as they can be read."""
        text = self.words.text().strip()
        if text == describe_pattern(self.pattern()) and not self._problem:
            return
        try:
            pattern = parse_pattern(text) if text else []
        except ValueError as error:
            self._problem = str(error)
            set_role(self.words, "wrong", "true")
            self.changed.emit()
            return
        self.set_pattern(pattern)
        self.changed.emit()

    def _most_common(self, half: HalfDay) -> Span:
        spans = [span for place, span in self._slots.items() if place[1] == half]
        default = next((s.starts_at, s.ends_at) for s in DEFAULT_PATTERN if s.half_day == half)
        return max(set(spans), key=spans.count) if spans else self._hours.get(half, default)

    def _show(self) -> None:
        for place, cell in self._cells.items():
            span = self._slots.get(place)
            cell.show_span(span, is_usual=span == self._hours[place[1]])
            if place[0] >= 5:
                cell.setVisible(any((place[0], half) in self._slots for half in HALF_DAYS))
        for weekday in (5, 6):
            self._heads[weekday].setVisible(any((weekday, half) in self._slots for half in HALF_DAYS))
        for half, field in self._spans.items():
            field.setText(" – ".join(french.clock(moment) for moment in self._hours[half]))
        for field in (*self._spans.values(), self.words):
            set_role(field, "wrong", "false")
        pattern = self.pattern()
        self.words.setText(describe_pattern(pattern) if pattern else "")
        self.words.setCursorPosition(0)
        self._total.setText(f"{french.hours(weekly_minutes(pattern))} par semaine" if pattern else "")


class _Cell(QPushButton):
    def __init__(self, place: Place, owner: PatternField) -> None:
        super().__init__(owner)
        self._place = place
        self._owner = owner
        self._is_usual = True
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFixedSize(*CELL)

    def show_span(self, span: Span | None, *, is_usual: bool) -> None:
        """Look switched or not, without a signal; hours of its own are marked."""
        self.blockSignals(True)
        self.setChecked(span is not None)
        self.blockSignals(False)
        self._is_usual = is_usual
        hours = "" if span is None else f"de {french.clock(span[0])} à {french.clock(span[1])}"
        self.setToolTip(hours)
        self.setAccessibleDescription(hours)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        edge = "accent" if self.hasFocus() else "accent_edge" if on else "line"
        painter.setPen(QPen(look.color(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(look.color("accent_tint" if on else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, 6, 6)
        if on:
            tick = icons.pixmap("check" if self._is_usual else "clock", "accent", size=14, scale=2)
            painter.drawPixmap(QRect((self.width() - 14) // 2, (self.height() - 14) // 2, 14, 14), tick)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._owner.keep_tab_stop(self._place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }.get(Qt.Key(event.key()))
        if step is not None:
            self._owner.move_from(self._place, *step)
        else:
            super().keyPressEvent(event)
