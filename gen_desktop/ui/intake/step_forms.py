"""One form for each step of an application that asks something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.models.application import DECISION_OF, Step
from gen_desktop.queries.application_places import Places
from gen_desktop.queries.applications import AskedFor, Candidate
from gen_desktop.reference.lists import choices
from gen_desktop.services import applications
from gen_desktop.services.applications import InterviewInput, PositioningInput, VerdictInput
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.intake import words
from gen_desktop.ui.intake.levels_field import LevelsField
from gen_desktop.ui.side_form import SideForm, notes_field
from gen_desktop.ui.suggesting import suggesting
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

NO_PREREQUISITES = (
    "Aucun prérequis n’est décrit pour cette formation\u00a0: "
    "le bouton «\u00a0Prérequis…\u00a0» de la page les décrit."
)


class PositioningForm(SideForm):
    """The day, the method, and a level for each prerequisite."""

    def __init__(self, ctx: AppContext, candidate: Candidate, asked: Sequence[AskedFor]) -> None:
        super().__init__(ctx, words.TITLES[Step.POSITION], words.name(candidate))
        self._id = candidate.enrollment_id
        self.day = DateEdit(ctx.today)
        self.day.set_value(candidate.positioned_on or ctx.today())
        self.method = CodeCombo([(one.code, one.label) for one in choices("positioning_method")])
        self.method.set_code(candidate.positioning_method)
        self.levels = LevelsField()
        self.levels.set_asked(asked)
        self.levels.entered.connect(self.save)
        self.rows.add("positioned_on", "Le", self.day)
        self.rows.add("method", "Méthode", self.method)
        if asked:
            self.rows.add_wide(self.levels)
            self.rows.add_wide(label("N, E ou A répond et passe à la ligne suivante.", "small", wrap=True))
        else:
            self.rows.add_wide(label(NO_PREREQUISITES, "small", wrap=True))
        self.start()

    def take_focus(self) -> None:
        """The first prerequisite: the day is usually right."""
        (self.levels if self.levels.lines else self.day).setFocus()

    def held(self) -> dict[str, Any]:
        levels = {str(key): code for key, code in self.levels.levels().items()}
        return super().held() | {"levels": levels}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        super().put_back(typed)
        if "levels" in typed:
            self.levels.set_levels({int(key): code for key, code in typed["levels"].items()})

    def write(self) -> Change:
        values = PositioningInput(self.day.value(), self.levels.levels(), self.method.code())
        return applications.position(self.ctx.db, self._id, values, self.ctx.today())


class InterviewForm(SideForm):
    """When, by whom, and what was noted."""

    def __init__(self, ctx: AppContext, candidate: Candidate) -> None:
        super().__init__(ctx, words.TITLES[Step.INTERVIEW], words.name(candidate))
        self._id = candidate.enrollment_id
        self.day = DateEdit(ctx.today)
        self.day.set_value(candidate.interviewed_on or ctx.today())
        self.interviewer = QLineEdit(candidate.interviewer or _known_name(ctx))
        self.note = notes_field()
        self.note.setPlainText(candidate.interview_note or "")
        self.rows.add("held_on", "Le", self.day)
        self.rows.add("interviewer", "Mené par", self.interviewer)
        self.rows.add("note", "Note", self.note)
        self.start()

    def take_focus(self) -> None:
        """The day."""
        self.day.setFocus()
        self.day.selectAll()

    def write(self) -> Change:
        values = InterviewInput(self.day.value(), self.interviewer.text(), self.note.toPlainText())
        return applications.interview(self.ctx.db, self._id, values, self.ctx.today())


class VerdictForm(SideForm):
    """A decision about one candidate or several, or that they gave up: the day and the reason."""

    def __init__(
        self,
        ctx: AppContext,
        step: Step,
        candidates: Sequence[Candidate],
        places: Places,
        reasons: Sequence[str] = (),
    ) -> None:
        who = words.name(candidates[0]) if len(candidates) == 1 else words.many(len(candidates))
        super().__init__(ctx, words.TITLES[step], who)
        self._step = step
        self._ids = [one.enrollment_id for one in candidates]
        self.day = DateEdit(ctx.today)
        self.day.set_value(ctx.today())
        self.reason = suggesting(lambda: reasons)
        if step in DECISION_OF:
            self.rows.add("decided_on", "Décidé le", self.day)
        self.rows.add("reason", "Motif", self.reason, required=step is Step.REFUSE)
        if step is Step.ADMIT:
            self.say(too_many(places, len(candidates)))
        self.start()

    def take_focus(self) -> None:
        """The reason when one is needed, else the day: Enter then saves."""
        first = self.day if self._step in (Step.ADMIT, Step.WAIT) else self.reason
        first.setFocus()
        first.selectAll()

    def write(self) -> Change:
        today = self.ctx.today()
        if self._step is Step.WITHDRAW:
            return applications.withdraw(self.ctx.db, self._ids, self.reason.text(), today)
        values = VerdictInput(DECISION_OF[self._step], self.day.value(), self.reason.text())
        return applications.decide(self.ctx.db, self._ids, values, today)


def _known_name(ctx: AppContext) -> str:
    """Who works here now, when it is somebody of the staff; '' for the program or whoever has the code."""
    author = ctx.db.author
    return author.name if author.id is not None else ""


def too_many(places: Places, wanted: int) -> str:
    """That there are fewer places than admissions; '' when there are enough, or it is not known."""
    if places.free is None or wanted <= places.free:
        return ""
    free = max(places.free, 0)
    left = "Aucune place n’est libre" if free == 0 else f"{french.plural(free, 'place libre')}"
    return (
        f"{left} pour {french.plural(wanted, 'admission')}{french.NBSP}: c’est plus que les places prévues."
    )
