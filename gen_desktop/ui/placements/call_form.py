"""The form answered during the call: what came of the contact, what the person became, in one gesture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError, InvalidInput, Problem
from gen_desktop.models.follow_up import REFUSED, UNREACHABLE, unreachable_problem
from gen_desktop.models.placement import spell_kind
from gen_desktop.queries.companies import CompanyChoice
from gen_desktop.queries.follow_up_form import FormState
from gen_desktop.reference.lists import code_list
from gen_desktop.services import follow_ups as services
from gen_desktop.services.follow_ups import AttemptInput, SituationInput
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.placements import words
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
    answer_of_key,
    bare_spell,
)
from gen_desktop.ui.placements.call_frame import CallFrame
from gen_desktop.ui.placements.contact_rows import ContactRows
from gen_desktop.ui.placements.question import Question
from gen_desktop.ui.placements.spell_rows import Rows, SpellRows
from gen_desktop.ui.widgets.basics import set_refusal
from gen_desktop.ui.widgets.code_combo import CodeCombo

Typed = Mapping[str, Any]
_PLACES = {"made_on": "recorded_on", "outcome": "attempt_outcome"}


class CallForm(CallFrame):
    """``saved(Change)`` once the call is over, ``cleared(Change)`` when what was recorded is taken back.

    What is wrong is said under the fields. Only fields are kept here: drafts are the page's.
    """

    saved = Signal(object)
    cleared = Signal(object)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.state: FormState | None = None
        self._untouched: Typed = {}
        self.result = Question("Résultat du contact", RESULTS, 3, RESULT_KEYS)
        self.situation = Question("Situation", SITUATIONS, 2, SITUATION_KEYS)
        self.other = Rows()
        labels = code_list("outcome_situation")
        others = [(code, labels[code].label) for code in OTHERS]
        self.other.add_field("other", "Laquelle", CodeCombo(others, none_text="À choisir"))
        self.spells = {kind: SpellRows(kind, ctx.today) for kind in ("job", "creation", "training")}
        self.common = ContactRows(ctx.today)
        for widget in (self.result, self.too_soon, self.situation, self.other, *self.spells.values()):
            self.add(widget)
        self.add(self.common)
        self.setTabOrder(self.common.fields["comment"], self.save_button)
        self._connect()

    def show_state(self, state: FormState | None, draft: Typed | None = None) -> None:
        """Show that call as it is recorded, then what was typed before; None shows the empty sentence."""
        self.state = state
        self.show_record(state is not None)
        set_refusal(self.save_button, self.ctx.why_not("follow_up"), actions.keys_text("save_next"))
        if state is None:
            return
        self._show_around(state)
        self._fill(state)
        self._untouched = self.draft()
        if draft is not None:
            self._restore(draft)
        self._follow()

    def update_state(self, state: FormState) -> None:
        """The same call reads otherwise now: say so, and keep what is typed."""
        self.state = state
        self._show_around(state)
        self._follow()

    def set_employers(self, employers: Sequence[CompanyChoice]) -> None:
        """The employers to complete from."""
        for kind in ("job", "training"):
            self.spells[kind].set_employers(employers)

    def draft(self) -> Typed:
        """Everything typed so far, readable or not."""
        groups = {"other": self.other, "common": self.common, **self.spells}
        return {
            "result": self.result.code(),
            "situation": self.situation.code(),
            **{group: rows.draft() for group, rows in groups.items()},
        }

    def is_touched(self) -> bool:
        """Whether something typed would be lost."""
        return self.state is not None and self.draft() != self._untouched

    def title(self) -> str:
        """« Appel de Ben Salah Yasmine, 6 mois »."""
        assert self.state is not None
        return f"Appel de {self.head.name}, {words.horizon(self.state.call.horizon)}"

    def take_focus(self) -> None:
        """The cursor on the first question."""
        self.result.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def take_key(self, letter: str) -> bool:
        """Take the answer of that letter and go where it is completed; False when it is none."""
        if self.state is None or not letter:
            return False
        result = answer_of_key(RESULT_KEYS, letter)
        if result is not None:
            return self.result.answers.pick(result) and self._go_on_from_result()
        situation = answer_of_key(SITUATION_KEYS, letter)
        if situation is None:
            return False
        self.result.set_code(REACHED)
        self._follow()
        return self.situation.answers.pick(situation)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that no field wanted are answers."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if not (plain and self.take_key(event.text())):
            super().keyPressEvent(event)

    def save(self) -> None:
        """Record what is shown; what cannot be saved is said under its field."""
        if self.state is None or not self._check():
            return
        self._write(self._written, self.saved)

    def note_no_answer(self) -> None:
        """One key: nobody answered, on to the next. What is typed beside stays for the next call."""
        state = self.state
        if state is None or self.common.check_row("recorded_on"):
            return
        typed, untouched = self.draft(), self._untouched
        beside = any(typed[group] != untouched[group] for group in ("situation", "other", *self.spells))
        attempt = self._attempt(state, "no_answer")
        self._write(lambda: services.record_attempt(self.ctx.db, attempt), self.saved, keep=beside)

    def same_job(self) -> None:
        """The job told at an earlier horizon goes on: one key fills everything in."""
        spell = self.state.earlier_spell if self.state is not None else None
        if spell is None:
            return
        if spell.ends_on is not None and spell.ends_on < self.ctx.today():
            spell = replace(spell, ends_on=None, contract_months=None)
        self.result.set_code(REACHED)
        self.situation.set_code(spell.kind)
        self.spells[spell.kind].fill(spell)
        self._follow()
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_recorded(self) -> None:
        """Make the horizon « not asked » again."""
        state = self.state
        if state is not None:
            self._write(lambda: services.clear_situation(self.ctx.db, *state.call), self.cleared)

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

    def _kept_situation(self, answer: str) -> str | None:
        """The exact job recorded before, as long as no contract says otherwise."""
        known = self.state.known if self.state is not None else None
        if known is None or answer != "job" or self.spells["job"].contract() is not None:
            return None
        return known.situation if answer_of(known.situation) == "job" else None

    def _rows_shown(self) -> SpellRows | None:
        situation = self.situation_code()
        if situation is None or self.result.code() != REACHED:
            return None
        kind = spell_kind(situation, None)
        return self.spells[kind] if kind is not None else None

    def _written(self) -> Change:
        state, result = self.state, self.result.code() or ""
        assert state is not None  # checked
        if result in (REACHED, "unreachable") and self.situation_code() is not None:
            return services.record_situation(self.ctx.db, self._told(state))
        return services.record_attempt(self.ctx.db, self._attempt(state, result))

    def _told(self, state: FormState) -> SituationInput:
        common, rows = self.common.values(), self._rows_shown()
        told = {name: value for name, value in common.items() if not name.startswith("next_")}
        return SituationInput(
            enrollment_id=state.call.enrollment_id,
            horizon=state.call.horizon,
            situation=self.situation_code(),
            made_at=self._hour(),
            **told,
            **(rows.values() if rows is not None else {}),
        )

    def _attempt(self, state: FormState, outcome: str) -> AttemptInput:
        common = self.common.values()
        return AttemptInput(
            *state.call,
            made_on=common["recorded_on"] or self.ctx.today(),
            contact_mode=common["contact_mode"],
            outcome=outcome,
            note=common["comment"],
            made_at=self._hour(),
            number=common["number"],
            next_on=common["next_on"] if self._calls_back() else None,
            next_at=common["next_at"] if self._calls_back() else None,
        )

    def _hour(self) -> time | None:
        """The present hour, when the contact is of today."""
        is_today = self.common.day("recorded_on").value() == self.ctx.today()
        return self.ctx.clock().replace(second=0, microsecond=0) if is_today else None

    def _calls_back(self) -> bool:
        return self.result.code() == REACHED and self.situation.code() == CALL_BACK

    def _write(self, write: Callable[[], Change], told: Any, *, keep: bool = False) -> None:
        """One gesture, then tell. ``keep``: what is typed is not what was written."""
        self._hush()
        try:
            change = write()
        except InvalidInput as error:
            self._show_problems(error)
            return
        except AppError as error:
            dialogs.show_error(self, error)
            return
        if not keep:
            self._untouched = self.draft()
        told.emit(change)

    def _check(self) -> bool:
        """Every question answered and every field readable; what is not says so and gets the cursor."""
        self._hush()
        if self.result.code() is None:
            self.result.set_error("Choisissez le résultat du contact.")
            self.result.setFocus()
            return False
        if self.result.code() == REACHED and self.situation.code() is None:
            self.situation.set_error("Choisissez la situation, ou «\u00a0À rappeler\u00a0».")
            self.situation.setFocus()
            return False
        if (
            self.result.code() == REACHED
            and self.situation.code() == "other"
            and self.situation_code() is None
        ):
            self.other.set_error("other", "Choisissez la situation.")
            self.other.fields["other"].setFocus()
            return False
        rows = self._rows_shown()
        return (rows is None or rows.check_all()) and self.common.check_all()

    def _show_problems(self, error: InvalidInput) -> None:
        """Each sentence under its field, the others at the top."""
        problems = [
            replace(problem, field=_PLACES.get(problem.field, problem.field)) for problem in error.problems
        ]
        for shown in filter(None, (self._rows_shown(), self.common)):
            here = [problem for problem in problems if problem.field in shown.fields]
            shown.show_problems(InvalidInput(*here))
            problems = [problem for problem in problems if problem not in here]
        elsewhere = []
        for problem in problems:
            question = self._question_of(problem)
            if question is None:
                elsewhere.append(problem.sentence)
            else:
                question.set_error(problem.sentence)
                question.setFocus()
        self.say(elsewhere)

    def _question_of(self, problem: Problem) -> Question | None:
        if problem.field == "attempt_outcome":
            return self.result
        if problem.field == "situation":
            return self.situation if self.result.code() == REACHED else self.result
        return None

    def _hush(self) -> None:
        self.say([])
        self.result.set_error("")
        self.situation.set_error("")
        for rows in (self.other, self.common, *self.spells.values()):
            rows.clear_errors()

    def _connect(self) -> None:
        self.result.answered.connect(lambda _code: self._follow())
        self.situation.answered.connect(lambda _code: self._on_situation())
        for rows in (self.other, self.common, *self.spells.values()):
            rows.changed.connect(self._follow)
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.same_button.clicked.connect(lambda _checked=False: self.same_job())
        self.clear_button.clicked.connect(lambda _checked=False: self.clear_recorded())

    def _show_around(self, state: FormState) -> None:
        """The head, what is known already and what may be answered: all that is not typed."""
        self.head.show_state(state, self.ctx.today())
        self.situation.set_text(f"Situation au {french.short_date(state.due_on)}")
        known = state.known
        self.show_known(
            words.known(known, state.own_spell) if known else "", words.recorded(known) if known else ""
        )
        earlier = state.earlier_spell
        self.show_same(words.still(earlier) if earlier else "")
        problem = unreachable_problem(state.attempts_made, state.parameters)
        recorded = known is not None and known.situation == UNREACHABLE
        self.too_soon.setText("" if recorded else problem)
        allowed = [code for code, _ in RESULTS if code != "unreachable" or recorded or not problem]
        self.result.answers.set_enabled_codes(allowed)

    def _fill(self, state: FormState) -> None:
        """As it is recorded; a call not made yet begins with « Joint », by telephone, today."""
        known, spell = state.known, state.own_spell
        self._hush()
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
            self.spells["training"].combo("training_kind").set_code(known.situation)
        if known is not None and spell is None and answer == "job":
            self.spells["job"].fill(bare_spell(known.contract_months, known.is_target_occupation))
        self.common.fill(state, known)

    def _restore(self, draft: Typed) -> None:
        self.result.set_code(draft["result"])
        self.situation.set_code(draft["situation"])
        self.other.restore(draft["other"])
        self.common.restore(draft["common"])
        for kind, rows in self.spells.items():
            rows.restore(draft[kind])

    def _on_situation(self) -> None:
        """The fields that go with it come into view."""
        self._follow()
        self._first_field().setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.to_top(self.situation))

    def _first_field(self) -> QWidget:
        """Where the situation is completed: its first field, or the button that ends the call."""
        rows = self.other if self.situation.code() == "other" else self._rows_shown()
        if self._calls_back():
            rows = self.common
        return next(iter(rows.fields.values())) if rows is not None else self.save_button

    def _go_on_from_result(self) -> bool:
        """Nothing more is asked of a contact without an answer."""
        reached = self.result.code() == REACHED
        (self.situation if reached else self.save_button).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _follow(self) -> None:
        """Show the fields that go with the answers, and what they count as."""
        state = self.state
        if state is None:
            return
        reached = self.result.code() == REACHED
        self.too_soon.setVisible(not reached and bool(self.too_soon.text()))
        self.situation.setVisible(reached)
        self.other.setVisible(reached and self.situation.code() == "other")
        shown = self._rows_shown()
        for rows in self.spells.values():
            rows.setVisible(rows is shown)
        has_proof = reached and self.situation_code() not in (None, "RECH")
        self.common.follow(has_proof=has_proof, calls_back=self._calls_back())
        self.head.show_number(self.common.combo("number").code() if self.common.dials() else None)
        contract = shown.contract() if shown is not None else None
        months = shown.months() if shown is not None else None
        situation = self.situation_code()
        if situation is not None:
            self.show_counted(*words.counted(situation, contract, months, state.parameters))
            is_target = shown.is_target() if shown is not None else None
            self.definitions.setText(words.definitions(situation, is_target, state.parameters))
        else:
            self.show_counted("" if reached else words.NO_ANSWER_YET, "")
            self.definitions.setText("")
        self.definitions.setVisible(bool(self.definitions.text()))
