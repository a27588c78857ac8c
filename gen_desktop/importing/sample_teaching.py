"""What lists do not tell of the invented half-days: what is taught, by whom, in which room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from gen_desktop.db.database import Database
from gen_desktop.queries import cohort_detail
from gen_desktop.queries.cohorts import summaries
from gen_desktop.sample.center import COURSES
from gen_desktop.services.session_changes import change_class_sessions

AFTERNOON = "PM"


def teach(db: Database) -> None:
    """Give the half-days of each cohort their modules, its trainers in turn, and a room."""
    with db.read() as session:
        cohorts = [cohort_detail.detail(session, one.id) for one in summaries(session)]
    for cohort in cohorts:
        room, course = next(
            (room, course)
            for room, course in enumerate(COURSES, start=1)
            if course.code == cohort.course_code
        )
        trainers = (cohort.trainers or "").split(", ")
        for (weekday, half_day), ids in _slots(db, cohort.id).items():
            module = course.modules[(2 * weekday + (half_day == AFTERNOON)) % len(course.modules)]
            told = {"module": module, "trainer": trainers[weekday % len(trainers)], "place": f"Salle {room}"}
            change_class_sessions(db, ids, told)


def _slots(db: Database, cohort_id: int) -> dict[tuple[int, str], Sequence[int]]:
    """The half-days of a cohort by weekday and half."""
    slots: dict[tuple[int, str], list[int]] = defaultdict(list)
    with db.read() as session:
        for row in cohort_detail.half_days(session, cohort_id):
            slots[row.held_on.weekday(), row.half_day].append(row.id)
    return dict(slots)
