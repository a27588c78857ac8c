"""A list of attendance: which marks it brings, compared with those already recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.french import NBSP
from gen_desktop.importing.attendance_columns import attendance_columns
from gen_desktop.importing.attendance_shapes import Shape, ToldMark, find_shape
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.enrolled import Enrolled, EnrolledBook
from gen_desktop.importing.half_day_titles import CohortCalendar, HeldHalfDay
from gen_desktop.importing.person_columns import name_column_notes
from gen_desktop.importing.plan import Level, Note, Plan, PlanRow, RowState, Work
from gen_desktop.importing.position import log_position
from gen_desktop.importing.typed_table import TypedRow, TypedTable, read_typed
from gen_desktop.jobs import Job
from gen_desktop.models.attendance import (
    LATE,
    Attendance,
    due_codes,
    justified_codes,
    minutes_present,
    presence_codes,
)
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.month_lock import sent_months
from gen_desktop.models.month_statement import SentMonth
from gen_desktop.models.names import fold
from gen_desktop.reference.lists import label
from gen_desktop.services.attendance import MarkInput, insert_marks

_BATCH = 5_000
Recorded = tuple[str, int, dt.date | None]
"""Status, minutes of presence and day of the supporting document of a mark in the store."""


def plan_attendance(
    db: Database,
    path: Path,
    *,
    cohort_code: str | None,
    today: dt.date,
    choices: Choices | None = None,
    job: Job | None = None,
) -> Plan:
    """What an attendance list would change; nothing is written. Raises InvalidInput for what is no list."""
    table = read_typed(path, attendance_columns(today), choices or Choices(), today)
    left_out = {title for title, name in table.mapping.items() if not name}
    with db.read() as session:
        return _Planner(session, table, cohort_code, find_shape(table, left_out, today), today).plan(
            job or Job()
        )


@dataclass(frozen=True, slots=True)
class MarksWork(Work):
    """The marks to record: new ones and those that differ."""

    marks: tuple[MarkInput, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the list brings nothing that is not recorded already."""
        return not self.marks

    def write(self, session: Session, job: Job) -> tuple[frozenset[str], frozenset[int]]:
        """Record them; the entries that follow from first presences move with them."""
        kinds: set[str] = set()
        for start in range(0, len(self.marks), _BATCH):
            job.step(start, len(self.marks), "Enregistrement des présences")
            kinds |= insert_marks(session, self.marks[start : start + _BATCH]).kinds
        return frozenset(kinds), frozenset(mark.enrollment_id for mark in self.marks)


@dataclass(slots=True)
class _Changes:
    """What a row brings."""

    new: list[ToldMark] = field(default_factory=list)
    same: int = 0
    updates: list[str] = field(default_factory=list)
    refused: int = 0

    @property
    def state(self) -> RowState:
        if self.updates:
            return RowState.UPDATE
        return RowState.NEW if self.new else RowState.SAME

    @property
    def details(self) -> tuple[str, ...]:
        if not self.new:
            return tuple(self.updates)
        return (_counted(self.new), *self.updates)


