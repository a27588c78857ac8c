"""A platform's log: what it says of the distance work of people, compared with what is planned.

Connection is kept beside the work and never counted: hours come from estimated durations, once verified.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.french import NBSP
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.enrolled import Enrolled, EnrolledBook
from gen_desktop.importing.person_columns import name_column_notes
from gen_desktop.importing.plan import Level, Note, Plan, PlanRow, RowState, Work
from gen_desktop.importing.position import log_position
from gen_desktop.importing.remote_log_columns import remote_log_columns
from gen_desktop.importing.typed_table import TypedRow, TypedTable, read_typed
from gen_desktop.jobs import Job
from gen_desktop.models.names import fold
from gen_desktop.services.remote_logs import KnownWork, LoggedWork, insert_logged, known_work

Key = tuple[int, str]
"""Enrollment, and the title of the activity as titles are compared."""


def plan_remote_logs(
    db: Database,
    path: Path,
    *,
    cohort_code: str | None,
    today: dt.date,
    choices: Choices | None = None,
    job: Job | None = None,
) -> Plan:
    """What a log would change; nothing is written. Raises InvalidInput for what is no list."""
    table = read_typed(path, remote_log_columns(today), choices or Choices(), today)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with db.read() as session:
        return _Planner(session, table, cohort_code, today, digest).plan(job or Job())


@dataclass(frozen=True, slots=True)
class RemoteLogsWork(Work):
    """The works that the log changes or adds; several lines of one are together."""

    lines: tuple[LoggedWork, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the log brings nothing that is not known already."""
        return not self.lines

    def write(self, session: Session, job: Job) -> tuple[frozenset[str], frozenset[int]]:
        """Record them."""
        return insert_logged(session, self.lines), frozenset(one.enrollment_id for one in self.lines)


class _Planner:
    """Goes through a log once."""

    def __init__(
        self, session: Session, table: TypedTable, cohort_code: str | None, today: dt.date, digest: str
    ) -> None:
        self._session, self._table, self._given = session, table, cohort_code
        self._today, self._digest = today, digest
        self._people = EnrolledBook(session)
        self._known: dict[Key, KnownWork] = {}
        self._told: dict[Key, LoggedWork] = {}
        self._first: dict[Key, int] = {}

    def plan(self, job: Job) -> Plan:
        """The plan of the log."""
        notes = [*self._table.problems(), *name_column_notes(self._table), *self._faults()]
        found = [] if notes else [(row, self._find(row)) for row in self._table.rows(job)]
        people = {person.enrollment_id for _, person in found if person}
        self._known = {(one.enrollment_id, fold(one.title)): one for one in known_work(self._session, people)}
        for row, person in found:
            if person is not None and not row.has_errors:
                self._take(row, person)
        rows = tuple(self._row(row, person) for row, person in found)
        lines = tuple(one for key, one in self._told.items() if self._brings(key))
        new = sum(key not in self._known for key in self._told)
        return Plan(
            kind="remote-logs",
            file_name=self._table.file_name,
            sheet=self._table.table.sheet,
            gesture=f"Importer le relevé «{NBSP}{self._table.file_name}{NBSP}» "
            f"({french.plural(len(lines), 'travail à distance', 'travaux à distance')})",
            rows=rows,
            notes=(*notes, *self._table.remarks),
            matched=self._table.matched_titles(),
            unknown_columns=self._table.match.unknown,
            ignored=self._table.table.ignored,
            creations=(f"{french.plural(new, 'travail nouveau', 'travaux nouveaux')}.",) if new else (),
            totals={"works_new": new, "works_update": len(lines) - new},
            position=log_position(self._session),
            work=RemoteLogsWork(lines),
            read=self._table.how_read(),
        )

    def _faults(self) -> list[Note]:
        if self._table.has("activity"):
            return []
        text = f"il manque une colonne «{NBSP}Activité{NBSP}»."
        return [Note(Level.ERROR, text, self._table.table.title_row, field="activity")]

    def _find(self, row: TypedRow) -> Enrolled | None:
        code = row.get("cohort") or self._given
        if code and not self._people.has_cohort(code):
            text = f"la cohorte {code} n’existe pas dans ce fichier de données."
            self._table.note(row, "cohort", text)
            return None
        return self._people.find(self._table, row, code)

    def _take(self, row: TypedRow, person: Enrolled) -> None:
        """Add the line to what the log says of that work."""
        title, done_on = row.get("activity"), row.get("done_on")
        if not title:
            self._table.note(row, "activity", "il manque l’activité.")
            return
        if done_on is not None and done_on > self._today:
            self._table.note(row, "done_on", "ce jour n’est pas encore venu.")
            return
        key = person.enrollment_id, fold(title)
        told = self._told.get(key)
        line = LoggedWork(
            person.enrollment_id,
            title,
            done_on,
            row.get("connected_minutes"),
            row.get("result"),
            row.get("estimated_minutes"),
            row.get("kind"),
            self._digest,
        )
        if key not in self._known and not (line.estimated_minutes or (told and told.estimated_minutes)):
            text = (
                f"«{NBSP}{title}{NBSP}» n’est pas prévu pour {person.name}{NBSP}: prévoyez ce travail, ou "
                "donnez sa durée estimée. Un temps de connexion n’est pas une durée."
            )
            self._table.note(row, "activity", text)
        elif key not in self._known and done_on is None and not (told and told.done_on):
            self._table.note(row, "done_on", "il manque la date d’une activité qui n’est pas encore prévue.")
        else:
            self._first.setdefault(key, row.number)
            self._told[key] = line if told is None else told.and_then(line)

    def _row(self, row: TypedRow, person: Enrolled | None) -> PlanRow:
        what = person.name if person is not None else _said_who(row)
        if row.get("activity"):
            what = f"{what}, {row.get('activity')}"
        if row.has_errors or person is None:
            return PlanRow(row.number, RowState.ERROR, what, (), tuple(row.notes), row.repairs)
        key = person.enrollment_id, fold(row.get("activity"))
        state = RowState.SAME
        if self._first[key] != row.number:
            state = RowState.JOINED
        elif self._brings(key):
            state = RowState.UPDATE if key in self._known else RowState.NEW
        details = _details(self._told[key]) if state in (RowState.NEW, RowState.UPDATE) else ()
        return PlanRow(
            row.number, state, what, details, tuple(row.notes), row.repairs, learner_id=person.learner_id
        )

    def _brings(self, key: Key) -> bool:
        known = self._known.get(key)
        return known is None or known.differs(self._told[key])


def _details(told: LoggedWork) -> tuple[str, ...]:
    said = []
    if told.done_on is not None:
        said.append(f"fait le {french.short_date(told.done_on)}")
    if told.connected_minutes is not None:
        said.append(f"{french.duration(told.connected_minutes)} de connexion")
    if told.result is not None:
        said.append(f"résultat {told.result}")
    return tuple(said)


def _said_who(row: TypedRow) -> str:
    names = [row.get(name) for name in ("last_name", "first_name", "full_name", "last_first", "first_last")]
    return " ".join(name for name in names if name) or french.UNKNOWN
