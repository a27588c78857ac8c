"""The forms of a path: enrollment, decision, entry, certification."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gen_desktop.changes import Change
from gen_desktop.models.assessment import outcome_of_blocks
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.reference.lists import choices, code_list
from gen_desktop.services import enrollments
from gen_desktop.services.assessments import CertificationInput, record_certification
from gen_desktop.services.enrollments import DecisionInput, EnrollmentInput
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.record_form import RecordForm, coded_combo, notes_field, tri_combo
from gen_desktop.ui.widgets.basics import label as text_label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit


class PathForm(RecordForm):
    """A form about one enrollment of a person."""

    def __init__(
        self,
        ctx: AppContext,
        title: str,
        person: LearnerDetail,
        enrollment: EnrollmentDetail,
        parent: QWidget | None = None,
    ) -> None:
        subtitle = f"{person.last_name} {person.first_name}, {enrollment.cohort_code}"
        super().__init__(ctx, title, subtitle, parent)
        self.enrollment = enrollment


class CertificationForm(PathForm):
    """What the jury said; with blocks, the outcome follows from them."""

    def __init__(self, ctx: AppContext, person: LearnerDetail, enrollment: EnrollmentDetail) -> None:
        super().__init__(ctx, "Certification", person, enrollment)
        day = DateEdit(ctx.today)
        day.set_value(enrollment.jury_on)
        self.add("jury_on", "Jury du", day)
        self.add("presented", "Présenté", tri_combo())
        self.combo("presented").set_code(words.tri_code(enrollment.is_presented))
        for block in enrollment.blocks:
            field = coded_combo("block_result")
            field.set_code(block.result)
            field.setToolTip(block.title)
            field.activated.connect(lambda _index: self._follow_blocks())
            self.add(f"block_{block.id}", block.code, field)
        self.add("outcome", "Résultat", coded_combo("certification_outcome"))
        self.combo("outcome").set_code(enrollment.outcome)
        self._says = text_label("", "secondary", wrap=True)
        self.rows.add_wide(self._says)
        self._follow_blocks()
        self.start()

    def write(self) -> Change:
        results = {block.id: self.code(f"block_{block.id}") for block in self.enrollment.blocks}
        values = CertificationInput(
            jury_on=self.date("jury_on"),
            presented=words.tri_value(self.code("presented")),
            outcome=self.code("outcome"),
            blocks={block_id: result for block_id, result in results.items() if result is not None},
        )
        return record_certification(self.ctx.db, self.enrollment.id, values)

    def _follow_blocks(self) -> None:
        outcome = outcome_of_blocks([self.code(f"block_{block.id}") for block in self.enrollment.blocks])
        field = self.combo("outcome")
        field.setEnabled(outcome is None)
        if outcome is not None:
            field.set_code(outcome)
            presented = code_list("certification_outcome")[outcome]["presented"] == "yes"
            self.combo("presented").set_code(words.tri_code(presented))
        self._says.setText("Le résultat découle des blocs." if outcome is not None else "")


class EntryForm(PathForm):
    """The day of the actual entry."""

    def __init__(self, ctx: AppContext, person: LearnerDetail, enrollment: EnrollmentDetail) -> None:
        super().__init__(ctx, "Entrée en formation", person, enrollment)
        for name, text, value in (
            ("entered_on", "Entrée le", enrollment.entered_on or enrollment.planned_entry_on),
            ("aes_on", "AES du", enrollment.aes_on),
        ):
            day = DateEdit(ctx.today)
            day.set_value(value)
            self.add(name, text, day, required=name == "entered_on")
        self.fields["aes_on"].setToolTip("Attestation d’entrée en stage")
        self.start()

    def write(self) -> Change:
        day = self.date("entered_on")
        assert day is not None  # required
        return enrollments.record_entry(self.ctx.db, self.enrollment.id, day, self.date("aes_on"))


class DecisionForm(PathForm):
    """What was decided about an application."""

    def __init__(self, ctx: AppContext, person: LearnerDetail, enrollment: EnrollmentDetail) -> None:
        super().__init__(ctx, "Décision", person, enrollment)
        self.add("decision", "Décision", decision_combo(enrollment.decision))
        day = DateEdit(ctx.today)
        day.set_value(enrollment.decided_on)
        self.add("decided_on", "Décidé le", day)
        self.add("decision_reason", "Motif", notes_field())
        self.notes("decision_reason").setPlainText(enrollment.decision_reason or "")
        self.start()

    def write(self) -> Change:
        values = DecisionInput(
            self.code("decision") or "", self.date("decided_on"), self.text("decision_reason")
        )
        return enrollments.record_decision(self.ctx.db, self.enrollment.id, values)


class EnrollForm(RecordForm):
    """Puts a person in one more cohort."""

    def __init__(self, ctx: AppContext, person: LearnerDetail, cohorts: Sequence[tuple[int, str]]) -> None:
        super().__init__(ctx, "Inscrire en formation", f"{person.last_name} {person.first_name}")
        self._person = person
        done = {enrollment.cohort_id for enrollment in person.enrollments}
        codes = [(str(cohort_id), code) for cohort_id, code in cohorts if cohort_id not in done]
        self.add("cohort_id", "Cohorte", CodeCombo(codes, none_text="À choisir"), required=True)
        self.add("decision", "Décision", decision_combo("admitted"))
        for name, text in (("applied_on", "Candidature du"), ("planned_entry_on", "Entrée prévue")):
            self.add(name, text, DateEdit(ctx.today))
        self.start()

    def write(self) -> Change:
        values = EnrollmentInput(
            learner_id=self._person.id,
            cohort_id=int(self.code("cohort_id") or 0),
            decision=self.code("decision") or "",
            applied_on=self.date("applied_on"),
            planned_entry_on=self.date("planned_entry_on"),
        )
        return enrollments.enroll(self.ctx.db, values)


def decision_combo(code: str) -> CodeCombo:
    """A drop-down of decisions with that one taken."""
    made = CodeCombo([(one.code, one.label) for one in choices("application_decision")], optional=False)
    made.set_code(code)
    return made
