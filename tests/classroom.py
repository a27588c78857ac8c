"""An invented cohort with its half-days, for whatever is tested about attendance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop.db.database import Database
from gen_desktop.models.calendar import DEFAULT_PATTERN, half_days
from gen_desktop.models.names import sort_key
from gen_desktop.models.registry import ClassSession, Cohort, Course, Enrollment, Learner
from gen_desktop.services.parameters import set_parameter

MONDAY = dt.date(2026, 11, 16)
FRIDAY = dt.date(2026, 11, 20)
NAMES = (
    *(("Aubert", "Inès"), ("Bakary", "Moussa"), ("Ben Salah", "Yasmine"), ("Cordier", "Théo")),
    *(("Da Silva", "Léa"), ("Delorme", "Kévin"), ("Fournier", "Maëlle"), ("Garnier", "Sofiane")),
    *(("Hamidi", "Nour"), ("Lefèvre", "Julie"), ("Marchand", "Enzo"), ("Nguyen", "Linh")),
    *(("O’Brien", "Chloé"), ("Petit", "Samuel"), ("Rousseau", "Amandine")),
)


@dataclass(frozen=True)
class Classroom:
    """The ids of an invented cohort: enrollments in the order of names, half-days in the order of time."""

    cohort_id: int
    enrollments: tuple[int, ...]
    sessions: tuple[int, ...]


def make_classroom(
    db: Database,
    *,
    code: str = "DWWM 2026-2",
    people: Sequence[tuple[str, str]] = NAMES,
    start: dt.date = MONDAY,
    end: dt.date = FRIDAY,
    **facts: object,
) -> Classroom:
    """A cohort of the usual week, 35 hours. ``facts``: columns of every enrollment."""
    with db.write("Une cohorte inventée") as session:
        course = Course(code=code, title="Développement web et web mobile")
        cohort = Cohort(code=code, course_id=course.id, planned_start=start, planned_end=end, seats=15)
        session.add(course)
        session.flush()
        session.add(cohort)
        session.flush()
        sessions = [
            ClassSession(
                cohort_id=cohort.id,
                held_on=planned.day,
                half_day=planned.half_day,
                starts_at=planned.starts_at,
                ends_at=planned.ends_at,
                minutes=planned.minutes,
            )
            for planned in half_days(DEFAULT_PATTERN, start, end)
        ]
        learners = [
            Learner(
                last_name=last,
                first_name=first,
                sort_key=sort_key(last, first),
                search_text=sort_key(last, first),
            )
            for last, first in people
        ]
        session.add_all([*sessions, *learners])
        session.flush()
        enrollments = [
            Enrollment(learner_id=learner.id, cohort_id=cohort.id, **facts) for learner in learners
        ]
        session.add_all(enrollments)
        session.flush()
        return Classroom(
            cohort.id,
            tuple(enrollment.id for enrollment in enrollments),
            tuple(half_day.id for half_day in sessions),
        )


def change_enrollment(db: Database, enrollment_id: int, **facts: object) -> None:
    """Set columns of an enrollment."""
    with db.write("Changer une inscription") as session:
        enrollment = session.get_one(Enrollment, enrollment_id)
        for name, value in facts.items():
            setattr(enrollment, name, value)


def make_leavers(db: Database, people: Sequence[tuple[str, str]], **facts: object) -> Classroom:
    """A cohort of six months that everybody left at its term, on 28 May; asked from three months on."""
    set_parameter(db, "follow_up_horizons", "3|6|12|24")
    start, end = dt.date(2025, 12, 1), dt.date(2026, 5, 28)
    left = {"entered_on": start, "exit_on": end, "exit_type": "term"}
    return make_classroom(db, code="TSSR 2026-1", people=people, start=start, end=end, **(left | facts))
