"""The rules of counting that the organisation sets itself, dated: thresholds, delays, definitions."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.french import NBSP
from gen_desktop.models.funding_program import ProgramParameter
from gen_desktop.reference.parameters import parameter_default, parse_parameter

KINDS = frozenset({"program_parameter"})
_DAY = dt.timedelta(days=1)


def set_parameter(
    db: Database, code: str, value: str, valid_from: dt.date | None = None, source: str | None = None
) -> Change:
    """Give a rule another value from a day on; None: for all that is counted, whatever its date.

    ``value``: as it is stored (reference/parameters.py). What held before that day still holds before it.
    Raises NotFound for an unknown rule, InvalidInput for what is no value of it.
    """
    shipped = parameter_default(code)
    parse_parameter(code, shipped.unit, value)
    with db.write(f"Régler{NBSP}: {shipped.label}") as session:
        later = [row for row in _own(session, code) if _is_later(row, valid_from)]
        for row in _own(session, code):
            _make_room(session, row, valid_from)
        made = ProgramParameter(
            code=code,
            value=value.strip(),
            valid_from=valid_from,
            valid_to=min((row.valid_from - _DAY for row in later if row.valid_from), default=None),
            source=(source or "").strip() or None,
        )
        session.add(made)
    return Change(KINDS, frozenset({made.id}), f"Régler{NBSP}: {shipped.label}", made.id)


def reset_parameter(db: Database, code: str) -> Change:
    """Go back to what the program proposes, at any date. Raises NotFound when nothing else was set."""
    name = f"Revenir à la valeur proposée{NBSP}: {parameter_default(code).label}"
    with db.write(name) as session:
        rows = _own(session, code)
        if not rows:
            raise NotFound("Cette règle a déjà la valeur que le programme propose.")
        for row in rows:
            session.delete(row)
    return Change(KINDS, frozenset(row.id for row in rows), name)


def _own(session: Session, code: str) -> list[ProgramParameter]:
    return list(session.scalars(select(ProgramParameter).where(ProgramParameter.code == code)))


def _is_later(row: ProgramParameter, valid_from: dt.date | None) -> bool:
    return row.valid_from is not None and (valid_from is None or row.valid_from > valid_from)


def _make_room(session: Session, row: ProgramParameter, valid_from: dt.date | None) -> None:
    """End what held until that day; what began the same day goes."""
    if _is_later(row, valid_from):
        return
    if row.valid_from == valid_from or valid_from is None:
        session.delete(row)
    elif row.valid_to is None or row.valid_to >= valid_from:
        row.valid_to = valid_from - _DAY
