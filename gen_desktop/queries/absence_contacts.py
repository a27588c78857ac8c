"""The log of contacts that follow absences, and who should be asked again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.absence_contact import AbsenceContact
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner


@dataclass(frozen=True, slots=True)
class AbsenceContactRow:
    """A contact, as it was entered."""

    id: int
    enrollment_id: int
    made_on: dt.date
    contact_mode: str
    outcome: str
    author: str | None
    said: str | None
    offered: str | None
    next_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ToAskAgain:
    """Somebody whose last contact set a day to ask again, which has come."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    cohort_id: int
    cohort_code: str
    next_on: dt.date


_COLUMNS = tuple(getattr(AbsenceContact, name) for name in AbsenceContactRow.__dataclass_fields__)


def absence_contacts(session: Session, enrollment_id: int) -> tuple[AbsenceContactRow, ...]:
    """Every contact about the absences of an enrollment, the latest first."""
    rows = session.execute(
        select(*_COLUMNS)
        .where(AbsenceContact.enrollment_id == enrollment_id)
        .order_by(AbsenceContact.made_on.desc(), AbsenceContact.id.desc())
    )
    return tuple(AbsenceContactRow(*row) for row in rows)


def absence_contact(session: Session, contact_id: int) -> AbsenceContactRow:
    """One contact. Raises NotFound."""
    row = session.execute(select(*_COLUMNS).where(AbsenceContact.id == contact_id)).first()
    if row is None:
        raise NotFound("Ce contact n’est plus dans le fichier.")
    return AbsenceContactRow(*row)


def to_ask_again(session: Session, as_of: dt.date) -> tuple[ToAskAgain, ...]:
    """People still in training whose latest contact asks for another by that day, the oldest first."""
    rank = func.row_number().over(
        partition_by=AbsenceContact.enrollment_id,
        order_by=(AbsenceContact.made_on.desc(), AbsenceContact.id.desc()),
    )
    latest = select(AbsenceContact.enrollment_id, AbsenceContact.next_on, rank.label("rank")).subquery()
    rows = session.execute(
        select(
            *(Enrollment.id, Learner.id, Learner.last_name, Learner.first_name, Cohort.id, Cohort.code),
            latest.c.next_on,
        )
        .join(latest, latest.c.enrollment_id == Enrollment.id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(
            latest.c.rank == 1,
            latest.c.next_on <= as_of,
            or_(Enrollment.exit_on.is_(None), Enrollment.exit_on >= as_of),
        )
        .order_by(latest.c.next_on, Learner.sort_key)
    )
    return tuple(ToAskAgain(*row) for row in rows)


def last_contacts(session: Session, enrollment_ids: list[int]) -> dict[int, dt.date]:
    """The day of the latest contact of each of these enrollments; those without any are absent."""
    rows = session.execute(
        select(AbsenceContact.enrollment_id, func.max(AbsenceContact.made_on))
        .where(AbsenceContact.enrollment_id.in_(enrollment_ids))
        .group_by(AbsenceContact.enrollment_id)
    )
    return {row[0]: row[1] for row in rows}
