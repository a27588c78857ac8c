"""What the page of applications does to the file, a gesture at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gen_desktop.changes import Change
from gen_desktop.exporting.candidate_list import write_candidate_list
from gen_desktop.french import plural
from gen_desktop.jobs import Job
from gen_desktop.models.application import DECISION_OF, Step
from gen_desktop.queries.application_places import places, waiting_list
from gen_desktop.queries.applications import Candidate, levels_of, reasons
from gen_desktop.services import applications, enrollments
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.intake.step_forms import InterviewForm, PositioningForm, VerdictForm
from gen_desktop.ui.pages import Page
from gen_desktop.ui.side_form import SideForm

FILE_KINDS = "Classeur Excel (*.xlsx);;Fichier CSV (*.csv)"


def form_for(ctx: AppContext, step: Step, cohort_id: int, chosen: Sequence[Candidate]) -> SideForm | None:
    """The form of a step, None for one that asks nothing. Raises NotFound."""
    if step in (*DECISION_OF, Step.WITHDRAW):
        with ctx.db.read() as session:
            found = places(session, cohort_id, ctx.today())
            given = reasons(session, DECISION_OF.get(step, "withdrawn"))
        return VerdictForm(ctx, step, chosen, found, given)
    if step is Step.INTERVIEW:
        return InterviewForm(ctx, chosen[0])
    if step is Step.POSITION:
        with ctx.db.read() as session:
            asked = levels_of(session, chosen[0].enrollment_id)
        return PositioningForm(ctx, chosen[0], asked)
    return None


def do_at_once(ctx: AppContext, step: Step, chosen: Sequence[Candidate]) -> Change:
    """A step that asks nothing. Raises AppError."""
    ids = [one.enrollment_id for one in chosen]
    if step is Step.NO_SHOW:
        return enrollments.record_no_show(ctx.db, ids[0])
    return applications.reopen(ctx.db, ids, ctx.today())


def move(ctx: AppContext, cohort_id: int, enrollment_id: int, by: int) -> Change | None:
    """Put a candidate higher or lower on the waiting list; None at its ends. Raises AppError."""
    with ctx.db.read() as session:
        order = waiting_list(session, cohort_id, ctx.today())
    at = order.index(enrollment_id) if enrollment_id in order else -1
    if at < 0 or not 0 <= at + by < len(order):
        return None
    order.insert(at + by, order.pop(at))
    return applications.rank_waiting(ctx.db, cohort_id, order, ctx.today())


def export(page: Page, cohort_code: str, listed: Sequence[Candidate]) -> None:
    """Ask where, and write the candidates listed there."""
    ctx = page.ctx
    name = f"candidatures-{ctx.today():%Y-%m-%d}.xlsx"
    path = dialogs.save_file(page, "Exporter les candidatures", FILE_KINDS, Path.home() / name)
    if path is None:
        return
    where = path if path.suffix else path.with_suffix(".xlsx")

    def write(_job: Job) -> int:
        return write_candidate_list(ctx.db, cohort_code, listed, where)

    def tell(lines: int) -> None:
        said = plural(lines, "candidature enregistrée", "candidatures enregistrées")
        page.tell(f"{said} dans {where.name}")

    ctx.jobs.read(write, tell, name="Export", progress_over=page)
