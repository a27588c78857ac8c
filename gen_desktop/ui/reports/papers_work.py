"""What the page of documents asks of the file, in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_desktop.dates import month_bounds
from gen_desktop.db.database import Database
from gen_desktop.jobs import Job
from gen_desktop.models.document import Replaced
from gen_desktop.queries import cohorts as cohort_queries
from gen_desktop.queries.certified_paths import people_of_cohort
from gen_desktop.queries.cohorts import CohortSummary
from gen_desktop.queries.documents import PaperLine, papers_of_cohort, present_paper
from gen_desktop.reference.lists import code_list

if TYPE_CHECKING:  # what draws pages is brought in when there is one to draw
    from gen_desktop.reports.paper_obstacles import Obstacle
    from gen_desktop.reports.person_kinds import AnyPaper

GROUP, MONTH = "group", "month"


@dataclass(frozen=True)
class Wanted:
    """Which documents: a code of document_kind, a cohort, the first day of a month."""

    kind: str
    cohort_id: int
    month: dt.date | None


@dataclass(frozen=True)
class Candidate:
    """A document that could be issued. ``learner_id`` None: it is about the whole cohort.

    ``warnings``: what to look at first. ``issued``: the one in force, which it would cancel and replace.
    """

    name: str
    learner_id: int | None
    enrollment_id: int | None
    paper: AnyPaper
    obstacles: tuple[Obstacle, ...]
    warnings: tuple[Obstacle, ...]
    issued: Replaced | None = None


@dataclass(frozen=True)
class Loaded:
    """The documents wanted, and all those already issued of the cohort, the latest first."""

    wanted: Wanted
    candidates: tuple[Candidate, ...]
    issued: tuple[PaperLine, ...]

    def issued_before(self, learner_ids: Collection[int]) -> list[PaperLine]:
        """Of these people, whatever the document; without people, of the same document."""
        if not learner_ids:
            return [one for one in self.issued if one.kind == self.wanted.kind]
        enrollments = {one.enrollment_id for one in self.candidates if one.learner_id in learner_ids}
        return [one for one in self.issued if one.enrollment_id in enrollments - {None}]


def over(kind: str) -> str:
    """What a document is over: path, month, group (a month of a cohort), week."""
    return code_list("document_kind")[kind]["over"]


def kinds() -> list[tuple[str, str]]:
    """The documents of the page, by code and name. Sheets of a week have their own page."""
    return [(code.code, code.label) for code in code_list("document_kind") if code["over"] != "week"]


def months(cohort: CohortSummary, today: dt.date) -> list[dt.date]:
    """The first days of the months of a cohort that have begun, the latest first."""
    last, found = min(cohort.end, today).replace(day=1), []
    month = cohort.start.replace(day=1)
    while month <= last:
        found.append(month)
        month = (month + dt.timedelta(days=31)).replace(day=1)
    return found[::-1] or [cohort.start.replace(day=1)]


def usual_month(found: Sequence[dt.date], today: dt.date) -> dt.date:
    """The month that is asked for most often: the last one that is over."""
    return next((month for month in found if month < today.replace(day=1)), found[0])


def usual_cohort(found: Sequence[CohortSummary], today: dt.date) -> CohortSummary:
    """The cohort that is asked for most often: the last one to have begun."""
    begun = [cohort for cohort in found if cohort.start <= today]
    return max(begun, key=lambda cohort: cohort.start) if begun else found[0]


def load_cohorts(db: Database, _job: Job) -> tuple[CohortSummary, ...]:
    """The cohorts to choose from."""
    with db.read() as session:
        return cohort_queries.summaries(session)


def load(db: Database, wanted: Wanted, today: dt.date, _job: Job) -> Loaded:
    """The documents wanted, as they would be drawn today."""
    from gen_desktop.reports import person_kinds

    days = month_bounds(wanted.month.year, wanted.month.month) if wanted.month is not None else None
    with db.read() as session:
        papers: Sequence[AnyPaper]
        if over(wanted.kind) == GROUP:
            assert days is not None
            papers = (person_kinds.load_of_group(session, wanted.cohort_id, days, today),)
        else:
            people = people_of_cohort(session, wanted.cohort_id)
            papers = person_kinds.load_of_people(session, wanted.kind, people, days, today)
        issued = papers_of_cohort(session, wanted.cohort_id)
        candidates = tuple(_candidate(paper, present_paper(session, paper.facts)) for paper in papers)
    return Loaded(wanted, candidates, issued)


def preview(paper: AnyPaper, _job: Job) -> bytes:
    """The document as it would be, crossed by « PROJET »."""
    from gen_desktop.reports import person_kinds

    return person_kinds.draw([(paper, None)])


def _candidate(paper: AnyPaper, issued: Replaced | None) -> Candidate:
    from gen_desktop.reports import person_kinds

    path = getattr(paper, "path", None)
    learner_id, enrollment_id = (path.learner_id, path.enrollment_id) if path is not None else (None, None)
    name, obstacles = person_kinds.list_name(paper), person_kinds.obstacles(paper)
    warnings = person_kinds.warnings(paper)
    return Candidate(name, learner_id, enrollment_id, paper, obstacles, warnings, issued)
