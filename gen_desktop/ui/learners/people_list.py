"""The list itself: filters above, rows, what is chosen among them below; empty, it says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gen_desktop.french import join_names
from gen_desktop.jobs import Job
from gen_desktop.queries import learner_list
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.filter_choices import COHORT, Choices, filter_choices, known_part
from gen_desktop.queries.learner_list import LearnerRow
from gen_desktop.queries.learners import count_all
from gen_desktop.queries.saved_views import ViewName, view_names
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners.bulk.bar import SelectionBar
from gen_desktop.ui.learners.columns import SENSITIVE_KEYS, columns
from gen_desktop.ui.learners.filters import FilterBar
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.tables.column_chooser import ColumnChooser
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState

PAGE_ID = "learners"
SEVERAL = 2


@dataclass(frozen=True)
class Listing:
    """What one load brings. ``criteria``: what is left of those asked for; ``lost``: what is gone of them."""

    ids: list[int]
    total: int
    incomplete: int
    choices: Choices
    views: tuple[ViewName, ...]
    criteria: LearnerCriteria
    lost: tuple[str, ...]


class PeopleList(QWidget):
    """``row_selected(row | None)``: one person; ``several(n)``: how many are chosen, when that changes.

    ``loaded(Listing)`` after each load; ``import_asked`` and ``new_asked`` from the empty list; ``told`` what
    should be said at the foot of the window.
    """

    row_selected = Signal(object)
    row_activated = Signal()
    several = Signal(int)
    loaded = Signal(object)
    import_asked = Signal()
    new_asked = Signal()
    told = Signal(str)

    def __init__(self, ctx: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._cohort_ids: tuple[int, ...] | None = None
        self._to_select: int | None = None
        self.cohorts: tuple[tuple[int, str], ...] = ()
        self.filters = FilterBar(ctx.state, ctx.today, self)
        self.model = WindowedTableModel(columns(ctx.today), self._fetch, self)
        self.model.set_sort("name")
        self.bar = SelectionBar(self)
        self.table = TableView(
            self.model,
            name="Apprenants",
            state=ctx.state,
            state_key="learners",
            before_copy=partial(may_copy, self, ctx, "Apprenants"),
            copy_many=self.bar.copy_asked.emit,
        )
        self._stack = QStackedWidget()
        self._empty: QWidget = QWidget()
        self._lay_out()
        self._connect()

    @property
    def criteria(self) -> LearnerCriteria:
        """What is asked for, with its order."""
        sort, descending = self.model.sorted_by
        return replace(self.filters.criteria(), sort=sort or "name", descending=descending)

    @property
    def cohort_ids(self) -> tuple[int, ...] | None:
        """The cohorts of the rows shown: they say which enrollment each row speaks of."""
        return self._cohort_ids

    def chosen_ids(self) -> list[int]:
        """Who is chosen, or everybody listed while fewer than two are."""
        chosen = self.table.selected_ids()
        return chosen if len(chosen) >= SEVERAL else list(self.model.ids)

    def select(self, learner_id: int) -> None:
        """Show that person, taking the filters off if they hide her."""
        if not self.table.select_id(learner_id):
            self._to_select = learner_id
            if self.filters.narrows() and self.model.rowCount():
                self.filters.clear()
            else:
                self.load()

    def select_after_load(self, learner_id: int | None) -> None:
        """Whom the next load shows."""
        self._to_select = learner_id

    def show_view(self, criteria: LearnerCriteria, keys: Sequence[str]) -> None:
        """Show these filters, that order, those columns."""
        self.model.set_sort(criteria.sort, criteria.descending)
        self.filters.show_criteria(replace(criteria, sort="name", descending=False), quiet=True)
        if keys:
            self.table.show_columns(keys)
        else:
            self.table.reset_columns()
        self.load()

    def choose_columns(self) -> None:
        """Ask which columns, and in which order."""
        usual = [one.key for one in self.model.columns if one.shown]
        dialog = ColumnChooser(self.table.offered_columns(), self.table.shown_columns(), usual, self)
        if dialogs.run(dialog):
            self.table.show_columns(dialog.chosen())

    def load(self) -> None:
        """Ask for the list again."""
        criteria, today = self.criteria, self.ctx.today()

        def read(_job: Job) -> Listing:
            with self.ctx.db.read() as session:
                choices = filter_choices(session, today)
                kept, lost = known_part(criteria, choices)
                ids, incomplete = learner_list.ids_and_incomplete(session, kept, today)
                return Listing(
                    ids=ids,
                    total=count_all(session),
                    incomplete=incomplete,
                    choices=choices,
                    views=view_names(session, PAGE_ID),
                    criteria=kept,
                    lost=lost,
                )

        self.ctx.jobs.read_latest("learners.list", read, self._on_loaded)

    def _fetch(self, ids: Sequence[int]) -> dict[int, LearnerRow]:
        with self.ctx.db.read() as session:
            return dict(learner_list.rows(session, ids, self.ctx.today(), self._cohort_ids))

    def _on_loaded(self, listing: Listing) -> None:
        self._cohort_ids = listing.criteria.cohort_ids
        if listing.lost:
            self.filters.show_criteria(replace(listing.criteria, sort="name", descending=False), quiet=True)
            self.told.emit(f"Filtres retirés\u00a0: {join_names(listing.lost)}.")
        self.cohorts = tuple((int(value), code) for value, code in listing.choices[COHORT])
        self.filters.set_choices(listing.choices)
        self.filters.set_counts(len(listing.ids), listing.incomplete)
        self.table.forbid_columns([key for key in SENSITIVE_KEYS if key not in listing.choices])
        self.model.reload(listing.ids)
        self.loaded.emit(listing)
        wanted, self._to_select = self._to_select, None
        if wanted is not None and not self.table.select_id(wanted) and self.filters.narrows():
            self._to_select = wanted  # somebody new whom the filters hide
            self.filters.clear()
            return
        self._show_list(listing)

    def _show_list(self, listing: Listing) -> None:
        if listing.ids:
            self._stack.setCurrentWidget(self.table)
            return
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        if listing.total:
            self._empty = EmptyState(
                "Personne ne répond à ces filtres.", ("Tout afficher", self.filters.clear), icon="filter"
            )
        else:
            self._empty = EmptyState(
                "Ici se trouvent les personnes accueillies, de la candidature à l’insertion.",
                ("Importer une liste", self.import_asked.emit),
                ("Nouvel apprenant", self.new_asked.emit),
                icon="users",
            )
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _on_several(self, count: int) -> None:
        self.bar.show_count(count, len(self.model.ids))
        self.several.emit(count)

    def _lay_out(self) -> None:
        self.card = Card()
        self.card.no_margins()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.card.add(self._stack, 1)
        self.card.add(self.bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.card)

    def _connect(self) -> None:
        self.filters.changed.connect(self.load)
        self.filters.columns_asked.connect(self.choose_columns)
        self.model.sort_requested.connect(lambda _sort, _descending: self.load())
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        self.table.row_selected.connect(self.row_selected)
        self.table.row_activated.connect(lambda _row: self.row_activated.emit())
        self.table.selection_changed.connect(self._on_several)
        self.bar.all_asked.connect(self.table.selectAll)
        self.bar.none_asked.connect(self.table.keep_current)
