"""Référentiels: official lists of communes and QPV, sheets of the register, what the program brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.importing.rncp_file import RncpFile, is_rncp_file, read_rncp_file
from gen_desktop.importing.zoning_lists import ZoningFile, read_zoning_file
from gen_desktop.jobs import Job
from gen_desktop.models.zoning import KINDS
from gen_desktop.queries.rncp_sheets import SheetRow, codes_used, kept_sheets
from gen_desktop.queries.zoning import ListRow, zoning_lists
from gen_desktop.reference.bundled import Bundled, bundled
from gen_desktop.services.rncp_sheets import keep_sheets
from gen_desktop.services.zoning_facts import ZoningPlan, apply_zonings, plan_zonings
from gen_desktop.services.zoning_lists import add_zoning_list, update_zoning_list
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.dropping import TakesFiles
from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.references import words
from gen_desktop.ui.references.fill_dialog import TITLE as FILL
from gen_desktop.ui.references.fill_dialog import FillDialog
from gen_desktop.ui.references.list_dialog import ListDialog
from gen_desktop.ui.references.rncp_card import RncpCard
from gen_desktop.ui.references.rncp_dialog import RncpDialog, source_of
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import label, set_role
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState

FILES = "Listes (*.xlsx *.xls *.ods *.csv *.txt *.zip *.xml);;Tous les fichiers (*)"
NONE = (
    "Importez les listes publiées des ZRR, des FRR et des QPV, téléchargées sur data.gouv.fr. "
    "Vous pouvez aussi déposer un fichier ici."
)
LIST, FILE = "list", "file"
"""What is asked of a list that is kept, and of one that comes in."""
AGAIN = "Importez de nouveau «\u00a0{}\u00a0»\u00a0: ce que vous aviez saisi y revient."
COLUMNS = (
    Column("name", "Nom", 220, lambda row: row.name, bold_part=lambda row: row.name),
    Column("kind", "Zonage", 290, lambda row: KINDS[row.kind]),
    Column("validity", "En vigueur", 190, words.validity),
    Column("places", "Contenu", 130, lambda row: words.places(row.kind, row.places)),
    Column("imported_on", "Importée le", 90, lambda row: french.short_date(row.imported_on)),
    Column("source", "Source", 120, lambda row: row.source or french.UNKNOWN, stretch=True),
)


@dataclass(frozen=True)
class Register:
    """An export of the national register; ``wanted``: the codes that courses use or that are kept."""

    file: RncpFile
    wanted: frozenset[str]


@dataclass(frozen=True)
class Shown:
    """What one load brings."""

    lists: tuple[ListRow, ...]
    sheets: tuple[SheetRow, ...]
    bundled: tuple[Bundled, ...]


class ReferencesPage(TakesFiles):
    """A file chosen or dropped is read, shown, and kept once its dates are agreed."""

    title = "Référentiels"
    kinds = frozenset({"zoning_list", "rncp_sheet", "course"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.setAcceptDrops(True)
        self._rows: dict[int, ListRow] = {}
        self._is_busy = False
        self._to_select: int | None = None
        self.model = WindowedTableModel(COLUMNS, lambda ids: {one: self._rows[one] for one in ids}, self)
        self.table = TableView(
            self.model,
            self,
            name="Listes officielles",
            state=ctx.state,
            state_key="references",
            multiple=False,
        )
        self._stack = QStackedWidget()
        self.sheets = RncpCard(ctx)
        self.sheets.deletion_wanted.connect(self._delete_sheet)
        self.bundled = QGridLayout()
        self._lay_out()
        self.table.row_selected.connect(lambda _row: self.header_changed.emit())
        self.table.row_activated.connect(lambda _row: self.edit())
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        actions.make(self.table, "delete_listed", self.delete)

    def header_actions(self) -> Sequence[PageAction]:
        chosen = self._selected() is not None
        edit = PageAction("Modifier…", self.edit, enabled=chosen)
        delete = PageAction("Supprimer…", self.delete, enabled=chosen)
        fill = PageAction(f"{FILL}…", self.fill, enabled=bool(self._rows) and not self._is_busy)
        bring = PageAction(
            "Importer une liste…",
            self.choose,
            icon="upload",
            enabled=not self._is_busy,
            primary=bool(self._rows),  # an empty page has the button in its middle
        )
        return (
            PageAction("Retour", self.back_requested.emit),
            self.allowed(edit, "zoning_list"),
            self.allowed(delete, "zoning_list"),
            self.allowed(fill, "enrollment"),
            self.allowed(bring, "zoning_list"),
        )

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("references.lists", self._load, self._on_loaded)

    def open_record(self, kind: str, record_id: int) -> None:
        self._to_select = record_id
        self.reload()

    def choose(self) -> None:
        """Ask for the file of a list."""
        if self._is_busy or self.is_refused("zoning_list"):
            return
        path = dialogs.open_file(self, "Importer une liste officielle", FILES)
        if path is not None:
            self.take_file(path)

    def may_take_files(self) -> bool:
        return not self._is_busy and not self.ctx.why_not("zoning_list")

    def show_over(self, over: bool) -> None:
        set_role(self._card, "over", "true" if over else "false")

    def take_file(self, path: Path) -> None:
        """Read a file beside the window, then show what is in it."""
        self._set_busy(True)
        self.ctx.jobs.read(
            lambda _job: self._read(path),
            self._on_read,
            on_error=self._on_failed,
            name="Lire la liste",
            progress_over=self,
        )

    def edit(self) -> None:
        """Correct the name, the dates and the source of the list selected."""
        row = self._selected()
        if row is None or self.is_refused("zoning_list"):
            return
        self._ask(row)

    def delete(self) -> None:
        """Delete the list selected, after the question."""
        row = self._selected()
        if row is not None and not self.is_refused("zoning_list"):
            ask_and_delete(self, "zoning_list", row.id, f"la liste {row.name}")

    def _ask(self, row: ListRow) -> None:
        dialog = ListDialog(row, self.ctx.today, self)
        if self.in_dialogs.run(LIST, row.id, dialog):
            values = dialog.values()
            self._write(
                f"Modifier {row.name}",
                lambda _job: update_zoning_list(self.ctx.db, row.id, values, version=row.version),
                partial(self.in_dialogs.keep, LIST, row.id, dialog),
            )

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        return {LIST: self._ask_again, FILE: lambda name: self.tell(AGAIN.format(name))}

    def _ask_again(self, list_id: str) -> None:
        with self.ctx.db.read() as session:
            found = [row for row in zoning_lists(session) if row.id == int(list_id)]
        if found and not self.is_refused("zoning_list"):
            self._ask(found[0])

    def fill(self) -> None:
        """Show what the lists say of the entries without zoning, to be agreed."""
        if self._is_busy or self.is_refused("enrollment"):
            return
        self._set_busy(True)
        self.ctx.jobs.read(
            self._plan, self._on_planned, on_error=self._on_failed, name=FILL, progress_over=self
        )

    def _read(self, path: Path) -> ZoningFile | Register:
        """What a file brings, told by what it holds."""
        if not is_rncp_file(path):
            return read_zoning_file(path)
        with self.ctx.db.read() as session:
            wanted = {*codes_used(session), *(row.code for row in kept_sheets(session))}
        return Register(read_rncp_file(path, wanted), frozenset(wanted))

    def _load(self, _job: Job) -> Shown:
        with self.ctx.db.read() as session:
            return Shown(zoning_lists(session), kept_sheets(session), bundled())

    def _on_loaded(self, found: Shown) -> None:
        rows, shipped = found.lists, found.bundled
        self.sheets.show_rows(found.sheets)
        self._rows = {row.id: row for row in rows}
        self.model.reload(list(self._rows))
        self._stack.setCurrentIndex(0 if rows else 1)
        wanted, self._to_select = self._to_select, None
        if wanted is not None:
            self.table.select_id(wanted)
        if self.bundled.count() == 0:
            self._show_bundled(shipped)
        self.header_changed.emit()

    def _on_read(self, found: ZoningFile | Register) -> None:
        self._set_busy(False)
        if isinstance(found, Register):
            self._keep_sheets(found)
            return
        dialog = ListDialog(found, self.ctx.today, self)
        if self.in_dialogs.run(FILE, found.file_name, dialog):
            values, today = dialog.values(), self.ctx.today()
            self._write(
                "Importer une liste officielle",
                lambda _job: add_zoning_list(self.ctx.db, values, found.places, today),
                partial(self.in_dialogs.keep, FILE, found.file_name, dialog),
            )

    def _keep_sheets(self, found: Register) -> None:
        dialog = RncpDialog(found.file, found.wanted, self)
        if dialogs.run(dialog):
            chosen, source = dialog.chosen(), source_of(found.file)
            self._write("Importer des fiches", lambda _job: keep_sheets(self.ctx.db, chosen, source))

    def _delete_sheet(self, row: SheetRow) -> None:
        if not self.is_refused("rncp_sheet"):
            ask_and_delete(self, "rncp_sheet", row.id, f"la fiche {row.code}")

    def _plan(self, job: Job) -> ZoningPlan:
        with self.ctx.db.read() as session:
            return plan_zonings(session, job)

    def _on_planned(self, plan: ZoningPlan) -> None:
        self._set_busy(False)
        if dialogs.run(FillDialog(self.ctx, plan, self)):
            today = self.ctx.today()
            self.ctx.jobs.write(
                FILL,
                lambda job: apply_zonings(self.ctx.db, plan, today, job),
                self._on_filled,
                parent=self,
            )

    def _on_filled(self, done: tuple[Change, int]) -> None:
        change, left = done
        self.ctx.changes.publish(change)
        if left:
            self.tell(f"{french.plural(left, 'entrée laissée', 'entrées laissées')}, modifiées entre-temps.")

    def _write(
        self, name: str, work: Callable[[Job], Change], keep: Callable[[], object] = lambda: None
    ) -> None:
        """``keep``: what was typed, when it could not be written."""

        def on_error(error: Exception) -> None:
            keep()
            dialogs.show_error(self, error)

        self.ctx.jobs.write(name, work, self._on_written, on_error=on_error, parent=self)

    def _on_written(self, change: Change) -> None:
        self._to_select = change.created_id
        self.ctx.changes.publish(change)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(False)
        dialogs.show_error(self, error)

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.header_changed.emit()

    def _selected(self) -> ListRow | None:
        return self._rows.get(self.table.selected_id() or 0)

    def _show_bundled(self, shipped: Sequence[Bundled]) -> None:
        for at, one in enumerate(shipped):
            self.bundled.addWidget(label(one.name, "strong"), at, 0)
            self.bundled.addWidget(label(one.content), at, 1)
            self.bundled.addWidget(label(one.state), at, 2)
            self.bundled.addWidget(label(one.source, "secondary"), at, 3)

    def _lay_out(self) -> None:
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                NONE, ("Importer une liste…", self.choose), icon="map", heading="Aucune liste importée"
            )
        )
        self._card = Card("Listes officielles importées")
        self._card.no_margins()
        self._card.add(self._stack, 1)
        shipped = Card("Fournis avec le programme")
        self.bundled.setHorizontalSpacing(24)
        self.bundled.setVerticalSpacing(8)
        self.bundled.setColumnStretch(3, 1)
        holder = QWidget()
        holder.setLayout(self.bundled)
        self.bundled.setContentsMargins(0, 0, 0, 0)
        shipped.add(holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._card, 3)
        layout.addWidget(self.sheets, 2)
        layout.addWidget(shipped)
