"""Insertion: the call list, and the form answered during the call beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError, NotFound
from gen_desktop.jobs import Job
from gen_desktop.models.calling import Call
from gen_desktop.queries import call_counter, call_order, companies, follow_ups
from gen_desktop.queries.call_counter import HorizonCount
from gen_desktop.queries.call_order import CallCounts, CallCriteria
from gen_desktop.queries.companies import CompanyChoice
from gen_desktop.queries.follow_up_form import FormState, form_state
from gen_desktop.queries.follow_up_settings import horizons_in_use
from gen_desktop.queries.follow_ups import CallRow
from gen_desktop.queries.scope import Scope
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.placements import leaving
from gen_desktop.ui.placements.call_form import CallForm
from gen_desktop.ui.placements.columns import ATTEMPTS, PHONE, SITUATION, columns
from gen_desktop.ui.placements.counters import Counters
from gen_desktop.ui.placements.filters import FilterBar
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.key_hints import KeyHints

NARROWEST, WIDEST = 330, 440
"""Pixels of the form, from the narrowest window the program works in."""


@dataclass(frozen=True)
class Listing:
    """What the list needs. ``open_calls``: lines of any view without any filter, asked for an empty list."""

    ids: list[int]
    counts: CallCounts
    open_calls: int


@dataclass(frozen=True)
class Surroundings:
    """What is around the list, shown once it is there."""

    horizons: tuple[int, ...]
    counts: tuple[HorizonCount, ...]
    cohorts: tuple[tuple[int, str], ...]
    employers: tuple[CompanyChoice, ...]


class PlacementsPage(Page):
    """What is typed for a person stays while another is called."""

    title = "Insertion"
    kinds = frozenset(
        {"follow_up", "placement", "contact_attempt", "company", "enrollment", "learner", "cohort"}
        | {"certification", "program_parameter", "contact_point", "consent", "attached_document"}
    )

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._drafts: dict[int, Draft] = {}
        self._to_select: int | None = None
        self._awaited = ""
        self._shown: int | None = None
        self._scope: Scope | None = None
        self.filters = FilterBar(self)
        self.counters = Counters(self)
        self.model = WindowedTableModel(columns(ctx.today()), self._fetch, self)
        self.model.set_sort("before")
        self.table = TableView(
            self.model,
            name="Liste d’appels",
            state=ctx.state,
            state_key="placements",
            before_copy=partial(may_copy, self, ctx, "Liste d’appels"),
        )
        self.form = CallForm(ctx, self)
        self._list = QStackedWidget()
        self._empty: QWidget = QWidget()
        self._lay_out()
        self._connect()

    @staticmethod
    def badge_count(ctx: AppContext) -> int | None:
        """The calls that wait, over all cohorts and horizons."""
        with ctx.db.read() as session:
            return call_order.count_to_call(session, ctx.today()) or None

    def header_actions(self) -> Sequence[PageAction]:
        return (
            PageAction("Définitions…", partial(self.go_requested.emit, "definitions", None)),
            self.allowed(PageAction("Importer", self._import, icon="upload", shortcut="import"), "follow_up"),
            PageAction(
                "Fiches et messages",
                tooltip="Pour les lignes sélectionnées (Ctrl ou Maj et clic), sinon pour toute la liste",
                menu=leaving.entries(self, self.chosen_ids, self._call_shown),
            ),
            PageAction("Exporter la liste d’appels", self.export, shortcut="export"),
        )

    def refresh(self, change: Change | None) -> None:
        self._load()

    def open_record(self, kind: str, record_id: int) -> None:
        """Show the call behind a recorded situation."""
        with self.ctx.db.read() as session:
            call = follow_ups.call_of_follow_up(session, record_id)
        if call is not None:
            self._to_select = call.id
            self.filters.show_view("all")

    def show_target(self, target: object) -> None:
        """A horizon: whom to call about it; or what to do with the calls that wait (``leaving.GESTURES``)."""
        if isinstance(target, int):
            self.filters.show_view("to_call", target)
        elif isinstance(target, str):
            self._awaited = target
            self.filters.show_view("to_call")

    def drafts(self) -> Mapping[str, Draft]:
        self._keep_draft()
        return {str(call_id): draft for call_id, draft in self._drafts.items()}

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        self._drafts |= {int(call_id): draft for call_id, draft in drafts.items()}
        if self._shown in self._drafts and not self.form.is_touched():
            shown, self._shown = self._shown, None  # else the form, where nothing is typed, would drop it
            self._show(shown)

    def drop_drafts(self) -> None:
        self._drafts.clear()
        if self._shown is not None:
            self.form.show_state(self._state(self._shown))

    def resume(self, form: str) -> None:
        self._to_select = int(form)
        self.filters.show_view("all")

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        return {leaving.TEXTS: lambda _all: leaving.edit_texts(self)}

    def export(self) -> None:
        """Write the lines to a file that can be imported again."""
        leaving.export_list(self, self.chosen_ids())

    def chosen_ids(self) -> list[int]:
        """The lines selected when there are several, else all that are listed."""
        chosen = self.table.selected_ids()
        return chosen if len(chosen) > 1 else list(self.model.ids)

    def _call_shown(self) -> int | None:
        return self._shown

    def _import(self) -> None:
        self.go_requested.emit("imports", "follow-ups")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The letters of the answers work from the list too."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if plain and self.form.take_key(event.text()):
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.form.setFixedWidth(min(max(round(self.width() * 0.48) - 120, NARROWEST), WIDEST))

    def _fetch(self, ids: Sequence[int]) -> dict[int, CallRow]:
        with self.ctx.db.read() as session:
            return dict(follow_ups.rows(session, ids, self.ctx.today()))

    def _load(self) -> None:
        sort, descending = self.model.sorted_by
        criteria = replace(self.filters.criteria(), sort=sort or "before", descending=descending)
        today, at = self.ctx.today(), self.ctx.clock()
        scope = self._scope = Scope(as_of=today, cohort_ids=criteria.cohort_ids)

        def load(_job: Job) -> Listing:
            with self.ctx.db.read() as session:
                found = call_order.call_list(session, criteria, today, at)
                all_open = 0 if found.ids else call_order.counts(session, CallCriteria(), today).all
                return Listing(found.ids, found.counts, all_open)

        def load_around(_job: Job) -> Surroundings:
            with self.ctx.db.read() as session:
                horizons = horizons_in_use(session, today)
                shown = horizons if criteria.horizon is None else (criteria.horizon,)
                counts = call_counter.counters(session, shown, scope)
                return Surroundings(
                    horizons=horizons,
                    counts=tuple(one for one in counts if one.due or criteria.horizon is not None),
                    cohorts=follow_ups.cohort_choices(session),
                    employers=companies.all_choices(session),
                )

        def show(listing: Listing) -> None:
            self._on_loaded(listing)  # painted before anything else is read
            self.ctx.jobs.read_latest("placements.around", load_around, self._on_around)

        self.ctx.jobs.read_latest("placements.list", load, show)

    def _on_loaded(self, listing: Listing) -> None:
        self.filters.set_counts(listing.counts)
        self._show_columns()
        self.model.reload(listing.ids)
        wanted, self._to_select = self._to_select, None
        if wanted is not None and not self.table.select_id(wanted):
            self._show(wanted)
        elif self.table.selected_id() is None and listing.ids and wanted is None:
            self.table.select_id(listing.ids[0])
        if not listing.ids and wanted is None:
            self._show(None)
        self._show_list(listing)
        gesture, self._awaited = self._awaited, ""
        if gesture:
            QTimer.singleShot(0, self, lambda: leaving.GESTURES[gesture](self, listing.ids))

    def _on_around(self, around: Surroundings) -> None:
        self.filters.set_cohorts(around.cohorts)
        self.counters.show_counts(around.counts)
        self.filters.set_horizons(around.horizons)
        self.form.set_employers(around.employers)

    def _show_columns(self) -> None:
        """The number and the attempts where somebody is to be called, the situation where some are known."""
        view = self.filters.view
        told = view in ("answered", "all")
        self.table.setColumnHidden(PHONE, told)
        self.table.setColumnHidden(ATTEMPTS, view == "answered")
        self.table.setColumnHidden(SITUATION, not told)

    def _show_list(self, listing: Listing) -> None:
        if listing.ids:
            self._list.setCurrentWidget(self.table)
            return
        self._list.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = self._empty_state(listing)
        self._list.addWidget(self._empty)
        self._list.setCurrentWidget(self._empty)

    def _empty_state(self, listing: Listing) -> EmptyState:
        if not listing.open_calls:
            return EmptyState(
                "Ici se trouvent les personnes à rappeler 3, 6, 12 et 24 mois après leur sortie. "
                "Aucune n’a encore atteint une échéance.",
                ("Voir les apprenants", lambda: self.go_requested.emit("learners", None)),
                icon="briefcase",
            )
        if self.filters.narrows():
            return EmptyState(
                "Aucun appel ne correspond à ces filtres.",
                ("Tout afficher", self.filters.clear),
                icon="filter",
            )
        if self.filters.view in ("to_call", "late"):
            return EmptyState(
                "Personne n’est à appeler aujourd’hui.",
                ("Voir toutes les échéances", partial(self.filters.show_view, "all")),
                icon="check",
            )
        return EmptyState(
            "Personne n’a encore répondu.",
            ("Voir qui appeler", partial(self.filters.show_view, "to_call")),
            icon="phone",
        )

    def _on_row(self, row: CallRow | None) -> None:
        self._show(row.call.id if row is not None else None)

    def _show(self, call_id: int | None) -> None:
        """That call in the form, with what was typed for it before."""
        if call_id is not None and call_id == self._shown and self.form.is_touched():
            self._read_again(call_id)
            return
        self._keep_draft()
        self._shown = None
        state = self._state(call_id) if call_id is not None else None
        typed = self._drafts.pop(call_id, None) if call_id is not None and state is not None else None
        self.form.show_state(state, typed.values if typed is not None else None)
        self._shown = call_id if state is not None else None

    def _read_again(self, call_id: int) -> None:
        state = self._state(call_id)
        if state is not None:
            self.form.update_state(state)

    def _state(self, call_id: int) -> FormState | None:
        try:
            with self.ctx.db.read() as session:
                return form_state(session, Call.of(call_id), self.ctx.today())
        except NotFound:
            return None
        except AppError as error:
            dialogs.show_error(self, error)
            return None

    def _keep_draft(self) -> None:
        """What is typed and not saved, for when that person is called again."""
        if self._shown is None:
            return
        if self.form.is_touched():
            self._drafts[self._shown] = Draft(self.form.title(), self.form.draft())
        else:
            self._drafts.pop(self._shown, None)

    def _on_saved(self, change: Change) -> None:
        """Recorded: on to the next line, and ready to type."""
        self._keep_draft()
        self._go_on()
        self.ctx.changes.publish(change)
        self.form.take_focus()

    def _go_on(self) -> None:
        """Select the line below, the first one after the last."""
        position = self.model.position_of(self._shown) if self._shown is not None else None
        following = None if position is None else self.model.id_at((position + 1) % self.model.rowCount())
        if following is not None:
            self.table.select_id(following)

    def _open_people(self, horizon: int, group: str) -> None:
        scope = self._scope
        if scope is None:
            return

        def load(_job: Job) -> tuple[int, ...]:
            with self.ctx.db.read() as session:
                return call_counter.counted_people(session, horizon, group, scope)

        self.ctx.jobs.read_latest("placements.people", load, self._on_people)

    def _on_people(self, learner_ids: tuple[int, ...]) -> None:
        self.go_requested.emit("learners", learner_ids)

    def _open_person(self) -> None:
        if self.form.state is not None:
            self.open_requested.emit("learner", self.form.state.learner_id)

    def _lay_out(self) -> None:
        card = Card()
        card.no_margins()
        self._list.addWidget(self.table)
        self._list.addWidget(self._empty)
        card.add(self._list, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.counters)
        left.addWidget(card, 1)
        row.addLayout(left, 1)
        row.addWidget(self.form)
        hints = KeyHints(
            [
                ("↑ ↓", "choisir"),
                ("E O C H A L", "situation"),
                ("J P F R M I", "résultat"),
                (actions.keys_text("no_answer"), "pas de réponse, et suivant"),
                (actions.keys_text("save_next"), "enregistrer et suivant"),
                ("Échap", "revenir à la liste"),
            ]
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.filters)
        layout.addLayout(row, 1)
        layout.addWidget(hints)

    def _connect(self) -> None:
        self.filters.changed.connect(self._load)
        self.counters.opened.connect(self._open_people)
        self.model.sort_requested.connect(lambda _sort, _descending: self._load())
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        self.table.installEventFilter(self)
        self.table.row_selected.connect(self._on_row)
        self.table.row_activated.connect(lambda _row: self.form.take_focus())
        self.form.saved.connect(self._on_saved)
        self.form.cleared.connect(self.ctx.changes.publish)
        self.form.head.person_asked.connect(self._open_person)
        self.form.head.history_asked.connect(lambda *record: self.go_requested.emit("history", record))
        self.form.head.deletion_asked.connect(partial(ask_and_delete, self))
        self.form.head.message_asked.connect(lambda: leaving.copy_message(self, self._shown))
        actions.make(self, "filter", self.filters.open_text)
        actions.make(self, "edit", self.form.take_focus)
        actions.make(self, "save", self.form.save)
        actions.make(self, "save_next", self.form.save)
        actions.make(self, "no_answer", self.form.note_no_answer)
        actions.make(self, "same_job", self.form.same_job)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.form)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.table.setFocus)
