"""What opens beside the grid: the form of an absence, those of a sent month, what a correction changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.models.absence import absence_codes
from gen_desktop.queries import month_statements as queries
from gen_desktop.queries.attendance import Key, place_of_session
from gen_desktop.ui.absence_form import AbsenceForm, AbsentHalfDay
from gen_desktop.ui.attendance.month_bar import MonthSendings
from gen_desktop.ui.attendance.month_forms import ChangesPanel, CorrectionForm, SendForm
from gen_desktop.ui.form_drafts import FormDrafts
from gen_desktop.ui.side_form import SideForm

if TYPE_CHECKING:
    from gen_desktop.ui.attendance.page import AttendancePage

WIDTH = 360
_ABSENCE = "absence"


class Side(QWidget):
    """One form at a time, or nothing. ``saved(Change)``; ``closed()`` gives the keys back to the grid."""

    saved = Signal(object)
    closed = Signal()

    def __init__(self, page: AttendancePage) -> None:
        super().__init__(page)
        self._page = page
        self._shown: SideForm | ChangesPanel | None = None
        self.drafts = FormDrafts()
        self._months: dict[date, MonthSendings] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setFixedWidth(WIDTH)
        self.hide()

    @property
    def shown(self) -> SideForm | ChangesPanel | None:
        """What is open."""
        return self._shown

    def give_up(self) -> bool:
        """Close what is open, after a question when something typed would be lost; False when it stays."""
        if isinstance(self._shown, SideForm):
            self._shown.leave()
        elif self._shown is not None:
            self._drop()
        return self._shown is None

    def justify(self, keys: Sequence[Key]) -> None:
        """The form of these absences, which are of one person; alone, with those around it."""
        model = self._page.model
        absent = [key for key in keys if self._is_absent(key)]
        if not absent:
            self._page.key_bar.say("Placez-vous sur une absence (A ou J) pour la justifier.")
            return
        if sent := next((said for key in absent if (said := model.sent_sentence(key))), ""):
            self._page.key_bar.say(sent)
            return
        if self._page.is_refused("attendance") or not self.give_up():
            return
        person = absent[0][0]
        mine = [key for key in absent if key[0] == person]
        half_days = [self._absent(key) for key in (mine if len(mine) > 1 else self._around(mine[0]))]
        form = AbsenceForm(self._page.ctx, self._name(person), half_days)
        self._open(form, f"{_ABSENCE}:{person}:{mine[0][1]}")

    def read_months(self) -> None:
        """Say in the bar where the months shown stand."""
        page, grid = self._page, self._page.model.grid
        self._months = {}
        if grid is not None and page.model.view != "learner":
            months = sorted({session.held_on.replace(day=1) for session in grid.sessions})
            with page.ctx.db.read() as session:
                for month in months:
                    told = queries.statements(session, grid.cohort_id, month)
                    self._months[month] = MonthSendings(month, told)
        is_month = page.model.view == "month"
        shown = [
            one
            for one in self._months.values()
            if one.statements or (is_month and one.month <= page.ctx.today())
        ]
        page.month_bar.show_months(shown, page.ctx.why_not("month_statement"))

    def ask_about_month(self, gesture: str, month: date) -> None:
        """Send it, open it again, or show what changed."""
        grid = self._page.model.grid
        if grid is None or not self.give_up():
            return
        ctx, sendings = self._page.ctx, self._months[month]
        if gesture == "correct":
            self._open(CorrectionForm(ctx, grid.cohort_id, month), f"correct:{grid.cohort_id}:{month}")
            return
        with ctx.db.read() as session:
            payers = queries.payers(session)
            number = sendings.last.number if sendings.last is not None else 0
            changes = queries.changes_of_correction(session, grid.cohort_id, month, number)
        if gesture == "changes":
            self._open(ChangesPanel(sendings, changes))
            return
        unknown = grid.period_rate.unknown if self._page.model.view == "month" else 0
        form = SendForm(ctx, grid.cohort_id, sendings, payers, unknown)
        self._open(form, f"send:{grid.cohort_id}:{month}")

    def resume(self, name: str) -> None:
        """Show the form of that draft, where it was opened; nothing when what it is about is gone."""
        kind, first, second = name.split(":")
        page = self._page
        if kind != _ABSENCE:
            month = date.fromisoformat(second)
            page.show_view("month")
            page.show_week(int(first), month)
            if month in self._months:
                self.ask_about_month(kind, month)
            return
        with page.ctx.db.read() as session:
            place = place_of_session(session, int(second))
        if place is not None:
            page.show_week(*place)
            self.justify([(int(first), int(second))])

    def _open(self, shown: SideForm | ChangesPanel, name: str = "") -> None:
        self._shown = shown
        self._layout.addWidget(shown)
        shown.left.connect(self._drop)
        if isinstance(shown, SideForm):
            shown.saved.connect(self._on_saved)
            self.drafts.begin(name, shown)
        self.show()
        if isinstance(shown, SideForm):
            shown.take_focus()
        else:
            shown.setFocus()

    def _on_saved(self, change: Change) -> None:
        self._drop()
        self.saved.emit(change)

    def close_form(self) -> None:
        """Close what is open without a question: it is kept elsewhere."""
        if self._shown is not None:
            self._drop()

    def _drop(self) -> None:
        self.drafts.end()
        if self._shown is not None:
            self._layout.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = None
        self.hide()
        self.closed.emit()

    def _is_absent(self, key: Key) -> bool:
        mark = self._page.model.mark_of(key)
        return mark is not None and mark.status in absence_codes()

    def _around(self, key: Key) -> list[Key]:
        """The absence in which a half-day stands: those of the same kind that touch it."""
        grid = self._page.model.grid
        sessions = [one.id for one in grid.sessions] if grid is not None else []
        mark = self._page.model.mark_of(key)

        def same(at: int) -> bool:
            other = self._page.model.mark_of((key[0], sessions[at])) if 0 <= at < len(sessions) else None
            return other is not None and mark is not None and other.status == mark.status

        first = last = sessions.index(key[1])
        while same(first - 1):
            first -= 1
        while same(last + 1):
            last += 1
        return [(key[0], one) for one in sessions[first : last + 1]]

    def _absent(self, key: Key) -> AbsentHalfDay:
        place, mark = self._page.model.place_of(key), self._page.model.mark_of(key)
        session = self._page.model.session_at(*place) if place is not None else None
        if session is None or mark is None:
            raise KeyError(key)
        return AbsentHalfDay(key, session.held_on, session.half_day, mark.status, mark.document_on)

    def _name(self, enrollment_id: int) -> str:
        grid = self._page.model.grid
        learners = grid.learners if grid is not None else ()
        found = next(one for one in learners if one.enrollment_id == enrollment_id)
        return f"{found.last_name} {found.first_name}"
