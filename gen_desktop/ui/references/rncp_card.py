"""The sheets of the national register that are kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gen_desktop import french
from gen_desktop.queries.rncp_sheets import SheetRow
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.card import Card

NONE = (
    "Aucune fiche gardée. Importez l’export des fiches RNCP et RS de data.gouv.fr (archive .zip ou XML)\u00a0"
    ": blocs et compétences se reprennent ensuite dans vos formations."
)
COLUMNS = (
    Column("code", "Code", 110, lambda row: row.code, bold_part=lambda row: row.code),
    Column("title", "Certification", 380, lambda row: row.title, stretch=True),
    Column("level", "Niveau", 70, lambda row: row.level or french.UNKNOWN),
    Column("blocks", "Blocs", 70, lambda row: str(row.blocks)),
    Column("until", "Valable jusqu’au", 120, lambda row: _day(row)),
    Column("courses", "Formations", 90, lambda row: str(row.courses)),
    Column("source", "Source", 220, lambda row: row.source),
)


class RncpCard(Card):
    """``deletion_wanted(SheetRow)``; ``selected()`` when another one is."""

    deletion_wanted = Signal(object)
    selected = Signal()

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__("Fiches du répertoire national (RNCP, RS)")
        self.setParent(parent)
        self._rows: dict[int, SheetRow] = {}
        self.model = WindowedTableModel(COLUMNS, lambda ids: {one: self._rows[one] for one in ids}, self)
        self.table = TableView(
            self.model,
            self,
            name="Fiches du répertoire national",
            state=ctx.state,
            state_key="rncp_sheets",
            multiple=False,
        )
        self.table.row_selected.connect(lambda _row: self.selected.emit())
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        actions.make(self.table, "delete_listed", self._delete)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(label(NONE, "secondary", wrap=True))
        self.add(self._stack, 1)

    def show_rows(self, rows: Sequence[SheetRow]) -> None:
        """Show them."""
        self._rows = {row.id: row for row in rows}
        self.model.reload(list(self._rows))
        self._stack.setCurrentIndex(0 if rows else 1)

    def current(self) -> SheetRow | None:
        """The sheet selected."""
        return self._rows.get(self.table.selected_id() or 0)

    def _delete(self) -> None:
        if (row := self.current()) is not None:
            self.deletion_wanted.emit(row)


def _day(row: SheetRow) -> str:
    return french.short_date(row.valid_until) if row.valid_until else french.UNKNOWN
