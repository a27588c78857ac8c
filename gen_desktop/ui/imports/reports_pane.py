"""« Imports faits »: every import in force, and what became of each line of the one selected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.import_reports import ReportSummary
from gen_desktop.ui import dialogs
from gen_desktop.ui.imports import saving, work
from gen_desktop.ui.imports.kinds import KINDS
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.told import moment
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:  # they bring the readers of lists
    from gen_desktop.importing.reporting import ToldLine

_NONE = "Aucun import n’est en vigueur dans ce fichier. Chacun laissera ici son compte rendu."


def _count(value: int) -> str:
    return french.number(value) if value else french.UNKNOWN


IMPORTS = (
    Column("at", "Le", 136, lambda one: moment(one.made_at)),
    Column("kind", "Liste", 150, lambda one: KINDS[one.kind].title, stretch=True),
    Column("author", "Par", 120, lambda one: one.author or french.UNKNOWN),
    Column("lines", "Lignes", 62, lambda one: _count(one.lines), align="right"),
    Column("created", "Nouvelles", 78, lambda one: _count(one.counts.created), align="right"),
    Column("changed", "Modifiées", 78, lambda one: _count(one.counts.changed), align="right"),
    Column("unchanged", "Inchangées", 84, lambda one: _count(one.counts.unchanged), align="right"),
    Column("repaired", "Réparées", 72, lambda one: _count(one.counts.repaired), align="right"),
    Column("doubtful", "Douteuses", 78, lambda one: _count(one.counts.doubtful), align="right"),
    Column("refused", "Refusées", 72, lambda one: _count(one.counts.refused), align="right"),
)
LINES = (
    Column("number", "Ligne", 56, lambda line: str(line.number), align="right"),
    Column("name", "Personne", 190, lambda line: line.name or french.UNKNOWN),
    Column("state", "Ce qu’il en est", 130, lambda line: line.state),
    Column(
        "text", "Détail", 300, lambda line: line.text or french.UNKNOWN, tooltip=lambda line: line.text,
        stretch=True,
    ),
)  # fmt: skip


class ReportsPane(QWidget):
    """Beside the other states of the page that imports."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.ctx = ctx = page.ctx
        self._reports: dict[int, ReportSummary] = {}
        self._lines: Sequence[ToldLine] = ()
        self._shown: ReportSummary | None = None
        self._wants_latest = False
        self.imports_model = WindowedTableModel(IMPORTS, self._fetch_reports, self)
        self.imports = TableView(self.imports_model, self, name="Imports faits", multiple=False)
        self.lines_model = WindowedTableModel(LINES, self._fetch_lines, self)
        self.lines = TableView(
            self.lines_model,
            self,
            name="Lignes de l’import",
            before_copy=partial(may_copy, self, ctx, "Compte rendu d’un import"),
        )
        self._heading = label("", "strong")
        self.open_button = button("Ouvrir la fiche", self._open)
        self.save_button = button("Enregistrer le compte rendu…", self._save)
        self._empty = EmptyState(_NONE)
        self._stack = QStackedWidget()
        self._lay_out()
        self.imports.row_selected.connect(self._on_import)
        self.lines.row_selected.connect(lambda _line: self._sync())
        self.lines.row_activated.connect(lambda _line: self._open())

    def reload(self, *, latest: bool = False) -> None:
        """Ask for the imports again; ``latest`` selects the last one."""
        self._wants_latest = self._wants_latest or latest
        self.ctx.jobs.read_latest(
            "imports.reports", partial(work.read_reports, self.ctx.db), self._on_reports
        )

    def _on_reports(self, found: Sequence[ReportSummary]) -> None:
        self._reports = {one.id: one for one in found}
        self.imports_model.reload(list(self._reports))
        self._stack.setCurrentIndex(0 if found else 1)
        if found and (self._wants_latest or self.imports.selected_id() is None):
            self.imports.select_id(found[0].id)
        self._wants_latest = False
        self._on_import(self._reports.get(self.imports.selected_id() or 0))

    def _on_import(self, report: ReportSummary | None) -> None:
        self._shown, self._lines = report, ()
        self.lines_model.reload([])
        self._sync()
        if report is None:
            return
        self._heading.setText(f"{KINDS[report.kind].title}, {moment(report.made_at)}")
        self.ctx.jobs.read_latest(
            "imports.report",
            partial(work.read_report, self.ctx.db, report, self.ctx.today()),
            partial(self._on_lines, report),
            on_error=partial(dialogs.show_error, self),
        )

    def _on_lines(self, report: ReportSummary, lines: Sequence[ToldLine]) -> None:
        if self._shown is None or self._shown.id != report.id:
            return
        self._lines = lines
        self.lines_model.reload(range(len(lines)))
        self._sync()

    def _sync(self) -> None:
        self.open_button.setEnabled(self._person() is not None)
        self.save_button.setEnabled(bool(self._lines))

    def _person(self) -> int | None:
        at = self.lines.selected_id()
        return None if at is None or at >= len(self._lines) else self._lines[at].learner_id

    def _open(self) -> None:
        if (person := self._person()) is not None:
            self._page.open_requested.emit("learner", person)

    def _save(self) -> None:
        if self._shown is not None and self._lines:
            saving.save_report(self._page, self._shown, self._lines, Path.home())

    def _fetch_reports(self, ids: Sequence[int]) -> dict[int, ReportSummary]:
        return {one: self._reports[one] for one in ids}

    def _fetch_lines(self, ids: Sequence[int]) -> dict[int, ToldLine]:
        return {at: self._lines[at] for at in ids}

    def _lay_out(self) -> None:
        above, below = Card(), Card()
        above.no_margins()
        above.add(self.imports, 1)
        below.no_margins()
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(8)
        row.addWidget(self._heading, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.save_button)
        below.add(head)
        below.add(self.lines, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(above)
        split.addWidget(below)
        split.setSizes([220, 400])
        self._stack.addWidget(split)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
