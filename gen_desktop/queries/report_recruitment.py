"""From the application to the entry: where everybody is, each step the sum of where people went from it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, false, func, not_
from sqlalchemy.orm import Session

from gen_desktop.queries.behind import how_many
from gen_desktop.queries.catalogue import Group
from gen_desktop.queries.populations import Condition, Populations, enrollment_state


@dataclass(frozen=True, slots=True)
class RecruitmentFlow:
    """How many applications, admissions and entries, as A1 counts them, and those that went elsewhere.

    ``unlisted``: only counted by their cohort, without a record. ``withdrawn`` and ``no_shows`` had been
    admitted; ``given_up`` had not.
    """

    applied: int
    admitted: int
    entered: int
    undecided: int
    waiting: int
    refused: int
    given_up: int
    unlisted_applied: int
    withdrawn: int
    no_shows: int
    to_come: int
    unlisted_admitted: int

    @property
    def listed(self) -> int:
        """The applications that have a record."""
        return self.applied - self.unlisted_applied - self.unlisted_admitted

    @property
    def not_admitted(self) -> int:
        """All who were not admitted by the date."""
        return self.applied - self.admitted

    @property
    def not_entered(self) -> int:
        """All who were admitted and did not enter by the date."""
        return self.admitted - self.entered


def recruitment_flow(
    session: Session, populations: Populations, applied: int, admitted: int
) -> RecruitmentFlow:
    """The steps of the scope. ``applied``, ``admitted``: both parts of A1, declared ones included."""
    p = populations
    entered, *counts = how_many(session, p, [p.entered(), *(at_step(name)(p) for name in STEPS)])
    steps = dict(zip(STEPS, counts, strict=True))
    after_admission = sum(steps[name] for name, (is_admitted, _) in STEPS.items() if is_admitted)
    before_admission = sum(counts) - after_admission
    return RecruitmentFlow(
        applied=applied,
        admitted=admitted,
        entered=entered,
        unlisted_applied=applied - admitted - before_admission,
        unlisted_admitted=admitted - entered - after_admission,
        **steps,
    )


STEPS: dict[str, tuple[bool, str]] = {
    "undecided": (False, ""),
    "waiting": (False, "waiting"),
    "refused": (False, "refused"),
    "given_up": (False, "withdrawn"),
    "withdrawn": (True, "withdrawn"),
    "no_shows": (True, "no_show"),
    "to_come": (True, ""),
}
"""Where those are who did not enter: admitted or not, and their state ('': any that no other step takes)."""


def at_step(name: str) -> Group:
    """Who stands at a step of a RecruitmentFlow, by the name of its count."""
    is_admitted, state = STEPS[name]
    others = [one for admitted, one in STEPS.values() if admitted is is_admitted and one]

    def condition(p: Populations) -> Condition:
        own = enrollment_state(p.scope.as_of)
        side = admitted_elsewhere(p) if is_admitted else not_admitted(p)
        return and_(side, own == state if state else own.not_in(others))

    return condition


def admitted_elsewhere(p: Populations) -> Condition:
    """Admitted, and did not enter by the date."""
    return and_(_sure(p.admitted()), not_(p.entered()))


def not_admitted(p: Populations) -> Condition:
    """Not admitted by the date, as far as is known."""
    return and_(not_(_sure(p.admitted())), not_(p.entered()))


def _sure(condition: Condition) -> Condition:
    return func.coalesce(condition, false())
