"""Who is behind enrollments: the names that a figure, a point or a change leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Named:
    """An enrollment and whose it is."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    cohort_code: str

    @property
    def name(self) -> str:
        """« Delorme Kévin »."""
        return full_name(self.last_name, self.first_name)


def named(session: Session, enrollment_ids: Sequence[int]) -> tuple[Named, ...]:
    """These enrollments by the names of their people, then by cohort; those gone are left out."""
    found = []
    for start in range(0, len(enrollment_ids), _CHUNK):
        rows = session.execute(
            select(
                Learner.sort_key,
                Enrollment.id,
                Learner.id,
                Learner.last_name,
                Learner.first_name,
                Cohort.code,
            )
            .select_from(Enrollment)
            .join(Learner, Learner.id == Enrollment.learner_id)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .where(Enrollment.id.in_(enrollment_ids[start : start + _CHUNK]))
        )
        found += [(row[0], row[5], Named(*row[1:])) for row in rows]
    return tuple(one for _, _, one in sorted(found, key=lambda row: (row[0], row[1], row[2].enrollment_id)))
