"""What can be chosen in each filter of the list of learners, and how a choice is said in French."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.learner import Learner
from gen_desktop.models.names import fold
from gen_desktop.models.organization import Site
from gen_desktop.queries.attendance_sql import starts_on
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.follow_up_settings import horizons_in_use
from gen_desktop.queries.list_filters import (
    UNKNOWN,
    Among,
    Between,
    ChoiceFilter,
    ListFilter,
    Narrowing,
    RangeFilter,
    department_sql,
    filters,
    follow_up_filter,
)
from gen_desktop.queries.rights import may_see_sensitive
from gen_desktop.reference.horizons import RECORDED_HORIZONS
from gen_desktop.reference.lists import code_list

UNKNOWN_TEXT = "Non renseigné"
COHORT, STATE = "cohort", "state"
Choices = Mapping[str, tuple[tuple[str, str], ...]]
"""By filter (and for cohorts and states): values and labels, « Non renseigné » last."""


def filter_choices(session: Session, as_of: dt.date) -> Choices:
    """What each filter offers to whoever reads: a filter that is not offered is not there.

    Only horizons that somebody is asked about that day are offered.
    """
    sensitive = may_see_sensitive(session)
    asked = horizons_in_use(session, as_of)
    not_asked = {follow_up_filter(horizon) for horizon in RECORDED_HORIZONS if horizon not in asked}
    found: dict[str, tuple[tuple[str, str], ...]] = {
        COHORT: _cohorts(session),
        STATE: (
            *((code.code, code.label) for code in code_list("enrollment_state")),
            (UNKNOWN, "Sans inscription"),
        ),
    }
    of_file = _of_file(session)
    for one in filters().values():
        if (one.sensitive and not sensitive) or one.id in not_asked:
            continue
        if isinstance(one, ChoiceFilter):
            known = one.choices or of_file[one.id]
            found[one.id] = (*known, (UNKNOWN, UNKNOWN_TEXT)) if one.may_be_unknown else known
        else:
            found[one.id] = ()
    return found


def _cohorts(session: Session) -> tuple[tuple[str, str], ...]:
    """The latest first."""
    rows = session.execute(select(Cohort.id, Cohort.code).order_by(starts_on.desc(), Cohort.code))
    return tuple((str(row.id), row.code) for row in rows)


def _of_file(session: Session) -> Choices:
    cities = session.scalars(
        select(Learner.city).distinct().where(func.nullif(Learner.city, "").is_not(None))
    )
    department = department_sql()
    departments = session.scalars(select(department).distinct().where(department.is_not(None)))
    return {
        "city": tuple((city, city) for city in sorted(filter(None, cities), key=fold)),
        "department": tuple((one, one) for one in sorted(departments)),
        "course": _named(session, Course.id, Course.title),
        "program": _named(session, FundingProgram.id, FundingProgram.name),
        "site": _named(session, Site.id, Site.name),
    }


def _named(session: Session, key: object, name: object) -> tuple[tuple[str, str], ...]:
    rows = session.execute(select(key, name)).all()  # type: ignore[call-overload]
    return tuple((str(one), text) for one, text in sorted(rows, key=lambda row: fold(row[1])))


def criteria_in_words(criteria: LearnerCriteria, choices: Choices) -> list[tuple[str, str]]:
    """Each filter in force: its title and what was chosen, in the order of the screen."""
    said = []
    if criteria.cohort_ids is not None:
        said.append(("Cohorte", chosen_in_words([str(one) for one in criteria.cohort_ids], choices[COHORT])))
    if criteria.states:
        said.append(("Statut", chosen_in_words(criteria.states, choices[STATE])))
    said += [(filters()[one.filter].title, in_words(one, choices)) for one in criteria.narrowings]
    if criteria.incomplete:
        said.append(("Fiches", "incomplètes"))
    if criteria.text.strip():
        said.append(("Texte cherché", criteria.text.strip()))
    if criteria.learner_ids is not None:
        said.append(("Sélection", french.plural(len(criteria.learner_ids), "personne")))
    return said


def in_words(narrowing: Narrowing, choices: Choices) -> str:
    """What was chosen in a filter: « Mission locale, Cap emploi », « de 18 à moins de 26 ans »."""
    if isinstance(narrowing, Among):
        return chosen_in_words(narrowing.values, choices.get(narrowing.filter, ()))
    found = filters()[narrowing.filter]
    assert isinstance(found, RangeFilter)
    said = range_in_words(found, narrowing)
    unknown = UNKNOWN_TEXT.lower()
    return f"{said} ou {unknown}" if said and narrowing.or_unknown else said or unknown


def chosen_in_words(values: Sequence[str], choices: Sequence[tuple[str, str]]) -> str:
    """The labels of these values, in the order in which they are offered."""
    return ", ".join(label for value, label in choices if value in values)


def range_in_words(found: RangeFilter, between: Between) -> str:
    """The bounds alone; '' without any."""
    low, high = between.low, between.high
    if found.kind == "day":
        if low is not None and high is not None:
            return f"du {_day(low)} au {_day(high)}"
        return (
            f"depuis le {_day(low)}"
            if low is not None
            else f"jusqu’au {_day(high)}"
            if high is not None
            else ""
        )
    gap = french.NARROW if found.unit == "%" else french.NBSP
    if low is not None and high is not None:
        return f"de {low} à moins de {high}{gap}{found.unit}"
    if low is not None:
        return f"{low}{gap}{found.unit} ou plus"
    return f"moins de {high}{gap}{found.unit}" if high is not None else ""


def _day(bound: dt.date | int | None) -> str:
    assert isinstance(bound, dt.date)
    return french.short_date(bound)


def known_part(criteria: LearnerCriteria, choices: Choices) -> tuple[LearnerCriteria, tuple[str, ...]]:
    """What is left of criteria kept a while ago, and what each filter lost, in words.

    A cohort, a programme, a place may be gone since; a filter may be shown to fewer people.
    """
    lost: list[str] = []
    cohort_ids = criteria.cohort_ids
    if cohort_ids is not None:
        kept = tuple(one for one in cohort_ids if str(one) in dict(choices[COHORT]))
        if gone := len(cohort_ids) - len(kept):
            lost.append(
                french.plural(gone, "cohorte") + french.form(gone, " supprimée depuis", " supprimées depuis")
            )
        cohort_ids = kept or None
    states = tuple(one for one in criteria.states if one in dict(choices[STATE]))
    narrowings = []
    for one in criteria.narrowings:
        left = _known_narrowing(one, choices)
        if left != one:
            lost.append(_loss(filters().get(one.filter), one.filter in choices))
        if left is not None:
            narrowings.append(left)
    return replace(criteria, cohort_ids=cohort_ids, states=states, narrowings=tuple(narrowings)), tuple(lost)


def _known_narrowing(one: Narrowing, choices: Choices) -> Narrowing | None:
    if one.filter not in choices:
        return None
    if isinstance(one, Between):
        return one
    kept = tuple(value for value in one.values if value in dict(choices[one.filter]))
    return Among(one.filter, kept) if kept else None


def _loss(found: ListFilter | None, is_offered: bool) -> str:
    if found is None:
        return "un filtre que cette version ne connaît pas"
    if not is_offered:
        return f"le filtre «{french.NBSP}{found.title}{french.NBSP}», qui ne vous est pas montré"
    return f"un choix de «{french.NBSP}{found.title}{french.NBSP}», qui n’est plus dans le fichier"
