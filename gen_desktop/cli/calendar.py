"""The calendar of a cohort for a diary: calendar."""

from __future__ import annotations

import argparse
import datetime as dt

from gen_desktop import french
from gen_desktop.cli.common import opened
from gen_desktop.queries.calendar_events import cohort_events
from gen_desktop.queries.scope import cohort_ids


def calendar(arguments: argparse.Namespace) -> None:
    """Write the half-days of one cohort; no learner is named in them."""
    from gen_desktop.exporting.ics import write_ics

    with opened(arguments) as db, db.read() as session:
        (cohort_id,) = cohort_ids(session, (arguments.cohort,)) or ()
        events = cohort_events(session, cohort_id)
    count = write_ics(events, arguments.out, dt.datetime.now().astimezone())
    print(f"{arguments.out}{french.NBSP}: {french.plural(count, 'demi-journée')}")
