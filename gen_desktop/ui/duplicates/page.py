"""Doublons possibles: the pairs of records that may be one person, to be settled one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.importing.duplicates import search_duplicates
from gen_desktop.queries.duplicates import Pair
from gen_desktop.services.doubtful_pairs import tell_apart
from gen_desktop.services.merging import merge
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.duplicates import words, work
from gen_desktop.ui.duplicates.comparison import ComparisonView
from gen_desktop.ui.duplicates.work import Comparison
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState

LIST_WIDTH = 504
ABOUT = "Deux fiches qui se ressemblent restent deux fiches tant que personne n’a décidé."
NONE = "Aucun doublon ne vous attend. La recherche compare les noms, les naissances et les coordonnées."
COLUMNS = (
    Column(
        "pair",
        "Se ressemblent",
        190,
        lambda pair: f"{words.who(pair.first)} · {words.who(pair.second)}",
        tooltip=lambda pair: (
            f"{words.who(pair.first)}, {words.born(pair.first)}\n"
            f"{words.who(pair.second)}, {words.born(pair.second)}"
        ),
        stretch=True,
    ),
    Column("why", "Pourquoi", 272, words.reasons, tooltip=words.reasons),
)


class DuplicatesPage(Page):
    """``show_target((id, id))`` compares two people that somebody chose, in the list or not."""

    title = "Doublons possibles"
    kinds = frozenset({"learner", "enrollment", "attendance", "doubtful_pair", "follow_up", "contact_point"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._pairs: dict[int, Pair] = {}
        self._asked: tuple[int, int] | None = None
        self._is_searching = False
        self.model = WindowedTableModel(COLUMNS, lambda ids: {one: self._pairs[one] for one in ids}, self)
        self.table = TableView(
            self.model,
            self,
            name=self.title,
            state=ctx.state,
            state_key="duplicates",
            multiple=False,
            before_copy=partial(may_copy, self, ctx, self.title),
        )
        self.comparison = ComparisonView()
        self._list = QStackedWidget()
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        search = PageAction(
            "Chercher les doublons", self.search, icon="search", enabled=not self._is_searching
        )
        return (PageAction("Retour", self.back_requested.emit), self.allowed(search, "doubtful_pair"))

    def subtitle(self) -> str:
        return french.plural(len(self._pairs), "à examiner", "à examiner") if self._pairs else ""

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("duplicates.list", partial(work.read_pairs, self.ctx.db), self._on_pairs)

    def on_author(self) -> None:
        self.comparison.show_nothing()
        super().on_author()

    def show_target(self, target: object) -> None:
        """Two people that somebody chose."""
        match target:
            case (int() as one, int() as other):
                self.table.clearSelection()
                self._compare((one, other), {})

    def search(self) -> None:
        """Look through the whole file."""
        if self._is_searching or self.is_refused("doubtful_pair"):
            return
        self._set_searching(True)
        self.ctx.jobs.write(
            "Chercher les doublons",
            lambda job: search_duplicates(self.ctx.db, self.ctx.today(), job),
            self._on_searched,
            on_error=self._on_failed,
            on_cancelled=partial(self._set_searching, False),
            parent=self,
        )

    def _on_searched(self, found: tuple[Change | None, int]) -> None:
        self._set_searching(False)
        change, count = found
        if change is not None:
            self.ctx.changes.publish(change)
        said = french.plural(count, "nouveau doublon possible", "nouveaux doublons possibles")
        self.tell(said if count else "Aucun nouveau doublon possible.")

    def _on_failed(self, error: Exception) -> None:
        self._set_searching(False)
        dialogs.show_error(self, error)

    def _set_searching(self, searching: bool) -> None:
        self._is_searching = searching
        self.header_changed.emit()

    def _on_pairs(self, found: Sequence[Pair]) -> None:
        before = self.model.position_of(self.table.selected_id() or 0)
        self._pairs = {pair.id: pair for pair in found}
        self.model.reload(list(self._pairs))
        self._list.setCurrentIndex(0 if found else 1)
        self.header_changed.emit()
        if self.table.selected_id() is not None:
            self._on_row(self._pairs.get(self.table.selected_id() or 0))
        elif self._asked is None and found:
            at = min(before or 0, len(found) - 1)
            self.table.select_id(found[at].id)
        elif self._asked is None:
            self.comparison.show_nothing()

    def _on_row(self, pair: Pair | None) -> None:
        if pair is None:
            return
        ids = (pair.first.id, pair.second.id)
        self._compare(ids, self.comparison.answers if self._asked == ids else {})

    def _compare(self, ids: tuple[int, int], answers: dict[str, str]) -> None:
        self._asked, self.comparison.answers = ids, dict(answers)
        self.ctx.jobs.read_latest(
            "duplicates.compare",
            partial(work.compare, self.ctx.db, ids, dict(answers), self.ctx.today()),
            self._on_compared,
            on_error=self._on_gone,
        )

    def _on_compared(self, found: Comparison) -> None:
        if self._asked is None or sorted(self._asked) != [found.left_id, found.right_id]:
            return
        refusal = self.ctx.why_not("learner", "doubtful_pair")
        self.comparison.show_comparison(found, refusal=refusal, is_pair=self._pair() is not None)

    def _on_gone(self, _error: Exception) -> None:
        self._asked = None
        self.comparison.show_nothing()

    def _on_answered(self, key: str, answer: str) -> None:
        if self._asked is not None:
            self._compare(self._asked, self.comparison.answers | {key: answer})

    def _pair(self) -> Pair | None:
        """The pair of the list that is compared."""
        return next(
            (one for one in self._pairs.values() if (one.first.id, one.second.id) == self._sorted()), None
        )

    def _sorted(self) -> tuple[int, int] | None:
        if self._asked is None:
            return None
        one, other = sorted(self._asked)
        return one, other

    def _on_gesture(self, gesture: str) -> None:
        pair = self._pair()
        if gesture == "later" and pair is not None:
            self._go_on(pair)
        elif gesture == "apart" and pair is not None:
            self._do(lambda: tell_apart(self.ctx.db, pair.id, self.ctx.today()))
        elif gesture == "merge":
            self._merge()

    def _merge(self) -> None:
        shown = self.comparison.shown
        if shown is None or shown.plan is None or self.is_refused("learner", "doubtful_pair"):
            return
        plan, answers = shown.plan, dict(self.comparison.answers)
        self._do(lambda: merge(self.ctx.db, plan, answers, self.ctx.today()))

    def _do(self, gesture: object) -> None:
        assert callable(gesture)
        try:
            change: Change = gesture()
        except AppError as error:
            dialogs.show_error(self, error)
            self._compare(self._asked or (0, 0), self.comparison.answers)
            return
        self._asked = None
        self.ctx.changes.publish(change)

    def _go_on(self, pair: Pair) -> None:
        position = self.model.position_of(pair.id)
        after = None if position is None else self.model.id_at(position + 1)
        first = next(iter(self._pairs))
        self.table.select_id(after or first)

    def _lay_out(self) -> None:
        self._list.addWidget(self.table)
        self._list.addWidget(
            EmptyState(NONE, ("Chercher les doublons", self.search), icon="users", heading="Rien à examiner")
        )
        card = Card()
        card.no_margins()
        card.add(self._list, 1)
        card.setFixedWidth(LIST_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card)
        row.addWidget(self.comparison, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(label(ABOUT, "secondary", wrap=True))
        layout.addLayout(row, 1)

    def _connect(self) -> None:
        self.table.row_selected.connect(self._on_row)
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        self.comparison.questions.answered.connect(self._on_answered)
        self.comparison.asked.connect(self._on_gesture)
        self.comparison.seen.connect(lambda one: self.open_requested.emit("learner", one))
