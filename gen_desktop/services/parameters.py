"""The rules that an organisation sets for itself: alerts, delays, thresholds. Each change has its day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.funding_program import ProgramParameter
from gen_desktop.reference.parameters import parameter_default, parse_parameter

KINDS = frozenset({"program_parameter"})


@dataclass(frozen=True, slots=True)
class ParameterInput:
    """A value of our own. ``value``: as stored texts are (reference/parameters); ``valid_from`` None: always.

    ``source``: why, in words (« règlement intérieur du 3 septembre 2026 »).
    """

    code: str
    value: str
    valid_from: dt.date | None = None
    source: str | None = None


def set_parameter(db: Database, values: ParameterInput) -> Change:
    """Set a rule from a day on; what was set for later days gives way, what was before stays as it was.

    Raises NotFound for an unknown rule, InvalidInput.
    """
    default = parameter_default(values.code, values.valid_from)
    try:
        parse_parameter(values.code, default.unit, values.value)
    except InvalidInput as error:
        raise InvalidInput(Problem("value", str(error))) from error
    name = f"Régler{NBSP}: {default.label}"
    with db.write(name) as session:
        for known in _own(session, values.code):
            _give_way(session, known, values.valid_from)
        session.flush()
        made = ProgramParameter(
            code=values.code,
            value=values.value.strip(),
            valid_from=values.valid_from,
            source=(values.source or "").strip() or None,
        )
        session.add(made)
    return Change(KINDS, frozenset({made.id}), name)


def reset_parameter(db: Database, code: str) -> Change:
    """Go back to the value that the program proposes, for all days. Raises NotFound when it is that."""
    name = f"Revenir à la valeur proposée{NBSP}: {parameter_default(code).label}"
    with db.write(name) as session:
        own = _own(session, code)
        if not own:
            raise NotFound("Cette règle a déjà la valeur que le programme propose.")
        ids = frozenset(one.id for one in own)
        for known in own:
            session.delete(known)
    return Change(KINDS, ids, name)


def _give_way(session: Session, known: ProgramParameter, valid_from: dt.date | None) -> None:
    """What was set before ends the day before; what was set for that day or later goes."""
    if valid_from is None or (known.valid_from is not None and known.valid_from >= valid_from):
        session.delete(known)
    elif known.valid_to is None or known.valid_to >= valid_from:
        known.valid_to = valid_from - dt.timedelta(days=1)


def _own(session: Session, code: str) -> list[ProgramParameter]:
    return list(session.scalars(select(ProgramParameter).where(ProgramParameter.code == code)))
