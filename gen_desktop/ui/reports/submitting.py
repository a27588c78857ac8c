"""Submitting a report, or its correction: what is asked first, then the work in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.models.submitted_report import ReportScope, Signed
from gen_desktop.queries.submitted_reports import SubmittedLine, submitted_reports
from gen_desktop.reports.registry import BuiltReport
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page
from gen_desktop.ui.reports.signature_rows import SignatureRows
from gen_desktop.ui.reports.texts_dialog import TextsDialog
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.edit_dialog import EditDialog
from gen_desktop.ui.widgets.form import FormRows

TEXTS, SUBMIT, CORRECT = "report_text", "submit", "correct"
"""What is asked, as it is kept while it is typed."""
PAGE = "submitted"
"""The page of the reports that were submitted."""
TABLES = ("issued_document", "submitted_report")
STATE_CERTIFICATE = "reports/certificate"
LONGEST = 300
ABOVE_FIELDS = 8
"""Pixels between what stands in the way and the first field."""
_NAMED = 3
PREPARE_AGAIN = (
    "Préparez de nouveau ce rapport, puis choisissez «\u00a0Remettre…\u00a0»\u00a0: "
    "ce que vous aviez saisi y revient."
)
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
        self,
        ctx: AppContext,
        title: str,
        points: Sequence[str],
        parent: QWidget,
        *,
        corrected: SubmittedLine | None = None,
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
            self.form.add_wide(Notice("wrong", count, said), gap=ABOVE_FIELDS)
        self.form.add("recipient", "Remis à", self.recipient)
        if corrected is not None:
            self.form.add("reason", "Ce qui est corrigé", self.reason, required=True)
        self.signature = _signature_rows(ctx, self.form)
        self.form.add_wide(label(_FROZEN if corrected is None else _REPLACED, "secondary", wrap=True))
        self.save_button.setText("Remettre" if corrected is None else "Remettre le correctif")
        (self.recipient if corrected is None else self.reason).setFocus()

    def held(self) -> dict[str, Any]:
        """Neither the certificate, which the computer remembers, nor its password, which nothing does."""
        return {"recipient": self.recipient.text(), "reason": self.reason.text()}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        self.recipient.setText(typed.get("recipient", self.recipient.text()))
        self.reason.setText(typed.get("reason", self.reason.text()))


def _signature_rows(ctx: AppContext, form: FormRows) -> SignatureRows | None:
    """None where this computer cannot sign: the form then says nothing of it."""
    from gen_desktop.reports.signing import is_available

    if not is_available():
        return None
    return SignatureRows(form, str(ctx.state.value(STATE_CERTIFICATE, "")), ctx.today)


class Submitter(QObject):
    """Asks, submits in the background, then shows the report among those submitted.

    Before that, asks for the words of the writer.
    """

    def __init__(self, ctx: AppContext, page: Page) -> None:
        super().__init__(page)
        self._ctx = ctx
        self._page = page

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        """What shows each of its dialogs again."""
        return {
            TEXTS: lambda scope: self._ask_texts(ReportScope.from_json(scope)),
            SUBMIT: lambda _scope: self._page.tell(PREPARE_AGAIN),
            CORRECT: self._correct_again,
        }

    def submit(self, report: BuiltReport) -> None:
        """Submit a report of the page, made again with its number on it."""
        from gen_desktop.reports.submission import blocking_points, build_to_submit
        from gen_desktop.services.submitted_reports import submit_report

        assert report.content is not None
        scope, db = report.content.scope, self._ctx.db
        title = f"Remettre «\u00a0{report.title}, {report.scope_text}\u00a0»"
        dialog = SubmitDialog(self._ctx, title, blocking_points(report), self._page)
        if not self._page.in_dialogs.run(SUBMIT, scope.text_key, dialog):
            return
        recipient, sign = dialog.recipient.text(), self._signature(dialog)

        def work(job: Job) -> Change:
            build = build_to_submit(db, scope, even_provisional=True, job=job)
            return submit_report(db, scope.kind, build, recipient=recipient, sign=sign)

        self._write("Remettre le rapport", work, partial(self._keep, SUBMIT, scope.text_key, dialog))

    def write_texts(self, report: BuiltReport) -> None:
        """Ask for the words of the writer, and keep them for the scope of the report."""
        assert report.content is not None
        self._ask_texts(report.content.scope)

    def correct(self, corrected: SubmittedLine) -> None:
        """Submit the correction of a report, from the data of today."""
        from gen_desktop.reports.submission import build_to_submit
        from gen_desktop.services.submitted_reports import correct_report

        db = self._ctx.db
        title = f"Corriger {corrected.number}"
        dialog = SubmitDialog(self._ctx, title, (), self._page, corrected=corrected)
        if not self._page.in_dialogs.run(CORRECT, corrected.id, dialog):
            return
        recipient, reason, sign = dialog.recipient.text(), dialog.reason.text(), self._signature(dialog)

        def work(job: Job) -> Change:
            build = build_to_submit(db, corrected.scope, even_provisional=True, job=job)
            return correct_report(db, corrected.id, build, reason=reason, recipient=recipient, sign=sign)

        self._write("Remettre le correctif", work, partial(self._keep, CORRECT, corrected.id, dialog))

    def _keep(self, kind: str, record: object, dialog: SubmitDialog) -> None:
        """Nothing was submitted: what was typed comes back when it is to be again."""
        self._page.in_dialogs.keep(kind, record, dialog)

    def _ask_texts(self, scope: ReportScope) -> None:
        if not self._page.is_refused(TEXTS):
            dialog = TextsDialog(self._ctx, scope, self._page)
            self._page.in_dialogs.run(TEXTS, scope.text_key, dialog)
            if dialog.change is not None:
                self._ctx.changes.publish(dialog.change)

    def _correct_again(self, document_id: str) -> None:
        with self._ctx.db.read() as session:
            lines = submitted_reports(session)
        line = next((one for one in lines if one.id == int(document_id)), None)
        if line is not None and line.replaced_by is None and not self._page.is_refused(*TABLES):
            self.correct(line)

    def _signature(self, dialog: SubmitDialog) -> Callable[[bytes], Signed] | None:
        """What signs, and the place of its certificate for the next time."""
        if dialog.signature is None:
            return None
        self._ctx.state.setValue(STATE_CERTIFICATE, dialog.signature.path.text().strip())
        return dialog.signature.sign()

    def _write(self, name: str, work: Callable[[Job], Change], keep: Callable[[], object]) -> None:
        def on_error(error: Exception) -> None:
            keep()
            dialogs.show_error(self._page, error)

        def on_cancelled() -> None:
            keep()
            self._page.tell("Rien n’a été remis.")

        self._ctx.jobs.write(
            name, work, self._on_submitted, on_error=on_error, on_cancelled=on_cancelled, parent=self._page
        )

    def _on_submitted(self, change: Change) -> None:
        self._ctx.changes.publish(replace(change, name=""))  # a fact: nothing takes it back
        self._page.go_requested.emit(PAGE, change.created_id)
