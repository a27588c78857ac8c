"""The line that says where we stand at a horizon; each figure opens the people it counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gen_desktop.french import NBSP
from gen_desktop.queries.indicators import Figure
from gen_desktop.ui.placements import words
from gen_desktop.ui.widgets.basics import button, label, set_role

POSITIVE = f"sorties positives{NBSP}: "
CODES = {
    "D1": "",
    "D3a": "",
    "D3b": f"sorties positives au moins{NBSP}: ",
    "D3c": f"sorties positives au plus{NBSP}: ",
}


class RatesLine(QWidget):
    """``opened(indicator id)`` when a figure is clicked."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: dict[str, str] = {}
        self.figures = {code: button("", partial(self._open, code), kind="link") for code in CODES}
        self._positive: list[QLabel | QPushButton] = [
            label("·", "secondary"), self.figures["D3a"],
            label("au moins", "secondary"), self.figures["D3b"],
            label("au plus", "secondary"), self.figures["D3c"],
        ]  # fmt: skip
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.figures["D1"])
        for widget in self._positive:
            layout.addWidget(widget)
        layout.addStretch(1)
        self.hide()

    def set_figures(self, horizon: int, figures: Mapping[str, Figure]) -> None:
        """Show the rates of that horizon; the positive exits only once somebody is due.

        Without figures the line is not there.
        """
        self.setVisible(bool(figures))
        if not figures:
            return
        self._ids = {code: figure.id for code, figure in figures.items()}
        texts = {code: words.share(figure) for code, figure in figures.items()}
        texts["D1"] = words.answer_rate(horizon, figures["D1"])
        texts["D3a"] = POSITIVE + texts["D3a"]
        for code, text in texts.items():
            shown = self.figures[code]
            shown.setText(text)
            shown.setEnabled(figures[code].n > 0)
            set_role(shown, "kind", "link" if figures[code].n > 0 else "quiet")
            shown.setToolTip(
                f"{figures[code].label}\n{figures[code].definition}\nVoir les personnes comptées"
            )
            shown.setAccessibleName(f"{CODES[code]}{text}, voir les personnes comptées")
        for widget in self._positive:
            widget.setVisible(figures["D1"].N > 0)

    def text(self) -> str:
        """The whole line as it reads."""
        shown = [self.figures["D1"], *self._positive]
        return " ".join(widget.text() for widget in shown if not widget.isHidden())

    def _open(self, code: str) -> None:
        self.opened.emit(self._ids[code])
