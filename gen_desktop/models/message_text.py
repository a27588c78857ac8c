"""The texts of messages: places where the facts of each person go, and how many SMS a text makes. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gen_desktop.errors import Problem
from gen_desktop.french import NARROW, NBSP, join_names
from gen_desktop.models.names import fold
from gen_desktop.reference.lists import code_list

EMAIL, SMS = "email", "sms"
"""Codes of message_kind; each is also the contact_mode of the attempt that a message is."""
PLACES = {
    "prénom": "prénom de la personne",
    "nom": "nom de la personne",
    "formation": "intitulé de la formation",
    "cohorte": "code de la cohorte",
    "échéance": "« 6 mois après la formation »",
    "date": "jour dont on demande la situation",
    "limite": "dernier jour pour répondre",
    "organisme": "nom de l’organisme",
    "téléphone": "téléphone de l’organisme",
    "auteur": "votre nom",
}
"""Name → what takes its place. Case and accents do not matter in a text."""
LONGEST_NAME, LONGEST_SUBJECT, LONGEST_BODY = 60, 150, 5000
_PLACE = re.compile(r"\{([^{}\n]*)\}")
_BY_FOLDED = {fold(name): name for name in PLACES}
_TYPED = {NBSP: " ", NARROW: " ", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"}
"""Signs of printing that would make an SMS twice as long, and what a telephone types in their place."""
_GUILLEMETS = re.compile("«\\s*|\\s*»")
# GSM 03.38, 7 bits: the default alphabet, then what counts double (after an escape).
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = frozenset("^{}\\[~]|€\f")
_ALONE, _JOINED = {True: 160, False: 70}, {True: 153, False: 67}
"""Signs in an SMS that goes alone, and in each part of a longer one: in the 7-bit alphabet, else in UCS-2."""


@dataclass(frozen=True, slots=True)
class SmsSize:
    """``units``: signs as they are counted. ``dear``: those outside the 7-bit alphabet, which halve the room.

    ``room``: units that fit in so many SMS.
    """

    units: int
    parts: int
    room: int
    dear: tuple[str, ...]


def text_problems(name: str, kind: str, subject: str | None, body: str) -> Iterator[Problem]:
    """Everything that keeps a text from being kept."""
    if not name.strip():
        yield Problem("name", "Donnez un nom à ce texte.")
    elif len(name) > LONGEST_NAME:
        yield Problem("name", f"Le nom d’un texte a {LONGEST_NAME} caractères au plus.")
    if kind not in code_list("message_kind"):
        yield Problem("kind", "Choisissez courriel ou SMS.")
    if kind == EMAIL and not (subject or "").strip():
        yield Problem("subject", "Un courriel a besoin d’un objet.")
    elif len(subject or "") > LONGEST_SUBJECT or "\n" in (subject or ""):
        yield Problem("subject", f"Un objet tient sur une ligne de {LONGEST_SUBJECT} caractères au plus.")
    elif sentence := place_problem(subject or ""):
        yield Problem("subject", sentence)
    if not body.strip():
        yield Problem("body", "Écrivez le message.")
    elif len(body) > LONGEST_BODY:
        yield Problem("body", f"Un message a {LONGEST_BODY} caractères au plus.")
    elif sentence := place_problem(body):
        yield Problem("body", sentence)


def place_problem(text: str) -> str:
    """The first place that does not exist, or brace that is alone, in words; '' when all is well."""
    for found in _PLACE.finditer(text):
        if fold(found[1]) not in _BY_FOLDED:
            return _unknown(found[1])
    if re.search(r"[{}]", _PLACE.sub("", text)):
        return f"Une accolade est seule{NBSP}: une place s’écrit entre deux, comme {{prénom}}."
    return ""


def places_of(text: str) -> frozenset[str]:
    """The names of the places of a text that is right."""
    return frozenset(_BY_FOLDED[fold(name)] for name in _PLACE.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text that is right, with the facts of a person. KeyError for a place without a value."""
    return _PLACE.sub(lambda found: values[_BY_FOLDED[fold(found[1])]], text)


def typed_for_sms(text: str) -> str:
    """The same with the spaces, apostrophes and quotes of a telephone: those of printing cost room."""
    text = _GUILLEMETS.sub('"', text)
    return "".join(_TYPED.get(sign, sign) for sign in text)


def sms_size(text: str) -> SmsSize:
    """How many SMS a text makes: GSM 03.38 (160 signs, 153 each when joined), else UCS-2 (70, then 67).

    A sign of two units (« € », a picture) is never cut between two SMS.
    """
    dear = tuple(dict.fromkeys(sign for sign in text if sign not in _BASIC and sign not in _DOUBLE))
    is_short = not dear
    weights = [_weight(sign, is_short) for sign in text]
    units = sum(weights)
    if units <= _ALONE[is_short]:
        return SmsSize(units, 1 if text else 0, _ALONE[is_short], dear)
    parts, taken = 1, 0
    for weight in weights:
        if taken + weight > _JOINED[is_short]:
            parts, taken = parts + 1, 0
        taken += weight
    return SmsSize(units, parts, parts * _JOINED[is_short], dear)


def _weight(sign: str, is_short: bool) -> int:
    if is_short:
        return 2 if sign in _DOUBLE else 1
    return len(sign.encode("utf-16-le")) // 2


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(fold(name), _BY_FOLDED, n=1)
    known = join_names([f"{{{one}}}" for one in PLACES])
    hint = f"Vouliez-vous {{{_BY_FOLDED[near[0]]}}}{NARROW}?" if near else f"Il y a {known}."
    return f"{{{name}}} n’est pas une place connue. {hint}"
