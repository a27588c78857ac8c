"""Ce qui a changé: a report of today and one that left, population by population and person by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.exporting.report_changes import write_report_changes
from gen_desktop.files import file_name
from gen_desktop.jobs import Job
from gen_desktop.queries.documents import DocumentDetail
from gen_desktop.queries.named_enrollments import Named
from gen_desktop.queries.report_changes import (
    Movement,
    NamedChanges,
    PopulationChange,
    Since,
    changes_since,
)
from gen_desktop.queries.rewound import position_at, position_of_document
from gen_desktop.queries.scope import Scope
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.reports.issuing import LIST_KINDS
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.list_card import ListCard
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.empty_state import EmptyState

TITLE = "Ce qui a changé"
NONE_CHOSEN = "Choisissez un rapport déjà transmis, dans la page des rapports."
COUNTS_WIDTH = 470
COUNTS = (
    Column("label", "Population", 190, lambda one: one.population.label, stretch=True),
    Column("before", "Avant", 62, lambda one: french.number(one.before), align="right"),
    Column("came", "Entrent", 66, lambda one: french.number(one.came), align="right"),
    Column("left", "Sortent", 66, lambda one: french.number(one.left), align="right"),
    Column("after", "Après", 62, lambda one: french.number(one.after), align="right"),
)


@dataclass(frozen=True)
class Compared:
    """What to compare: the report of a scope at its horizons, and one that left. ``words`` name it."""

    scope: Scope
    horizons: tuple[int, ...]
    document: DocumentDetail
    words: str


@dataclass(frozen=True)
class Line:
    """A movement and who moved."""

    move: Movement
    person: Named

    @property
    def why(self) -> str:
        """Every reason, in one line."""
        return f"{french.NARROW}; ".join(self.move.reasons)


MOVEMENTS = (
    Column(
        "person", "Personne", 170, lambda line: line.person.name, bold_part=lambda line: line.person.last_name
    ),
    Column("cohort", "Cohorte", 100, lambda line: line.person.cohort_code),
    Column("move", "Sens", 58, lambda line: "entre" if line.move.came else "sort"),
    Column("why", "Pourquoi", 260, lambda line: line.why, stretch=True, tooltip=lambda line: line.why),
)


class ChangesPage(Page):
    """``show_target(Compared)`` compares."""

    title = TITLE

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._asked: Compared | None = None
        self._found: NamedChanges | None = None
        self.said = label(NONE_CHOSEN, "secondary", wrap=True)
        nothing = EmptyState("Chaque population compte les mêmes personnes.", heading="Rien n’a changé")
        self.why = label("", "secondary", wrap=True)
        self.counts = ListCard("Populations", COUNTS, empty=nothing)
        self.counts.setFixedWidth(COUNTS_WIDTH)
        self.movements = ListCard(
            "Personnes",
            MOVEMENTS,
            empty=EmptyState("Choisissez une population où des personnes entrent ou sortent.", heading=TITLE),
            before_copy=partial(may_copy, self, ctx, TITLE),
        )
        self._lay_out()
        self.counts.row_chosen.connect(self._on_population)
        self.movements.row_opened.connect(self._open)
        self.movements.row_chosen.connect(self._tell_why)
        self.movements.show_rows(())

    def header_actions(self) -> Sequence[PageAction]:
        return (
            PageAction("Retour", self.back_requested.emit),
            self.allowed(
                PageAction("Liste nominative…", self.save, icon="download", enabled=bool(self._moves())),
                "nominative_export",
            ),
        )

    def subtitle(self) -> str:
        return "" if self._asked is None else self._asked.words

    def show_target(self, target: object) -> None:
        if isinstance(target, Compared):
            self._asked = target
            self.reload()

    def refresh(self, change: Change | None) -> None:
        if self._asked is not None:
            self.said.setText("Comparaison en cours…")
            self.ctx.jobs.read_latest("reports.changes", partial(self._load, self._asked), self._show)

    def save(self) -> None:
        """Ask where and write who moved: a list with names, registered."""
        asked, found = self._asked, self._found
        if asked is None or found is None:
            return
        suggested = Path.home() / file_name(f"{TITLE}, {asked.words}", ".xlsx")
        path = dialogs.save_file(self, "Enregistrer la liste nominative", LIST_KINDS, suggested)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        self.ctx.jobs.write(
            "Écrire la liste nominative",
            lambda _job: write_report_changes(self.ctx.db, asked.words, found, path),
            lambda people: self.tell(f"{path.name}\u00a0: {french.plural(people, 'personne')}"),
            parent=self,
        )

    def _load(self, asked: Compared, _job: Job) -> NamedChanges:
        document = asked.document
        with self.ctx.db.read() as session:
            position = position_of_document(session, document.id)
            if position is None:
                position = position_at(session, document.issued_at)
            return changes_since(session, asked.scope, asked.horizons, Since(document.as_of, position))

    def _show(self, found: NamedChanges) -> None:
        self._found = found
        assert self._asked is not None
        document = self._asked.document
        self.said.setText(
            f"Depuis le rapport du {french.short_date(document.issued_at.date())}, dont les données "
            f"étaient arrêtées au {french.short_date(document.as_of)}."
        )
        self.counts.show_rows(found.changes.counts if found.changes.movements else ())
        moved = (at for at, one in enumerate(found.changes.counts) if one.came or one.left)
        self.counts.select(next(moved, 0))
        self._on_population(self.counts.selected)
        self.header_changed.emit()

    def _moves(self) -> tuple[Movement, ...]:
        return () if self._found is None else self._found.changes.movements

    def _on_population(self, chosen: PopulationChange | None) -> None:
        found = self._found
        if found is None or chosen is None:
            self.movements.show_rows(())
            return
        lines = [
            Line(move, found.people[move.enrollment_id])
            for move in found.changes.movements
            if move.population == chosen.population
        ]
        self.movements.show_rows(sorted(lines, key=lambda line: (not line.move.came, line.person.name)))

    def _tell_why(self, line: Line | None) -> None:
        """The whole reason, which the column may cut."""
        self.why.setText("" if line is None else f"{line.person.name}\u00a0: {line.why}")

    def _open(self, line: Line) -> None:
        self.open_requested.emit("enrollment", line.person.enrollment_id)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.counts)
        row.addWidget(self.movements, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        layout.addLayout(row, 1)
        layout.addWidget(self.why)
