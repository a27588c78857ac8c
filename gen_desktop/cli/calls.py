"""The calls to make, for those who call away from the screen: calls."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from gen_desktop import french
from gen_desktop.cli.common import opened
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.queries.call_order import CallCriteria, call_list
from gen_desktop.queries.scope import cohort_ids


def calls(arguments: argparse.Namespace) -> None:
    """Write the list in the form that the name of the file asks for: sheets, workbook or diary."""
    now = dt.datetime.now().astimezone()
    as_of = arguments.as_of or now.date()
    with opened(arguments, writes=True) as db:
        with db.read() as session:
            criteria = CallCriteria(
                "late" if arguments.late else "to_call",
                arguments.horizon,
                cohort_ids(session, tuple(arguments.cohort)),
            )
            ids = call_list(session, criteria, as_of, now.time()).ids
        if not ids:
            raise NotFound("Personne n’est à appeler\u00a0: rien n’a été écrit.")
        count = _written(db, ids, dt.datetime.combine(as_of, now.timetz()), arguments)
    print(f"{arguments.out}{french.NBSP}: {french.plural(count, 'appel')}")


def _written(db: Database, ids: list[int], now: dt.datetime, arguments: argparse.Namespace) -> int:
    path: Path = arguments.out
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _sheets(db, ids, now.date(), path)
    if suffix == ".ics":
        from gen_desktop.exporting.call_reminders import write_call_reminders

        return write_call_reminders(db, ids, path, now, named=arguments.names)
    from gen_desktop.exporting.call_list import write_call_list

    return write_call_list(db, ids, path)


def _sheets(db: Database, ids: list[int], as_of: dt.date, path: Path) -> int:
    from gen_desktop.exporting.call_sheets import write_call_sheets
    from gen_desktop.reports.registry import build_call_sheets

    pdf, data = build_call_sheets(db, ids, as_of, db.author.name)
    write_call_sheets(db, pdf, path, data.cohorts, data.people)
    return len(data.calls)
