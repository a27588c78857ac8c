"""The writer's own words for a report: one field for each part of its commentary."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gen_desktop.changes import Change
from gen_desktop.french import NBSP
from gen_desktop.models.report_text import LONGEST_BODY
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.report_texts import sections_of, written_texts
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services.report_texts import NAME, write_texts
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.edit_dialog import EditDialog

HEIGHT = 150
_WHERE = (
    "Ce texte est gardé avec le périmètre du rapport et imprimé avant la méthode. N’y nommez aucun "
    "apprenant. Une ligne vide commence un paragraphe."
)


class TextsDialog(EditDialog):
    """Written for the scope of a report while it is shown: a text that is refused stays there."""

    def __init__(self, ctx: AppContext, scope: ReportScope, parent: QWidget) -> None:
        super().__init__("Commentaire de l’organisme", parent)
        self.title = f"Commentaire{NBSP}: {code_label('report_kind', scope.kind).lower()}"
        self._ctx, self._scope = ctx, scope
        with ctx.db.read() as session:
            texts = written_texts(session, scope)
        known = {text.section: text.body for text in texts}
        self.fields: dict[str, QPlainTextEdit] = {}
        for section in sections_of(scope.kind):
            field = QPlainTextEdit(known.get(section.code, ""))
            field.setTabChangesFocus(True)
            field.setMinimumHeight(HEIGHT)
            self.fields[section.code] = field
            self.form.add(
                section.code,
                section.label,
                field,
                check=partial(_too_long, field),
            )
        self.form.add_wide(label(_WHERE, "secondary", wrap=True))
        next(iter(self.fields.values())).setFocus()

    def save(self) -> None:
        """In the background: the names of all learners are looked for in what is typed."""
        if self.form.check_all():
            db, scope, bodies = self._ctx.db, self._scope, self.bodies()
            self._set_busy(True)
            self._ctx.jobs.write(
                NAME,
                lambda _job: write_texts(db, scope, bodies),
                self._on_written,
                on_error=self._on_refused,
                on_cancelled=lambda: self._set_busy(False),
                parent=self,
            )

    def _on_written(self, change: Change) -> None:
        self.change = change
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(False)
        self.refuse(error)

    def _set_busy(self, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self.save_button.setEnabled(not busy)

    def bodies(self) -> dict[str, str]:
        """The text of each section, '' for none."""
        return {section: field.toPlainText() for section, field in self.fields.items()}


def _too_long(field: QPlainTextEdit) -> str:
    return f"{LONGEST_BODY} signes au plus." if len(field.toPlainText().strip()) > LONGEST_BODY else ""
