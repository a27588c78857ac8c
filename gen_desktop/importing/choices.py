"""How people want a list to be read: what they corrected of what the program understood by itself."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gen_desktop.importing.headers import fold_title


@dataclass(frozen=True, slots=True)
class Remembered:
    """How columns were read on a day, by hand: folded title → field, '' leaves the column out."""

    choices: Mapping[str, str]
    used_on: dt.date


@dataclass(frozen=True, slots=True)
class Choices:
    """``sheet`` and ``title_row`` (number of the line of titles, from 1): None to find them.

    ``mapping``: title in the file → field, '' leaves the column out; None: nobody said, so that what is in
    ``remembered`` (by digest of the titles) holds. ``refused``: (field, kind) of the repairs not wanted.
    ``left_unknown``: fields whose cells nobody understands count as empty. ``without_errors``: the rows that
    are wrong are left out, the others imported.
    """

    sheet: str | None = None
    title_row: int | None = None
    mapping: Mapping[str, str] | None = None
    remembered: Mapping[str, Remembered] = field(default_factory=dict)
    refused: frozenset[tuple[str, str]] = frozenset()
    left_unknown: frozenset[str] = frozenset()
    without_errors: bool = False


def titles_digest(titles: Iterable[str]) -> str:
    """What a kind of file is known by the next time: its titles, in whatever order and writing."""
    folded = "\n".join(sorted({fold_title(title) for title in titles}))
    return hashlib.sha256(folded.encode()).hexdigest()


def folded_mapping(mapping: Mapping[str, str], titles: Iterable[str]) -> dict[str, str]:
    """What people said of titles, in a form that the next writing of them finds again."""
    present = set(titles)
    return {fold_title(title): name for title, name in mapping.items() if title in present}
