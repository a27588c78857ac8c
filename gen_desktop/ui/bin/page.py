"""Corbeille: what was deleted, when, by whom, with what; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.queries.bin import BinEntry
from gen_desktop.reference.field_words import counted, kind_name
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.bin import work
from gen_desktop.ui.bin.work import Restored
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.told import moment
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel

PANEL_WIDTH = 320
TYPING_PAUSE_MS = 120
KEPT = (
    "Ce qui est supprimé reste dans le journal du fichier et peut être remis, jusqu’au jour où les données "
    "de la personne sont effacées."
)
COLUMNS = (
    Column("title", "Supprimé", 170, lambda row: row.title, tooltip=lambda row: row.name, stretch=True),
    Column("kind", "Genre", 108, lambda row: kind_name(row.kind)),
    Column("at", "Le", 132, lambda row: moment(row.at)),
    Column("author", "Par", 130, lambda row: row.author),
    Column("with", "Avec", 130, lambda row: row.words or french.UNKNOWN, tooltip=lambda row: row.words),
)


class BinPage(Page):
    """Several lines can be given back at once, each in its own gesture."""

    title = "Corbeille"

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._entries: dict[int, BinEntry] = {}
        self._is_busy = False
        self.model = WindowedTableModel(COLUMNS, lambda ids: {one: self._entries[one] for one in ids}, self)
        self.table = TableView(
            self.model,
            self,
            name="Corbeille",
            state=ctx.state,
            state_key="bin",
            before_copy=partial(may_copy, self, ctx, self.title),
        )
        self.search = QLineEdit(self)
        self._typing = QTimer(self)
        self._count = label("", "secondary")
        self.panel = SidePanel("Choisissez une ligne pour lire ce qui est parti avec.", self)
        self._facts = Facts(label_width=120)
        self.restore_button = button("Remettre", self.restore)
        self.history_button = button("Historique", self.show_history)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        chosen = len(self.table.selected_ids())
        text = "Remettre" if chosen < 2 else f"Remettre les {french.number(chosen)}"
        refusal = self._refusal()
        may = bool(chosen) and not self._is_busy and not refusal
        return (
            PageAction("Retour", self.back_requested.emit),
            PageAction(text, self.restore, icon="undo", primary=True, enabled=may, tooltip=refusal),
        )

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest(
            "bin.list", partial(work.read_entries, self.ctx.db, self.search.text()), self._on_entries
        )

    def chosen(self) -> list[BinEntry]:
        """The lines selected, in their order."""
        return [self._entries[one] for one in self.table.selected_ids()]

    def restore(self) -> None:
        """Give the selected deletions back."""
        chosen = self.chosen()
        if not chosen or self._is_busy:
            return
        if refusal := self._refusal():
            self.tell(refusal)
            return
        self._set_busy(True)
        self.ctx.jobs.write(
            "Remettre ce qui était supprimé",
            partial(work.restore_all, self.ctx.db, chosen),
            self._on_restored,
            on_error=self._on_failed,
            on_cancelled=partial(self._set_busy, False),
            parent=self,
        )

    def show_history(self) -> None:
        """Everything that was done to the record before it was deleted."""
        row = self._entries.get(self.table.selected_id() or 0)
        if row is not None:
            self.go_requested.emit("history", (row.kind, row.record_ids[0], row.title))

    def _refusal(self) -> str:
        """Why what is selected cannot be given back by whoever works here; '' when it can."""
        return self.ctx.why_not(*(table for entry in self.chosen() for table in entry.tables))

    def _show_rights(self) -> None:
        set_refusal(self.restore_button, self._refusal())
        self.header_changed.emit()

    def _on_entries(self, found: Sequence[BinEntry]) -> None:
        self._entries = {entry.change_set_id: entry for entry in found}
        self.model.reload(list(self._entries))
        self._count.setText(french.plural(len(found), "suppression") if found else "")
        empty = 2 if self.search.text().strip() else 1
        self._stack.setCurrentIndex(0 if found else empty)
        self.panel.setVisible(bool(found))
        self._show_rights()

    def _on_restored(self, restored: Restored) -> None:
        self._set_busy(False)
        self.ctx.changes.publish(restored.change)
        if len(restored.titles) == 1:
            self.tell(f"Remis{french.NBSP}: {restored.titles[0]}")
        elif restored.titles:
            self.tell(f"{french.plural(len(restored.titles), 'suppression remise', 'suppressions remises')}")
        if restored.refusals:
            count = len(restored.refusals)
            what = french.plural(count, "suppression ne peut", "suppressions ne peuvent")
            said = f"{what} pas être {french.form(count, 'remise')}."
            dialogs.warn(self, said, "\n".join(restored.refusals))

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(False)
        dialogs.show_error(self, error)

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self._show_rights()
        if busy:
            self.restore_button.setEnabled(False)

    def _on_row(self, row: BinEntry | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        self.panel.show_record(row.title, f"Supprimé le {moment(row.at)} par {row.author}")
        along = "\n".join(counted(kind, count) for kind, count in row.parts)
        self._facts.set_facts([("Genre", kind_name(row.kind)), ("Parti avec", along or "rien d’autre")])

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Filtrer")
        self.search.setAccessibleName("Filtrer la corbeille")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(200)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(label(KEPT, "secondary", wrap=True), 1)
        bar.addWidget(self._count)
        bar.addWidget(self.search)
        self._stack.addWidget(self.table)
        nothing = "Ce que vous supprimez vient ici, avec tout ce qui en dépend, et peut être remis."
        self._stack.addWidget(EmptyState(nothing, icon="trash", heading="La corbeille est vide"))
        self._stack.addWidget(
            EmptyState("Rien dans la corbeille ne répond à ces mots.", ("Tout afficher", self.search.clear))
        )
        card = Card()
        card.no_margins()
        card.add(self._stack, 1)
        self.panel.add_tab("with", "Avec", self._facts)
        self.panel.add_foot(self.restore_button, self.history_button)
        self.panel.setFixedWidth(PANEL_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(bar)
        layout.addLayout(row, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self.reload)
        self.table.row_selected.connect(self._on_row)
        self.table.selectionModel().selectionChanged.connect(
            lambda *_: self._show_rights(), Qt.ConnectionType.QueuedConnection
        )
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        actions.make(self, "filter", self.search.setFocus)
