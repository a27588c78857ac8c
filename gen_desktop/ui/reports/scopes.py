"""What a report is about: what the person chose, and how the report of that choice is built."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gen_desktop import french
from gen_desktop.dates import add_months
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.jobs import Job
from gen_desktop.queries import cohorts as cohort_queries
from gen_desktop.queries.cohorts import CohortSummary
from gen_desktop.queries.documents import DocumentDetail
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.queries.scope import Scope as CountedScope
from gen_desktop.queries.scope import cohorts_ending_in, default_as_of
from gen_desktop.reports.public_reports import (
    PUBLIC_EVALUATION,
    PUBLIC_FOLLOW_UP,
    build_public_evaluation,
    build_public_follow_up,
)
from gen_desktop.reports.registry import BuiltReport, build_evaluation, build_follow_up
from gen_desktop.reports.statements import (
    BPF,
    COMPLETENESS,
    ESF_BALANCE,
    FINANCES,
    QUALITY_SHEET,
    build_bpf_statement,
    build_completeness_state,
    build_esf_balance,
    build_financial_balance,
    build_quality_sheet,
)
from gen_desktop.ui.reports.periods import Period, last_quarter, period_named, year_of

FOLLOW_UP, EVALUATION = "follow_up", "evaluation"
_EVALUATED = re.compile(r"(.+), situation à ([0-9]+) mois")
_YEAR = re.compile(r"Année ([0-9]{4})")
_LOST_SCOPE = "Le périmètre de ce document ne peut plus être retrouvé\u00a0: «\u00a0{scope}\u00a0»."


@dataclass(frozen=True)
class FollowUpScope:
    """A period, and cohorts (None: all). ``as_of`` None: as queries/scope.py decides.

    ``kind``: the report, its version that everybody may read, or another paper of a period.
    """

    period: Period
    cohort_ids: tuple[int, ...] | None = None
    as_of: dt.date | None = None
    kind: str = FOLLOW_UP

    def day(self, today: dt.date) -> dt.date:
        """The day from which one looks back."""
        return self.as_of or default_as_of(self.period.last, today)


@dataclass(frozen=True)
class EvaluationScope:
    """The cohorts that end in a year, or some cohorts (``year`` None), at 3, 6, 12 or 24 months.

    ``kind``: the report, its version that everybody may read, or another paper of cohorts.
    """

    cohort_ids: tuple[int, ...] = ()
    year: int | None = None
    horizon: int = 6
    as_of: dt.date | None = None
    kind: str = EVALUATION

    def day(self, today: dt.date) -> dt.date:
        """The day from which one looks back."""
        return self.as_of or default_as_of(None, today)


Scope = FollowUpScope | EvaluationScope
CHECKED = (FOLLOW_UP, EVALUATION, PUBLIC_FOLLOW_UP, PUBLIC_EVALUATION, QUALITY_SHEET, COMPLETENESS)
"""The reports that rules are held against before they leave."""
WHOLE_FILE = (BPF, FINANCES)
"""What is always about every cohort."""
OF_TODAY = (BPF,)
"""What is always from the data of today."""
WITH_HORIZON = (EVALUATION, PUBLIC_EVALUATION, QUALITY_SHEET, FINANCES)


def build(db: Database, scope: Scope, today: dt.date, job: Job) -> BuiltReport:
    """The report of a scope. Raises NotFound when a cohort of it is gone, InvalidInput, Cancelled."""
    if isinstance(scope, FollowUpScope):
        period = scope.period
        if scope.kind == BPF:
            return build_bpf_statement(db, period.first, period.last, today, job)
        if scope.kind == COMPLETENESS:
            days = (period.first, period.last)
            return build_completeness_state(db, days, scope.cohort_ids, scope.day(today), job)
        make_follow_up = build_public_follow_up if scope.kind == PUBLIC_FOLLOW_UP else build_follow_up
        return make_follow_up(db, period.first, period.last, scope.cohort_ids, scope.day(today), job)
    if scope.kind == FINANCES:
        return build_financial_balance(db, scope.horizon, scope.day(today), job)
    with db.read() as session:
        codes = {cohort.id: cohort.code for cohort in cohort_queries.summaries(session)}
        ids = scope.cohort_ids if scope.year is None else cohorts_ending_in(session, scope.year)
    known = tuple(cohort_id for cohort_id in ids if cohort_id in codes)
    if scope.year is not None:
        title, missing = f"Année {scope.year}", f"Aucune cohorte ne finit en {scope.year}."
    else:
        title = ", ".join(codes[cohort_id] for cohort_id in known)
        missing = "Cette cohorte n’est plus dans le fichier."
    if not known:
        raise NotFound(missing)
    if scope.kind == ESF_BALANCE:
        return build_esf_balance(db, known, scope.day(today), title, job)
    if scope.kind == QUALITY_SHEET:
        return build_quality_sheet(db, known, scope.horizon, scope.day(today), today, title, job)
    make = build_public_evaluation if scope.kind == PUBLIC_EVALUATION else build_evaluation
    return make(db, known, scope.horizon, scope.day(today), job, title)


def counted(db: Database, scope: Scope, today: dt.date) -> CountedScope:
    """What the report of that scope counts."""
    if isinstance(scope, FollowUpScope):
        return CountedScope(scope.day(today), scope.cohort_ids, scope.period.first, scope.period.last)
    if scope.year is None:
        return CountedScope(scope.day(today), scope.cohort_ids)
    with db.read() as session:
        return CountedScope(scope.day(today), cohorts_ending_in(session, scope.year))


def default_follow_up(today: dt.date) -> FollowUpScope:
    """All cohorts, in the last quarter that is over."""
    return FollowUpScope(last_quarter(today))


def default_evaluation(cohorts: Sequence[CohortSummary], today: dt.date) -> EvaluationScope:
    """The last cohort that was over for six months, else for three, else the one that ends first."""
    by_end = sorted(cohorts, key=lambda cohort: cohort.end, reverse=True)
    for horizon in (6, 3):
        for cohort in by_end:
            if add_months(cohort.end, horizon) <= today:
                return EvaluationScope((cohort.id,), horizon=horizon)
    return EvaluationScope((by_end[-1].id,) if by_end else (), horizon=3)


def usual_scopes(cohorts: Sequence[CohortSummary], today: dt.date) -> dict[str, Scope]:
    """What each paper is about until something else is asked for; public ones are of a whole year."""
    evaluated = default_evaluation(cohorts, today)
    years = {cohort.id: cohort.end.year for cohort in cohorts}
    whole_year = replace(evaluated, cohort_ids=(), year=next(map(years.get, evaluated.cohort_ids), None))
    return {
        FOLLOW_UP: default_follow_up(today),
        EVALUATION: evaluated,
        PUBLIC_FOLLOW_UP: replace(default_follow_up(today), kind=PUBLIC_FOLLOW_UP),
        PUBLIC_EVALUATION: replace(evaluated, kind=PUBLIC_EVALUATION),
        QUALITY_SHEET: replace(whole_year, kind=QUALITY_SHEET),
        ESF_BALANCE: replace(whole_year, kind=ESF_BALANCE),
        BPF: FollowUpScope(year_of(today.year - 1), kind=BPF),
        FINANCES: EvaluationScope(kind=FINANCES),
        COMPLETENESS: FollowUpScope(last_quarter(today), kind=COMPLETENESS),
    }


def by_cohort(scope: Scope, cohorts: Sequence[CohortSummary], today: dt.date) -> dict[str, Scope]:
    """The same report for each cohort alone, by its code: of those chosen, when there are several.

    Else a follow-up is for each cohort that has days in the period, an evaluation for each that ended by the
    day one looks back from (that ends in the year, if one was chosen).
    """
    chosen = scope.cohort_ids or ()
    alone: dict[str, Scope] = {}
    for cohort in sorted(cohorts, key=lambda one: one.code):
        if isinstance(scope, FollowUpScope):
            is_meant = cohort.start <= scope.period.last and cohort.end >= scope.period.first
            one: Scope = replace(scope, cohort_ids=(cohort.id,))
        else:
            ends_in_time = cohort.end <= scope.day(today)
            is_meant = ends_in_time if scope.year is None else cohort.end.year == scope.year
            one = replace(scope, cohort_ids=(cohort.id,), year=None)
        if cohort.id in chosen if len(chosen) > 1 else is_meant:
            alone[cohort.code] = one
    return alone


def words_without_cohorts(scope: Scope) -> str:
    """« 3e trimestre 2026 », « situation à 6 mois »; '' for a paper that is of no period and no horizon."""
    if isinstance(scope, FollowUpScope):
        return scope.period.words
    return f"situation à {scope.horizon} mois" if scope.kind in WITH_HORIZON else ""


def without_lost(scope: Scope, known: set[int]) -> Scope:
    """The same scope without cohorts that are gone; a follow-up left without any is about all of them."""
    kept = tuple(cohort_id for cohort_id in scope.cohort_ids or () if cohort_id in known)
    if isinstance(scope, FollowUpScope):
        return replace(scope, cohort_ids=kept or None)
    return replace(scope, cohort_ids=kept)


def is_void(scope: Scope) -> bool:
    """Whether there is nothing to report on: an evaluation of no cohort."""
    if scope.kind in WHOLE_FILE:
        return False
    return isinstance(scope, EvaluationScope) and not scope.cohort_ids and scope.year is None


def horizons() -> tuple[tuple[int, str], ...]:
    """The horizons to choose from, in words."""
    return tuple((horizon, f"À {horizon} mois") for horizon in HORIZONS)


def scope_of_document(document: DocumentDetail, ids_by_code: Mapping[str, int]) -> Scope:
    """The scope that a document of the register was issued for. Raises NotFound when it cannot be known."""
    scope = _follow_up_of(document, ids_by_code) or _evaluation_of(document, ids_by_code)
    if scope is None:
        raise NotFound(french.typographic(_LOST_SCOPE.format(scope=document.scope)))
    return scope


def scope_of_target(target: object) -> Scope | None:
    """What another page points at, None when that is nothing we know.

    ``("follow_up", first day, last day)``, with a tuple of cohort ids or not;
    ``("evaluation", cohort ids or a year, horizon)``.
    """
    match target:
        case ("follow_up", dt.date() as first, dt.date() as last):
            return FollowUpScope(Period(first, last))
        case ("follow_up", dt.date() as first, dt.date() as last, tuple() as ids):
            return FollowUpScope(Period(first, last), ids or None)
        case ("evaluation", int() as year, int() as horizon):
            return EvaluationScope(year=year, horizon=horizon)
        case ("evaluation", tuple() as ids, int() as horizon):
            return EvaluationScope(ids, horizon=horizon)
    return None


def _follow_up_of(document: DocumentDetail, ids_by_code: Mapping[str, int]) -> FollowUpScope | None:
    words, _, codes = document.scope.partition(", ")
    period = period_named(words, document.as_of)
    ids = _ids(codes, ids_by_code) if codes else None
    of_periods = (FOLLOW_UP, PUBLIC_FOLLOW_UP, BPF, COMPLETENESS)
    if document.kind not in of_periods or period is None or (codes and ids is None):
        return None
    as_of = None if document.kind in OF_TODAY else document.as_of
    return FollowUpScope(period, ids, as_of, document.kind)


def _evaluation_of(document: DocumentDetail, ids_by_code: Mapping[str, int]) -> EvaluationScope | None:
    asked = EvaluationScope(as_of=document.as_of, kind=document.kind)
    words = document.scope
    if document.kind in WITH_HORIZON:
        match = _EVALUATED.fullmatch(words)
        if match is None:
            return None
        words, asked = match[1], replace(asked, horizon=int(match[2]))
        if document.kind in WHOLE_FILE:
            return asked
    elif document.kind != ESF_BALANCE:
        return None
    year, ids = _YEAR.fullmatch(words), _ids(words, ids_by_code)
    if year is not None:
        return replace(asked, year=int(year[1]))
    return None if ids is None else replace(asked, cohort_ids=ids)


def _ids(codes: str, ids_by_code: Mapping[str, int]) -> tuple[int, ...] | None:
    wanted = codes.split(", ")
    return tuple(ids_by_code[code] for code in wanted) if all(c in ids_by_code for c in wanted) else None
