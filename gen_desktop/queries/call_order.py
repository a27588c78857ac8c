"""The call list: which lines there are and who comes before whom. What a line shows is in follow_ups.py.

One pass over the leavers, already in order, and sets of what is known: no question to the file for each line.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import Select, String, func, select, type_coerce
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.calling import HORIZON_SLOTS, Call, Turn
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import NOT_ASKED, FollowUp
from gen_desktop.models.learner import Learner
from gen_desktop.queries.call_chances import Chances, chances
from gen_desktop.queries.criteria import text_condition
from gen_desktop.queries.follow_up_settings import settings_by_program
from gen_desktop.queries.remembered import remembered
from gen_desktop.queries.scope import parameters
from gen_desktop.queries.telling_spells import said_on_leaving, told_by_spell
from gen_desktop.reference.lists import codes_where
from gen_desktop.reference.parameters import Parameters

View = Literal["to_call", "late", "answered", "all"]
VIEWS: tuple[View, ...] = ("to_call", "late", "answered", "all")
SORTS = ("before", "name", "cohort", "horizon")
NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class CallCriteria:
    """Everything said is required together. ``horizon`` and ``cohort_ids`` None: all.

    ``view``: to_call (the window is open or past and nothing is known), late (those past it), answered
    (the situation is known), all (the window has opened). The dead are nowhere. A leaver is due at the
    horizons of the programme of the cohort, in its windows.
    """

    view: View = "to_call"
    horizon: int | None = None
    cohort_ids: tuple[int, ...] | None = None
    text: str = ""
    sort: str = "before"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class CallCounts:
    """How many lines each view holds."""

    to_call: int = 0
    late: int = 0
    answered: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True)
class CallList:
    """The ids (``Call.of``) of the lines, in order, and how many each view would hold."""

    ids: list[int]
    counts: CallCounts


def call_list(session: Session, criteria: CallCriteria, as_of: dt.date, at: dt.time = NOON) -> CallList:
    """The call list of a day; ``at``: the hour, on which it depends who is likely to be reached.

    In the order « before »: those who asked to be called by now, then by the last day of the window and by
    the chance of reaching them (models/calling.py), then those tried today, then those who refuse calls.
    """
    blocks = _blocks(session, criteria, as_of)
    wanted = [(block, people) for block in blocks if (people := block.of_view(criteria.view))]
    if criteria.sort == "before":
        is_silent = criteria.view in ("to_call", "late")
        found = _by_day(wanted, chances(session, dt.datetime.combine(as_of, at)) if is_silent else None)
    else:
        if criteria.sort == "horizon":
            wanted.sort(key=lambda one: one[0].horizon)
        found = [line for block, people in wanted for line in block.lines(people)]
    return CallList(found[::-1] if criteria.descending else found, _counted(blocks))


def count_to_call(session: Session, as_of: dt.date) -> int:
    """How many calls wait, over all cohorts and horizons."""
    return counts(session, CallCriteria(), as_of).to_call


def call_list_ids(session: Session, criteria: CallCriteria, as_of: dt.date) -> list[int]:
    """The ids of the list alone."""
    return call_list(session, criteria, as_of).ids


def counts(session: Session, criteria: CallCriteria, as_of: dt.date) -> CallCounts:
    """How many lines each view would hold with the rest of the criteria."""
    return _counted(_blocks(session, replace(criteria, sort="before"), as_of))


@dataclass(frozen=True, slots=True)
class _Block:
    """Leavers of one day whose window about one horizon is open. ``silent``: nothing is recorded of them."""

    horizon: int
    closes_on: dt.date
    is_late: bool
    opened: Sequence[int]
    silent: Sequence[int]
    known: frozenset[int] | set[int]

    def of_view(self, view: View) -> Sequence[int]:
        """The enrollments that a view shows."""
        if view == "all":
            return self.opened
        if view == "answered":
            return [one for one in self.opened if one in self.known]
        return self.silent if view == "to_call" or self.is_late else ()

    def lines(self, enrollment_ids: Sequence[int]) -> list[int]:
        """The ids of their lines."""
        return [one * HORIZON_SLOTS + self.horizon for one in enrollment_ids]


@dataclass(frozen=True, slots=True)
class _Told:
    """The enrollments of which something is recorded, by horizon; ``dead``: at any."""

    recorded: Mapping[int, frozenset[int] | set[int]]
    known: Mapping[int, frozenset[int] | set[int]]
    dead: frozenset[int] | set[int]


def _blocks(session: Session, criteria: CallCriteria, as_of: dt.date) -> Sequence[_Block]:
    # Counted for the side bar and the home page before anybody opens the list.
    of = replace(criteria, view="all", descending=False), as_of
    return remembered(session, "call blocks", of, lambda: tuple(_read_blocks(session, criteria, as_of)))


def _read_blocks(session: Session, criteria: CallCriteria, as_of: dt.date) -> Iterator[_Block]:
    in_force = parameters(session, as_of)
    own = settings_by_program(session, in_force)
    told = _with_spells(session, _told(session, criteria), criteria, as_of)
    nobody: frozenset[int] = frozenset()
    opened: dict[tuple[str, int | None], list[tuple[int, dt.date]]] = {}
    for day, program_id, people_text in session.execute(_leavers(criteria, as_of)):
        key = day, program_id if program_id in own else None
        if key not in opened:
            settings = own.get(program_id or 0, in_force)
            opened[key] = list(_opened(dt.date.fromisoformat(day), settings, as_of, criteria.horizon))
        people = _ids(people_text)
        if not told.dead.isdisjoint(people):
            people = [one for one in people if one not in told.dead]
        for horizon, closes_on in opened[key]:
            recorded = told.recorded.get(horizon, nobody)
            silent = [one for one in people if one not in recorded]
            known = told.known.get(horizon, nobody)
            yield _Block(horizon, closes_on, closes_on < as_of, people, silent, known)


def _told(session: Session, criteria: CallCriteria) -> _Told:
    recorded: dict[int, set[int]] = defaultdict(set)
    known: dict[int, set[int]] = defaultdict(set)
    dead: set[int] = set()
    knowing = codes_where("outcome_situation", known="yes")
    of_the_dead = codes_where("outcome_situation", removed_from_denominators="yes")
    statement = (
        select(FollowUp.horizon, FollowUp.situation, func.group_concat(FollowUp.enrollment_id))
        .where(FollowUp.situation != NOT_ASKED)
        .group_by(FollowUp.horizon, FollowUp.situation)
    )
    if criteria.cohort_ids is not None:
        of_cohorts = select(Enrollment.id).where(Enrollment.cohort_id.in_(criteria.cohort_ids))
        statement = statement.where(FollowUp.enrollment_id.in_(of_cohorts))
    for horizon, situation, people_text in session.execute(statement):
        people = _ids(people_text)
        recorded[horizon].update(people)
        if situation in knowing:
            known[horizon].update(people)
        if situation in of_the_dead:
            dead.update(people)
    return _Told(recorded, known, dead)


def _with_spells(session: Session, told: _Told, criteria: CallCriteria, as_of: dt.date) -> _Told:
    """The same, with what a spell or the reason of an exit tells: nobody is called to ask what is known."""
    recorded = {horizon: set(people) for horizon, people in told.recorded.items()}
    known = {horizon: set(people) for horizon, people in told.known.items()}
    unasked = told_by_spell(session, as_of, criteria.cohort_ids)
    unasked[0] |= said_on_leaving(session, criteria.cohort_ids)
    for horizon, people in unasked.items():
        recorded.setdefault(horizon, set()).update(people)
        known.setdefault(horizon, set()).update(people)
    return _Told(recorded, known, told.dead)


def _ids(joined: str) -> list[int]:
    """Many ids in one text: a row for each would take most of the time of the list."""
    return [int(one) for one in joined.split(",")]


def _leavers(criteria: CallCriteria, as_of: dt.date) -> Select[Any]:
    """Day of the exit as text, programme and enrollments (``_ids``), in the order asked for."""
    day = type_coerce(Enrollment.exit_on, String)
    by_name = Enrollment.id.op("ORDER BY")(Learner.sort_key)
    people = func.group_concat(by_name if criteria.sort == "before" else Enrollment.id)
    statement: Select[Any] = (
        select(day, Cohort.funding_program_id, people)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(
            Learner.erased_on.is_(None),
            Enrollment.entered_on.is_not(None),
            Enrollment.exit_type.is_not(None),
            Enrollment.exit_on <= as_of,
            func.coalesce(Enrollment.exit_reason, "") != "NE_DEC",
        )
    )
    if criteria.cohort_ids is not None:
        statement = statement.where(Enrollment.cohort_id.in_(criteria.cohort_ids))
    if criteria.text.strip():
        statement = statement.where(text_condition(criteria.text))
    if criteria.sort == "before":
        return statement.group_by(day, Cohort.funding_program_id).order_by(day, Cohort.funding_program_id)
    first = (Cohort.code,) if criteria.sort == "cohort" else ()
    return statement.group_by(Enrollment.id).order_by(*first, Learner.sort_key, Enrollment.id)


def _opened(
    exit_on: dt.date, in_force: Parameters, as_of: dt.date, wanted: int | None
) -> Iterator[tuple[int, dt.date]]:
    """The horizons whose window is open or past, and the last day of each."""
    # As models/follow_up.window says it, for thousands of days.
    last_due = as_of + dt.timedelta(days=in_force.follow_up_window_before)
    after = dt.timedelta(days=in_force.follow_up_window_after)
    for horizon in in_force.horizons:
        if wanted is None or horizon == wanted:
            due_on = add_months(exit_on, horizon)
            if due_on <= last_due:
                yield horizon, due_on + after


def _by_day(wanted: Sequence[tuple[_Block, Sequence[int]]], reach: Chances | None) -> list[int]:
    """The lines by the last day of their window; within a day, whoever is the likeliest to be reached."""
    special = reach.special if reach is not None else frozenset()
    days: dict[dt.date, list[int]] = defaultdict(list)
    harder: dict[dt.date, list[tuple[int, int]]] = defaultdict(list)
    apart: dict[Turn, list[tuple[Any, int]]] = defaultdict(list)
    for block, people in wanted:
        usual = days[block.closes_on]
        if reach is None or special.isdisjoint(people):
            usual += block.lines(people)
            continue
        hard = {one for one in people if one in special and not reach.is_good(one, block.horizon)}
        usual += block.lines([one for one in people if one not in hard])
        for line in block.lines([one for one in people if one in hard]):
            chance = reach.of(Call.of(line))
            if chance.turn is Turn.USUAL:
                harder[block.closes_on].append((chance.difficulty, line))
            else:
                apart[chance.turn].append(((chance.asked, block.closes_on, chance.difficulty), line))
    found = [line for _, line in sorted(apart[Turn.PROMISED])]
    for day in sorted(days):
        found += days[day]
        found += [line for _, line in sorted(harder.get(day, ()), key=itemgetter(0))]
    return found + [line for turn in (Turn.LATER, Turn.LAST) for _, line in sorted(apart[turn])]


def _counted(blocks: Sequence[_Block]) -> CallCounts:
    return CallCounts(
        to_call=sum(len(block.silent) for block in blocks),
        late=sum(len(block.silent) for block in blocks if block.is_late),
        answered=sum(len(block.known.intersection(block.opened)) for block in blocks),
        all=sum(len(block.opened) for block in blocks),
    )
