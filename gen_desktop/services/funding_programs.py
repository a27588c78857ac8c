"""What pays for cohorts, and the targets that come with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NARROW, NBSP
from gen_desktop.models.funding_program import FundingProgram, Target
from gen_desktop.reference.horizons import RECORDED_HORIZONS, horizons_text
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.targets import targets_for
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.logos import kept_logo

KINDS = frozenset({"funding_program", "target"})


@dataclass(frozen=True, slots=True)
class TargetInput:
    """The percentage that an indicator should reach; without dates, always."""

    indicator: str
    percent: Decimal
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ProgramInput:
    """A programme or agreement as typed. ``kind``: a code of funding_program_kind; ``funder``: of funder.

    ``targets`` None: those known for the kind when the programme is created, unchanged when it is updated.
    ``follow_up_horizons`` (months after the exit, 0: at it) and the windows (days) None: the parameters.
    ``logo``: a PNG or JPEG picture, empty to take it away, None to leave it as it is.
    """

    code: str
    name: str
    kind: str | None = None
    funder: str | None = None
    agreement_number: str | None = None
    scheme: str | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    label_number: str | None = None
    label_ends_on: dt.date | None = None
    is_eu_cofunded: bool | None = None
    planned_amount: Decimal | None = None
    realized_amount: Decimal | None = None
    last_payment_on: dt.date | None = None
    follow_up_horizons: tuple[int, ...] | None = None
    follow_up_window_before: int | None = None
    follow_up_window_after: int | None = None
    targets: tuple[TargetInput, ...] | None = None
    logo: bytes | None = None


_COLUMNS = tuple(
    name
    for name in ProgramInput.__dataclass_fields__
    if name not in ("code", "name", "follow_up_horizons", "targets", "logo")
)
LONGEST_WINDOW = 180
"""Days; more is a mistyped number."""


def create_program(db: Database, values: ProgramInput) -> Change:
    """Create a programme with its targets. Raises InvalidInput with every problem."""
    name = f"Créer le programme {values.name.strip()}"
    with db.write(name) as session:
        program_id = insert_program(session, values)
    return Change(KINDS, frozenset({program_id}), name, program_id)


def insert_program(session: Session, values: ProgramInput) -> int:
    """The same within a unit of work."""
    if problems := program_problems(session, values):
        raise InvalidInput(*problems)
    program = FundingProgram(
        code=values.code.strip(),
        name=values.name.strip() or values.code.strip(),
        logo_sha256=kept_logo(session, values.logo, None),
        follow_up_horizons=_stored_horizons(values),
        **{name: getattr(values, name) for name in _COLUMNS},
    )
    session.add(program)
    targets = _default_targets(values.kind) if values.targets is None else values.targets
    _replace_targets(session, program.id, targets)
    session.flush()
    return program.id


def update_program(
    db: Database, program_id: int, values: ProgramInput, *, version: int | None = None
) -> Change:
    """Change a programme. Raises NotFound, Conflict when it was changed since ``version``, InvalidInput."""
    name = f"Modifier le programme {values.name.strip()}"
    with db.write(name) as session:
        program = _program(session, program_id)
        if version is not None and program.version != version:
            raise Conflict("Ce programme a été modifié entre-temps.")
        if problems := program_problems(session, values, program_id):
            raise InvalidInput(*problems)
        program.code = values.code.strip()
        program.name = values.name.strip() or program.code
        for column in _COLUMNS:
            setattr(program, column, getattr(values, column))
        program.logo_sha256 = kept_logo(session, values.logo, program.logo_sha256)
        program.follow_up_horizons = _stored_horizons(values)
        if values.targets is not None:
            _replace_targets(session, program_id, values.targets)
    return Change(KINDS, frozenset({program_id}), name)


def record_payment(
    db: Database,
    program_id: int,
    last_payment_on: dt.date | None,
    is_eu_cofunded: bool | None,
    *,
    today: dt.date,
    version: int | None = None,
) -> Change:
    """Say when the last payment for a programme was received, from whoever pays, and whether the Union does.

    The periods of retention count from it. Raises NotFound, Conflict when the programme was changed since
    ``version``, InvalidInput for a day to come.
    """
    if last_payment_on is not None and last_payment_on > today:
        raise InvalidInput.one("last_payment_on", "Ce versement est dans l’avenir.")
    with db.read() as session:
        name = f"Noter le dernier versement du programme {_program(session, program_id).name}"
    with db.write(name) as session:
        program = _program(session, program_id)
        if version is not None and program.version != version:
            raise Conflict("Ce programme a été modifié entre-temps.")
        program.last_payment_on = last_payment_on
        program.is_eu_cofunded = is_eu_cofunded
    return Change(frozenset({"funding_program"}), frozenset({program_id}), name)


def _program(session: Session, program_id: int) -> FundingProgram:
    program = session.get(FundingProgram, program_id)
    if program is None:
        raise NotFound("Ce programme n’existe plus.")
    return program


def delete_program(db: Database, program_id: int) -> Change:
    """Delete a programme with its targets. Raises NotFound, Conflict while it pays for cohorts."""
    with db.read() as session:
        known = session.scalar(select(FundingProgram.name).where(FundingProgram.id == program_id))
    if known is None:
        raise NotFound("Ce programme n’existe plus.")
    name = f"Supprimer le programme {known}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "funding_program", [program_id])
    return Change(kinds, frozenset({program_id}), name)


def program_problems(session: Session, values: ProgramInput, program_id: int | None = None) -> list[Problem]:
    """Everything that keeps the programme from being written; ``program_id``: the one being changed."""
    problems = []
    code = values.code.strip()
    if not code:
        problems.append(Problem("program_code", "Donnez un code au programme."))
    taken = session.scalar(select(FundingProgram.id).where(FundingProgram.code == code))
    if taken is not None and taken != program_id:
        sentence = f"Un programme porte déjà le code «{NBSP}{code}{NBSP}»."
        problems.append(Problem("program_code", sentence))
    if values.kind is not None and values.kind not in code_list("funding_program_kind"):
        sentence = f"Le type de programme «{NBSP}{values.kind}{NBSP}» n’existe pas."
        problems.append(Problem("kind", sentence))
    if values.starts_on and values.ends_on and values.ends_on < values.starts_on:
        problems.append(Problem("ends_on", "La fin du programme est avant son début."))
    problems += _follow_up_problems(values)
    problems += _target_problems(values.targets or ())
    return problems


def _follow_up_problems(values: ProgramInput) -> list[Problem]:
    problems = []
    horizons = values.follow_up_horizons
    if horizons is not None and not (horizons and set(horizons) <= set(RECORDED_HORIZONS)):
        problems.append(Problem("follow_up_horizons", "Choisissez des échéances parmi celles proposées."))
    for name in ("follow_up_window_before", "follow_up_window_after"):
        days = getattr(values, name)
        if days is not None and not 0 <= days <= LONGEST_WINDOW:
            problems.append(Problem(name, f"Un nombre de jours de 0 à {LONGEST_WINDOW}."))
    return problems


def _stored_horizons(values: ProgramInput) -> str | None:
    horizons = values.follow_up_horizons
    return None if horizons is None else horizons_text(tuple(sorted(horizons)))


def _target_problems(targets: tuple[TargetInput, ...]) -> list[Problem]:
    if any(not 0 <= target.percent <= 100 for target in targets):
        return [Problem("targets", f"Un objectif va de 0 à 100{NARROW}%.")]
    if any(one.valid_from and one.valid_to and one.valid_to < one.valid_from for one in targets):
        return [Problem("targets", "La fin d’un objectif est avant son début.")]
    keys = [(target.indicator, target.valid_from) for target in targets]
    if len(set(keys)) < len(keys):
        return [Problem("targets", "Un indicateur a deux objectifs pour la même date.")]
    return []


def _default_targets(kind: str | None) -> tuple[TargetInput, ...]:
    return tuple(
        TargetInput(one.indicator, one.percent, one.valid_from, one.valid_to, one.source)
        for one in targets_for(kind or "")
    )


def _replace_targets(session: Session, program_id: int, targets: tuple[TargetInput, ...]) -> None:
    """Only what differs is written: the log then says what was changed."""
    known = {
        (target.indicator, target.valid_from): target
        for target in session.scalars(select(Target).where(Target.funding_program_id == program_id))
    }
    for wanted in targets:
        target = known.pop((wanted.indicator, wanted.valid_from), None)
        if target is None:
            target = Target(
                funding_program_id=program_id, indicator=wanted.indicator, valid_from=wanted.valid_from
            )
            session.add(target)
        target.percent, target.valid_to, target.source = wanted.percent, wanted.valid_to, wanted.source
    for target in known.values():
        session.delete(target)
