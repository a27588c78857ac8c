"""Who teaches what, and where: the names that the fields of a half-day propose, each in one spelling."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.names import fold, names_in
from gen_desktop.models.organization import StaffMember


def known_trainers(session: Session, cohort_id: int) -> tuple[str, ...]:
    """The trainers of the cohort, whoever teaches in its calendar, then the team of the centre."""
    listed = names_in(session.scalar(select(Cohort.trainers).where(Cohort.id == cohort_id)))
    team = session.scalars(
        select(StaffMember.name).where(StaffMember.is_active.is_(True)).order_by(StaffMember.name)
    )
    found: dict[str, str] = {}
    for name in (*listed, *_told(session, ClassSession.trainer, cohort_id), *team):
        found.setdefault(fold(name), name)
    return tuple(found.values())


def everyone_teaching(session: Session) -> tuple[str, ...]:
    """The team of the centre, then the trainers that the cohorts name, each once."""
    team = session.scalars(
        select(StaffMember.name).where(StaffMember.is_active.is_(True)).order_by(StaffMember.name)
    )
    listed = session.scalars(select(Cohort.trainers).where(Cohort.trainers.is_not(None)).distinct())
    found: dict[str, str] = {}
    for name in (*team, *sorted(one for line in listed for one in names_in(line))):
        found.setdefault(fold(name), name)
    return tuple(found.values())


def known_modules(session: Session, cohort_id: int) -> tuple[str, ...]:
    """The modules already told of the half-days of that cohort, then the blocks of its certification."""
    blocks = session.execute(
        select(CertificationBlock.code, CertificationBlock.title)
        .join(Cohort, Cohort.course_id == CertificationBlock.course_id)
        .where(Cohort.id == cohort_id)
        .order_by(CertificationBlock.position)
    )
    titles = [f"{row[0]} {row[1]}" for row in blocks]
    return tuple(dict.fromkeys([*_told(session, ClassSession.module, cohort_id), *titles]))


def known_places(session: Session, cohort_id: int) -> tuple[str, ...]:
    """The rooms already told of the half-days of that cohort."""
    return tuple(_told(session, ClassSession.place, cohort_id))


def _told(session: Session, column: InstrumentedAttribute[str | None], cohort_id: int) -> list[str]:
    rows = session.scalars(
        select(column)
        .where(ClassSession.cohort_id == cohort_id, column.is_not(None))
        .distinct()
        .order_by(column)
    )
    return [one for one in rows if one]
