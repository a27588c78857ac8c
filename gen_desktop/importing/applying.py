"""Applies a plan: all of it in one named gesture, or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from gen_desktop.changes import AuthorKind, Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict
from gen_desktop.importing.plan import Plan
from gen_desktop.importing.position import log_position
from gen_desktop.importing.reporting import counts_of, lines_of
from gen_desktop.jobs import Job, many_objects
from gen_desktop.models.importing import ImportReport
from gen_desktop.services.import_reports import keep_report

_MOVED = (
    "Le fichier a changé depuis la vérification de la liste : vérifiez-la de nouveau avant de l’importer."
)


def apply_plan(db: Database, plan: Plan, job: Job) -> Change:
    """Write what the plan holds, with its report; without work nothing is written, the Change has no kinds.

    The author is the import, under the name of who asked for it. Raises InvalidInput when the plan has
    errors, Conflict when the store was written to since it was made, Cancelled; nothing is then written.
    """
    plan.refuse_errors()
    if plan.work.is_empty:
        return Change(frozenset(), name=plan.gesture)
    importing = db.acting_as(replace(db.author, kind=AuthorKind.IMPORT))
    with many_objects(), importing.write(plan.gesture) as session:
        if log_position(session) != plan.position:
            raise Conflict(_MOVED)
        kinds, ids = plan.work.write(session, job)
        now = dt.datetime.now().astimezone()
        keep_report(session, plan.kind, counts_of(plan), list(lines_of(plan)), now)
    return Change(kinds | {ImportReport.__tablename__}, ids, plan.gesture)
