"""Everything needed while the person is on the telephone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.assessment import Certification
from gen_desktop.models.calling import Call, Number, Tried, numbers_left
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import NOT_ASKED, FollowUp, window
from gen_desktop.models.learner import Learner
from gen_desktop.models.placement import Company, Placement
from gen_desktop.queries.call_chances import numbers, wrong_numbers_of
from gen_desktop.queries.contacts import Contact, contacts, refusing_calls
from gen_desktop.queries.follow_up_settings import parameters_of
from gen_desktop.queries.follow_ups import AttemptLine, attempts_by_call
from gen_desktop.reference.lists import codes_where
from gen_desktop.reference.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Spell:
    """A job, a creation or a training already told, with the horizon at which it was."""

    horizon: int | None
    kind: str
    contract_type: str | None
    contract_months: int | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    working_time: str | None
    employer: str | None
    employer_city: str | None
    title: str | None
    rome_code: str | None
    is_target_occupation: bool | None
    is_digital_sector: bool | None
    is_executive: bool | None
    salary: Decimal | None
    siren: str | None
    legal_form: str | None
    proof: str | None


@dataclass(frozen=True, slots=True)
class KnownSituation:
    """What is recorded for the horizon."""

    situation: str
    recorded_on: dt.date
    contact_mode: str | None
    proof: str | None
    recorded_by: str | None
    contract_months: int | None
    is_target_occupation: bool | None
    comment: str | None
    id: int


@dataclass(frozen=True, slots=True)
class FormState:
    """Everything the form shows. ``spells``: the latest told first, the one of this horizon included."""

    call: Call
    learner_id: int
    last_name: str
    first_name: str
    sex: str | None
    phone: str | None
    second_phone: str | None
    email: str | None
    relay_contact: str | None
    cohort_code: str
    exit_on: dt.date
    exit_type: str
    certification: str | None
    opens_on: dt.date
    due_on: dt.date
    before: dt.date
    attempts: tuple[AttemptLine, ...]
    known: KnownSituation | None
    spells: tuple[Spell, ...]
    parameters: Parameters
    contacts: tuple[Contact, ...] = ()
    refuses_calls: bool = False
    wrong_numbers: frozenset[str] = frozenset()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every telephone, the one to dial first; those known to be wrong are at the end."""
        known = numbers(self.phone, self.second_phone, self.contacts)
        struck = [number for number in known if number.value in self.wrong_numbers]
        return (*numbers_left(known, self.wrong_numbers), *struck)

    @property
    def tried(self) -> tuple[Tried, ...]:
        """The attempts in the order of time, for the rules of models/calling.py."""
        names = Tried._fields
        return tuple(Tried(*(getattr(one, name) for name in names)) for one in reversed(self.attempts))

    @property
    def attempts_made(self) -> int:
        """How many of the attempts count before somebody may be declared unreachable."""
        counted = codes_where("attempt_outcome", counts_as_attempt="yes")
        return sum(attempt.outcome in counted for attempt in self.attempts)

    @property
    def own_spell(self) -> Spell | None:
        """The spell told at this horizon."""
        return next((spell for spell in self.spells if spell.horizon == self.call.horizon), None)

    @property
    def earlier_spell(self) -> Spell | None:
        """The job or creation told at the nearest earlier horizon; None once this one is known."""
        told = (
            spell
            for spell in self.spells
            if spell.horizon is not None and spell.horizon < self.call.horizon and spell.kind != "training"
        )
        return next(told, None) if self.known is None else None


def form_state(session: Session, call: Call, as_of: dt.date) -> FormState:
    """Everything needed during a call. Raises NotFound when the enrollment is gone, or has no exit."""
    row = session.execute(
        select(
            Enrollment.learner_id,
            Learner.last_name,
            Learner.first_name,
            Learner.sex,
            Learner.phone,
            Learner.second_phone,
            Learner.email,
            Learner.relay_contact,
            Cohort.code.label("cohort_code"),
            Enrollment.exit_on,
            Enrollment.exit_type,
            Certification.outcome.label("certification"),
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .outerjoin(Certification, Certification.enrollment_id == Enrollment.id)
        .where(Enrollment.id == call.enrollment_id, Enrollment.exit_type.is_not(None))
    ).first()
    if row is None or row.exit_on is None:
        raise NotFound("Cette personne n’est plus dans le fichier, ou sa sortie a été retirée.")
    in_force = parameters_of(session, call.enrollment_id, as_of)
    days = window(row.exit_on, call.horizon, in_force)
    return FormState(
        call=call,
        **row._mapping,  # noqa: SLF001  (SQLAlchemy's public name for the row as a mapping)
        opens_on=days.opens_on,
        due_on=days.due_on,
        before=days.closes_on,
        attempts=attempts_by_call(session, [call.enrollment_id]).get(call, ()),
        known=_known(session, call),
        spells=_spells(session, call),
        parameters=in_force,
        contacts=contacts(session, row.learner_id),
        refuses_calls=bool(refusing_calls(session, [row.learner_id])),
        wrong_numbers=wrong_numbers_of(session, [call.enrollment_id]).get(call.enrollment_id, frozenset()),
    )


def _known(session: Session, call: Call) -> KnownSituation | None:
    row = session.execute(
        select(*(getattr(FollowUp, name) for name in KnownSituation.__dataclass_fields__)).where(
            FollowUp.enrollment_id == call.enrollment_id,
            FollowUp.horizon == call.horizon,
            FollowUp.situation != NOT_ASKED,
        )
    ).first()
    return None if row is None else KnownSituation(*row)


def _spells(session: Session, call: Call) -> tuple[Spell, ...]:
    own: dict[str, Any] = {name: getattr(Placement, name, None) for name in Spell.__dataclass_fields__}
    columns = own | {
        "horizon": FollowUp.horizon,
        "employer": func.coalesce(Placement.employer, Company.name),
        "employer_city": Company.city,
        "salary": Placement.yearly_gross_salary,
    }
    statement = (
        select(*columns.values())
        .outerjoin(FollowUp, FollowUp.id == Placement.follow_up_id)
        .outerjoin(Company, Company.id == Placement.company_id)
        .where(Placement.enrollment_id == call.enrollment_id)
        .order_by(FollowUp.horizon.desc(), Placement.starts_on.desc(), Placement.id.desc())
    )
    return tuple(Spell(*row) for row in session.execute(statement))
