"""The reports that everybody may read: how each is built. The sheet of indicators is in statements.py."""

from __future__ import annotations

import datetime as dt

from gen_desktop.db.database import Database
from gen_desktop.jobs import Job
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.common import BuiltReport
from gen_desktop.reports.public_issue import finished
from gen_desktop.reports.public_json import PublicScope
from gen_desktop.reports.reading import reading
from gen_desktop.reports.statements import refuse_horizon

PUBLIC_FOLLOW_UP = "public_follow_up"
PUBLIC_EVALUATION = "public_evaluation"


def build_public_follow_up(
    db: Database,
    date_from: dt.date,
    date_to: dt.date,
    cohort_ids: tuple[int, ...] | None,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """The follow-up report for everybody to read: no rate over few people, no count of a few.

    Arguments and errors as those of ``registry.build_follow_up``; nothing but what it prints is inside.
    """
    from gen_desktop.reports.follow_up import load_follow_up
    from gen_desktop.reports.public_follow_up import public_follow_up, told_figures
    from gen_desktop.reports.public_follow_up_page import TITLE, draw_public_follow_up

    with reading(db, job) as session:
        data, checks = load_follow_up(session, Scope(as_of, cohort_ids, date_from, date_to))
    job.step(0, 0, "Mise en page")
    numbers = public_follow_up(data)
    is_all = cohort_ids is None
    asked = PublicScope(PUBLIC_FOLLOW_UP, TITLE, numbers.scope_text, as_of, is_all, date_from, date_to)
    drawn = draw_public_follow_up(numbers, checks)
    return finished(db, asked, data.identity, told_figures(numbers), drawn, checks, job)


def build_public_evaluation(
    db: Database,
    cohort_ids: tuple[int, ...],
    horizon: int,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
    title_scope: str = "",
) -> BuiltReport:
    """The evaluation report for everybody to read: no rate over few people, no count of a few.

    Arguments and errors as those of ``registry.build_evaluation``; nothing but what it prints is inside.
    """
    from gen_desktop.reports.evaluation import load_evaluation
    from gen_desktop.reports.public_evaluation import TITLE, draw_public_evaluation, told_figures
    from gen_desktop.reports.public_numbers import load_sooner_dues, public_numbers

    refuse_horizon(horizon)
    with reading(db, job) as session:
        data, checks = load_evaluation(session, Scope(as_of, cohort_ids), horizon, title_scope)
        sooner = load_sooner_dues(session, data)
    job.step(0, 0, "Mise en page")
    numbers = public_numbers(data, sooner)
    drawn = draw_public_evaluation(numbers, as_of, checks)
    words = f"{title_scope}, situation à {horizon} mois"
    asked = PublicScope(PUBLIC_EVALUATION, TITLE, words, as_of, all_cohorts=False, horizon=horizon)
    return finished(db, asked, data.identity, told_figures(numbers), drawn, checks, job)


def build_public_report(db: Database, scope: ReportScope) -> BuiltReport:
    """The version for everybody of the report of a scope. Raises as the two above."""
    if scope.horizon is not None:
        ids = scope.cohort_ids or ()
        return build_public_evaluation(db, ids, scope.horizon, scope.as_of, title_scope=scope.words)
    assert scope.date_from is not None
    assert scope.date_to is not None
    return build_public_follow_up(db, scope.date_from, scope.date_to, scope.cohort_ids, scope.as_of)
