"""The reports that exist, and how each is built: one read-only session, then drawing without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.jobs import Job
from gen_desktop.models.submitted_report import ReportScope, ReportStamp
from gen_desktop.reports.common import BuiltReport, Check
from gen_desktop.reports.reading import reading as _reading

if TYPE_CHECKING:  # each report brings its own in when it is built
    from gen_desktop.queries.person_data import HeldCopy, PersonData
    from gen_desktop.reports.call_sheet import CallSheetData
    from gen_desktop.reports.changes_annex import SinceEarlier
    from gen_desktop.reports.flow import Document
    from gen_desktop.reports.people_list import PeopleListData
    from gen_desktop.reports.processing_facts import RegisterData

__all__ = [
    "BuiltReport",
    "Check",
    "build_breach_form",
    "build_call_sheets",
    "build_complaint_register",
    "build_evaluation",
    "build_follow_up",
    "build_people_list",
    "build_personal_data",
    "build_processing_register",
    "build_questionnaires",
    "build_report",
    "report_numbers",
]


def build_follow_up(
    db: Database,
    date_from: dt.date,
    date_to: dt.date,
    cohort_ids: tuple[int, ...] | None,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
    stamp: ReportStamp | None = None,
    since: SinceEarlier | None = None,
) -> BuiltReport:
    """The follow-up report of a period, for some or all cohorts, as known on a day.

    ``since``: what changed since an earlier one, to be told in an annex. ``stamp``: of a report that is being
    submitted. The same data and arguments give the same bytes. Raises
    InvalidInput for a period that ends before it begins.
    """
    scope = ReportScope("follow_up", as_of, cohort_ids, date_from, date_to)
    return build_report(db, scope, job, stamp, since)


def build_evaluation(
    db: Database,
    cohort_ids: tuple[int, ...],
    horizon: int,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
    title_scope: str = "",
    stamp: ReportStamp | None = None,
    since: SinceEarlier | None = None,
) -> BuiltReport:
    """The evaluation report of some cohorts at 3, 6, 12 or 24 months, as known on a day.

    ``title_scope`` names the cohorts in words (« Année 2026 »); ``stamp`` and ``since``: as for a follow-up
    report. The same data and arguments give the same bytes. Raises InvalidInput for a horizon that nobody is
    followed at.
    """
    scope = ReportScope("evaluation", as_of, cohort_ids, horizon=horizon, words=title_scope)
    return build_report(db, scope, job, stamp, since)


def build_report(
    db: Database,
    scope: ReportScope,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
    stamp: ReportStamp | None = None,
    since: SinceEarlier | None = None,
) -> BuiltReport:
    """The report of a scope that was kept, from the data of today. Raises as the two above."""
    from gen_desktop.reports.programme_reports import drawn_report, rendered_report

    return rendered_report(drawn_report(db, scope, job, stamp, since), job)


def report_numbers(db: Database, scope: ReportScope, since: SinceEarlier | None = None) -> dict[str, Any]:
    """All that the report of a scope prints, as docs/report-json.md says, without a page being drawn.

    With the tables of single people, which the file inside a PDF has not. Raises as ``build_report``.
    """
    from gen_desktop.reports.programme_reports import drawn_report, printed_numbers

    return printed_numbers(drawn_report(db, scope, since=since))


def build_processing_register(
    db: Database,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """The register of processing (GDPR art. 30), from the settings in force and the file as it is."""
    from gen_desktop.reports.processing_facts import load_register
    from gen_desktop.reports.processing_register import TITLE, draw_register

    with _reading(db, job) as session:
        data = load_register(db, session, as_of)
    return _about_privacy("processing_register", TITLE, draw_register(data), data, job)


def build_breach_form(
    db: Database,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """The sheet that prepares the notification of a breach to the authority, within 72 hours (art. 33)."""
    from gen_desktop.reports.breach_form import TITLE, draw_breach_form
    from gen_desktop.reports.processing_facts import load_register

    with _reading(db, job) as session:
        data = load_register(db, session, as_of)
    return _about_privacy("breach_form", TITLE, draw_breach_form(data), data, job)


def build_personal_data(
    db: Database,
    data: PersonData,
    copies: Sequence[HeldCopy],
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> bytes:
    """The document that tells a person everything held about her; not in the register of documents issued.

    The register of exports has it (exporting/personal_data.py).
    """
    from gen_desktop.reports.personal_data import draw_personal_data

    document, _ = draw_personal_data(data, copies, as_of)
    return document.render(lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}"))


def build_questionnaires(
    db: Database,
    cohort_id: int,
    horizon: int,
    names: Sequence[str],
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> bytes:
    """A page of satisfaction for each name, '' for one without; written by exporting/questionnaires.py."""
    from gen_desktop.reports.questionnaire import draw_questionnaires, load_questionnaire

    with _reading(db, job) as session:
        data = load_questionnaire(session, cohort_id, horizon, names, as_of)
    return draw_questionnaires(data).render(
        lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}")
    )


def build_call_sheets(
    db: Database,
    call_ids: Sequence[int],
    as_of: dt.date,
    author: str,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> tuple[bytes, CallSheetData]:
    """The call sheets of these calls, and of whom they are; written by exporting/call_sheets.py."""
    from gen_desktop.reports.call_sheet import draw_call_sheets, load_call_sheets

    with _reading(db, job) as session:
        data = load_call_sheets(session, call_ids, as_of, author)
    rendered = draw_call_sheets(data).render(
        lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}")
    )
    return rendered, data


def build_complaint_register(
    db: Database,
    as_of: dt.date,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> BuiltReport:
    """The register of complaints for an auditor, without the names of people (Qualiopi, indicator 31)."""
    from gen_desktop.reports.complaint_register import TITLE, draw_complaint_register, load_complaint_register

    with _reading(db, job) as session:
        data = load_complaint_register(session, as_of)
    document, digest = draw_complaint_register(data)
    return BuiltReport(
        kind="complaint_register",
        data=document.render(lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}")),
        title=TITLE,
        scope_text=f"au {french.short_date(as_of)}",
        fingerprint=digest,
        checks=(),
        as_of=as_of,
        mention="Données fictives" if data.is_invented else "",
    )


def build_people_list(
    data: PeopleListData,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> bytes:
    """The list of learners as seen, to print; the register of exports has it (exporting/seen_pdf.py)."""
    from gen_desktop.reports.people_list import draw_people_list

    job.step(0, 0, "Mise en page")
    return draw_people_list(data).render(
        lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}")
    )


def _about_privacy(
    kind: str, title: str, drawn: tuple[Document, str], data: RegisterData, job: Job
) -> BuiltReport:
    document, digest = drawn
    return BuiltReport(
        kind=kind,
        data=document.render(lambda page, pages: job.step(page, pages, f"Page {page} sur {pages}")),
        title=title,
        scope_text=f"établi le {french.short_date(data.as_of)}",
        fingerprint=digest,
        checks=(),
        as_of=data.as_of,
        mention="Données fictives" if data.is_invented else "",
    )
