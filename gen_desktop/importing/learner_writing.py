"""Writes a checked list of learners: bulk statements, each noted in the change log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from gen_desktop.importing.cohort_book import CohortRef, NewCohort, add_course_blocks, make_cohorts
from gen_desktop.importing.cohort_sheet import Blocks
from gen_desktop.importing.known_people import Row, chunks
from gen_desktop.importing.plan import Work
from gen_desktop.importing.roster import Doubt, Person
from gen_desktop.jobs import Job, let_go
from gen_desktop.models.assessment import BlockResult, Certification
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.history import record_bulk, record_bulk_update
from gen_desktop.models.ids import new_ids
from gen_desktop.models.learner import Learner, search_text, searched_again
from gen_desktop.models.learner_completeness import still_to_correct
from gen_desktop.models.names import sort_key
from gen_desktop.services.doubtful_pairs import note_pairs

T = TypeVar("T", bound=Hashable)

LEARNER: Table = Learner.__table__  # type: ignore[assignment]  # declared as FromClause
ENROLLMENT: Table = Enrollment.__table__  # type: ignore[assignment]
SENSITIVE: Table = SensitiveFacts.__table__  # type: ignore[assignment]
CERTIFICATION: Table = Certification.__table__  # type: ignore[assignment]
BLOCK_RESULT: Table = BlockResult.__table__  # type: ignore[assignment]
_STEP = "Écriture de la liste"
_PAIR = "doubtful_pair"
_COHORT_KINDS = ("cohort", "cohort_slot", "class_session", "course", "certification_block", "site")


@dataclass(slots=True, eq=False)
class Path:
    """A person in a cohort, as a row of the list has it.

    ``known`` and ``values`` by table: the stored row ({} when there is none) and the columns that change;
    ``blocks``: the same by code of the block.
    """

    person: Person
    cohort: CohortRef
    row: int
    id: int | None = None
    known: dict[str, Row] = field(default_factory=dict)
    values: dict[str, Row] = field(default_factory=dict)
    known_blocks: dict[str, Row] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether something of the path is written."""
        return self.id is None or any(self.values.values()) or bool(self.blocks)


