"""The answers of the call form, and the codes behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gen_desktop.models.follow_up import NOT_ASKED, REFUSED, UNREACHABLE
from gen_desktop.queries.follow_up_form import FormState, Spell
from gen_desktop.reference.lists import code_list

REACHED, CALL_BACK = "reached", "call_back"
RESULTS = (
    *((REACHED, "Joint"), ("no_answer", "Pas de réponse"), ("wrong_number", "Faux numéro")),
    *(("refused", "Refus"), ("message_left", "Message laissé"), ("unreachable", "Injoignable")),
)
SITUATIONS = (
    *(("job", "En emploi"), ("training", "En formation"), ("creation", "Création d’activité")),
    *(("searching", "En recherche"), ("other", "Autre situation…"), (CALL_BACK, "À rappeler")),
)
RESULT_KEYS = {
    **{REACHED: "J", "no_answer": "P", "wrong_number": "F"},
    **{"refused": "R", "message_left": "M", "unreachable": "I"},
}
SITUATION_KEYS = {
    **{"job": "E", "training": "O", "creation": "C"},
    **{"searching": "H", "other": "A", CALL_BACK: "L"},
}
"""One letter for each answer, from the list and from the buttons; the letters of both differ."""
PLAIN = {"job": "EMP_NP", "creation": "CREA", "searching": "RECH"}
OTHERS = ("MAINT", "SC", "STAGE", "INACT", "SANTE", "DECES")


def answer_of_key(keys: Mapping[str, str], letter: str) -> str | None:
    """The answer of that letter, None when it is of no answer."""
    return next((code for code, key in keys.items() if key == letter.upper()), None)


def answer_of(situation: str) -> str | None:
    """The button that stands for a recorded situation."""
    code = code_list("outcome_situation")[situation]
    if situation in (UNREACHABLE, REFUSED, NOT_ASKED):
        return None
    if situation in OTHERS:
        return "other"
    for answer, attribute in (("creation", "creation"), ("training", "training"), ("job", "employed")):
        if code[attribute] == "yes":
            return answer
    return "searching"


def usual_mode(state: FormState) -> str:
    """By telephone when there is a number, else by e-mail when there is an address."""
    return "phone" if state.phone or state.second_phone or not state.email else "email"


def bare_spell(months: int | None, is_target: bool | None) -> Spell:
    """What a situation says of a job whose spell was not told."""
    nothing: dict[str, Any] = dict.fromkeys(Spell.__dataclass_fields__)
    return Spell(**{**nothing, "kind": "job", "contract_months": months, "is_target_occupation": is_target})
