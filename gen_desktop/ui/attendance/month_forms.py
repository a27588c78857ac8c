"""The forms of a month that is sent to a payer or opened again, and what a correction changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.models.attendance import long_slot_label, mark_words
from gen_desktop.models.month_statement import correction_name
from gen_desktop.queries.month_statements import MarkChange, Said
from gen_desktop.services import month_statements
from gen_desktop.ui.attendance.month_bar import MonthSendings
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import MARGIN, SideForm
from gen_desktop.ui.suggesting import suggesting
from gen_desktop.ui.widgets.basics import button, label, line, scrolled
from gen_desktop.ui.widgets.date_edit import DateEdit

LOCKED = "Une fois envoyé, le mois ne peut plus être changé sans rectificatif."


class SendForm(SideForm):
    """To whom a month was sent, and when; of a correction, when."""

    def __init__(
        self, ctx: AppContext, cohort_id: int, sendings: MonthSendings, payers: Sequence[str], unknown: int
    ) -> None:
        """``unknown``: half-days of the month that are due and not recorded."""
        number = sendings.last.number if sendings.last is not None else 0
        title = f"Envoyer le {correction_name(number)}" if sendings.is_open else "Marquer le mois envoyé"
        super().__init__(ctx, title, french.month_name(sendings.month))
        self._cohort_id, self._sendings = cohort_id, sendings
        self.payer = suggesting(lambda: payers, payers[0] if payers else "France Travail")
        self.sent_on = DateEdit(ctx.today)
        self.sent_on.set_value(ctx.today())
        if not sendings.is_open:
            self.rows.add("payer", "Envoyé à", self.payer)
        self.rows.add("sent_on", "Le", self.sent_on, required=True)
        self.rows.add_wide(label(LOCKED, "small", wrap=True))
        if unknown:
            self.say(f"{french.plural(unknown, 'case')} de ce mois {_is(unknown)} pas saisie{_s(unknown)}.")
        self.start()

    def take_focus(self) -> None:
        """The payer, or the day."""
        first = self.sent_on if self._sendings.is_open else self.payer
        first.setFocus()
        first.selectAll()

    def write(self) -> Change:
        today, month = self.ctx.today(), self._sendings.month
        day = self.sent_on.value() or today
        if self._sendings.is_open:
            return month_statements.send_correction(self.ctx.db, self._cohort_id, month, day, today)
        return month_statements.send_month(self.ctx.db, self._cohort_id, month, self.payer.text(), day, today)


class CorrectionForm(SideForm):
    """Why a month that was sent is opened again."""

    def __init__(self, ctx: AppContext, cohort_id: int, month: date) -> None:
        super().__init__(ctx, "Ouvrir un rectificatif", french.month_name(month))
        self._cohort_id, self._month = cohort_id, month
        self.reason = QLineEdit()
        self.rows.add("reason", "Motif", self.reason, required=True)
        self.rows.add_wide(
            label(
                "Le mois peut être changé jusqu’à l’envoi du rectificatif, qui porte un numéro et ce motif.",
                "small",
                wrap=True,
            )
        )
        self.start()

    def take_focus(self) -> None:
        """The reason."""
        self.reason.setFocus()

    def write(self) -> Change:
        return month_statements.open_correction(
            self.ctx.db, self._cohort_id, self._month, self.reason.text(), self.ctx.today()
        )


class ChangesPanel(QFrame):
    """What a correction changed: who, which half-day, before and after, by whom. ``left()`` to close it."""

    left = Signal()

    def __init__(self, sendings: MonthSendings, changes: Sequence[MarkChange]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        number = sendings.last.number if sendings.last is not None else 0
        month = french.month_name(sendings.month)
        body = QWidget()
        lines = QVBoxLayout(body)
        lines.setContentsMargins(MARGIN, 10, MARGIN, 10)
        lines.setSpacing(10)
        for one in changes:
            lines.addWidget(label("\n".join(change_lines(one)), wrap=True, selectable=True))
        if not changes:
            lines.addWidget(label("Rien n’a changé depuis l’envoi précédent.", "secondary", wrap=True))
        lines.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 12, MARGIN, 10)
        head.setSpacing(2)
        head.addWidget(label(f"{correction_name(number).capitalize()} de {month}", "name", wrap=True))
        head.addWidget(
            label(f"{french.plural(len(changes), 'changement')} depuis l’envoi précédent", "secondary")
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 10, MARGIN, 10)
        foot.addWidget(button("Fermer", self.left.emit, tooltip="Échap"))
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(line())
        layout.addWidget(scrolled(body), 1)
        layout.addWidget(line())
        layout.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def change_lines(one: MarkChange) -> tuple[str, str, str]:
    """A change in three lines: who and when, before and after, by whom."""
    slot = long_slot_label(one.held_on, one.half_day)
    return f"{one.who}, {slot}", f"{_words(one.before)} → {_words(one.after)}", f"par {one.author}"


def _words(said: Said | None) -> str:
    return mark_words(None) if said is None else mark_words(said.status, said.minutes_missed)


def _is(count: int) -> str:
    return french.form(count, "n’est", "ne sont")


def _s(count: int) -> str:
    return french.form(count, "", "s")
