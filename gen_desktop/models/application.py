"""An application for a cohort: where it stands, what may be decided about it, what is wrong with a decision.

Nobody's stage is stored: it follows from the facts of the enrollment, so that the two cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gen_desktop.errors import Problem
from gen_desktop.french import NBSP, short_date
from gen_desktop.reference.lists import code_list


class Step(StrEnum):
    """What may be done about an application."""

    POSITION = "position"
    INTERVIEW = "interview"
    ADMIT = "admit"
    WAIT = "wait"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    NO_SHOW = "no_show"
    REOPEN = "reopen"


DECISION_OF = {Step.ADMIT: "admitted", Step.WAIT: "waiting", Step.REFUSE: "refused"}
"""The step that the centre decides → its code of application_decision."""
_TALKS = (Step.POSITION, Step.INTERVIEW)
_DECISIONS = (Step.ADMIT, Step.WAIT, Step.REFUSE, Step.WITHDRAW)
_STEPS: dict[str, tuple[Step, ...]] = {
    "received": (*_TALKS, *_DECISIONS),
    "positioned": (Step.INTERVIEW, Step.POSITION, *_DECISIONS),
    "interviewed": (*_DECISIONS, *_TALKS),
    "waiting": (Step.ADMIT, Step.REFUSE, Step.WITHDRAW, *_TALKS, Step.REOPEN),
    "admitted": (*_TALKS, Step.WITHDRAW, Step.NO_SHOW, Step.WAIT, Step.REOPEN),
    "refused": (Step.REOPEN,),
    "withdrawn": (Step.REOPEN,),
    "no_show": (Step.REOPEN,),
    "entered": _TALKS,
}


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """The facts of an enrollment that say where its application stands; a date that is None is unknown."""

    decision: str
    decided_on: dt.date | None = None
    is_no_show: bool = False
    positioned_on: dt.date | None = None
    interviewed_on: dt.date | None = None
    entered_on: dt.date | None = None


def stage_of(facts: ApplicationFacts, as_of: dt.date) -> str:
    """Where an application stands that day, as a code of application_stage."""
    if facts.entered_on is not None and facts.entered_on <= as_of:
        return "entered"
    if facts.is_no_show:
        return "no_show"
    if facts.decision != "pending" and (facts.decided_on is None or facts.decided_on <= as_of):
        return facts.decision
    if facts.interviewed_on is not None and facts.interviewed_on <= as_of:
        return "interviewed"
    if facts.positioned_on is not None and facts.positioned_on <= as_of:
        return "positioned"
    return "received"


def next_steps(stage: str) -> tuple[Step, ...]:
    """What may be done at that stage, the most usual first."""
    return _STEPS[stage]


def day_problems(
    field: str, what: str, day: dt.date | None, applied_on: dt.date | None, today: dt.date
) -> Iterator[Problem]:
    """What is wrong with the day of something done about an application. ``what``: « L’entretien »."""
    if day is not None and day > today:
        yield Problem(field, f"{what} ({short_date(day)}) est dans l’avenir.")
    elif day is not None and applied_on is not None and day < applied_on:
        days = f"{short_date(day)}) est avant la candidature ({short_date(applied_on)}"
        yield Problem(field, f"{what} ({days}).")


def decision_problems(
    decision: str,
    decided_on: dt.date | None,
    reason: str | None,
    applied_on: dt.date | None,
    today: dt.date,
) -> Iterator[Problem]:
    """What keeps a decision of the centre from being recorded: somebody refused is told why."""
    if decision not in DECISION_OF.values():
        yield Problem("decision", "Choisissez la décision.")
    yield from day_problems("decided_on", "La décision", decided_on, applied_on, today)
    if decision == "refused" and not (reason or "").strip():
        yield Problem("reason", "Donnez le motif du refus.")


def positioning_problems(
    levels: Collection[str], positioned_on: dt.date | None, method: str | None
) -> Iterator[Problem]:
    """What is wrong with a positioning. ``levels``: codes of positioning_level; None method: unknown."""
    if positioned_on is None:
        yield Problem("positioned_on", "Donnez le jour du positionnement.")
    if any(level not in code_list("positioning_level") for level in levels):
        yield Problem("levels", "Un des niveaux n’existe pas dans la liste.")
    if method is not None and method not in code_list("positioning_method"):
        yield Problem("method", f"La méthode «{NBSP}{method}{NBSP}» n’existe pas dans la liste.")


def ranking_problems(wanted: Sequence[int], waiting: Collection[int]) -> Iterator[Problem]:
    """What is wrong with an order of the waiting list: everybody waiting is in it, once."""
    if len(set(wanted)) < len(wanted):
        yield Problem("waiting", "La même personne est deux fois dans la liste d’attente.")
    elif set(wanted) != set(waiting):
        yield Problem("waiting", f"La liste d’attente a changé entre-temps{NBSP}: recommencez.")


def waiting_order(
    rank: int | None, applied_on: dt.date | None, enrollment_id: int
) -> tuple[bool, int, bool, dt.date, int]:
    """The key that sorts a waiting list: by rank, then whoever applied first; unknown comes last."""
    return rank is None, rank or 0, applied_on is None, applied_on or dt.date.max, enrollment_id
