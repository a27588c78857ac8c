"""Which rules a report breaks, and whose records break them.

The rules themselves, how grave they are and how they are said, are data (reference/report_rules.py); what
breaks each is one function in rules_of_people, rules_of_outcomes, rules_of_cohorts or below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.models.attendance import Attendance, presence_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.organization import Organization, Site
from gen_desktop.queries import rules_of_cohorts, rules_of_outcomes, rules_of_people
from gen_desktop.queries.attendance_sql import starts_on
from gen_desktop.queries.behind import how_many, who
from gen_desktop.queries.people_hours import people_hours
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.rule_scope import Case, Found, RuleScope
from gen_desktop.reference.parameters import Parameters
from gen_desktop.reference.report_rules import ReportRule, rules_in_force

ATTENDANCE = ("too_many_minutes", "present_outside_path", "attendance_not_recorded")
ORGANIZATION = (
    *("organization_identity", "organization_invented", "no_cohort"),
    *("qualiopi_missing", "qualiopi_expired", "representative_missing"),
)
NOBODY: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule in force and what was found: nothing when ``found.n`` is 0."""

    rule: ReportRule
    found: Found


def checked(session: Session, about: RuleScope) -> tuple[Checked, ...]:
    """Every rule in force for the report, in the order of the file, broken or not."""
    rules = rules_in_force(about.report, about.populations.scope.as_of)
    codes = {rule.code for rule in rules}
    found = {
        **_organization(session, about),
        **_of_people(session, about.populations, _cases(about.populations, codes)),
        **_of_people(session, about.leavers, _outcome_cases(about, codes)),
        **_of_cohorts(session, about, codes),
    }
    if codes.intersection(ATTENDANCE):
        found |= _attendance(session, about.populations)
    return tuple(Checked(rule, _weighed(rule.code, found[rule.code], about)) for rule in rules)


def every_code() -> frozenset[str]:
    """The rules that this program knows how to look for."""
    families: tuple[Mapping[str, Any], ...] = (
        *(rules_of_people.RULES, rules_of_outcomes.RULES, rules_of_outcomes.SPELL_RULES),
        rules_of_cohorts.RULES,
    )
    return frozenset({*ATTENDANCE, *ORGANIZATION, *(code for family in families for code in family)})


def _weighed(code: str, found: Found, about: RuleScope) -> Found:
    """Nothing, where the rule holds only of many, or of few."""
    parameters: Parameters = about.populations.parameters
    if code == "response_low" and _percent(found.of - found.n, found.of) >= parameters.expected_response_rate:
        return Found(0, found.of, NOBODY)
    if code == "small_base" and found.of >= parameters.small_numbers_threshold:
        return Found(0, found.of, NOBODY)
    return found


def _percent(n: int, of: int) -> float:
    return 100 * n / of if of else 100


def _cases(p: Populations, codes: set[str]) -> dict[str, Case]:
    rules = {**rules_of_people.RULES, **rules_of_outcomes.SPELL_RULES}
    return {code: rule(p) for code, rule in rules.items() if code in codes}


def _outcome_cases(about: RuleScope, codes: set[str]) -> dict[str, Case]:
    """A rule is broken once by a person, at however many horizons."""
    found = {}
    for code, rule in rules_of_outcomes.RULES.items():
        if code in codes:
            cases = [rule(about.leavers, horizon) for horizon in about.horizons]
            among = or_(*(one.among for one in cases))
            found[code] = Case(among, or_(*(and_(one.among, one.broken) for one in cases)))
    return found


def _of_people(session: Session, p: Populations, cases: Mapping[str, Case]) -> dict[str, Found]:
    broken = {code: and_(one.among, one.broken) for code, one in cases.items()}
    counts = how_many(session, p, [part for code, one in cases.items() for part in (broken[code], one.among)])
    somebody = [code for code, n in zip(cases, counts[::2], strict=True) if n]
    behind = who(session, p, {code: broken[code] for code in somebody})
    return {
        code: Found(n, of, behind[code] if n else NOBODY)
        for code, n, of in zip(cases, counts[::2], counts[1::2], strict=True)
    }


def _of_cohorts(session: Session, about: RuleScope, codes: set[str]) -> dict[str, Found]:
    cases = {code: rule(about) for code, rule in rules_of_cohorts.RULES.items() if code in codes}
    if not cases:
        return {}
    columns = [part for one in cases.values() for part in (and_(one.among, one.broken), one.among)]
    statement = (
        select(Cohort.id, *columns)
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .where(Cohort.id.in_(about.cohort_ids))
        .order_by(starts_on, Cohort.code)
    )
    rows = session.execute(statement).all()
    return {code: _found_in(rows, 2 * index + 1) for index, code in enumerate(cases)}


def _found_in(rows: Sequence[Sequence[Any]], column: int) -> Found:
    ids = tuple(row[0] for row in rows if row[column])
    return Found(len(ids), sum(bool(row[column + 1]) for row in rows), ids)


def _organization(session: Session, about: RuleScope) -> dict[str, Found]:
    columns = (
        *(Organization.siret, Organization.nda, Organization.is_invented, Organization.representative),
        *(Organization.qualiopi_number, Organization.qualiopi_valid_until),
    )
    one = session.execute(select(*columns).order_by(Organization.id)).first()
    until = None if one is None else one.qualiopi_valid_until
    broken = {
        "organization_identity": one is None or not one.siret or not one.nda,
        "organization_invented": one is not None and one.is_invented,
        "no_cohort": not about.cohort_ids,
        "qualiopi_missing": one is not None and not one.qualiopi_number,
        "qualiopi_expired": until is not None and until < about.populations.scope.as_of,
        "representative_missing": one is not None and not one.representative,
    }
    return {code: Found(int(is_broken), 1, NOBODY) for code, is_broken in broken.items()}


def _attendance(session: Session, p: Populations) -> dict[str, Found]:
    """Marks that cannot be, and half-days that nobody recorded, of the period."""
    recorded = _marks_that_cannot_be(session, p)
    unrecorded = [
        (one.enrollment_id, one.unrecorded > 0, True)
        for one in people_hours(session, p.scope)
        if one.due > 0 or one.unrecorded > 0
    ]
    return {
        "too_many_minutes": _found_in(recorded, 1),
        "present_outside_path": _found_in(recorded, 3),
        "attendance_not_recorded": _found_in(unrecorded, 1),
    }


def _marks_that_cannot_be(session: Session, p: Populations) -> Sequence[Sequence[Any]]:
    """Enrollment, presence longer than the half-day, True, presence outside the path, True."""
    day, scope = ClassSession.held_on, p.scope
    # Said so that marks are looked for by half-day, and not read from the first year on.
    held = select(ClassSession.id).where(
        day.between(scope.date_from or day, scope.date_to or scope.as_of), day <= scope.as_of
    )
    outside = or_(day < Enrollment.entered_on, day > Enrollment.exit_on)
    statement = (
        select(
            Enrollment.id,
            func.max(case((Attendance.minutes_present > ClassSession.minutes, 1), else_=0)),
            func.max(case((outside, 1), else_=0)),
        )
        .select_from(Attendance)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .where(
            p.of_cohorts(),
            p.entered(),
            Attendance.class_session_id.in_(held.correlate(None)),
            Attendance.status.in_(presence_codes()),
        )
        .group_by(Enrollment.id)
    )
    return [(one, long, True, outside, True) for one, long, outside in session.execute(statement)]
