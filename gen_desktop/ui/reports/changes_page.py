"""Ce qui a changé: a report of today and an earlier one, figure by figure and person by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.exporting.report_changes import write_report_changes
from gen_desktop.files import file_name
from gen_desktop.jobs import Job
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.documents import DocumentDetail, detail, issued_for
from gen_desktop.queries.report_changes import (
    PART_WORDS,
    FigureChange,
    PersonMove,
    ReportChanges,
    changes_since_day,
    changes_since_document,
    words_of,
)
from gen_desktop.reports.change_words import after_words, before_words, counts_words, figure_words
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.reports.issuing import LIST_KINDS
from gen_desktop.ui.reports.since_bar import SinceBar
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.list_card import ListCard
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.empty_state import EmptyState

TITLE = "Ce qui a changé"
FIGURES_WIDTH = 520
FIGURES = (
    Column("label", "Chiffre", 220, figure_words, stretch=True, tooltip=figure_words),
    Column("before", "Avant", 124, before_words, tooltip=lambda one: counts_words(one.before, one.unit)),
    Column("after", "Aujourd’hui", 124, after_words, tooltip=lambda one: counts_words(one.after, one.unit)),
)


@dataclass(frozen=True)
class Compared:
    """What to compare with an earlier report: that of ``scope`` today, named by ``title`` and ``scope_text``.

    ``since``: the id of a document of the register, or a day; None: the latest that left, else a month ago.
    """

    scope: ReportScope
    title: str
    scope_text: str
    since: int | dt.date | None = None

    @property
    def words(self) -> str:
        """« Rapport de suivi, 3e trimestre 2026 »."""
        return f"{self.title}, {self.scope_text}"


@dataclass(frozen=True)
class Found:
    """The comparison, since what, and what else it could be since."""

    asked: Compared
    changes: ReportChanges
    documents: tuple[DocumentDetail, ...]


@dataclass(frozen=True)
class Line:
    """Somebody counted otherwise: in a figure, or, without one, in any."""

    move: PersonMove
    figure: FigureChange | None

    @property
    def moves(self) -> str:
        """« sort », « entre, entre (base) »; « entre dans 3, sort de 2 » among all figures."""
        if self.figure is None:
            counts = (("entre dans", len(self.move.came_into)), ("sort de", len(self.move.left)))
            return ", ".join(f"{word} {n}" for word, n in counts if n)
        key = (self.figure.group, self.figure.id)
        sides = (("entre", self.move.came_into), ("sort", self.move.left))
        return ", ".join(
            f"{word}{PART_WORDS[one[2]]}" for word, parts in sides for one in parts if one[:2] == key
        )

    @property
    def everywhere(self) -> str:
        """Every figure, a line each: « + Taux d’abandon »."""
        came = [f"+ {words_of(one)}" for one in self.move.came_into]
        return "\n".join((*came, *(f"− {words_of(one)}" for one in self.move.left)))

    @property
    def why(self) -> str:
        """Every reason, in one line."""
        return f"{french.NARROW}; ".join(self.move.reasons)


PEOPLE = (
    Column(
        "person", "Personne", 136, lambda line: line.move.name, bold_part=lambda line: line.move.last_name
    ),
    Column("cohort", "Cohorte", 108, lambda line: line.move.cohort, tooltip=lambda line: line.move.cohort),
    Column("moves", "Mouvement", 150, lambda line: line.moves, tooltip=lambda line: line.everywhere),
    Column("why", "Pourquoi", 160, lambda line: line.why, stretch=True, tooltip=lambda line: line.why),
)


class ChangesPage(Page):
    """``show_target(Compared)`` compares."""

    title = TITLE

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._asked: Compared | None = None
        self._found: Found | None = None
        self.since_bar = SinceBar(ctx.today, self)
        self.said = label("", "secondary", wrap=True)
        self.why = label("", "secondary", wrap=True)
        nothing = EmptyState("Mêmes chiffres, mêmes personnes.", heading="Rien n’a changé")
        self.everybody = button("Toutes les personnes", self._show_everybody)
        self.figures = ListCard("Chiffres qui ont changé", FIGURES, self.everybody, empty=nothing)
        self.figures.setFixedWidth(FIGURES_WIDTH)
        self.people = ListCard(
            "Personnes comptées autrement",
            PEOPLE,
            empty=EmptyState(
                "Personne n’est entré dans un chiffre ni n’en est sorti.", heading="Les mêmes personnes"
            ),
            before_copy=partial(may_copy, self, ctx, TITLE),
        )
        self._lay_out()
        self.since_bar.chosen.connect(self._on_since)
        self.figures.row_chosen.connect(self._on_figure)
        self.people.row_opened.connect(self._open)
        self.people.row_chosen.connect(self._tell_why)
        self.people.show_rows(())

    def header_actions(self) -> Sequence[PageAction]:
        is_there = bool(self._moves())
        names = PageAction(
            "Liste nominative…",
            self.save,
            icon="download",
            enabled=is_there,
            tooltip="" if is_there else "Personne n’est compté autrement.",
        )
        return (
            PageAction("Retour", self.back_requested.emit),
            self.allowed(names, "nominative_export"),
        )

    def subtitle(self) -> str:
        return "" if self._asked is None else self._asked.words

    def show_target(self, target: object) -> None:
        if isinstance(target, Compared):
            self._layers.setCurrentIndex(0)
            self._asked, self._found = target, None
            self.reload()
            self.header_changed.emit()

    def refresh(self, change: Change | None) -> None:
        if self._asked is not None:
            self.said.setText("Comparaison en cours…")
            self.ctx.jobs.read_latest("reports.changes", partial(self._load, self._asked), self._show)

    def save(self) -> None:
        """Ask where and write who moved: a list with names, registered."""
        found = self._found
        if found is None or self.is_refused("nominative_export"):
            return
        words = found.asked.words
        suggested = Path.home() / file_name(f"{TITLE}, {words}", ".xlsx")
        path = dialogs.save_file(self, "Enregistrer la liste nominative", LIST_KINDS, suggested)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        self.ctx.jobs.write(
            "Écrire la liste nominative",
            lambda _job: write_report_changes(self.ctx.db, words, found.changes, path),
            lambda people: self.tell(f"{path.name}\u00a0: {french.plural(people, 'personne')}"),
            parent=self,
        )

    def _load(self, asked: Compared, _job: Job) -> Found:
        with self.ctx.db.read() as session:
            documents = issued_for(session, asked.scope.kind, asked.scope_text)
            since = asked.since
            if since is None:
                since = documents[0].id if documents else self.ctx.today() - dt.timedelta(days=30)
            if isinstance(since, dt.date):
                changes = changes_since_day(session, since, asked.scope)
            else:
                changes = changes_since_document(session, since, asked.scope)
                if since not in {one.id for one in documents}:  # one older than those offered
                    documents = (*documents, detail(session, since))
        return Found(replace(asked, since=since), changes, documents)

    def _show(self, found: Found) -> None:
        self._found = found
        self.since_bar.show_choices(found.documents, found.asked.since)
        self.said.setText(_verdict(found.changes))
        self.figures.show_rows(found.changes.figures)
        self._show_everybody()
        self.header_changed.emit()

    def _moves(self) -> tuple[PersonMove, ...]:
        return () if self._found is None else self._found.changes.people

    def _show_everybody(self) -> None:
        self.figures.table.clearSelection()
        self._show_people(self._moves())

    def _on_figure(self, chosen: FigureChange | None) -> None:
        if chosen is not None:
            moved = [one for one in self._moves() if one.moves_in(chosen.group, chosen.id)]
            self._show_people(moved, chosen)

    def _show_people(self, moves: Sequence[PersonMove], figure: FigureChange | None = None) -> None:
        self.people.show_rows([Line(one, figure) for one in moves])
        counted = french.plural(len(moves), "personne comptée", "personnes comptées")
        self.figures.said.setText(f"{counted} autrement{'' if figure is None else ' dans ce chiffre'}")
        self.why.setText("")

    def _on_since(self, since: int | dt.date) -> None:
        if self._asked is not None:
            self._asked = replace(self._asked, since=since)
            self.reload()

    def _tell_why(self, line: Line | None) -> None:
        """The whole reason, which the column may cut."""
        self.why.setText("" if line is None else f"{line.move.name}\u00a0: {line.why}")

    def _open(self, line: Line) -> None:
        if line.move.learner_id is None:
            self.tell("Cette inscription n’est plus dans le fichier.")
        else:
            self.open_requested.emit("enrollment", line.move.enrollment_id)

    def _lay_out(self) -> None:
        self._layers = QStackedLayout(self)
        content = QWidget()
        self._layers.addWidget(content)
        self._layers.addWidget(self._nothing_asked())
        self._layers.setCurrentIndex(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.figures)
        row.addWidget(self.people, 1)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.since_bar)
        layout.addWidget(self.said)
        layout.addLayout(row, 1)
        layout.addWidget(self.why)

    def _nothing_asked(self) -> EmptyState:
        return EmptyState(
            "Un rapport d’aujourd’hui se compare au dernier qui a été remis, à un autre ou à une date\u00a0: "
            "les chiffres qui ont changé, et pour chaque personne, pourquoi.",
            ("Choisir un rapport", lambda: self.go_requested.emit("reports", None)),
            icon="file-text",
            heading="Quel rapport comparer\u202f?",
        )


def _verdict(found: ReportChanges) -> str:
    before, today = french.short_date(found.as_of_before), french.short_date(found.as_of)
    days = f"au {today}, avant comme aujourd’hui" if before == today else f"au {before}, puis au {today}"
    lines = [f"Même périmètre, données arrêtées {days}."]
    if found.is_same:
        lines.append("Aucun chiffre n’a changé, et les mêmes personnes sont comptées.")
    lines += [f"Règle changée\u00a0: {one.label}, {one.before} puis {one.after}." for one in found.rules]
    if found.version and found.report is not None:
        lines.append(f"Programme\u00a0: version {found.report.program_version} puis {found.version}.")
    if found.hidden:
        count = french.plural(found.hidden, "autre personne", "autres personnes")
        lines.append(f"{count} que votre rôle ne montre pas.")
    return "\n".join(lines)
