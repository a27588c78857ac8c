"""A duplicated cohort has the week and what is taught of its model, and none of its people."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.models.registry import Attendance, ClassSession, Cohort, Course, Enrollment
from gen_desktop.queries.cohort_detail import detail
from gen_desktop.services.closures import ClosureInput, add_closure
from gen_desktop.services.cohort_copies import CopyInput, duplicate_cohort, shifted_end
from gen_desktop.services.cohorts import CohortInput, create_cohort
from gen_desktop.services.session_changes import change_class_sessions
from gen_desktop.services.undo import undo_last
from tests.random_gestures import snapshot
from tests.services.test_cohorts import _mark

MAY = CohortInput(
    code="DWWM 2026-1",
    course_title="Développeur web",
    planned_start=dt.date(2026, 5, 4),
    planned_end=dt.date(2026, 5, 29),
    site_name="Autun",
    program_code="AFC",
    seats=12,
    trainers="Élodie Garnier",
    subcontracting="received",
    welcome_note="Badge à l’accueil",
    france_travail_number="41C12345",
)
COPY = CopyInput("DWWM 2027-1", dt.date(2027, 6, 7), dt.date(2027, 7, 2))


def sessions(db: Database, cohort_id: int) -> list[ClassSession]:
    with db.read() as session:
        found = list(
            session.scalars(
                select(ClassSession)
                .where(ClassSession.cohort_id == cohort_id)
                .order_by(ClassSession.held_on, ClassSession.half_day)
            )
        )
        session.expunge_all()
    return found


def test_what_is_taught_comes_and_nobody_with_it(db: Database) -> None:
    model = create_cohort(db, MAY).created_id
    held = sessions(db, model)
    change_class_sessions(db, [held[0].id], {"module": "HTML", "trainer": "Élodie Garnier"})
    wednesdays = [one.id for one in held if one.held_on.weekday() == 2]
    change_class_sessions(db, wednesdays, {"delivery_mode": "remote"})
    change_class_sessions(db, [held[1].id], {"place": "Salle 2"})
    _mark(db, model)
    before = snapshot(db)
    made = duplicate_cohort(db, model, COPY).created_id
    with db.read() as session:
        copy, known = detail(session, made), detail(session, model)
        assert session.scalar(select(func.count(Enrollment.id))) == 1
        assert session.scalar(select(func.count()).select_from(Attendance)) == 1
        assert session.scalar(select(func.count(Course.id))) == 1
    same = ("course_code", "site_name", "program_code", "seats", "trainers", "subcontracting", "welcome_note")
    assert [getattr(copy, name) for name in same] == [getattr(known, name) for name in same]
    assert copy.pattern == known.pattern
    assert copy.france_travail_number is None  # a number of its own
    found = sessions(db, made)
    assert (found[0].module, found[0].trainer, found[1].module) == ("HTML", "Élodie Garnier", None)
    assert {one.held_on.weekday() for one in found if one.delivery_mode == "remote"} == {2}
    assert all(one.place is None for one in found)
    undo_last(db)
    assert snapshot(db) == before


def test_closures_and_holidays_of_the_new_dates_fall_out(db: Database) -> None:
    model = create_cohort(db, MAY).created_id
    with db.read() as session:
        site_id = session.get_one(Cohort, model).site_id
    add_closure(db, ClosureInput(dt.date(2027, 6, 7), dt.date(2027, 6, 11), "Congés", site_id=site_id))
    made = duplicate_cohort(db, model, replace(COPY, with_modules=False)).created_id
    assert min(one.held_on for one in sessions(db, made)) == dt.date(2027, 6, 14)


def test_a_code_taken_is_refused_and_nothing_is_made(db: Database) -> None:
    model = create_cohort(db, MAY).created_id
    before = snapshot(db)
    with pytest.raises(InvalidInput, match="porte déjà le code"):
        duplicate_cohort(db, model, replace(COPY, code="DWWM 2026-1"))
    with pytest.raises(NotFound):
        duplicate_cohort(db, 1, COPY)
    assert snapshot(db) == before


def test_the_end_is_as_far_as_it_was() -> None:
    assert shifted_end(MAY.planned_start, MAY.planned_end, COPY.planned_start) == COPY.planned_end
