"""Numbers that identify organisations and people. Pure functions, so that a form checks as it is left."""

from __future__ import annotations

import re

from gen_desktop.french import NARROW, NBSP

SIRET_DIGITS = 14
NDA_DIGITS = 11
_NAF = re.compile(r"[0-9]{4}[A-Z]")
_FRANCE_TRAVAIL = re.compile(r"[0-9]{7}[0-9A-Z]|[0-9]{10}[0-9A-Z]")


def bare_number(text: str | None) -> str | None:
    """The number without the spaces, dots and dashes people put in it; None for nothing."""
    kept = "".join(char for char in text or "" if char.isalnum())
    return kept or None


def siret_problem(text: str) -> str:
    """What is wrong with a SIRET as a French sentence, '' when it is right or empty.

    La Poste's own establishments have a key of their own: python-stdnum knows it.
    """
    number = bare_number(text)
    if number is None:
        return ""
    if not number.isdecimal() or len(number) != SIRET_DIGITS:
        return f"Un SIRET a 14{NBSP}chiffres{NARROW}; celui-ci en a {_digits(number)}."
    from stdnum.fr import siret

    return "" if siret.is_valid(number) else "La clé de contrôle de ce SIRET ne convient pas, vérifiez-le."


def nda_problem(text: str) -> str:
    """What is wrong with a numéro de déclaration d’activité, '' when it is right or empty.

    It has 11 digits and no public key (code du travail, R6351-6).
    """
    number = bare_number(text)
    if number is None or (number.isdecimal() and len(number) == NDA_DIGITS):
        return ""
    return f"Un numéro de déclaration d’activité a 11{NBSP}chiffres{NARROW}; celui-ci en a {_digits(number)}."


def naf_problem(text: str) -> str:
    """What is wrong with an activity code of the NAF, '' when it is well formed or empty."""
    number = (bare_number(text) or "").upper()
    if not number or _NAF.fullmatch(number):
        return ""
    return f"Un code NAF a quatre chiffres et une lettre (exemple{NBSP}: 6201Z)."


def france_travail_problem(text: str) -> str:
    """What is wrong with an identifier of France Travail, '' when it is well formed or empty.

    Seven or ten digits, then a digit or a letter (documents.md §9.4); it has no public key.
    """
    number = (bare_number(text) or "").upper()
    if not number or _FRANCE_TRAVAIL.fullmatch(number):
        return ""
    return (
        f"Un identifiant France Travail a 8{NBSP}caractères (1234567A) ou 11{NBSP}chiffres{NARROW}; "
        f"celui-ci en a {len(number)}."
        if len(number) not in (8, 11)
        else f"Un identifiant France Travail est fait de chiffres, le dernier caractère peut être une "
        f"lettre (exemple{NBSP}: 1234567A)."
    )


def _digits(number: str) -> int:
    return sum(char.isdecimal() for char in number)
