"""Which title of the list is understood as what; those nobody knows can be matched by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gen_desktop.ui.imports.work import Reading
from gen_desktop.ui.widgets.basics import label, line, scrolled
from gen_desktop.ui.widgets.code_combo import CodeCombo

LEFT_OUT = "Ne pas importer"


class ColumnsView(QWidget):
    """``mapped(title, field)`` when the person says what a column is; '' leaves it out."""

    mapped = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combos: dict[str, CodeCombo] = {}
        self._area = scrolled(QWidget())
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._area)

    def show_reading(self, reading: Reading) -> None:
        """The columns of that list: the unknown first, since they wait for somebody."""
        plan = reading.plan
        if plan is None:
            return
        self.combos = {}
        by_hand = reading.request.mapping
        matched = [pair for pair in plan.matched if not by_hand.get(pair[0])]
        asked = [*plan.unknown_columns, *(title for title, name in by_hand.items() if name)]
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        if asked:
            layout.addWidget(label("Titres que le programme ne connaît pas", "strong"))
            layout.addWidget(
                label(
                    "Dites ce qu’ils sont, ou laissez-les de côté. La liste est relue aussitôt.", "secondary"
                )
            )
            layout.addLayout(self._asked(dict.fromkeys(asked), reading.meanings, matched, by_hand))
            layout.addWidget(line())
        layout.addWidget(label("Titres reconnus", "strong"))
        layout.addLayout(_pairs(matched))
        layout.addStretch(1)
        old, self._area = self._area, scrolled(inner)
        self._outer.replaceWidget(old, self._area)
        old.deleteLater()

    def _asked(
        self,
        titles: Mapping[str, None],
        meanings: Sequence[tuple[str, str]],
        matched: Sequence[tuple[str, str]],
        by_hand: Mapping[str, str],
    ) -> QGridLayout:
        taken = {ours for _, ours in matched}
        grid = _grid()
        for at, title in enumerate(titles):
            own = by_hand.get(title, "")
            elsewhere = {name for other, name in by_hand.items() if other != title}
            combo = CodeCombo(
                [
                    (name, ours)
                    for name, ours in meanings
                    if name == own or (ours not in taken and name not in elsewhere)
                ],
                none_text=LEFT_OUT,
            )
            combo.set_code(own or None)
            combo.setAccessibleName(f"«\u00a0{title}\u00a0» est")
            combo.setMinimumWidth(240)
            combo.chosen.connect(partial(self._on_chosen, title))
            self.combos[title] = combo
            grid.addWidget(label(title), at, 0)
            grid.addWidget(label("→", "secondary"), at, 1)
            grid.addWidget(combo, at, 2, Qt.AlignmentFlag.AlignLeft)
        return grid

    def _on_chosen(self, title: str, name: str | None) -> None:
        self.mapped.emit(title, name or "")


def _pairs(matched: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = _grid()
    for at, (title, ours) in enumerate(matched):
        grid.addWidget(label(title), at, 0)
        grid.addWidget(label("→", "secondary"), at, 1)
        grid.addWidget(label(ours, "secondary" if ours == title else ""), at, 2)
    return grid


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, 220)
    grid.setColumnStretch(2, 1)
    return grid
