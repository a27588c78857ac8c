"""One way to plan an import, whatever the kind of list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.errors import Forbidden
from gen_desktop.importing.choices import Choices, Remembered
from gen_desktop.importing.plan import Kind, Plan
from gen_desktop.jobs import Job, many_objects
from gen_desktop.queries.import_mappings import kept_mappings
from gen_desktop.queries.rights import role_of
from gen_desktop.reference.rights import NOTHING_WRITTEN, why_not


def plan_import(
    db: Database,
    kind: Kind,
    path: Path,
    *,
    cohort_code: str | None = None,
    today: dt.date,
    choices: Choices | None = None,
    job: Job | None = None,
) -> Plan:
    """What the import of a list would do; nothing is written.

    ``cohort_code``: the cohort of every row. Columns are read as the last time a list of that kind had these
    titles, unless ``choices`` says a mapping. Raises InvalidInput when the file holds no list, Forbidden when
    whoever asks could not write it, Cancelled.
    """
    with db.read() as session:
        refusal = why_not(role_of(session), _WRITTEN[kind])
        kept = kept_mappings(session, kind)
    if refusal:
        raise Forbidden(f"{refusal} {NOTHING_WRITTEN}")
    remembered = {one.digest: Remembered(one.choices, one.used_on) for one in kept}
    choices = replace(choices or Choices(), remembered=remembered)
    planner = _PLANNERS[kind]()
    with many_objects():
        return planner(db, path, cohort_code=cohort_code, today=today, choices=choices, job=job or Job())


def _learners() -> Callable[..., Plan]:
    from gen_desktop.importing.learners import plan_learners

    return plan_learners


def _attendance() -> Callable[..., Plan]:
    from gen_desktop.importing.attendance import plan_attendance

    return plan_attendance


def _follow_ups() -> Callable[..., Plan]:
    from gen_desktop.importing.follow_ups import plan_follow_ups

    return plan_follow_ups


def _remote_logs() -> Callable[..., Plan]:
    from gen_desktop.importing.remote_logs import plan_remote_logs

    return plan_remote_logs


_WRITTEN: dict[Kind, tuple[str, ...]] = {
    "learners": ("learner", "enrollment"),
    "attendance": ("attendance",),
    "follow-ups": ("follow_up",),
    "remote-logs": ("remote_activity",),
}
"""What every list of a kind is about."""
# Each kind brings its libraries in only when it is asked for.
_PLANNERS: dict[Kind, Callable[[], Callable[..., Plan]]] = {
    "learners": _learners,
    "attendance": _attendance,
    "follow-ups": _follow_ups,
    "remote-logs": _remote_logs,
}
