"""The participants of the ESF+: one answer per item, as the common indicators ask it.

Source: regulation (EU) 2021/1057, annex I; programme.md §4.2 to §4.4. Ages and lengths of unemployment below
are in the definitions of the indicators themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session, aliased

from gen_desktop.dates import age_on
from gen_desktop.errors import Forbidden
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.esf import REFUSED, EsfAnswers
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.learner import Learner
from gen_desktop.queries.definition_groups import DefinitionGroups
from gen_desktop.queries.definitions import ESF, definitions
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.rights import may_see_sensitive
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.horizons import AT_EXIT
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.rights import SENSITIVE, reserved_to

YES, NO = "yes", "no"
ENTRY_ITEMS = (
    ("EECO01", "Participant"),
    ("EECO02", "Chômeur, y compris de longue durée"),
    ("EECO03", "Chômeur de longue durée"),
    ("EECO04", "Inactif"),
    ("EECO05", "En emploi, indépendants compris"),
    ("EECO06", "Moins de 18 ans"),
    ("EECO07", "18 à 29 ans"),
    ("EECO08", "55 ans et plus"),
    ("EECO09", "CITE 0 à 2 (premier cycle du secondaire ou moins)"),
    ("EECO10", "CITE 3 ou 4 (deuxième cycle du secondaire)"),
    ("EECO11", "CITE 5 à 8 (enseignement supérieur)"),
    ("EECO12", "Handicap"),
    ("EECO13", "Ressortissant d’un pays tiers"),
    ("EECO14", "Origine étrangère"),
    ("EECO15", "Minorité, communautés marginalisées comprises"),
    ("EECO16", "Sans-abri ou exclu du logement"),
    ("EECO17", "Zone rurale"),
)
"""Indicators of achievement, asked at the entry."""
YOUNG_LONG_TERM, LONG_TERM, LONG_TERM_AGE = 6, 12, 25
"""Long-term unemployed: more than six months under 25, more than twelve from 25 on (§4.3)."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One participation. ``answers``: item → yes, no, refused; None is not known, or not due yet.

    ``exit_delay``: days from the exit until its situation was collected; None when nobody left, or when the
    exit is not documented. ``is_exit_undocumented``: the four weeks are over and nothing is known.
    ``unknown_results``: the results that are due and of which nothing is known.
    """

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    birth_date: dt.date | None
    sex: str | None
    cohort_code: str
    collected_on: dt.date | None
    entered_on: dt.date
    exit_on: dt.date | None
    exit_collected_on: dt.date | None
    is_exit_undocumented: bool
    answers: Mapping[str, str | None]
    unknown_results: frozenset[str]

    @property
    def exit_delay(self) -> int | None:
        """In days."""
        if self.exit_on is None or self.exit_collected_on is None:
            return None
        return (self.exit_collected_on - self.exit_on).days


def result_items() -> tuple[tuple[str, str], ...]:
    """Indicators of results, on leaving and six months after."""
    return tuple((one.id, one.label) for one in definitions() if one.system == ESF and one.sex is None)


def esf_answers(session: Session, enrollment_id: int) -> EsfAnswers | None:
    """What somebody answered; None when whoever reads is not shown it."""
    if not may_see_sensitive(session):
        return None
    names = [field.name for field in fields(EsfAnswers)]
    columns = [getattr(SensitiveFacts, name) for name in names]
    row = session.execute(select(*columns).where(SensitiveFacts.enrollment_id == enrollment_id)).first()
    return EsfAnswers() if row is None else EsfAnswers(*row)


def participants(session: Session, scope: Scope, *, with_erased: bool = False) -> tuple[Participant, ...]:
    """Everybody who entered, by cohort and name; the erased are left out, but where people are only counted.

    Raises Forbidden when whoever reads is not shown the sensitive answers.
    """
    if not may_see_sensitive(session):
        raise Forbidden(
            f"Les réponses au questionnaire FSE+ ne vous sont pas montrées. {reserved_to(SENSITIVE)}."
        )
    p = Populations(scope, parameters(session, scope.as_of))
    groups = DefinitionGroups(p)
    told = aliased(FollowUp)
    columns: list[Any] = [
        Enrollment,
        Learner,
        SensitiveFacts,
        Cohort.code.label("cohort_code"),
        told.recorded_on.label("told_on"),
        groups.exit_unknown().label("undocumented"),
    ]
    for one in definitions():
        if one.system == ESF and one.sex is None:
            columns.append(one.numerator(groups).label(f"{one.id}_n"))
            columns.append((one.denominator(groups) & ~one.unknown(groups)).label(f"{one.id}_known"))
            columns.append(one.unknown(groups).label(f"{one.id}_unknown"))
    at_exit = (told.enrollment_id == Enrollment.id) & (told.horizon == AT_EXIT)
    statement = (
        p.select_from(*columns)
        .outerjoin(told, at_exit & (told.recorded_on <= scope.as_of))
        .where(p.entered(), true() if with_erased else Learner.erased_on.is_(None))
        .order_by(Cohort.code, Learner.sort_key, Enrollment.id)
    )
    return tuple(_participant(row, scope.as_of) for row in session.execute(statement).mappings())


def _participant(row: Any, as_of: dt.date) -> Participant:
    enrollment, learner, facts = row["Enrollment"], row["Learner"], row["SensitiveFacts"]
    left = enrollment.exit_on is not None and enrollment.exit_on <= as_of
    collected = (facts and facts.esf_exit_collected_on) or row["told_on"]
    return Participant(
        enrollment_id=enrollment.id,
        learner_id=learner.id,
        last_name=learner.last_name,
        first_name=learner.first_name,
        birth_date=learner.birth_date,
        sex=learner.sex,
        cohort_code=row["cohort_code"],
        collected_on=facts and facts.esf_collected_on,
        entered_on=enrollment.entered_on,
        exit_on=enrollment.exit_on if left else None,
        exit_collected_on=collected if left and collected and collected <= as_of else None,
        is_exit_undocumented=bool(row["undocumented"]),
        answers={**_at_entry(enrollment, learner, facts), **_results(row)},
        unknown_results=frozenset(item for item, _ in result_items() if row[f"{item}_unknown"]),
    )


def _results(row: Any) -> dict[str, str | None]:
    return {
        item: YES if row[f"{item}_n"] else NO if row[f"{item}_known"] else None for item, _ in result_items()
    }


def _at_entry(enrollment: Any, learner: Any, facts: Any) -> dict[str, str | None]:
    """Each item of the entry."""
    status = _attribute("situation_before", enrollment.situation_before, "esf")
    age = None if learner.birth_date is None else age_on(learner.birth_date, enrollment.entered_on)
    isced = _isced(enrollment)
    rural = _attribute("rural_zoning", enrollment.rural_zoning, "rural")
    nationality = facts and facts.nationality
    return {
        "EECO01": YES,
        "EECO02": _is(status, "unemployed"),
        "EECO03": _long_term(status, age, enrollment.unemployment_months),
        "EECO04": _is(status, "inactive", "inactive_education"),
        "EECO05": _is(status, "employed"),
        "EECO06": _within(age, 0, 17),
        "EECO07": _within(age, 18, 29),
        "EECO08": _within(age, 55, 200),
        "EECO09": _within(isced, 0, 2),
        "EECO10": _within(isced, 3, 4),
        "EECO11": _within(isced, 5, 8),
        "EECO12": None if facts is None or facts.is_rqth is None else YES if facts.is_rqth else NO,
        "EECO13": nationality if nationality == REFUSED else _is(nationality, "third", "stateless"),
        "EECO14": facts and facts.has_foreign_background,
        "EECO15": facts and facts.is_minority,
        "EECO16": facts and facts.is_homeless,
        "EECO17": rural if rural in (YES, NO) else None,
    }


def _attribute(name: str, code: str | None, attribute: str) -> str | None:
    """An attribute of a coded fact; None when the fact, or what it says of this, is not known."""
    if code is None or code not in code_list(name):
        return None
    found = code_list(name)[code][attribute]
    return None if found in ("", "unknown") else found


def _isced(enrollment: Any) -> int | None:
    """Of the highest diploma, else of the last class when that alone is known."""
    for code in (enrollment.highest_diploma, enrollment.last_class):
        level = _attribute("education_level", code, "isced")
        if level is not None:
            return int(level)
    return None


def _long_term(status: str | None, age: int | None, months: int | None) -> str | None:
    if status != "unemployed":
        return None if status is None else NO
    if months is None:
        return None
    if months > LONG_TERM:
        return YES
    if months <= YOUNG_LONG_TERM:
        return NO
    return None if age is None else YES if age < LONG_TERM_AGE else NO


def _is(value: str | None, *wanted: str) -> str | None:
    return None if value is None else YES if value in wanted else NO


def _within(number: int | None, first: int, last: int) -> str | None:
    return None if number is None else YES if first <= number <= last else NO
