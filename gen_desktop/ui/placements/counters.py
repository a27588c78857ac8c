"""Where we stand at each horizon: a line each, whose figures open the people they count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.queries.call_counter import HorizonCount
from gen_desktop.reference.horizons import horizon_words
from gen_desktop.ui.widgets.basics import button, label

COLUMNS = {
    "due": ("À échéance", "Sortants dont l’échéance est passée"),
    "known": ("Connus", "Situation dite par la personne, ou connue par un fait daté"),
    "by_spell": (
        "dont sans appel",
        "Connus sans appel, par un emploi ou une formation daté, ou par le motif de la sortie",
    ),
    "unknown": ("Inconnus", "Situation inconnue, refus et injoignables compris"),
    "positive": ("Sorties positives", "Emploi, création ou formation, sur les situations connues"),
    "least": ("au moins", "Si aucun inconnu n’était en sortie positive"),
    "most": ("au plus", "Si tous les inconnus étaient en sortie positive"),
}
"""Column → its heading, and what it counts."""
_PEOPLE = {"least": "positive", "most": "possible"}
"""Column → the group of people behind it, where it has another name."""


class Counters(QWidget):
    """``opened(horizon, group)`` when a figure is clicked: a group of queries/call_counter.py."""

    opened = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: dict[tuple[int, str], QPushButton] = {}
        self._counts: tuple[HorizonCount, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(len(COLUMNS) + 1, 1)
        self.hide()

    def show_counts(self, counts: Sequence[HorizonCount]) -> None:
        """A line for each horizon; nothing is shown without any."""
        self.setVisible(bool(counts))
        if [one.horizon for one in counts] != [one.horizon for one in self._counts]:
            self._make_lines([one.horizon for one in counts])
        self._counts = tuple(counts)
        for one in counts:
            self._fill(one)

    def lines(self) -> list[str]:
        """Each line as it reads."""
        return [
            " | ".join([_heading(one.horizon), *(self.figures[one.horizon, name].text() for name in COLUMNS)])
            for one in self._counts
        ]

    def _make_lines(self, horizons: Sequence[int]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.figures = {}
        for at, (text, tooltip) in enumerate(COLUMNS.values(), 1):
            self._grid.addWidget(_small(text, tooltip), 0, at, Qt.AlignmentFlag.AlignRight)
        for row, horizon in enumerate(horizons, 1):
            self._grid.addWidget(_small(_heading(horizon), ""), row, 0)
            for at, name in enumerate(COLUMNS, 1):
                ask = partial(self.opened.emit, horizon, _PEOPLE.get(name, name))
                made = button("", ask, kind="link")
                self.figures[horizon, name] = made
                self._grid.addWidget(made, row, at, Qt.AlignmentFlag.AlignRight)

    def _fill(self, count: HorizonCount) -> None:
        counted = {name: getattr(count, _PEOPLE.get(name, name)) for name in COLUMNS}
        texts = {name: french.number(counted[name]) for name in ("due", "known", "by_spell", "unknown")}
        texts["positive"] = french.rate(count.positive, count.known)
        if count.known:
            texts["positive"] += f" ({french.share_text(count.positive, count.known)})"
        texts["least"] = french.rate(count.positive, count.due)
        texts["most"] = french.rate(count.possible, count.due)
        for name, text in texts.items():
            shown, (heading, tooltip) = self.figures[count.horizon, name], COLUMNS[name]
            has_people = counted[name] > 0
            shown.setText(text)
            shown.setEnabled(has_people)
            shown.setToolTip(f"{tooltip}\nVoir les personnes comptées" if has_people else tooltip)
            shown.setAccessibleName(
                f"{_heading(count.horizon)}, {heading.lower()}{NBSP}: {text}, voir les personnes comptées"
            )


def _heading(horizon: int) -> str:
    """« À la sortie », « À 6 mois »."""
    said = horizon_words(horizon)
    return f"{said[0].upper()}{said[1:]}"


def _small(text: str, tooltip: str) -> QLabel:
    made = label(text, "small")
    made.setToolTip(tooltip)
    return made
