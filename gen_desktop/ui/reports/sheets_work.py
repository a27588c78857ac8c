"""What the page of attendance sheets asks of the file, in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.jobs import Job
from gen_desktop.models.learner import full_name
from gen_desktop.queries import cohorts as cohort_queries
from gen_desktop.queries.certified_paths import people_of_cohort
from gen_desktop.queries.cohort_detail import people
from gen_desktop.queries.cohorts import CohortSummary
from gen_desktop.queries.week_sheets import weeks_with_sheets

if TYPE_CHECKING:  # what draws pages is brought in when there is one to draw
    from sqlalchemy.orm import Session

    from gen_desktop.reports.paper_obstacles import Obstacle
    from gen_desktop.reports.sheet import SheetPaper

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Wanted:
    """Which sheets. ``cohort_id`` None: of all cohorts, this week and the next."""

    cohort_id: int | None
    filled: bool = False
    enrollment_id: int | None = None


@dataclass(frozen=True)
class SheetChoice:
    """A sheet that could be issued. It attests no hours: there is nothing to check of its proofs."""

    title: str
    paper: SheetPaper
    obstacles: tuple[Obstacle, ...]
    warnings: tuple[Obstacle, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """The sheets wanted, in the order of the weeks, and the people of the cohort to choose from."""

    wanted: Wanted
    choices: tuple[SheetChoice, ...]
    people: tuple[tuple[int, str], ...]


def load_cohorts(db: Database, _job: Job) -> tuple[CohortSummary, ...]:
    """The cohorts to choose from."""
    with db.read() as session:
        return cohort_queries.summaries(session)


def load(db: Database, wanted: Wanted, today: dt.date, job: Job) -> Loaded:
    """The sheets wanted, as they would be drawn today."""
    with db.read() as session:
        weeks = list(_weeks(session, wanted, today))
        choices = []
        for done, (cohort_id, monday) in enumerate(weeks):
            job.step(done, len(weeks), f"Semaine {done + 1} sur {len(weeks)}")
            choices.append(_choice(session, cohort_id, monday, wanted, today))
        names = _people(session, wanted.cohort_id, today) if wanted.cohort_id is not None else ()
    return Loaded(wanted, tuple(choices), names)


def preview(paper: SheetPaper, _job: Job) -> bytes:
    """The sheet as it would be, crossed by « PROJET »."""
    from gen_desktop.reports.sheet import draw_sheets

    return draw_sheets([(paper, None)])


def usual_week(mondays: Sequence[dt.date], today: dt.date, *, filled: bool) -> dt.date | None:
    """The week printed most often: to sign, this one or the next to come; filled, the last one over."""
    this = today - dt.timedelta(days=today.weekday())
    if filled:
        return max((one for one in mondays if one < this), default=min(mondays, default=None))
    return min((one for one in mondays if one >= this), default=max(mondays, default=None))


def _weeks(session: Session, wanted: Wanted, today: dt.date) -> Iterator[tuple[int, dt.date]]:
    if wanted.cohort_id is not None:
        for monday in weeks_with_sheets(session, wanted.cohort_id):
            yield wanted.cohort_id, monday
        return
    this = today - dt.timedelta(days=today.weekday())
    near = (this - WEEK, this) if wanted.filled else (this, this + WEEK)
    found = [
        (monday, cohort.code, cohort.id)
        for cohort in cohort_queries.summaries(session)
        if cohort.start <= near[1] + WEEK and cohort.end >= near[0]
        for monday in weeks_with_sheets(session, cohort.id)
        if monday in near
    ]
    for monday, _, cohort_id in sorted(found):
        yield cohort_id, monday


def _choice(session: Session, cohort_id: int, monday: dt.date, wanted: Wanted, today: dt.date) -> SheetChoice:
    from gen_desktop.reports.sheet import load_sheet, sheet_obstacles

    paper = load_sheet(
        session, cohort_id, monday, today, filled=wanted.filled, enrollment_id=wanted.enrollment_id
    )
    last = french.short_date(monday + dt.timedelta(days=paper.days - 1))
    title = f"S{monday.isocalendar().week}, du {french.day_month(monday)} au {last}"
    if wanted.cohort_id is None:
        title = f"{paper.week.cohort_code}, {title}"
    return SheetChoice(title, paper, tuple(sheet_obstacles(paper)))


def _people(session: Session, cohort_id: int, today: dt.date) -> tuple[tuple[int, str], ...]:
    concerned = set(people_of_cohort(session, cohort_id))
    return tuple(
        (one.enrollment_id, full_name(one.last_name, one.first_name))
        for one in people(session, cohort_id, today)
        if one.enrollment_id in concerned
    )
