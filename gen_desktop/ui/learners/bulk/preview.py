"""A dialog that shows what a gesture would do to each person before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop.errors import InvalidInput
from gen_desktop.jobs import Job
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.card import Card

DELAY_MS = 150
SIZE = (900, 580)


@dataclass(frozen=True)
class PreviewLine:
    """One person: who, where, what becomes of her. ``is_left``: nothing, and ``what`` says why."""

    name: str
    cohort: str
    what: str
    is_left: bool = False


def _as_it_is(line: PreviewLine) -> PreviewLine:
    return line


COLUMNS = (
    Column("name", "Nom", 190, lambda line: line.name),
    Column("cohort", "Cohorte", 140, lambda line: line.cohort),
    Column(
        "what",
        "Ce qui change",
        380,
        lambda line: line.what,
        tooltip=lambda line: line.what,
        tone=lambda line: "secondary" if line.is_left else "",
        stretch=True,
    ),
)


class PreviewDialog(QDialog):
    """Subclasses fill ``form`` and answer ``ask``; ``plan`` is what the person agreed to."""

    def __init__(self, ctx: AppContext, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.setWindowTitle(title)
        self.resize(*SIZE)
        self._lines: Sequence[Any] = ()
        self._said: Callable[[Any], PreviewLine] = _as_it_is
        self.form = QVBoxLayout()
        self.form.setSpacing(6)
        self.summary = label("", "strong", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self._model = WindowedTableModel(
            COLUMNS, lambda ids: {at: self._said(self._lines[at]) for at in ids}, self
        )
        copying = partial(may_copy, self, ctx, title)
        self.table = TableView(self._model, name="Aperçu", multiple=True, before_copy=copying)
        card = Card()
        card.no_margins()
        card.add(self.table, 1)
        self.go = button("Continuer", self.accept, kind="primary")
        self.go.setEnabled(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Annuler", self.reject))
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(10)
        layout.addLayout(self.form)
        layout.addWidget(self.problem)
        layout.addWidget(self.summary)
        layout.addWidget(card, 1)
        layout.addLayout(foot)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._ask)

    def ask_soon(self) -> None:
        """Something was typed: what it would do is shown in a moment."""
        self.go.setEnabled(False)
        self._delay.start()

    def ask(self) -> Callable[[Job], object] | None:
        """What reads the plan in a thread; None while nothing is asked."""
        raise NotImplementedError

    def show_plan(self, plan: object) -> None:
        """Show a plan that was read; None takes it away."""
        raise NotImplementedError

    def show_preview(
        self,
        lines: Sequence[Any],
        said: Callable[[Any], PreviewLine],
        summary: str,
        offer: tuple[str, int],
    ) -> None:
        """Show each person, ``said`` when her row is seen; ``offer``: the button, and of how many it is."""
        go, count = offer
        self._lines, self._said = lines, said
        self._model.reload(range(len(lines)))
        self.summary.setText(summary)
        self.go.setText(go)
        self.go.setEnabled(count > 0)

    def _ask(self) -> None:
        read = self.ask()
        self.problem.hide()
        if read is None:
            self.show_plan(None)
        else:
            self.ctx.jobs.read_latest("learners.preview", read, self.show_plan, on_error=self._on_error)

    def _on_error(self, error: Exception) -> None:
        self.show_plan(None)
        if isinstance(error, InvalidInput):
            self.problem.setText(" ".join(problem.sentence for problem in error.problems))
            self.problem.show()
        else:
            dialogs.show_error(self, error)
