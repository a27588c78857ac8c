"""Takes back the last named gesture, whatever it was, from the change log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, NotFound
from gen_desktop.models.history import (
    ChangeSet,
    RecordChange,
    decode,
    record_bulk,
    record_bulk_update,
)
from gen_desktop.models.registry import Base

_CHUNK = 400
_LATER_WORK = "Impossible d’annuler « {name} » : des données saisies depuis en dépendent."


@dataclass(frozen=True, slots=True)
class Undoable:
    """The gesture that the next undo takes back."""

    change_set_id: int
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class _Step:
    table: Table
    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def last_undoable(session: Session) -> Undoable | None:
    """The last gesture that was not taken back and is not itself an undo; None at the beginning."""
    row = session.execute(
        select(ChangeSet.id, ChangeSet.name, ChangeSet.at)
        .where(ChangeSet.undone_by_id.is_(None), ChangeSet.undoes_id.is_(None))
        .order_by(ChangeSet.position.desc())
        .limit(1)
    ).first()
    return Undoable(row.id, row.name, row.at) if row else None


def undo_last(db: Database) -> Change:
    """Put back what the last gesture changed, as a gesture of its own named « Annuler : … ».

    Raises NotFound when there is nothing to undo, Conflict when later work rests on it; nothing is then
    changed.
    """
    with db.read() as session:
        target = last_undoable(session)
    if target is None:
        raise NotFound("Il n’y a rien à annuler.")
    name = f"Annuler : {target.name}"
    try:
        with db.write(name, undoes_id=target.change_set_id) as session:
            steps = list(_steps(session, target.change_set_id))
            _take_back(session, steps)
    except (IntegrityError, _Moved) as error:
        raise Conflict(_LATER_WORK.format(name=target.name)) from error
    return Change(
        kinds=frozenset(step.table.name for step in steps),
        ids=frozenset(int(part) for step in steps for part in step.key.split(":")),
        name=name,
    )


class _Moved(Exception):
    """A record no longer is what the gesture left."""


def _steps(session: Session, change_set_id: int) -> Iterator[_Step]:
    rows = session.execute(
        select(RecordChange.kind, RecordChange.record_key, RecordChange.before, RecordChange.after)
        .where(RecordChange.change_set_id == change_set_id)
        .order_by(RecordChange.id)
    )
    for kind, key, before, after in rows:
        table = Base.metadata.tables[kind]
        yield _Step(table, key, decode(table, before), decode(table, after))


def _take_back(session: Session, steps: list[_Step]) -> None:
    """Children first out, parents first back in; what was modified in between."""
    order = {table.name: position for position, table in enumerate(Base.metadata.sorted_tables)}
    made = [step for step in steps if step.before is None]
    for table, group in _by_table(made, order, reverse=True):
        _delete_made(session, table, group)
    deleted = [step for step in steps if step.after is None]
    for table, group in _by_table(deleted, order, reverse=False):
        rows = [{**_defaults(table), **(step.before or {})} for step in group]
        session.execute(insert(table), rows)
        record_bulk(session, table, after=rows)
    for step in steps:
        if step.before is not None and step.after is not None:
            _put_back(session, step)


def _by_table(
    steps: list[_Step], order: Mapping[str, int], *, reverse: bool
) -> Iterable[tuple[Table, list[_Step]]]:
    groups: dict[str, list[_Step]] = {}
    for step in steps:
        groups.setdefault(step.table.name, []).append(step)
    for name in sorted(groups, key=lambda name: order[name], reverse=reverse):
        yield groups[name][0].table, groups[name]


def _delete_made(session: Session, table: Table, steps: list[_Step]) -> None:
    keys = list(table.primary_key)
    for start in range(0, len(steps), _CHUNK):
        chunk = steps[start : start + _CHUNK]
        wanted = [tuple(int(part) for part in step.key.split(":")) for step in chunk]
        where = keys[0].in_([key[0] for key in wanted]) if len(keys) == 1 else tuple_(*keys).in_(wanted)
        present = {
            tuple(row[column.name] for column in keys): dict(row)
            for row in session.execute(select(table).where(where)).mappings()
        }
        for step, key in zip(chunk, wanted, strict=True):
            if not _equals(present.get(key), step.after):
                raise _Moved
        session.execute(delete(table).where(where))
        record_bulk(session, table, before=present.values())


def _put_back(session: Session, step: _Step) -> None:
    table, before, after = step.table, step.before or {}, step.after or {}
    parts = [int(part) for part in step.key.split(":")]
    where = and_(*(column == part for column, part in zip(table.primary_key, parts, strict=True)))
    row = session.execute(select(table).where(where)).mappings().first()
    if row is None or not _equals(row, after):
        raise _Moved
    values: dict[str, Any] = dict(before)
    if "version" in table.c:
        values["version"] = row["version"] + 1
    session.execute(update(table).where(where).values({name: bindparam(f"new_{name}") for name in values}),
                    {f"new_{name}": value for name, value in values.items()})  # fmt: skip
    record_bulk_update(session, table, step.key, after, before)


def _equals(row: Any, expected: Mapping[str, Any] | None) -> bool:
    return row is not None and all(row[name] == value for name, value in (expected or {}).items())


def _defaults(table: Table) -> dict[str, Any]:
    return {"version": 1} if "version" in table.c else {}
