"""Feuilles signées: what a cohort still has to prove, the sheets that were filed, and filing one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french, opened_copies
from gen_desktop.changes import Change
from gen_desktop.dates import week_start
from gen_desktop.jobs import Job
from gen_desktop.models.paper_formats import Format, Refused, title_of
from gen_desktop.queries.attendance import CohortChoice, cohort_choices, place_of_session
from gen_desktop.queries.filed_sheets import (
    FiledHalfDay,
    FiledSheet,
    filed_sheet,
    filed_sheets,
    half_days_of,
    sheet_of_half_day,
    sheet_with_content,
)
from gen_desktop.queries.signed_sheets import CohortToProve, cohort_to_prove, defects_of_sheets
from gen_desktop.services.attached_documents import Source, file_source
from gen_desktop.services.scans import scan_format
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.dropping import TakesFiles
from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.sheets.form import SheetForm, first_week
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import label, set_role
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.chips import MenuChip
from gen_desktop.ui.widgets.empty_state import EmptyState

TABLE = "signed_sheet"
_DRAFT = "sheet"
FILE = "Classer une feuille signée"
FILES = "Feuilles numérisées (*.pdf *.jpg *.jpeg *.png);;Tous les fichiers (*)"
NONE = (
    "Numérisez ou photographiez la feuille signée, puis classez-la avec les demi-journées qu’elle prouve. "
    "Vous pouvez aussi déposer le fichier ici."
)
LOST_SCAN = (
    "Le fichier de cette feuille n’est plus à sa place. Choisissez-le à nouveau\u00a0: ce qui était noté "
    "revient."
)
NO_PROGRAM = "Aucun programme de cet ordinateur n’ouvre cette feuille."


@dataclass(frozen=True, slots=True)
class _Found:
    """What is shown of a cohort; ``defects``: sheet → what is wrong on it, in words."""

    cohorts: tuple[CohortChoice, ...] = ()
    cohort_id: int | None = None
    sheets: tuple[FiledSheet, ...] = ()
    defects: Mapping[int, str] = field(default_factory=dict)
    to_prove: CohortToProve | None = None


class SheetsPage(TakesFiles):
    """``opener`` is replaced by tests."""

    title = "Feuilles signées"
    kinds = frozenset({TABLE, "sheet_half_day", "signature_defect", "attendance", "cohort", "class_session"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.setAcceptDrops(True)
        self.opener: Callable[[Path], bool] = _open_with_system
        self.form: SheetForm | None = None
        self._found = _Found()
        self._rows: dict[int, FiledSheet] = {}
        self._cohort_id: int | None = None
        self._monday: date | None = None
        self._is_asked = False  # whether the sheet of that week is what somebody came for
        self._to_select: int | None = None
        self._path: Path | None = None
        self._kept: Mapping[str, Any] | None = None
        self.model = WindowedTableModel(
            self._columns(), lambda ids: {one: self._rows[one] for one in ids}, self
        )
        self.table = TableView(
            self.model, self, name=self.title, state=ctx.state, state_key="sheets", multiple=False
        )
        self._lay_out()
        self.cohort_chip.chosen.connect(self._on_cohort)
        self.table.row_selected.connect(lambda _row: self.header_changed.emit())
        self.table.row_activated.connect(lambda _row: self.edit())
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        actions.make(self.table, "delete_listed", self.delete)
        actions.make(self, "new", self.choose)

    def header_actions(self) -> Sequence[PageAction]:
        if self.form is not None:
            return ()
        chosen = self._selected() is not None
        return (
            PageAction("Retour", self.back_requested.emit),
            PageAction("Ouvrir le fichier", self.open_scan, enabled=chosen),
            self.allowed(PageAction("Modifier…", self.edit, enabled=chosen), TABLE),
            self.allowed(PageAction("Supprimer…", self.delete, enabled=chosen), TABLE),
            self.allowed(
                PageAction(
                    f"{FILE}…",
                    self.choose,
                    icon="upload",
                    enabled=self._cohort_id is not None,
                    primary=bool(self._rows),  # an empty page has the button in its middle
                ),
                TABLE,
            ),
        )

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("sheets.list", self._load, self._on_loaded)

    def open_record(self, kind: str, record_id: int) -> None:
        """A filed sheet, in its cohort."""
        with self.ctx.db.read() as session:
            sheet = filed_sheet(session, record_id)
        self._cohort_id, self._to_select = sheet.cohort_id, sheet.id
        self.reload()

    def show_target(self, target: object) -> None:
        """``(cohort id, day)``: that cohort, to file the sheet of that week; with a path, at once.

        ``("half_day", class session id)``: what its sheet proves, else where it is to be filed.
        """
        if not self.can_leave():
            return
        self._is_asked = False
        match target:
            case ("half_day", int() as class_session_id):
                self._show_half_day(class_session_id)
            case int():
                self._cohort_id = target
            case (int() as cohort_id, date() as day):
                self._cohort_id, self._monday = cohort_id, week_start(day)
            case (int() as cohort_id, date() as day, Path() as path):
                self._cohort_id, self._monday = cohort_id, week_start(day)
                self.take_file(path)
        self.reload()

    def can_leave(self) -> bool:
        return self.form is None or self.form.leave()

    def drafts(self) -> Mapping[str, Draft]:
        """The sheet under way; its scan by where it was, which nothing else remembers."""
        found = {} if self._kept is None else {_DRAFT: Draft(FILE, self._kept)}
        if self.form is not None and self.form.is_touched:
            found[_DRAFT] = Draft(FILE, self.form.held() | {"scan": str(self._path or "")})
        return found

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        if _DRAFT in drafts:
            self._kept = drafts[_DRAFT].values

    def drop_drafts(self) -> None:
        self._kept = None
        if self.form is not None:
            self._close_form()

    def resume(self, form: str) -> None:
        kept = self._kept
        if kept is None or self.form is not None:
            return
        self._cohort_id = kept["cohort"]
        if kept["sheet"] is not None:
            self._edit(kept["sheet"])
        elif Path(kept["scan"]).is_file():
            self.take_file(Path(kept["scan"]))
        else:
            self.tell(LOST_SCAN)
        self.reload()

    def may_take_files(self) -> bool:
        return self.form is None and self._cohort_id is not None and not self.ctx.why_not(TABLE)

    def show_over(self, over: bool) -> None:
        set_role(self._card, "over", "true" if over else "false")

    def choose(self) -> None:
        """Ask for the scan of a sheet."""
        if self.form is not None or self._cohort_id is None or self.is_refused(TABLE):
            return
        path = dialogs.open_file(self, FILE, FILES)
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Read a scan beside the window, then show it beside its week."""
        scan, self._path = file_source(path), path

        def work(_job: Job) -> tuple[Source, bytes, Format] | str:
            try:
                data = scan.read()
                return scan, data, scan_format(scan.name, data)
            except Refused as refusal:
                return f"«{french.NBSP}{title_of(scan.name)}{french.NBSP}» {refusal}"

        self.ctx.jobs.read(work, self._on_read, name="Lire la feuille", progress_over=self)

    def edit(self) -> None:
        """What the sheet selected proves, beside its scan."""
        sheet = self._selected()
        if sheet is not None and self.form is None and not self.is_refused(TABLE):
            self._edit(sheet.id)

    def delete(self) -> None:
        """Delete the sheet selected, after the question."""
        sheet = self._selected()
        if sheet is not None and not self.is_refused(TABLE):
            ask_and_delete(self, TABLE, sheet.id, f"la feuille «{french.NBSP}{sheet.title}{french.NBSP}»")

    def open_scan(self) -> None:
        """The scan of the sheet selected, with the program that the system has for it."""
        sheet = self._selected()
        if sheet is None:
            return

        def work(_job: Job) -> Path:
            with self.ctx.db.read() as session:
                found, data = sheet_with_content(session, sheet.id)
            # Programs of the system remember the names of what they opened.
            return opened_copies.place("Feuille signée", found.format.extension, data)

        self.ctx.jobs.read(work, self._on_placed, name="sheets.open")

    def _edit(self, sheet_id: int) -> None:
        def work(_job: Job) -> tuple[FiledSheet, tuple[FiledHalfDay, ...], bytes]:
            with self.ctx.db.read() as session:
                found, data = sheet_with_content(session, sheet_id)
                return found, half_days_of(session, sheet_id), data

        self.ctx.jobs.read(work, self._on_edit, name="Ouvrir la feuille", progress_over=self)

    def _show_half_day(self, class_session_id: int) -> None:
        with self.ctx.db.read() as session:
            place = place_of_session(session, class_session_id)
            sheet_id = sheet_of_half_day(session, class_session_id)
        if place is None:
            return
        self._cohort_id, self._monday = place[0], week_start(place[1])
        self._to_select, self._is_asked = sheet_id, sheet_id is None
        if sheet_id is not None and not self.is_refused(TABLE):
            self._edit(sheet_id)

    def _load(self, _job: Job) -> _Found:
        wanted, today = self._cohort_id, self.ctx.today()
        with self.ctx.db.read() as session:
            cohorts = cohort_choices(session, today)
            known = [one.id for one in cohorts]
            cohort_id = wanted if wanted in known else (known[0] if known else None)
            if cohort_id is None:
                return _Found()
            sheets = filed_sheets(session, cohort_id)
            return _Found(
                cohorts,
                cohort_id,
                sheets,
                defects_of_sheets(session, cohort_id, today),
                cohort_to_prove(session, cohort_id, today),
            )

    def _on_loaded(self, found: _Found) -> None:
        self._found, self._cohort_id = found, found.cohort_id
        self._rows = {one.id: one for one in found.sheets}
        self.cohort_chip.set_choices([(one.id, one.code) for one in found.cohorts], found.cohort_id)
        self.cohort_chip.setVisible(bool(found.cohorts))
        self._waiting.setText(self._waiting_words())
        self.model.reload(list(self._rows))
        if self.form is None:
            self._stack.setCurrentIndex(0 if self._rows else 1)
        wanted, self._to_select = self._to_select, None
        if wanted is not None:
            self.table.select_id(wanted)
        self.header_changed.emit()

    def _waiting_words(self) -> str:
        if self._is_asked and self._monday is not None:
            title = french.week_title(self._monday)
            return f"{title}{french.NBSP}: choisissez sa feuille avec «{french.NBSP}{FILE}…{french.NBSP}»."
        return "" if self._found.to_prove is None else self._found.to_prove.words

    def _on_cohort(self, cohort_id: int) -> None:
        self._cohort_id, self._monday = cohort_id, None
        self.reload()

    def _on_read(self, found: tuple[Source, bytes, Format] | str) -> None:
        if isinstance(found, str):
            dialogs.warn(self, "Cette feuille n’a pas été classée.", found)
            return
        if self._cohort_id is None or self.form is not None:
            return
        scan, data, form = found
        self._show_form(SheetForm(self.ctx, self._cohort_id, self._week_to_file()))
        assert self.form is not None
        self.form.begin(scan, data, form)
        self._say_again(None)

    def _on_edit(self, found: tuple[FiledSheet, tuple[FiledHalfDay, ...], bytes]) -> None:
        sheet, half_days, data = found
        if self.form is None:
            self._show_form(SheetForm(self.ctx, sheet.cohort_id, first_week(half_days, self.ctx.today())))
            assert self.form is not None
            self.form.edit(sheet, half_days, data)
            self._say_again(sheet.id)

    def _say_again(self, sheet_id: int | None) -> None:
        """What was said of that sheet before a crash; of a new one, whichever its scan."""
        kept = self._kept
        if self.form is None or kept is None:
            return
        if (kept["sheet"], kept["cohort"]) == (sheet_id, self._cohort_id):
            self.form.put_back(kept)
            self._kept = None

    def _week_to_file(self) -> date:
        """The week pointed at, else that of the oldest sheet to file, else today's."""
        if self._monday is not None:
            return self._monday
        first = self._found.to_prove.first if self._found.to_prove is not None else None
        cohort = next(one for one in self._found.cohorts if one.id == self._found.cohort_id)
        return week_start(first or min(max(self.ctx.today(), cohort.starts_on), cohort.ends_on))

    def _show_form(self, form: SheetForm) -> None:
        self.form = form
        form.saved.connect(self._on_saved)
        form.left.connect(self._close_form)
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        self._head.hide()
        self.header_changed.emit()

    def _close_form(self) -> None:
        if self.form is not None:
            self._stack.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None
        self._monday, self._is_asked = None, False
        self._waiting.setText(self._waiting_words())
        self._head.show()
        self._stack.setCurrentIndex(0 if self._rows else 1)
        self.table.setFocus()
        self.header_changed.emit()

    def _on_saved(self, change: Change) -> None:
        self._to_select = change.created_id
        self._close_form()
        self.ctx.changes.publish(change)

    def _on_placed(self, path: Path) -> None:
        if not self.opener(path):
            dialogs.inform(self, NO_PROGRAM)

    def _selected(self) -> FiledSheet | None:
        return self._rows.get(self.table.selected_id() or 0)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("title", "Feuille", 320, lambda row: row.title, bold_part=lambda row: row.title),
            Column("days", "Jours", 220, _days),
            Column("half_days", "Demi-journées", 110, lambda row: french.number(row.half_days), "right"),
            Column("filed_on", "Classée le", 100, lambda row: french.short_date(row.filed_on)),
            Column(
                "defects",
                "À reprendre",
                260,
                lambda row: self._found.defects.get(row.id, ""),
                tone=lambda row: "wrong",
                stretch=True,
            ),
        )

    def _lay_out(self) -> None:
        self.cohort_chip = MenuChip("Cohorte", self)
        self._waiting = label("", "secondary")
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(12)
        head.addWidget(self.cohort_chip)
        head.addWidget(self._waiting, 1)
        self._stack = QStackedWidget()
        self._card = Card()
        self._card.no_margins()
        self._card.add(self.table, 1)
        self._stack.addWidget(self._card)
        self._stack.addWidget(
            EmptyState(NONE, (f"{FILE}…", self.choose), icon="file-text", heading="Aucune feuille classée")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)


def _days(row: FiledSheet) -> str:
    return french.date_range(row.first, row.last) if row.first and row.last else french.UNKNOWN


def _open_with_system(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
