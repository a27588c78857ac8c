"""Targets set by the calls for projects, as far as their texts are known; an organisation may set its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from gen_desktop.reference.lists import read_day, read_rows


@dataclass(frozen=True, slots=True)
class TargetDefault:
    """The percentage that an indicator should reach in programmes of a kind (list funding_program_kind)."""

    program_kind: str
    indicator: str
    percent: Decimal
    label: str
    valid_from: date | None
    valid_to: date | None
    source: str


@cache
def target_defaults() -> tuple[TargetDefault, ...]:
    """Every known target. The thresholds of the 2021 call were never public: it has none here."""
    return tuple(
        TargetDefault(
            program_kind=row["program_kind"],
            indicator=row["indicator"],
            percent=Decimal(row["percent"]),
            label=row["label"],
            valid_from=read_day(row["valid_from"]),
            valid_to=read_day(row["valid_to"]),
            source=row["source"],
        )
        for row in read_rows("targets")
    )


def targets_for(program_kind: str, on: date | None = None) -> tuple[TargetDefault, ...]:
    """The targets of a kind of programme, in force that day if one is given; none means « non paramétré »."""
    return tuple(
        target
        for target in target_defaults()
        if target.program_kind == program_kind
        and (on is None or target.valid_from is None or target.valid_from <= on)
        and (on is None or target.valid_to is None or on <= target.valid_to)
    )
