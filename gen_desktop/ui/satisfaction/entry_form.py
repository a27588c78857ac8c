"""One questionnaire typed from its paper: a digit per question, Enter, and the next one is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from gen_desktop.changes import Change
from gen_desktop.models.satisfaction import Answers
from gen_desktop.queries.satisfaction import QuestionnaireRow
from gen_desktop.reference.lists import choices, code_list
from gen_desktop.services.satisfaction import Questionnaire, change_answer, record_answer
from gen_desktop.ui import actions
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.satisfaction.mark_box import MarkBox
from gen_desktop.ui.side_form import SideForm, notes_field
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

KEYS = "Une touche par note, C pour le commentaire, Entrée pour enregistrer et passer à la suite."


@dataclass(frozen=True)
class Batch:
    """What the questionnaires of one sitting share: the day they came back, and how."""

    answered_on: dt.date
    mode: str | None = None


class EntryForm(SideForm):
    """The questionnaire of a person, or one without a name; known answers are corrected in place."""

    def __init__(
        self,
        ctx: AppContext,
        which: Questionnaire,
        row: QuestionnaireRow,
        batch: Batch,
        count: str,
    ) -> None:
        super().__init__(ctx, _name(row), count)
        self._which, self._row = which, row
        self.rows.add_wide(label(KEYS, "secondary", wrap=True))
        self.rows.add_wide(label(scale_words(), "secondary", wrap=True))
        self.marks = {code.code: MarkBox() for code in choices("satisfaction_item")}
        for item, box in self.marks.items():
            self.rows.add(item, code_list("satisfaction_item")[item].label, box)
        self.comment: QPlainTextEdit = notes_field()
        self.rows.add("comment", "Commentaire", self.comment)
        self.answered_on = DateEdit(ctx.today)
        self.rows.add("answered_on", "Reçu le", self.answered_on, required=True)
        self.mode = CodeCombo([(one.code, one.label) for one in choices("contact_mode")])
        self.rows.add("mode", "Moyen", self.mode)
        self._show(batch)
        self._connect()
        actions.make(self, "save_next", self.save)
        self.start()

    @property
    def batch(self) -> Batch:
        """The day and the way, for the next questionnaire."""
        return Batch(self.answered_on.value() or self.ctx.today(), self.mode.code())

    def write(self) -> Change:
        answered_on = self.answered_on.value()
        assert answered_on is not None  # required
        marks = {item: box.mark for item, box in self.marks.items() if box.mark is not None}
        comment = self.comment.toPlainText().strip() or None
        answers = Answers(answered_on, marks, comment, self.mode.code())
        today, known = self.ctx.today(), self._row.answers
        if known is None or self._row.answer_id is None:
            return record_answer(self.ctx.db, self._which, answers, today)
        return change_answer(self.ctx.db, self._row.answer_id, answers, today, shown=known)

    def take_focus(self) -> None:
        next(iter(self.marks.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.take_focus()

    def _show(self, batch: Batch) -> None:
        known = self._row.answers
        self.answered_on.set_value(batch.answered_on if known is None else known.answered_on)
        self.mode.set_code(batch.mode if known is None else known.mode)
        if known is not None:
            self.comment.setPlainText(known.comment or "")
            for item, box in self.marks.items():
                box.set_mark(known.marks.get(item))

    def _connect(self) -> None:
        boxes = list(self.marks.values())
        for at, box in enumerate(boxes):
            following = boxes[at + 1] if at + 1 < len(boxes) else None
            if following is not None:
                box.filled.connect(following.setFocus)
                following.emptied.connect(box.setFocus)
            box.filled.connect(lambda of=box: self.rows.check_row(self._item(of)))
            box.refused.connect(lambda of=box: self.rows.check_row(self._item(of)))
            box.comment_wanted.connect(self.comment.setFocus)

    def _item(self, box: MarkBox) -> str:
        return next(item for item, one in self.marks.items() if one is box)


def scale_words() -> str:
    """« 1 Pas du tout satisfait, …, 5 Très satisfait »: the ends of the scale."""
    scale = choices("satisfaction_mark")
    return f"De {scale[0].code} ({scale[0].label.lower()}) à {scale[-1].code} ({scale[-1].label.lower()})."


def _name(row: QuestionnaireRow) -> str:
    return f"{row.last_name} {row.first_name}".strip() or "Questionnaire sans nom"
