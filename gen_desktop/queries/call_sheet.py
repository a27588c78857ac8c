"""Everything a call list on paper or in a workbook shows of a line, told or not yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.calling import Call
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import NOT_ASKED, FollowUp
from gen_desktop.models.learner import Learner
from gen_desktop.models.placement import Company, Placement
from gen_desktop.queries.contacts import Contact, contacts_of, refusing_calls
from gen_desktop.queries.follow_ups import AttemptLine, attempts_by_call

_BATCH = 500


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line; ``attempts`` are in the order in which they were made. None is not known or not told."""

    enrollment_id: int
    horizon: int
    last_name: str
    first_name: str
    birth_date: dt.date | None
    cohort_code: str
    exit_on: dt.date
    phone: str | None
    email: str | None
    recorded_on: dt.date | None
    contact_mode: str | None
    situation: str | None
    contract_type: str | None
    contract_months: int | None
    employer: str | None
    employer_city: str | None
    title: str | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    working_time: str | None
    is_target_occupation: bool | None
    salary: Decimal | None
    proof: str | None
    recorded_by: str | None
    comment: str | None
    is_digital_sector: bool | None = None
    is_executive: bool | None = None
    rome_code: str | None = None
    siren: str | None = None
    legal_form: str | None = None
    attempts: tuple[AttemptLine, ...] = ()
    second_phone: str | None = None
    contacts: tuple[Contact, ...] = ()
    refuses_calls: bool = False


def sheet_lines(session: Session, call_ids: Sequence[int]) -> list[SheetLine]:
    """The lines of these calls (``Call.id``), in their order; those that are gone are left out."""
    found: dict[Call, SheetLine] = {}
    for start in range(0, len(call_ids), _BATCH):
        calls = [Call.of(call_id) for call_id in call_ids[start : start + _BATCH]]
        for horizon in {call.horizon for call in calls}:
            people = [call.enrollment_id for call in calls if call.horizon == horizon]
            found |= {Call(line.enrollment_id, horizon): line for line in _lines(session, people, horizon)}
    return [line for call_id in call_ids if (line := found.get(Call.of(call_id))) is not None]


def _lines(session: Session, enrollment_ids: Sequence[int], horizon: int) -> list[SheetLine]:
    attempts = attempts_by_call(session, enrollment_ids)
    told = and_(
        FollowUp.enrollment_id == Enrollment.id, FollowUp.horizon == horizon, FollowUp.situation != NOT_ASKED
    )
    first_spell = (
        select(func.min(Placement.id))
        .where(Placement.follow_up_id == FollowUp.id)
        .correlate(FollowUp)
        .scalar_subquery()
    )
    statement = (
        select(
            Enrollment.id.label("enrollment_id"),
            Learner.last_name,
            Learner.first_name,
            Learner.birth_date,
            Cohort.code.label("cohort_code"),
            Enrollment.exit_on,
            func.coalesce(func.nullif(Learner.phone, ""), Learner.second_phone).label("phone"),
            func.iif(func.coalesce(Learner.phone, "") != "", Learner.second_phone, None).label(
                "second_phone"
            ),
            Learner.id.label("learner_id"),
            Learner.email,
            FollowUp.recorded_on,
            FollowUp.contact_mode,
            FollowUp.situation,
            Placement.contract_type,
            func.coalesce(Placement.contract_months, FollowUp.contract_months).label("contract_months"),
            func.coalesce(Placement.employer, Company.name).label("employer"),
            Company.city.label("employer_city"),
            Placement.title,
            Placement.starts_on,
            Placement.ends_on,
            Placement.working_time,
            FollowUp.is_target_occupation,
            Placement.yearly_gross_salary.label("salary"),
            FollowUp.proof,
            FollowUp.recorded_by,
            FollowUp.comment,
            Placement.is_digital_sector,
            Placement.is_executive,
            Placement.rome_code,
            Placement.siren,
            Placement.legal_form,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .outerjoin(FollowUp, told)
        .outerjoin(Placement, Placement.id == first_spell)
        .outerjoin(Company, Company.id == Placement.company_id)
        .where(Enrollment.id.in_(enrollment_ids), Enrollment.exit_on.is_not(None))
    )
    rows = [dict(row) for row in session.execute(statement).mappings()]
    people = {row["enrollment_id"]: row.pop("learner_id") for row in rows}
    others, refusing = contacts_of(session, people.values()), refusing_calls(session, people.values())
    return [
        SheetLine(
            **row,
            horizon=horizon,
            attempts=attempts.get(Call(row["enrollment_id"], horizon), ())[::-1],
            contacts=others.get(people[row["enrollment_id"]], ()),
            refuses_calls=people[row["enrollment_id"]] in refusing,
        )
        for row in rows
    ]
