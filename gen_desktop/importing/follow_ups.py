"""A call list: which attempts and situations it brings, compared with those already recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.french import NBSP
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.enrolled import Enrolled, EnrolledBook
from gen_desktop.importing.follow_up_columns import follow_up_columns
from gen_desktop.importing.follow_up_rows import ToldAttempt, new_attempts, read_attempts, read_situation
from gen_desktop.importing.person_columns import name_column_notes
from gen_desktop.importing.plan import Level, Note, Plan, PlanRow, RowState, Work, inner
from gen_desktop.importing.position import log_position
from gen_desktop.importing.typed_table import TypedRow, TypedTable, read_typed
from gen_desktop.jobs import Job
from gen_desktop.models.follow_up import UNREACHABLE
from gen_desktop.models.names import fold
from gen_desktop.queries.companies import all_choices
from gen_desktop.reference.horizons import horizon_words
from gen_desktop.reference.lists import label
from gen_desktop.services.follow_up_lists import (
    FollowUpFacts,
    Recorded,
    ToldFollowUp,
    insert_told,
    last_day_to_tell,
    load_facts,
    told_problems,
    unreachable_doubt,
)
from gen_desktop.services.follow_ups import AttemptInput, SituationInput, situation_columns

_BATCH = 10_000
_NAMES: dict[str, tuple[str, str]] = {
    "situation": ("Situation", "outcome_situation"),
    "contract_type": ("Contrat", "contract_type"),
    "contract_months": ("Durée en mois", ""),
    "employer": ("Employeur", ""),
    "title": ("Intitulé du poste", ""),
    "starts_on": ("Début", ""),
    "ends_on": ("Fin", ""),
    "working_time": ("Temps de travail", "working_time"),
    "is_target_occupation": ("Métier visé", ""),
    "is_digital_sector": ("Secteur du numérique", ""),
    "is_executive": ("Cadre", ""),
    "yearly_gross_salary": ("Salaire brut annuel", ""),
    "rome_code": ("Code ROME", ""),
    "siren": ("SIREN", ""),
    "legal_form": ("Forme juridique", ""),
    "recorded_on": ("Relevé le", ""),
    "contact_mode": ("Mode de contact", "contact_mode"),
    "proof": ("Preuve", "proof_kind"),
    "comment": ("Commentaire", ""),
}
"""What people read for a column, and the list of its codes."""


def plan_follow_ups(
    db: Database,
    path: Path,
    *,
    cohort_code: str | None,
    today: dt.date,
    choices: Choices | None = None,
    job: Job | None = None,
) -> Plan:
    """What a call list would change; nothing is written. Raises InvalidInput for what is no list."""
    table = read_typed(path, follow_up_columns(today), choices or Choices(), today)
    with db.read() as session:
        return _Planner(session, table, cohort_code, today, db.author.name).plan(job or Job())


@dataclass(frozen=True, slots=True)
class FollowUpsWork(Work):
    """The lines that bring something."""

    lines: tuple[ToldFollowUp, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the list brings nothing that is not recorded already."""
        return not self.lines

    def write(self, session: Session, job: Job) -> tuple[frozenset[str], frozenset[int]]:
        """Record them."""
        kinds: set[str] = set()
        for start in range(0, len(self.lines), _BATCH):
            job.step(start, len(self.lines), "Enregistrement des suivis")
            kinds |= insert_told(session, self.lines[start : start + _BATCH])
        return frozenset(kinds), frozenset(line.enrollment_id for line in self.lines)


