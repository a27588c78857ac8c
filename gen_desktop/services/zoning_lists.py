"""Keeps the official lists of communes and QPV: brought in from their published files, dated, deleted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import short_date
from gen_desktop.models.zoning import OfficialPlaces, list_problems
from gen_desktop.models.zoning_list import ZoningList
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.stored_content import keep

TABLE = frozenset({"zoning_list"})
GONE = "Cette liste n’est plus dans le fichier."


@dataclass(frozen=True, slots=True)
class ZoningListInput:
    """A list as typed. ``kind``: ZRR, FRR or QPV; both dates are inclusive, None is without end."""

    kind: str
    name: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: str | None = None


def add_zoning_list(db: Database, values: ZoningListInput, places: OfficialPlaces, today: dt.date) -> Change:
    """Keep a list that was read from its published file. Raises InvalidInput with every problem."""
    name = f"Importer la liste {values.name.strip()}"
    with db.write(name) as session:
        _check(session, values)
        if not places.count:
            raise InvalidInput.one("file", "Cette liste ne nomme aucun lieu.")
        made = ZoningList(
            kind=values.kind,
            **_columns(values),
            imported_on=today,
            places=places.count,
            sha256=keep(session, places.packed()),
        )
        session.add(made)
        session.flush()
        list_id = made.id
    return Change(TABLE, frozenset({list_id}), name, list_id)


def update_zoning_list(db: Database, list_id: int, values: ZoningListInput, *, version: int) -> Change:
    """Correct the name, the dates and the source of a list; its kind and its places stay.

    ``version``: the one shown. Raises NotFound, Conflict when it was changed since, InvalidInput.
    """
    name = f"Modifier la liste {values.name.strip()}"
    with db.write(name) as session:
        found = _get(session, list_id)
        if found.version != version:
            raise Conflict("Cette liste a été modifiée entre-temps.")
        _check(session, values, list_id)
        for column, value in _columns(values).items():
            if getattr(found, column) != value:
                setattr(found, column, value)
    return Change(TABLE, frozenset({list_id}), name)


def delete_zoning_list(db: Database, list_id: int) -> Change:
    """Delete a list; the facts that were taken from it stay, the bin gives it back. Raises NotFound."""
    with db.read() as session:
        name = f"Supprimer la liste {_get(session, list_id).name}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "zoning_list", [list_id])
    return Change(kinds, frozenset({list_id}), name)


def _check(session: Session, values: ZoningListInput, list_id: int | None = None) -> None:
    problems = list(list_problems(values.kind, values.name, values.valid_from, values.valid_to))
    same = select(ZoningList.name).where(
        ZoningList.kind == values.kind, ZoningList.valid_from == values.valid_from
    )
    if list_id is not None:
        same = same.where(ZoningList.id != list_id)
    if (other := session.scalar(same)) is not None:
        day = short_date(values.valid_from)
        sentence = f"«\u00a0{other}\u00a0» commence aussi le {day}\u00a0: changez la date, ou supprimez-la."
        problems.append(Problem("valid_from", sentence))
    if problems:
        raise InvalidInput(*problems)


def _columns(values: ZoningListInput) -> dict[str, object]:
    return {
        "name": " ".join(values.name.split()),
        "valid_from": values.valid_from,
        "valid_to": values.valid_to,
        "source": (values.source or "").strip() or None,
    }


def _get(session: Session, list_id: int) -> ZoningList:
    found = session.get(ZoningList, list_id)
    if found is None:
        raise NotFound(GONE)
    return found
