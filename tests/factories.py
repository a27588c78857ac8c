"""Small makers of invented records for tests; everything not said is the simplest that is valid."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.names import fold, sort_key


def make_cohort(session: Session, code: str = "DWWM 2026-1", **values: Any) -> Cohort:
    course = Course(code=f"C-{code}", title="Développeur web et web mobile")
    session.add(course)
    defaults: dict[str, Any] = {"planned_start": dt.date(2026, 1, 5), "planned_end": dt.date(2026, 6, 30)}
    cohort = Cohort(code=code, course_id=course.id, **(defaults | values))
    session.add(cohort)
    session.flush()
    return cohort


def make_learner(session: Session, number: int = 1, **values: Any) -> Learner:
    names: dict[str, Any] = {"last_name": f"Nom{number:05d}", "first_name": "Camille"} | values
    learner = Learner(
        sort_key=sort_key(names["last_name"], names["first_name"]),
        search_text=fold(f"{names['last_name']} {names['first_name']}"),
        **names,
    )
    session.add(learner)
    return learner


def enroll(session: Session, cohort: Cohort, learner: Learner, **values: Any) -> Enrollment:
    enrollment = Enrollment(learner_id=learner.id, cohort_id=cohort.id, **values)
    session.add(enrollment)
    return enrollment
