"""The rules of counting as the settings show them: the value in force, who set it, since when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.models.funding_program import ProgramParameter
from gen_desktop.reference.horizons import horizons_words, parse_horizons
from gen_desktop.reference.parameters import (
    ParameterDefault,
    ParameterValue,
    parameter_default,
    parameter_defaults,
    parse_parameter,
)

_UNITS = {"months": "mois", "years": "ans", "days": "jours", "count": "", "percent": "%"}
_COMPARISONS = {"≥": "au moins", ">": "plus de"}


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A rule. ``text``: its value in force as stored; ``words``: as it is read. ``own``: set here.

    ``since``: the first day of the value set here, None for any date. ``is_dated``: values set here for other
    days too, past or to come.
    """

    code: str
    label: str
    unit: str
    text: str
    words: str
    shipped: ParameterDefault
    shipped_words: str
    is_own: bool
    since: dt.date | None
    is_dated: bool
    source: str


def parameter_rows(session: Session, on: dt.date) -> tuple[ParameterRow, ...]:
    """Every rule with its value in force that day, in the order of the reference file."""
    own: dict[str, list[ProgramParameter]] = {}
    for row in session.scalars(select(ProgramParameter).order_by(ProgramParameter.id)):
        own.setdefault(row.code, []).append(row)
    codes = dict.fromkeys(default.code for default in parameter_defaults())
    return tuple(_row(code, own.get(code, []), on) for code in codes)


def value_words(unit: str, value: ParameterValue) -> str:
    """« 2 jours », « 80 % », « oui », « au moins », « 08/01/2025 »."""
    if isinstance(value, dt.date):
        return french.short_date(value)
    if unit == "horizons":
        return horizons_words(parse_horizons(str(value)))
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, str):
        return _COMPARISONS[value]
    if unit == "percent":
        return f"{value}{french.NARROW}%"
    return f"{value}{NBSP}{_UNITS[unit]}".strip()


def value_text(value: ParameterValue) -> str:
    """A value as it is stored."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _row(code: str, own: list[ProgramParameter], on: dt.date) -> ParameterRow:
    shipped = parameter_default(code, on)
    in_force = [row for row in own if _holds(row, on)]
    mine = in_force[-1] if in_force else None
    value = shipped.value if mine is None else parse_parameter(code, shipped.unit, mine.value)
    return ParameterRow(
        code=code,
        label=shipped.label,
        unit=shipped.unit,
        text=value_text(value),
        words=value_words(shipped.unit, value),
        shipped=shipped,
        shipped_words=value_words(shipped.unit, shipped.value),
        is_own=mine is not None,
        since=shipped.valid_from if mine is None else mine.valid_from,
        is_dated=len(own) > (1 if mine is not None else 0),
        source=shipped.source if mine is None else mine.source or "",
    )


def _holds(row: ProgramParameter, on: dt.date) -> bool:
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on <= row.valid_to)
