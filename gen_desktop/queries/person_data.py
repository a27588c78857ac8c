"""Everything held about one person (GDPR art. 15 and 20), in words and as it is stored.

The tables are those of personal_records.py, column by column: what is added tomorrow is told by itself.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from gen_desktop.errors import Forbidden, NotFound
from gen_desktop.french import NBSP, date_range, short_date
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.complaint import Complaint
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.names import fold
from gen_desktop.models.placement import Company
from gen_desktop.models.registry import Base
from gen_desktop.queries.filed_sheets import proven_half_days, signed_by
from gen_desktop.queries.history import Told, told, words_for
from gen_desktop.queries.naming import names_of, naming_records
from gen_desktop.queries.organization import OrganizationRecord, organization_record
from gen_desktop.queries.personal_records import (
    Belongings,
    belongings,
    chunks,
    log_conditions,
    owned_tables,
    owner_of,
    with_merged,
)
from gen_desktop.queries.privacy_records import ExportRow, exports
from gen_desktop.queries.rights import COMPLAINT_RESERVED, may_see_sensitive, role_of, unread_complaints
from gen_desktop.queries.seals import DataSeal, data_seal
from gen_desktop.reference import field_words
from gen_desktop.reference.lists import label
from gen_desktop.reference.rights import SENSITIVE, may_see, reserved_to

EVERY_GESTURE = 1_000_000
_INNER = frozenset(
    {"id", "version", "sort_key", "search_text", "follow_up_id", "erased_on", "first_id", "second_id"}
)
"""Columns that only hold the rows together or repeat others: told as stored, not in words."""
_OF_ONE_PERSON = ("person", "paper")
"""Kinds of export whose scope says of whom they were."""
_HALF_DAYS = ("class_session_id", "sheet_half_day_id")
Value = tuple[str, str]
"""The name of a column and its value, in words."""
Words = Callable[[str, str, Any], str]
"""Table, column, stored value → the value in words."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record in words. ``values``: what is known; ``unknown``: the names of what is not."""

    title: str
    values: tuple[Value, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The records of one table. ``is_list``: many short ones, for a table."""

    title: str
    records: tuple[Record, ...]
    is_list: bool


@dataclass(frozen=True, slots=True)
class HeldCopy:
    """A copy of the file that holds the person. ``goes_on`` None: it never goes by itself.

    ``is_readable``: False when today's key does not open it, so that it may hold her.
    """

    name: str
    made_at: dt.datetime
    goes_on: dt.date | None
    is_readable: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A document issued whose title or scope names the person."""

    title: str
    scope: str
    issued_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PersonData:
    """Everything. ``stored``: table → rows as they are kept; ``log``: gestures with values before and after.

    ``exports``: those made since the person is in the file, for the register does not say who was in them;
    ``own_exports``: those of this person alone.
    """

    learner_id: int
    name: str
    organization: OrganizationRecord | None
    seal: DataSeal | None
    sections: tuple[Section, ...]
    history: tuple[Told, ...]
    documents: tuple[Document, ...]
    own_exports: tuple[ExportRow, ...]
    exports: tuple[ExportRow, ...]
    stored: Mapping[str, Sequence[Mapping[str, Any]]]
    log: Sequence[Mapping[str, Any]]


def person_scope(learner_id: int) -> str:
    """What the register of exports says of an export about one person: her number, not her name."""
    return f"La fiche n°\u00a0{learner_id}"


def is_person(session: Session, learner_id: int) -> bool:
    """Whether somebody has that number."""
    return session.get(Learner, learner_id) is not None


def people_called(session: Session, name: str) -> tuple[tuple[int, str, dt.date | None], ...]:
    """Whoever has that name, last name first or first name first: (id, name, birth date)."""
    wanted = fold(name)
    rows = session.execute(
        select(Learner.id, Learner.last_name, Learner.first_name, Learner.birth_date).where(
            Learner.erased_on.is_(None)
        )
    )
    return tuple(
        (row.id, full_name(row.last_name, row.first_name), row.birth_date)
        for row in rows
        if wanted in (fold(f"{row.last_name} {row.first_name}"), fold(f"{row.first_name} {row.last_name}"))
    )


def why_not_all(role: str | None) -> str:
    """Why that role is not handed everything about a person, as a sentence; '' when it is."""
    if may_see(role, SENSITIVE):
        return ""
    return (
        "Tout ce qui est gardé sur une personne comprend sa situation sociale et son handicap\u00a0: "
        f"c’est {reserved_to(SENSITIVE).lower()}."
    )


def person_data(session: Session, learner_id: int) -> PersonData:
    """Everything about a person, one who was deleted included.

    Raises NotFound, and Forbidden for whoever is not shown all of it.
    """
    if not may_see_sensitive(session):
        raise Forbidden(why_not_all(role_of(session)))
    own = belongings(session, with_merged(session, [learner_id]))
    if not set(unread_complaints(session)).isdisjoint(own.ids.get(Complaint.__tablename__, ())):
        raise Forbidden(
            f"{COMPLAINT_RESERVED} Il y en a une ici{NBSP}: demandez-lui de remettre ces données."
        )
    stored, log = _stored(session, own), _log(session, own)
    everything = exports(session)
    return PersonData(
        learner_id=learner_id,
        name=_name(stored, log),
        organization=organization_record(session),
        seal=data_seal(session),
        sections=(*_sections(stored, _words(session, stored)), *_sheets(session, own)),
        history=told(session, "learner", learner_id, EVERY_GESTURE),
        documents=tuple(_documents(session, learner_id)),
        own_exports=tuple(one for one in everything if one.scope == person_scope(learner_id)),
        exports=tuple(
            one for one in everything if one.kind not in _OF_ONE_PERSON and one.made_at >= _first(log)
        ),
        stored=stored,
        log=log,
    )


def _first(log: Sequence[Mapping[str, Any]]) -> dt.datetime:
    """When the person came into the file; exports are dated to the second."""
    first = min((entry["at"] for entry in log), default="1970-01-01T00:00:00+00:00")
    return dt.datetime.fromisoformat(first).replace(microsecond=0)


def _stored(session: Session, own: Belongings) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, the employers that they name last."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, owner in owned_tables().items():
        found[table.name] = [
            dict(row)
            for some in chunks(own.ids[owner_of(table).name])
            for row in session.execute(
                select(table).where(owner.in_(some)).order_by(*table.primary_key)
            ).mappings()
        ]
    employers = {row["company_id"] for row in found["placement"]}
    employers |= {row["employer_company_id"] for row in found["enrollment"]}
    company: Table = Company.__table__  # type: ignore[assignment]  # declared as FromClause
    found[company.name] = [
        dict(row)
        for some in chunks(employers - {None})
        for row in session.execute(select(company).where(company.c.id.in_(some))).mappings()
    ]
    return found


def _log(session: Session, own: Belongings) -> list[dict[str, Any]]:
    """What the change log keeps of the person, the earliest first."""
    found = []
    for condition in log_conditions(own):
        rows = session.execute(
            select(
                ChangeSet.position,
                ChangeSet.at,
                ChangeSet.author_name,
                ChangeSet.name,
                RecordChange.kind,
                RecordChange.record_key,
                RecordChange.before,
                RecordChange.after,
            )
            .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
            .where(condition)
        )
        found += [
            {
                "position": row.position,
                "at": row.at,
                "author": row.author_name,
                "gesture": row.name,
                "table": row.kind,
                "record": row.record_key,
                "before": json.loads(row.before) if row.before else None,
                "after": json.loads(row.after) if row.after else None,
            }
            for row in rows
        ]
    return sorted(found, key=lambda entry: (entry["position"], entry["table"], entry["record"]))


def _name(stored: Mapping[str, Sequence[Mapping[str, Any]]], log: Sequence[Mapping[str, Any]]) -> str:
    for row in stored[Learner.__tablename__]:
        return full_name(row["last_name"], row["first_name"])
    for entry in reversed(log):
        if entry["table"] == Learner.__tablename__ and entry["after"] is None and entry["before"]:
            return full_name(entry["before"]["last_name"], entry["before"]["first_name"])
    raise NotFound("Cette personne n’est pas dans le fichier.")


def _words(session: Session, stored: Mapping[str, Sequence[Mapping[str, Any]]]) -> Words:
    """Values in words; half-days with their whole date, for they are years of them."""
    said = words_for(session, "learner")
    columns = (ClassSession.id, ClassSession.held_on, ClassSession.half_day)
    half_days = {
        row.id: f"{short_date(row.held_on)}, {label('half_day', row.half_day).lower()}"
        for some in chunks({row["class_session_id"] for row in stored["attendance"]})
        for row in session.execute(select(*columns).where(ClassSession.id.in_(some)))
    }

    half_days |= proven_half_days(session, [row["sheet_half_day_id"] for row in stored["signature_defect"]])

    def words(table: str, column: str, value: Any) -> str:
        return half_days[value] if column in _HALF_DAYS else said(table, column, value)

    return words


def _sections(stored: Mapping[str, Sequence[Mapping[str, Any]]], words: Words) -> Iterator[Section]:
    for name, rows in stored.items():
        if rows:
            records = tuple(_record(Base.metadata.tables[name], row, words) for row in rows)
            yield Section(field_words.kind_name(name), records, is_list=name == "attendance")


def _sheets(session: Session, own: Belongings) -> Iterator[Section]:
    """The signed sheets where the person signed: they are of a cohort, and stay when she is erased."""
    found = signed_by(session, sorted(own.ids["enrollment"]))
    records = tuple(
        Record(
            date_range(one.first, one.last),
            (
                ("Jours", date_range(one.first, one.last)),
                ("Classée le", short_date(one.filed_on)),
                ("Demi-journées signées", str(one.half_days)),
            ),
            (),
        )
        for one in found
    )
    if records:
        yield Section("Feuilles signées numérisées", records, is_list=True)


def _record(table: Table, row: Mapping[str, Any], words: Words) -> Record:
    owner = owned_tables().get(table)
    shown = [
        column.name
        for column in table.columns
        if column.name not in _INNER and (owner is None or column.name != owner.name)
    ]
    known = [name for name in shown if row[name] not in (None, "")]
    values = tuple((field_words.name(name, table.name), words(table.name, name, row[name])) for name in known)
    unknown = tuple(field_words.name(name, table.name) for name in shown if name not in known)
    return Record(_title(values), values, unknown)


def _title(values: Sequence[Value]) -> str:
    return values[0][1] if values else ""


def _documents(session: Session, learner_id: int) -> Iterator[Document]:
    names = names_of(session, [learner_id])
    ids = [record_id for model, _, record_id in naming_records(session, names) if model is IssuedDocument]
    columns = (IssuedDocument.title, IssuedDocument.scope, IssuedDocument.issued_at)
    for some in chunks(ids):
        for row in session.execute(
            select(*columns).where(IssuedDocument.id.in_(some)).order_by(IssuedDocument.id)
        ):
            yield Document(row.title, row.scope, dt.datetime.fromisoformat(row.issued_at))
