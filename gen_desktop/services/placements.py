"""Jobs, businesses and trainings of people, as dated facts: recorded, changed, deleted.

services/follow_ups.py records those told about a horizon.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.identifiers import siret_problem
from gen_desktop.models.placement import Placement, SpellFacts, spell_months, spell_problems
from gen_desktop.reference.lists import code_list
from gen_desktop.services.companies import CompanyInput, find_or_insert
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.enrollments import name_of
from gen_desktop.services.told_spells import paper_problems

KINDS = frozenset({"placement", "company"})
_GONE = "Cet emploi ou cette formation n’est plus dans le fichier."
_WORDS = {"job": "l’emploi", "creation": "la création d’entreprise", "training": "la formation suivie"}
_RECORDED = {"job": "Emploi", "creation": "Création d’entreprise", "training": "Formation suivie"}
_NOT_OF = {
    "job": frozenset({"siren", "legal_form", "training_body", "training_level"}),
    "creation": frozenset({"contract_nature", "training_body", "training_level"}),
    "training": frozenset(
        {"contract_type", "contract_nature", "contract_months", "working_time", "weekly_minutes"}
        | {"is_target_occupation", "is_digital_sector", "is_executive", "salary", "siren", "legal_form"}
        | {"rome_code", "rome_version", "employer", "employer_city", "employer_siret"}
    ),
}
"""What says nothing of a kind of spell, and is then left out."""


@dataclass(frozen=True, slots=True)
class PlacementInput:
    """A spell as typed; None is unknown. ``kind``: job, creation, training.

    ``contract_months`` is only read when a date is missing. ``weekly_minutes``: of work. ``salary``: gross
    euros a year. ``attached_document_id``: the proof itself, a paper of the same person. ``recorded_on``: the
    day on which the centre learned of it; ``confirmed_on``: the last day on which it was told to go on.
    """

    kind: str
    recorded_on: dt.date
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    contract_type: str | None = None
    contract_nature: str | None = None
    contract_months: int | None = None
    working_time: str | None = None
    weekly_minutes: int | None = None
    title: str | None = None
    employer: str | None = None
    employer_city: str | None = None
    employer_siret: str | None = None
    rome_code: str | None = None
    rome_version: str | None = None
    is_target_occupation: bool | None = None
    is_digital_sector: bool | None = None
    is_executive: bool | None = None
    salary: Decimal | None = None
    siren: str | None = None
    legal_form: str | None = None
    training_body: str | None = None
    training_level: str | None = None
    proof: str | None = None
    attached_document_id: int | None = None
    confirmed_on: dt.date | None = None
    note: str | None = None


def record_placement(db: Database, enrollment_id: int, values: PlacementInput) -> Change:
    """Record a spell of somebody. Raises NotFound, InvalidInput with every problem."""
    told = _bare(values)
    name = f"{_RECORDED.get(told.kind, 'Emploi')}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        placement = Placement(enrollment_id=enrollment_id, **_columns(session, enrollment_id, told))
        session.add(placement)
        session.flush()
    return Change(KINDS, frozenset({enrollment_id}), name, placement.id)


def change_placement(db: Database, placement_id: int, values: PlacementInput, *, version: int) -> Change:
    """Change a spell; what was told of a horizon stays as told. ``version``: the one that was shown.

    Raises NotFound, InvalidInput with every problem, Conflict when it was changed since.
    """
    told = _bare(values)
    enrollment_id, kind = _owner(db, placement_id)
    name = f"Modifier {_WORDS[kind]}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        placement = session.get(Placement, placement_id)
        if placement is None:
            raise NotFound(_GONE)
        if placement.version != version:
            raise Conflict("Cet emploi ou cette formation a été modifié entre-temps.")
        for column, value in _columns(session, enrollment_id, told).items():
            setattr(placement, column, value)
    return Change(KINDS, frozenset({enrollment_id}), name)


def confirm_placement(db: Database, placement_id: int, day: dt.date) -> Change:
    """Note that a spell was still going on that day. Raises NotFound, InvalidInput when its dates say no."""
    enrollment_id, kind = _owner(db, placement_id)
    name = f"Toujours en cours, {_WORDS[kind]}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        placement = session.get(Placement, placement_id)
        if placement is None:
            raise NotFound(_GONE)
        if placement.ends_on is not None and placement.ends_on < day:
            raise InvalidInput.one("confirmed_on", "D’après ses dates, c’est fini ce jour-là.")
        if placement.starts_on is not None and placement.starts_on > day:
            raise InvalidInput.one("confirmed_on", "D’après ses dates, ce n’est pas commencé ce jour-là.")
        placement.confirm(day)
    return Change(frozenset({"placement"}), frozenset({enrollment_id}), name)


def delete_placement(db: Database, placement_id: int) -> Change:
    """Delete a job, a creation or a training; the situation told then stays. Raises NotFound."""
    enrollment_id, kind = _owner(db, placement_id)
    name = f"Supprimer {_WORDS[kind]}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "placement", [placement_id])
    return Change(kinds, frozenset({enrollment_id}), name)


def _owner(db: Database, placement_id: int) -> tuple[int, str]:
    with db.read() as session:
        row = session.execute(
            select(Placement.enrollment_id, Placement.kind).where(Placement.id == placement_id)
        ).first()
    if row is None:
        raise NotFound(_GONE)
    return row.enrollment_id, row.kind


def _bare(values: PlacementInput) -> PlacementInput:
    """The same without useless spaces, nor what says nothing of its kind; dates decide of the length."""
    told: dict[str, Any] = asdict(values)
    told |= {name: _text(value) for name, value in told.items() if isinstance(value, str)}
    left_out: dict[str, Any] = dict.fromkeys(_NOT_OF.get(values.kind, ()))
    return _with_length(PlacementInput(**told | left_out | {"kind": values.kind}))


def _with_length(told: PlacementInput) -> PlacementInput:
    told = replace(told, rome_code=told.rome_code.upper() if told.rome_code else None)
    if told.rome_code is None:
        told = replace(told, rome_version=None)
    if told.starts_on is not None and told.ends_on is not None:
        told = replace(told, contract_months=None)
    return replace(told, contract_months=spell_months(_facts(told)))


def _facts(told: PlacementInput) -> SpellFacts:
    return SpellFacts(**{name: getattr(told, name) for name in SpellFacts.__dataclass_fields__})


def _columns(session: Session, enrollment_id: int, told: PlacementInput) -> dict[str, Any]:
    """The columns to write; an employer not known yet is made. Raises InvalidInput with every problem."""
    if problems := list(_problems(session, enrollment_id, told)):
        raise InvalidInput(*problems)
    columns = asdict(told)
    city, siret = columns.pop("employer_city"), columns.pop("employer_siret")
    company = CompanyInput(told.employer, city, siret) if told.employer else None
    columns["company_id"] = find_or_insert(session, company)[0] if company else None
    columns["yearly_gross_salary"] = columns.pop("salary")
    return columns


def _problems(session: Session, enrollment_id: int, told: PlacementInput) -> Iterator[Problem]:
    if told.kind not in code_list("placement_kind"):
        yield Problem("kind", "Choisissez emploi, création ou formation.")
        return
    yield from spell_problems(_facts(told))
    contracts = code_list("contract_type")
    contract = told.contract_type
    if contract is not None and (contract not in contracts or contracts[contract]["kind"] != told.kind):
        yield Problem("contract_type", "Ce contrat ne va pas avec ce qui est noté ici.")
    if wrong := siret_problem(told.employer_siret or ""):
        yield Problem("employer_siret", wrong)
    elif told.employer_siret is not None and told.employer is None:
        yield Problem("employer", "Donnez le nom de l’employeur de ce SIRET.")
    if told.confirmed_on is not None and told.ends_on is not None and told.confirmed_on > told.ends_on:
        yield Problem("confirmed_on", "Cette confirmation est après la fin.")
    yield from paper_problems(session, enrollment_id, told.attached_document_id)


def _text(typed: str) -> str | None:
    return " ".join(typed.split()) or None
