"""Where the titles of a table are: spreadsheets made by hand have lines above and below the list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from gen_desktop import french
from gen_desktop.importing.grid import Cell, Merge
from gen_desktop.models.names import unaccent

_SEARCHED_ROWS = 60
_DAY = re.compile(r"(?:[a-z]{2,8} )?[0-9]{1,2}(?:er)? (?:[0-9]{1,2}|[a-z]{3,9})(?: [0-9]{2}|(?: [0-9]{4}))?")
_TOTAL = re.compile(r"(?:sous |s )?(?:total|totaux|moyenne|effectif|nombre)\b")


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``first`` to ``last`` (from 0) hold the titles; one title per column, '' where there is none."""

    first: int
    last: int
    titles: tuple[str, ...]


def fold_title(text: str) -> str:
    """Titles compare without accents, capitals and punctuation: « N° de tél. : » is « no de tel »."""
    return " ".join(
        re.sub(r"[^a-z0-9@+%]+", " ", unaccent(text.replace("&", " et ").replace("°", "o "))).split()
    )


def find_header(
    rows: Sequence[Sequence[Cell]], merges: Sequence[Merge], known_titles: Collection[str] = ()
) -> Header | None:
    """The titles, on one line or on two (dates over half-days); None when no line looks like titles.

    The line with most titles among ``known_titles`` (folded) wins, when it has two at least. Else it is the
    first line that fills half of the table's width, mostly with words.
    """
    main = most_known(rows, known_titles)
    if main is None:
        main = _first_wide(rows[:_SEARCHED_ROWS])
    if main is None:
        return None
    top, bottom = _depth(main, merges)
    if bottom - top > 1:
        return Header(top, bottom, _deep_titles(rows, top, bottom, merges, known_titles))
    for top in (main, main - 1):
        if 0 <= top < len(rows) - 1 and _is_group_line(rows, top, merges):
            return Header(top, top + 1, _joined_titles(rows, top, merges, known_titles))
    return Header(main, main, tuple(title_text(cell) for cell in rows[main]))


def title_text(cell: Cell) -> str:
    """A cell as a title: one line, composed letters; a date as people write it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return french.short_date(cell)
    return " ".join(unicodedata.normalize("NFC", str(cell)).split())


def is_total_line(row: Sequence[Cell]) -> bool:
    """True for « Total : 12 » and the like: a total's label first, and no other words beside it."""
    filled = [cell for cell in row if cell is not None]
    if not filled or not isinstance(filled[0], str) or not _TOTAL.match(fold_title(filled[0])):
        return False
    return not any(isinstance(cell, str) and re.search(r"[^\W\d_]", cell) for cell in filled[1:])


def most_known(rows: Sequence[Sequence[Cell]], known_titles: Collection[str]) -> int | None:
    """The line that holds most of the known titles (folded), two at least; None when there is none."""
    if not known_titles:
        return None
    counts = [
        sum(fold_title(title_text(cell)) in known_titles for cell in row if cell is not None)
        for row in rows[:_SEARCHED_ROWS]
    ]
    best = max(counts, default=0)
    return counts.index(best) if best >= 2 else None


def _first_wide(rows: Sequence[Sequence[Cell]]) -> int | None:
    width = max((_filled(row) for row in rows), default=0)
    for index, row in enumerate(rows):
        filled = _filled(row)
        words = sum(isinstance(cell, date) or _has_letters(cell) for cell in row)
        if filled >= max(2, width / 2) and words * 2 >= filled:
            return index
    return None


def _filled(row: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in row)


def _has_letters(cell: Cell) -> bool:
    return isinstance(cell, str) and re.search(r"[^\W\d_]", cell) is not None


def _is_day(cell: Cell) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and _DAY.fullmatch(fold_title(cell)) is not None)


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None


def _is_group_line(rows: Sequence[Sequence[Cell]], top: int, merges: Sequence[Merge]) -> bool:
    """True when line ``top`` names groups of the titles that stand on the line below."""
    above, below = rows[top], rows[top + 1]
    if (
        _filled(above) < 2
        or not all(cell is None or _has_letters(cell) for cell in below)
        or not _filled(below)
    ):
        return False
    across = {start[1] for start, end in merges if start[0] == top == end[0] and end[1] > start[1]}
    down = {start[1] for start, end in merges if start[0] == top and end[0] == top + 1}
    if across:
        # A date over a single half-day (a free afternoon) is a group of one.
        single = {
            column for column, cell in enumerate(above) if cell is not None and not isinstance(cell, date)
        }
        single -= across | down
        return all(_cell(below, column) is None or _cell(above, column) is None for column in single)
    # Nothing says what was merged: the first title stands alone and groups leave room for their titles.
    first = next(column for column, cell in enumerate(above) if cell is not None)
    gaps = [column for column in range(first, len(below)) if _cell(above, column) is None]
    stands_alone = _cell(below, first) is None or all(cell is None or _is_day(cell) for cell in above)
    return stands_alone and any(_cell(below, column) is not None for column in gaps)


def _depth(main: int, merges: Sequence[Merge]) -> tuple[int, int]:
    """First and last line of the titles, from the ones that are merged downwards over line ``main``."""
    over = [(start[0], end[0]) for start, end in merges if start[0] <= main <= end[0]]
    top = min((first for first, _ in over), default=main)
    return top, max((last for first, last in over if first == top), default=main)


def _deep_titles(
    rows: Sequence[Sequence[Cell]],
    top: int,
    bottom: int,
    merges: Sequence[Merge],
    known_titles: Collection[str],
) -> tuple[str, ...]:
    """Titles over three lines or more: each is its groups' names and its own, or its own when it is known."""
    groups = {
        (row, column): title_text(_cell(rows[row], start[1]))
        for start, end in merges
        for row in range(max(start[0], top), min(start[0], bottom) + 1)
        for column in range(start[1], end[1] + 1)
    }
    titles = []
    for column in range(max(len(row) for row in rows[top : bottom + 1])):
        said = [
            groups.get((row, column)) or title_text(_cell(rows[row], column))
            for row in range(top, bottom + 1)
        ]
        parts = [part for part in said if part]
        stands_alone = bool(parts) and fold_title(parts[-1]) in known_titles
        titles.append(parts[-1] if stands_alone else " ".join(parts))
    return tuple(titles)


def _joined_titles(
    rows: Sequence[Sequence[Cell]], top: int, merges: Sequence[Merge], known_titles: Collection[str]
) -> tuple[str, ...]:
    """« 16/11/2026 matin »; a title that is known by itself and stands once is not joined to its group."""
    above, below = rows[top], rows[top + 1]
    covered = {
        column: start[1] for start, end in merges if start[0] == top for column in range(start[1], end[1] + 1)
    }
    bottoms = [fold_title(title_text(cell)) for cell in below]
    titles, group = [], ""
    for column in range(max(len(above), len(below))):
        own = title_text(_cell(above, column))
        if own or (covered and column not in covered):
            group = own
        bottom = title_text(_cell(below, column))
        folded = fold_title(bottom)
        stands_alone = folded in known_titles and bottoms.count(folded) == 1
        if not bottom:
            titles.append(own)
        else:
            titles.append(bottom if stands_alone else f"{group} {bottom}".strip())
    return tuple(titles)
