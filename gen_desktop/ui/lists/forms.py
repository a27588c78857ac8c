"""The form of each kind of record that the lists change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gen_desktop.queries import companies, courses, sites
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.lists.company_form import CompanyForm, MergeCompanyForm
from gen_desktop.ui.lists.course_form import CourseForm
from gen_desktop.ui.lists.program_form import ProgramForm
from gen_desktop.ui.lists.site_form import SiteForm
from gen_desktop.ui.side_form import SideForm

MERGE = "company_merge"
"""The form that makes two employers one, beside the list of employers."""


def _company(ctx: AppContext, record_id: int | None) -> SideForm:
    if record_id is None:
        return CompanyForm(ctx)
    with ctx.db.read() as session:
        return CompanyForm(ctx, companies.record(session, record_id))


def _company_merge(ctx: AppContext, record_id: int | None) -> SideForm:
    with ctx.db.read() as session:
        record = companies.record(session, record_id or 0)
    return MergeCompanyForm(ctx, record)


def _course(ctx: AppContext, record_id: int | None) -> SideForm:
    if record_id is None:
        return CourseForm(ctx)
    with ctx.db.read() as session:
        return CourseForm(ctx, courses.course_record(session, record_id))


def _program(ctx: AppContext, record_id: int | None) -> SideForm:
    if record_id is None:
        return ProgramForm(ctx)
    with ctx.db.read() as session:
        record = courses.program_record(session, record_id)
    return ProgramForm(ctx, record)


def _site(ctx: AppContext, record_id: int | None) -> SideForm:
    if record_id is None:
        return SiteForm(ctx)
    with ctx.db.read() as session:
        return SiteForm(ctx, sites.site_record(session, record_id))


FORMS: Mapping[str, Callable[[AppContext, int | None], SideForm]] = {
    "company": _company,
    MERGE: _company_merge,
    "course": _course,
    "funding_program": _program,
    "site": _site,
}
"""By kind; the id of the record, None for one to make. Each raises NotFound."""
