"""What is asked during a call, and what the answers say: the fields alone, which know no file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from PySide6.QtWidgets import QWidget

from gen_desktop.errors import InvalidInput, Problem
from gen_desktop.models.follow_up import REFUSED, UNREACHABLE
from gen_desktop.models.placement import spell_kind
from gen_desktop.queries.follow_up_form import FormState, Spell
from gen_desktop.reference.lists import code_list
from gen_desktop.services.follow_ups import AttemptInput, SituationInput
from gen_desktop.ui.placements.answers import (
    CALL_BACK,
    OTHERS,
    PLAIN,
    REACHED,
    RESULT_KEYS,
    RESULTS,
    SITUATION_KEYS,
    SITUATIONS,
    answer_of,
    bare_spell,
)
from gen_desktop.ui.placements.contact_rows import ContactRows
from gen_desktop.ui.placements.question import Question
from gen_desktop.ui.placements.spell_rows import Rows, SpellRows
from gen_desktop.ui.widgets.code_combo import CodeCombo

Typed = Mapping[str, Any]
_PLACES = {"made_on": "recorded_on", "outcome": "attempt_outcome"}


class CallAnswers:
    """The questions of a call and their fields; ``state`` is the call that they are about."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.state: FormState | None = None
        self.result = Question("Résultat du contact", RESULTS, 3, RESULT_KEYS)
        self.situation = Question("Situation", SITUATIONS, 2, SITUATION_KEYS)
        self.other = Rows()
        labels = code_list("outcome_situation")
        others = [(code, labels[code].label) for code in OTHERS]
        self.other.add_field("other", "Laquelle", CodeCombo(others, none_text="À choisir"))
        self.spells = {kind: SpellRows(kind, today) for kind in ("job", "creation", "training")}
        self.common = ContactRows(today)

    def rows(self) -> Iterator[Rows]:
        """Every group of fields."""
        yield from (self.other, self.common, *self.spells.values())

    def draft(self) -> Typed:
        """Everything typed so far, readable or not."""
        groups = {"other": self.other, "common": self.common, **self.spells}
        return {
            "result": self.result.code(),
            "situation": self.situation.code(),
            "continues": {kind: rows.shown_id() for kind, rows in self.spells.items()},
            **{group: rows.draft() for group, rows in groups.items()},
        }

    def restore(self, draft: Typed) -> None:
        """Put back what ``draft`` gave."""
        assert self.state is not None  # a draft is of a call
        self.result.set_code(draft["result"])
        self.situation.set_code(draft["situation"])
        self.other.restore(draft["other"])
        self.common.restore(draft["common"])
        continued = draft.get("continues", {})
        for kind, rows in self.spells.items():
            spell = self.state.spell(continued.get(kind))
            if spell is not None:
                rows.fill(spell)
            rows.restore(draft[kind])

    def fill(self, state: FormState) -> None:
        """As it is recorded; a call not made yet begins with « Joint », by telephone, today."""
        self.state = state
        known, spell = state.known, state.own_spell
        result = {REFUSED: "refused", UNREACHABLE: "unreachable"}.get(
            known.situation if known else "", REACHED
        )
        self.result.set_code(result)
        answer = answer_of(known.situation) if known is not None and result == REACHED else None
        self.situation.set_code(answer)
        self.other.combo("other").set_code(
            known.situation if known is not None and answer == "other" else None
        )
        for kind, rows in self.spells.items():
            rows.fill(spell if spell is not None and spell.kind == kind else None)
        if known is not None and answer == "training":
            self.spells["training"].fill(spell, known.situation)
        if known is not None and spell is None and answer == "job":
            self.spells["job"].fill(bare_spell(known.contract_months, known.is_target_occupation))
        self.common.fill(state, known)

    def take_spell(self, spell: Spell) -> None:
        """The answer is that spell, which goes on."""
        self.result.set_code(REACHED)
        self.situation.set_code(spell.kind)
        self.spells[spell.kind].fill(spell)
        if self.state is not None:
            self.common.show_papers(self.state.papers, spell.attached_document_id)

    def situation_code(self) -> str | None:
        """The code of outcome_situation behind the answers; None as long as nothing is told."""
        if self.result.code() == "refused":
            return REFUSED
        if self.result.code() == "unreachable":
            return UNREACHABLE
        answer = self.situation.code()
        if self.result.code() != REACHED or answer is None or answer == CALL_BACK:
            return None
        if answer == "other":
            return self.other.combo("other").code()
        if answer == "training":
            return self.spells["training"].training_situation()
        return self._kept_situation(answer) or PLAIN[answer]

    def rows_shown(self) -> SpellRows | None:
        """The fields of the spell that the situation tells of."""
        situation = self.situation_code()
        if situation is None or self.result.code() != REACHED:
            return None
        kind = spell_kind(situation, None)
        return self.spells[kind] if kind is not None else None

    def calls_back(self) -> bool:
        """Whether the person asked to be called again."""
        return self.result.code() == REACHED and self.situation.code() == CALL_BACK

    def tells_situation(self) -> bool:
        """Whether a situation is to be recorded, and not an attempt alone."""
        return self.result.code() in (REACHED, "unreachable") and self.situation_code() is not None

    def situation_input(self, hour: time | None) -> SituationInput:
        """What the answers tell."""
        assert self.state is not None
        common, rows = self.common.values(), self.rows_shown()
        told = {name: value for name, value in common.items() if not name.startswith("next_")}
        told["attached_document_id"] = self.common.paper_id() if rows is not None else None
        return SituationInput(
            enrollment_id=self.state.call.enrollment_id,
            horizon=self.state.call.horizon,
            situation=self.situation_code(),
            made_at=hour,
            continues=self._continued(rows) if rows is not None else None,
            **told,
            **(rows.values() if rows is not None else {}),
        )

    def attempt_input(self, outcome: str, today: date, hour: time | None) -> AttemptInput:
        """The contact alone."""
        assert self.state is not None
        common, calls_back = self.common.values(), self.calls_back()
        return AttemptInput(
            *self.state.call,
            made_on=common["recorded_on"] or today,
            contact_mode=common["contact_mode"],
            outcome=outcome,
            note=common["comment"],
            made_at=hour,
            number=common["number"],
            next_on=common["next_on"] if calls_back else None,
            next_at=common["next_at"] if calls_back else None,
        )

    def check(self) -> bool:
        """Every question answered and every field readable; what is not says so and gets the cursor."""
        if self.result.code() is None:
            return _refused(self.result, "Choisissez le résultat du contact.")
        if self.result.code() == REACHED:
            if self.situation.code() is None:
                return _refused(self.situation, "Choisissez la situation, ou «\u00a0À rappeler\u00a0».")
            if self.situation.code() == "other" and self.situation_code() is None:
                self.other.set_error("other", "Choisissez la situation.")
                self.other.fields["other"].setFocus()
                return False
        rows = self.rows_shown()
        return (rows is None or rows.check_all()) and self.common.check_all()

    def show_problems(self, error: InvalidInput) -> list[str]:
        """Each sentence under its field; those that belong to none are given back."""
        problems = [
            replace(problem, field=_PLACES.get(problem.field, problem.field)) for problem in error.problems
        ]
        for shown in filter(None, (self.rows_shown(), self.common)):
            here = [problem for problem in problems if problem.field in shown.fields]
            shown.show_problems(InvalidInput(*here))
            problems = [problem for problem in problems if problem not in here]
        elsewhere = []
        for problem in problems:
            question = self._question_of(problem)
            if question is None:
                elsewhere.append(problem.sentence)
            else:
                _refused(question, problem.sentence)
        return elsewhere

    def hush(self) -> None:
        """Take every sentence away."""
        self.result.set_error("")
        self.situation.set_error("")
        for rows in self.rows():
            rows.clear_errors()

    def first_field(self) -> QWidget | None:
        """Where the situation is completed, None when nothing more is asked."""
        rows: Rows | None = self.other if self.situation.code() == "other" else self.rows_shown()
        if self.calls_back():
            rows = self.common
        return next(iter(rows.fields.values())) if rows is not None else None

    def _continued(self, rows: SpellRows) -> int | None:
        """The spell told elsewhere that goes on; the one of this very answer is corrected."""
        assert self.state is not None
        spell = self.state.spell(rows.continued())
        return spell.id if spell is not None and spell.horizon != self.state.call.horizon else None

    def _kept_situation(self, answer: str) -> str | None:
        """The exact job recorded before, as long as no contract says otherwise."""
        known = self.state.known if self.state is not None else None
        if known is None or answer != "job" or self.spells["job"].contract() is not None:
            return None
        return known.situation if answer_of(known.situation) == "job" else None

    def _question_of(self, problem: Problem) -> Question | None:
        if problem.field == "attempt_outcome":
            return self.result
        if problem.field == "situation":
            return self.situation if self.result.code() == REACHED else self.result
        return None


def _refused(question: Question, sentence: str) -> bool:
    question.set_error(sentence)
    question.setFocus()
    return False
