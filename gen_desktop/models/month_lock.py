"""Which months sent to a payer a write would change. Held where every write passes (models/history.py).

A month stands for what was sent: the marks, the half-days as they counted, the days from which and until
which a person was there, and what she did not have to attend.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from gen_desktop.dates import month_bounds
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.exemption import Exemption
from gen_desktop.models.month_statement import MonthStatement, SentMonth

if TYPE_CHECKING:
    from gen_desktop.models.history import Entry

_CHUNK = 500
_COUNTS: dict[str, frozenset[str]] = {
    "class_session": frozenset(
        {"cohort_id", "held_on", "half_day", "starts_at", "ends_at", "minutes", "delivery_mode"}
    ),
    "enrollment": frozenset({"cohort_id", "entered_on", "exit_on", "planned_exit_on"}),
    "exemption": frozenset({"enrollment_id", "starts_on", "ends_on", "weekday", "half_day", "module"}),
    "company_period": frozenset({"enrollment_id", "starts_on", "ends_on"}),
}
"""The columns that a month stands on; of the marks, all of them."""

Row = Mapping[str, Any]
Entries = Sequence[tuple[tuple[str, str], "Entry"]]


class Span(NamedTuple):
    """Days of a cohort of which something changes, both included."""

    cohort_id: int
    first: dt.date
    last: dt.date


def refusal(session: Session, entries: Entries) -> str:
    """Why these changes, written but not committed, may not be: a month that was sent; '' when they may."""
    touched = _Touched(entries)
    if not touched.any or not _any_statement(session, touched):
        return ""
    spans = set(touched.spans(session))
    locks = _locks_before(session, {span.cohort_id for span in spans}, touched)
    broken = [
        sent
        for (cohort_id, month), sent in locks.items()
        if any(span.cohort_id == cohort_id and _meets(span, month) for span in spans)
    ]
    return min(broken, key=lambda sent: sent.month).refusal if broken else ""


def sent_months(session: Session, cohort_ids: Iterable[int]) -> dict[tuple[int, dt.date], SentMonth]:
    """The months of these cohorts that are locked, by cohort and first day."""
    return _locks(_statements(session, cohort_ids).values())


def _meets(span: Span, month: dt.date) -> bool:
    first, last = month_bounds(month.year, month.month)
    return span.first <= last and first <= span.last


class _Touched:
    """What a write touched, table by table, marks of an erasure aside."""

    def __init__(self, entries: Entries) -> None:
        self._by_table: dict[str, list[tuple[str, Row | None, Row | None]]] = {}
        for (kind, key), entry in entries:
            if entry.before is not None or entry.after is not None:
                self._by_table.setdefault(kind, []).append((key, entry.before, entry.after))

    @property
    def any(self) -> bool:
        """Whether a table that months stand on was touched."""
        tables = ("attendance", "class_session", "enrollment", "exemption", "company_period")
        return any(table in self._by_table for table in tables)

    def of(self, table: str) -> list[tuple[str, Row | None, Row | None]]:
        """Key, before and after of the rows touched in a table."""
        return self._by_table.get(table, [])

    def spans(self, session: Session) -> Iterator[Span]:
        """The days that the changes are about, before and after."""
        for row in self._held(session):
            yield Span(row["cohort_id"], row["held_on"], row["held_on"])
        yield from self._paths(session)
        yield from self._taken_away(session, Exemption)
        yield from self._taken_away(session, CompanyPeriod)

    def _held(self, session: Session) -> Iterator[Row]:
        """The half-days whose marks or own facts changed, as they were and as they are."""
        changed = {int(key): (before, after) for key, before, after in self.of("class_session")}
        marked = {int(key.split(":")[1]) for key, _, _ in self.of("attendance")}
        counted = {one for one, states in changed.items() if _counts("class_session", *states)}
        present = _rows(session, ClassSession, ("cohort_id", "held_on"), marked | counted)
        for one in marked | counted:
            before, after = changed.get(one, ({}, {}))
            yield from _states(present.get(one), before, after)

    def _paths(self, session: Session) -> Iterator[Span]:
        """The days between an entry, or an exit, as it was and as it is."""
        changed = [
            (int(key), before, after)
            for key, before, after in self.of("enrollment")
            if _counts("enrollment", before, after)
        ]
        columns = ("cohort_id", "entered_on", "exit_on", "planned_exit_on")
        present = _rows(session, Enrollment, columns, {one for one, _, _ in changed})
        for one, before, after in changed:
            yield from _path_changes(list(_states(present.get(one), before, after)))

    def _taken_away(self, session: Session, record: type[Exemption | CompanyPeriod]) -> Iterator[Span]:
        """The days of an exemption or of a period in company, as it was and as it is."""
        table = record.__tablename__
        changed = [
            (int(key), before, after)
            for key, before, after in self.of(table)
            if _counts(table, before, after)
        ]
        columns = ("enrollment_id", "starts_on", "ends_on")
        present = _rows(session, record, columns, {one for one, _, _ in changed})
        states = [row for one, before, after in changed for row in _states(present.get(one), before, after)]
        cohorts = _rows(session, Enrollment, ("cohort_id",), {row["enrollment_id"] for row in states})
        gone = {int(key): before for key, before, after in self.of("enrollment") if before and after is None}
        for row in states:
            enrolled = cohorts.get(row["enrollment_id"]) or gone[row["enrollment_id"]]
            yield Span(enrolled["cohort_id"], row["starts_on"] or dt.date.min, row["ends_on"] or dt.date.max)


def _counts(table: str, before: Row | None, after: Row | None) -> bool:
    """Whether a month stands on what changed."""
    return before is None or after is None or not _COUNTS[table].isdisjoint(before)


def _states(present: Row | None, before: Row | None, after: Row | None) -> Iterator[Row]:
    """A row as it was and as it is; ``before`` and ``after`` hold what changed, or the whole row."""
    if present is not None and before is not None:
        yield {**present, **before}
    elif before:
        yield before
    if present is not None and after is not None:
        yield present


def _path_changes(states: Sequence[Row]) -> Iterator[Span]:
    """The days that are of the path of a person before or after, and not both."""
    paths = [(state["cohort_id"], path) for state in states if (path := _path(state)) is not None]
    if len(paths) == 2 and paths[0][0] == paths[1][0]:
        for was, now in zip(paths[0][1], paths[1][1], strict=True):
            if was != now:
                yield Span(paths[0][0], min(was, now), max(was, now))
    else:
        yield from (Span(cohort_id, *path) for cohort_id, path in paths)


def _path(row: Row) -> tuple[dt.date, dt.date] | None:
    """From the entry to the exit; None without an entry."""
    if row["entered_on"] is None:
        return None
    return row["entered_on"], row["exit_on"] or row["planned_exit_on"] or dt.date.max


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


def _any_statement(session: Session, touched: _Touched) -> bool:
    return bool(touched.of("month_statement")) or (
        session.scalar(select(MonthStatement.id).limit(1)) is not None
    )


def _locks_before(
    session: Session, cohort_ids: Iterable[int], touched: _Touched
) -> dict[tuple[int, dt.date], SentMonth]:
    """The locks as they were before this write, which may take a cohort away with its months."""
    rows = _statements(session, cohort_ids)
    for key, before, _after in touched.of("month_statement"):
        one = int(key)
        if before is None:
            rows.pop(one, None)
        else:
            rows[one] = {**rows.get(one, {}), **before}
    return _locks(row for row in rows.values() if "cohort_id" in row)


def _statements(session: Session, cohort_ids: Iterable[int]) -> dict[int, Row]:
    table: Table = MonthStatement.__table__  # type: ignore[assignment]  # declared as FromClause
    found: dict[int, Row] = {}
    wanted = sorted(cohort_ids)
    for start in range(0, len(wanted), _CHUNK):
        theirs = table.c.cohort_id.in_(wanted[start : start + _CHUNK])
        rows = session.execute(select(table).where(theirs)).mappings()
        found.update((row["id"], dict(row)) for row in rows)
    return found


def _locks(rows: Iterable[Row]) -> dict[tuple[int, dt.date], SentMonth]:
    last: dict[tuple[int, dt.date], Row] = {}
    for row in rows:
        place = row["cohort_id"], row["month"]
        if place not in last or last[place]["number"] < row["number"]:
            last[place] = row
    return {
        place: SentMonth(row["month"], row["number"], row["payer"], row["sent_on"])
        for place, row in last.items()
        if row["sent_on"] is not None
    }
