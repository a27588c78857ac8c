"""Codes of the classifications of training: NSF, Formacode, ROME. Pure functions."""

from __future__ import annotations

import re

from gen_desktop.french import NBSP

MOST_FORMACODES = 5
"""As many as the annual report and LHEO take."""
_NSF = re.compile(r"[0-9]{3}")
_FORMACODE = re.compile(r"[0-9]{5}")
_ROME = re.compile(r"[A-Z][0-9]{4}")
_SEPARATORS = re.compile(r"[\s,;|/]+")


def codes_of(text: str | None) -> tuple[str, ...]:
    """The codes of a line, each once: « 31088, 31054 » or « 31088|31054 »."""
    parts = _SEPARATORS.split((text or "").upper())
    return tuple(dict.fromkeys(part for part in parts if part))


def joined(text: str | None) -> str | None:
    """As the file keeps them, joined by "|"; None for nothing."""
    return "|".join(codes_of(text)) or None


def nsf_problem(text: str | None) -> str:
    """What is wrong with a speciality of training, '' when nothing is (or nothing is told)."""
    plain = (text or "").strip()
    if not plain or _NSF.fullmatch(plain):
        return ""
    return f"Un code NSF a trois chiffres (exemple{NBSP}: 326)."


def formacodes_problem(text: str | None) -> str:
    """What is wrong with these Formacodes, '' when nothing is."""
    codes = codes_of(text)
    if any(not _FORMACODE.fullmatch(code) for code in codes):
        return f"Un Formacode a cinq chiffres (exemples{NBSP}: 31088, 31054)."
    if len(codes) > MOST_FORMACODES:
        return f"Pas plus de {MOST_FORMACODES} Formacodes{NBSP}: gardez les plus précis."
    return ""


def rome_problem(text: str | None) -> str:
    """What is wrong with these codes of the ROME, '' when nothing is."""
    if any(not _ROME.fullmatch(code) for code in codes_of(text)):
        return f"Un code ROME a une lettre et quatre chiffres (exemples{NBSP}: M1805, M1810)."
    return ""
