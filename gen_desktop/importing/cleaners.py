"""Cleaners that only lists of this program need; the general ones are in values.py and people.py."""

from __future__ import annotations

import re

from gen_desktop.importing.grid import Cell
from gen_desktop.importing.values import as_text, decimal, line, shown
from gen_desktop.models.calendar import PatternSlot, parse_pattern
from gen_desktop.models.identifiers import france_travail_problem
from gen_desktop.models.names import unaccent
from gen_desktop.reference.horizons import RECORDED_HORIZONS
from gen_desktop.reference.lists import code_list

_MONTHS = re.compile(r"([0-9]{1,3})(?:[.,]0+)? ?(?:mois|m)?")
_YEARS = re.compile(r"(un|[0-9]{1,2}) ?ans?")
_HOURS = re.compile(r"([0-9]{1,5}) ?h(?:eures?)? ?([0-5][0-9])")
_HORIZON = re.compile(r"(?:suivi )?(?:a )?\+? ?([0-9]{1,2}) ?(?:mois|m)?|m ?\+ ?([0-9]{1,2})")
_EXIT_WORDS = frozenset(("sortie", "a la sortie", "fin", "fin de formation"))


def hours(value: Cell) -> int | None:
    """A length in hours, as minutes: 400, « 400 h », « 400,5 », « 3h30 »."""
    text = " ".join(as_text(value).casefold().split())
    if match := _HOURS.fullmatch(text):
        return int(match[1]) * 60 + int(match[2])
    found = decimal(value)
    return None if found is None else round(found * 60)


def months(value: Cell) -> int | None:
    """A length in months: 8, « 8 mois », « 1 an »."""
    text = " ".join(unaccent(as_text(value)).split())
    if not any(char.isalnum() for char in text):
        return None
    if match := _YEARS.fullmatch(text):
        return 12 * (1 if match[1] == "un" else int(match[1]))
    match = _MONTHS.fullmatch(text)
    if match is None:
        raise ValueError(f"{shown(value)} n’est pas un nombre de mois (exemples\u00a0: 8, 8 mois).")
    return int(match[1])


def horizon(value: Cell) -> int | None:
    """Months after the exit, 3, 6, 12 or 24 (0: at it): « 3 mois », « à 6 mois », « M+12 », « sortie »."""
    text = " ".join(unaccent(as_text(value)).split())
    if not text:
        return None
    if text in _EXIT_WORDS:
        return 0
    match = _HORIZON.fullmatch(text)
    found = int(match[1] or match[2]) if match else -1
    if found not in RECORDED_HORIZONS:
        raise ValueError(f"{shown(value)} n’est pas une échéance\u00a0: 3, 6, 12 ou 24 mois.")
    return found


def pattern(value: Cell) -> tuple[PatternSlot, ...] | None:
    """The usual week: « lun-ven 9h-12h30 13h30-17h »."""
    text = line(value)
    return None if text is None else tuple(parse_pattern(text))


def france_travail_id(value: Cell) -> str | None:
    """The identifier of France Travail, in capitals, without spaces, checked as the form does."""
    text = re.sub(r"[\s.\-]", "", line(value) or "").upper()
    if not text:
        return None
    if wrong := france_travail_problem(text):
        raise ValueError(f"{shown(value)}\u00a0: {wrong[0].lower()}{wrong[1:]}")
    return text


def insee_code(value: Cell) -> str | None:
    """The INSEE code of a commune, its first zero restored when a spreadsheet lost it."""
    text = (line(value) or "").upper()
    if not text:
        return None
    code = text.zfill(5) if isinstance(value, int) else text
    if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        raise ValueError(f"{shown(value)} n’est pas un code INSEE de commune (exemple\u00a0: 58062).")
    return code


def level(value: Cell) -> str | None:
    """The level of a certification, 1 to 8: « 5 », « Niveau 5 »."""
    text = unaccent(line(value) or "").removeprefix("niveau").strip()
    if not text:
        return None
    if not re.fullmatch(r"[1-8]", text):
        raise ValueError(f"{shown(value)} n’est pas un niveau de certification (de 1 à 8).")
    return text


def exit_reasons(value: Cell) -> str | None:
    """Several exit reasons, separated by « ; » or « | », as codes joined by « | »."""
    codes = []
    for part in re.split(r"[;|\n]", line(value) or ""):
        if not part.strip():
            continue
        found = code_list("exit_reason").find(part)
        if found is None:
            raise ValueError(f"{shown(part)} n’est pas un motif de sortie reconnu.")
        codes.append(found.code)
    return "|".join(dict.fromkeys(codes)) or None


_BLOCK = re.compile(r"(?P<code>[A-Za-z]{0,6} ?[0-9]{1,3})\s*[:.\-–—,]?\s+(?P<title>\S.*)")


def blocks(value: Cell) -> tuple[tuple[str, str], ...] | None:
    """Blocks of a certification in one cell, one per line or separated by « ; »: « BC01 Maquetter »."""
    parts = [part.strip() for part in re.split(r"[;|\n]", as_text(value)) if part.strip()]
    found = []
    for part in parts:
        match = _BLOCK.fullmatch(part)
        if match is None:
            raise ValueError(
                f"{shown(part)} ne se comprend pas\u00a0: écrivez le code puis l’intitulé de chaque bloc, "
                "séparés par «\u00a0;\u00a0» (exemple\u00a0: BC01 Front-end\u00a0; BC02 Back-end)."
            )
        found.append((match["code"].replace(" ", "").upper(), match["title"].strip()))
    return tuple(found) or None
