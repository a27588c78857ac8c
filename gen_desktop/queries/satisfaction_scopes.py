"""Of which cohorts the answers may be read together: one, its course, its programme, all of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.satisfaction import SatisfactionAnswer


@dataclass(frozen=True, slots=True)
class CohortSet:
    """Cohorts read together. ``kind``: cohort, course, program or all. ``cohort_ids`` None: every cohort."""

    kind: str
    name: str
    cohort_ids: tuple[int, ...] | None


def cohort_sets(session: Session, cohort_id: int) -> tuple[CohortSet, ...]:
    """What a cohort belongs to, from the narrowest. Raises NotFound."""
    own = session.execute(
        select(Cohort.code, Cohort.course_id, Course.title, Cohort.funding_program_id, FundingProgram.name)
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .where(Cohort.id == cohort_id)
    ).first()
    if own is None:
        raise NotFound("Cette cohorte n’est plus dans le fichier.")
    found = [CohortSet("cohort", own.code, (cohort_id,))]
    of_course = select(Cohort.id).where(Cohort.course_id == own.course_id)
    found.append(CohortSet("course", own.title, tuple(session.scalars(of_course))))
    if own.funding_program_id is not None:
        of_program = select(Cohort.id).where(Cohort.funding_program_id == own.funding_program_id)
        found.append(CohortSet("program", own.name, tuple(session.scalars(of_program))))
    return (*found, CohortSet("all", "Toutes les cohortes", None))


def years(session: Session) -> tuple[int, ...]:
    """The years in which questionnaires were handed out or came back, the latest first."""
    day = func.coalesce(SatisfactionAnswer.answered_on, SatisfactionAnswer.sent_on)
    found = session.scalars(select(extract("year", day)).where(day.is_not(None)).distinct())
    return tuple(sorted((int(year) for year in found), reverse=True))
