"""What the file has to be found: all of it once, then what each gesture touched."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.attached_document import AttachedDocument
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.contact import ContactPoint
from gen_desktop.models.course import Course
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.names import fold
from gen_desktop.models.placement import Company
from gen_desktop.queries.attendance_sql import starts_on
from gen_desktop.queries.search_index import Entry, Key
from gen_desktop.queries.search_words import BIRTHS, fact_says
from gen_desktop.reference.lists import label

TABLES = {
    "learner": "learner",
    "cohort": "cohort",
    "company": "company",
    "attached_document": "attached_document",
    "document": "issued_document",
}
"""The kinds of entries of a file, and the table whose rights tell who is shown them."""
FOLLOWED = frozenset(TABLES.values()) | {"enrollment", "contact_point", "course"}
"""The tables that entries are made of."""
MANY = 400
"""Touched at once, as by an import: reading everything again is simpler, and hardly longer."""
_OF_A_PERSON = {"learner": "id", "enrollment": "learner_id", "contact_point": "learner_id"}
_LAST_DAY = dt.date.max.toordinal()
_Ids = Sequence[int] | None


@dataclass(frozen=True, slots=True)
class Update:
    """What became of the entries since: these are as given, those are gone, up to that ``position``.

    ``everything``: too much was touched to say, all is to be read again.
    """

    position: int
    entries: tuple[Entry, ...] = ()
    gone: tuple[Key, ...] = ()
    everything: bool = False


def position(session: Session) -> int:
    """The place of the last gesture in the chain of the change log."""
    return session.scalar(select(func.max(ChangeSet.position))) or 0


def every_entry(session: Session) -> list[Entry]:
    """Everything that can be found, in no order."""
    return [entry for read in _READERS.values() for entry in read(session, None)]


def touched_since(session: Session, since: int) -> Update:
    """The entries that gestures after that position touched, as they are now."""
    now = position(session)
    # In two steps: SQLite would read the whole log to join it with a few gestures.
    gestures = session.scalars(select(ChangeSet.id).where(ChangeSet.position > since).limit(MANY + 1)).all()
    if len(gestures) > MANY:
        return Update(now, everything=True)
    changes = select(RecordChange.kind, RecordChange.record_key, RecordChange.before).where(
        RecordChange.change_set_id.in_(gestures), RecordChange.kind.in_(FOLLOWED)
    )
    rows = session.execute(changes.limit(MANY + 1)).all()
    touched = _touched(session, rows)
    if len(rows) > MANY or any(len(ids) > MANY for ids in touched.values()):
        return Update(now, everything=True)
    entries = [entry for kind, ids in touched.items() for entry in _READERS[kind](session, sorted(ids))]
    there = {(entry.kind, entry.id) for entry in entries}
    gone = [(kind, one) for kind, ids in touched.items() for one in sorted(ids) if (kind, one) not in there]
    return Update(now, tuple(entries), tuple(gone))


def _touched(session: Session, changes: Iterable[Any]) -> dict[str, set[int]]:
    """The ids of the entries that these changes of the log may have altered, by kind."""
    changed: dict[str, set[int]] = {table: set() for table in FOLLOWED}
    people: set[int] = set()
    for table, key, before in changes:
        record_id = int(key)
        changed[table].add(record_id)
        if table == "learner":
            people.add(record_id)
        elif table in _OF_A_PERSON:
            owner = json.loads(before).get("learner_id") if before else None
            people |= {owner} if owner is not None else set()
    cohorts = changed["cohort"] | _ids(session, Cohort.id, Cohort.course_id.in_(changed["course"]))
    people |= _ids(session, Enrollment.learner_id, Enrollment.id.in_(changed["enrollment"]))
    people |= _ids(session, Enrollment.learner_id, Enrollment.cohort_id.in_(changed["cohort"]))
    people |= _ids(session, ContactPoint.learner_id, ContactPoint.id.in_(changed["contact_point"]))
    papers = _ids(session, AttachedDocument.id, AttachedDocument.learner_id.in_(people))
    return {
        "learner": people,
        "cohort": cohorts,
        "company": changed["company"],
        "attached_document": changed["attached_document"] | papers,
        "document": changed["issued_document"],
    }


def _ids(session: Session, column: Any, condition: ColumnElement[bool]) -> set[int]:
    return set(session.scalars(select(column).where(condition)))


def _people(session: Session, ids: _Ids) -> Iterator[Entry]:
    codes = _latest_codes(session, ids)
    contacts = _contacts(session, ids)
    rows = session.execute(
        select(
            *(Learner.id, Learner.last_name, Learner.first_name, Learner.birth_name, Learner.birth_date),
            *(Learner.phone, Learner.second_phone, Learner.email, Learner.france_travail_id),
            *(Learner.relay_contact, Learner.sex, Learner.sort_key),
        ).where(Learner.erased_on.is_(None), _among(Learner.id, ids))
    )
    for row in rows:
        birth = french.short_date(row.birth_date) if row.birth_date else None
        born = BIRTHS.get(row.sex or "", "birth")
        known = (
            ("birth_name", row.birth_name),
            ("phone", row.phone),
            ("phone", row.second_phone),
            ("email", row.email),
            (born, birth),
            ("france_travail", row.france_travail_id),
            ("relay", row.relay_contact),
            *(("contact", one) for one in contacts.get(row.id, ())),
        )
        yield Entry(
            kind="learner",
            id=row.id,
            title=full_name(row.last_name, row.first_name),
            detail=", ".join(filter(None, (codes.get(row.id), birth and fact_says(born, birth)))),
            order=row.sort_key,
            also=" ".join(filter(None, (row.birth_name, _joined(row.last_name), _joined(row.first_name)))),
            facts=tuple((kind, value) for kind, value in known if value),
        )


def _joined(name: str) -> str:
    """« bensalah » for Ben Salah: some write it so. '' for a name of one word."""
    folded = fold(name)
    return folded.replace(" ", "") if " " in folded else ""


def _latest_codes(session: Session, ids: _Ids) -> Mapping[int, str]:
    rows = session.execute(
        select(Enrollment.learner_id, Cohort.code)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(_among(Enrollment.learner_id, ids))
        .order_by(starts_on, Enrollment.id)
    )
    return {row.learner_id: row.code for row in rows}


def _contacts(session: Session, ids: _Ids) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    columns = (ContactPoint.learner_id, ContactPoint.value, ContactPoint.whose)
    for learner_id, value, whose in session.execute(
        select(*columns).where(_among(ContactPoint.learner_id, ids)).order_by(ContactPoint.id)
    ):
        found.setdefault(learner_id, []).append(f"{value} ({whose})" if whose else value)
    return found


def _cohorts(session: Session, ids: _Ids) -> Iterator[Entry]:
    rows = session.execute(
        select(Cohort.id, Cohort.code, Course.title, starts_on.label("start"))
        .join(Course, Course.id == Cohort.course_id)
        .where(_among(Cohort.id, ids))
    )
    for row in rows:
        order = _latest_first(row.start) + fold(row.code)
        yield Entry("cohort", row.id, row.code, row.title, order, also=row.title)


def _companies(session: Session, ids: _Ids) -> Iterator[Entry]:
    columns = (Company.id, Company.name, Company.city, Company.siret, Company.sort_key)
    for row in session.execute(select(*columns).where(_among(Company.id, ids))):
        known = (("city", row.city), ("siret", row.siret))
        facts = tuple((kind, value) for kind, value in known if value)
        yield Entry("company", row.id, row.name, row.city or "", row.sort_key, facts=facts)


def _papers(session: Session, ids: _Ids) -> Iterator[Entry]:
    rows = session.execute(
        select(
            *(AttachedDocument.id, AttachedDocument.title, AttachedDocument.kind),
            *(AttachedDocument.added_on, Learner.last_name, Learner.first_name),
        )
        .join(Learner, Learner.id == AttachedDocument.learner_id)
        .where(_among(AttachedDocument.id, ids))
    )
    for row in rows:
        whose, kind = full_name(row.last_name, row.first_name), label("attached_kind", row.kind)
        order = _latest_first(row.added_on) + fold(row.title)
        yield Entry("attached_document", row.id, row.title, f"{whose}, {kind}", order, also=kind, about=whose)


def _documents(session: Session, ids: _Ids) -> Iterator[Entry]:
    columns = (IssuedDocument.id, IssuedDocument.title, IssuedDocument.scope, IssuedDocument.issued_at)
    for row in session.execute(select(*columns).where(_among(IssuedDocument.id, ids))):
        issued = dt.datetime.fromisoformat(row.issued_at).date()
        detail = f"{row.scope}, émis le {french.short_date(issued)}"
        order = f"{_latest_first(issued)}{row.id}"
        day = ("issued", french.short_date(issued))
        yield Entry("document", row.id, row.title, detail, order, also=row.scope, facts=(day,))


def _among(column: Any, ids: _Ids) -> ColumnElement[bool]:
    return true() if ids is None else column.in_(ids)


def _latest_first(day: dt.date | None) -> str:
    """A key that puts the latest day first; what has none comes last. It begins as nothing typed does."""
    return f" {_LAST_DAY - (day.toordinal() if day else 0):07} "


_READERS: Mapping[str, Callable[[Session, _Ids], Iterator[Entry]]] = {
    "learner": _people,
    "cohort": _cohorts,
    "company": _companies,
    "attached_document": _papers,
    "document": _documents,
}
