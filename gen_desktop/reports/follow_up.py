"""The follow-up report (« rapport de suivi », programme.md §10.1): what it needs, read once, then drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.dates import add_months, days_in_month
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries import breakdowns, report_facts, report_hours
from gen_desktop.queries.attendance import AbsenceStreak
from gen_desktop.queries.breakdowns import Cross, Group
from gen_desktop.queries.field_completeness import FieldCompleteness, completeness
from gen_desktop.queries.indicators import Figure, figures
from gen_desktop.queries.populations import HORIZONS, Populations
from gen_desktop.queries.report_collection import EsfCollection, esf_collection
from gen_desktop.queries.report_company import CompanyLine, company_lines
from gen_desktop.queries.report_facts import (
    BlockLine,
    ExitActions,
    FollowUpLine,
)
from gen_desktop.queries.report_hours import AttendanceAlert, Hours, PlannedHours
from gen_desktop.queries.report_recruitment import RecruitmentFlow, recruitment_flow
from gen_desktop.queries.report_scopes import follow_up_groups
from gen_desktop.queries.report_texts import WrittenText, written_texts
from gen_desktop.queries.satisfaction import Satisfaction, satisfaction
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.lists import choices
from gen_desktop.reports.checks import report_checks
from gen_desktop.reports.common import Check, Identity, load_identity
from gen_desktop.reports.figures_text import Figures

CROSSES = (
    (breakdowns.SEX, breakdowns.AGE),
    (breakdowns.SEX, breakdowns.LEVEL),
    (breakdowns.LEVEL, breakdowns.SITUATION),
)
CUTS = (breakdowns.REGION, breakdowns.PRESCRIBER, breakdowns.FUNDER)


PREVIOUS = ("A1", "B1", "B3", "B4", "C4")
"""The figures shown with those of the period before."""


@dataclass(frozen=True, slots=True)
class Recruitment:
    """Where the applications went, why some led nowhere, and how long an entry takes."""

    flow: RecruitmentFlow
    reasons: tuple[tuple[str | None, str, int], ...]
    delay_known: int
    delay_median: int | None


@dataclass(frozen=True, slots=True)
class Abandonments:
    """Who left before the end: by reason, month of the course, sex and level."""

    by_reason: tuple[Group, ...]
    by_month: tuple[tuple[int, int], ...]
    by_sex: tuple[Group, ...]
    by_level: tuple[Group, ...]
    actions: ExitActions


@dataclass(frozen=True, slots=True)
class FollowUpData:
    """Everything the follow-up report prints, detached from the file.

    ``outcomes``: the figures of whoever left in the year before the date (since ``leavers_since``): in the
    period alone, three months are over for nearly nobody.
    """

    date_from: dt.date
    date_to: dt.date
    as_of: dt.date
    all_cohorts: bool
    identity: Identity
    figures: tuple[Figure, ...]
    previous_from: dt.date
    previous_to: dt.date
    previous: tuple[Figure, ...]
    previous_in_training: int
    leavers_since: dt.date
    outcomes: tuple[Figure, ...]
    entered_in_period: int
    left_in_period: int
    in_training: int
    neutral: int
    crosses: tuple[Cross, ...]
    cuts: tuple[tuple[str, tuple[Group, ...]], ...]
    recruitment: Recruitment
    cohort_hours: tuple[Hours, ...]
    month_hours: tuple[tuple[dt.date, Hours], ...]
    alerts: tuple[AttendanceAlert, ...]
    absences: tuple[AbsenceStreak, ...]
    planned_hours: tuple[PlannedHours, ...]
    delivery: tuple[tuple[str | None, int], ...]
    company: tuple[CompanyLine, ...]
    abandonments: Abandonments
    blocks: tuple[BlockLine, ...]
    completeness: tuple[FieldCompleteness, ...]
    certificates: tuple[int, int, int]
    follow_ups: tuple[FollowUpLine, ...]
    texts: tuple[WrittenText, ...]
    questionnaires: tuple[tuple[int, Satisfaction], ...]
    esf: EsfCollection | None

    @property
    def scope_text(self) -> str:
        """« 3e trimestre 2026 » or « du 5 janvier au 12 mars 2026 »."""
        return period_words(self.date_from, self.date_to)


def load_follow_up(session: Session, scope: Scope) -> tuple[FollowUpData, tuple[Check, ...]]:
    """What the report prints and what must be checked before it leaves. The scope has both its bounds."""
    assert scope.date_from is not None
    assert scope.date_to is not None
    in_force = parameters(session, scope.as_of)
    p = Populations(scope, in_force)
    identity = load_identity(session, p)
    period, leavers = follow_up_groups(scope)
    assert leavers.scope.date_from is not None
    before = previous_scope(scope)
    # Before the period itself, whose hours stay at hand for what follows.
    previous = figures(session, before, PREVIOUS)
    found = figures(session, scope, period.ids)
    earlier = Populations(before, parameters(session, before.as_of))
    entered, left, in_training, neutral = report_facts.period_counts(session, p)
    data = FollowUpData(
        date_from=scope.date_from,
        date_to=scope.date_to,
        as_of=scope.as_of,
        all_cohorts=scope.cohort_ids is None,
        identity=identity,
        figures=found,
        previous_from=before.date_from or before.as_of,
        previous_to=before.date_to or before.as_of,
        previous=previous,
        previous_in_training=breakdowns.count(session, earlier, earlier.in_training())[0],
        leavers_since=leavers.scope.date_from,
        outcomes=figures(session, leavers.scope, leavers.ids),
        entered_in_period=entered,
        left_in_period=left,
        in_training=in_training,
        neutral=neutral,
        crosses=tuple(breakdowns.cross(session, p, *pair, p.entered()) for pair in CROSSES),
        cuts=_cuts(session, p),
        recruitment=_recruitment(session, p, Figures(found)["A1"]),
        cohort_hours=report_hours.hours_by_cohort(session, scope),
        month_hours=report_hours.hours_by_month(session, scope),
        alerts=report_hours.attendance_alerts(session, p),
        absences=report_hours.absences_in_a_row(session, p),
        planned_hours=report_hours.planned_hours(session, p),
        delivery=report_hours.hours_by_delivery(session, p),
        company=company_lines(session, p),
        abandonments=_abandonments(session, p),
        blocks=report_facts.block_lines(session, p),
        completeness=completeness(session, p),
        certificates=report_facts.entry_certificates(session, p),
        follow_ups=report_facts.follow_up_lines(session, Populations(leavers.scope, in_force)),
        texts=written_texts(
            session,
            ReportScope("follow_up", scope.as_of, scope.cohort_ids, scope.date_from, scope.date_to),
        ),
        questionnaires=_questionnaires(session, scope),
        esf=esf_collection(session, p),
    )
    return data, report_checks(
        session, "follow_up", identity, p, Populations(leavers.scope, in_force), HORIZONS
    )


def previous_scope(scope: Scope) -> Scope:
    """The period of the same length just before, seen from its last day; whole months stay whole months."""
    first, last = scope.date_from, scope.date_to
    assert first is not None
    assert last is not None
    whole = first.day == 1 and last.day == days_in_month(last.year, last.month)
    if whole:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        start = add_months(first, -months)
    else:
        start = first - (last - first) - dt.timedelta(days=1)
    end = first - dt.timedelta(days=1)
    return Scope(end, scope.cohort_ids, start, end)


def period_words(first: dt.date, last: dt.date) -> str:
    """« 3e trimestre 2026 », « année 2026 », « novembre 2026 », else « du … au … »."""
    whole = first.day == 1 and last.day == days_in_month(last.year, last.month) and first.year == last.year
    length = last.month - first.month + 1
    if whole and length == 12:
        return f"année {first.year}"
    if whole and length == 3 and first.month % 3 == 1:
        quarter = first.month // 3 + 1
        return f"{quarter}{'er' if quarter == 1 else 'e'} trimestre {first.year}"
    if whole and length == 1:
        return french.month_name(first)
    return french.date_range(first, last)


def _cuts(session: Session, p: Populations) -> tuple[tuple[str, tuple[Group, ...]], ...]:
    groups = breakdowns.breakdowns(session, p, CUTS, [p.entered()])
    return tuple((cut.label, own) for cut, own in zip(CUTS, groups, strict=True))


def _recruitment(session: Session, p: Populations, admission: Figure) -> Recruitment:
    known, median = report_facts.admission_delays(session, p)
    return Recruitment(
        flow=recruitment_flow(session, p, admission.N, admission.n),
        reasons=report_facts.refusal_reasons(session, p),
        delay_known=known,
        delay_median=median,
    )


def _questionnaires(session: Session, scope: Scope) -> tuple[tuple[int, Satisfaction], ...]:
    horizons = [int(one.code) for one in choices("satisfaction_horizon", scope.as_of)]
    return tuple((one, satisfaction(session, scope, one)) for one in horizons)


def _abandonments(session: Session, p: Populations) -> Abandonments:
    left, entered = p.abandoned(), p.entered()
    cuts = (breakdowns.SEX, breakdowns.LEVEL)
    by_sex, by_level = breakdowns.breakdowns(session, p, cuts, [left, entered])
    return Abandonments(
        by_reason=breakdowns.breakdown(session, p, breakdowns.EXIT_REASON, [left]),
        by_month=report_facts.abandonments_by_month(session, p),
        by_sex=by_sex,
        by_level=by_level,
        actions=report_facts.exit_actions(session, p),
    )