class _Planner:
    """Goes through a list once."""

    def __init__(
        self,
        session: Session,
        table: TypedTable,
        cohort_code: str | None,
        shape: Shape | None,
        today: dt.date,
    ) -> None:
        self._session = session
        self._table = table
        self._given = cohort_code
        self._shape = shape
        self._today = today
        self._cohorts = _Cohorts(session)
        self._people = EnrolledBook(session)
        self._first_rows: dict[tuple[int, int], int] = {}
        self._marks: list[MarkInput] = []
        self._entries: set[int] = set()
        self._count = {"new": 0, "update": 0, "same": 0}

    def plan(self, job: Job) -> Plan:
        """The plan of the list."""
        notes = [
            *self._table.problems(),
            *name_column_notes(self._table),
            *self._faults_of_the_list(),
        ]
        rows: list[PlanRow] = []
        if not any(note.level == Level.ERROR for note in notes):
            rows = [self._plan_row(row) for row in self._table.rows(job)]
        titles = self._shape.half_day_titles if self._shape else {}
        matched = self._table.matched_titles() + tuple(
            (self._table.table.titles[place], meaning or "demi-journée") for place, meaning in titles.items()
        )
        self._marks.sort(key=lambda mark: mark.key)
        return Plan(
            kind="attendance",
            file_name=self._table.file_name,
            sheet=self._table.table.sheet,
            gesture=self._gesture(),
            rows=tuple(rows),
            notes=(
                *notes,
                *self._table.remarks,
                *(self._shape.notes if self._shape else ()),
            ),
            matched=matched,
            unknown_columns=tuple(
                title for place, title in self._table.unknown_places.items() if place not in titles
            ),
            ignored=self._table.table.ignored,
            creations=self._creations(),
            totals={f"marks_{state}": count for state, count in self._count.items()},
            position=log_position(self._session),
            work=MarksWork(tuple(self._marks)),
            read=self._table.how_read(),
        )

    def _faults_of_the_list(self) -> list[Note]:
        faults = []
        if self._shape is None:
            text = (
                "aucune demi-journée n’est reconnue\u00a0: donnez une colonne par demi-journée "
                "(«\u00a0lun. 14/09 matin\u00a0»), ou les colonnes Date, Demi-journée et Présence."
            )
            faults.append(Note(Level.ERROR, text, self._table.table.title_row, field="half_day"))
        if self._given is None and not self._table.has("cohort"):
            text = "dites de quelle cohorte est cette liste, ou ajoutez une colonne Cohorte."
            faults.append(Note(Level.ERROR, text, field="cohort"))
        elif self._given is not None:
            calendar = self._cohorts.find(self._given)
            if calendar is None:
                faults.append(Note(Level.ERROR, _no_cohort(self._given), field="cohort"))
            elif calendar.is_empty:
                text = (
                    f"la cohorte {calendar.code} n’a pas de demi-journées{NBSP}: indiquez d’abord son rythme."
                )
                faults.append(Note(Level.ERROR, text, field="cohort"))
        return faults

    def _plan_row(self, row: TypedRow) -> PlanRow:
        calendar = self._calendar_of(row)
        person = self._people.find(self._table, row, calendar.code) if calendar else None
        before = len(row.notes)
        told = self._shape.read(row, calendar) if self._shape and calendar else []
        changes = _Changes()
        if person is not None:
            for mark in told:
                self._take(row, person, mark, changes)
        elif calendar is not None and not told and len(row.notes) == before:
            # A signature or a legend below the list, or somebody whom nothing is said of.
            row.notes = [replace(note, level=Level.WARNING) for note in row.notes]
        what = person.name if person else _said_who(row)
        state = RowState.ERROR if row.has_errors else changes.state
        return PlanRow(
            row.number,
            state,
            what,
            changes.details,
            tuple(row.notes),
            row.repairs,
            learner_id=person.learner_id if person else None,
        )

    def _calendar_of(self, row: TypedRow) -> CohortCalendar | None:
        told = row.get("cohort")
        if told and self._given and fold(told) != fold(self._given):
            self._table.note(row, "cohort", f"la liste est importée pour la cohorte {self._given}.")
            return None
        code = told or self._given
        if code is None:
            self._table.note(row, "cohort", "il manque la cohorte.")
            return None
        calendar = self._cohorts.find(code)
        if calendar is None:
            self._table.note(row, "cohort", _no_cohort(code))
        return calendar

    def _take(self, row: TypedRow, person: Enrolled, mark: ToldMark, changes: _Changes) -> None:
        key = (person.enrollment_id, mark.held.id)
        first = self._first_rows.setdefault(key, row.number)
        if first != row.number:
            text = f"la marque du {mark.held.label} est déjà donnée à la ligne {first} pour {person.name}."
            self._table.note_at(row, mark.place, text)
            return
        refused = person.period.refusal(mark.held.slot)
        if refused:
            self._table.note_at(row, mark.place, f"{person.name}, {mark.held.label}{NBSP}: {refused}.")
            return
        self._compare(row, person, mark, changes)

    def _compare(self, row: TypedRow, person: Enrolled, mark: ToldMark, changes: _Changes) -> None:
        recorded = self._cohorts.recorded(person.cohort_id).get((person.enrollment_id, mark.held.id))
        present = minutes_present(mark.status, mark.held.minutes, mark.missed)
        if recorded is not None and _is_same(recorded, mark, present):
            changes.same += 1
            self._count["same"] += 1
            return
        if sent := self._cohorts.sent(person.cohort_id, mark.held.day):
            self._table.note_at(row, mark.place, f"{person.name}, {mark.held.label}{NBSP}: {sent.refusal}")
            return
        if mark.status in presence_codes() and mark.held.day > self._today:
            text = (
                f"{person.name}, {mark.held.label}{NBSP}: ce jour n’est pas venu, personne n’y est présent."
            )
            self._table.note_at(row, mark.place, text)
            return
        if recorded is None:
            changes.new.append(mark)
            self._count["new"] += 1
        else:
            was = _words(recorded[0], recorded[1], mark.held)
            becomes = _words(mark.status, present, mark.held)
            changes.updates.append(f"{mark.held.label}{NBSP}: {was} → {becomes}")
            self._count["update"] += 1
        self._marks.append(MarkInput(*_key(person, mark), mark.status, mark.missed, mark.document_on))
        if mark.status in presence_codes() and person.period.entered_on is None:
            self._entries.add(person.enrollment_id)

    def _gesture(self) -> str:
        count = french.plural(len(self._marks), "demi-journée")
        return f"Importer l’émargement «{NBSP}{self._table.file_name}{NBSP}» ({count})"

    def _creations(self) -> tuple[str, ...]:
        said = []
        if self._count["new"]:
            text = french.plural(self._count["new"], "marque nouvelle", "marques nouvelles")
            said.append(f"{text}.")
        if self._count["update"]:
            text = french.plural(self._count["update"], "marque modifiée", "marques modifiées")
            said.append(f"{text}.")
        if self._entries:
            people = french.plural(len(self._entries), "personne")
            said.append(f"{people} sans date d’entrée{NBSP}: la première présence sera l’entrée.")
        return tuple(said)


