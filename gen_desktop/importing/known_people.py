"""Who is in the store already, and whether a row is about one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.attendance import Attendance, presence_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name

T = TypeVar("T")
_CHUNK = 1000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What recognises a person. ``sort_key``: models/names.py."""

    id: int
    sort_key: str
    birth_date: dt.date | None
    france_travail_id: str | None
    name: str


class KnownPeople:
    """The people of the store by folded name, birth date and France Travail id, with their cohorts."""

    def __init__(self, session: Session) -> None:
        self._by_name: dict[str, list[KnownPerson]] = {}
        self._by_birth: dict[dt.date, list[KnownPerson]] = {}
        self._by_france_travail: dict[str, KnownPerson] = {}
        columns = (Learner.id, Learner.sort_key, Learner.birth_date, Learner.france_travail_id)
        for row in session.execute(select(*columns, Learner.last_name, Learner.first_name)):
            name = full_name(row.last_name, row.first_name)
            person = KnownPerson(row.id, row.sort_key, row.birth_date, row.france_travail_id, name)
            self._by_name.setdefault(person.sort_key, []).append(person)
            if person.birth_date is not None:
                self._by_birth.setdefault(person.birth_date, []).append(person)
            if person.france_travail_id:
                self._by_france_travail[person.france_travail_id] = person
        enrolled = session.execute(select(Enrollment.learner_id, Enrollment.cohort_id, Enrollment.id))
        self.enrollment_ids = {(row[0], row[1]): row[2] for row in enrolled}

    def named(self, sort_key: str) -> Sequence[KnownPerson]:
        """Everybody of that name."""
        return self._by_name.get(sort_key, ())

    def born_on(self, birth_date: dt.date | None) -> Sequence[KnownPerson]:
        """Everybody born that day."""
        return self._by_birth.get(birth_date, ()) if birth_date is not None else ()

    def with_france_travail_id(self, identifier: str | None) -> KnownPerson | None:
        """The person of that identifier."""
        return self._by_france_travail.get(identifier) if identifier else None

    def recognise(
        self, sort_key: str, birth_date: dt.date | None, france_travail_id: str | None, cohort_id: int | None
    ) -> KnownPerson | None:
        """The person a row is about; None for somebody new, or when nothing tells namesakes apart.

        The same France Travail id with the same name or birth date, or the same name and birth date. Without
        a birth date on either side, only somebody of that name in the same cohort is the same.
        """
        person = self.with_france_travail_id(france_travail_id)
        if person is not None and (
            person.sort_key == sort_key or (birth_date is not None and person.birth_date == birth_date)
        ):
            return person
        named = self.named(sort_key)
        if birth_date is not None:
            for one in named:
                if one.birth_date == birth_date:
                    return one
        unclear = [
            one
            for one in named
            if (birth_date is None or one.birth_date is None)
            and not (one.france_travail_id and france_travail_id)  # two that differ are two people
            and (one.id, cohort_id) in self.enrollment_ids
        ]
        return unclear[0] if len(unclear) == 1 else None


def full_rows(session: Session, table: Table, column: str, ids: Iterable[int]) -> Iterator[Row]:
    """Whole rows of a table whose column is one of the ids."""
    for chunk in chunks(sorted(ids)):
        for row in session.execute(select(table).where(table.c[column].in_(chunk))).mappings():
            yield dict(row)


def presence_bounds(session: Session, enrollment_ids: Iterable[int]) -> dict[int, tuple[dt.date, dt.date]]:
    """First and last recorded presence of each enrollment that has one."""
    found = {}
    for chunk in chunks(sorted(enrollment_ids)):
        rows = session.execute(
            select(Attendance.enrollment_id, func.min(ClassSession.held_on), func.max(ClassSession.held_on))
            .join(ClassSession, ClassSession.id == Attendance.class_session_id)
            .where(Attendance.enrollment_id.in_(chunk), Attendance.status.in_(presence_codes()))
            .group_by(Attendance.enrollment_id)
        )
        found.update({row[0]: (row[1], row[2]) for row in rows})
    return found


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, not too many at a time for one statement."""
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
