"""What proves the hours of the invented organisation: signed sheets of past weeks, work at distance."""

from __future__ import annotations

import datetime as dt
from functools import partial

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.dates import week_start
from gen_desktop.db.database import Database
from gen_desktop.models.sheet_rules import SheetStatus
from gen_desktop.queries.attendance import CohortChoice, cohort_choices
from gen_desktop.queries.filed_sheets import half_days_to_file
from gen_desktop.queries.remote_work import cohort_activities
from gen_desktop.queries.signed_sheets import sheet_states
from gen_desktop.sample.scans import draw_scan
from gen_desktop.services.attached_documents import Source
from gen_desktop.services.remote_work import ActivityInput, plan_for_cohort, verify
from gen_desktop.services.signed_sheets import HalfDaySeen, file_sheet

_WEEK = dt.timedelta(days=7)
_WORKS = (
    ("Exercice : une page accessible", 120, "exercise"),
    ("Lecture : les bases de données", 90, "course"),
)


def give_evidence(db: Database, today: dt.date) -> None:
    """Of the cohorts that go on: sheets filed but for the last weeks, one without its trainer, two works."""
    with db.read() as session:
        running = [one for one in cohort_choices(session, today) if one.starts_on <= today <= one.ends_on]
    for cohort in running:
        _file_sheets(db, cohort, today)
        _give_work(db, cohort, today)


def _file_sheets(db: Database, cohort: CohortChoice, today: dt.date) -> None:
    mondays = []
    monday = week_start(cohort.starts_on)
    while monday + 3 * _WEEK <= today:
        mondays.append(monday)
        monday += _WEEK
    for place, monday in enumerate(mondays):
        with db.read() as session:
            ids = _recorded(session, cohort.id, monday, today)
        if ids:
            title = french.week_title(monday)
            scan = Source("feuille.png", partial(draw_scan, f"{cohort.code} - {title}", place))
            is_signed = place != len(mondays) - 1  # the trainer forgot the last one
            seen = [HalfDaySeen(one, is_signed) for one in ids]
            file_sheet(db, cohort.id, scan, seen, min(today, monday + _WEEK), title)


def _recorded(session: Session, cohort_id: int, monday: dt.date, today: dt.date) -> list[int]:
    ids = half_days_to_file(session, cohort_id, monday, today)
    states = sheet_states(session, ids, today)
    return [one for one in ids if states[one].status is SheetStatus.TO_FILE]


def _give_work(db: Database, cohort: CohortChoice, today: dt.date) -> None:
    day = max(cohort.starts_on + _WEEK, today - 2 * _WEEK)
    if day > today:
        return
    for title, minutes, kind in _WORKS:
        plan_for_cohort(db, cohort.id, ActivityInput(french.typographic(title), minutes, day, kind))
    with db.read() as session:
        first = [row.id for row in cohort_activities(session, cohort.id) if row.kind == "exercise"]
    verify(db, first[: len(first) - 2], today, "Formateur inventé", today)
