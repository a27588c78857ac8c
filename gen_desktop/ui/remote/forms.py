"""The forms of distance work: an activity, and help given to somebody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.importing.values import minutes as read_minutes
from gen_desktop.queries.remote_work import ActivityRow
from gen_desktop.reference.lists import code_list
from gen_desktop.services import remote_assistance, remote_work
from gen_desktop.services.remote_assistance import AssistanceInput
from gen_desktop.services.remote_work import ActivityInput, OutcomeInput
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

Person = tuple[int, str]
"""Enrollment and name."""
_DURATION = "1\u202fh\u202f30 ou 90\u00a0min"


class NewActivityForm(SideForm):
    """Work to do at distance, for a whole cohort or one person."""

    def __init__(self, ctx: AppContext, cohort_id: int, code: str, people: Sequence[Person]) -> None:
        super().__init__(ctx, "Travail à distance", code)
        self._cohort_id = cohort_id
        self.who = CodeCombo([(str(one), name) for one, name in people], none_text="Toute la cohorte")
        self.rows.add("who", "Pour", self.who)
        self._fields = _ActivityFields(self)
        self._fields.planned_on.set_value(ctx.today())
        self.start()

    def write(self) -> Change:
        values, who = self._fields.values(), self.who.code()
        if who is not None:
            return remote_work.plan_activity(self.ctx.db, int(who), values)
        return remote_work.plan_for_cohort(self.ctx.db, self._cohort_id, values)

    def take_focus(self) -> None:
        self._fields.title.setFocus()


class ActivityForm(SideForm):
    """An activity of somebody and what became of it."""

    def __init__(self, ctx: AppContext, row: ActivityRow) -> None:
        super().__init__(ctx, "Travail à distance", f"{row.last_name} {row.first_name}")
        self._row = row
        self._fields = _ActivityFields(self)
        self._fields.show(row)
        self.done_on, self.verified_on = DateEdit(ctx.today), DateEdit(ctx.today)
        self.result, self.verified_by, self.connected = QLineEdit(), QLineEdit(), QLineEdit()
        self.done_on.set_value(row.done_on)
        self.verified_on.set_value(row.verified_on)
        self.result.setText(row.result or "")
        self.verified_by.setText(row.verified_by or "")
        self.connected.setText(_duration(row.connected_minutes))
        self.rows.add("done_on", "Fait le", self.done_on)
        self.rows.add("result", "Résultat", self.result)
        self.rows.add(
            "connected_minutes",
            "Temps de connexion",
            self.connected,
            check=lambda: _problem(self.connected.text()),
        )
        self.rows.add("verified_on", "Vérifié le", self.verified_on)
        self.rows.add("verified_by", "Vérifié par", self.verified_by)
        self.start()

    def write(self) -> Change:
        outcome = OutcomeInput(
            self.done_on.value(),
            self.result.text() or None,
            read_minutes(self.connected.text()),
            self.verified_on.value(),
            self.verified_by.text() or None,
        )
        row, values = self._row, self._fields.values()
        return remote_work.change_activity(
            self.ctx.db, row.id, values, outcome, self.ctx.today(), version=row.version
        )

    def take_focus(self) -> None:
        self.done_on.setFocus()


class AssistanceForm(SideForm):
    """Help given to somebody at distance."""

    def __init__(self, ctx: AppContext, enrollment_id: int, name: str) -> None:
        super().__init__(ctx, "Aide à distance", name)
        self._enrollment_id = enrollment_id
        self.given_on = DateEdit(ctx.today)
        self.channel = CodeCombo([(one.code, one.label) for one in code_list("contact_mode")])
        self.minutes, self.helper, self.subject = QLineEdit(), QLineEdit(), QLineEdit()
        self.minutes.setPlaceholderText(_DURATION)
        self.rows.add("given_on", "Le", self.given_on, required=True)
        self.rows.add("channel", "Moyen", self.channel)
        self.rows.add("minutes", "Durée", self.minutes, check=lambda: _problem(self.minutes.text()))
        self.rows.add("helper", "Par", self.helper)
        self.rows.add("subject", "Sujet", self.subject)
        self.given_on.set_value(ctx.today())
        self.helper.setText(ctx.author.name)
        self.start()

    def write(self) -> Change:
        given_on = self.given_on.value()
        assert given_on is not None  # required
        values = AssistanceInput(
            given_on,
            self.channel.code(),
            read_minutes(self.minutes.text()),
            self.helper.text() or None,
            self.subject.text() or None,
        )
        return remote_assistance.add_assistance(self.ctx.db, self._enrollment_id, values, self.ctx.today())

    def take_focus(self) -> None:
        self.channel.setFocus()


class _ActivityFields:
    """What is to be done, added to a form."""

    def __init__(self, form: SideForm) -> None:
        self.title, self.minutes = QLineEdit(), QLineEdit()
        self.kind = CodeCombo([(one.code, one.label) for one in code_list("remote_activity_kind")])
        self.planned_on = DateEdit(form.ctx.today)
        self.minutes.setPlaceholderText(_DURATION)
        form.rows.add("title", "Travail", self.title, required=True)
        form.rows.add("kind", "Genre", self.kind)
        form.rows.add(
            "estimated_minutes",
            "Durée estimée",
            self.minutes,
            required=True,
            check=lambda: _problem(self.minutes.text()),
        )
        form.rows.add("planned_on", "Prévu le", self.planned_on, required=True)

    def show(self, row: ActivityRow) -> None:
        """What is known."""
        self.title.setText(row.title)
        self.kind.set_code(row.kind)
        self.minutes.setText(_duration(row.estimated_minutes))
        self.planned_on.set_value(row.planned_on)

    def values(self) -> ActivityInput:
        """What is typed, once every field is readable."""
        planned_on = self.planned_on.value()
        assert planned_on is not None  # required
        return ActivityInput(
            self.title.text(), read_minutes(self.minutes.text()) or 0, planned_on, self.kind.code()
        )


def _duration(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes}{french.NBSP}min"


def _problem(text: str) -> str:
    try:
        read_minutes(text)
    except ValueError as error:
        return str(error)
    return ""
