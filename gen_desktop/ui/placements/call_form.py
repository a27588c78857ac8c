"""The form answered during the call: what came of the contact, what the person became, in one gesture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError, InvalidInput
from gen_desktop.models.follow_up import UNREACHABLE, unreachable_problem
from gen_desktop.queries.attached_documents import Paper
from gen_desktop.queries.companies import CompanyChoice
from gen_desktop.queries.follow_up_form import FormState
from gen_desktop.reference.lists import label
from gen_desktop.services import follow_ups as services
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.placements import words
from gen_desktop.ui.placements.answers import REACHED, RESULT_KEYS, RESULTS, SITUATION_KEYS, answer_of_key
from gen_desktop.ui.placements.call_answers import CallAnswers, Typed
from gen_desktop.ui.placements.call_frame import CallFrame
from gen_desktop.ui.placements.contact_rows import ATTACH
from gen_desktop.ui.placements.proof_paper import attach_one
from gen_desktop.ui.widgets.basics import set_refusal


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
        self.answers = CallAnswers(ctx.today)
        self.result, self.situation = self.answers.result, self.answers.situation
        self.other, self.spells, self.common = self.answers.other, self.answers.spells, self.answers.common
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
        self._hush()
        self.answers.fill(state)
        self._untouched = self.draft()
        if draft is not None:
            self.answers.restore(draft)
        self._follow()

    def update_state(self, state: FormState) -> None:
        """The same call reads otherwise now: say so, and keep what is typed."""
        self.state = self.answers.state = state
        self.common.show_papers(state.papers, self.common.paper_id())
        self._show_around(state)
        self._follow()

    def set_employers(self, employers: Sequence[CompanyChoice]) -> None:
        """The employers to complete from."""
        for kind in ("job", "training"):
            self.spells[kind].set_employers(employers)

    def draft(self) -> Typed:
        """Everything typed so far, readable or not."""
        return self.answers.draft()

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
        self._hush()
        if self.state is None or not self.answers.check():
            return
        self._write(self._written, self.saved)

    def note_no_answer(self) -> None:
        """One key: nobody answered, on to the next. What is typed beside stays for the next call."""
        state = self.state
        if state is None or self.common.check_row("recorded_on"):
            return
        typed, untouched = self.draft(), self._untouched
        beside = any(typed[group] != untouched[group] for group in ("situation", "other", *self.spells))
        attempt = self.answers.attempt_input("no_answer", self.ctx.today(), self._hour())
        self._write(lambda: services.record_attempt(self.ctx.db, attempt), self.saved, keep=beside)

    def same_job(self) -> None:
        """The job known already goes on: one key fills everything in, and saving confirms it.

        One that is over by its dates is told anew, without its end.
        """
        spell = self.state.earlier_spell if self.state is not None else None
        if spell is None:
            return
        if spell.ends_on is not None and spell.ends_on < self.ctx.today():
            spell = replace(spell, id=None, ends_on=None, contract_months=None)
        self.answers.take_spell(spell)
        self._follow()
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_recorded(self) -> None:
        """Make the horizon « not asked » again."""
        state = self.state
        if state is not None:
            self._write(lambda: services.clear_situation(self.ctx.db, *state.call), self.cleared)

    def _written(self) -> Change:
        hour = self._hour()
        if self.answers.tells_situation():
            return services.record_situation(self.ctx.db, self.answers.situation_input(hour))
        outcome = self.result.code() or ""
        return services.record_attempt(
            self.ctx.db, self.answers.attempt_input(outcome, self.ctx.today(), hour)
        )

    def _hour(self) -> time | None:
        """The present hour, when the contact is of today."""
        is_today = self.common.day("recorded_on").value() == self.ctx.today()
        return self.ctx.clock().replace(second=0, microsecond=0) if is_today else None

    def _write(self, write: Callable[[], Change], told: Any, *, keep: bool = False) -> None:
        """One gesture, then tell. ``keep``: what is typed is not what was written."""
        self._hush()
        try:
            change = write()
        except InvalidInput as error:
            self.say(self.answers.show_problems(error))
            return
        except AppError as error:
            dialogs.show_error(self, error)
            return
        if not keep:
            self._untouched = self.draft()
        told.emit(change)

    def _on_paper(self, code: str | None) -> None:
        """« Joindre un fichier… »: ask for it, attach it to the person, and choose it."""
        state = self.state
        if state is None or code != ATTACH:
            return
        self.common.combo("attached_document_id").set_code(None)
        attach_one(self, self.ctx, state.learner_id, partial(self._on_attached, state.learner_id))

    def _on_attached(self, learner_id: int, change: Change, papers: tuple[Paper, ...]) -> None:
        if self.state is not None and self.state.learner_id == learner_id:
            self.common.show_papers(papers, papers[0].id)
        self.ctx.changes.publish(change)

    def _hush(self) -> None:
        self.say([])
        self.answers.hush()

    def _connect(self) -> None:
        self.result.answered.connect(lambda _code: self._follow())
        self.situation.answered.connect(lambda _code: self._on_situation())
        for rows in self.answers.rows():
            rows.changed.connect(self._follow)
        self.common.combo("attached_document_id").chosen.connect(self._on_paper)
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.same_button.clicked.connect(lambda _checked=False: self.same_job())
        self.clear_button.clicked.connect(lambda _checked=False: self.clear_recorded())

    def _show_around(self, state: FormState) -> None:
        """The head, what is known already and what may be answered: all that is not typed."""
        self.head.show_state(state, self.ctx.today())
        self.situation.set_text(f"Situation au {french.short_date(state.due_on)}")
        known, derived = state.known, state.derived_from
        if known is not None:
            self.show_known(words.known(known, state.own_spell), words.recorded(known))
        elif derived is not None:
            self.show_known(words.spell_title(derived), words.source(derived), may_clear=False)
        elif state.said_on_leaving is not None:
            said = label("outcome_situation", state.said_on_leaving)
            self.show_known(said, words.SAID_ON_LEAVING, may_clear=False)
        else:
            self.show_known("", "")
        earlier = state.earlier_spell
        self.show_same(words.still(earlier) if earlier else "")
        problem = unreachable_problem(state.attempts_made, state.parameters)
        recorded = known is not None and known.situation == UNREACHABLE
        self.too_soon.setText("" if recorded else problem)
        allowed = [code for code, _ in RESULTS if code != "unreachable" or recorded or not problem]
        self.result.answers.set_enabled_codes(allowed)

    def _on_situation(self) -> None:
        """The fields that go with it come into view."""
        self._follow()
        (self.answers.first_field() or self.save_button).setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.to_top(self.situation))

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
        shown = self.answers.rows_shown()
        for rows in self.spells.values():
            rows.setVisible(rows is shown)
        has_proof = reached and self.answers.situation_code() not in (None, "RECH")
        self.common.follow(
            has_proof=has_proof, has_spell=shown is not None, calls_back=self.answers.calls_back()
        )
        self.head.show_number(self.common.combo("number").code() if self.common.dials() else None)
        contract = shown.contract() if shown is not None else None
        months = shown.months() if shown is not None else None
        situation = self.answers.situation_code()
        if situation is not None:
            self.show_counted(*words.counted(situation, contract, months, state.parameters))
            is_target = shown.is_target() if shown is not None else None
            self.definitions.setText(words.definitions(situation, is_target, state.parameters))
        else:
            self.show_counted("" if reached else words.NO_ANSWER_YET, "")
            self.definitions.setText("")
        self.definitions.setVisible(bool(self.definitions.text()))
