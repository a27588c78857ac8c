"""The forms of what takes half-days away from somebody's course: an exemption, a period in company."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError, NotFound
from gen_desktop.importing import cleaners
from gen_desktop.models.calendar import HALF_DAY_WORDS
from gen_desktop.queries.companies import all_choices
from gen_desktop.queries.individual_path import (
    CompanyPeriodRow,
    ExemptionRow,
    individual_path,
    modules_of,
)
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.services import company_periods, exemptions
from gen_desktop.services.company_periods import CompanyPeriodInput
from gen_desktop.services.exemptions import ExemptionInput
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners.path_forms import PathForm
from gen_desktop.ui.learners.record_form import RecordForm, notes_field
from gen_desktop.ui.suggesting import suggesting
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

ALL_MUST_HOLD = "La dispense porte sur les demi-journées où tout ce qui est dit ici est vrai."
WHOLE_COHORT = "Les mêmes jours pour toute la cohorte"
OTHERS_LATER = "L’entreprise et le tuteur des autres seront à préciser dans leur parcours."
_WEEKDAYS = [(str(number), name) for number, name in enumerate(french.WEEKDAYS[:6])]


class _ExceptionForm(PathForm):
    """One of them, new or known; a known one can be taken away at once: undo gives it back."""

    def add_removal(self, text: str, table: str, remove: Callable[[], Change]) -> None:
        """The button that takes it away."""
        self.removal = button(text, partial(self._remove, remove))
        set_refusal(self.removal, self.ctx.why_not(table))
        self.foot.insertWidget(self.foot.count() - 1, self.removal)

    def _remove(self, remove: Callable[[], Change]) -> None:
        try:
            change = remove()
        except AppError as error:
            dialogs.show_error(self, error)
            return
        self.saved.emit(change)


class ExemptionForm(_ExceptionForm):
    """What a person does not have to attend."""

    def __init__(
        self,
        ctx: AppContext,
        person: LearnerDetail,
        enrollment: EnrollmentDetail,
        known: ExemptionRow | None = None,
    ) -> None:
        super().__init__(ctx, "Dispense", person, enrollment)
        self._known = known
        with ctx.db.read() as session:
            self._modules = modules_of(session, enrollment.id)
        self.body.insertWidget(0, label(ALL_MUST_HOLD, "secondary", wrap=True))
        self.add("weekday", "Jour", CodeCombo(_WEEKDAYS, none_text="Tous les jours"))
        halves = list(HALF_DAY_WORDS.items())
        self.add("half_day", "Demi-journée", CodeCombo(halves, none_text="Matin et après-midi"))
        self.add("module", "Module", suggesting(lambda: self._modules))
        self.line("module").setPlaceholderText("tous les modules")
        self.add("starts_on", "Du", DateEdit(ctx.today))
        self.add("ends_on", "Au", DateEdit(ctx.today))
        self.add("reason", "Motif", notes_field())
        self.fields["reason"].setToolTip("Sans rien de médical.")
        self._says = label("", "attention", wrap=True)
        self.rows.add_wide(self._says)
        self.line("module").textChanged.connect(self._tell_module)
        if known is not None:
            self._fill(known)
            remove = partial(exemptions.remove_exemption, ctx.db, known.id)
            self.add_removal("Retirer la dispense", "exemption", remove)
        self._tell_module()
        self.start()

    def write(self) -> Change:
        weekday = self.code("weekday")
        values = ExemptionInput(
            starts_on=self.date("starts_on"),
            ends_on=self.date("ends_on"),
            weekday=None if weekday is None else int(weekday),
            half_day=self.code("half_day"),
            module=self.text("module"),
            reason=self.text("reason"),
        )
        if self._known is None:
            return exemptions.add_exemption(self.ctx.db, self.enrollment.id, values)
        return exemptions.change_exemption(self.ctx.db, self._known.id, values, version=self._known.version)

    def _fill(self, known: ExemptionRow) -> None:
        slots = known.slots
        self.combo("weekday").set_code(None if slots.weekday is None else str(slots.weekday))
        self.combo("half_day").set_code(slots.half_day)
        self.line("module").setText(slots.module or "")
        self.date_field("starts_on").set_value(slots.starts_on)
        self.date_field("ends_on").set_value(slots.ends_on)
        self.notes("reason").setPlainText(known.reason or "")

    def _tell_module(self) -> None:
        """A module that the calendar does not hold yet is no mistake, but takes nothing away."""
        module = self.text("module")
        is_unknown = module is not None and module not in self._modules
        self._says.setText("Aucune demi-journée de la cohorte n’a ce module." if is_unknown else "")
        self._says.setVisible(is_unknown)


class CompanyPeriodForm(_ExceptionForm):
    """A period in company: where and when, and what the company's sheet says once it came back."""

    def __init__(
        self,
        ctx: AppContext,
        person: LearnerDetail,
        enrollment: EnrollmentDetail,
        known: CompanyPeriodRow | None = None,
    ) -> None:
        super().__init__(ctx, "Période en entreprise", person, enrollment)
        self._known = known
        with ctx.db.read() as session:
            hosts = [choice.label for choice in all_choices(session)]
        self.add("host", "Entreprise", suggesting(lambda: hosts))
        self.line("host").setPlaceholderText("à préciser")
        for name, text in (("starts_on", "Du"), ("ends_on", "Au")):
            self.add(name, text, DateEdit(ctx.today), required=True)
        self._add_hours("planned_minutes", "Heures prévues")
        self.add("tutor", "Tuteur", QLineEdit())
        self.add("tutor_contact", "Contact du tuteur", QLineEdit())
        self.add_heading("Feuille de l’entreprise")
        self.add("sheet_received_on", "Reçue le", DateEdit(ctx.today))
        self._add_hours("done_minutes", "Heures faites")
        self.add("note", "Note", notes_field())
        if known is None:
            box = CheckBox(WHOLE_COHORT)
            box.setToolTip(OTHERS_LATER)
            self.fields["whole_cohort"] = box
            self.rows.add_wide(box)
        else:
            self._fill(known)
            remove = partial(company_periods.remove_company_period, ctx.db, known.id)
            self.add_removal("Retirer la période", "company_period", remove)
        self.start()

    def write(self) -> Change:
        first, last = self.date("starts_on"), self.date("ends_on")
        assert first is not None  # required
        assert last is not None  # required
        values = CompanyPeriodInput(
            starts_on=first,
            ends_on=last,
            host=self.text("host") or "",
            planned_minutes=cleaners.hours(self.text("planned_minutes") or ""),
            done_minutes=cleaners.hours(self.text("done_minutes") or ""),
            sheet_received_on=self.date("sheet_received_on"),
            tutor=self.text("tutor"),
            tutor_contact=self.text("tutor_contact"),
            note=self.text("note"),
        )
        if self._known is None:
            box = self.fields["whole_cohort"]
            assert isinstance(box, CheckBox)
            services = company_periods
            add = services.add_cohort_periods if box.isChecked() else services.add_company_period
            return add(self.ctx.db, self.enrollment.id, values)
        return company_periods.change_company_period(
            self.ctx.db, self._known.id, values, version=self._known.version
        )

    def _add_hours(self, name: str, text: str) -> None:
        self.add(name, text, QLineEdit(), check=partial(self._hours_problem, name))
        self.line(name).setPlaceholderText("heures")

    def _hours_problem(self, name: str) -> str:
        try:
            cleaners.hours(self.text(name) or "")
        except ValueError as error:
            return str(error)
        return ""

    def _fill(self, known: CompanyPeriodRow) -> None:
        for name in ("host", "tutor", "tutor_contact"):
            self.line(name).setText(getattr(known, name) or "")
        for name in ("starts_on", "ends_on", "sheet_received_on"):
            self.date_field(name).set_value(getattr(known, name))
        for name in ("planned_minutes", "done_minutes"):
            minutes = getattr(known, name)
            self.line(name).setText("" if minutes is None else french.hours(minutes))
        self.notes("note").setPlainText(known.note or "")


