"""What a list of learners is narrowed by beside cohorts and states: each filter, its condition in SQL.

Filters add up (AND); what is chosen within one does not (OR); « Non renseigné » can be chosen in each. They
speak of Learner, and of the Enrollment and Cohort shown beside it (queries/criteria.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    extract,
    false,
    func,
    literal,
    null,
    or_,
    select,
)

from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.learner import Learner
from gen_desktop.models.places import CORSICA_SOUTH_ENDS
from gen_desktop.queries.attendance_sql import rate_columns, starts_on
from gen_desktop.queries.populations import HORIZONS, Populations
from gen_desktop.queries.scope import Scope
from gen_desktop.reference.lists import code_list, codes_where
from gen_desktop.reference.parameters import parameters_on

Condition = ColumnElement[bool]
UNKNOWN = ""
"""The choice « Non renseigné »."""
YES, NO = "yes", "no"
MISSING, KNOWN, NOT_DUE = "missing", "known", "not_due"
"""What is known of somebody at a horizon: due and unknown, due and known, nothing due yet."""


@dataclass(frozen=True, slots=True)
class Among:
    """The fact is one of these ``values``; UNKNOWN among them: or nobody has said."""

    filter: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The fact lies between two bounds, None for no bound. ``or_unknown``: or nobody has said.

    Days: both are included. Numbers: from ``low`` to less than ``high``. Without bounds, unknown alone.
    """

    filter: str
    low: dt.date | int | None = None
    high: dt.date | int | None = None
    or_unknown: bool = False


Narrowing = Among | Between


@dataclass(frozen=True, slots=True)
class ChoiceFilter:
    """A fact with a few values. ``key``: its text in SQL at a day, null when it is not known.

    ``choices``: values and labels, empty when they come from the file (queries/filter_choices.py).
    """

    id: str
    title: str
    group: str
    key: Callable[[dt.date], ColumnElement[Any]]
    choices: tuple[tuple[str, str], ...] = ()
    may_be_unknown: bool = True
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class RangeFilter:
    """A fact that is a day or a number. ``value``: in SQL at a day, null when it is not known."""

    id: str
    title: str
    group: str
    value: Callable[[dt.date], ColumnElement[Any]]
    kind: Literal["day", "number"]
    unit: str = ""
    sensitive: bool = False


ListFilter = ChoiceFilter | RangeFilter


def narrowing_condition(narrowing: Narrowing, as_of: dt.date) -> Condition:
    """What meets that filter. Raises KeyError for a filter that does not exist."""
    found = filters()[narrowing.filter]
    if isinstance(narrowing, Among):
        assert isinstance(found, ChoiceFilter)
        key = found.key(as_of)
        known = [value for value in narrowing.values if value != UNKNOWN]
        met: list[Condition] = [key.in_(known)] if known else []
        return or_(false(), *met, *([key.is_(None)] if UNKNOWN in narrowing.values else []))
    assert isinstance(found, RangeFilter)
    value = found.value(as_of)
    bounds = _bounds(value, narrowing, found.kind)
    if not bounds and narrowing.or_unknown:
        return value.is_(None)
    # An unknown value is within no bound; and a rate is long to work out, so it is asked no more than needed.
    inside = and_(*bounds) if bounds else value.is_not(None)
    return or_(inside, value.is_(None)) if narrowing.or_unknown else inside


def _bounds(value: ColumnElement[Any], narrowing: Between, kind: str) -> list[Condition]:
    low, high = narrowing.low, narrowing.high
    bounds: list[Condition] = [] if low is None else [value >= low]
    if high is not None:
        bounds.append(value <= high if kind == "day" else value < high)
    return bounds


def filters() -> dict[str, ListFilter]:
    """Every filter by its id, in the order in which they are offered."""
    return {one.id: one for one in _FILTERS}


def is_sensitive(narrowing: Narrowing) -> bool:
    """Whether being in that list tells what few people may see."""
    return filters()[narrowing.filter].sensitive


