"""Vérifier mes données: the whole file is read again, and compared with a printed seal if one is typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.errors import InvalidInput
from gen_desktop.services.verification import Verification, verify_data
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.job_runner import Task
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.safekeeper import now_here
from gen_desktop.ui.verification import words
from gen_desktop.ui.verification.verdict import VerdictCard
from gen_desktop.ui.widgets.basics import label, scrolled
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.form import FormRows

WIDTH = 760
GAP = 14


class VerificationPage(Page):
    """Reads only: works on a file opened to be read only, and beside whoever writes."""

    title = "Vérifier mes données"
    kinds = frozenset({"verification"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._task: Task | None = None
        self.verdict: VerdictCard | None = None
        self.seal = QLineEdit()
        self.seal.returnPressed.connect(self.verify)
        self.form = FormRows(label_width=200)
        self.form.add("seal", "Sceau imprimé (facultatif)", self.seal)
        ctx.jobs.finished.connect(self._on_finished)
        self._lay_out()

    def header_actions(self) -> Sequence[PageAction]:
        return (
            PageAction("Retour", self.back_requested.emit),
            PageAction("Vérifier", self.verify, icon="check", primary=True, enabled=self._task is None),
        )

    def verify(self) -> None:
        """Read everything again, off the GUI thread; may be given up."""
        if self._task is not None:
            return
        self.form.clear_errors()
        self._drop_verdict()
        self._task = self.ctx.jobs.read(
            partial(verify_data, self.ctx.db, self.seal.text()),
            self._show,
            on_error=self._on_failed,
            name="Vérification des données",
            progress_over=self,
        )
        self.header_changed.emit()

    def _show(self, found: Verification) -> None:
        now = now_here()
        self.verdict = VerdictCard(found, f"{french.short_date(now.date())} à {now:%H:%M}")
        target = found.way_back.file if found.way_back is not None else None
        self.verdict.backups_wanted.connect(partial(self.go_requested.emit, "backups", target))
        self._column.insertWidget(1, self.verdict)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, InvalidInput) or self.form.show_problems(error):
            dialogs.show_error(self, error)

    def _on_finished(self, task: Task) -> None:
        if task is not self._task:
            return
        self._task = None
        self.header_changed.emit()
        if task.cancel_asked:
            self.tell("Vérification arrêtée. Rien n’a été changé.")

    def _drop_verdict(self) -> None:
        if self.verdict is not None:
            self._column.removeWidget(self.verdict)
            self.verdict.hide()
            self.verdict.deleteLater()
            self.verdict = None

    def _lay_out(self) -> None:
        asked = Card("Ce qui est vérifié")
        asked.body.addWidget(label(words.INTRODUCTION, wrap=True))
        asked.body.addSpacing(4)
        asked.body.addWidget(self.form)
        asked.body.addWidget(label(words.SEAL_HINT, "secondary", wrap=True))
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(asked)
        self._column.addStretch(1)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(holder))
