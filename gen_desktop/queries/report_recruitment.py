"""From the application to the entry: where everybody is, each step the sum of where people went from it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import Session

from gen_desktop.queries.populations import Populations, enrollment_state


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
    state = enrollment_state(p.scope.as_of).label("state")
    is_admitted, is_entered = p.admitted().label("is_admitted"), p.entered().label("is_entered")
    statement = p.select_from(is_admitted, is_entered, state, func.count())
    rows = session.execute(statement.group_by("is_admitted", "is_entered", "state")).all()
    outside = {(bool(row[0]), row[2]): int(row[3]) for row in rows if not row[1]}
    entered = sum(int(row[3]) for row in rows if row[1])

    def take(admitted_before: bool, *states: str) -> int:
        return sum(outside.pop((admitted_before, one), 0) for one in states)

    waiting, refused, given_up = take(False, "waiting"), take(False, "refused"), take(False, "withdrawn")
    withdrawn, no_shows = take(True, "withdrawn"), take(True, "no_show")
    undecided = sum(count for (before, _), count in outside.items() if not before)
    to_come = sum(count for (before, _), count in outside.items() if before)
    unlisted_admitted = admitted - entered - withdrawn - no_shows - to_come
    return RecruitmentFlow(
        applied=applied,
        admitted=admitted,
        entered=entered,
        undecided=undecided,
        waiting=waiting,
        refused=refused,
        given_up=given_up,
        unlisted_applied=applied - admitted - undecided - waiting - refused - given_up,
        withdrawn=withdrawn,
        no_shows=no_shows,
        to_come=to_come,
        unlisted_admitted=unlisted_admitted,
    )
