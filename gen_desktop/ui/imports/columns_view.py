"""Which title of the list is understood as what, for people to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.importing.plan import Plan
from gen_desktop.ui.imports.work import Reading
from gen_desktop.ui.widgets.basics import label, line, scrolled
from gen_desktop.ui.widgets.code_combo import CodeCombo

LEFT_OUT = "Ne pas importer"
MOST_ASKED = 100
"""Unknown titles that are asked about: a sheet may have sixteen thousand columns."""
Field = tuple[str, str, bool]
"""Code, title, and whether no column is it yet."""


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
        by_hand = plan.read.mapping
        unknown, left = plan.unknown_columns[:MOST_ASKED], plan.unknown_columns[MOST_ASKED:]
        asked = dict.fromkeys((*unknown, *(title for title, name in by_hand.items() if name)))
        by_content = {title: ours for title, ours in plan.read.by_content if title not in asked}
        matched = {
            title: ours for title, ours in plan.matched if title not in asked and title not in by_content
        }
        fields = {ours: name for name, ours in reading.meanings}
        said = {title: by_hand.get(title, "") for title in asked}
        found = {title: fields.get(ours, "") for title, ours in (by_content | matched).items()}
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        free = _free_fields(reading, plan, found)
        for heading, about, titles in (
            (
                "Titres que le programme ne connaît pas",
                "Dites ce qu’ils sont, ou laissez-les de côté. La liste est relue aussitôt.",
                said,
            ),
            (
                "Colonnes reconnues à leur contenu",
                "Leur titre ne dit rien de connu, mais toutes leurs cellules se ressemblent. Vérifiez.",
                {title: found[title] for title in by_content},
            ),
        ):
            if titles:
                layout.addWidget(label(heading, "strong"))
                layout.addWidget(label(about, "secondary", wrap=True))
                layout.addLayout(self._choices(titles, free))
                if titles is said and left:
                    others = french.plural(len(left), "autre titre est laissé", "autres titres sont laissés")
                    layout.addWidget(label(f"{others} de côté.", "secondary"))
                layout.addWidget(line())
        layout.addWidget(label("Titres reconnus", "strong"))
        layout.addLayout(self._choices({title: found[title] for title in matched}, free, matched))
        layout.addStretch(1)
        old, self._area = self._area, scrolled(inner)
        self._outer.replaceWidget(old, self._area)
        old.deleteLater()

    def _choices(
        self,
        titles: Mapping[str, str],
        free: Sequence[Field],
        words: Mapping[str, str] | None = None,
    ) -> QGridLayout:
        """A line per title with what it may be. One that is no field (a half-day) is only told: ``words``."""
        grid = _grid()
        for at, (title, own) in enumerate(titles.items()):
            grid.addWidget(label(title), at, 0)
            grid.addWidget(label("→", "secondary"), at, 1)
            if words is not None and not own:
                grid.addWidget(label(words[title]), at, 2)
            else:
                grid.addWidget(self._combo(title, own, free), at, 2, Qt.AlignmentFlag.AlignLeft)
        return grid

    def _combo(self, title: str, own: str, free: Sequence[Field]) -> CodeCombo:
        combo = CodeCombo(
            [(name, ours) for name, ours, is_free in free if is_free or name == own], none_text=LEFT_OUT
        )
        combo.set_code(own or None)
        combo.setAccessibleName(f"«\u00a0{title}\u00a0» est")
        combo.setMinimumWidth(240)
        combo.chosen.connect(partial(self._on_chosen, title))
        self.combos[title] = combo
        return combo

    def _on_chosen(self, title: str, name: str | None) -> None:
        self.mapped.emit(title, name or "")


def _free_fields(reading: Reading, plan: Plan, found: Mapping[str, str]) -> list[Field]:
    """Every field of the list."""
    taken = {*found.values(), *plan.read.mapping.values()}
    return [(name, ours, name not in taken) for name, ours in reading.meanings]


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, 220)
    grid.setColumnStretch(2, 1)
    return grid
