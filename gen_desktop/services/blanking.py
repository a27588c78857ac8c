"""What an erasure takes away, within its unit of work: from the rows of people, and from the change log.

Nothing here goes through the recorder: what is erased must not be written down once more. The gesture keeps
marks instead, one for each record and each name that it blanks (models/history.mark_erased).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from gen_desktop.changes import AuthorKind
from gen_desktop.models.draft import Draft
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import ChangeSet, RecordChange, mark_erased
from gen_desktop.models.learner import Learner
from gen_desktop.models.placement import Company
from gen_desktop.models.privacy import (
    ERASED_GESTURE,
    ERASED_PERSON,
    ERASED_VALUE,
    NAMELESS,
    STAYS,
    WAS_KNOWN,
    as_words,
    birth_date_for_figures,
)
from gen_desktop.queries.naming import Names, drafts_about, naming_records
from gen_desktop.queries.personal_records import (
    Belongings,
    chunks,
    log_conditions,
    only_their_companies,
    owned_tables,
    owner_of,
)
from gen_desktop.services.issued_contents import forget_papers


def blank_people(session: Session, own: Belongings, names: Names, days: Mapping[int, dt.date]) -> None:
    """Make the rows of these people nameless, and the log silent about them, marks apart.

    ``days``: the person → the day of the erasure.
    """
    companies = only_their_companies(session, own)
    naming = list(naming_records(session, names))
    _bring_back_deleted(session, own)
    _set_days(session, own, days)
    forget_papers(session, own)
    _blank_rows(session, own)
    _blank_log(session, own, names, companies, naming)
    for some in chunks(drafts_about(session, own, names)):
        session.execute(delete(Draft).where(Draft.id.in_(some)))
    for some in chunks(companies):
        session.execute(delete(Company).where(Company.id.in_(some)))
    for model, columns, record_id in naming:
        table: Table = model.__table__
        session.execute(
            update(table).where(table.c.id == record_id).values(dict.fromkeys(columns, ERASED_PERSON))
        )


def _bring_back_deleted(session: Session, own: Belongings) -> None:
    """Whoever was deleted before gets a nameless row, which the erasure points to."""
    present = {
        one
        for some in chunks(own.learners)
        for one in session.scalars(select(Learner.id).where(Learner.id.in_(some)))
    }
    rows = [{"id": one, "version": 1} | NAMELESS for one in sorted(own.learners - present)]
    if rows:
        session.execute(insert(Learner.__table__), rows)  # type: ignore[arg-type]  # declared as FromClause


def _set_days(session: Session, own: Belongings, days: Mapping[int, dt.date]) -> None:
    """The birth dates that figures need, and the days of erasure."""
    entries: dict[int, list[dt.date]] = {}
    births: dict[int, dt.date | None] = {}
    entry = select(Enrollment.learner_id, Enrollment.entered_on).where(Enrollment.entered_on.is_not(None))
    for some in chunks(own.learners):
        for learner_id, day in session.execute(entry.where(Enrollment.learner_id.in_(some))).all():
            entries.setdefault(learner_id, []).append(day)  # type: ignore[arg-type]  # not None: asked for
        for one, birth in session.execute(
            select(Learner.id, Learner.birth_date).where(Learner.id.in_(some))
        ).all():
            births[one] = birth_date_for_figures(birth, entries.get(one, ())) if birth else None
    table: Table = Learner.__table__  # type: ignore[assignment]  # declared as FromClause
    values: dict[str, Any] = {"birth_date": bindparam("born"), "erased_on": bindparam("day")}
    statement = update(table).where(table.c.id == bindparam("who")).values(values)
    rows = [{"who": one, "born": born, "day": days[one]} for one, born in births.items()]
    session.connection().execute(statement, rows)


def _blank_rows(session: Session, own: Belongings) -> None:
    shared = _shared_reasons(session, own)
    _delete_rows(session, own)
    for table, owner in owned_tables().items():
        if table.name not in STAYS:
            continue
        values: dict[str, Any] = {
            column.name: _left(column, shared)
            for column in table.columns
            if not column.primary_key
            and column is not owner
            and column.name not in STAYS[table.name] | {"version", "birth_date", "erased_on"}
        }
        if "version" in table.c:
            values["version"] = table.c["version"] + 1
        if table.name == Learner.__tablename__:
            values |= NAMELESS
        for some in chunks(own.ids[owner_of(table).name]):
            session.execute(update(table).where(owner.in_(some)).values(values))


def _delete_rows(session: Session, own: Belongings) -> None:
    """The rows of which nothing stays, whichever of their keys points to these people."""
    for table in owned_tables():
        if table.name in STAYS:
            continue
        owner = owner_of(table)
        keys = [foreign.parent for foreign in table.foreign_keys if foreign.column.table is owner]
        for some in chunks(own.ids[owner.name]):
            session.execute(delete(table).where(or_(*(key.in_(some) for key in keys))))


def _left(column: Any, shared: frozenset[str]) -> Any:
    """What is left in a column that goes: nothing, or the word that says that it was known."""
    if column.name not in WAS_KNOWN.get(column.table.name, ()):
        return None
    unknown = or_(column.is_(None), func.trim(column) == "")
    nothing = None if column.nullable else ""
    if column.name == Enrollment.decision_reason.key:
        return case((unknown, nothing), (column.in_(shared), column), else_=ERASED_VALUE)
    return case((unknown, nothing), else_=ERASED_VALUE)


def _shared_reasons(session: Session, own: Belongings) -> frozenset[str]:
    """The reasons of decisions that were given to somebody else in the same words: they tell of nobody."""
    theirs = own.ids[Enrollment.__tablename__]
    reasons = {
        reason
        for some in chunks(theirs)
        for reason in session.scalars(select(Enrollment.decision_reason).where(Enrollment.id.in_(some)))
        if reason
    }
    return frozenset(
        reason
        for some in chunks(reasons)
        for enrollment_id, reason in session.execute(
            select(Enrollment.id, Enrollment.decision_reason).where(Enrollment.decision_reason.in_(some))
        )
        if enrollment_id not in theirs and reason is not None
    )


def _blank_log(
    session: Session,
    own: Belongings,
    names: Names,
    companies: Iterable[int],
    naming: list[tuple[Any, list[str], int]],
) -> None:
    beside = {(Company.__tablename__, one) for one in companies}
    beside |= {(model.__tablename__, record_id) for model, _, record_id in naming}
    conditions = [*log_conditions(own), *_conditions_on(beside)]
    hidden = names.are_in if not companies else _either(names, _company_names(session, companies))
    for change_set_id in sorted(
        {*_gestures_named(session, conditions, hidden), *_lists_named(session, names)}
    ):
        session.execute(update(ChangeSet).where(ChangeSet.id == change_set_id).values(name=ERASED_GESTURE))
        mark_erased(session, ChangeSet.__tablename__, str(change_set_id))
    for condition in conditions:
        # The table and not the class: no listener, no row held in memory.
        session.execute(update(RecordChange.__table__).where(condition).values(before=None, after=None))  # type: ignore[arg-type]
    for name, ids in own.ids.items():
        beside |= {(name, one) for one in ids}
    for kind, record_id in sorted(beside):
        mark_erased(session, kind, str(record_id))


def _conditions_on(records: Iterable[tuple[str, int]]) -> Iterator[ColumnElement[bool]]:
    for some in chunks(records):
        yield or_(
            *(and_(RecordChange.kind == kind, RecordChange.record_key == str(one)) for kind, one in some)
        )


def _gestures_named(
    session: Session, conditions: Iterable[ColumnElement[bool]], hidden: Callable[[str], bool]
) -> list[int]:
    """The gestures among those that touched these records whose name tells of the people."""
    touched = {
        one
        for condition in conditions
        for one in session.scalars(select(RecordChange.change_set_id).where(condition).distinct())
    }
    return [
        change_set_id
        for some in chunks(touched)
        for change_set_id, name in session.execute(
            select(ChangeSet.id, ChangeSet.name).where(ChangeSet.id.in_(some))
        )
        if hidden(name)
    ]


def _lists_named(session: Session, names: Names) -> Iterator[int]:
    """The imports, taken back and done again too, of a list whose file was called by one of these people."""
    imports: set[int] = set()
    columns = (ChangeSet.id, ChangeSet.author_kind, ChangeSet.undoes_id, ChangeSet.name)
    for change_set_id, kind, undoes_id, name in session.execute(
        select(*columns).order_by(ChangeSet.position)
    ):
        if kind == AuthorKind.IMPORT or undoes_id in imports:
            imports.add(change_set_id)
            if names.are_whole_in(name):
                yield change_set_id


def _company_names(session: Session, companies: Iterable[int]) -> frozenset[str]:
    """Those in the rows, and those that the log alone still knows of employers since deleted."""
    known: set[str] = set()
    for some in chunks(companies):
        known.update(session.scalars(select(Company.name).where(Company.id.in_(some))))
    for condition in _conditions_on((Company.__tablename__, one) for one in companies):
        for states in session.execute(select(RecordChange.before, RecordChange.after).where(condition)):
            known.update(json.loads(state).get("name", "") for state in states if state)
    return frozenset(as_words(name) for name in known if as_words(name).strip())


def _either(names: Names, companies: frozenset[str]) -> Callable[[str], bool]:
    return lambda text: names.are_in(text) or any(company in as_words(text) for company in companies)
