"""The writer's own words for a report: one field for each part of its commentary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gen_desktop.models.report_text import LONGEST_BODY
from gen_desktop.queries.report_texts import WrittenText, sections_of
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.edit_dialog import EditDialog

HEIGHT = 150
_WHERE = (
    "Ce texte est gardé avec le périmètre du rapport et imprimé avant la méthode. N’y nommez aucun "
    "apprenant. Une ligne vide commence un paragraphe."
)


class TextsDialog(EditDialog):
    """``bodies()``: what is typed, by section."""

    def __init__(self, kind: str, texts: Sequence[WrittenText], parent: QWidget) -> None:
        super().__init__("Commentaire de l’organisme", parent)
        known = {text.section: text.body for text in texts}
        self.fields: dict[str, QPlainTextEdit] = {}
        for section in sections_of(kind):
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

    def bodies(self) -> dict[str, str]:
        """The text of each section, '' for none."""
        return {section: field.toPlainText() for section, field in self.fields.items()}


def _too_long(field: QPlainTextEdit) -> str:
    return f"{LONGEST_BODY} signes au plus." if len(field.toPlainText().strip()) > LONGEST_BODY else ""
