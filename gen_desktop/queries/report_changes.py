"""What changed between two reports, person by person, and why: a gesture of the log, or a day gone by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.dates import add_months
from gen_desktop.models.history import ChangeSet, RecordChange, decode
from gen_desktop.models.registry import Base, Certification, Enrollment, FollowUp, Placement
from gen_desktop.queries.history import words_for
from gen_desktop.queries.memberships import Membership, Population, membership
from gen_desktop.queries.named_enrollments import Named, named
from gen_desktop.queries.rewound import rewound
from gen_desktop.queries.scope import Scope
from gen_desktop.reference import field_words

_Facts = Mapping[str, Sequence[str]]
_EXIT: _Facts = {"enrollment": ("entered_on", "exit_type", "exit_on", "exit_reason", "cohort_id")}
_JURY: _Facts = {"certification": ("jury_on", "is_presented", "outcome")}
_TOLD: _Facts = {
    "follow_up": ("situation", "recorded_on", "contract_months"),
    "placement": (
        *("kind", "starts_on", "ends_on", "contract_type", "contract_months"),
        *("recorded_on", "confirmed_on"),
    ),
}
_RESTS_ON: dict[str, _Facts] = {
    "applied": {"enrollment": ("applied_on", "cohort_id")},
    "admitted": {"enrollment": ("decision", "decided_on", "entered_on", "cohort_id")},
    "entered": {"enrollment": ("entered_on", "cohort_id")},
    **dict.fromkeys(("in_training", "completed", "abandoned", "left_neutrally", "due"), _EXIT),
    **dict.fromkeys(("presented", "certified"), {**_JURY, "enrollment": ("entered_on", "cohort_id")}),
    **dict.fromkeys(("answered", "positive", "employed", "durable"), {**_EXIT, **_TOLD}),
}
"""The facts that being in a population rests on, by kind of record."""


@dataclass(frozen=True, slots=True)
class Movement:
    """An enrollment that came into a population, or left it. ``reasons``: at least one, in words."""

    population: Population
    enrollment_id: int
    came: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PopulationChange:
    """How a population changed: ``after`` = ``before`` + ``came`` − ``left``."""

    population: Population
    before: int
    after: int
    came: int
    left: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Two reports compared: how many, population by population, and who."""

    counts: tuple[PopulationChange, ...]
    movements: tuple[Movement, ...]


def compared(session: Session, earlier: Membership, later: Membership, since: int) -> Changes:
    """Everybody who is in a population of one report and not of the other.

    ``earlier`` may come from today's facts, from facts taken back in time (rewound.py) or from what a
    submitted report kept; ``since``: the position in the log of the last gesture that it knew of.
    """
    shared = [one for one in later.people if one in earlier.people]
    moved = [
        (one, enrollment_id, enrollment_id in later.people[one])
        for one in shared
        for enrollment_id in sorted(earlier.people[one] ^ later.people[one])
    ]
    log = _Log(session, {enrollment_id for _, enrollment_id, _ in moved}, since)
    days = _Days(session, {enrollment_id for _, enrollment_id, _ in moved})
    movements = []
    for population, enrollment_id, came in moved:
        told = log.reasons(population, enrollment_id)
        gone_by = days.reason(population, enrollment_id, earlier.as_of, later.as_of)
        movements.append(Movement(population, enrollment_id, came, told or (gone_by,)))
    counts = tuple(_count(one, earlier.people[one], later.people[one]) for one in shared)
    return Changes(counts, tuple(movements))


@dataclass(frozen=True, slots=True)
class Since:
    """Where an earlier report stood: the day of its data, and the last gesture of the log that it knew of."""

    as_of: dt.date
    position: int


@dataclass(frozen=True, slots=True)
class NamedChanges:
    """Two reports compared, with the people who moved, those deleted since included."""

    changes: Changes
    people: Mapping[int, Named]


def changes_since(session: Session, scope: Scope, horizons: Sequence[int], since: Since) -> NamedChanges:
    """The report of that scope today, compared with what it would have been then, from the log."""
    with rewound(session, since.position) as past:
        earlier = membership(past, replace(scope, as_of=since.as_of), horizons)
        found = compared(session, earlier, membership(session, scope, horizons), since.position)
        moved = sorted({one.enrollment_id for one in found.movements})
        # Who is gone is only known to the past; a name of today comes before one of then.
        people = {one.enrollment_id: one for one in (*named(past, moved), *named(session, moved))}
    return NamedChanges(found, people)


