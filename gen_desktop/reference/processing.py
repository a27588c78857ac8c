"""The purposes for which people's data are kept, as the register has to name them (GDPR art. 30)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gen_desktop.reference.lists import read_rows


@dataclass(frozen=True, slots=True)
class Purpose:
    """One processing. ``by_settings``: it ends with the periods in force, after the words of ``retention``.

    ``in_program`` False: the organisation may do it, but not in this program.
    """

    code: str
    name: str
    purpose: str
    basis: str
    people: str
    data: str
    recipients: str
    retention: str
    by_settings: bool
    in_program: bool
    source: str


@cache
def purposes() -> tuple[Purpose, ...]:
    """Every purpose, in the order of the register."""
    flags = ("by_settings", "in_program")
    return tuple(
        Purpose(**{name: text == "yes" if name in flags else text for name, text in row.items()})  # type: ignore[arg-type]  # texts and flags, by name
        for row in read_rows("processing_purpose")
    )
