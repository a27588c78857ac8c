"""The two shapes of an attendance list: half-days as columns, or one mark per row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from gen_desktop.french import NBSP
from gen_desktop.importing.grid import Cell
from gen_desktop.importing.half_day_titles import (
    CohortCalendar,
    HeldHalfDay,
    SaidHalfDay,
    half_day_of_am,
    said_half_day,
)
from gen_desktop.importing.marks import SaidMark, read_mark, read_reason, settle
from gen_desktop.importing.plan import Level, Note
from gen_desktop.importing.typed_table import TypedRow, TypedTable
from gen_desktop.importing.values import day, shown
from gen_desktop.models.attendance import ABSENT, JUSTIFIED, LATE, PRESENT, justified_codes
from gen_desktop.models.calendar import HalfDay
from gen_desktop.reference.lists import codes_where

_WITHOUT_MINUTES = "retard sans minutes\u00a0: compté comme présent toute la demi-journée."
_ONE_OR_HOUR = "veut dire présent ou une heure\u00a0: écrivez P ou 1 h."


@dataclass(frozen=True, slots=True)
class ToldMark:
    """A mark as told of one half-day. ``place``: the column where its faults are shown."""

    held: HeldHalfDay
    status: str
    missed: int
    document_on: dt.date | None
    place: int


class Shape(Protocol):
    """Reads the marks of a row; what is wrong is noted on the row, or once for a whole column."""

    notes: list[Note]

    @property
    def half_day_titles(self) -> Mapping[int, str]:
        """The columns that are half-days, and what they mean."""

    def read(self, row: TypedRow, calendar: CohortCalendar) -> list[ToldMark]:
        """The marks of that row."""


def find_shape(table: TypedTable, left_out: Collection[str], today: dt.date) -> Shape | None:
    """The shape of the list; None when it holds no half-days at all."""
    columns = {
        place: said
        for place, title in enumerate(table.table.titles)
        if place in table.unknown_places and title not in left_out
        if (said := said_half_day(title)) is not None and said.has_date
    }
    if columns:
        return WideShape(table, columns)
    tells_marks = table.has("status") or table.has("reason") or table.has("present") or table.has("missed")
    if tells_marks and (table.has("date") or table.has("half_day")):
        return LongShape(table, today)
    return None


class WideShape:
    """One row per learner, one column per half-day."""

    def __init__(self, table: TypedTable, columns: Mapping[int, SaidHalfDay]) -> None:
        self._table = table
        self._columns = columns
        self._am = half_day_of_am(columns.values())
        self._calendars: dict[str, dict[int, HeldHalfDay | str]] = {}
        self._told_columns: set[tuple[str, int]] = set()
        self.notes: list[Note] = []
        self._marks = _Marks(row.cells[place] for row in table.table.rows for place in columns)

    @property
    def half_day_titles(self) -> Mapping[int, str]:
        """The columns that are half-days; what each means, in the first cohort that was read."""
        known = next(iter(self._calendars.values()), {})
        return {
            place: found.label if isinstance(found := known.get(place), HeldHalfDay) else ""
            for place in self._columns
        }

    def read(self, row: TypedRow, calendar: CohortCalendar) -> list[ToldMark]:
        """The marks of a learner."""
        columns = self._calendars.get(calendar.code)
        if columns is None:
            columns = self._calendars[calendar.code] = self._resolve(calendar)
        found = []
        for place, held in columns.items():
            cell = row.cells[place]
            if cell is None:
                continue
            try:
                said = self._marks.read(cell)
                if said is None or (isinstance(held, str) and _is_suspended(said)):
                    continue
                if isinstance(held, str):
                    self._refuse_column(calendar, place, held)
                    continue
                status, missed = settle(said, held.minutes)
            except ValueError as error:
                self._table.note_at(row, place, str(error))
                continue
            if said.is_lateness_without_minutes:
                self._table.note_at(row, place, _WITHOUT_MINUTES, Level.WARNING)
            found.append(ToldMark(held, status, missed, None, place))
        return found

    def _resolve(self, calendar: CohortCalendar) -> dict[int, HeldHalfDay | str]:
        """The half-day of each column, or the reason why it is none."""
        columns: dict[int, HeldHalfDay | str] = {}
        first: dict[int, int] = {}
        for place, said in self._columns.items():
            try:
                held = calendar.resolve(_clear(said, self._am))
            except ValueError as error:
                columns[place] = str(error)
                continue
            columns[place] = held
            other = first.setdefault(held.id, place)
            if other != place:
                title = self._table.table.titles[other]
                columns[place] = f"cette demi-journée est déjà dans la colonne «{NBSP}{title}{NBSP}»."
        return columns

    def _refuse_column(self, calendar: CohortCalendar, place: int, why: str) -> None:
        """Once for the whole column, at its title."""
        if (calendar.code, place) in self._told_columns:
            return
        self._told_columns.add((calendar.code, place))
        title = self._table.table.titles[place]
        self.notes.append(
            Note(Level.ERROR, why, self._table.table.title_row, title, shown(title), "half_day")
        )


class LongShape:
    """One mark per row: date, half-day, and the mark in one column or several."""

    def __init__(self, table: TypedTable, today: dt.date) -> None:
        self._table = table
        self._today = today
        self.notes: list[Note] = []
        place = table.match.matched.get("status")
        self._marks = _Marks(row.cells[place] for row in table.table.rows if place is not None)
        self._said = self._read_half_days()
        self._am = half_day_of_am(said for said in self._said.values() if said is not None)

    @property
    def half_day_titles(self) -> Mapping[int, str]:
        """No column is a half-day."""
        return {}

    def read(self, row: TypedRow, calendar: CohortCalendar) -> list[ToldMark]:
        """The mark of the row, if it tells one."""
        try:
            said = self._mark(row)
        except _AtField as fault:
            self._table.note(row, fault.field, str(fault))
            return []
        if said is None:
            return []
        try:
            held = self._half_day(row, calendar)
        except _AtField as fault:
            if not _is_suspended(said):
                self._table.note(row, fault.field, str(fault))
            return []
        field = next(name for name in ("status", "present", "missed", "reason") if name in row.values)
        try:
            status, missed = settle(said, held.minutes)
        except ValueError as error:
            self._table.note(row, "missed" if "missed" in row.values else field, str(error))
            return []
        if said.is_lateness_without_minutes:
            self._table.note(row, field, _WITHOUT_MINUTES, Level.WARNING)
        document_on = row.get("document_on")
        if document_on is not None and status not in justified_codes():
            self._table.note(row, "document_on", "un justificatif ne va qu’avec une absence justifiée.")
        return [ToldMark(held, status, missed, document_on, self._table.match.matched[field])]

    def _read_half_days(self) -> dict[str, SaidHalfDay | None]:
        place = self._table.match.matched.get("half_day")
        cells = (row.cells[place] for row in self._table.table.rows if place is not None)
        return {str(cell): said_half_day(str(cell)) for cell in cells if cell is not None}

    def _mark(self, row: TypedRow) -> SaidMark | None:
        """The mark that the columns make together. Raises _AtField."""
        said = self._told_status(row)
        status = said.status if said is not None else None
        if "reason" in row.values:
            said = self._with_reason(row, status)
            status = said.status
        if row.get("missed"):
            if status not in (None, PRESENT, LATE):
                raise _AtField("missed", "des minutes de retard ne vont pas avec une absence.")
            return SaidMark(LATE, missed=row.values["missed"])
        if "present" in row.values:
            return _with_hours(said, row.values["present"])
        return said

    def _told_status(self, row: TypedRow) -> SaidMark | None:
        if "status" not in row.values:
            return None
        try:
            return self._marks.read(row.values["status"])
        except ValueError as error:
            raise _AtField("status", str(error)) from None

    def _with_reason(self, row: TypedRow, status: str | None) -> SaidMark:
        if status not in (None, ABSENT, JUSTIFIED, *justified_codes()):
            raise _AtField("reason", "un motif ne va qu’avec une absence.")
        try:
            reason = read_reason(row.values["reason"])
        except ValueError as error:
            raise _AtField("reason", str(error)) from None
        if status not in (None, ABSENT, JUSTIFIED, reason):
            raise _AtField("reason", "ce motif n’est pas celui de la marque.")
        return SaidMark(reason)

    def _half_day(self, row: TypedRow, calendar: CohortCalendar) -> HeldHalfDay:
        said = SaidHalfDay()
        text = row.get("half_day")
        if text is not None:
            found = self._said.get(str(row.cells[self._table.match.matched["half_day"]]))
            if found is None:
                raise _AtField("half_day", f"écrivez «{NBSP}matin{NBSP}» ou «{NBSP}après-midi{NBSP}».")
            said = _clear(found, self._am)
        try:
            return calendar.resolve(*self._with_date(row, said))
        except ValueError as error:
            raise _AtField("date" if "date" in row.values else "half_day", str(error)) from None

    def _with_date(self, row: TypedRow, said: SaidHalfDay) -> tuple[SaidHalfDay, dt.date | None]:
        """The half-day with its date, from its own column or from that of the half-day."""
        cell: Cell = row.get("date")
        if cell is None:
            if said.has_date:
                return said, None
            raise ValueError("il manque la date.")
        if isinstance(cell, str):
            dated = said_half_day(cell)
            if dated is not None and dated.has_date:
                half = said.half_day or dated.half_day
                return replace(dated, half_day=half, is_unclear=said.is_unclear and half is None), None
        return said, day(cell, self._today)


class _AtField(Exception):
    """A fault of one field of a row."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class _Marks:
    """What cells say, read once each. The figure 1 is doubtful where other cells hold hours."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._known: dict[tuple[type, Cell], SaidMark | str | None] = {}
        for cell in cells:
            key = (type(cell), cell)
            if cell is None or key in self._known:
                continue
            try:
                self._known[key] = read_mark(cell)
            except ValueError as error:
                self._known[key] = str(error)
        self._tells_hours = any(
            isinstance(said, SaidMark) and said.present is not None for said in self._known.values()
        )

    def read(self, cell: Cell) -> SaidMark | None:
        """The mark; raises ValueError with a French sentence."""
        said = self._known[type(cell), cell]
        if isinstance(said, str):
            raise ValueError(said)
        if said is not None and said.is_one and self._tells_hours:
            raise ValueError(f"{shown(cell)} {_ONE_OR_HOUR}")
        return said


def _clear(said: SaidHalfDay, am: HalfDay | None) -> SaidHalfDay:
    """The same, where AM means what it means in this list."""
    return replace(said, half_day=am) if said.is_unclear and am is not None else said


def _is_suspended(said: SaidMark) -> bool:
    """Nothing is due of a half-day that is not held: there is nothing to record."""
    return said.status in codes_where("attendance_status", due="no")


def _with_hours(said: SaidMark | None, present: int) -> SaidMark | None:
    """A mark beside hours of presence: they say how much of a presence, and none of an absence."""
    if said is None or said.status in (PRESENT, LATE):
        return SaidMark(present=present)
    if present:
        raise _AtField("present", "des heures de présence ne vont pas avec une absence.")
    return said
