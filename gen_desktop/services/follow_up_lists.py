"""Whole call lists at once: the rules of services/follow_ups.py, without a question to the file per line."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from gen_desktop.errors import InvalidInput, Problem
from gen_desktop.models import follow_up as rules
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import ContactAttempt, FollowUp
from gen_desktop.models.history import record_bulk
from gen_desktop.models.ids import new_id
from gen_desktop.models.placement import Placement
from gen_desktop.queries.follow_up_settings import settings_by_program
from gen_desktop.queries.scope import parameters
from gen_desktop.reference.lists import codes_where
from gen_desktop.reference.parameters import Parameters
from gen_desktop.services.companies import CompanyBook, CompanyInput
from gen_desktop.services.follow_ups import (
    AttemptInput,
    SituationInput,
    check_situation,
    contact_outcome,
    insert_situation,
    situation_columns,
)

Key = tuple[int, int]
"""Enrollment id and horizon."""
T = TypeVar("T")
_CHUNK = 1000  # well under the number of parameters SQLite takes in one statement
_ATTEMPT: Table = ContactAttempt.__table__  # type: ignore[assignment]  # declared as FromClause
_FOLLOW_UP: Table = FollowUp.__table__  # type: ignore[assignment]
_PLACEMENT: Table = Placement.__table__  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class ToldFollowUp:
    """What one line of a call list tells: attempts to add, then the situation. ``author``: who called."""

    enrollment_id: int
    attempts: tuple[AttemptInput, ...] = ()
    situation: SituationInput | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A follow-up of the file, and its spell if its situation tells of one: columns by name."""

    follow_up: Mapping[str, Any]
    spell: Mapping[str, Any] | None


@dataclass(slots=True)
class FollowUpFacts:
    """What is known of some enrollments.

    ``exits``: by enrollment, None for somebody who has not left; ``programs``: what pays for each.
    """

    exits: dict[int, dt.date | None]
    recorded: dict[Key, Recorded]
    attempts: dict[Key, Counter[tuple[dt.date, str]]] = field(default_factory=dict)
    programs: dict[int, int | None] = field(default_factory=dict)
    _in_force: dict[dt.date, tuple[Parameters, Mapping[int, Parameters]]] = field(default_factory=dict)

    def parameters(self, session: Session, enrollment_id: int, day: dt.date) -> Parameters:
        """The parameters in force that day for an enrollment, asked for once."""
        if day not in self._in_force:
            in_force = parameters(session, day)
            self._in_force[day] = in_force, settings_by_program(session, in_force)
        usual, own = self._in_force[day]
        return own.get(self.programs.get(enrollment_id) or 0, usual)

    def known_attempts(self, key: Key) -> Counter[tuple[dt.date, str]]:
        """Day and outcome of each attempt made."""
        return self.attempts.setdefault(key, Counter())


def load_facts(session: Session, enrollment_ids: Iterable[int]) -> FollowUpFacts:
    """The facts of these enrollments."""
    facts = FollowUpFacts({}, {})
    for chunk in _chunks(sorted(set(enrollment_ids))):
        for row in session.execute(
            select(Enrollment.id, Enrollment.exit_on, Enrollment.exit_type, Cohort.funding_program_id)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .where(Enrollment.id.in_(chunk))
        ):
            facts.exits[row[0]] = row[1] if row[2] is not None else None
            facts.programs[row[0]] = row[3]
        spells = _spells(session, chunk)
        for found in _rows(session, _FOLLOW_UP, chunk):
            key = found["enrollment_id"], found["horizon"]
            facts.recorded[key] = Recorded(found, spells.get(found["id"]))
        for found in _rows(session, _ATTEMPT, chunk):
            key = found["enrollment_id"], found["horizon"]
            facts.known_attempts(key)[found["made_on"], found["outcome"]] += 1
    return facts


def told_problems(session: Session, told: ToldFollowUp, facts: FollowUpFacts) -> tuple[str, list[Problem]]:
    """The situation to keep ('' without any) and what keeps the line from being recorded.

    The field of a problem about the second attempt ends with « .2 ».
    """
    problems = []
    for number, attempt in enumerate(told.attempts, 1):
        exit_on = facts.exits.get(attempt.enrollment_id)
        for one in rules.attempt_problems(
            attempt.horizon, attempt.made_on, attempt.contact_mode, attempt.outcome, exit_on
        ):
            name = one.field if one.field in ("horizon", "enrollment_id") else f"{one.field}.{number}"
            problems.append(Problem(name, one.sentence))
    values = told.situation
    if values is None:
        return "", problems
    situation, wrong = check_situation(
        values,
        facts.exits.get(values.enrollment_id),
        None,
        facts.parameters(session, values.enrollment_id, values.recorded_on),
    )
    return situation, list(dict.fromkeys([*problems, *wrong]))


def unreachable_doubt(session: Session, told: ToldFollowUp, facts: FollowUpFacts) -> str:
    """What is said of somebody declared unreachable after few attempts, '' when there are enough."""
    assert told.situation is not None
    in_force = facts.parameters(session, told.enrollment_id, told.situation.recorded_on)
    return rules.unreachable_problem(_counted_attempts(told, facts), in_force)


