"""The nominative annex of the follow-up report, once entered in the register of exports."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.learner_annex import draw_annex, load_annex
from gen_desktop.services.exports import record_export


def write_learner_annex(db: Database, scope: Scope, path: Path) -> None:
    """Write who the report of that period counts. Raises StorageProblem."""
    with db.read() as session:
        data = load_annex(session, scope)
    pdf = draw_annex(data).render()
    record_export(db, "report_annex", data.scope_text, len(data.rows))
    write_atomically(path, pdf)
