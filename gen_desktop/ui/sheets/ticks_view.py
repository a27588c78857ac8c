"""The table of the signatures of a sheet, walked by the arrows and changed by one key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gen_desktop.ui import actions, theme
from gen_desktop.ui.sheets.ticks_model import TicksModel

NAME_WIDTH = 156
CELL_WIDTH = 46


class TicksView(QTableView):
    """Space: signed or not; D: doubtful; X: the half-day is on this sheet or not."""

    def __init__(self, model: TicksModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticks = model
        self.setModel(model)
        self.setAccessibleName("Signatures")
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCornerButtonEnabled(False)
        self.setFont(theme.font(theme.SMALL_PX))
        names, half_days = self.verticalHeader(), self.horizontalHeader()
        names.setFixedWidth(NAME_WIDTH)
        names.setDefaultSectionSize(theme.GRID_ROW)
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        half_days.setStyleSheet("QHeaderView::section { padding: 6px 0; }")
        half_days.setMinimumSectionSize(CELL_WIDTH)
        half_days.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        half_days.setSectionsClickable(False)
        names.setSectionsClickable(False)
        self.doubleClicked.connect(lambda index: model.toggle(index.row(), index.column()))
        actions.make(self, "sign_toggle", lambda: model.toggle(*self._here()))
        actions.make(self, "sign_doubtful", lambda: model.doubt(*self._here()))
        actions.make(self, "sign_column", lambda: model.toggle_column(self._here()[1]))
        actions.make(self, "sheet_half_day", lambda: model.toggle_proved(self._here()[1]))

    def start(self) -> None:
        """The cursor on the first cell."""
        self.setCurrentIndex(self.ticks.index(0, 0))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _here(self) -> tuple[int, int]:
        index = self.currentIndex()
        return index.row(), index.column()
