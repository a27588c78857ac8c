"""A line of the register of complaints: what came, what was answered, what is done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from gen_desktop.changes import Change
from gen_desktop.models.complaint import ComplaintFacts
from gen_desktop.queries.attendance import CohortChoice
from gen_desktop.queries.complaints import ComplaintRow
from gen_desktop.queries.remote_work import people_of_cohort
from gen_desktop.reference.lists import choices
from gen_desktop.services.complaints import change_complaint, record_complaint
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm, notes_field
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

NOBODY = "Aucune"
READ_BY_ALL = (
    "Ce registre est lu par toute l’équipe\u00a0: n’y mettez rien de médical. Seule la direction lit, une "
    "fois enregistré, ce qui est noté «\u00a0Violence, harcèlement ou discrimination\u00a0»."
)


class ComplaintForm(SideForm):
    """``row`` None: a new one."""

    def __init__(
        self, ctx: AppContext, cohorts: tuple[CohortChoice, ...], row: ComplaintRow | None = None
    ) -> None:
        title = "Nouvelle réclamation" if row is None else f"Réclamation {row.number}"
        super().__init__(ctx, title)
        self._row = row
        self.received_on, self.acknowledged_on = DateEdit(ctx.today), DateEdit(ctx.today)
        self.answered_on, self.measure_due_on = DateEdit(ctx.today), DateEdit(ctx.today)
        self.closed_on = DateEdit(ctx.today)
        self.complainant = _codes("stakeholder", optional=False)
        self.channel, self.gravity = _codes("contact_mode"), _codes("complaint_gravity")
        self.cohort = CodeCombo([(str(one.id), one.code) for one in cohorts], none_text="Aucune")
        self.person = CodeCombo(none_text=NOBODY)
        self.subject, self.handled_by, self.measure = QLineEdit(), QLineEdit(), QLineEdit()
        self.description, self.answer = notes_field(), notes_field()
        self._add_rows()
        self._fill()
        self.cohort.chosen.connect(lambda _code: self._offer_people())
        self.start()

    def write(self) -> Change:
        received_on = self.received_on.value()
        assert received_on is not None  # required
        facts = ComplaintFacts(
            received_on=received_on,
            complainant=self.complainant.code() or "",
            subject=self.subject.text(),
            channel=self.channel.code(),
            cohort_id=_number(self.cohort.code()),
            enrollment_id=_number(self.person.code()),
            gravity=self.gravity.code(),
            acknowledged_on=self.acknowledged_on.value(),
            description=_text(self.description),
            answer=_text(self.answer),
            answered_on=self.answered_on.value(),
            measure=self.measure.text() or None,
            measure_due_on=self.measure_due_on.value(),
            handled_by=self.handled_by.text() or None,
            closed_on=self.closed_on.value(),
        )
        today = self.ctx.today()
        if self._row is None:
            return record_complaint(self.ctx.db, facts, today)
        return change_complaint(self.ctx.db, self._row.id, facts, today, version=self._row.version)

    def take_focus(self) -> None:
        (self.subject if self._row is None else self.acknowledged_on).setFocus()

    def _add_rows(self) -> None:
        self.rows.add_wide(label(READ_BY_ALL, "secondary", wrap=True))
        self.rows.add("received_on", "Reçue le", self.received_on, required=True)
        self.rows.add("complainant", "De", self.complainant)
        self.rows.add("channel", "Moyen", self.channel)
        self.rows.add("subject", "Objet", self.subject, required=True)
        self.rows.add("gravity", "Gravité", self.gravity)
        self.rows.add("cohort", "Cohorte", self.cohort)
        self.rows.add("enrollment_id", "Personne", self.person)
        self.rows.add("description", "Description", self.description)
        self.rows.add("acknowledged_on", "Accusé de réception le", self.acknowledged_on)
        self.rows.add("handled_by", "Suivie par", self.handled_by)
        self.rows.add("answer", "Réponse", self.answer)
        self.rows.add("answered_on", "Répondue le", self.answered_on)
        self.rows.add("measure", "Mesure", self.measure)
        self.rows.add("measure_due_on", "Mesure pour le", self.measure_due_on)
        self.rows.add("closed_on", "Close le", self.closed_on)

    def _fill(self) -> None:
        if self._row is None:
            self.received_on.set_value(self.ctx.today())
            self.complainant.set_code("learner")
            self._offer_people()
            return
        facts = self._row.facts
        for name in ("received_on", "acknowledged_on", "answered_on", "measure_due_on", "closed_on"):
            getattr(self, name).set_value(getattr(facts, name))
        for name in ("complainant", "channel", "gravity"):
            getattr(self, name).set_code(getattr(facts, name))
        for name in ("subject", "handled_by", "measure"):
            getattr(self, name).setText(getattr(facts, name) or "")
        self.description.setPlainText(facts.description or "")
        self.answer.setPlainText(facts.answer or "")
        code = self._row.cohort_code or ""
        self.cohort.set_code(_code(facts.cohort_id), label_if_unknown=code)
        self._offer_people()
        self.person.set_code(_code(facts.enrollment_id), label_if_unknown=self._row.name or "")

    def _offer_people(self) -> None:
        """Those of the cohort chosen; somebody of another one must not stay chosen."""
        cohort_id = _number(self.cohort.code())
        self.person.set_code(None)
        people: tuple[tuple[int, str], ...] = ()
        if cohort_id is not None:
            with self.ctx.db.read() as session:
                people = people_of_cohort(session, cohort_id)
        self.person.set_codes([(str(one), name) for one, name in people])
        self.person.setEnabled(bool(people))


def _codes(name: str, *, optional: bool = True) -> CodeCombo:
    return CodeCombo([(one.code, one.label) for one in choices(name)], optional=optional)


def _number(code: str | None) -> int | None:
    return None if code is None else int(code)


def _code(number: int | None) -> str | None:
    return None if number is None else str(number)


def _text(field: QPlainTextEdit) -> str | None:
    return field.toPlainText().strip() or None
