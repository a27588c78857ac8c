"""What is filled in like a table and is no list: its sentence says what a list looks like."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import zip_longest

from gen_desktop.french import NBSP
from gen_desktop.importing.grid import Cell
from gen_desktop.importing.headers import Header, fold_title, title_text

_LOOKED_AT_ROWS, _LOOKED_AT_COLUMNS = 60, 40
_FORM = (
    f"est une fiche, pas une liste{NBSP}: les titres y sont l’un sous l’autre. Mettez une personne par "
    "ligne, sous une seule ligne de titres."
)
_NO_TITLES = (
    f"n’a pas de ligne de titres{NBSP}: ajoutez-en une au-dessus de la première personne "
    "(Nom, Prénom, Date de naissance…)."
)
_CROSSED = f"est un tableau croisé, pas une liste{NBSP}: il faut une ligne par personne, pas des nombres."
_SUMS = frozenset(("total", "total general", "totaux", "ensemble"))
_ABOUT_SOMEBODY = re.compile(r".+@.+\..+|\+?[0-9](?:[ .\-]?[0-9]){8,12}|[0-9]{5}")


def is_form(rows: Sequence[Sequence[Cell]], known_titles: Collection[str]) -> bool:
    """Whether the titles stand one under the other: more of them in a column than in any row."""
    looked_at = [row[:_LOOKED_AT_COLUMNS] for row in rows[:_LOOKED_AT_ROWS]]
    across = max((_known(row, known_titles) for row in looked_at), default=0)
    down = max((_known(column, known_titles) for column in zip_longest(*looked_at)), default=0)
    return down >= 3 and down > across


def why_no_list(rows: Sequence[Sequence[Cell]], header: Header | None, known_titles: Collection[str]) -> str:
    """What is wrong with the shape of a sheet, as the end of a sentence; '' for a list."""
    if not known_titles:
        return ""
    if is_form(rows, known_titles):
        return _FORM
    if header is None:
        return ""
    known = _known(header.titles, known_titles)
    if not known and any(_ABOUT_SOMEBODY.fullmatch(title) for title in header.titles):
        return _NO_TITLES
    adds_up = any(fold_title(title) in _SUMS for title in header.titles)
    return _CROSSED if known < 2 and adds_up and _holds_numbers_only(rows[header.last + 1 :]) else ""


def _known(cells: Sequence[Cell], known_titles: Collection[str]) -> int:
    """How many different known titles are among these cells."""
    return len({fold_title(title_text(cell)) for cell in cells if isinstance(cell, str)} & set(known_titles))


def _holds_numbers_only(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether each row has a name and then nothing but numbers."""
    filled = [[cell for cell in row if cell is not None] for row in rows]
    filled = [row for row in filled if len(row) > 1]
    return bool(filled) and all(
        isinstance(row[0], str) and all(isinstance(cell, int | float) for cell in row[1:]) for row in filled
    )
