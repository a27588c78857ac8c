"""The months after an exit at which people are asked what became of them, as texts of settings."""

from __future__ import annotations

import re
from functools import cache

from gen_desktop.french import NBSP

RECORDED_HORIZONS = (0, 3, 6, 12, 24)
"""Months at which a situation may be recorded; which of them are asked is a parameter or the programme's."""
AT_EXIT = 0
"""The horizon of a situation told about the exit itself."""
_SEPARATORS = re.compile(r"[|;,\s]+")


@cache
def parse_horizons(text: str) -> tuple[int, ...]:
    """« 0|3|6 » or « 0, 3, 6 » as months in order. Raises ValueError with a French sentence."""
    parts = [part for part in _SEPARATORS.split(text.strip()) if part]
    if not parts or any(not part.isdecimal() or int(part) not in RECORDED_HORIZONS for part in parts):
        raise ValueError(
            f"Des échéances parmi 0, 3, 6, 12 et 24 mois, 0 pour la sortie (exemple{NBSP}: 0, 3, 6)."
        )
    return tuple(sorted({int(part) for part in parts}))


def horizons_text(horizons: tuple[int, ...]) -> str:
    """As it is stored."""
    return "|".join(str(months) for months in horizons)


def horizons_words(horizons: tuple[int, ...]) -> str:
    """« sortie, 3, 6, 12, 24 mois »."""
    named = ["sortie"] if 0 in horizons else []
    months = [str(one) for one in horizons if one]
    return ", ".join([*named, *months]) + (f"{NBSP}mois" if months else "")


def horizon_words(horizon: int) -> str:
    """« à 6 mois », « à la sortie »."""
    return f"à {horizon} mois" if horizon else "à la sortie"
