"""A report that costs nothing to draw, for what is about its submission alone."""

from __future__ import annotations

from collections.abc import Callable

from gen_desktop.db.database import Database
from gen_desktop.models.submitted_report import ReportData, ReportScope, ReportStamp
from gen_desktop.queries.seals import data_seal
from gen_desktop.reports.registry import BuiltReport


def undrawn(db: Database, scope: ReportScope) -> Callable[[ReportStamp], BuiltReport]:
    """Builds the report of that scope: its bytes are its number."""

    def built(stamp: ReportStamp) -> BuiltReport:
        with db.read() as session:
            seal = data_seal(session)
        return BuiltReport(
            kind=scope.kind,
            data=stamp.number.encode(),
            title="Rapport",
            scope_text="3e trimestre 2026",
            fingerprint="0000 0000 0000",
            checks=(),
            as_of=scope.as_of,
            content=ReportData(scope, b"{}", seal.code if seal is not None else "", "0" * 64),
        )

    return built
