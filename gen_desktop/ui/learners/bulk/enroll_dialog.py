"""Many people put in a cohort: which, as what, and who of them can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.jobs import Job
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services.bulk_enrollment import DECISIONS, EnrollLine, EnrollPlan, plan_enrollment
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners.bulk.preview import PreviewDialog, PreviewLine
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.form import FormRows

NOTHING_ASKED = "Choisissez la cohorte\u00a0: qui peut y être inscrit s’affiche ici."


class EnrollDialog(PreviewDialog):
    """``plan``: what was shown when the person agreed."""

    def __init__(
        self,
        ctx: AppContext,
        learner_ids: Sequence[int],
        cohorts: Sequence[tuple[int, str]],
        parent: QWidget,
    ) -> None:
        people = french.plural(len(learner_ids), "personne")
        super().__init__(ctx, f"Inscrire {people} dans une cohorte", parent)
        self.plan: EnrollPlan | None = None
        self._ids = learner_ids
        self.cohort = CodeCombo([(str(one), code) for one, code in cohorts], none_text="Choisissez…")
        self.decided = CodeCombo(
            [(code, code_label("application_decision", code)) for code in DECISIONS], optional=False
        )
        self.decided.set_code(DECISIONS[0])
        self.day = DateEdit(ctx.today)
        self.day.set_value(ctx.today())
        rows = FormRows(label_width=150)
        rows.add("cohort_id", "Cohorte", self.cohort)
        rows.add("decision", "Décision", self.decided)
        rows.add("applied_on", "Candidature reçue le", self.day)
        self.form.addWidget(rows)
        self.cohort.currentIndexChanged.connect(lambda _index: self.ask_soon())
        self.show_plan(None)

    def decision(self) -> str:
        """As what they are enrolled: a code of application_decision."""
        return self.decided.code() or DECISIONS[0]

    def applied_on(self) -> dt.date | None:
        """When they applied, None when it is not known."""
        return self.day.value()

    def ask(self) -> Callable[[Job], object] | None:
        code = self.cohort.code()
        return None if code is None else partial(self._read, int(code))

    def show_plan(self, plan: object) -> None:
        self.plan = plan if isinstance(plan, EnrollPlan) else None
        if self.plan is None:
            self.show_preview((), partial(_line, ""), NOTHING_ASKED, ("Inscrire", 0))
            return
        entering = len(self.plan.entering)
        go = f"Inscrire {french.plural(entering, 'personne')}" if entering else "Inscrire"
        said = partial(_line, self.plan.cohort_code)
        self.show_preview(self.plan.lines, said, _summary(self.plan), (go, entering))

    def _read(self, cohort_id: int, _job: Job) -> EnrollPlan:
        with self.ctx.db.read() as session:
            plan = plan_enrollment(session, self._ids, cohort_id)
        return replace(plan, lines=tuple(sorted(plan.lines, key=lambda line: not line.refusal)))


def _line(cohort_code: str, line: EnrollLine) -> PreviewLine:
    if line.refusal:
        left = f"Laissée de côté{french.NBSP}: {line.refusal[0].lower()}{line.refusal[1:]}"
        return PreviewLine(line.name, cohort_code, left, True)
    return PreviewLine(line.name, cohort_code, "Inscription")


def _summary(plan: EnrollPlan) -> str:
    entering = len(plan.entering)
    said = (
        french.plural(entering, "personne sera inscrite", "personnes seront inscrites")
        if entering
        else "Personne ne sera inscrit"
    )
    if plan.refused:
        said += f", {french.plural(len(plan.refused), 'est laissée de côté', 'sont laissées de côté')}"
    if plan.seats is None:
        return f"{said}."
    after = plan.taken + entering
    return f"{said}. Inscrits ensuite{french.NBSP}: {after} pour {french.plural(plan.seats, 'place')}."
