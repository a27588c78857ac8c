"""What the answers say together: the rate of answers first, each mean with its numbers, the comments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop.jobs import Job
from gen_desktop.models.satisfaction import LEARNER
from gen_desktop.queries.satisfaction import Comment, Satisfaction, comments, satisfaction
from gen_desktop.queries.satisfaction_scopes import CohortSet, cohort_sets, years
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.lists import choices
from gen_desktop.ui import theme
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.satisfaction import words
from gen_desktop.ui.tables.list_card import ListCard
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.chips import ChipBar, MenuChip
from gen_desktop.ui.widgets.empty_state import EmptyState

_KINDS = {"cohort": "Cohorte", "course": "Formation", "program": "Programme"}
HEADER_HEIGHT = 46
EXPECTED = (
    "Attendus\u00a0: les personnes sorties depuis assez longtemps, décès exclus, ou qui ont reçu un "
    "questionnaire."
)
NO_COMMENT = "Aucun commentaire dans ces réponses."


@dataclass(frozen=True)
class _Found:
    sets: tuple[CohortSet, ...]
    years: tuple[int, ...]
    figures: Satisfaction
    comments: tuple[Comment, ...]
    smallest: int


class ResultsView(QWidget):
    """Of the cohort shown, its course, its programme or all, at a horizon; of one year or of any date."""

    shown = Signal()

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._cohort_id: int | None = None
        self._horizon, self._respondent = 0, LEARNER
        self.set_chip = MenuChip("Réponses", self, neutral="cohort")
        self.year_chip = MenuChip("Période", self)
        self.rate = label("", "name")
        self.overall = label("", "name")
        self.items = ListCard("Notes par question", words.MARKS)
        self.comments = ListCard(
            "Commentaires",
            words.COMMENTS,
            empty=EmptyState(NO_COMMENT),
            before_copy=partial(may_copy, self, ctx, "Commentaires de satisfaction"),
        )
        self._few = label("", "secondary", wrap=True)
        self._lay_out()
        for chip in (self.set_chip, self.year_chip):
            chip.chosen.connect(lambda _value: self.reload())

    def show_answers(self, cohort_id: int, horizon: int, respondent: str) -> None:
        """Of that cohort, or of what it belongs to, as chosen."""
        self._cohort_id, self._horizon, self._respondent = cohort_id, horizon, respondent
        self.reload()

    def reload(self) -> None:
        """Read them again."""
        if self._cohort_id is not None:
            self.ctx.jobs.read_latest(
                "satisfaction.results", partial(self._load, self._cohort_id), self._show
            )

    def _load(self, cohort_id: int, _job: Job) -> _Found:
        today, year = self.ctx.today(), self.year_chip.value
        with self.ctx.db.read() as session:
            sets = cohort_sets(session, cohort_id)
            chosen = next((one for one in sets if one.kind == self.set_chip.value), sets[0])
            first = None if year is None else dt.date(year, 1, 1)
            last = None if year is None else dt.date(year, 12, 31)
            scope = Scope(today, chosen.cohort_ids, first, last)
            smallest = parameters(session, today).anonymous_comments_threshold
            return _Found(
                sets,
                years(session),
                satisfaction(session, scope, self._horizon, self._respondent),
                comments(session, scope, self._horizon, smallest, self._respondent),
                smallest,
            )

    def _show(self, found: _Found) -> None:
        self.set_chip.set_choices([(one.kind, _set_words(one)) for one in found.sets])
        self.year_chip.set_choices(
            [(None, "Toutes les dates"), *((year, str(year)) for year in found.years)], self.year_chip.value
        )
        self.rate.setText(words.response(found.figures))
        self.overall.setText(words.overall(found.figures))
        self.items.show_rows(list(found.figures.items.items()))
        self.comments.show_rows(found.comments)
        is_hidden = any(one.cohort_code is None for one in found.comments)
        self._few.setText(words.hidden(found.smallest) if is_hidden else "")
        self._few.setVisible(is_hidden)
        self.shown.emit()

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(28)
        figures.addWidget(self.rate)
        figures.addWidget(self.overall)
        figures.addStretch(1)
        questions = len(choices("satisfaction_item"))
        self.items.setFixedHeight(HEADER_HEIGHT + theme.LIST_ROW * questions)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(ChipBar(self.set_chip, self.year_chip))
        layout.addLayout(figures)
        layout.addWidget(label(EXPECTED, "secondary", wrap=True))
        layout.addWidget(self.items)
        layout.addWidget(self._few)
        layout.addWidget(self.comments, 1)


def _set_words(one: CohortSet) -> str:
    return one.name if one.kind not in _KINDS else f"{_KINDS[one.kind]} {one.name}"