def last_day_to_tell(session: Session, key: Key, facts: FollowUpFacts, today: dt.date) -> dt.date:
    """The day of a situation that a list does not date: the end of its window, today when that is earlier."""
    enrollment_id, horizon = key
    exit_on = facts.exits.get(enrollment_id)
    if exit_on is None:
        return today
    return min(
        today, rules.window(exit_on, horizon, facts.parameters(session, enrollment_id, today)).closes_on
    )


def insert_told(session: Session, told: Sequence[ToldFollowUp]) -> frozenset[str]:
    """Record whole lines, all or none, within a unit of work; the kinds of record touched.

    A situation already recorded for a horizon is replaced. Raises InvalidInput with every problem.
    """
    facts = load_facts(session, (line.enrollment_id for line in told))
    decided = [told_problems(session, line, facts) for line in told]
    if wrong := [problem for _, problems in decided for problem in problems]:
        raise InvalidInput(*wrong)
    writer = _Writer(session, facts)
    for line, (situation, _) in zip(told, decided, strict=True):
        writer.take(line, situation)
    return writer.write()


class _Writer:
    """Collects the rows of a list and writes them table by table."""

    def __init__(self, session: Session, facts: FollowUpFacts) -> None:
        self._session = session
        self._facts = facts
        self._rows: dict[str, list[dict[str, Any]]] = {"attempt": [], "follow_up": [], "placement": []}
        self._replaced: list[tuple[SituationInput, str | None]] = []
        self._companies = CompanyBook(session)
        self._kinds: set[str] = set()

    def take(self, line: ToldFollowUp, situation: str) -> None:
        """Add the rows of one line."""
        for attempt in line.attempts:
            self._add_attempt(attempt, line.author)
        values = line.situation
        if values is None:
            return
        if (values.enrollment_id, values.horizon) in self._facts.recorded:
            self._replaced.append((values, line.author))
            return
        follow_up, spell = situation_columns(values, situation)
        follow_up_id = new_id()
        self._rows["follow_up"].append(
            {
                "id": follow_up_id,
                "version": 1,
                "enrollment_id": values.enrollment_id,
                "horizon": values.horizon,
                "recorded_by": line.author,
                **follow_up,
            }
        )
        if spell is not None:
            self._add_spell(values, spell, follow_up_id)
        self._note_contact(values, situation, line.author)

    def write(self) -> frozenset[str]:
        """Write everything; replaced situations go one by one, after the attempts that they rest on."""
        if self._companies.write():
            self._kinds.add("company")
        for table, name in ((_ATTEMPT, "attempt"), (_FOLLOW_UP, "follow_up"), (_PLACEMENT, "placement")):
            rows = self._rows[name]
            if rows:
                self._session.execute(insert(table), rows)
                record_bulk(self._session, table, after=rows)
                self._kinds.add(table.name)
        for values, author in self._replaced:
            insert_situation(self._session, values, author, is_listed=True)
            self._kinds |= {"follow_up", "placement", "contact_attempt", "company"}
        return frozenset(self._kinds)

    def _add_attempt(self, values: AttemptInput, author: str | None) -> None:
        key = values.enrollment_id, values.horizon
        self._facts.known_attempts(key)[values.made_on, values.outcome] += 1
        self._rows["attempt"].append(
            {
                "id": new_id(),
                **asdict(values),
                "author": author,
                "note": " ".join((values.note or "").split()) or None,
            }
        )

    def _add_spell(self, values: SituationInput, spell: Mapping[str, Any], follow_up_id: int) -> None:
        self._rows["placement"].append(
            {
                "id": new_id(),
                "version": 1,
                "enrollment_id": values.enrollment_id,
                "follow_up_id": follow_up_id,
                "company_id": self._company(spell["employer"], values),
                **spell,
            }
        )

    def _company(self, employer: str | None, values: SituationInput) -> int | None:
        if not employer:
            return None
        return self._companies.find_or_add(
            CompanyInput(employer, values.employer_city, values.employer_siret)
        )

    def _note_contact(self, values: SituationInput, situation: str, author: str | None) -> None:
        """The contact by which it is known, unless the list tells it already."""
        outcome = contact_outcome(values, situation)
        if outcome is None or values.contact_mode is None:
            return
        known = self._facts.known_attempts((values.enrollment_id, values.horizon))
        if values.attempt_outcome is not None or not known[values.recorded_on, outcome]:
            attempt = AttemptInput(
                values.enrollment_id, values.horizon, values.recorded_on, values.contact_mode, outcome
            )
            self._add_attempt(attempt, author)


def _counted_attempts(told: ToldFollowUp, facts: FollowUpFacts) -> int:
    """The attempts already made and those of the line."""
    values = told.situation
    assert values is not None
    counted = codes_where("attempt_outcome", counts_as_attempt="yes")
    known = facts.known_attempts((values.enrollment_id, values.horizon))
    before = sum(number for (_, outcome), number in known.items() if outcome in counted)
    new = sum(one.outcome in counted for one in told.attempts)
    return before + new + (values.attempt_outcome in counted)


def _spells(session: Session, enrollment_ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """The (first) spell of each follow-up."""
    found: dict[int, Mapping[str, Any]] = {}
    for row in _rows(session, _PLACEMENT, enrollment_ids):
        if row["follow_up_id"] is not None:
            found.setdefault(row["follow_up_id"], row)
    return found


def _rows(session: Session, table: Table, enrollment_ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    statement = select(table).where(table.c.enrollment_id.in_(enrollment_ids)).order_by(table.c.id)
    for row in session.execute(statement).mappings():
        yield dict(row)


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
