"""The questionnaire of the ESF+ of one enrollment: answers that each person may refuse, and its days."""

from __future__ import annotations

from gen_desktop.changes import Change
from gen_desktop.models.esf import CODED_ANSWERS, EsfAnswers
from gen_desktop.queries.esf_participants import esf_answers
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.reference.rights import SENSITIVE, reserved_to
from gen_desktop.services.esf import record_esf_answers
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners.path_forms import PathForm
from gen_desktop.ui.learners.record_form import coded_combo
from gen_desktop.ui.widgets.basics import label, set_refusal
from gen_desktop.ui.widgets.date_edit import DateEdit

_ANSWERS = {
    "nationality": "Nationalité",
    "has_foreign_background": "Deux parents nés à l’étranger",
    "is_minority": "Minorité",
    "is_homeless": "Sans logement stable",
}
VOLUNTARY = "Chacun peut ne pas répondre\u00a0: «\u00a0Ne souhaite pas répondre\u00a0» est une réponse."


class EsfForm(PathForm):
    """Shown to those who are shown the sensitive facts; the others are told who is."""

    def __init__(self, ctx: AppContext, person: LearnerDetail, enrollment: EnrollmentDetail) -> None:
        super().__init__(ctx, "Questionnaire FSE+", person, enrollment)
        with ctx.db.read() as session:
            answers = esf_answers(session, enrollment.id)
        self.is_shown = answers is not None
        if answers is None:
            self.rows.add_wide(label(f"{reserved_to(SENSITIVE)}.", "secondary", wrap=True))
        else:
            self._add_fields(answers)
        self.start()

    def write(self) -> Change:
        answers = EsfAnswers(
            esf_collected_on=self.date("esf_collected_on"),
            esf_exit_collected_on=self.date("esf_exit_collected_on"),
            **{name: self.code(name) for name in _ANSWERS},
        )
        return record_esf_answers(self.ctx.db, self.enrollment.id, answers, self.ctx.today())

    def _add_fields(self, answers: EsfAnswers) -> None:
        self.rows.add_wide(label(VOLUNTARY, "secondary", wrap=True))
        self.add("esf_collected_on", "Rempli à l’entrée le", DateEdit(self.ctx.today))
        for name, text in _ANSWERS.items():
            self.add(name, text, coded_combo(CODED_ANSWERS[name]))
            self.combo(name).set_code(getattr(answers, name))
        self.add("esf_exit_collected_on", "Rempli à la sortie le", DateEdit(self.ctx.today))
        refusal = self.ctx.why_not(SENSITIVE)
        for name in ("esf_collected_on", "esf_exit_collected_on"):
            self.date_field(name).set_value(getattr(answers, name))
        for field in self.fields.values():
            set_refusal(field, refusal)
