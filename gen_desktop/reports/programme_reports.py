"""The two reports of the programme: read once and laid out, then rendered as pages or told as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gen_desktop.db.database import Database
from gen_desktop.jobs import Job
from gen_desktop.models.submitted_report import ReportScope, ReportStamp
from gen_desktop.queries.report_scopes import COHORTS, LEAVERS, PERIOD
from gen_desktop.queries.scope import Scope
from gen_desktop.reports import evaluation_sections, follow_up_sections
from gen_desktop.reports.changes_annex import SinceEarlier
from gen_desktop.reports.common import BuiltReport, Check, Identity, mention
from gen_desktop.reports.evaluation import load_evaluation, main_ids
from gen_desktop.reports.figures_json import Counted, Told, attachment, report_content, report_data
from gen_desktop.reports.flow import Document
from gen_desktop.reports.follow_up import load_follow_up
from gen_desktop.reports.reading import reading
from gen_desktop.reports.statements import refuse_horizon


@dataclass(frozen=True, slots=True)
class DrawnReport:
    """A report laid out in blocks, what it says of itself, and what it counted."""

    document: Document
    told: Told
    identity: Identity
    counted: Counted
    checks: tuple[Check, ...]


def drawn_report(
    db: Database,
    scope: ReportScope,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
    stamp: ReportStamp | None = None,
    since: SinceEarlier | None = None,
) -> DrawnReport:
    """The report of a scope from the data of today: what ``build_report`` renders. Raises as it does."""
    drawn = _follow_up if scope.horizon is None else _evaluation
    return drawn(db, scope, job, stamp, since)


def rendered_report(drawn: DrawnReport, job: Job) -> BuiltReport:
    """The pages, with the figures for machines inside."""
    document, told, identity = drawn.document, drawn.told, drawn.identity
    content = report_data(told, identity, drawn.counted, document.blocks)
    document.attach(attachment(content, f"{told.title}, {told.scope_text}"))
    rendered = document.render(lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}"))
    return BuiltReport(
        kind=told.scope.kind,
        data=rendered,
        title=told.title,
        scope_text=told.scope_text,
        fingerprint=told.fingerprint,
        checks=drawn.checks,
        as_of=told.scope.as_of,
        cohort_id=identity.single_cohort_id,
        mention=told.status,
        content=content,
        spots=document.spots,
        organization=identity.organization.name if identity.organization is not None else "",
    )


def printed_numbers(drawn: DrawnReport) -> dict[str, Any]:
    """What the file inside the PDF says, and the tables of single people, which it has not."""
    return report_content(drawn.told, drawn.identity, drawn.counted, drawn.document.blocks, of_people=True)


def _follow_up(
    db: Database, scope: ReportScope, job: Job, stamp: ReportStamp | None, since: SinceEarlier | None
) -> DrawnReport:
    asked = Scope(scope.as_of, scope.cohort_ids, scope.date_from, scope.date_to)
    with reading(db, job) as session:
        data, checks = load_follow_up(session, asked)
    job.step(0, 0, "Mise en page")
    document, digest = follow_up_sections.draw_follow_up(data, checks, stamp, since)
    codes = ", ".join(cohort.code for cohort in data.identity.cohorts)
    words = data.scope_text if data.all_cohorts else f"{data.scope_text}, {codes}"
    status = mention(data.identity, checks)
    told = Told(follow_up_sections.TITLE, scope, words, digest, status, stamp, data.texts)
    counted = Counted({PERIOD: data.figures, LEAVERS: data.outcomes, "previous": data.previous})
    return DrawnReport(document, told, data.identity, counted, checks)


def _evaluation(
    db: Database, scope: ReportScope, job: Job, stamp: ReportStamp | None, since: SinceEarlier | None
) -> DrawnReport:
    horizon = scope.horizon
    assert horizon is not None
    refuse_horizon(horizon)
    asked = Scope(scope.as_of, scope.cohort_ids or ())
    with reading(db, job) as session:
        data, checks = load_evaluation(session, asked, horizon, scope.words)
    job.step(0, 0, "Mise en page")
    document, digest = evaluation_sections.draw_evaluation(data, checks, stamp, since)
    words = evaluation_sections.scope_words(data)
    status = mention(data.identity, checks)
    told = Told(evaluation_sections.TITLE, scope, words, digest, status, stamp, data.texts)
    counted = Counted(
        {COHORTS: data.figures}, data.definitions, main_ids(horizon), data.by_cohort, data.earlier
    )
    return DrawnReport(document, told, data.identity, counted, checks)
