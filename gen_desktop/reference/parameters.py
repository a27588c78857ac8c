"""Dated parameters of counting: the defaults shipped with the program, and how an organisation sets its own.

Thresholds moved from call to call and differ between funders: they are data, never constants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache

from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.reference.horizons import horizons_text, parse_horizons
from gen_desktop.reference.lists import read_day, read_rows

ParameterValue = int | bool | str | date
_WHOLE = frozenset({"months", "years", "days", "count", "percent"})


@dataclass(frozen=True, slots=True)
class ParameterDefault:
    """One parameter as shipped.

    ``unit``: months, years, days, count, percent, boolean, comparison, date, horizons.
    """

    code: str
    value: ParameterValue
    unit: str
    label: str
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values in force on a day; field names are the codes of ``parameters.csv``."""

    seuil_emploi_durable_mois: int
    seuil_emploi_durable_comparaison: str
    work_study_counts_as_durable: bool
    neet_age_limit: int
    young_age: int
    attempts_before_unreachable: int
    service_civique_positive: bool
    application_answer_days: int
    late_entry_days: int
    aes_delay_days: int
    follow_up_horizons: str
    follow_up_window_before: int
    follow_up_window_after: int
    esf_exit_days: int
    end_of_course_durable_months: int
    alert_call_half_days: int
    alert_unjustified_half_days: int
    alert_attendance_rate: int
    absence_justification_days: int
    sheet_filing_days: int
    attendance_watch_months: int
    exit_interview_watch_days: int
    complaint_acknowledgement_days: int
    complaint_answer_days: int
    anonymous_comments_threshold: int
    small_numbers_threshold: int
    small_count_threshold: int
    label_validity_years: int
    gen_logo_forbidden_from: date

    @property
    def horizons(self) -> tuple[int, ...]:
        """Months after the exit at which people are asked what became of them; 0: at the exit."""
        return parse_horizons(self.follow_up_horizons)

    def is_long(self, contract_months: int) -> bool:
        """Whether a contract of that length reaches the threshold of the lasting job."""
        if self.seuil_emploi_durable_comparaison == ">":
            return contract_months > self.seuil_emploi_durable_mois
        return contract_months >= self.seuil_emploi_durable_mois


@cache
def parameter_defaults() -> tuple[ParameterDefault, ...]:
    """Every default, in the order in which settings show them; a code comes again when its value changed."""
    return tuple(
        ParameterDefault(
            code=row["code"],
            value=parse_parameter(row["code"], row["unit"], row["value"]),
            unit=row["unit"],
            label=row["label"],
            valid_from=read_day(row["valid_from"]),
            valid_to=read_day(row["valid_to"]),
            source=row["source"],
        )
        for row in read_rows("parameters")
    )


def parameter_default(code: str, on: date | None = None) -> ParameterDefault:
    """The default in force that day; without a day, or outside its dates, the latest. Raises NotFound."""
    found = [default for default in parameter_defaults() if default.code == code]
    if not found:
        raise NotFound(f"Le paramètre «\u00a0{code}\u00a0» n’existe pas.")
    in_force = [default for default in found if on is not None and _in_force(default, on)]
    return (in_force or found)[-1]


def parameters_on(day: date, overrides: Mapping[str, str] | None = None) -> Parameters:
    """The values in force on a day. ``overrides``: what the organisation set for that day, as stored texts.

    Raises NotFound for an unknown code, InvalidInput for a text that is no value of its parameter.
    """
    values: dict[str, ParameterValue] = {}
    for field in fields(Parameters):
        values[field.name] = parameter_default(field.name, day).value
    for code, text in (overrides or {}).items():
        values[code] = parse_parameter(code, parameter_default(code, day).unit, text)
    return Parameters(**values)  # type: ignore[arg-type]  # each value was read by the unit of its field


def parse_parameter(code: str, unit: str, text: str) -> ParameterValue:
    """A stored text as a value: 1 or 0 for a boolean, ≥ or > for a comparison. Raises InvalidInput."""
    stripped = text.strip()
    if unit in _WHOLE and stripped.isdecimal() and (unit != "percent" or int(stripped) <= 100):
        return int(stripped)
    if unit == "boolean" and stripped in ("0", "1"):
        return stripped == "1"
    if unit == "comparison" and stripped in ("≥", ">"):
        return stripped
    if unit == "horizons":
        try:
            return horizons_text(parse_horizons(stripped))
        except ValueError as error:
            raise InvalidInput.one(code, str(error)) from error
    if unit == "date":
        try:
            return date.fromisoformat(stripped)
        except ValueError:
            pass
    raise InvalidInput.one(code, f"«\u00a0{text}\u00a0» n’est pas une valeur possible du paramètre {code}.")


def _in_force(default: ParameterDefault, day: date) -> bool:
    return (default.valid_from is None or default.valid_from <= day) and (
        default.valid_to is None or day <= default.valid_to
    )
