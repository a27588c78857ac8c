"""The targets of a programme: for each, an indicator, a percentage, and since when it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from gen_desktop.queries.catalogue import catalogue
from gen_desktop.services.funding_programs import TargetInput
from gen_desktop.ui import typed
from gen_desktop.ui.widgets.basics import button, icon_button, label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

PERCENT_WIDTH = 64


@dataclass
class _Line:
    holder: QWidget
    indicator: CodeCombo
    percent: QLineEdit
    valid_from: DateEdit
    valid_to: DateEdit
    source: str | None


class TargetsField(QWidget):
    """Lines to fill; one without an indicator counts for nothing."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._lines: list[_Line] = []
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.add_button = button("Ajouter un objectif", self.add_line, kind="link")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(label("Objectifs", "strong"))
        self._layout.addWidget(self.error)
        self._layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_targets(self, targets: Sequence[TargetInput]) -> None:
        """Replace every line."""
        while self._lines:
            self._remove(self._lines[0])
        for target in targets:
            line = self.add_line()
            line.indicator.set_code(target.indicator)
            line.percent.setText(typed.decimal_text(target.percent))
            line.valid_from.set_value(target.valid_from)
            line.valid_to.set_value(target.valid_to)
            line.source = target.source

    def add_line(self) -> _Line:
        """One more target, to fill."""
        line = self._made()
        self._lines.append(line)
        self._layout.insertWidget(self._layout.count() - 2, line.holder)
        return line

    def is_empty(self) -> bool:
        """Whether there is no line."""
        return not self._lines

    def problem(self) -> str:
        """What cannot be read, shown under the title; '' when all can."""
        sentence = next(filter(None, map(_problem, self._lines)), "")
        self.set_error(sentence)
        return sentence

    def set_error(self, sentence: str) -> None:
        """What is wrong; '' takes it away."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def targets(self) -> tuple[TargetInput, ...]:
        """What is typed; call when there is no problem."""
        return tuple(
            TargetInput(
                line.indicator.code() or "",
                typed.percent(line.percent.text()) or Decimal(0),
                line.valid_from.value(),
                line.valid_to.value(),
                line.source,
            )
            for line in self._lines
            if line.indicator.code()
        )

    def held(self) -> list[list[Any]]:
        """What is typed, as JSON can hold it."""
        return [
            [
                line.indicator.code(),
                line.percent.text(),
                line.valid_from.text(),
                line.valid_to.text(),
                line.source,
            ]
            for line in self._lines
        ]

    def put_back(self, held: Sequence[Sequence[Any]]) -> None:
        """Type again what ``held`` gave."""
        self.show_targets(())
        for indicator, percent, valid_from, valid_to, source in held:
            line = self.add_line()
            line.indicator.set_code(indicator)
            line.percent.setText(percent)
            line.valid_from.setText(valid_from)
            line.valid_to.setText(valid_to)
            line.source = source

    def _made(self) -> _Line:
        holder = QWidget(self)
        indicators = [(entry.id, entry.label) for entry in catalogue()]
        indicator = CodeCombo(indicators, none_text="Choisir un indicateur…")
        indicator.setAccessibleName("Indicateur")
        percent = QLineEdit()
        percent.setPlaceholderText("%")
        percent.setAccessibleName("Objectif en pourcentage")
        percent.setFixedWidth(PERCENT_WIDTH)
        valid_from, valid_to = DateEdit(self._today), DateEdit(self._today)
        valid_from.setAccessibleName("Objectif valable à partir du")
        valid_to.setAccessibleName("Objectif valable jusqu’au")
        valid_from.setPlaceholderText("depuis")
        valid_to.setPlaceholderText("jusqu’au")
        line = _Line(holder, indicator, percent, valid_from, valid_to, None)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(indicator, 0, 0, 1, 3)
        grid.addWidget(icon_button("x", "Retirer cet objectif", partial(self._remove, line)), 0, 3)
        for column, field in enumerate((percent, valid_from, valid_to)):
            grid.addWidget(field, 1, column)
        return line

    def _remove(self, line: _Line) -> None:
        self._lines.remove(line)
        line.holder.hide()
        line.holder.deleteLater()


def _problem(line: _Line) -> str:
    if not line.indicator.code():
        return ""
    if not line.percent.text().strip():
        return "Donnez le pourcentage de chaque objectif."
    return (
        typed.sentence_of(typed.percent, line.percent.text())
        or line.valid_from.problem()
        or line.valid_to.problem()
    )
