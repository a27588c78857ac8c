"""Many people put in a cohort at once: first who can be, then all of them in one gesture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.french import plural
from gen_desktop.jobs import Job
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.services.bulk import CHUNK, ERASED
from gen_desktop.services.enrollments import EnrollmentInput, add_enrollment

KINDS = frozenset({"enrollment"})
DECISIONS = ("pending", "admitted", "waiting")
"""As what people may be enrolled together (codes of application_decision)."""


@dataclass(frozen=True, slots=True)
class EnrollLine:
    """One person; ``refusal`` '' when she would be enrolled."""

    learner_id: int
    name: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class EnrollPlan:
    """Who would be enrolled in a cohort. ``seats`` None: not known; ``taken``: enrolled there already."""

    cohort_id: int
    cohort_code: str
    seats: int | None
    taken: int
    lines: tuple[EnrollLine, ...]

    @property
    def entering(self) -> tuple[EnrollLine, ...]:
        """The people who would be enrolled."""
        return tuple(line for line in self.lines if not line.refusal)

    @property
    def refused(self) -> tuple[EnrollLine, ...]:
        """The people who are left out, each with its reason."""
        return tuple(line for line in self.lines if line.refusal)


def plan_enrollment(session: Session, learner_ids: Sequence[int], cohort_id: int) -> EnrollPlan:
    """Who of these people can be enrolled in that cohort. Raises InvalidInput for a cohort that is gone."""
    cohort = session.execute(select(Cohort.code, Cohort.seats).where(Cohort.id == cohort_id)).first()
    if cohort is None:
        raise InvalidInput.one("cohort_id", "Choisissez la cohorte.")
    already = set(session.scalars(select(Enrollment.learner_id).where(Enrollment.cohort_id == cohort_id)))
    lines: list[EnrollLine] = []
    for start in range(0, len(learner_ids), CHUNK):
        chunk = learner_ids[start : start + CHUNK]
        columns = (Learner.id, Learner.last_name, Learner.first_name, Learner.erased_on)
        rows = {row.id: row for row in session.execute(select(*columns).where(Learner.id.in_(chunk)))}
        for one in chunk:
            if one in rows:
                row = rows[one]
                there = f"Déjà en {cohort.code}" if one in already else ""
                refusal = ERASED if row.erased_on is not None else there
                lines.append(EnrollLine(one, full_name(row.last_name, row.first_name), refusal))
    return EnrollPlan(cohort_id, cohort.code, cohort.seats, len(already), tuple(lines))


def enroll_all(
    db: Database,
    plan: EnrollPlan,
    decision: str,
    applied_on: dt.date | None,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> tuple[Change, int]:
    """Enroll whoever the plan says, in one gesture; and how many were left since they got there meanwhile.

    Raises InvalidInput (decision, cohort gone), Conflict when nobody is left to enroll, Forbidden.
    """
    if decision not in DECISIONS:
        raise InvalidInput.one("decision", "Choisissez la décision.")
    wanted = [line.learner_id for line in plan.entering]
    name = f"Inscrire {plural(len(wanted), 'personne')} en {plan.cohort_code}"
    with db.write(name) as session:
        now = plan_enrollment(session, wanted, plan.cohort_id)
        if not now.entering:
            raise Conflict("Plus personne n’est à inscrire dans cette cohorte.")
        made = [
            add_enrollment(
                session,
                EnrollmentInput(line.learner_id, plan.cohort_id, decision=decision, applied_on=applied_on),
            )
            for line in job.each(now.entering, "Inscription")
        ]
    ids = frozenset((*made, *(line.learner_id for line in now.entering)))
    return Change(KINDS, ids, name), len(wanted) - len(now.entering)
