"""How the half-days of a grid are laid out: people over half-days, or the weeks of one person.

The model, the keys and the painting know places (row, column); only this knows what stands there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, Protocol

from gen_desktop import french
from gen_desktop.dates import iso_week, week_start
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.calendar import HALF_DAY_WORDS
from gen_desktop.queries.attendance import Key
from gen_desktop.queries.attendance_grid import AttendanceGrid, WeekSession
from gen_desktop.reference.lists import code_list

View = Literal["week", "month", "learner"]
NAME_COLUMN = 0
FIRST_SESSION = 1
_SHORTEST = {"AM": "mat.", "PM": "apr."}


@dataclass(frozen=True, slots=True)
class Column:
    """A column after the names. ``group``: what stands above several columns; ``day`` when it is one day.

    ``sessions``: the half-days that a total sums; empty for a column of half-days.
    """

    title: str
    group: str = ""
    spoken: str = ""
    day: dt.date | None = None
    is_total: bool = False
    sessions: tuple[WeekSession, ...] = ()


class Layout(Protocol):
    """Places of a grid. Column 0 holds the names of the rows."""

    grid: AttendanceGrid
    columns: tuple[Column, ...]
    name_title: str

    @property
    def row_count(self) -> int:
        """How many rows."""

    def name(self, row: int) -> tuple[str, str]:
        """What a row is called: in bold, then the rest."""

    def session_at(self, row: int, column: int) -> WeekSession | None:
        """The half-day of a place, None where there is none."""

    def key_at(self, row: int, column: int) -> Key | None:
        """The mark of a place: enrollment and half-day."""

    def place_of(self, key: Key) -> tuple[int, int] | None:
        """Where a mark stands, None when it is not shown."""

    def total(self, row: int, column: int) -> int:
        """Minutes present that a total column sums in a row."""

    def total_words(self, row: int, column: int) -> str:
        """What the total is called where it is read aloud."""

    def places(self) -> Iterator[tuple[int, int]]:
        """The places in the order in which a week is typed."""

    def block(self, row: int, column: int) -> list[Key]:
        """The marks that Maj P fills: a half-day of everybody, or the week of one person."""


class PeopleLayout:
    """People over the half-days of a week or of a month, in the order of time.

    ``by_week``: the hours of each week stand after it.
    """

    name_title = "Apprenant"

    def __init__(self, grid: AttendanceGrid, *, by_week: bool = False) -> None:
        self.grid = grid
        self.columns = tuple(_people_columns(grid, by_week=by_week))
        sessions = iter(grid.sessions)
        self._sessions = [None if column.is_total else next(sessions) for column in self.columns]
        self._column_of = {
            session.id: at for at, session in enumerate(self._sessions, FIRST_SESSION) if session is not None
        }
        self._row_of = {learner.enrollment_id: row for row, learner in enumerate(grid.learners)}

    @property
    def row_count(self) -> int:
        return len(self.grid.learners)

    def name(self, row: int) -> tuple[str, str]:
        learner = self.grid.learners[row]
        return learner.last_name, learner.first_name

    def session_at(self, row: int, column: int) -> WeekSession | None:
        at = column - FIRST_SESSION
        return self._sessions[at] if 0 <= row < self.row_count and 0 <= at < len(self._sessions) else None

    def key_at(self, row: int, column: int) -> Key | None:
        session = self.session_at(row, column)
        return None if session is None else (self.grid.learners[row].enrollment_id, session.id)

    def place_of(self, key: Key) -> tuple[int, int] | None:
        row, column = self._row_of.get(key[0]), self._column_of.get(key[1])
        return None if row is None or column is None else (row, column)

    def total(self, row: int, column: int) -> int:
        return _minutes(self.grid, self.grid.learners[row].enrollment_id, self.columns[column - 1].sessions)

    def total_words(self, row: int, column: int) -> str:
        last, first = self.name(row)
        return f"{last} {first}, {self.columns[column - FIRST_SESSION].spoken}"

    def places(self) -> Iterator[tuple[int, int]]:
        for column in self._column_of.values():
            for row in range(self.row_count):
                yield row, column

    def block(self, row: int, column: int) -> list[Key]:
        keys = (self.key_at(one, column) for one in range(self.row_count))
        return [key for key in keys if key is not None]


class WeeksLayout:
    """The weeks of one person over the half-days of a week."""

    name_title = "Semaine"

    def __init__(self, grid: AttendanceGrid) -> None:
        self.grid = grid
        self._person = grid.learners[0].enrollment_id if grid.learners else 0
        self._weeks = [
            (monday, tuple(sessions))
            for monday, sessions in groupby(grid.sessions, key=lambda one: week_start(one.held_on))
        ]
        slots = sorted({_slot(session) for session in grid.sessions})
        self.columns = (*(_slot_column(*slot) for slot in slots), Column("Réalisé", is_total=True))
        column_of = {slot: at for at, slot in enumerate(slots, FIRST_SESSION)}
        self._at = {
            (row, column_of[_slot(session)]): session
            for row, (_, sessions) in enumerate(self._weeks)
            for session in sessions
        }
        self._place_of = {session.id: place for place, session in self._at.items()}

    @property
    def row_count(self) -> int:
        return len(self._weeks)

    def name(self, row: int) -> tuple[str, str]:
        monday = self._weeks[row][0]
        last = self._weeks[row][1][-1].held_on
        ends = max(last, monday + dt.timedelta(days=4))
        return f"Sem. {iso_week(monday)[1]}", f"du {french.day_month(monday)} au {french.day_month(ends)}"

    def session_at(self, row: int, column: int) -> WeekSession | None:
        return self._at.get((row, column))

    def key_at(self, row: int, column: int) -> Key | None:
        session = self._at.get((row, column))
        return None if session is None else (self._person, session.id)

    def place_of(self, key: Key) -> tuple[int, int] | None:
        return self._place_of.get(key[1]) if key[0] == self._person else None

    def total(self, row: int, column: int) -> int:
        return _minutes(self.grid, self._person, self._weeks[row][1])

    def total_words(self, row: int, column: int) -> str:
        return f"{' '.join(self.name(row))}, réalisé"

    def places(self) -> Iterator[tuple[int, int]]:
        yield from sorted(self._at)

    def block(self, row: int, column: int) -> list[Key]:
        return [(self._person, session.id) for session in self._weeks[row][1]]


def layout_of(grid: AttendanceGrid, view: View) -> Layout:
    """The places of a grid in that view."""
    return WeeksLayout(grid) if view == "learner" else PeopleLayout(grid, by_week=view == "month")


def _people_columns(grid: AttendanceGrid, *, by_week: bool) -> Iterator[Column]:
    for monday, group in groupby(grid.sessions, key=lambda one: week_start(one.held_on)):
        sessions = tuple(group)
        for session in sessions:
            yield _session_column(session, short=by_week)
        if by_week:
            week = iso_week(monday)[1]
            yield Column("h", f"s.{french.NBSP}{week}", f"réalisé la semaine {week}", None, True, sessions)
    spoken = "réalisé ce mois" if by_week else "réalisé cette semaine"
    yield Column("Réalisé", spoken=spoken, is_total=True, sessions=grid.sessions)


def _session_column(session: WeekSession, *, short: bool) -> Column:
    day = session.held_on
    group = f"{french.WEEKDAYS[day.weekday()][:3]}.{french.NBSP}{day.day}"
    title = _SHORTEST[session.half_day] if short else code_list("half_day")[session.half_day]["short"]
    return Column(title, group, long_slot_label(day, session.half_day), day)


def _slot(session: WeekSession) -> tuple[int, str]:
    return session.held_on.weekday(), session.half_day


def _slot_column(weekday: int, half_day: str) -> Column:
    name = french.WEEKDAYS[weekday]
    words = HALF_DAY_WORDS[half_day]  # type: ignore[index]  # AM or PM
    return Column(code_list("half_day")[half_day]["short"], name, f"{name} {words}")


def _minutes(grid: AttendanceGrid, enrollment_id: int, sessions: Sequence[WeekSession]) -> int:
    marks = (grid.marks.get((enrollment_id, session.id)) for session in sessions)
    return sum(mark.minutes_present for mark in marks if mark is not None)


def half_day_at(columns: Sequence[int], here: int, wanted: int) -> int:
    """The column of half-days to which the cursor goes: sums are stepped over."""
    if wanted in columns:
        return wanted
    ahead = [column for column in columns if (column > wanted if wanted > here else column < wanted)]
    if not ahead:
        return here
    return min(ahead) if wanted > here else max(ahead)
