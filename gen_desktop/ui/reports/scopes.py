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
from gen_desktop.queries.scope import cohorts_ending_in, default_as_of
from gen_desktop.reports.registry import BuiltReport, build_evaluation, build_follow_up
from gen_desktop.ui.reports.periods import Period, last_quarter, period_named

_EVALUATED = re.compile(r"(.+), situation à ([0-9]+) mois")
_YEAR = re.compile(r"Année ([0-9]{4})")
_LOST_SCOPE = "Le périmètre de ce document ne peut plus être retrouvé\u00a0: «\u00a0{scope}\u00a0»."


@dataclass(frozen=True)
class FollowUpScope:
    """A period, and cohorts (None: all). ``as_of`` None: as queries/scope.py decides."""

    period: Period
    cohort_ids: tuple[int, ...] | None = None
    as_of: dt.date | None = None

    kind = "follow_up"

    def day(self, today: dt.date) -> dt.date:
        """The day from which one looks back."""
        return self.as_of or default_as_of(self.period.last, today)


@dataclass(frozen=True)
class EvaluationScope:
    """The cohorts that end in a year, or some cohorts (``year`` None), at 3, 6, 12 or 24 months."""

    cohort_ids: tuple[int, ...] = ()
    year: int | None = None
    horizon: int = 6
    as_of: dt.date | None = None

    kind = "evaluation"

    def day(self, today: dt.date) -> dt.date:
        """The day from which one looks back."""
        return self.as_of or default_as_of(None, today)


Scope = FollowUpScope | EvaluationScope


def build(db: Database, scope: Scope, today: dt.date, job: Job) -> BuiltReport:
    """The report of a scope. Raises NotFound when a cohort of it is gone, InvalidInput, Cancelled."""
    if isinstance(scope, FollowUpScope):
        period = scope.period
        return build_follow_up(db, period.first, period.last, scope.cohort_ids, scope.day(today), job)
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
    return build_evaluation(db, known, scope.horizon, scope.day(today), job, title)


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
    """« 3e trimestre 2026 », « situation à 6 mois »."""
    return scope.period.words if isinstance(scope, FollowUpScope) else f"situation à {scope.horizon} mois"


def without_lost(scope: Scope, known: set[int]) -> Scope:
    """The same scope without cohorts that are gone; a follow-up left without any is about all of them."""
    kept = tuple(cohort_id for cohort_id in scope.cohort_ids or () if cohort_id in known)
    if isinstance(scope, FollowUpScope):
        return replace(scope, cohort_ids=kept or None)
    return replace(scope, cohort_ids=kept)


def is_void(scope: Scope | None) -> bool:
    """Whether there is nothing to report on: no scope, or an evaluation of no cohort."""
    return scope is None or (
        isinstance(scope, EvaluationScope) and not scope.cohort_ids and scope.year is None
    )


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
    if document.kind != "follow_up" or period is None or (codes and ids is None):
        return None
    return FollowUpScope(period, ids, document.as_of)


def _evaluation_of(document: DocumentDetail, ids_by_code: Mapping[str, int]) -> EvaluationScope | None:
    match = _EVALUATED.fullmatch(document.scope)
    if document.kind != "evaluation" or match is None:
        return None
    year, ids = _YEAR.fullmatch(match[1]), _ids(match[1], ids_by_code)
    if year is not None:
        return EvaluationScope(year=int(year[1]), horizon=int(match[2]), as_of=document.as_of)
    if ids is None:
        return None
    return EvaluationScope(ids, horizon=int(match[2]), as_of=document.as_of)


def _ids(codes: str, ids_by_code: Mapping[str, int]) -> tuple[int, ...] | None:
    wanted = codes.split(", ")
    return tuple(ids_by_code[code] for code in wanted) if all(c in ids_by_code for c in wanted) else None
