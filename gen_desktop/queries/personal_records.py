"""Every record that belongs to people, in the tables and in the change log, whatever hangs on what.

The tables are found by their foreign keys: a table added tomorrow under the learner is among them by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.doubtful_pair import MergedRecord
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import RecordChange
from gen_desktop.models.learner import Learner
from gen_desktop.models.placement import Placement
from gen_desktop.models.privacy import Erasure
from gen_desktop.models.registry import Base

CHUNK = 200
"""Values in one condition."""
_EMPLOYERS: tuple[InstrumentedAttribute[int | None], ...] = (
    Placement.company_id,
    CompanyPeriod.company_id,
    Enrollment.employer_company_id,
)
"""What points to an employer: a job, a period in company, who employs somebody during the course."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """Table → the ids of the records of some people, those deleted since included.

    A table whose key is made of two (attendance) is not there: its key begins with the id of its owner.
    """

    ids: Mapping[str, frozenset[int]]

    @property
    def learners(self) -> frozenset[int]:
        """The people themselves."""
        return self.ids[Learner.__tablename__]


OWNED_WHEN_NAMED = frozenset({"complaint.enrollment_id", "satisfaction_answer.enrollment_id"})
"""Keys that may be empty (an anonymous questionnaire), by which a record belongs to whom it names."""


@cache
def owned_tables() -> Mapping[Table, Column[Any]]:
    """Each table that belongs to a person → the column that names its owner, owners before what they own."""
    learner = Base.metadata.tables[Learner.__tablename__]
    owned: dict[Table, Column[Any]] = {learner: learner.c.id}
    for table in Base.metadata.sorted_tables:
        if table.name == Erasure.__tablename__:
            continue  # what is left to say of somebody, not what is kept of her
        for foreign in sorted(table.foreign_keys, key=lambda one: one.parent.name):
            named = f"{table.name}.{foreign.parent.name}" in OWNED_WHEN_NAMED
            if foreign.column.table in owned and (named or not foreign.parent.nullable):
                owned[table] = foreign.parent
    return owned


def owner_of(table: Table) -> Table:
    """The table that the owners of its rows are in; the learners own themselves."""
    column = owned_tables()[table]
    return next((foreign.column.table for foreign in column.foreign_keys), table)


def with_merged(session: Session, learner_ids: Iterable[int]) -> frozenset[int]:
    """These people, under every number that a record of theirs ever had (services/merging.py)."""
    found = set(learner_ids)
    for some in chunks(found):
        gone = select(MergedRecord.gone_id).where(MergedRecord.learner_id.in_(some))
        found.update(session.scalars(gone))
    return frozenset(found)


def belongings(session: Session, learner_ids: Iterable[int]) -> Belongings:
    """Everything of these people. Reads every deletion of the log once."""
    ids: dict[str, frozenset[int]] = {Learner.__tablename__: frozenset(learner_ids)}
    for table, column in owned_tables().items():
        if table.name == Learner.__tablename__ or "id" not in table.c:
            continue
        owners = ids[owner_of(table).name]
        found = {
            row_id
            for some in chunks(owners)
            for row_id in session.scalars(select(table.c["id"]).where(column.in_(some)))
        }
        ids[table.name] = frozenset(found | set(_deleted(session, table, column, owners)))
    return Belongings(ids)


def log_conditions(own: Belongings) -> Iterator[ColumnElement[bool]]:
    """Conditions on RecordChange that together meet everything the log tells of these records."""
    for name, ids in own.ids.items():
        for some in chunks(ids):
            keys = [str(one) for one in some]
            yield and_(RecordChange.kind == name, RecordChange.record_key.in_(keys))
    for table in owned_tables():
        if table.name not in own.ids:
            for some in chunks(own.ids[owner_of(table).name]):
                # The key begins with its owner: a range, so that the index answers. ";" follows ":".
                ranges = [
                    and_(RecordChange.record_key >= f"{one}:", RecordChange.record_key < f"{one};")
                    for one in some
                ]
                yield and_(RecordChange.kind == table.name, or_(*ranges))


def only_their_companies(session: Session, own: Belongings) -> frozenset[int]:
    """The employers that only these people named: no other record, in force or in the log, points to
    them.
    """
    named: set[int] = set()
    left: set[int] = set()
    for column in _EMPLOYERS:
        theirs = own.ids[column.class_.__tablename__]
        pairs = [*_companies_in_force(session, column), *_companies_in_log(session, column)]
        named |= {value for key, value in pairs if key in theirs}
        left |= {value for key, value in pairs if key not in theirs}
    return frozenset(named - left)


def chunks(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """Some values at a time, so that no statement has too many."""
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _deleted(session: Session, table: Table, column: Column[Any], owners: frozenset[int]) -> Iterator[int]:
    """The records of that table that these owned and are gone: only the log still knows them."""
    rows = session.execute(
        select(RecordChange.record_key, RecordChange.before).where(
            RecordChange.kind == table.name, RecordChange.after.is_(None), RecordChange.before.is_not(None)
        )
    )
    for key, before in rows:
        if before is not None and json.loads(before).get(column.name) in owners:
            yield int(key)


def _companies_in_force(
    session: Session, column: InstrumentedAttribute[int | None]
) -> Iterator[tuple[int, int]]:
    """Every record with the employer that it points to."""
    rows = session.execute(select(column.class_.id, column).where(column.is_not(None)))
    yield from ((row[0], row[1]) for row in rows)


def _companies_in_log(
    session: Session, column: InstrumentedAttribute[int | None]
) -> Iterator[tuple[int, int]]:
    """Every record of the log with each employer that it ever pointed to."""
    told = f'"{column.key}": '
    rows = session.execute(
        select(RecordChange.record_key, RecordChange.before, RecordChange.after).where(
            RecordChange.kind == column.class_.__tablename__,
            or_(RecordChange.before.contains(told), RecordChange.after.contains(told)),
        )
    )
    for key, *states in rows:
        for state in states:
            company_id = json.loads(state).get(column.key) if state else None
            if company_id is not None:
                yield int(key), company_id
