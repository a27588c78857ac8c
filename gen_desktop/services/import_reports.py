"""Keeps the report of an import within the same gesture, so that an undo takes it too."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from gen_desktop.models.importing import ImportReport
from gen_desktop.queries.import_reports import FORMAT, ReportCounts, ReportedLine
from gen_desktop.services.stored_content import keep


def keep_report(
    session: Session, kind: str, counts: ReportCounts, lines: Sequence[ReportedLine], made_at: dt.datetime
) -> None:
    """Keep it: numbers of lines, ids, fields and codes, and no value of anybody."""
    told = [[one.number, one.state, one.learner_id, one.repairs, one.remarks, one.changed] for one in lines]
    data = json.dumps({"format": FORMAT, "lines": told}, separators=(",", ":")).encode()
    session.add(
        ImportReport(
            kind=kind,
            made_at=made_at.isoformat(timespec="seconds"),
            lines=len(lines),
            created=counts.created,
            changed=counts.changed,
            unchanged=counts.unchanged,
            doubtful=counts.doubtful,
            refused=counts.refused,
            repaired=counts.repaired,
            sha256=keep(session, data),
        )
    )
