"""What a public document counts, and over whom, read back from its open data: the whole, and its cohorts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Key = tuple[Any, ...]

_BY_COHORT = "Par cohorte"
_COHORT_COLUMNS = {
    "Entrés": "entered",
    "Abandon": "B3",
    "Abandons": "B3",
    "Parcours terminés": "B4",
    "Certifiés des entrés": "C4",
}
"""The columns by cohort of all public documents, and the figure that each is of."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A public document as somebody holds it, or what it says of one of its cohorts.

    ``counts``: each printed number by its kind of document and its place there; those of the catalogue, which
    several kinds tell, by their code.

    ``cohorts`` None: all of them. ``days``: the bounds of its period, if it has one. ``words``: the document.
    """

    words: str
    as_of: dt.date
    cohorts: frozenset[str] | None
    days: tuple[dt.date, dt.date] | None
    counts: Mapping[Key, int] = field(default_factory=dict)

    def is_within(self, other: Piece) -> bool:
        """Whether all that it counts is counted by the other one too."""
        cohorts = other.cohorts is None or (self.cohorts is not None and self.cohorts <= other.cohorts)
        return cohorts and self._in_days(other) and self.as_of <= other.as_of

    def _in_days(self, other: Piece) -> bool:
        if other.days is None:
            return True
        if self.days is None:
            return False
        return other.days[0] <= self.days[0] and self.days[1] <= other.days[1]


def pieces_of(content: Mapping[str, Any], words: str) -> tuple[Piece, ...]:
    """A document, then each line of its cohorts."""
    scope = content["scope"]
    days = [dt.date.fromisoformat(scope[one]) for one in ("date_from", "date_to") if scope[one]]
    document = Piece(
        words,
        dt.date.fromisoformat(content["as_of"]),
        None if scope["all_cohorts"] else frozenset(scope["cohorts"]),
        (days[0], days[1]) if days else None,
        dict(_counts(content)),
    )
    rows = [
        (row["label"], _of_cohort(table["columns"], row))
        for table in content["tables"]
        if table["title"] == _BY_COHORT
        for row in table["rows"]
    ]
    alone = {label for label, _ in rows if label in scope["cohorts"]}
    others = frozenset(scope["cohorts"]) - alone
    return (
        document,
        *(
            replace(document, cohorts=frozenset([label]) if label in alone else others, counts=counts)
            for label, counts in rows
        ),
    )


def _of_cohort(columns: Sequence[str], row: Mapping[str, Any]) -> dict[Key, int]:
    named = zip(columns[1:], row["cells"], strict=True)
    cells = {_COHORT_COLUMNS[column]: cell for column, cell in named if column in _COHORT_COLUMNS}
    return {(code, "n"): cell["n"] for code, cell in cells.items() if cell.get("n") is not None}


def _counts(content: Mapping[str, Any]) -> Iterator[tuple[Key, int]]:
    """Each printed count under the words that say what it counts; what stands twice is told once."""
    for figure in content["figures"]:
        for name in ("n", "N"):
            if figure.get(name) is not None:
                yield (figure["id"], name), figure[name]
    for table in content["tables"]:
        for row in table["rows"]:
            place = (content["kind"], table["section"], table["title"], row["group"], row["label"])
            for column, cell in zip(table["columns"][1:], row["cells"], strict=True):
                for name in ("n", "N"):
                    if cell.get(name) is not None:
                        yield (*place, column, name), cell[name]
