"""One change to many people at once: first what it would do to each, then all of it in one gesture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, Table, update
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, Problem
from gen_desktop.french import NBSP, join_names, plural
from gen_desktop.jobs import Job
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import QPV_PROOF, RURAL_PROOF, Enrollment, EntryFacts, facts_problems
from gen_desktop.models.history import record_bulk_update
from gen_desktop.models.learner import Learner, contact_problems, full_name
from gen_desktop.models.learner_completeness import still_to_correct
from gen_desktop.queries.criteria import from_learners
from gen_desktop.reference import field_words

CHUNK = 1000
PERSON_FIELDS = ("city", "postal_code")
ENTRY_FIELDS = (
    *("prescriber", "funder", "remuneration", "bpf_status", "last_class", "highest_diploma"),
    *("situation_before", "is_career_change", "in_qpv", "qpv_method", "rural_zoning"),
    *("planned_entry_on", "planned_exit_on"),
)
"""What can be said of many at once, of the person and of the enrollment shown beside her."""
FIELDS = (*PERSON_FIELDS, *ENTRY_FIELDS)
ERASED = "Personne effacée"
NOT_ENROLLED = "Sans inscription"
WRONG_WAY = "La fin prévue serait avant l’entrée prévue"
_READ = dict.fromkeys((*ENTRY_FIELDS, *RURAL_PROOF, *QPV_PROOF))
_PROOFS = {"rural_zoning": RURAL_PROOF, "in_qpv": QPV_PROOF}
_FACTS = frozenset(EntryFacts.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one person, as it is and as it would be; None is unknown."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EditLine:
    """What becomes of one person. Without ``changes``: she has all of it already, or ``refusal`` says why."""

    learner_id: int
    name: str
    enrollment_id: int | None
    cohort_code: str | None
    changes: tuple[FieldChange, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class EditPlan:
    """What a change would do. ``cohort_ids``: those of the list, which say the enrollment meant."""

    values: Mapping[str, Any]
    cohort_ids: tuple[int, ...] | None
    lines: tuple[EditLine, ...]

    @property
    def changing(self) -> tuple[EditLine, ...]:
        """The people something changes of."""
        return tuple(line for line in self.lines if line.changes)

    @property
    def same(self) -> int:
        """How many have all these values already."""
        return sum(not line.changes and not line.refusal for line in self.lines)

    @property
    def refused(self) -> tuple[EditLine, ...]:
        """The people who are left as they are, each with its reason."""
        return tuple(line for line in self.lines if line.refusal)


def plan_edit(
    session: Session,
    learner_ids: Sequence[int],
    values: Mapping[str, Any],
    cohort_ids: Sequence[int] | None = None,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> EditPlan:
    """What giving these values to these people would change, in their order. Raises InvalidInput.

    ``values``: names of FIELDS; None says that it is not known. People gone since are left out.
    """
    if problems := _problems(values):
        raise InvalidInput(*problems)
    lines: list[EditLine] = []
    for start in range(0, len(learner_ids), CHUNK):
        job.step(start, len(learner_ids), "Aperçu")
        chunk = learner_ids[start : start + CHUNK]
        rows = _read(session, chunk, cohort_ids)
        lines += (_line(rows[one], values) for one in chunk if one in rows)
    return EditPlan(dict(values), None if cohort_ids is None else tuple(cohort_ids), tuple(lines))


def apply_edit(
    db: Database,
    plan: EditPlan,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> tuple[Change, int]:
    """Change whoever the plan changes, in one gesture; and how many were left since they changed meanwhile.

    Raises Conflict when nothing is left to change, Forbidden.
    """
    planned = {line.learner_id: line for line in plan.changing}
    named = ", ".join(_within(field_words.name(field)) for field in plan.values)
    name = f"Modifier {plural(len(planned), 'fiche')}{NBSP}: {named}"
    with db.write(name) as session:
        now = plan_edit(session, list(planned), plan.values, plan.cohort_ids, job)
        still = [line for line in now.changing if line == planned[line.learner_id]]
        if not still:
            raise Conflict("Ces fiches ont changé entre-temps. Regardez-les, puis recommencez.")
        _write(session, still, plan.values)
    touched = {line.learner_id for line in still} | {line.enrollment_id for line in still} - {None}
    kinds = {"learner"} if any(_in_person(line) for line in still) else set()
    kinds |= {"enrollment"} if any(_in_entry(line) for line in still) else set()
    ids = frozenset(one for one in touched if one is not None)
    return Change(frozenset(kinds), ids, name), len(planned) - len(still)


def tables_of(fields: Sequence[str]) -> tuple[str, ...]:
    """The tables that a change of these fields writes."""
    person = ("learner",) if any(one in PERSON_FIELDS for one in fields) else ()
    return (*person, "enrollment") if any(one in ENTRY_FIELDS for one in fields) else person


def _problems(values: Mapping[str, Any]) -> list[Problem]:
    unknown = [name for name in values if name not in FIELDS]
    assert not unknown, f"not fields to change of many: {join_names(unknown)}"
    facts = EntryFacts(**{name: value for name, value in values.items() if name in _FACTS})
    problems = [*facts_problems(facts), *contact_problems(None, values.get("postal_code"))]
    if not values:
        problems.append(Problem("", "Choisissez ce qu’il faut modifier."))
    return problems


def _read(
    session: Session, learner_ids: Sequence[int], cohort_ids: Sequence[int] | None
) -> dict[int, RowMapping]:
    statement = from_learners(
        Learner.id,
        Learner.last_name,
        Learner.first_name,
        Learner.erased_on,
        Learner.insee_code,
        Learner.to_correct,
        *(getattr(Learner, name) for name in PERSON_FIELDS),
        Enrollment.id.label("enrollment_id"),
        Cohort.code.label("cohort_code"),
        *(getattr(Enrollment, name) for name in _READ),
        cohort_ids=cohort_ids,
    )
    found = session.execute(statement.where(Learner.id.in_(learner_ids))).mappings()
    return {row["id"]: row for row in found}


def _line(row: RowMapping, values: Mapping[str, Any]) -> EditLine:
    name = full_name(row["last_name"], row["first_name"])
    refusal = _refusal(row, values)
    changes = () if refusal else _changes(row, values)
    return EditLine(row["id"], name, row["enrollment_id"], row["cohort_code"], changes, refusal)


def _refusal(row: RowMapping, values: Mapping[str, Any]) -> str:
    if row["erased_on"] is not None:
        return ERASED
    if row["enrollment_id"] is None and any(name in ENTRY_FIELDS for name in values):
        return NOT_ENROLLED
    first: dt.date | None = values.get("planned_entry_on", row["planned_entry_on"])
    last: dt.date | None = values.get("planned_exit_on", row["planned_exit_on"])
    is_asked = "planned_entry_on" in values or "planned_exit_on" in values
    return WRONG_WAY if is_asked and first is not None and last is not None and last < first else ""


def _changes(row: RowMapping, values: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    changes = [FieldChange(name, row[name], value) for name, value in values.items() if row[name] != value]
    moved = any(change.field in PERSON_FIELDS for change in changes)
    if moved and row["insee_code"] is not None:
        # It is that of the commune before.
        changes.append(FieldChange("insee_code", row["insee_code"], None))
    left = still_to_correct(row["to_correct"], {**row, **values})
    if moved and left != row["to_correct"]:
        changes.append(FieldChange("to_correct", row["to_correct"], left))
    changed = {change.field for change in changes}
    for fact, proof in _PROOFS.items():
        old = [name for name in proof if name not in values and row[name] is not None]
        # They are those of the answer before.
        changes += [FieldChange(name, row[name], None) for name in old if fact in changed]
    return tuple(changes)


def _within(name: str) -> str:
    """The name of a field within a sentence; initials stay capitals."""
    return name if name[:2].isupper() else f"{name[0].lower()}{name[1:]}"


def _in_person(line: EditLine) -> bool:
    return any(change.field not in _READ for change in line.changes)


def _corrected(line: EditLine) -> list[FieldChange]:
    """What was typed wrong and is right now."""
    return [change for change in line.changes if change.field == "to_correct"]


def _in_entry(line: EditLine) -> bool:
    return any(change.field in _READ for change in line.changes)


def _drops(line: EditLine, names: Collection[str]) -> bool:
    return any(change.field in names for change in line.changes)


def _write(session: Session, lines: Sequence[EditLine], values: Mapping[str, Any]) -> None:
    people: Table = Learner.__table__  # type: ignore[assignment]  # declared as FromClause
    entries: Table = Enrollment.__table__  # type: ignore[assignment]
    of_person = {name: value for name, value in values.items() if name in PERSON_FIELDS}
    of_entry = {name: value for name, value in values.items() if name in ENTRY_FIELDS}
    moved = [line for line in lines if _in_person(line)]
    where = {**of_person, "insee_code": None}
    _set(session, people, [(line.learner_id, line) for line in moved if not _corrected(line)], where)
    for line in filter(_corrected, moved):
        left = {change.field: change.after for change in _corrected(line)}
        _set(session, people, [(line.learner_id, line)], {**where, **left})
    changed = [(line.enrollment_id, line) for line in lines if _in_entry(line)]
    _set(session, entries, changed, of_entry)
    for proof in _PROOFS.values():
        dropped = dict.fromkeys(name for name in proof if name not in values)
        without = [(line.enrollment_id, line) for line in lines if _drops(line, dropped)]
        _set(session, entries, without, dropped)


def _set(
    session: Session,
    table: Table,
    lines: Sequence[tuple[int | None, EditLine]],
    values: Mapping[str, Any],
) -> None:
    """The same values for all: whoever has one of them already keeps it."""
    ids = [record_id for record_id, _ in lines]
    for start in range(0, len(ids), CHUNK):
        chunk = table.c["id"].in_(ids[start : start + CHUNK])
        session.execute(update(table).where(chunk).values(**values, version=table.c["version"] + 1))
    for record_id, line in lines:
        own = [change for change in line.changes if change.field in values]
        before = {change.field: change.before for change in own}
        after = {change.field: change.after for change in own}
        record_bulk_update(session, table, str(record_id), before, after)
