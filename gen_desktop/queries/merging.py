"""What merging two records of one person will do, row by row: the preview shows it, the merge does just that.

The tables below a person are found by their foreign keys (queries/personal_records.py): one added tomorrow is
moved by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from gen_desktop.errors import Conflict, Forbidden, NotFound, Problem
from gen_desktop.models.attendance import presence_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.contact import EMAIL, PHONE
from gen_desktop.models.enrollment import exit_problems
from gen_desktop.models.ids import new_id
from gen_desktop.models.learner import full_name, search_text
from gen_desktop.models.merging import (
    GROUPS,
    LEFT,
    RIGHT,
    Question,
    phones_of,
    same_content,
    to_correct,
    unite,
)
from gen_desktop.models.names import sort_key
from gen_desktop.models.registry import Base
from gen_desktop.queries.merge_plan import (
    Abandoned,
    Answers,
    Key,
    MergePlan,
    Row,
    Step,
    cohort_code,
    key_of,
    last_changes,
    row_of,
    rows_of,
    slot_of,
    unique_beside,
    values_of,
)
from gen_desktop.queries.personal_records import owned_tables, owner_of
from gen_desktop.queries.rights import may_see_sensitive, refuse_to_change
from gen_desktop.reference.rights import SENSITIVE, reserved_to


def merge_plan(session: Session, one_id: int, other_id: int, answers: Answers, today: dt.date) -> MergePlan:
    """What becomes of two records, the older of which stays. ``answers``: key of a question → what is kept.

    Raises NotFound, Conflict (erased, or one and the same), Forbidden.
    """
    if one_id == other_id:
        raise Conflict("Choisissez deux fiches différentes.")
    refuse_to_change(session, "learner")
    if not may_see_sensitive(session):
        raise Forbidden(
            f"Fusionner demande de tout voir d’une fiche\u00a0: c’est {reserved_to(SENSITIVE).lower()}."
        )
    kept_id, gone_id = sorted((one_id, other_id))
    return _Planner(session, kept_id, gone_id, answers, today).plan()


@dataclass
class _Pair:
    """Two owners made one: their ids, and what they are called."""

    left: int
    right: int
    place: str = ""


@dataclass
class _Planner:
    session: Session
    kept_id: int
    gone_id: int
    answers: Answers
    today: dt.date
    steps: dict[tuple[str, Key], Step] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    abandoned: list[Abandoned] = field(default_factory=list)
    moved: dict[str, int] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    pairs: dict[str, list[_Pair]] = field(default_factory=dict)
    _becomes: dict[tuple[str, int], int] = field(default_factory=dict)
    _gone: set[tuple[str, int]] = field(default_factory=set)

    def plan(self) -> MergePlan:
        kept, gone = self._learner(self.kept_id), self._learner(self.gone_id)
        self.pairs["learner"] = [_Pair(self.kept_id, self.gone_id)]
        for table, column in owned_tables().items():
            if table.name == "learner":
                self._unite_people(table, kept, gone)
            elif table.name == "doubtful_pair":
                self._settle_pairs(table)
            else:
                for pair in self.pairs.get(owner_of(table).name, ()):
                    self._unite_rows(table, column, pair)
        self._check_paths()
        self._make("merged_record", learner_id=self.kept_id, gone_id=self.gone_id, merged_on=self.today)
        return MergePlan(
            self.kept_id,
            self.gone_id,
            full_name(kept["last_name"], kept["first_name"]),
            full_name(gone["last_name"], gone["first_name"]),
            tuple(self.questions),
            tuple(self.steps.values()),
            tuple(self.abandoned),
            self.moved,
            self.repeated,
            tuple(self.problems),
        )

    def _learner(self, learner_id: int) -> Row:
        table = Base.metadata.tables["learner"]
        row = self.session.execute(select(table).where(table.c.id == learner_id)).mappings().first()
        if row is None:
            raise NotFound("Une de ces deux fiches n’est plus dans le fichier.")
        if row["erased_on"] is not None:
            raise Conflict("Une de ces deux personnes a été effacée\u00a0: sa fiche ne change plus.")
        return dict(row)

    def _unite_people(self, table: Table, kept: Row, gone: Row) -> None:
        values = self._united(table, kept, gone, "")
        self._place_phones(values, kept, gone)
        values["to_correct"] = to_correct(kept["to_correct"], gone["to_correct"], values)
        values["sort_key"] = sort_key(values["last_name"], values["first_name"])
        values["search_text"] = search_text(
            *(values["last_name"], values["first_name"], values["birth_name"], values["phone"]),
            values["france_travail_id"],
        )
        self._change(table, kept, kept | values)
        self._delete(table, gone)

    def _place_phones(self, values: Row, kept: Row, gone: Row) -> None:
        """Every number stays: the chosen one first, a second, the others and the other e-mail beside."""
        first, second = (gone, kept) if values["phone"] == gone["phone"] else (kept, gone)
        numbers = phones_of(
            (values["phone"], first["second_phone"]), (second["phone"], second["second_phone"])
        )
        values["phone"], values["second_phone"] = (*numbers, None, None)[:2]
        more = [(PHONE, number) for number in numbers[2:]]
        more += [
            (EMAIL, one["email"])
            for one in (kept, gone)
            if one["email"] and one["email"].lower() != (values["email"] or "").lower()
        ]
        held = {
            (row["kind"], row["value"])
            for owner in (self.kept_id, self.gone_id)
            for row in rows_of(self.session, Base.metadata.tables["contact_point"], "learner_id", owner)
        }
        for kind, value in more:
            if (kind, value) not in held:
                of = {"version": 1, "learner_id": self.kept_id, "whose": None, "is_relay": None}
                self._make("contact_point", **of, kind=kind, value=value)

    def _settle_pairs(self, table: Table) -> None:
        """The pair itself goes; the other doubts about the record that goes are about the one that stays."""
        known = {
            tuple(sorted((row["first_id"], row["second_id"])))
            for name in ("first_id", "second_id")
            for row in rows_of(self.session, table, name, self.kept_id)
        }
        for name in ("first_id", "second_id"):
            for row in rows_of(self.session, table, name, self.gone_id):
                (other,) = {row["first_id"], row["second_id"]} - {self.gone_id}
                pair = tuple(sorted((other, self.kept_id)))
                if other == self.kept_id or pair in known:
                    self._delete(table, row)
                else:
                    known.add(pair)
                    self._change(table, row, row | {"first_id": pair[0], "second_id": pair[1]})

    def _unite_rows(self, table: Table, column: Column[Any], pair: _Pair) -> None:
        unique = unique_beside(table, column)
        mine = [
            row
            for row in rows_of(self.session, table, column.name, pair.left)
            if self._keeps_parent(table, row, pair)
        ]
        taken = {} if unique is None else {values_of(row, unique): row for row in mine}
        for found in rows_of(self.session, table, column.name, pair.right):
            row = self._follows_parent(table, found)
            if row is None:
                self._abandon(table, found, pair)
                continue
            row[column.name] = pair.left
            same = taken.get(values_of(row, unique)) if unique is not None else self._alike(row, mine)
            if same is None:
                self._hand_over(table, found, row)
            elif table.name in GROUPS:
                self._unite_two(table, same, found)
            elif same_content(same, row, ()):
                self._repeat(table, found, same)
            else:
                self._choose(table, same, found, row, pair, unique or ())

    def _unite_two(self, table: Table, left: Row, right: Row) -> None:
        place = cohort_code(self.session, left["cohort_id"]) if "cohort_id" in left else self._place_of(left)
        prefix = f"{left['id']}:"
        values = self._united(table, left, right, place, prefix)
        self._change(table, left, left | values)
        self._delete(table, right)
        self.pairs.setdefault(table.name, []).append(_Pair(left["id"], right["id"], place))

    def _united(self, table: Table, left: Row, right: Row, place: str, prefix: str = "") -> Row:
        changed = last_changes(self.session, table.name, left["id"], right["id"])
        united = unite(table.name, left, right, self.answers, place=place, prefix=prefix, changed=changed)
        self.questions += united.questions
        return united.values

    def _choose(
        self, table: Table, left: Row, found: Row, row: Row, pair: _Pair, unique: Sequence[str]
    ) -> None:
        """Two rows for one place that say different things: one of them is taken whole."""
        aside = {"id", "version", *unique}
        differing = [name for name in row if name not in aside and left[name] != row[name]]
        key = f"{pair.left}:{table.name}:{':'.join(str(left[name]) for name in unique)}"
        place = slot_of(self.session, left) if table.name == "attendance" else pair.place
        self.questions.append(
            Question(
                key,
                table.name,
                place,
                {name: left[name] for name in (*unique, *differing)},
                {name: row[name] for name in (*unique, *differing)},
                LEFT,
            )
        )
        if self.answers.get(key, LEFT) == RIGHT:
            self._abandon(table, left, pair)
            self._hand_over(table, found, row)
        else:
            self._abandon(table, found, pair)

    def _alike(self, row: Row, mine: Sequence[Row]) -> Row | None:
        return next((one for one in mine if same_content(one, row, ())), None)

    def _keeps_parent(self, table: Table, row: Row, pair: _Pair) -> bool:
        """Whether a row of the left stays; it goes with what it hung on."""
        if self._follows_parent(table, row) is None:
            self._abandon(table, row, pair)
            return False
        return True

    def _follows_parent(self, table: Table, row: Row) -> Row | None:
        """The row pointing to what its parents have become; None when one of them is abandoned."""
        moved = dict(row)
        for foreign in table.foreign_keys:
            name, parent = foreign.parent.name, foreign.column.table
            if (parent.name, row[name]) in self._gone:
                return None
            moved[name] = self._becomes.get((parent.name, row[name]), row[name])
        return moved

    def _hand_over(self, table: Table, found: Row, row: Row) -> None:
        self.moved[table.name] = self.moved.get(table.name, 0) + 1
        if key_of(table, found) == key_of(table, row):
            self._change(table, found, row)
        else:
            self._delete(table, found)
            self._put(Step(table.name, key_of(table, row), self._before(table, row), row))

    def _before(self, table: Table, row: Row) -> Row | None:
        """What the place of this row held: something abandoned, or nothing."""
        known = self.steps.get((table.name, key_of(table, row)))
        return known.before if known is not None else None

    def _repeat(self, table: Table, found: Row, same: Row) -> None:
        self.repeated[table.name] = self.repeated.get(table.name, 0) + 1
        if "id" in found:
            self._becomes[table.name, found["id"]] = same["id"]
        self._delete(table, found)

    def _abandon(self, table: Table, row: Row, pair: _Pair) -> None:
        place = slot_of(self.session, row) if table.name == "attendance" else pair.place
        self.abandoned.append(Abandoned(table.name, row, place))
        if "id" in row:
            self._gone.add((table.name, row["id"]))
        self._delete(table, row)

    def _check_paths(self) -> None:
        """The rules of a path made of two; an entry that follows the marks follows all of them."""
        table = Base.metadata.tables["enrollment"]
        for pair in self.pairs.get("enrollment", ()):
            step = self.steps.get((table.name, (pair.left,)))
            row = dict(
                step.after
                if step is not None and step.after is not None
                else row_of(self.session, table, pair.left)
            )
            presences = sorted(self._presences(pair))
            if row["entry_follows_attendance"] and presences:
                row["entered_on"] = presences[0]
            if row["entered_on"] is not None:
                row |= {"decision": "admitted", "is_no_show": False}
            self._change(table, row_of(self.session, table, pair.left), row)
            self._check_path(row, presences, pair)

    def _check_path(self, row: Row, presences: Sequence[dt.date], pair: _Pair) -> None:
        entered, left = row["entered_on"], row["exit_on"]
        sentences = []
        if entered is not None and presences and presences[0] < entered:
            sentences.append("une présence est enregistrée avant l’entrée choisie")
        if left is not None and presences and presences[-1] > left:
            sentences.append("une présence est enregistrée après la sortie choisie")
        if row["exit_type"] is not None:
            sentences += [
                one.sentence.rstrip(".")
                for one in exit_problems(row["exit_type"], left, row["exit_reason"], entered)
            ]
        self.problems += [
            Problem(f"{pair.left}:enrollment", f"{pair.place}\u00a0: {one}. Choisissez autrement.")
            for one in sentences
        ]

    def _presences(self, pair: _Pair) -> Iterator[dt.date]:
        """The days of presence on the path, once both are one."""
        table = Base.metadata.tables["attendance"]
        marks = {key_of(table, row): row for row in rows_of(self.session, table, "enrollment_id", pair.left)}
        for (name, key), step in self.steps.items():
            if name == table.name and key[0] == pair.left:
                marks.pop(key, None)
                if step.after is not None:
                    marks[key] = step.after
        present = [row["class_session_id"] for row in marks.values() if row["status"] in presence_codes()]
        for start in range(0, len(present), 500):
            some = ClassSession.id.in_(present[start : start + 500])
            yield from self.session.scalars(select(ClassSession.held_on).where(some))

    def _make(self, name: str, **values: Any) -> None:
        row = {"id": new_id(), **values}
        self._put(Step(name, (row["id"],), None, row))

    def _change(self, table: Table, before: Row, after: Row) -> None:
        if before != after:
            self._put(Step(table.name, key_of(table, before), before, after))

    def _delete(self, table: Table, row: Row) -> None:
        self._put(Step(table.name, key_of(table, row), row, None))

    def _put(self, step: Step) -> None:
        self.steps[step.table, step.key] = step

    def _place_of(self, row: Row) -> str:
        pairs = self.pairs.get("enrollment", ())
        return next((pair.place for pair in pairs if pair.left == row.get("enrollment_id")), "")
