"""The rows of the list and what becomes of each, with counts that filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.importing.plan import STATE_WORDS, Plan, PlanRow
from gen_desktop.ui.imports import words
from gen_desktop.ui.imports.words import ALL, DOUBTS, REMARKS, Overview
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.chips import ChipBar, ToggleChip


def _remark_tooltip(row: PlanRow) -> str:
    return "\n".join(": ".join(filter(None, (note.column, words.note_text(note)))) for note in row.notes)


COLUMNS = (
    Column("number", "Ligne", 56, lambda row: str(row.number), align="right"),
    Column("what", "Personne", 176, lambda row: row.what or french.UNKNOWN),
    Column("state", "État", 116, lambda row: "", badge=lambda row: words.STATE_BADGES[row.state]),
    Column(
        "details",
        "Ce qui change",
        200,
        words.changes,
        tooltip=lambda row: "\n".join(row.details),
        stretch=True,
    ),
    Column("notes", "Remarques", 200, words.row_remark, tooltip=_remark_tooltip),
)


_NONE: Mapping[str, Sequence[int]] = dict.fromkeys((ALL, *map(str, STATE_WORDS), DOUBTS, REMARKS), ())


class RowsView(QWidget):
    """``row_selected(position in the plan | None)``."""

    row_selected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[PlanRow] = ()
        self._shown: Mapping[str, Sequence[int]] = _NONE
        self.chips = {ALL: ToggleChip("Toutes")}
        self.chips |= {str(state): ToggleChip(many.capitalize()) for state, (_, many) in STATE_WORDS.items()}
        self.chips[DOUBTS] = ToggleChip("Peut-être connues")
        self.chips[REMARKS] = ToggleChip("Avec remarque")
        self._group = QButtonGroup(self)
        for chip in self.chips.values():
            self._group.addButton(chip)
            chip.clicked.connect(self._filter)
            chip.setVisible(chip is self.chips[ALL])  # the others come with rows of their own
        self.chips[ALL].setChecked(True)
        self.model = WindowedTableModel(COLUMNS, self._fetch, self)
        self.table = TableView(self.model, name="Lignes de la liste", multiple=False)
        self.table.row_selected.connect(lambda _row: self.row_selected.emit(self.table.selected_id()))
        bar = ChipBar(*self.chips.values())
        bar.setContentsMargins(12, 8, 12, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.table, 1)

    def show_plan(self, plan: Plan, seen: Overview) -> None:
        """The rows of that plan, with the filter in force while it leaves something."""
        self._rows, self._shown = plan.rows, seen.shown
        for key, chip in self.chips.items():
            count = len(seen.shown[key])
            chip.set_count(count)
            chip.setVisible(key == ALL or count > 0)
            if chip.isChecked() and not count:
                self.chips[ALL].setChecked(True)
        has_notes = any(line.position is not None for line in (*seen.errors, *seen.remarks))
        self.table.setColumnHidden(len(COLUMNS) - 1, not has_notes)
        self._filter()

    def clear(self) -> None:
        """Show no row."""
        self._rows, self._shown = (), _NONE
        self._filter()

    def show_only(self, key: str) -> None:
        """Filter by a state, ``DOUBTS``, ``REMARKS`` or ``ALL``."""
        self.chips[key].click()

    def select(self, position: int) -> None:
        """Show that row of the plan, whatever the filter."""
        if not self.table.select_id(position):
            self.show_only(ALL)
            self.table.select_id(position)

    def _filter(self) -> None:
        key = next(key for key, chip in self.chips.items() if chip.isChecked())
        self.model.reload(self._shown[key])

    def _fetch(self, ids: Sequence[int]) -> dict[int, PlanRow]:
        return {at: self._rows[at] for at in ids}
