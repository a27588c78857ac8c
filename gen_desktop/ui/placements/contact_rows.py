"""The fields of the contact itself: which number, how, when, when to call back, what to remember."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.models.calling import Number
from gen_desktop.queries.attached_documents import Paper
from gen_desktop.queries.contacts import RELAY
from gen_desktop.queries.follow_up_form import FormState, KnownSituation
from gen_desktop.reference.lists import choices
from gen_desktop.ui import typed
from gen_desktop.ui.placements.answers import usual_mode
from gen_desktop.ui.placements.spell_rows import Rows
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

ATTACH = "attach"
"""In the place of a paper: attach another."""
BY_NUMBER = ("phone", "sms")
"""Ways of contact for which a number is dialled."""


class ContactRows(Rows):
    """``values`` are named as AttemptInput and SituationInput name them, « next_at » as an hour."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        comment = QPlainTextEdit()
        comment.setFixedHeight(62)
        comment.setTabChangesFocus(True)
        next_at = QLineEdit()
        next_at.setPlaceholderText(f"17{NBSP}h{NBSP}30")
        self.add_field("next_on", "Rappeler le", DateEdit(today))
        self.add_field("next_at", "à", next_at, self._next_at_problem)
        self.add_field("number", "Numéro", CodeCombo(optional=False))
        for name, text, codes in (
            ("proof", "Preuve", "proof_kind"),
            ("contact_mode", "Contact par", "contact_mode"),
        ):
            listed = [(code.code, code.label) for code in choices(codes)]
            self.add_field(name, text, CodeCombo(listed, optional=name == "proof"))
            if name == "proof":
                self.add_field("attached_document_id", "Pièce jointe", CodeCombo(none_text="Aucune"))
        self.add_field("recorded_on", "Le", DateEdit(today))
        self.add_field("comment", "Commentaire", comment)

    def fill(self, state: FormState, known: KnownSituation | None) -> None:
        """As it is recorded; a contact not made yet is by telephone, today, with the number to dial first."""
        spell = state.own_spell
        known_paper = spell.attached_document_id if spell is not None else None
        self.show_numbers(state)
        self.combo("proof").set_code(known.proof if known else None)
        self.show_papers(state.papers, known_paper)
        self.combo("contact_mode").set_code((known.contact_mode if known else None) or usual_mode(state))
        self.day("recorded_on").set_value(known.recorded_on if known else self._today())
        self.day("next_on").set_value(None)
        self.line("next_at").clear()
        comment = self.fields["comment"]
        assert isinstance(comment, QPlainTextEdit)
        comment.setPlainText((known.comment if known else None) or "")

    def show_numbers(self, state: FormState) -> None:
        """Every number, those known to be wrong said so; asked only when there is a choice."""
        listed = [(one.value, number_words(one, state.wrong_numbers)) for one in state.numbers]
        combo = self.combo("number")
        combo.set_codes(listed)
        if listed:
            combo.set_code(listed[0][0])

    def show_papers(self, papers: Sequence[Paper], chosen: int | None) -> None:
        """The papers of the person, one of them chosen, and a line to attach another."""
        combo = self.combo("attached_document_id")
        combo.set_codes([*((str(one.id), one.title) for one in papers), (ATTACH, "Joindre un fichier…")])
        combo.set_code(None if chosen is None else str(chosen), label_if_unknown="Pièce retirée")

    def paper_id(self) -> int | None:
        """The paper chosen as the proof."""
        code = self.combo("attached_document_id").code()
        return None if code in (None, ATTACH) else int(code)

    def follow(self, *, has_proof: bool, has_spell: bool, calls_back: bool) -> None:
        """Show the fields that the answers call for; a paper proves a job, a business or a training."""
        self.set_visible("proof", has_proof)
        self.set_visible("attached_document_id", has_proof and has_spell)
        for name in ("next_on", "next_at"):
            self.set_visible(name, calls_back)
        self.set_visible("number", self.dials() and self.combo("number").count() > 1)

    def dials(self) -> bool:
        """Whether the contact is made with a number."""
        return self.combo("contact_mode").code() in BY_NUMBER

    def values(self) -> dict[str, Any]:
        found = super().values()
        if not self.dials():
            found["number"] = None
        found["attached_document_id"] = self.paper_id()
        hour = self.line("next_at").text().strip()
        found["next_at"] = typed.clock(hour) if hour else None
        return found

    def _next_at_problem(self) -> str:
        hour = self.line("next_at").text().strip()
        return typed.sentence_of(typed.clock, hour) if hour else ""


def number_words(number: Number, wrong: frozenset[str]) -> str:
    """« 06 10 10 10 10 (mère, relais) », « 06 10 10 10 10 (faux numéro) »."""
    relay = RELAY if number.is_relay else ""
    return french.contact(number.value, number.whose, relay, "faux numéro" if number.value in wrong else "")
