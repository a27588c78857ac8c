"""The rules as people read and set them: what is in force, what the program proposes, since when and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.funding_program import ProgramParameter
from gen_desktop.reference.parameters import (
    ParameterDefault,
    ParameterValue,
    parameter_default,
    parameter_defaults,
    parse_parameter,
)


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A value that the organisation set. ``text``: as it is stored."""

    text: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule. ``id``: its rank among the rules shipped; ``own``: every value set, by date."""

    id: int
    default: ParameterDefault
    in_force: OwnValue | None
    own: tuple[OwnValue, ...]

    @property
    def value(self) -> ParameterValue:
        """The value in force that day."""
        if self.in_force is None:
            return self.default.value
        return parse_parameter(self.default.code, self.default.unit, self.in_force.text)

    @property
    def source(self) -> str:
        """Why it is so."""
        return (self.in_force and self.in_force.source) or ("" if self.in_force else self.default.source)


def rules(session: Session, on: dt.date) -> tuple[RuleRow, ...]:
    """Every rule with its value of that day, in the order of reference/parameters."""
    rows = session.execute(
        select(
            ProgramParameter.code,
            ProgramParameter.value,
            ProgramParameter.valid_from,
            ProgramParameter.valid_to,
            ProgramParameter.source,
        ).order_by(ProgramParameter.valid_from, ProgramParameter.id)
    )
    own: dict[str, list[OwnValue]] = {}
    for row in rows:
        own.setdefault(row.code, []).append(OwnValue(*row[1:]))
    codes = dict.fromkeys(default.code for default in parameter_defaults())
    found = []
    for rank, code in enumerate(codes):
        values = tuple(own.get(code, ()))
        in_force = next((one for one in reversed(values) if _holds(one, on)), None)
        found.append(RuleRow(rank, parameter_default(code, on), in_force, values))
    return tuple(found)


def value_words(value: ParameterValue, unit: str) -> str:
    """« 15 jours », « 80 % », « oui », « 8 janvier 2025 »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return french.long_date(value, weekday=False)
    if unit == "comparison":
        return "au moins (≥)" if value == "≥" else "plus de (>)"
    if unit == "percent":
        return f"{value}{french.NARROW}%"
    words = {"months": ("mois", "mois"), "years": ("an", "ans"), "days": ("jour", "jours")}
    if unit in words and isinstance(value, int):
        return french.plural(value, *words[unit])
    return str(value)


def _holds(one: OwnValue, on: dt.date) -> bool:
    return (one.valid_from is None or one.valid_from <= on) and (one.valid_to is None or on <= one.valid_to)
