"""How, when and why somebody left; what was said, offered, and what came next."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.reference.lists import choices
from gen_desktop.services import enrollments
from gen_desktop.services.enrollments import ExitInput
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.path_forms import PathForm
from gen_desktop.ui.learners.record_form import notes_field, tri_combo
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

NO_NEWS = "AB_NOUV"
JOB_FOUND = "AB_EMPL"
"""The codes of exit_reason of whoever gives no news, and of whoever took a job during the course."""
NEW_JOB = "new_job"
"""The gesture that opens the form of a job, proposed at once to whoever notes such an exit."""
NOTE_JOB = (
    "Cette personne part pour un emploi\u00a0: c’est une sortie anticipée et une sortie positive. "
    "Noter cet emploi maintenant\u202f?"
)


class ExitForm(PathForm):
    """``no_news``: what the attendance proposes, the last day of presence and that reason."""

    def __init__(
        self,
        ctx: AppContext,
        person: LearnerDetail,
        enrollment: EnrollmentDetail,
        *,
        no_news: bool = False,
    ) -> None:
        left = enrollment.exit_type is not None
        super().__init__(ctx, "Sortie" if left else "Sortie anticipée", person, enrollment)
        kind = CodeCombo([(code.code, code.label) for code in choices("exit_type")], optional=False)
        kind.set_code(enrollment.exit_type or "abandonment")
        self.add("exit_type", "Type", kind)
        day = DateEdit(ctx.today)
        day.setToolTip(_last_day(enrollment))
        day.set_value(enrollment.last_presence_on if no_news else enrollment.exit_on)
        self.add("exit_on", "Dernier jour", day, required=True)
        self.add("reason", "Motif", CodeCombo())
        self._add_interview(enrollment)
        self._other_reasons = QWidget()
        self._add_other_reasons(enrollment)
        kind.activated.connect(lambda _index: self._offer_reasons())
        self.combo("interview_done").activated.connect(lambda _index: self._follow_interview())
        self._offer_reasons()
        self.combo("reason").set_code(NO_NEWS if no_news else enrollment.exit_reason)
        self._follow_interview()
        self.start()

    @property
    def job_to_note(self) -> int | None:
        """The enrollment of somebody of whom it is only now told that she left for a job, else None."""
        if self.code("exit_type") != "abandonment":
            return None
        before = (self.enrollment.exit_reason, *self.enrollment.other_exit_reasons)
        now = (self.code("reason"), *self._others())
        return self.enrollment.id if JOB_FOUND in now and JOB_FOUND not in before else None

    def write(self) -> Change:
        day = self.date("exit_on")
        assert day is not None  # required
        done = words.tri_value(self.code("interview_done"))
        return enrollments.record_exit(
            self.ctx.db,
            self.enrollment.id,
            ExitInput(
                exit_type=self.code("exit_type") or "",
                exit_on=day,
                reason=self.code("reason"),
                other_reasons=self._others(),
                interview_done=done,
                solutions=self.text("solutions"),
                interviewed_on=None if done is False else self.date("interviewed_on"),
                interview_note=self.text("interview_note"),
                next_step=self.text("next_step"),
            ),
        )

    def _others(self) -> tuple[str, ...]:
        if self.code("exit_type") != "abandonment":
            return ()
        return tuple(
            name.removeprefix("other_")
            for name, field in self.fields.items()
            if isinstance(field, CheckBox) and field.isChecked()
        )

    def _add_interview(self, enrollment: EnrollmentDetail) -> None:
        self.add("interview_done", "Entretien mené", tri_combo())
        self.combo("interview_done").set_code(words.tri_code(enrollment.exit_interview_done))
        day = DateEdit(self.ctx.today)
        day.set_value(enrollment.exit_interviewed_on)
        self.add("interviewed_on", "Entretien le", day)
        for name, text, known in (
            ("interview_note", "Ce qui a été dit", enrollment.exit_interview_note),
            ("solutions", "Solutions proposées", enrollment.exit_solutions),
        ):
            self.add(name, text, notes_field())
            self.notes(name).setPlainText(known or "")
        self.add("next_step", "Ensuite", QLineEdit(enrollment.exit_next_step or ""))
        self.line("next_step").setPlaceholderText("d’après la personne")

    def _follow_interview(self) -> None:
        """An interview that was not held has no day."""
        self.rows.set_visible("interviewed_on", self.code("interview_done") != "no")

    def _add_other_reasons(self, enrollment: EnrollmentDetail) -> None:
        """Only who gives up has several."""
        column = QVBoxLayout(self._other_reasons)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(label("Autres motifs", "strong"))
        for code in choices("exit_reason"):
            if code["exit_type"] == "abandonment":
                box = CheckBox(code.label)
                box.setChecked(code.code in enrollment.other_exit_reasons)
                self.fields[f"other_{code.code}"] = box
                column.addWidget(box)
        self.rows.add_wide(self._other_reasons)

    def _offer_reasons(self) -> None:
        exit_type = self.code("exit_type")
        reasons = [(one.code, one.label) for one in choices("exit_reason") if one["exit_type"] == exit_type]
        self.combo("reason").clear()  # a reason of another type must not stay chosen
        self.combo("reason").set_codes(reasons)
        self.rows.set_visible("reason", exit_type != "term")
        self._other_reasons.setVisible(exit_type == "abandonment")


def _last_day(enrollment: EnrollmentDetail) -> str:
    said = "Le dernier jour de présence, compris"
    last = enrollment.last_presence_on
    return said if last is None else f"{said}{french.NBSP}: {french.short_date(last)} d’après l’émargement"