class LearnersWork(Work):
    """What a list of learners writes. ``rows``: number → person; ``doubts``: whom somebody new could be."""

    def __init__(
        self,
        cohorts: Sequence[NewCohort],
        people: Iterable[Person],
        paths: Iterable[Path],
        course_blocks: Mapping[int, Blocks],
        rows: Mapping[int, Person],
        doubts: Mapping[Person, Doubt],
        today: dt.date,
    ) -> None:
        self._rows = dict(rows)
        self._doubts = dict(doubts)
        self._today = today
        self._made: Mapping[Hashable, int] = {}
        self._cohorts = tuple(cohorts)
        self._course_blocks = dict(course_blocks)
        self._people = [person for person in people if person.id is None or person.changes()]
        self._paths = [path for path in paths if path.is_changed]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not (self._cohorts or self._people or self._paths or self._course_blocks)

    def write(self, session: Session, job: Job) -> tuple[frozenset[str], frozenset[int]]:
        """Write it all in the open transaction; the kinds and ids touched."""
        writer = _Writer(session, job, len(self._cohorts) + len(self._people) + len(self._paths))
        cohort_ids = make_cohorts(session, writer.counted(self._cohorts))
        if cohort_ids:
            session.flush()
            writer.touched(_COHORT_KINDS, cohort_ids.values())
        if self._course_blocks:
            add_course_blocks(session, self._course_blocks)
            writer.touched(("course", "certification_block"), self._course_blocks)
        self._write_people(writer)
        self._write_paths(writer, cohort_ids)
        path_ids = {path: path.id or writer.made[path] for path in self._paths}
        for table in (SENSITIVE, CERTIFICATION):
            self._write_beside(writer, table, path_ids)
        self._write_blocks(writer, path_ids, _block_ids(session, self._without_block_ids(cohort_ids)))
        self._made = writer.made
        if note_pairs(session, self._pairs(), self._today):
            writer.touched((_PAIR,), ())
        writer.end()
        return frozenset(writer.kinds), frozenset(writer.ids)

    def learner_ids(self) -> Mapping[int, int]:
        """Number of the row → the person, once written."""
        found = {row: self._id_of(person) for row, person in self._rows.items()}
        return {row: learner_id for row, learner_id in found.items() if learner_id is not None}

    def release(self) -> None:
        """Free the people and their paths."""
        let_go(self._paths, self._people, self._rows)

    def _pairs(self) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The doubts between records that are there once all is written."""
        for person, doubt in self._doubts.items():
            one, other = self._id_of(person), self._id_of(doubt.other)
            if one is not None and other is not None:
                yield one, other, doubt.reasons

    def _id_of(self, person: Person | int) -> int | None:
        if isinstance(person, int):
            return person
        return person.id if person.id is not None else self._made.get(person)

    def _without_block_ids(self, made: Mapping[str, int]) -> set[int]:
        """The cohorts whose blocks are made with the list."""
        given = {
            path.cohort.id
            for path in self._paths
            if path.cohort.id is not None and any(block_id is None for block_id, _ in path.cohort.blocks)
        }
        return given | set(made.values())

    def _write_people(self, writer: _Writer) -> None:
        writer.insert(LEARNER, [one for one in self._people if one.id is None], _learner_columns)
        kept = [one for one in self._people if one.id is not None]
        writer.update(LEARNER, [(one.known, _learner_changes(one)) for one in kept])

    def _write_paths(self, writer: _Writer, cohort_ids: Mapping[str, int]) -> None:
        def columns(path: Path) -> Row:
            return {
                **path.values[ENROLLMENT.name],
                "learner_id": path.person.id or writer.made[path.person],
                "cohort_id": path.cohort.id or cohort_ids[path.cohort.code],
            }

        writer.insert(ENROLLMENT, [one for one in self._paths if one.id is None], columns)
        kept = [one for one in self._paths if one.id is not None]
        writer.update(ENROLLMENT, [(one.known[ENROLLMENT.name], one.values[ENROLLMENT.name]) for one in kept])

    def _write_beside(self, writer: _Writer, table: Table, path_ids: Mapping[Path, int]) -> None:
        """A table that has one row at most for an enrollment."""
        changed = [path for path in self._paths if path.values.get(table.name)]
        made = [path for path in changed if not path.known.get(table.name)]
        writer.insert(table, made, lambda one: {**one.values[table.name], "enrollment_id": path_ids[one]})
        kept = [path for path in changed if path.known.get(table.name)]
        writer.update(table, [(one.known[table.name], one.values[table.name]) for one in kept])

    def _write_blocks(
        self, writer: _Writer, path_ids: Mapping[Path, int], block_ids: Mapping[tuple[str, str], int]
    ) -> None:
        made, kept = [], []
        for path in self._paths:
            for code, result in path.blocks.items():
                known = path.known_blocks.get(code)
                if known:
                    kept.append((known, {"result": result}))
                    continue
                block_id = next((one for one, said in path.cohort.blocks if said == code), None)
                if block_id is None:
                    block_id = block_ids[path.cohort.code, code]
                made.append(_NewBlock(path_ids[path], block_id, result))
        writer.insert(BLOCK_RESULT, made, _NewBlock.columns)
        writer.update(BLOCK_RESULT, kept)


@dataclass(frozen=True, slots=True)
class _NewBlock:
    enrollment_id: int
    block_id: int
    result: str

    def columns(self) -> Row:
        return {"enrollment_id": self.enrollment_id, "block_id": self.block_id, "result": self.result}


class _Writer:
    """Bulk statements of one import, noted in the change log, with their progress."""

    def __init__(self, session: Session, job: Job, total: int) -> None:
        self.session = session
        self.kinds: set[str] = set()
        self.ids: set[int] = set()
        self.made: dict[Hashable, int] = {}
        """Item → id of the row that it became."""
        self._job = job
        self._total = total
        self._done = 0

    def touched(self, kinds: Iterable[str], ids: Iterable[int]) -> None:
        """Remember what was written."""
        self.kinds.update(kinds)
        self.ids.update(ids)

    def counted(self, items: Iterable[T]) -> Iterator[T]:
        """The items one by one, each counted as done when the next is asked for."""
        for item in items:
            self._job.step(self._done, self._total, _STEP)
            yield item
            self._done += 1

    def end(self) -> None:
        """Say that only the change log is left: too late to stop."""
        self._job.step(self._total, self._total, "Inscription au journal…")

    def insert(self, table: Table, items: Sequence[T], columns: Callable[[T], Row]) -> None:
        """Insert one row for each item; columns that are not given take their default."""
        defaults = _defaults(table)
        for chunk in chunks(items):
            self._step(table, len(chunk))
            ids = dict(zip(chunk, new_ids(len(chunk)), strict=True))
            rows = [{**defaults, **columns(item), "id": ids[item]} for item in chunk]
            self.session.execute(insert(table), rows)
            record_bulk(self.session, table, after=rows)
            self.touched((table.name,), ids.values())
            for item, new_id in ids.items():
                self.made[item] = new_id

    def update(self, table: Table, changes: Sequence[tuple[Row, Row]]) -> None:
        """Change rows: (the whole row as it was, the columns that change)."""
        groups: dict[tuple[str, ...], list[tuple[Row, Row]]] = {}
        for known, values in changes:
            if values:
                groups.setdefault(tuple(sorted(values)), []).append((known, values))
        for names, group in groups.items():
            statement = update(table).where(table.c.id == bindparam("row_id"))
            statement = statement.values(
                version=table.c.version + 1, **{name: bindparam(f"new_{name}") for name in names}
            )
            for chunk in chunks(group):
                self._step(table, len(chunk))
                rows = [
                    {"row_id": known["id"], **{f"new_{name}": values[name] for name in names}}
                    for known, values in chunk
                ]
                self.session.connection().execute(statement, rows)
                for known, values in chunk:
                    before = {name: known[name] for name in names}
                    record_bulk_update(self.session, table, str(known["id"]), before, values)
                self.touched((table.name,), (known["id"] for known, _ in chunk))

    def _step(self, table: Table, count: int) -> None:
        self._job.step(self._done, self._total, _STEP)
        if table in (LEARNER, ENROLLMENT):
            self._done += count


def _defaults(table: Table) -> Row:
    """Every column with its default, None when it has none."""
    defaults = {column.name: column.default for column in table.columns}
    return {
        name: one.arg if isinstance(one, ScalarElementColumnDefault) else None
        for name, one in defaults.items()
    }


def _learner_columns(person: Person) -> Row:
    who = person.identity
    values = {"last_name": who.last_name, "first_name": who.first_name, **person.values}
    is_renamed = "last_name" in person.values
    return values | _search_columns(values, None if is_renamed else who.key)


def _learner_changes(person: Person) -> Row:
    """The columns that change, with those that follow from them."""
    changes = person.changes()
    then = {**person.known, **changes}
    follow = {**_search_columns(then), "to_correct": still_to_correct(then["to_correct"], then)}
    return changes | {name: value for name, value in follow.items() if person.known[name] != value}


def _search_columns(values: Row, key: str | None = None) -> Row:
    last, first = values["last_name"], values["first_name"]
    others = [values.get(name) for name in ("birth_name", "phone", "france_travail_id", "second_phone")]
    searched = searched_again(values.get("search_text"), search_text(last, first, *others))
    return {"sort_key": key or sort_key(last, first), "search_text": searched}


def _block_ids(session: Session, cohort_ids: Iterable[int]) -> dict[tuple[str, str], int]:
    """(code of the cohort, code of the block) → id."""
    found: dict[tuple[str, str], int] = {}
    for chunk in chunks(sorted(cohort_ids)):
        rows = session.execute(
            select(Cohort.code, CertificationBlock.code, CertificationBlock.id)
            .join(CertificationBlock, CertificationBlock.course_id == Cohort.course_id)
            .where(Cohort.id.in_(chunk))
        )
        found.update({(row[0], row[1]): row[2] for row in rows})
    return found
