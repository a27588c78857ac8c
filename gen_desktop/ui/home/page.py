"""Home: what must I do today, and where do we stand?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.ui import icons
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.home.figures import shown_figure
from gen_desktop.ui.home.task import Task
from gen_desktop.ui.home.tasks import tasks
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.sheet_target import PAGE as SHEETS
from gen_desktop.ui.sheet_target import SheetTarget
from gen_desktop.ui.widgets.basics import button, label, line, scrolled
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.key_figure import KeyFigure, KeyFigureCard
from gen_desktop.ui.widgets.stacked_bars import OUTCOMES, StackedBars, StackedRow
from gen_desktop.ui.widgets.timeline import Span, Timeline

if TYPE_CHECKING:
    from gen_desktop.queries.dashboard import CohortLine, Dashboard
    from gen_desktop.queries.indicators import Figure
    from gen_desktop.queries.retention import Rehearsal

CARDS = 5
TASK_ICONS = {"wrong": "alert-circle", "attention": "alert-triangle", "accent": "info"}


class HomePage(Page):
    """Five figures, the work waiting, the cohorts on a time line, the outcomes by horizon."""

    title = "Accueil"

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._board: Dashboard | None = None
        self._review: Rehearsal | None = None
        self._cards = [KeyFigureCard(KeyFigure("", french.UNKNOWN)) for _ in range(CARDS)]
        self._tasks = QVBoxLayout()
        self._timeline = Timeline()
        self._outcomes = StackedBars(OUTCOMES)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._content())
        self._layers.addWidget(self._empty())
        self._outcomes.clicked.connect(self._open_outcome)
        self._timeline.activated.connect(partial(self.open_requested.emit, "cohort"))

    def subtitle(self) -> str:
        return french.long_date(self.ctx.today())

    def header_actions(self) -> list[PageAction]:
        # Before anybody is known, the filled button is the one in the middle of the page.
        is_primary = self._board is None or not self._board.is_empty
        return [
            self.allowed(
                PageAction("Feuilles d’émargement…", partial(self.go_requested.emit, SHEETS, SheetTarget())),
                "issued_document",
            ),
            self.allowed(
                PageAction("Importer", lambda: self.go_requested.emit("imports", "learners"), icon="upload"),
                *("learner", "enrollment"),
            ),
            self.allowed(
                PageAction(
                    "Nouvel apprenant",
                    lambda: self.go_requested.emit("learners", "new"),
                    icon="plus",
                    primary=is_primary,
                ),
                "learner",
            ),
        ]

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("home.board", self._load, self._show)

    def _load_review(self, _job: Job) -> Rehearsal | None:
        from gen_desktop.queries.retention import awaited_review

        with self.ctx.db.read() as session:
            return awaited_review(session, self.ctx.today())

    def _load(self, _job: Job) -> Dashboard:
        from gen_desktop.queries.dashboard import dashboard

        with self.ctx.db.read() as session:
            return dashboard(session, self.ctx.today())

    def _content(self) -> QWidget:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        for position, card in enumerate(self._cards):
            card.clicked.connect(partial(self._open_figure, position))
            row.addWidget(card)
        layout.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._work_card(), 58)
        below.addWidget(self._right_card(), 42)
        layout.addLayout(below, 1)
        return content

    def _work_card(self) -> Card:
        card = Card("À faire")
        self._tasks.setContentsMargins(0, 0, 0, 0)
        self._tasks.setSpacing(0)
        inner = QWidget()
        inner.setLayout(self._tasks)
        card.no_margins()
        card.add(scrolled(inner), 1)
        return card

    def _right_card(self) -> Card:
        card = Card("Cohortes")
        card.add(self._timeline)
        card.add_line()
        card.add(label("Insertion des sortants, par échéance", "strong"))
        card.add(self._outcomes)
        card.body.addStretch(1)
        return card

    def _empty(self) -> EmptyState:
        return EmptyState(
            "Importez votre première liste d’apprenants\u00a0: vos fichiers Excel ou CSV sont lus tels "
            "quels, vérifiés et montrés avant que rien ne soit écrit.",
            ("Importer une liste", lambda: self.go_requested.emit("imports", "learners")),
            ("Créer une cohorte", lambda: self.go_requested.emit("cohorts", "new")),
            icon="home",
            heading="Rien n’est encore saisi",
        )

    def _show(self, board: Dashboard) -> None:
        self._board = board
        # Afterwards: it looks at everybody, and the figures must not wait for it.
        self.ctx.jobs.read_latest("home.review", self._load_review, self._show_review, is_awaited=False)
        self._layers.setCurrentIndex(1 if board.is_empty else 0)
        self.header_changed.emit()
        for card, figure in zip(self._cards, board.headlines, strict=True):
            card.set(shown_figure(figure, board.targets.get(figure.id)))
        self._show_tasks(tasks(board, self._review))
        spans = [_span(entry) for entry in board.cohorts]
        self._timeline.set_spans(spans, board.as_of)
        self._outcomes.set_rows(
            [
                StackedRow(
                    f"{o.horizon} mois", (o.lasting, o.short, o.training, o.others, o.unknown), o.horizon
                )
                for o in board.outcomes
            ]
        )

    def _show_review(self, review: Rehearsal | None) -> None:
        if self._board is not None and review != self._review:
            self._review = review
            self._show_tasks(tasks(self._board, review))

    def _show_tasks(self, found: list[Task]) -> None:
        while (item := self._tasks.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for task in found:
            self._tasks.addWidget(line())
            self._tasks.addWidget(self._task_row(task))
        if not found:
            quiet = label("Rien n’attend aujourd’hui.", "secondary")
            quiet.setContentsMargins(14, 6, 14, 6)
            self._tasks.addWidget(quiet)
        self._tasks.addStretch(1)

    def _task_row(self, task: Task) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(14, 9, 14, 9)
        layout.setSpacing(10)
        picture = QLabel()
        picture.setPixmap(icons.pixmap(TASK_ICONS[task.tone], task.tone, size=18, scale=2))
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(task.title, wrap=True))
        words.addWidget(label(task.detail, "small", wrap=True))
        layout.addLayout(words, 1)
        go = button(task.action, partial(self.go_requested.emit, task.page_id, task.target))
        go.setAccessibleName(f"{task.action}\u00a0: {task.title}, {task.detail}")
        layout.addWidget(go)
        return row

    def _open_figure(self, position: int) -> None:
        if self._board is None:
            return
        figure: Figure = self._board.headlines[position]
        scope = self._board.scope

        def load(_job: Job) -> tuple[int, ...]:
            from gen_desktop.queries.indicators import Part, people

            with self.ctx.db.read() as session:
                found = people(session, figure.id, Part.NUMERATOR, scope)
            return tuple(dict.fromkeys(person.learner_id for person in found))

        self._show_people(load)

    def _open_outcome(self, horizon: int, group: int) -> None:
        today = self.ctx.today()

        def load(_job: Job) -> tuple[int, ...]:
            from gen_desktop.queries.dashboard import OUTCOME_GROUPS, outcome_people

            with self.ctx.db.read() as session:
                return outcome_people(session, horizon, OUTCOME_GROUPS[group], today)

        self._show_people(load)

    def _show_people(self, load: Callable[[Job], tuple[int, ...]]) -> None:
        self.ctx.jobs.read_latest("home.people", load, lambda ids: self.go_requested.emit("learners", ids))


def _span(entry: CohortLine) -> Span:
    cohort, rate = entry.cohort, entry.attendance
    people = french.plural(cohort.entered, "apprenant")
    if not cohort.entered:
        places = "" if cohort.seats is None else f" sur {french.plural(cohort.seats, 'place')}"
        people = f"{french.plural(0, 'entré')}{places}"
    text = people if rate.value is None else f"{people} · {french.percent(rate.value, 0)} d’assiduité"
    return Span(cohort.id, cohort.code, cohort.start, cohort.end, text)
