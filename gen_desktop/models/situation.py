"""The situation of a person some months after the exit: as told, else as a dated spell tells it.

An answer told for the horizon decides. Where nobody answered, a job, a business or a training that covers the
day does, on condition that somebody knew it around that day: what was told long before of a day to come is a
declared future, and counts for nothing. At the exit itself, the reason of it may tell (a job taken, another
training). queries/situation_sql.py says the same in SQL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from gen_desktop.models.follow_up import is_known, window
from gen_desktop.reference.contracts import situation_of
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Answer:
    """What was recorded for a horizon, a code of outcome_situation. Months None: unknown, or without end."""

    situation: str
    recorded_on: dt.date
    contract_months: int | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """A job, a business or a training (code of placement_kind). A spell without end goes on.

    ``recorded_on``: when the centre learned of it, else when the follow-up that tells of it was recorded;
    None derives nothing. ``confirmed_on``: the last day on which it was told to be still going on.
    """

    id: int
    kind: str
    starts_on: dt.date | None
    ends_on: dt.date | None = None
    contract_type: str | None = None
    contract_months: int | None = None
    recorded_on: dt.date | None = None
    confirmed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """What of an enrollment a situation depends on. ``exit_reason``: a code, None when it is not known."""

    entered_on: dt.date
    exit_on: dt.date
    exit_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation at a horizon. ``spell_id``: of the spell that it comes from, None when it was told."""

    code: str
    contract_months: int | None = None
    spell_id: int | None = None


def situation_at(
    path: Path,
    horizon: int,
    as_of: dt.date,
    answer: Answer | None,
    spells: Iterable[Spell],
    parameters: Parameters,
) -> Situation | None:
    """The situation at that many months, as it was known on ``as_of``; None when nothing is recorded.

    ``parameters``: those of the person's programme, for the window. Codes that say why nothing is known (INJ,
    REF) are given when no spell tells more.
    """
    if answer is not None and answer.recorded_on > as_of:
        answer = None
    if answer is not None and is_known(answer.situation):
        return Situation(answer.situation, answer.contract_months)
    found = telling_spell(path, horizon, as_of, spells, parameters)
    if found is not None:
        return Situation(spell_situation(found, path, parameters), found.contract_months, found.id)
    said_on_leaving = situation_on_leaving(path.exit_reason) if horizon == 0 else None
    if said_on_leaving is not None:
        return Situation(said_on_leaving)
    return None if answer is None else Situation(answer.situation)


def situation_on_leaving(exit_reason: str | None) -> str | None:
    """The situation at the exit that its reason says: a job taken, another training. None: it says none."""
    return codes_that_tell().get(exit_reason or "")


def codes_that_tell() -> dict[str, str]:
    """The reasons of exit that tell the situation at it, and which."""
    return {one.code: one["situation"] for one in code_list("exit_reason") if one["situation"]}


def telling_spell(
    path: Path, horizon: int, as_of: dt.date, spells: Iterable[Spell], parameters: Parameters
) -> Spell | None:
    """The spell that tells the situation of the day, the first in the order of ``spell_rank``, or None.

    Of two alike, the one begun last, then the one entered last.
    """
    days = window(path.exit_on, horizon, parameters)
    telling = [spell for spell in spells if _tells(spell, days.due_on, days.opens_on, as_of)]
    telling.sort(key=lambda spell: (spell.starts_on, spell.id), reverse=True)
    return min(telling, key=lambda spell: _rank(spell, path, parameters), default=None)


def spell_situation(spell: Spell, path: Path, parameters: Parameters) -> str:
    """The code of outcome_situation that a spell amounts to, by its contract and the length of it.

    A job already held before the course is the continuation of it, whatever the contract.
    """
    kind = code_list("placement_kind")[spell.kind]
    if spell.starts_on is not None and spell.starts_on < path.entered_on:
        return kind["situation_before_entry"]
    if spell.contract_type is None:
        return kind["situation"]
    return situation_of(spell.contract_type, spell.contract_months, parameters)


def _tells(spell: Spell, day: dt.date, opens_on: dt.date, as_of: dt.date) -> bool:
    """Whether a spell covers the day, and somebody said so from ``opens_on`` to ``as_of``."""
    covers = (
        spell.starts_on is not None
        and spell.starts_on <= day
        and (spell.ends_on is None or spell.ends_on >= day)
    )
    if not covers or spell.recorded_on is None or spell.recorded_on > as_of:
        return False
    said_on = [spell.recorded_on, spell.confirmed_on]
    return any(on is not None and opens_on <= on <= as_of for on in said_on)


def _rank(spell: Spell, path: Path, parameters: Parameters) -> int:
    return int(code_list("outcome_situation")[spell_situation(spell, path, parameters)]["spell_rank"])