def _count(population: Population, before: frozenset[int], after: frozenset[int]) -> PopulationChange:
    return PopulationChange(population, len(before), len(after), len(after - before), len(before - after))


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of one record. ``horizon``: of the follow-up that it is about, None for other records."""

    kind: str
    horizon: int | None
    before: dict[str, Any]
    after: dict[str, Any]
    author: str
    on: dt.date


class _Log:
    """What was done to some enrollments after a position of the log, and how it is said."""

    def __init__(self, session: Session, enrollment_ids: set[int], since: int) -> None:
        self._words = words_for(session, "enrollment")
        self._changes: dict[int, list[_Change]] = {}
        owners = _owners(session)
        rows = session.execute(
            select(
                *(RecordChange.kind, RecordChange.record_key, RecordChange.before, RecordChange.after),
                *(ChangeSet.author_name, ChangeSet.at),
            )
            .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
            .where(
                ChangeSet.position > since,
                RecordChange.kind.in_(("enrollment", "certification", "follow_up", "placement")),
            )
            .order_by(ChangeSet.position, RecordChange.id)
        )
        for kind, key, before, after, author, at in rows:
            table = Base.metadata.tables[kind]
            old, new = decode(table, before) or {}, decode(table, after) or {}
            owner, horizon = _owner(kind, key, old | new, owners)
            if owner in enrollment_ids:
                on = dt.datetime.fromisoformat(at).astimezone().date()
                self._changes.setdefault(owner, []).append(_Change(kind, horizon, old, new, author, on))

    def reasons(self, population: Population, enrollment_id: int) -> tuple[str, ...]:
        """The changes of facts that the population rests on, the oldest first."""
        rests_on = _RESTS_ON[population.key]
        found = [
            sentence
            for change in self._changes.get(enrollment_id, ())
            if change.horizon in (None, population.horizon)
            for sentence in self._sentences(change, rests_on.get(change.kind, ()))
        ]
        return tuple(dict.fromkeys(found))

    def _sentences(self, change: _Change, columns: Sequence[str]) -> Iterator[str]:
        for column in columns:
            was, now = change.before.get(column), change.after.get(column)
            if was == now:
                continue
            values = [self._words(change.kind, column, value) for value in (was, now)]
            name = field_words.name(column, change.kind)
            by = f"{french.short_date(change.on)}, {change.author}"
            yield f"{name}{french.NBSP}: {values[0]} → {values[1]} ({by})"


_Owners = dict[tuple[str, str], tuple[int, int | None]]


def _owners(session: Session) -> _Owners:
    """The enrollment of each record that hangs on one, and the horizon of follow-ups."""
    found: _Owners = {}
    for key, owner, horizon in session.execute(select(FollowUp.id, FollowUp.enrollment_id, FollowUp.horizon)):
        found["follow_up", str(key)] = (owner, horizon)
    for model in (Certification, Placement):
        for key, owner in session.execute(select(model.id, model.enrollment_id)):
            found[model.__tablename__, str(key)] = (owner, None)
    return found


def _owner(kind: str, key: str, values: Mapping[str, Any], owners: _Owners) -> tuple[int | None, int | None]:
    """Whose a change is: as the record says, or the change itself where the record is gone."""
    if kind == "enrollment":
        return int(key), None
    found = owners.get((kind, key))
    return found or (values.get("enrollment_id"), values.get("horizon"))


class _Days:
    """The days on which enrollments come into populations by themselves, as time goes by."""

    def __init__(self, session: Session, enrollment_ids: set[int]) -> None:
        self._of: dict[int, dict[str, dt.date | None]] = {}
        columns = (Enrollment.applied_on, Enrollment.decided_on, Enrollment.entered_on, Enrollment.exit_on)
        rows = session.execute(
            select(Enrollment.id, *columns, Certification.jury_on).outerjoin(
                Certification, Certification.enrollment_id == Enrollment.id
            )
        )
        for row in rows:
            if row[0] in enrollment_ids:
                names = ("applied", "admitted", "entered", "exit", "jury")
                self._of[row[0]] = dict(zip(names, row[1:], strict=True))
        told = session.execute(select(FollowUp.enrollment_id, FollowUp.horizon, FollowUp.recorded_on))
        self._told = {(row[0], row[1]): row[2] for row in told if row[0] in enrollment_ids}

    def reason(self, population: Population, enrollment_id: int, first: dt.date, last: dt.date) -> str:
        """The day between both dates that explains a movement which no gesture does."""
        days = self._of.get(enrollment_id, {})
        left_on, horizon = days.get("exit"), population.horizon
        due_on = add_months(left_on, horizon) if left_on is not None and horizon is not None else None
        for words, day in (
            ("Échéance atteinte le", due_on),
            ("Situation relevée le", self._told.get((enrollment_id, horizon or 0)) if horizon else None),
            ("Jury du", days.get("jury") if population.key in ("presented", "certified") else None),
            ("Sortie du", left_on if population.key not in ("applied", "admitted", "entered") else None),
            ("Entrée du", days.get("entered")),
            ("Admission du", days.get("admitted")),
            ("Candidature du", days.get("applied")),
        ):
            if day is not None and first < day <= last:
                return f"{words} {french.short_date(day)}"
        return "Autre périmètre, autre période ou autre règle de calcul"
