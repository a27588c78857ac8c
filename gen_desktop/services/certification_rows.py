"""The row that holds somebody's certification: found, made, and dropped when it says nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.assessment import Certification
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.jury_session import JurySession
from gen_desktop.models.learner import Learner, full_name

_FACTS = (
    *("jury_on", "is_presented", "outcome", "jury_session_id"),
    *("certificate_number", "certificate_received_on", "certificate_handed_on"),
)


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody who came into a course."""

    enrollment_id: int
    name: str
    cohort_id: int
    course_id: int
    entered_on: dt.date


def entrants(session: Session, enrollment_ids: Collection[int]) -> dict[int, Entrant]:
    """These people. Raises NotFound for one who is gone, InvalidInput for one who never came in."""
    rows = session.execute(
        select(
            Enrollment.id,
            Learner.last_name,
            Learner.first_name,
            Enrollment.cohort_id,
            Cohort.course_id,
            Enrollment.entered_on,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.id.in_(enrollment_ids))
    ).all()
    if len(rows) < len(set(enrollment_ids)):
        raise NotFound("Cette inscription n’est plus dans le fichier.")
    found = {}
    for enrollment_id, last_name, first_name, cohort_id, course_id, entered_on in rows:
        name = full_name(last_name, first_name)
        if entered_on is None:
            raise InvalidInput.one("", f"{name}{NBSP}: pas d’entrée en formation.")
        found[enrollment_id] = Entrant(enrollment_id, name, cohort_id, course_id, entered_on)
    return found


def refuse_before_entry(people: Collection[Entrant], day: dt.date, field: str) -> None:
    """Raises InvalidInput when the jury is before somebody's entry."""
    for one in people:
        if day < one.entered_on:
            sentence = (
                f"{one.name}{NBSP}: le jury ({short_date(day)}) est avant l’entrée "
                f"({short_date(one.entered_on)})."
            )
            raise InvalidInput.one(field, sentence)


def certifications(session: Session, enrollment_ids: Collection[int]) -> dict[int, Certification]:
    """The row of each of these people, made when there is none: then ``keep_or_drop``."""
    known = {
        row.enrollment_id: row
        for row in session.scalars(
            select(Certification).where(Certification.enrollment_id.in_(enrollment_ids))
        )
    }
    for enrollment_id in enrollment_ids:
        if enrollment_id not in known:
            known[enrollment_id] = Certification(enrollment_id=enrollment_id)
    return known


def keep_or_drop(session: Session, rows: Collection[Certification]) -> None:
    """Keep the rows that say something, delete the others."""
    for row in rows:
        if any(getattr(row, name) is not None for name in _FACTS):
            session.add(row)
        elif row in session:
            session.expire(row)  # the log keeps it as it was, not emptied
            session.delete(row)


def jury_session_on(session: Session, cohort_id: int, day: dt.date | None) -> JurySession | None:
    """The session of a cohort's jury on a day; None when there is none."""
    if day is None:
        return None
    same_day = (JurySession.cohort_id == cohort_id, JurySession.held_on == day)
    return session.scalars(select(JurySession).where(*same_day).order_by(JurySession.id)).first()


def names_told(people: Sequence[Entrant]) -> str:
    """« Delorme Kévin », « 12 personnes »: for the name of a gesture."""
    return people[0].name if len(people) == 1 else f"{len(people)} personnes"
