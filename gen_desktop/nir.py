"""The social security number (NIR): found wherever it is typed, so that no field keeps it."""

from __future__ import annotations

import re

_GAP = r"[\s.\-]?"
_NIR = re.compile(
    rf"(?<!\w)([12]{_GAP}[0-9]{{2}}{_GAP}(?:0[1-9]|1[0-2]|[2-9][0-9]){_GAP}(?:[0-9]{{2}}|2[AB])"
    rf"{_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}})(?:{_GAP}([0-9]{{2}}))?(?!\w)",
    re.IGNORECASE,
)
"""Sex, year, month, department, commune, order, key: 15 characters, 13 without the key."""
NIR_REFUSED = (
    "Un numéro de sécurité sociale ne se garde pas ici\u00a0: seuls les financeurs le recueillent. "
    "Retirez-le."
)


def nir_problem(text: str) -> str:
    """Why that text may not be kept: it holds a social security number (NIR), which only funders collect.

    Source: décret 2019-341 lists who may process it; a training organisation is not among them. Fifteen
    characters are one when the key is right.
    """
    return NIR_REFUSED if any(_is_nir(*found.groups()) for found in _NIR.finditer(text)) else ""


def _is_nir(body: str, key: str | None) -> bool:
    from stdnum.fr import nir

    return key is None or bool(nir.is_valid("".join(char for char in body + key if char.isalnum()).upper()))