class _Planner:
    """Goes through a list once."""

    def __init__(
        self, session: Session, table: TypedTable, cohort_code: str | None, today: dt.date, author: str
    ) -> None:
        self._session = session
        self._table = table
        self._given = cohort_code
        self._today = today
        self._author = author
        self._people = EnrolledBook(session)
        self._facts = FollowUpFacts({}, {})
        self._lines: list[ToldFollowUp] = []
        self._unknown_cohorts: dict[str, list[tuple[str, int]]] = {}
        self._first_rows: dict[tuple[int, int], int] = {}
        self._employers = {fold(choice.name) for choice in all_choices(session)}
        self._new_employers: dict[str, str] = {}
        self._count = {"attempts": 0, "situations_new": 0, "situations_update": 0}

    def plan(self, job: Job) -> Plan:
        """The plan of the list."""
        notes = (*self._table.problems(), *name_column_notes(self._table), *self._faults_of_the_list())
        found = [] if notes else [(row, self._find(row)) for row in self._table.rows(job)]
        self._facts = load_facts(self._session, (person.enrollment_id for _, person in found if person))
        rows = tuple(self._plan_row(row, person) for row, person in found)
        notes = (*self._notes_of_unknown_cohorts(), *notes)
        return Plan(
            kind="follow-ups",
            file_name=self._table.file_name,
            sheet=self._table.table.sheet,
            gesture=self._gesture(),
            rows=rows,
            notes=(*notes, *self._table.remarks),
            matched=self._table.matched_titles(),
            unknown_columns=self._table.match.unknown,
            ignored=self._table.table.ignored,
            creations=self._creations(),
            totals=dict(self._count),
            position=log_position(self._session),
            work=FollowUpsWork(tuple(self._lines)),
            read=self._table.how_read(),
        )

    def _faults_of_the_list(self) -> list[Note]:
        """Columns without which no row can be understood."""
        if self._table.has("horizon"):
            return []
        text = f"il manque une colonne «{NBSP}Échéance{NBSP}» (3, 6, 12 ou 24 mois après la sortie)."
        return [Note(Level.ERROR, text, self._table.table.title_row, field="horizon")]

    def _find(self, row: TypedRow) -> Enrolled | None:
        told = row.get("cohort")
        if told and self._given and fold(told) != fold(self._given):
            self._table.note(row, "cohort", f"la liste est importée pour la cohorte {self._given}.")
            return None
        code = told or self._given
        if code and not self._people.has_cohort(code):
            self._unknown_cohorts.setdefault(fold(code), []).append((code, row.number))
            return None
        return self._people.find(self._table, row, code)

    def _notes_of_unknown_cohorts(self) -> list[Note]:
        """Each code that is no cohort once, however many rows say it."""
        notes = []
        for found in self._unknown_cohorts.values():
            code, first = found[0]
            count = french.plural(len(found), "ligne")
            text = f"la cohorte {code} n’existe pas dans ce fichier de données ({count})."
            number, column = (0, "") if self._given else (first, self._table.title("cohort"))
            notes.append(Note(Level.ERROR, text, number, column, field="cohort"))
        return notes

    def _plan_row(self, row: TypedRow, person: Enrolled | None) -> PlanRow:
        horizon = row.get("horizon")
        if horizon is None and "horizon" not in row.unreadable:
            self._table.note(row, "horizon", "il manque l’échéance (3, 6, 12 ou 24 mois).")
        details: list[str] = []
        state = RowState.SAME
        if person is not None and horizon is not None:
            state = self._take(row, person, horizon, details)
        what = person.name if person is not None else _said_who(row)
        if horizon is not None:
            what = f"{what}, {horizon_words(horizon)}"
        if row.has_errors or person is None:
            return PlanRow(row.number, RowState.ERROR, what, (), tuple(row.notes), row.repairs)
        return PlanRow(
            row.number,
            state,
            what,
            tuple(details),
            tuple(row.notes),
            row.repairs,
            learner_id=person.learner_id,
        )

    def _take(self, row: TypedRow, person: Enrolled, horizon: int, details: list[str]) -> RowState:
        key = person.enrollment_id, horizon
        first = self._first_rows.setdefault(key, row.number)
        if first != row.number:
            text = f"{person.name} est déjà à la ligne {first} pour la même échéance."
            self._table.note(row, "horizon", text)
            return RowState.ERROR
        self._compare_exit(row, person)
        known = self._facts.recorded.get(key)
        told = read_attempts(self._table, row, *key)
        attempts = new_attempts(told, self._facts.known_attempts(key))
        last_day = last_day_to_tell(self._session, key, self._facts, self._today)
        values = read_situation(self._table, row, key, told, known, last_day)
        line = self._line(row, attempts, values)
        situation, problems = told_problems(self._session, line, self._facts)
        for problem in problems:
            field, number = problem.field, problem.field.rpartition(".")[2]
            if number.isdecimal():
                place = attempts[int(number) - 1].number
                field = f"{problem.field.rpartition('.')[0]}.{place}"
            self._note_problem(row, field, problem.sentence)
        if row.has_errors:
            return RowState.ERROR
        self._warn_of_future(row)
        state = self._keep(line, situation, known, details)
        if situation == UNREACHABLE and state != RowState.SAME:
            self._say_few_attempts(row, line)
        return state

    def _line(
        self, row: TypedRow, attempts: list[ToldAttempt], values: SituationInput | None
    ) -> ToldFollowUp:
        """What to write. Without a situation, the comment stays with the last attempt."""
        told = [one.values for one in attempts]
        comment = row.get("comment")
        if values is None and told and comment:
            told[-1] = replace(told[-1], note=comment)
        enrollment_id = told[0].enrollment_id if told else values.enrollment_id if values else 0
        return ToldFollowUp(enrollment_id, tuple(told), values, row.get("author") or self._author)

    def _note_problem(self, row: TypedRow, field: str, sentence: str) -> None:
        names = {"enrollment_id": "exit_on" if "exit_on" in row.values else _name_field(row)}
        field = names.get(field, field)
        text = inner(sentence)
        if not any(note.field == field and note.text == text for note in row.notes):
            self._table.note(row, field, text)

    def _compare_exit(self, row: TypedRow, person: Enrolled) -> None:
        """The list reminds of the exit; it does not change it."""
        told = row.get("exit_on")
        if told is not None and person.left_on is not None and told != person.left_on:
            left_on = french.short_date(person.left_on)
            text = f"la sortie enregistrée est du {left_on}{NBSP}: c’est elle qui compte."
            self._table.note(row, "exit_on", text, Level.WARNING)

    def _warn_of_future(self, row: TypedRow) -> None:
        for name, value in row.values.items():
            if (name == "recorded_on" or name.startswith("made_on.")) and value > self._today:
                self._table.note(row, name, "ce jour n’est pas encore venu.", Level.WARNING)

    def _say_few_attempts(self, row: TypedRow, line: ToldFollowUp) -> None:
        """A list is believed when it says that somebody cannot be reached; few calls are told, though."""
        doubt = unreachable_doubt(self._session, line, self._facts)
        if doubt:
            self._table.note(row, "situation", inner(doubt), Level.NOTICE)

    def _keep(
        self, line: ToldFollowUp, situation: str, known: Recorded | None, details: list[str]
    ) -> RowState:
        """Keep the line if it brings something; its state, and what is to be read of it."""
        values = line.situation
        changes = _changes(values, situation, known) if values is not None else ()
        if not changes:
            line = replace(line, situation=None)
        details += [_attempt_words(attempt) for attempt in line.attempts]
        details += changes
        if not line.attempts and not changes:
            return RowState.SAME
        self._lines.append(line)
        self._count["attempts"] += len(line.attempts)
        if changes:
            self._count["situations_new" if known is None else "situations_update"] += 1
            self._note_employer(values)
        return RowState.NEW if known is None else RowState.UPDATE

    def _note_employer(self, values: SituationInput | None) -> None:
        if values is not None and values.employer and fold(values.employer) not in self._employers:
            self._new_employers.setdefault(fold(values.employer), values.employer)

    def _gesture(self) -> str:
        count = french.plural(len(self._lines), "personne")
        return f"Importer les suivis «{NBSP}{self._table.file_name}{NBSP}» ({count})"

    def _creations(self) -> tuple[str, ...]:
        said = [
            f"{french.plural(number, one, many)}."
            for number, one, many in (
                (self._count["situations_new"], "situation nouvelle", "situations nouvelles"),
                (self._count["situations_update"], "situation modifiée", "situations modifiées"),
                (self._count["attempts"], "appel noté", "appels notés"),
            )
            if number
        ]
        names = sorted(self._new_employers.values(), key=fold)
        if names:
            shown = french.join_names(names if len(names) <= 5 else [*names[:4], "d’autres"])
            many = french.plural(len(names), "employeur nouveau", "employeurs nouveaux")
            said.append(f"{many}{NBSP}: {shown}.")
        return tuple(said)


