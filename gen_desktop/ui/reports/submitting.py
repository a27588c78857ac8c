"""Submitting a report, or its correction: what is asked first, then the work in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.queries.submitted_reports import SubmittedLine
from gen_desktop.reports.registry import BuiltReport
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.edit_dialog import EditDialog

PAGE = "submitted"
"""The page of the reports that were submitted."""
TABLES = ("issued_document", "submitted_report")
LONGEST = 300
_NAMED = 3
_FROZEN = (
    "Le rapport reçoit un numéro et n’est plus jamais changé\u00a0: ses pages, ses chiffres et les personnes "
    "comptées sont gardés tels quels. Une erreur se corrige par un correctif numéroté."
)
_REPLACED = (
    "Le rapport est refait d’après les données d’aujourd’hui, pour le même périmètre et la même date. "
    "L’ancien est gardé, marqué remplacé. Les points bloquants, s’il y en a, sont dits sur chaque page."
)


class SubmitDialog(EditDialog):
    """Asks to whom, and for a correction, why; says what cannot be taken back."""

    def __init__(
        self, title: str, points: Sequence[str], parent: QWidget, *, corrected: SubmittedLine | None = None
    ) -> None:
        super().__init__(title, parent)
        self.recipient = QLineEdit(corrected.recipient if corrected is not None else "")
        self.recipient.setPlaceholderText("DREETS, France Travail, Région…")
        self.reason = QLineEdit()
        self.recipient.setMaxLength(LONGEST)
        self.reason.setMaxLength(LONGEST)
        if points:
            more = f"\u00a0; et {len(points) - _NAMED} de plus" if len(points) > _NAMED else ""
            shown = "\u00a0; ".join(points[:_NAMED]) + more
            count = french.plural(len(points), "point bloquant", "points bloquants")
            said = f"{shown}. Le rapport le dira sur chaque page\u00a0: mieux vaut les corriger d’abord."
            self.form.add_wide(Notice("wrong", count, said))
        self.form.add("recipient", "Remis à", self.recipient)
        if corrected is not None:
            self.form.add("reason", "Ce qui est corrigé", self.reason, required=True)
        self.form.add_wide(label(_FROZEN if corrected is None else _REPLACED, "secondary", wrap=True))
        self.save_button.setText("Remettre" if corrected is None else "Remettre le correctif")
        (self.recipient if corrected is None else self.reason).setFocus()


class Submitter(QObject):
    """Asks, submits in the background, then shows the report among those submitted."""

    def __init__(self, ctx: AppContext, page: Page) -> None:
        super().__init__(page)
        self._ctx = ctx
        self._page = page

    def submit(self, report: BuiltReport) -> None:
        """Submit a report of the page, made again with its number on it."""
        from gen_desktop.reports.submission import blocking_points, build_to_submit
        from gen_desktop.services.submitted_reports import submit_report

        assert report.content is not None
        scope, db = report.content.scope, self._ctx.db
        title = f"Remettre «\u00a0{report.title}, {report.scope_text}\u00a0»"
        dialog = SubmitDialog(title, blocking_points(report), self._page)
        if not dialogs.run(dialog):
            return
        recipient = dialog.recipient.text()

        def work(job: Job) -> Change:
            build = build_to_submit(db, scope, even_provisional=True, job=job)
            return submit_report(db, scope.kind, build, recipient=recipient)

        self._write("Remettre le rapport", work)

    def correct(self, corrected: SubmittedLine) -> None:
        """Submit the correction of a report, from the data of today."""
        from gen_desktop.reports.submission import build_to_submit
        from gen_desktop.services.submitted_reports import correct_report

        db = self._ctx.db
        dialog = SubmitDialog(f"Corriger {corrected.number}", (), self._page, corrected=corrected)
        if not dialogs.run(dialog):
            return
        recipient, reason = dialog.recipient.text(), dialog.reason.text()

        def work(job: Job) -> Change:
            build = build_to_submit(db, corrected.scope, even_provisional=True, job=job)
            return correct_report(db, corrected.id, build, reason=reason, recipient=recipient)

        self._write("Remettre le correctif", work)

    def _write(self, name: str, work: Callable[[Job], Change]) -> None:
        self._ctx.jobs.write(
            name,
            work,
            self._on_submitted,
            on_cancelled=partial(self._page.tell, "Rien n’a été remis."),
            parent=self._page,
        )

    def _on_submitted(self, change: Change) -> None:
        self._ctx.changes.publish(change)
        self._page.go_requested.emit(PAGE, change.created_id)
