"""Each row of a list of learners against what the store knows: what is new, what changes, what cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.errors import Forbidden
from gen_desktop.french import NBSP, short_date
from gen_desktop.importing.certification_rules import CertificationRules
from gen_desktop.importing.known_people import KnownPeople, Row, full_rows, presence_bounds
from gen_desktop.importing.learner_rules import EnrollmentRules, age_note
from gen_desktop.importing.learner_writing import (
    BLOCK_RESULT,
    CERTIFICATION,
    ENROLLMENT,
    LEARNER,
    SENSITIVE,
    Path,
)
from gen_desktop.importing.plan import Level, Note, inner
from gen_desktop.importing.roster import Person
from gen_desktop.importing.typed_table import TypedRow, TypedTable
from gen_desktop.jobs import Job
from gen_desktop.models.commune_search import recognize
from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.enrollment import Sensitive
from gen_desktop.models.learner import identity_problems
from gen_desktop.models.learner_completeness import CORRECTABLE, kept_as_typed, typed_texts
from gen_desktop.models.names import sort_key
from gen_desktop.queries.rights import may_see_sensitive
from gen_desktop.reference.rights import NOTHING_WRITTEN, reserved_to

_PERSONAL = (
    *("birth_name", "birth_date", "birth_place", "email", "address", "postal_code", "city", "insee_code"),
    *("relay_contact", "france_travail_id", "note"),
)
_SENSITIVE = tuple(Sensitive.__dataclass_fields__)
_SAID_AS = {"mobile": "phone", "birth": "birth_date"}
"""Column → the field of the person that it says."""
_ROWS_NAMED = 5


@dataclass(slots=True)
class ListedRow:
    """A row whose person and cohort are known. ``key``: of the name, as people are compared.

    ``inferred``: what was worked out, and what that gave.
    """

    row: TypedRow
    name: tuple[str, str]
    key: str
    person: Person
    path: Path
    inferred: list[tuple[str, str]] = field(default_factory=list)

    def person_changes(self) -> Row:
        """What this row changes of somebody known."""
        person = self.person
        if person.id is None:
            return {}
        return {
            name: value for name, value in person.changes().items() if person.said_on[name] == self.row.number
        }


def load_known(session: Session, known: KnownPeople, listed: Collection[ListedRow]) -> None:
    """Fill in what the store holds of the people and paths of the list.

    Raises Forbidden for whoever is not shown all of it: a preview tells what was known.
    """
    if not may_see_sensitive(session):
        raise Forbidden(
            f"Une liste d’apprenants peut dire la situation sociale et le handicap{NBSP}: c’est "
            f"{reserved_to(SENSITIVE.name).lower()}. {NOTHING_WRITTEN}"
        )
    people = {one.person.id: one.person for one in listed if one.person.id is not None}
    for row in full_rows(session, LEARNER, "id", people):
        people[row["id"]].known = row
    paths = {}
    for one in listed:
        path = one.path
        found = known.enrollment_ids.get((path.person.id or 0, path.cohort.id or 0))
        if found is not None:
            path.id = found
            paths[found] = path
    for table, column in ((ENROLLMENT, "id"), (SENSITIVE, "enrollment_id"), (CERTIFICATION, "enrollment_id")):
        for row in full_rows(session, table, column, paths):
            paths[row[column]].known[table.name] = row
    blocks = session.execute(select(CertificationBlock.id, CertificationBlock.code))
    codes = {row.id: row.code for row in blocks}
    for row in full_rows(session, BLOCK_RESULT, "enrollment_id", paths):
        paths[row["enrollment_id"]].known_blocks[codes[row["block_id"]]] = row


class PathReader:
    """Reads the rows of one list into what will be written."""

    def __init__(
        self, session: Session, table: TypedTable, certification: CertificationRules, today: dt.date
    ) -> None:
        self._session = session
        self._table = table
        self._enrollment = EnrollmentRules(table)
        self._certification = certification
        self._today = today
        self._inferred: dict[str, list[int]] = {}

    def read(self, listed: Sequence[ListedRow], job: Job) -> None:
        """Fill in the values of the people and of their paths; notes what cannot be on the rows."""
        for one in job.each(listed, "Vérification des personnes…"):
            self._read_person(one)
        for one in job.each(listed, "Vérification des parcours…"):
            self._read_path(one)
        self._check_presences(listed)

    def notes(self) -> list[Note]:
        """What was worked out, once for the whole list."""
        return [Note(Level.NOTICE, f"{text} ({_lines(rows)}).") for text, rows in self._inferred.items()]

    def _read_person(self, one: ListedRow) -> None:
        row, person = one.row, one.person
        said = {name: row.values[name] for name in _PERSONAL if name in row.values}
        said |= self._telephones(row) | self._sex(row) | _renamed(one) | _commune(said, person.known)
        for problem in identity_problems(*one.name, row.get("birth_date"), None, self._today):
            self._table.note(row, problem.field, inner(problem.sentence))
        person.say(row.number, said | _left_to_correct(row, said, person.known))

    @staticmethod
    def _telephones(row: TypedRow) -> Row:
        main = row.get("phone") or row.get("mobile")
        second = row.get("second_phone") or (row.get("mobile") if row.get("mobile") != main else None)
        return {name: said for name, said in (("phone", main), ("second_phone", second)) if said is not None}

    def _sex(self, row: TypedRow) -> Row:
        sex, civility = row.get("sex"), row.get("civility")
        if sex and civility and sex != civility:
            self._table.note(row, "civility", "la civilité ne va pas avec le sexe.")
        found = sex or civility
        return {"sex": found} if found else {}

    def _read_path(self, one: ListedRow) -> None:
        row, path = one.row, one.path
        known = path.known.get(ENROLLMENT.name, {})
        derived = self._enrollment.derive(row, path.cohort, known)
        one.inferred = derived.inferred
        for text, _ in derived.inferred:
            self._inferred.setdefault(text, []).append(row.number)
        entered_on = derived.values.get("entered_on") or known.get("entered_on")
        sensitive = {name: row.values[name] for name in _SENSITIVE if name in row.values}
        results = self._certification.read_blocks(row, path.cohort, entered_on)
        known_results = {code: found["result"] for code, found in path.known_blocks.items()}
        known_certification = path.known.get(CERTIFICATION.name, {})
        certification = self._certification.derive(
            row, path.cohort, entered_on, known_certification, known_results | results
        )
        path.values = {
            ENROLLMENT.name: _changes(known, derived.values),
            SENSITIVE.name: _changes(path.known.get(SENSITIVE.name, {}), sensitive),
            CERTIFICATION.name: _changes(known_certification, certification),
        }
        path.blocks = {code: said for code, said in results.items() if known_results.get(code) != said}
        birth_date = one.person.values.get("birth_date") or one.person.known.get("birth_date")
        if path.id is None and (text := age_note(birth_date, entered_on)):
            self._table.note(row, "birth_date", text, Level.WARNING)

    def _check_presences(self, listed: Collection[ListedRow]) -> None:
        """Recorded presences stay between the entry and the exit."""
        moved = [
            one
            for one in listed
            if one.path.id is not None and {"entered_on", "exit_on"} & one.path.values[ENROLLMENT.name].keys()
        ]
        bounds = presence_bounds(self._session, [one.path.id for one in moved if one.path.id is not None])
        for one in moved:
            if one.path.id not in bounds:
                continue
            first, last = bounds[one.path.id]
            values = one.path.values[ENROLLMENT.name]
            if values.get("entered_on") is not None and first < values["entered_on"]:
                text = f"une présence est enregistrée le {short_date(first)}, avant cette entrée."
                self._table.note(one.row, "entered_on", text)
            if values.get("exit_on") is not None and last > values["exit_on"]:
                text = f"une présence est enregistrée le {short_date(last)}, après cette sortie."
                self._table.note(one.row, "exit_on", text)


def _commune(said: Row, known: Row) -> Row:
    """The INSEE code of a commune that its postal code and name say for sure, unless the list says one.

    Whoever moved to a commune that is not sure loses the code of the one before.
    """
    if "insee_code" in said or not said.keys() & {"postal_code", "city"}:
        return {}
    postal_code, city = (said.get(name, known.get(name)) for name in ("postal_code", "city"))
    has_moved = (postal_code, city) != (known.get("postal_code"), known.get("city"))
    if known.get("insee_code") and not has_moved:
        return {}
    found = recognize(postal_code, city)
    if found is None and not known.get("insee_code"):
        return {}
    return {"insee_code": None if found is None else found.code}


def _left_to_correct(row: TypedRow, said: Row, known: Row) -> Row:
    """What people left unknown goes into the record as it was written, where nothing else is known."""
    texts = {_SAID_AS.get(name, name): text for name, text in row.as_typed.items()}
    new = {
        name: text
        for name, text in texts.items()
        if name in CORRECTABLE and said.get(name) is None and known.get(name) is None
    }
    if not new:
        return {}
    return {"to_correct": kept_as_typed({**typed_texts(known.get("to_correct")), **new})}


def _renamed(one: ListedRow) -> Row:
    """The name, when somebody was recognised by another sign and the row writes another name."""
    person, key = one.person, one.key
    if key == person.identity.key and not person.known and "last_name" not in person.values:
        return {}
    current = sort_key(
        person.values.get("last_name") or person.known.get("last_name") or person.identity.last_name,
        person.values.get("first_name") or person.known.get("first_name") or person.identity.first_name,
    )
    if key == current:
        return {}
    if key == person.known.get("sort_key"):
        return {name: person.known[name] for name in ("last_name", "first_name")}
    return {"last_name": one.name[0], "first_name": one.name[1]}


def _changes(known: Mapping[str, Any], values: Mapping[str, Any]) -> Row:
    return {name: value for name, value in values.items() if name not in known or known[name] != value}


def _lines(rows: list[int]) -> str:
    """« ligne 4 », « lignes 4, 7 et 9 », « lignes 4, 5, 6, 7, 8 et 12 autres »."""
    if len(rows) == 1:
        return f"ligne {rows[0]}"
    named = [str(row) for row in rows[:_ROWS_NAMED]]
    rest = len(rows) - len(named)
    if rest:
        named.append(f"{french.number(rest)} {french.form(rest, 'autre')}")
    return f"lignes {french.join_names(named)}"