# The facts, in SQL.


def department_sql() -> ColumnElement[Any]:
    """models/places.py: department, said in SQL; null without a postal code."""
    code = func.coalesce(Learner.postal_code, "")
    corsica = case((code < CORSICA_SOUTH_ENDS, literal("2A")), else_=literal("2B"))
    overseas = or_(code.startswith("97"), code.startswith("98"))
    name = case(
        (overseas, func.substr(code, 1, 3)), (code.startswith("20"), corsica), else_=func.substr(code, 1, 2)
    )
    return func.nullif(name, "")


def level_sql() -> ColumnElement[Any]:
    """The highest diploma, else the last class, as a code; null when neither says a level."""
    silent = codes_where("education_level", bac_or_below="unknown")
    known = case((Enrollment.highest_diploma.in_(silent), null()), else_=Enrollment.highest_diploma)
    code = func.coalesce(known, Enrollment.last_class)
    return case((code.in_(silent), null()), else_=code)


def funder_sql() -> ColumnElement[Any]:
    """The funder of the enrollment, else that of the cohort's programme."""
    of_program = (
        select(FundingProgram.funder)
        .where(FundingProgram.id == Cohort.funding_program_id)
        .correlate(Cohort)
        .scalar_subquery()
    )
    return func.coalesce(Enrollment.funder, of_program)


def rural_sql() -> ColumnElement[Any]:
    """Whether the commune was in the rural zoning in force at the entry (ZRR, FRR): yes, no or null."""
    return case(
        (Enrollment.rural_zoning.in_(codes_where("rural_zoning", rural="yes")), literal(YES)),
        (Enrollment.rural_zoning.in_(codes_where("rural_zoning", rural="no")), literal(NO)),
        else_=null(),
    )


def entry_day_sql() -> ColumnElement[Any]:
    """The day at which facts at the entry hold: the entry, else the planned one, else the cohort's start."""
    return func.coalesce(Enrollment.entered_on, Enrollment.planned_entry_on, starts_on)


def age_sql(day: Any) -> ColumnElement[Any]:
    """Complete years that day, null without a birth date (dates.age_on, said in SQL)."""
    return (_number(day) - _number(Learner.birth_date)) // 10_000


def rate_sql(as_of: dt.date) -> ColumnElement[Any]:
    """Percent of presence up to that day, null while nothing recorded is due (queries/attendance.py)."""
    present, due, _ = rate_columns(None)
    return (
        select(present * 100.0 / func.nullif(due, 0))
        .select_from(Attendance)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .where(Attendance.enrollment_id == Enrollment.id, ClassSession.held_on <= as_of)
        .correlate(Enrollment)
        .scalar_subquery()
    )


def _number(day: Any) -> ColumnElement[int]:
    return extract("year", day) * 10_000 + extract("month", day) * 100 + extract("day", day)


def _follow_up(horizon: int) -> Callable[[dt.date], ColumnElement[Any]]:
    def key(as_of: dt.date) -> ColumnElement[Any]:
        # Of the parameters that an organisation may set, only the window before a horizon counts here.
        populations = Populations(Scope(as_of), parameters_on(as_of))
        unknown, known = (
            populations.select_from(Enrollment.id, where=condition).correlate(None)
            for condition in (populations.unknown(horizon), populations.answered(horizon))
        )
        return case(
            (Enrollment.id.in_(unknown), literal(MISSING)),
            (Enrollment.id.in_(known), literal(KNOWN)),
            else_=literal(NOT_DUE),
        )

    return key


def _sensitive(column: Any) -> Callable[[dt.date], ColumnElement[Any]]:
    said = (
        select(_two(column))
        .where(SensitiveFacts.enrollment_id == Enrollment.id)
        .correlate(Enrollment)
        .scalar_subquery()
    )
    return lambda _: said


def _two(column: Any) -> ColumnElement[Any]:
    return case((column.is_(True), literal(YES)), (column.is_(False), literal(NO)), else_=null())


