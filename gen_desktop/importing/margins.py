"""Lines that stand among or under the rows of a list and are about nobody: the name of a group, a remark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gen_desktop.importing.grid import Cell
from gen_desktop.importing.headers import fold_title, is_total_line

GROUP = "nom d’un groupe"
BELOW = "sous la liste"
_LONGEST_NAME = 4
_PRINTED = re.compile(
    r"(?:imprime|edite|extrait|exporte|mis a jour|genere|fait|date d edition|page|source|legende|signature)\b"
)


def margins(rows: Sequence[Sequence[Cell]], repeated_at: Sequence[int]) -> dict[int, str]:
    """Place in ``rows`` (from 0) → why the line is about nobody.

    Only lines with a single filled cell, in a list whose other rows have several: one just above titles that
    come again (``repeated_at``), or one under the last row that stands after a total or reads like a remark
    (« Imprimé le… »).
    """
    alone = {at for at, row in enumerate(rows) if _filled(row) == 1}
    full = [at for at, row in enumerate(rows) if _filled(row) > 1 and not is_total_line(row)]
    if not full:
        return {}
    found = {at - 1: GROUP for at in repeated_at if at - 1 in alone}
    is_after_total = False
    for at in range(full[-1] + 1, len(rows)):
        is_after_total = is_after_total or is_total_line(rows[at])
        if at in alone and (is_after_total or _is_remark(rows[at])):
            found[at] = BELOW
    return found


def _filled(row: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in row)


def _is_remark(row: Sequence[Cell]) -> bool:
    """A name alone is somebody of whom a cell is missing; what has a colon or many words is no name."""
    text = next(cell for cell in row if cell is not None)
    if not isinstance(text, str):
        return False
    return ":" in text or len(text.split()) > _LONGEST_NAME or _PRINTED.match(fold_title(text)) is not None
