"""Who is in the store already, and whether a row is about one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from gen_desktop.importing.likeness import Identity
from gen_desktop.jobs import let_go
from gen_desktop.models.attendance import Attendance, presence_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner

T = TypeVar("T")
_CHUNK = 1000
IDENTITY_COLUMNS = (
    *(Learner.id, Learner.last_name, Learner.first_name, Learner.birth_name, Learner.birth_date, Learner.sex),
    *(Learner.phone, Learner.second_phone, Learner.email, Learner.postal_code, Learner.france_travail_id),
    Learner.sort_key,
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of the store."""

    id: int
    who: Identity


class KnownPeople:
    """The people of the store by folded name and France Travail id, with their cohorts."""

    def __init__(self, session: Session) -> None:
        self.people: list[KnownPerson] = []
        self._by_name: dict[str, list[KnownPerson]] = {}
        self._by_france_travail: dict[str, KnownPerson] = {}
        for row in session.execute(select(*IDENTITY_COLUMNS)):
            who = identity_of(row)
            person = KnownPerson(row.id, who)
            self.people.append(person)
            self._by_name.setdefault(who.key, []).append(person)
            if who.france_travail_id:
                self._by_france_travail[who.france_travail_id] = person
        enrolled = session.execute(select(Enrollment.learner_id, Enrollment.cohort_id, Enrollment.id))
        self.enrollment_ids = {(row[0], row[1]): row[2] for row in enrolled}

    def release(self) -> None:
        """Free them little by little, once nobody is looked for."""
        let_go(self._by_name, self._by_france_travail, self.people, self.enrollment_ids)

    def recognise(self, who: Identity, cohort_id: int | None) -> KnownPerson | None:
        """The person a row is about; None for somebody new, or when nothing tells namesakes apart.

        The same France Travail id with the same name or birth date, or the same name and birth date. Without
        a birth date on either side, only somebody of that name in the same cohort is the same.
        """
        identifier, birth_date = who.france_travail_id, who.birth_date
        person = self._by_france_travail.get(identifier) if identifier else None
        if person is not None and (
            person.who.key == who.key or (birth_date is not None and person.who.birth_date == birth_date)
        ):
            return person
        named = self._by_name.get(who.key, ())
        if birth_date is not None:
            for one in named:
                if one.who.birth_date == birth_date:
                    return one
        unclear = [
            one
            for one in named
            if (birth_date is None or one.who.birth_date is None)
            and not (one.who.france_travail_id and identifier)  # two that differ are two people
            and (one.id, cohort_id) in self.enrollment_ids
        ]
        return unclear[0] if len(unclear) == 1 else None


def identity_of(row: Any) -> Identity:
    """Who somebody is, from a row of ``IDENTITY_COLUMNS``."""
    return Identity.of(
        (row.last_name, row.first_name),
        row.birth_date,
        row.france_travail_id,
        birth_name=row.birth_name,
        sex=row.sex,
        phones=(row.phone, row.second_phone),
        email=row.email,
        postal_code=row.postal_code,
        key=row.sort_key,
    )


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
