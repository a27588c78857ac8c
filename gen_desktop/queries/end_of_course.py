"""What the end-of-course form of France Travail asks beside the path: occupation, level, jobs told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.placement import Placement, SpellFacts, is_open_ended, spell_months
from gen_desktop.queries.scope import parameters


@dataclass(frozen=True, slots=True)
class ToldJob:
    """A job or a business. ``is_durable``: a contract without end, or long enough; None when not known."""

    starts_on: dt.date
    is_durable: bool | None


@dataclass(frozen=True, slots=True)
class EndOfCourse:
    """``during``: begun before the exit or that day; ``after``: begun since; ``expected``: to begin later.

    Of each the first one, None when nothing was told: that is not "no".
    """

    referent: str | None = None
    level: str | None = None
    rome_codes: tuple[str, ...] = ()
    during: ToldJob | None = None
    after: ToldJob | None = None
    expected: ToldJob | None = None


def end_of_course(session: Session, ids: Collection[int], as_of: dt.date) -> dict[int, EndOfCourse]:
    """By enrollment. Only what the centre had learned by that day."""
    rows = session.execute(
        select(Enrollment.id, Enrollment.exit_on, Cohort.referent, Course.level, Course.rome_codes)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(Enrollment.id.in_(ids))
    ).all()
    jobs = _jobs(session, ids, as_of)
    found = {}
    for row in rows:
        own, last_day = jobs.get(row.id, []), row.exit_on or as_of
        begun = [job for job in own if last_day < job.starts_on <= as_of]
        found[row.id] = EndOfCourse(
            referent=row.referent,
            level=row.level,
            rome_codes=tuple(filter(None, (row.rome_codes or "").split("|"))),
            during=_first(job for job in own if job.starts_on <= last_day),
            after=_first(begun),
            expected=_first(job for job in own if job.starts_on > as_of),
        )
    return found


def _first(jobs: Iterable[ToldJob]) -> ToldJob | None:
    return next(iter(jobs), None)


def _jobs(session: Session, ids: Collection[int], as_of: dt.date) -> dict[int, list[ToldJob]]:
    """The jobs of a known first day, in the order in which they begin; not those of before the entry."""
    limit = parameters(session, as_of).end_of_course_durable_months
    statement = (
        select(Placement)
        .join(Enrollment, Enrollment.id == Placement.enrollment_id)
        .where(
            Placement.enrollment_id.in_(ids),
            Placement.kind.in_(("job", "creation")),
            Placement.starts_on >= Enrollment.entered_on,
            or_(Placement.recorded_on.is_(None), Placement.recorded_on <= as_of),
        )
        .order_by(Placement.starts_on, Placement.id)
    )
    found: dict[int, list[ToldJob]] = {}
    for spell in session.scalars(statement):
        assert spell.starts_on is not None
        job = ToldJob(spell.starts_on, _is_durable(spell, limit))
        found.setdefault(spell.enrollment_id, []).append(job)
    return found


def _is_durable(spell: Placement, limit: int) -> bool | None:
    """« CDD de plus de six mois ou CDI », in the words of the form."""
    facts = SpellFacts(spell.starts_on, spell.ends_on, spell.contract_type, spell.contract_months)
    if is_open_ended(spell.contract_type):
        return True
    months = spell_months(facts)
    return None if months is None else months > limit
