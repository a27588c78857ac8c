"""The days of cohorts of which a write changes what is told to payers.

A month stands for what was sent: the marks, the half-days as they counted, the days from which and until
which a person was there, what she did not have to attend, her periods in company and her work at distance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from gen_desktop.models.assiduity import session_mode
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.exemption import Exemption
from gen_desktop.models.remote_work import RemoteActivity

if TYPE_CHECKING:
    from gen_desktop.models.history import Entry

_CHUNK = 500
_SESSION = ("cohort_id", "held_on", "half_day", "starts_at", "ends_at", "minutes", "delivery_mode", "module")
_COHORT = ("planned_start", "planned_end", "actual_start", "actual_end")
_ENROLLMENT = (
    *("cohort_id", "entered_on", "exit_on", "planned_entry_on", "planned_exit_on"),
    "entry_follows_attendance",
)
_EXEMPTION = ("enrollment_id", "starts_on", "ends_on", "weekday", "half_day", "module")
_COMPANY = ("enrollment_id", "starts_on", "ends_on", "done_minutes")
_REMOTE = ("enrollment_id", "planned_on", "estimated_minutes", "done_on", "verified_on")
_TABLES = (
    *("attendance", "class_session", "cohort", "company_period", "course", "enrollment", "exemption"),
    "remote_activity",
)

Row = Mapping[str, Any]
Entries = Sequence[tuple[tuple[str, str], "Entry"]]


class Span(NamedTuple):
    """Days of a cohort of which something changes, both included."""

    cohort_id: int
    first: dt.date
    last: dt.date


class Touched:
    """What a write touched, table by table, marks of an erasure aside."""

    def __init__(self, entries: Entries) -> None:
        self._by_table: dict[str, list[tuple[str, Row | None, Row | None]]] = {}
        for (kind, key), entry in entries:
            if entry.before is not None or entry.after is not None:
                self._by_table.setdefault(kind, []).append((key, entry.before, entry.after))

    @property
    def any(self) -> bool:
        """Whether a table that months stand on was touched."""
        return any(table in self._by_table for table in _TABLES)

    def of(self, table: str) -> list[tuple[str, Row | None, Row | None]]:
        """Key, before and after of the rows touched in a table."""
        return self._by_table.get(table, [])


class _Pair(NamedTuple):
    """A row as it was and as it is; None: it was not there, or is no longer."""

    was: Row | None
    now: Row | None

    @property
    def states(self) -> tuple[Row, ...]:
        return tuple(state for state in self if state is not None)


def changed_days(session: Session, touched: Touched) -> Iterator[Span]:
    """The days that the changes, written but not committed, are about."""
    for row in _held(session, touched):
        yield Span(row["cohort_id"], row["held_on"], row["held_on"])
    for pair in _pairs(session, touched, Enrollment, _ENROLLMENT):
        yield from _edges(*((row["cohort_id"], _path(row)) for row in pair.states))
    yield from _moved_cohorts(session, touched)
    yield from _courses_held_otherwise(session, touched)
    yield from _of_people(session, touched)


def _held(session: Session, touched: Touched) -> Iterator[Row]:
    """The half-days whose marks or own facts changed, as they were and as they are."""
    modules = set(session.scalars(select(Exemption.module).where(Exemption.module.is_not(None)).distinct()))
    for pair in _pairs(session, touched, ClassSession, _SESSION):
        if _counts_otherwise(pair, modules):
            yield from pair.states
    marked = {int(key.split(":")[1]) for key, _, _ in touched.of("attendance")}
    yield from _rows(session, ClassSession, ("cohort_id", "held_on"), marked).values()


def _counts_otherwise(pair: _Pair, exempted: set[str | None]) -> bool:
    """Whether a half-day changed for payers. Its module counts only where somebody is exempted from it."""
    if pair.was is None or pair.now is None:
        return True
    changed = {name for name in _SESSION if pair.was[name] != pair.now[name]}
    return changed != {"module"} or not exempted.isdisjoint({pair.was["module"], pair.now["module"]})


def _moved_cohorts(session: Session, touched: Touched) -> Iterator[Span]:
    """The half-days that other dates of their cohort take out of it, or bring back."""
    for key, pair in _pairs_by_id(session, touched, Cohort, _COHORT).items():
        if len(pair.states) == 2:
            (old_start, old_end), (start, end) = (_bounds(row) for row in pair.states)
            days = session.scalars(select(ClassSession.held_on).where(ClassSession.cohort_id == key))
            for day in days:
                if (old_start <= day <= old_end) != (start <= day <= end):
                    yield Span(key, day, day)


def _bounds(cohort: Row) -> tuple[dt.date, dt.date]:
    return (
        cohort["actual_start"] or cohort["planned_start"],
        cohort["actual_end"] or cohort["planned_end"],
    )


def _courses_held_otherwise(session: Session, touched: Touched) -> Iterator[Span]:
    """The half-days that are held as their course says, when it says otherwise."""
    for key, pair in _pairs_by_id(session, touched, Course, ("delivery_mode",)).items():
        if len({session_mode(None, row["delivery_mode"]) for row in pair.states}) == 2:
            as_course = (
                select(ClassSession.cohort_id, ClassSession.held_on)
                .join(Cohort, Cohort.id == ClassSession.cohort_id)
                .where(Cohort.course_id == key, ClassSession.delivery_mode.is_(None))
            )
            for row in session.execute(as_course):
                yield Span(row.cohort_id, row.held_on, row.held_on)


def _of_people(session: Session, touched: Touched) -> Iterator[Span]:
    """The days of exemptions, periods in company and distance work."""
    found: list[tuple[int, dt.date, dt.date]] = []
    for pair in _pairs(session, touched, Exemption, _EXEMPTION):
        for row in pair.states:
            bounds = row["starts_on"] or dt.date.min, row["ends_on"] or dt.date.max
            found.append((row["enrollment_id"], *bounds))
    for pair in _pairs(session, touched, CompanyPeriod, _COMPANY):
        found += _edges(*((row["enrollment_id"], (row["starts_on"], row["ends_on"])) for row in pair.states))
        if _tells_other_hours(pair):
            found += [(row["enrollment_id"], row["ends_on"], row["ends_on"]) for row in pair.states]
    for pair in _pairs(session, touched, RemoteActivity, _REMOTE):
        if len({_told_of_work(row) for row in pair.states}) == len(pair.states):
            found += [(row["enrollment_id"], row["planned_on"], row["planned_on"]) for row in pair.states]
    cohorts = _rows(session, Enrollment, ("cohort_id",), {enrollment_id for enrollment_id, _, _ in found})
    gone = {int(key): before for key, before, after in touched.of("enrollment") if before and after is None}
    for enrollment_id, first, last in found:
        enrolled = cohorts.get(enrollment_id) or gone[enrollment_id]
        yield Span(enrolled["cohort_id"], first, last)


def _tells_other_hours(period: _Pair) -> bool:
    """Whether the sheet of a company says other hours than were known. It often comes after the month."""
    hours = [row["done_minutes"] for row in period.states]
    return len(hours) == 2 and hours[0] is not None and hours[0] != hours[1]


def _told_of_work(row: Row) -> tuple[Any, ...]:
    """What its month tells of a piece of distance work: done in another month, it counts as not done."""
    planned, done = row["planned_on"], row["done_on"]
    counts = (
        row["verified_on"] is not None
        and done is not None
        and (done.year, done.month) == (planned.year, planned.month)
    )
    return row["enrollment_id"], planned, row["estimated_minutes"], counts


def _edges(*states: tuple[int, tuple[dt.date, ...] | None]) -> Iterator[Span]:
    """Between each date as it was and as it is; all the days of what was not there, or is no longer."""
    known = [(key, dates) for key, dates in states if dates is not None]
    if len(known) == 2 and known[0][0] == known[1][0]:
        for was, now in zip(known[0][1], known[1][1], strict=True):
            if was != now:
                yield Span(known[0][0], min(was, now), max(was, now))
    else:
        yield from (Span(key, min(dates), max(dates)) for key, dates in known)


def _path(row: Row) -> tuple[dt.date, ...] | None:
    """The entry, the first day that counts, the exit, the last day that counts; None without an entry."""
    entered_on, planned = row["entered_on"], row["planned_entry_on"]
    if entered_on is None:
        return None
    waits = row["entry_follows_attendance"] and planned is not None
    last = row["exit_on"] or row["planned_exit_on"] or dt.date.max
    return entered_on, max(entered_on, planned) if waits else entered_on, row["exit_on"] or dt.date.max, last


def _pairs(session: Session, touched: Touched, model: Any, columns: Sequence[str]) -> Iterable[_Pair]:
    return _pairs_by_id(session, touched, model, columns).values()


def _pairs_by_id(session: Session, touched: Touched, model: Any, columns: Sequence[str]) -> dict[int, _Pair]:
    """The rows of a table of which one of these columns changed, that came or that went."""
    counting = frozenset(columns)
    changed = {
        int(key): (before, after)
        for key, before, after in touched.of(model.__tablename__)
        if before is None or after is None or not counting.isdisjoint(before)
    }
    present = _rows(session, model, columns, changed)
    return {one: _pair(present.get(one), *states) for one, states in changed.items()}


def _pair(present: Row | None, before: Row | None, after: Row | None) -> _Pair:
    """``before`` and ``after`` hold what changed, or the whole row."""
    was = None if before is None else {**(present or {}), **before}
    return _Pair(was, None if after is None else present)


def _rows(session: Session, model: Any, columns: Sequence[str], ids: Iterable[int]) -> dict[int, Row]:
    table: Table = model.__table__
    found: dict[int, Row] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        wanted_columns = select(table.c.id, *(table.c[name] for name in columns))
        rows = session.execute(wanted_columns.where(table.c.id.in_(chunk))).mappings()
        found.update((row["id"], dict(row)) for row in rows)
    return found
