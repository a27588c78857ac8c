"""What lists do not tell of the invented courses: their objectives, what is taught when, by whom, where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from gen_desktop.db.database import Database
from gen_desktop.queries import cohort_detail
from gen_desktop.queries.cohorts import summaries
from gen_desktop.queries.courses import course_record
from gen_desktop.sample.center import COURSES, SampleCourse
from gen_desktop.services.courses import CourseInput, update_course
from gen_desktop.services.session_changes import change_class_sessions

AFTERNOON = "PM"
NSF = "326"
"""Speciality of the courses: computing, data processing, networks."""


def teach(db: Database, cohort_codes: Collection[str]) -> None:
    """Tell of these cohorts the objectives of their course; of their half-days module, trainer and room."""
    with db.read() as session:
        cohorts = [
            cohort_detail.detail(session, one.id) for one in summaries(session) if one.code in cohort_codes
        ]
    for cohort in cohorts:
        course = next(course for course in COURSES if course.code == cohort.course_code)
        room = COURSES.index(course) + 1
        _describe(db, cohort.course_id, course)
        trainers = (cohort.trainers or "").split(", ")
        for (weekday, half_day), ids in _slots(db, cohort.id).items():
            module = course.modules[(2 * weekday + (half_day == AFTERNOON)) % len(course.modules)]
            told = {"module": module, "trainer": trainers[weekday % len(trainers)], "place": f"Salle {room}"}
            change_class_sessions(db, ids, told)


def _describe(db: Database, course_id: int, course: SampleCourse) -> None:
    with db.read() as session:
        record = course_record(session, course_id)
    kept = set(CourseInput.__dataclass_fields__) - {"skills"}  # those it has stay
    known = {name: getattr(record, name) for name in kept}
    told = {"nsf_code": NSF, "operational_objectives": "\n".join(course.objectives)}
    update_course(db, course_id, CourseInput(**(known | told)))


def _slots(db: Database, cohort_id: int) -> dict[tuple[int, str], Sequence[int]]:
    """The half-days of a cohort by weekday and half."""
    slots: dict[tuple[int, str], list[int]] = defaultdict(list)
    with db.read() as session:
        for row in cohort_detail.half_days(session, cohort_id):
            slots[row.held_on.weekday(), row.half_day].append(row.id)
    return dict(slots)