def _changes(values: SituationInput, situation: str, known: Recorded | None) -> tuple[str, ...]:
    """What becomes of each column, « Contrat : CDD → CDI »; nothing when all is so already."""
    told, spell = situation_columns(values, situation)
    after = {**(spell or {}), **told}
    before: dict[str, Any] = {}
    if known is not None:
        before = {**(known.spell or {}), **known.follow_up}
    said = []
    for name, (title, codes) in _NAMES.items():
        was, becomes = before.get(name), after.get(name)
        if was == becomes:
            continue
        words = _words(becomes, codes)
        said.append(
            f"{title}{NBSP}: {words}" if known is None else f"{title}{NBSP}: {_words(was, codes)} → {words}"
        )
    return tuple(said)


def _attempt_words(attempt: AttemptInput) -> str:
    """« Appel du 21/09/2026 : pas de réponse »."""
    outcome = label("attempt_outcome", attempt.outcome).lower()
    return f"Appel du {french.short_date(attempt.made_on)}{NBSP}: {outcome}"


def _words(value: Any, codes: str) -> str:
    if value is None:
        return french.UNKNOWN
    if codes:
        return label(codes, value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return french.short_date(value)
    return french.number(value) if isinstance(value, (int, Decimal)) else str(value)


def _name_field(row: TypedRow) -> str:
    names = ("last_name", "full_name", "last_first", "first_last")
    return next((name for name in names if name in row.values), "")


def _said_who(row: TypedRow) -> str:
    names = [row.get(name) for name in ("last_name", "first_name", "full_name", "last_first", "first_last")]
    return " ".join(name for name in names if name) or french.UNKNOWN
