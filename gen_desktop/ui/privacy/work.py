"""What the page asks of the other layers, on a thread: nothing here touches a widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.jobs import Job
from gen_desktop.queries.privacy_records import ErasureRow, ExportRow, erasures, exports
from gen_desktop.queries.retention import Rehearsal, ReviewRow, last_review, rehearsal
from gen_desktop.queries.retention_periods import PeriodRow, ProgramRow, period_rows, program_rows
from gen_desktop.reports.registry import build_breach_form, build_processing_register
from gen_desktop.services.documents import save_report
from gen_desktop.services.retention import REVIEW_HOLDS

DocumentKind = Literal["register", "breach"]


@dataclass(frozen=True)
class PrivacyData:
    """Everything the page shows."""

    today: date
    found: Rehearsal
    review: ReviewRow | None
    periods: tuple[PeriodRow, ...]
    programs: tuple[ProgramRow, ...]
    erasures: tuple[ErasureRow, ...]
    exports: tuple[ExportRow, ...]

    @property
    def is_reviewed(self) -> bool:
        """Whether people may be erased on the strength of the last rehearsal."""
        return self.review is not None and timedelta(0) <= self.today - self.review.held_on <= REVIEW_HOLDS


def read_all(db: Database, today: date, _job: Job) -> PrivacyData:
    """Where everybody stands today, the settings, and what was recorded."""
    with db.read() as session:
        return PrivacyData(
            today=today,
            found=rehearsal(session, today),
            review=last_review(session),
            periods=period_rows(session, today),
            programs=program_rows(session),
            erasures=erasures(session),
            exports=exports(session),
        )


def write_document(db: Database, kind: DocumentKind, path: Path, today: date, job: Job) -> Change:
    """Make the document, write it, and enter it in the register of issued documents."""
    build = build_processing_register if kind == "register" else build_breach_form
    return save_report(db, build(db, today, job), path)
