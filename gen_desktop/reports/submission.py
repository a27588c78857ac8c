"""Builds a report to be submitted: blocking points keep it back, unless it may leave as provisional."""

from __future__ import annotations

from collections.abc import Callable

from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict
from gen_desktop.french import NBSP, plural
from gen_desktop.jobs import Job
from gen_desktop.models.submitted_report import ReportScope, ReportStamp
from gen_desktop.reports.common import BuiltReport
from gen_desktop.reports.registry import build_report

_SAID = 4
"""So many blocking points are named."""


def build_to_submit(
    db: Database,
    scope: ReportScope,
    *,
    even_provisional: bool = False,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> Callable[[ReportStamp], BuiltReport]:
    """What makes the report of a scope once it has its number.

    Raises Conflict, then, for a report with blocking points that may not leave as provisional.
    """

    def build(stamp: ReportStamp) -> BuiltReport:
        report = build_report(db, scope, job, stamp)
        if not even_provisional and (points := blocking_points(report)):
            shown = f"{NBSP}; ".join(points[:_SAID])
            more = f"{NBSP}; et {len(points) - _SAID} autres" if len(points) > _SAID else ""
            counted = plural(len(points), "point bloquant", "points bloquants")
            raise Conflict(
                f"Ce rapport a {counted}{NBSP}: {shown}{more}. Corrigez-les, ou remettez-le comme provisoire."
            )
        return report

    return build


def blocking_points(report: BuiltReport) -> tuple[str, ...]:
    """What should be put right before a report leaves."""
    return tuple(check.title for check in report.checks if check.level == "blocking")
