"""A column whose title says nothing known, told by what it holds: addresses, telephones, birth dates.

Only when the title does not say something else: the telephones under « Conseillère » are not the person's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.grid import Cell
from gen_desktop.importing.headers import fold_title
from gen_desktop.importing.values import as_text

LOOKED_AT = 400
"""Rows looked at."""
_FEWEST = 3
_AGES = range(14, 76)
_PHONE = re.compile(r"(?:\+33|0033|0)\s?(?:\(0\))?[1-79](?:[\s.\-]?[0-9]{2}){4}")
_FRANCE_TRAVAIL = re.compile(r"[0-9]{7}[A-Z]")
_BIRTH = re.compile(r"\D*\d{1,2}\D+(?:\d{1,2}\D+)?(\d{4})")
_CIVILITIES = frozenset(("m", "m.", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"))
_NEUTRAL = frozenset(
    (
        *("colonne", "column", "champ", "field", "info", "infos", "donnee", "donnees", "unnamed", "contact"),
        *("coordonnees", "numero", "num", "no", "n", "de", "du", "la", "le", "l", "d", "perso", "personnel"),
        *("personnelle", "apprenant", "apprenants", "stagiaire", "stagiaires", "candidat", "candidats"),
    )
)
"""Words of a title that say nothing of what the column holds, nor of somebody else."""


@dataclass(frozen=True, slots=True)
class _Sign:
    words: frozenset[str]
    is_one: Callable[[Cell, dt.date], bool]


def fields_by_content(
    titles: Mapping[int, str],
    rows: Sequence[Sequence[Cell]],
    targets: Mapping[str, TargetColumn],
    taken: Collection[str],
    today: dt.date,
) -> dict[int, str]:
    """Place → field for the columns that every filled cell betrays, three cells at least.

    ``titles``: the columns nobody knows; ``rows``: the first ones. A field that has its column already
    (``taken``), or that two columns could be, is left for people to say.
    """
    found: dict[str, list[int]] = {}
    for place, title in titles.items():
        cells = [row[place] for row in rows if row[place] is not None]
        for name in _possible(title, targets, taken):
            if len(cells) >= _FEWEST and all(_is_read(name, targets[name], cell, today) for cell in cells):
                found.setdefault(name, []).append(place)
                break
    return {places[0]: name for name, places in found.items() if len(places) == 1}


def _possible(title: str, targets: Mapping[str, TargetColumn], taken: Collection[str]) -> Iterator[str]:
    """The fields that this title does not deny."""
    words = {word for word in fold_title(title).split() if len(word) > 1 and not word.isdigit()}
    is_bare = title.startswith("(colonne ")
    for name, sign in _SIGNS.items():
        if name in targets and name not in taken and (is_bare or words <= _NEUTRAL | sign.words):
            yield name


def _is_read(name: str, target: TargetColumn, cell: Cell, today: dt.date) -> bool:
    if not _SIGNS[name].is_one(cell, today):
        return False
    try:
        return target.clean(cell) is not None
    except ValueError:
        return False


def _is_birth_date(cell: Cell, today: dt.date) -> bool:
    if isinstance(cell, dt.date):
        return today.year - cell.year in _AGES
    match = _BIRTH.fullmatch(as_text(cell))
    return match is not None and today.year - int(match[1]) in _AGES


_SIGNS = {
    "email": _Sign(
        frozenset(("mail", "mel", "email", "courriel", "electronique", "adresse")),
        lambda cell, _today: "@" in as_text(cell),
    ),
    "phone": _Sign(
        frozenset(("tel", "telephone", "portable", "mobile", "gsm", "joindre")),
        lambda cell, _today: _PHONE.fullmatch(as_text(cell)) is not None,
    ),
    "france_travail_id": _Sign(
        frozenset(("id", "identifiant", "ft", "pe", "france", "travail", "pole", "emploi", "inscription")),
        lambda cell, _today: _FRANCE_TRAVAIL.fullmatch(as_text(cell).upper()) is not None,
    ),
    "civility": _Sign(
        frozenset(("civ", "titre", "genre", "sexe")),
        lambda cell, _today: as_text(cell).lower() in _CIVILITIES,
    ),
    "birth_date": _Sign(
        frozenset(("date", "dates", "naissance", "naiss", "ne", "nee", "ddn", "anniversaire")), _is_birth_date
    ),
}
"""Field → the words of a title that may name it, and what each of its cells is."""
