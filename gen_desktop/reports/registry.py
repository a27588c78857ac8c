"""The reports that exist, and how each is built: one read-only session, then drawing without a database."""

from __future__ import annotations

import datetime as dt

from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput
from gen_desktop.jobs import Job
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.common import BuiltReport, Check

__all__ = ["BuiltReport", "Check", "build_evaluation", "build_follow_up"]


def build_follow_up(
    db: Database,
    date_from: dt.date,
    date_to: dt.date,
    cohort_ids: tuple[int, ...] | None,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """The follow-up report of a period, for some or all cohorts, as known on a day.

    The same data and the same arguments give the same bytes. Raises InvalidInput for a period that ends
    before it begins.
    """
    from gen_desktop.reports.follow_up import load_follow_up
    from gen_desktop.reports.follow_up_sections import TITLE, draw_follow_up

    scope = Scope(as_of, cohort_ids, date_from, date_to)
    job.step(0, 0, "Lecture des données")
    with db.read() as session:
        data, checks = load_follow_up(session, scope)
    job.step(0, 0, "Mise en page")
    document, digest = draw_follow_up(data, checks)
    pdf = document.render(lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}"))
    return BuiltReport(
        "follow_up", pdf, TITLE, data.scope_text, digest, checks, as_of, _single(data.identity.cohort_ids)
    )


def build_evaluation(
    db: Database,
    cohort_ids: tuple[int, ...],
    horizon: int,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
    title_scope: str = "",
) -> BuiltReport:
    """The evaluation report of some cohorts at 3, 6, 12 or 24 months, as known on a day.

    ``title_scope`` names the cohorts in words (« Année 2026 »). The same data and arguments give the same
    bytes. Raises InvalidInput for a horizon that nobody is followed at.
    """
    from gen_desktop.reports.evaluation import load_evaluation
    from gen_desktop.reports.evaluation_sections import TITLE, draw_evaluation, scope_words

    if horizon not in HORIZONS:
        raise InvalidInput.one("horizon", "L’échéance est de 3, 6, 12 ou 24 mois.")
    job.step(0, 0, "Lecture des données")
    with db.read() as session:
        data, checks = load_evaluation(session, Scope(as_of, cohort_ids), horizon, title_scope)
    job.step(0, 0, "Mise en page")
    document, digest = draw_evaluation(data, checks)
    pdf = document.render(lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}"))
    return BuiltReport(
        "evaluation", pdf, TITLE, scope_words(data), digest, checks, as_of, _single(data.identity.cohort_ids)
    )


def _single(cohort_ids: tuple[int, ...]) -> int | None:
    return cohort_ids[0] if len(cohort_ids) == 1 else None