class _Cohorts:
    """Calendars and recorded marks of the cohorts of a list, loaded when a row needs them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        rows = session.execute(
            select(
                Cohort.id,
                Cohort.code,
                func.coalesce(Cohort.actual_start, Cohort.planned_start),
                func.coalesce(Cohort.actual_end, Cohort.planned_end),
            )
        )
        self._known = {fold(row[1]): row for row in rows}
        self._calendars: dict[str, CohortCalendar] = {}
        self._recorded: dict[int, dict[tuple[int, int], Recorded]] = {}
        self._sent = sent_months(session, [row[0] for row in self._known.values()])

    def find(self, code: str) -> CohortCalendar | None:
        """The calendar of that cohort; accents, capitals and spaces aside."""
        key = fold(code)
        if key not in self._known:
            return None
        if key not in self._calendars:
            cohort_id, own_code, start, end = self._known[key]
            rows = self._session.execute(
                select(
                    ClassSession.id,
                    ClassSession.held_on,
                    ClassSession.half_day,
                    ClassSession.minutes,
                    ClassSession.delivery_mode,
                    ClassSession.module,
                ).where(ClassSession.cohort_id == cohort_id)
            )
            held = [HeldHalfDay(*row) for row in rows]
            self._calendars[key] = CohortCalendar(own_code, start, end, held)
        return self._calendars[key]

    def recorded(self, cohort_id: int) -> Mapping[tuple[int, int], Recorded]:
        """The marks of that cohort by enrollment and half-day."""
        if cohort_id not in self._recorded:
            rows = self._session.execute(
                select(
                    Attendance.enrollment_id,
                    Attendance.class_session_id,
                    Attendance.status,
                    Attendance.minutes_present,
                    Attendance.document_on,
                )
                .join(ClassSession, ClassSession.id == Attendance.class_session_id)
                .where(ClassSession.cohort_id == cohort_id)
            )
            self._recorded[cohort_id] = {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}
        return self._recorded[cohort_id]

    def sent(self, cohort_id: int, day: dt.date) -> SentMonth | None:
        """The month of that day as it was sent to a payer, None when it can still be changed."""
        return self._sent.get((cohort_id, day.replace(day=1)))


def _is_same(recorded: Recorded, mark: ToldMark, present: int) -> bool:
    return recorded[:2] == (mark.status, present) and mark.document_on in (None, recorded[2])


def _key(person: Enrolled, mark: ToldMark) -> tuple[int, int]:
    return person.enrollment_id, mark.held.id


def _words(status: str, present: int, held: HeldHalfDay) -> str:
    """« Présent », « Retard ou départ anticipé de 40 min »."""
    words = label("attendance_status", status)
    return f"{words} ({french.duration(held.minutes - present)})" if status == LATE else words


def _counted(marks: Sequence[ToldMark]) -> str:
    """« 40 demi-journées, dont 2 absences et 1 absence justifiée »."""
    counted = []
    for codes, one, many in (
        ((LATE,), "retard", "retards"),
        (justified_codes(), "absence justifiée", "absences justifiées"),
        (tuple(set(due_codes()) - set(presence_codes()) - set(justified_codes())), "absence", "absences"),
    ):
        number = sum(mark.status in codes for mark in marks)
        if number:
            counted.append(french.plural(number, one, many))
    head = french.plural(len(marks), "demi-journée")
    return f"{head}, dont {french.join_names(counted)}" if counted else head


def _no_cohort(code: str) -> str:
    return f"la cohorte {code} n’existe pas dans ce fichier de données."


def _said_who(row: TypedRow) -> str:
    names = [row.get(name) for name in ("last_name", "first_name", "full_name", "last_first", "first_last")]
    return " ".join(name for name in names if name) or french.UNKNOWN