def _is(expression: Any) -> Callable[[dt.date], ColumnElement[Any]]:
    return lambda _: expression


def _coded(column: Any) -> Callable[[dt.date], ColumnElement[Any]]:
    """« Non communiqué » is not known either."""
    return lambda _: func.nullif(column, "NC")


def _id(column: Any) -> Callable[[dt.date], ColumnElement[Any]]:
    return lambda _: cast(column, String)


def _list(name: str, without: Iterable[str] = ("NC",)) -> tuple[tuple[str, str], ...]:
    return tuple((code.code, code.label) for code in code_list(name) if code.code not in without)


_YES_NO = ((YES, "Oui"), (NO, "Non"))
_FOLLOWED = ((MISSING, "Attendue, pas connue"), (KNOWN, "Connue"), (NOT_DUE, "Pas encore à demander"))
_PERSON, _ENTRY, _PATH, _AFTER = "La personne", "À l’entrée", "Le parcours", "Après la formation"
_SILENT_LEVELS = ("NC", "NQ")

_FILTERS: tuple[ListFilter, ...] = (
    ChoiceFilter("sex", "Sexe", _PERSON, _is(Learner.sex), _list("sex")),
    RangeFilter("age", "Âge aujourd’hui", _PERSON, lambda day: age_sql(literal(day)), "number", "ans"),
    ChoiceFilter("city", "Commune", _PERSON, _is(func.nullif(Learner.city, ""))),
    ChoiceFilter("department", "Département", _PERSON, _is(department_sql())),
    RangeFilter("age_at_entry", "Âge à l’entrée", _ENTRY, _is(age_sql(entry_day_sql())), "number", "ans"),
    ChoiceFilter("level", "Diplôme", _ENTRY, _is(level_sql()), _list("education_level", _SILENT_LEVELS)),
    ChoiceFilter(
        "situation_before",
        "Situation avant l’entrée",
        _ENTRY,
        _coded(Enrollment.situation_before),
        _list("situation_before"),
    ),
    ChoiceFilter("prescriber", "Prescripteur", _ENTRY, _coded(Enrollment.prescriber), _list("prescriber")),
    ChoiceFilter("qpv", "QPV", _ENTRY, _is(_two(Enrollment.in_qpv)), _YES_NO),
    ChoiceFilter("rural", "Zone rurale", _ENTRY, _is(rural_sql()), _YES_NO),
    ChoiceFilter("career_change", "Reconversion", _ENTRY, _is(_two(Enrollment.is_career_change)), _YES_NO),
    ChoiceFilter("rqth", "RQTH", _ENTRY, _sensitive(SensitiveFacts.is_rqth), _YES_NO, sensitive=True),
    ChoiceFilter("brsa", "RSA", _ENTRY, _sensitive(SensitiveFacts.is_brsa), _YES_NO, sensitive=True),
    ChoiceFilter("course", "Formation", _PATH, _id(Cohort.course_id)),
    ChoiceFilter("program", "Programme", _PATH, _id(Cohort.funding_program_id)),
    ChoiceFilter("site", "Site", _PATH, _id(Cohort.site_id)),
    ChoiceFilter("funder", "Financeur", _PATH, _is(funder_sql()), _list("funder")),
    ChoiceFilter(
        "remuneration", "Rémunération", _PATH, _coded(Enrollment.remuneration), _list("remuneration")
    ),
    RangeFilter("entered_on", "Entrée", _PATH, _is(Enrollment.entered_on), "day"),
    RangeFilter("exit_on", "Sortie", _PATH, _is(Enrollment.exit_on), "day"),
    RangeFilter("rate", "Assiduité", _PATH, rate_sql, "number", "%"),
    *(
        ChoiceFilter(
            f"follow_up_{horizon}",
            f"Situation à {horizon} mois",
            _AFTER,
            _follow_up(horizon),
            _FOLLOWED,
            may_be_unknown=False,
        )
        for horizon in HORIZONS
    ),
)
