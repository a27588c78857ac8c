"""Plans the import of a list of learners: who they are, in which cohort, and what is known of their path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.french import NBSP
from gen_desktop.importing.certification_rules import CertificationRules, block_places, blocks_of_titles
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.cohort_book import CohortBook, CohortRef
from gen_desktop.importing.cohort_columns import SHEET_NAMES
from gen_desktop.importing.cohort_sheet import (
    Blocks,
    CohortDescriptions,
    read_cohort_sheet,
    take_row_facts,
)
from gen_desktop.importing.joined_rows import Joining, completed, join_rows
from gen_desktop.importing.known_people import KnownPeople
from gen_desktop.importing.learner_columns import learner_columns
from gen_desktop.importing.learner_details import changed_fields, details
from gen_desktop.importing.learner_paths import ListedRow, PathReader, load_known
from gen_desktop.importing.learner_writing import LearnersWork
from gen_desktop.importing.learner_writing import Path as PersonPath
from gen_desktop.importing.person_columns import identity_in_row, name_column_notes, name_in_row
from gen_desktop.importing.plan import (
    CONTRADICTION,
    DOUBT,
    ROW_LEFT_OUT,
    Level,
    Note,
    Plan,
    PlanRow,
    RowState,
)
from gen_desktop.importing.position import log_position
from gen_desktop.importing.roster import Doubt, Person, Roster
from gen_desktop.importing.typed_table import TypedRow, TypedTable, read_typed
from gen_desktop.jobs import Job, let_go
from gen_desktop.models.learner import full_name
from gen_desktop.models.names import fold

_NAMED = 5
_NEEDED = ("last_name", "first_name", "full_name", "last_first", "first_last", "cohort")
"""Fields that a row cannot do without."""
_HOW_TO_DESCRIBE = (
    f"Créez-la d’abord, ou décrivez-la dans une feuille «{NBSP}Cohorte{NBSP}» "
    "(formation, date de début, date de fin)."
)


def plan_learners(
    db: Database,
    path: FilePath,
    *,
    cohort_code: str | None = None,
    today: dt.date,
    choices: Choices | None = None,
    job: Job | None = None,
) -> Plan:
    """What the import of a list of learners would do; nothing is written.

    ``cohort_code``: the cohort of every row, when the list does not say it. Raises InvalidInput when the file
    holds no list, Cancelled.
    """
    choices, job = choices or Choices(), job or Job()
    columns = learner_columns(today)
    optional = [one.field for one in columns if not one.field.startswith(_NEEDED)]
    left_out: dict[int, list[Note]] = {}
    while True:
        table = read_typed(path, columns, choices, today, SHEET_NAMES, optional)
        described = read_cohort_sheet(path, table.table, cohort_code, today)
        with db.read() as session:
            plan = _Planner(session, table, described, cohort_code, today, job, left_out).plan()
        wrong = {row.number: _as_refused(row.notes) for row in plan.rows if any(map(_is_error, row.notes))}
        if not choices.without_errors or not wrong:
            return plan
        left_out |= wrong  # what only these rows said of people and cohorts goes with them


def _as_refused(notes: Sequence[Note]) -> list[Note]:
    """The notes of a row that is wrong, once it is left out."""
    return [
        replace(note, level=Level.REFUSED, code=ROW_LEFT_OUT) if _is_error(note) else note for note in notes
    ]


def _is_error(note: Note) -> bool:
    return note.level == Level.ERROR


class _Planner:
    """One list, read from top to bottom."""

    def __init__(
        self,
        session: Session,
        table: TypedTable,
        described: CohortDescriptions,
        cohort_code: str | None,
        today: dt.date,
        job: Job,
        left_out: Mapping[int, list[Note]],
    ) -> None:
        self._session = session
        self._job = job
        self._table = table
        self._described = described
        self._today = today
        self._position = log_position(session)
        self._rows = list(table.rows(job))
        self._left_out = left_out
        for row in self._rows:
            if row.number in left_out:
                row.notes = list(left_out[row.number])
        self._notes: list[Note] = [*table.problems(), *name_column_notes(table), *described.notes]
        self._imposed_code = (cohort_code or "").strip()
        only = [one.code for one in described.by_code.values()]
        self._default_code = self._imposed_code or (only[0] if len(only) == 1 else "")
        self._names: dict[int, str] = {}
        self._joined: dict[int, Joining] = {}
        self._doubts: dict[Person, Doubt] = {}
        self._codes = [self._code_of(row) for row in self._rows]

    def plan(self) -> Plan:
        """The plan, with everything that is wrong."""
        book = self._book()
        cohorts = {code: book.find(code) for code in set(self._codes) if code}
        self._note_missing_cohorts(book, cohorts)
        places = block_places(self._table, [one for one in cohorts.values() if one])
        known = KnownPeople(self._session)
        listed = self._recognise(known, cohorts, places)
        load_known(self._session, known, listed.values())
        certification = CertificationRules(self._table, places)
        reader = PathReader(self._session, self._table, certification, self._today)
        reader.read(list(listed.values()), self._job)
        self._completed = completed(self._joined)
        numbered = self._job.each(self._rows, "Préparation de l’aperçu…")
        rows = [self._plan_row(row, listed.get(row.number)) for row in numbered]
        work = LearnersWork(
            book.new,
            {one.person: None for one in listed.values()},
            [one.path for one in listed.values()],
            book.course_blocks,
            {number: one.person for number, one in (listed | self._first_lines(listed)).items()},
            self._doubts,
            self._today,
        )
        self._notes += [*book.notes, *reader.notes(), *self._unused(), *self._table.remarks]
        plan = self._finish(book, places, rows, work, listed)
        known.release()
        let_go(self._rows, listed)
        return plan

    def _code_of(self, row: TypedRow) -> str:
        """The code of the cohort of a row, '' when it is not known."""
        said: str | None = row.get("cohort")
        if said is None or not self._imposed_code:
            return said or self._default_code
        if fold(said) != fold(self._imposed_code):
            self._table.note(row, "cohort", f"la liste est importée dans la cohorte {self._imposed_code}.")
        return self._imposed_code

    def _book(self) -> CohortBook:
        for row, code in zip(self._rows, self._codes, strict=True):
            if code and row.number not in self._left_out:
                take_row_facts(self._described, self._table, row, code)
        used = {fold(code) for code in self._codes}
        described = CohortDescriptions({k: v for k, v in self._described.by_code.items() if k in used})
        return CohortBook(self._session, described, self._titled_blocks(used))

    def _titled_blocks(self, used: set[str]) -> dict[str, Blocks]:
        """The blocks that the titles of the list name, for courses that have none."""
        places = block_places(self._table, ())
        filled: dict[str, set[int]] = {key: set() for key in used}
        for row, code in zip(self._rows, self._codes, strict=True):
            filled[fold(code)].update(place for place in places if row.cells[place] is not None)
        titles = self._table.unknown_places
        return {
            key: blocks_of_titles({places[place]: titles[place] for place in places if place in found})
            for key, found in filled.items()
        }

    def _note_missing_cohorts(self, book: CohortBook, cohorts: Mapping[str, CohortRef | None]) -> None:
        unknown = {code for code, found in cohorts.items() if found is None and not book.is_incomplete(code)}
        if self._default_code in unknown:
            text = f"la cohorte {self._default_code} n’existe pas. {_HOW_TO_DESCRIBE}"
            self._notes.append(Note(Level.ERROR, text, field="cohort"))
        without = [row.number for row, code in zip(self._rows, self._codes, strict=True) if not code]
        if without and not self._table.has("cohort"):
            text = (
                f"la cohorte n’est pas dite{NBSP}: choisissez-la, ou donnez son code dans une colonne "
                f"«{NBSP}Cohorte{NBSP}»."
            )
            self._notes.append(Note(Level.ERROR, text, field="cohort"))
        for row, code in zip(self._rows, self._codes, strict=True):
            if row.number in self._left_out:
                continue
            if not code and self._table.has("cohort") and "cohort" not in row.unreadable:
                self._table.note(row, "cohort", "il manque le code de la cohorte.")
            elif code in unknown and code != self._default_code:
                self._table.note(row, "cohort", "cette cohorte n’existe pas et n’est pas décrite.")

    def _recognise(
        self, known: KnownPeople, cohorts: Mapping[str, CohortRef | None], block_places: Collection[int]
    ) -> dict[int, ListedRow]:
        """The rows whose person and cohort are known, by their number."""
        roster = Roster(known)
        has_name_columns = not name_column_notes(self._table)
        listed: dict[int, ListedRow] = {}
        rows = self._job.each(self._rows, "Recherche des personnes déjà connues…")
        for row, code in zip(rows, self._codes, strict=True):
            if row.number in self._left_out:
                continue
            name = name_in_row(self._table, row) if has_name_columns else None
            if name is not None:
                self._names[row.number] = full_name(*name)
            cohort = cohorts.get(code)
            if name is None or cohort is None:
                continue
            who = identity_in_row(name, row)
            person, doubt = roster.find(who, cohort, row.number)
            if doubt is not None:
                self._doubts[person] = doubt
                self._table.note(row, DOUBT, doubt.text, Level.WARNING)
            earlier = person.cohorts.setdefault(cohort.code, row.number)
            if earlier != row.number:
                self._join(listed[earlier].row, row, block_places)
                continue
            listed[row.number] = ListedRow(row, name, who.key, person, PersonPath(person, cohort, row.number))
        roster.release()
        return listed

    def _join(self, first: TypedRow, second: TypedRow, block_places: Collection[int]) -> None:
        """The second line of somebody in a cohort goes into the first one, or is refused by itself."""
        joining = join_rows(self._table, first, second, block_places)
        if joining.contradicted:
            self._table.note(second, "", joining.sentence, Level.REFUSED, CONTRADICTION)
        elif not second.has_errors:
            self._joined[second.number] = joining

    def _first_lines(self, listed: Mapping[int, ListedRow]) -> dict[int, ListedRow]:
        """The lines that were joined, with what they were joined to."""
        return {number: listed[joining.first] for number, joining in self._joined.items()}

    def _plan_row(self, row: TypedRow, listed: ListedRow | None) -> PlanRow:
        parts = (row.get(one) or "" for one in ("last_name", "first_name"))
        name = self._names.get(row.number) or full_name(*parts)
        joining = self._joined.get(row.number)
        if listed is None:
            state = RowState.JOINED if joining is not None else RowState.REFUSED
            if row.has_errors or not (joining or row.is_refused):
                state = RowState.ERROR
            told = joining.details if joining is not None else ()
            return PlanRow(row.number, state, name, told, tuple(row.notes), row.repairs)
        if row.has_errors:
            state = RowState.ERROR
        elif listed.path.id is None:
            state = RowState.NEW
        else:
            changed = listed.path.is_changed or listed.person_changes()
            state = RowState.UPDATE if changed else RowState.SAME
        return PlanRow(
            row.number,
            state,
            name,
            (*details(self._table, listed), *self._completed.get(row.number, ())),
            tuple(row.notes),
            row.repairs,
            changed_fields(listed),
            listed.person.id,
        )

    def _unused(self) -> list[Note]:
        used = {fold(code) for code in self._codes}
        unused = [one.code for key, one in self._described.by_code.items() if key not in used]
        if not unused:
            return []
        what = french.form(len(unused), "La cohorte", "Les cohortes")
        text = f"{what.lower()} {french.join_names(unused[:_NAMED])}, sans aucune ligne, n’est pas créée."
        if len(unused) > 1:
            text = text.replace("n’est pas créée", "ne sont pas créées")
        return [Note(Level.NOTICE, text)]

    def _finish(
        self,
        book: CohortBook,
        places: Mapping[int, str],
        rows: Sequence[PlanRow],
        work: LearnersWork,
        listed: Mapping[int, ListedRow],
    ) -> Plan:
        table = self._table
        written = sum(row.state in (RowState.NEW, RowState.UPDATE) for row in rows)
        titles = [table.table.titles[place] for place in places]
        people = {one.person: None for one in listed.values()}
        new_people = sum(person.id is None for person in people)
        creations = [*book.creations()]
        if new_people:
            verb = french.form(new_people, "fiche sera créée", "fiches seront créées")
            creations.append(f"{french.number(new_people)} {verb}.")
        return Plan(
            kind="learners",
            file_name=table.file_name,
            sheet=table.table.sheet,
            gesture=f"Importer {french.plural(written, 'apprenant')} ({table.file_name})",
            rows=tuple(rows),
            notes=tuple(self._notes),
            matched=(*table.matched_titles(), *((title, "Résultat d’un bloc") for title in titles)),
            unknown_columns=(
                *(title for title in table.match.unknown if title not in titles),
                *self._described.unknown,
            ),
            ignored=table.table.ignored,
            creations=tuple(creations),
            totals={
                "people": new_people,
                "enrollments": sum(one.path.id is None for one in listed.values()),
                "cohorts": len(book.new),
                "doubts": len(self._doubts),
            },
            position=self._position,
            work=work,
            read=table.how_read(),
        )
