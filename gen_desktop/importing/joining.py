"""Two lines of a list about the same person in the same cohort: one line, when they do not contradict."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from gen_desktop.models.names import fold

_TEXTS = frozenset(("last_name", "first_name", "birth_name", "birth_place", "address", "city"))
"""Two writings of one text (accents, capitals) do not contradict; the first one stays."""
_WHOLE_NAMES = frozenset(("full_name", "last_first", "first_last"))
_ADDED_UP = frozenset(("note",))
"""What two lines may say differently without a contradiction: both are kept."""
_OF_THE_COHORT = "cohort"

Said = Mapping[Hashable, Any]
"""Field, or place of a column that is no field → what the line says."""


@dataclass(frozen=True, slots=True)
class Joined:
    """``conflicts``: the fields on which the lines contradict; ``added``: what the second one brings."""

    conflicts: tuple[Hashable, ...]
    added: dict[Hashable, Any]


def join(first: Said, second: Said) -> Joined:
    """What the second line does to the first; nothing is added where they contradict."""
    conflicts = []
    added: dict[Hashable, Any] = {}
    for name, value in second.items():
        if isinstance(name, str) and name.startswith(_OF_THE_COHORT):
            continue  # the same cohort, however it is written
        if name not in first:
            added[name] = value
        elif name in _ADDED_UP:
            if fold(value) not in fold(first[name]):
                added[name] = f"{first[name]}\n{value}"
        elif _compared(name, first[name]) != _compared(name, value):
            conflicts.append(name)
    return Joined(tuple(conflicts), {} if conflicts else added)


def _compared(name: Hashable, value: Any) -> Any:
    if name in _TEXTS:
        return fold(value)
    return tuple(map(fold, value)) if name in _WHOLE_NAMES else value