def _new(form: type[ExemptionForm | CompanyPeriodForm]) -> Callable[..., RecordForm]:
    def build(ctx: AppContext, person: LearnerDetail, enrollment_id: int) -> RecordForm:
        enrollment = next((one for one in person.enrollments if one.id == enrollment_id), None)
        if enrollment is None:
            raise NotFound("Cette inscription n’est plus dans le fichier.")
        return form(ctx, person, enrollment)

    return build


def _known_exemption(ctx: AppContext, person: LearnerDetail, record_id: int) -> RecordForm:
    for enrollment in person.enrollments:
        with ctx.db.read() as session:
            rows = individual_path(session, enrollment.id).exemptions
        if (found := next((one for one in rows if one.id == record_id), None)) is not None:
            return ExemptionForm(ctx, person, enrollment, found)
    raise NotFound("Cette dispense n’est plus dans le fichier.")


def _known_period(ctx: AppContext, person: LearnerDetail, record_id: int) -> RecordForm:
    for enrollment in person.enrollments:
        with ctx.db.read() as session:
            rows = individual_path(session, enrollment.id).company
        if (found := next((one for one in rows if one.id == record_id), None)) is not None:
            return CompanyPeriodForm(ctx, person, enrollment, found)
    raise NotFound("Cette période en entreprise n’est plus dans le fichier.")


EXCEPTION_FORMS: dict[str, tuple[str, Callable[[AppContext, LearnerDetail, int], RecordForm]]] = {
    "new_exemption": ("exemption", _new(ExemptionForm)),
    "exemption": ("exemption", _known_exemption),
    "new_company_period": ("company_period", _new(CompanyPeriodForm)),
    "company_period": ("company_period", _known_period),
}
"""As FORMS of person_forms.py; new ones are about an enrollment, the others about a record."""
