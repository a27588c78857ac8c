"""The jobs, businesses and trainings of a person, and the situations that they tell of without a call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.attached_document import AttachedDocument
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.course_codes import codes_of
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.placement import Company, Placement
from gen_desktop.models.situation import codes_that_tell
from gen_desktop.queries.scope import parameters
from gen_desktop.queries.situations import Situations
from gen_desktop.reference.horizons import RECORDED_HORIZONS
from gen_desktop.reference.parameters import Parameters


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A spell as its form shows it; None is unknown. ``weekly_minutes``: of work. ``salary``: gross, a year.

    ``obtained_in_course``: it began between the entry and the exit; None when its start is not known.
    """

    id: int
    version: int
    enrollment_id: int
    kind: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    contract_type: str | None
    contract_nature: str | None
    contract_months: int | None
    working_time: str | None
    weekly_minutes: int | None
    title: str | None
    employer: str | None
    employer_city: str | None
    employer_siret: str | None
    company_id: int | None
    rome_code: str | None
    rome_version: str | None
    is_target_occupation: bool | None
    is_digital_sector: bool | None
    is_executive: bool | None
    salary: Decimal | None
    siren: str | None
    legal_form: str | None
    training_body: str | None
    training_level: str | None
    proof: str | None
    attached_document_id: int | None
    proof_title: str | None
    recorded_on: dt.date | None
    confirmed_on: dt.date | None
    note: str | None
    obtained_in_course: bool | None


@dataclass(frozen=True, slots=True)
class Derived:
    """A situation that nobody was asked: the spell ``placement_id`` tells it. A code of outcome_situation.

    Without a spell, the reason of the exit tells it.
    """

    enrollment_id: int
    horizon: int
    situation: str
    placement_id: int | None
    is_contradicted: bool


def placements_of(session: Session, learner_id: int) -> tuple[PlacementRow, ...]:
    """Every spell of a person, the latest begun first."""
    return _rows(session, Enrollment.learner_id == learner_id)


def placement(session: Session, placement_id: int) -> PlacementRow:
    """One spell. Raises NotFound."""
    found = _rows(session, Placement.id == placement_id)
    if not found:
        raise NotFound("Cet emploi ou cette formation n’est plus dans le fichier.")
    return found[0]


def told_by_spells(session: Session, learner_id: int, as_of: dt.date) -> tuple[Derived, ...]:
    """The situations of a person that nobody told by the date, and the answers that a spell contradicts."""
    statements = _of_a_learner(as_of, parameters(session, as_of))
    found: list[Derived] = []
    for horizon, statement in statements.items():
        rows = session.execute(statement, {"learner_id": learner_id})
        found += [Derived(row[0], horizon, row[1], row[2], bool(row[3])) for row in rows]
    return tuple(found)


def telling_spell_at(session: Session, enrollment_id: int, horizon: int, as_of: dt.date) -> int | None:
    """The spell that covers the day of a horizon and was known then, whether or not somebody answered."""
    statement = _at_horizon(horizon, as_of, parameters(session, as_of))
    found: int | None = session.scalar(statement, {"enrollment_id": enrollment_id})
    return found


def derived_situations(
    session: Session, as_of: dt.date, enrollment_ids: Sequence[int]
) -> dict[int, dict[int, str]]:
    """The situations of these that nobody told: by horizon (0: the exit) and enrollment, the code.

    A spell tells them, or at the exit the reason of it.
    """
    found: dict[int, dict[int, str]] = {horizon: {} for horizon in RECORDED_HORIZONS}
    has_some = or_(
        Enrollment.id.in_(select(Placement.enrollment_id).correlate(None)),
        Enrollment.exit_reason.in_(codes_that_tell()),
    )
    some = session.scalars(select(Enrollment.id).where(Enrollment.id.in_(enrollment_ids), has_some)).all()
    if not some:
        return found
    statement = _of_enrollments(as_of, parameters(session, as_of))
    for enrollment_id, *codes in session.execute(statement, {"enrollment_ids": some}):
        for horizon, code in zip(RECORDED_HORIZONS, codes, strict=True):
            if code is not None:
                found[horizon][enrollment_id] = code
    return found


# Putting these together takes far longer than running them: once a day and for each state of the parameters.


@lru_cache(maxsize=4)
def _of_a_learner(as_of: dt.date, in_force: Parameters) -> Mapping[int, Select[Any]]:
    own = Enrollment.learner_id == bindparam("learner_id")
    told = Situations(as_of, in_force, own)
    statements = {}
    for horizon in RECORDED_HORIZONS:
        columns: list[Any] = [told.code(horizon), told.spell_id(horizon), told.contradicts(horizon)]
        which = told.is_derived(horizon) | told.contradicts(horizon)
        statements[horizon] = told.join(select(Enrollment.id, *columns), *columns).where(own, which)
    return statements


@lru_cache(maxsize=4 * len(RECORDED_HORIZONS))
def _at_horizon(horizon: int, as_of: dt.date, in_force: Parameters) -> Select[Any]:
    own = Enrollment.id == bindparam("enrollment_id")
    told = Situations(as_of, in_force, own)
    spell_id = told.spell_id(horizon)
    return told.join(select(spell_id).select_from(Enrollment), spell_id).where(own)


@lru_cache(maxsize=4)
def _of_enrollments(as_of: dt.date, in_force: Parameters) -> Select[Any]:
    own = Enrollment.id.in_(bindparam("enrollment_ids", expanding=True))
    told = Situations(as_of, in_force, own)
    columns: list[Any] = [
        case((told.is_derived(horizon), told.code(horizon)), else_=None) for horizon in RECORDED_HORIZONS
    ]
    return told.join(select(Enrollment.id, *columns), *columns).where(own)


def aimed_rome_codes(session: Session, enrollment_id: int) -> tuple[tuple[str, ...], str | None]:
    """The occupations that the course prepares for, and the version of the classification they are of."""
    row = session.execute(
        select(Course.rome_codes, Course.rome_version)
        .join(Cohort, Cohort.course_id == Course.id)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(Enrollment.id == enrollment_id)
    ).first()
    return ((), None) if row is None else (codes_of(row.rome_codes), row.rome_version)


def _rows(session: Session, condition: ColumnElement[bool]) -> tuple[PlacementRow, ...]:
    own: dict[str, Any] = {name: getattr(Placement, name, None) for name in PlacementRow.__dataclass_fields__}
    columns = own | {
        "employer": func.coalesce(Placement.employer, Company.name),
        "employer_city": Company.city,
        "employer_siret": Company.siret,
        "salary": Placement.yearly_gross_salary,
        "proof_title": AttachedDocument.title,
        "obtained_in_course": and_(
            Placement.starts_on >= Enrollment.entered_on,
            (Placement.starts_on <= Enrollment.exit_on) | Enrollment.exit_on.is_(None),
        ),
    }
    statement = (
        select(*columns.values())
        .select_from(Placement)
        .join(Enrollment, Enrollment.id == Placement.enrollment_id)
        .outerjoin(Company, Company.id == Placement.company_id)
        .outerjoin(AttachedDocument, AttachedDocument.id == Placement.attached_document_id)
        .where(condition)
        .order_by(Placement.starts_on.desc(), Placement.id.desc())
    )
    return tuple(PlacementRow(*row) for row in session.execute(statement))
