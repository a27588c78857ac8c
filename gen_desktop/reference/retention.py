"""How long a person's data are kept for each payer: the periods shipped with the program, and why.

An organisation replaces them one by one (models/retention.py). Source: §7 of the domain's documents.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gen_desktop.errors import NotFound
from gen_desktop.reference.lists import code_list, read_day, read_rows


@dataclass(frozen=True, slots=True)
class RetentionDefault:
    """One period. ``funder``: a code of the funders list, or EU, DEFAULT, NO_ENTRY (models/retention.py)."""

    funder: str
    label: str
    years: int
    base: str
    reason: str
    valid_from: date | None
    valid_to: date | None
    source: str

    def valid_on(self, day: date) -> bool:
        """Whether it is in force that day (both ends included)."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@cache
def retention_defaults() -> tuple[RetentionDefault, ...]:
    """Every default, in the order of the settings; a payer comes again when its period changed."""
    return tuple(
        RetentionDefault(
            funder=row["funder"],
            label=row["label"] or code_list("funder")[row["funder"]].label,
            years=int(row["years"]),
            base=row["base"],
            reason=row["reason"],
            valid_from=read_day(row["valid_from"]),
            valid_to=read_day(row["valid_to"]),
            source=row["source"],
        )
        for row in read_rows("retention")
    )


def retention_default(funder: str, on: date) -> RetentionDefault:
    """The default in force that day; outside its dates, the latest. Raises NotFound."""
    found = [default for default in retention_defaults() if default.funder == funder]
    if not found:
        raise NotFound(f"Aucune durée de conservation n’est connue pour «\u00a0{funder}\u00a0».")
    in_force = [default for default in found if default.valid_on(on)]
    return (in_force or found)[-1]


def retention_codes() -> tuple[str, ...]:
    """The payers and the special cases that have a period, in order."""
    return tuple(dict.fromkeys(default.funder for default in retention_defaults()))
