"""A cohort comes with its half-days; public holidays fall out by themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort, CohortSlot
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.organization import Site
from gen_desktop.queries.cohorts import summaries
from gen_desktop.services.class_sessions import ClassSessionInput, add_class_session, remove_class_sessions
from gen_desktop.services.cohorts import (
    CohortInput,
    cohort_warnings,
    create_cohort,
    delete_cohort,
    update_cohort,
)
from gen_desktop.services.undo import undo_last
from tests.factories import enroll, make_learner

MAY = CohortInput(
    code="DWWM 2026-1",
    course_title="Développeur web et web mobile",
    planned_start=dt.date(2026, 5, 4),
    planned_end=dt.date(2026, 5, 29),
    blocks=(("BC01", "Front-end"), ("BC02", "Back-end")),
    seats=12,
    site_name="Autun",
    program_code="GEN",
)


def _count(db: Database, column) -> int:
    with db.read() as session:
        return session.scalar(select(func.count(column)))


def test_holidays_fall_out(db: Database) -> None:
    """May 2026: 20 weekdays from the 4th to the 29th, minus the 8th, the 14th and the 25th."""
    create_cohort(db, MAY)
    with db.read() as session:
        days = set(session.scalars(select(ClassSession.held_on)))
        minutes = session.scalar(select(func.sum(ClassSession.minutes)))
    assert len(days) == 17
    assert not days & {dt.date(2026, 5, 8), dt.date(2026, 5, 14), dt.date(2026, 5, 25)}
    assert minutes == 17 * 7 * 60
    assert _count(db, CohortSlot.id) == 10


def test_the_same_course_is_not_made_twice(db: Database) -> None:
    create_cohort(db, MAY)
    create_cohort(db, replace(MAY, code="DWWM 2026-2", course_title="développeur web et Web mobile"))
    assert (_count(db, Course.id), _count(db, CertificationBlock.id), _count(db, Site.id)) == (1, 2, 1)


def test_every_problem_is_said_at_once_and_nothing_is_written(db: Database) -> None:
    wrong = replace(MAY, code=" ", course_title="", planned_end=dt.date(2026, 5, 1), seats=0)
    with pytest.raises(InvalidInput) as refused:
        create_cohort(db, wrong)
    assert {problem.field for problem in refused.value.problems} == {
        "code", "course_title", "planned_end", "seats"
    }  # fmt: skip
    assert _count(db, Cohort.id) == 0


def test_a_code_belongs_to_one_cohort(db: Database) -> None:
    create_cohort(db, MAY)
    with pytest.raises(InvalidInput, match="porte déjà"):
        create_cohort(db, MAY)


def test_undo_takes_the_whole_cohort_back(db: Database) -> None:
    create_cohort(db, MAY)
    assert undo_last(db).name == "Annuler\u00a0: Créer la cohorte DWWM 2026-1"
    assert (_count(db, Cohort.id), _count(db, ClassSession.id), _count(db, Course.id)) == (0, 0, 0)


def test_summaries_list_the_latest_first(db: Database) -> None:
    create_cohort(db, MAY)
    create_cohort(
        db, replace(MAY, code="B", planned_start=dt.date(2026, 6, 1), planned_end=dt.date(2026, 6, 5))
    )
    with db.read() as session:
        found = summaries(session)
    assert [row.code for row in found] == ["B", "DWWM 2026-1"]
    assert (found[1].site_name, found[1].seats, found[1].enrollments) == ("Autun", 12, 0)


NOVEMBER = dt.date(2026, 11, 23)
MARKED = dt.date(2026, 5, 12)


def _days(db: Database) -> list[dt.date]:
    with db.read() as session:
        return list(session.scalars(select(ClassSession.held_on).order_by(ClassSession.held_on)))


def _mark(db: Database, cohort_id: int, day: dt.date = MARKED) -> int:
    """Somebody present on the morning of that day; the id of the class session."""
    with db.write("Un émargement") as session:
        cohort = session.get_one(Cohort, cohort_id)
        person = enroll(session, cohort, make_learner(session))
        session.flush()
        half_day = session.scalars(
            select(ClassSession).where(ClassSession.held_on == day, ClassSession.half_day == "AM")
        ).one()
        session.add(
            Attendance(enrollment_id=person.id, class_session_id=half_day.id, status="P", minutes_present=210)
        )
        return half_day.id


def test_a_new_end_plans_the_days_after(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    update_cohort(db, cohort_id, replace(MAY, planned_end=dt.date(2026, 6, 2)), today=NOVEMBER)
    assert _days(db)[-4:] == [dt.date(2026, 6, 1)] * 2 + [dt.date(2026, 6, 2)] * 2
    assert len(_days(db)) == 19 * 2


def test_the_identity_of_what_stays_is_kept(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    with db.read() as session:
        before = set(session.scalars(select(ClassSession.id)))
    update_cohort(db, cohort_id, replace(MAY, planned_start=dt.date(2026, 5, 11)), today=NOVEMBER)
    with db.read() as session:
        assert set(session.scalars(select(ClassSession.id))) < before


def test_a_new_week_is_for_the_future_once_something_is_recorded(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    _mark(db, cohort_id)
    mornings = tuple(slot for slot in MAY.pattern if slot.half_day == "AM")
    update_cohort(db, cohort_id, replace(MAY, pattern=mornings), today=dt.date(2026, 5, 18))
    days = _days(db)
    assert all(days.count(day) == 2 for day in days if day < dt.date(2026, 5, 18))
    assert all(days.count(day) == 1 for day in days if day >= dt.date(2026, 5, 18))


def test_without_a_mark_the_past_follows_too(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    mornings = tuple(slot for slot in MAY.pattern if slot.half_day == "AM")
    update_cohort(db, cohort_id, replace(MAY, pattern=mornings), today=dt.date(2026, 5, 18))
    assert len(_days(db)) == 17


def test_marks_outside_the_new_dates_refuse_them(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    _mark(db, cohort_id)
    with pytest.raises(InvalidInput, match="1 saisie d’émargement serait hors") as refused:
        update_cohort(db, cohort_id, replace(MAY, planned_start=dt.date(2026, 5, 18)), today=NOVEMBER)
    assert refused.value.problems[0].field == "planned_start"
    assert _days(db)[0] == dt.date(2026, 5, 4)


def test_a_closure_takes_its_day_away_and_gives_it_back(db: Database) -> None:
    day = dt.date(2026, 5, 20)
    cohort_id = create_cohort(db, replace(MAY, closures=(day,))).created_id
    assert day not in _days(db)
    update_cohort(db, cohort_id, replace(MAY, closures=(day,), seats=14), today=NOVEMBER)
    assert day not in _days(db)
    update_cohort(db, cohort_id, MAY, today=NOVEMBER)
    assert day in _days(db)


def test_a_day_with_marks_cannot_be_closed(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    _mark(db, cohort_id)
    with pytest.raises(InvalidInput, match="mardi 12 mai 2026 a des émargements"):
        update_cohort(db, cohort_id, replace(MAY, closures=(MARKED,)), today=NOVEMBER)


def test_what_was_added_or_removed_by_hand_stays_so(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    saturday = ClassSessionInput(dt.date(2026, 5, 16), "AM", dt.time(9), dt.time(12))
    add_class_session(db, cohort_id, saturday)
    with db.read() as session:
        afternoon = session.scalars(
            select(ClassSession.id).where(ClassSession.held_on == MARKED, ClassSession.half_day == "PM")
        ).one()
    remove_class_sessions(db, [afternoon])
    update_cohort(db, cohort_id, replace(MAY, planned_end=dt.date(2026, 6, 5)), today=NOVEMBER)
    assert saturday.day in _days(db)
    assert _days(db).count(MARKED) == 1


def test_a_stale_edit_is_refused(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    update_cohort(db, cohort_id, replace(MAY, seats=14), today=NOVEMBER, version=1)
    with pytest.raises(Conflict):
        update_cohort(db, cohort_id, replace(MAY, seats=16), today=NOVEMBER, version=1)


def test_a_half_day_with_marks_is_not_removed(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    half_day = _mark(db, cohort_id)
    with pytest.raises(Conflict, match="mardi 12 mai matin a 1 saisie d’émargement"):
        remove_class_sessions(db, [half_day])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (ClassSessionInput(dt.date(2026, 7, 1), "AM", dt.time(9), dt.time(12)), "day"),
        (ClassSessionInput(MARKED, "AM", dt.time(9), dt.time(12)), "half_day"),
        (ClassSessionInput(dt.date(2026, 5, 16), "AM", dt.time(12), dt.time(9)), "ends_at"),
    ],
)
def test_a_half_day_that_cannot_be_is_refused(db: Database, values, field) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    with pytest.raises(InvalidInput) as refused:
        add_class_session(db, cohort_id, values)
    assert field in {problem.field for problem in refused.value.problems}


def test_a_cohort_of_nobody_can_go_and_come_back(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    delete_cohort(db, cohort_id)
    assert (_count(db, Cohort.id), _count(db, ClassSession.id), _count(db, CohortSlot.id)) == (0, 0, 0)
    undo_last(db)
    assert (_count(db, Cohort.id), _count(db, ClassSession.id), _count(db, CohortSlot.id)) == (1, 34, 10)


def test_a_cohort_with_people_goes_with_their_attendance_and_the_people_stay(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    _mark(db, cohort_id)
    before = _count(db, Learner.id), _count(db, Enrollment.id), _count(db, Attendance.enrollment_id)
    assert delete_cohort(db, cohort_id).kinds >= {"cohort", "enrollment", "attendance", "class_session"}
    assert (_count(db, Learner.id), _count(db, Enrollment.id)) == (before[0], 0)
    assert _count(db, Attendance.enrollment_id) == 0
    undo_last(db)
    after = _count(db, Learner.id), _count(db, Enrollment.id), _count(db, Attendance.enrollment_id)
    assert after == before


def test_undo_gives_the_old_calendar_back(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    before = _days(db)
    update_cohort(
        db, cohort_id, replace(MAY, code="X", planned_end=dt.date(2026, 5, 12), pattern=()), today=NOVEMBER
    )
    assert _days(db) == []
    assert undo_last(db).name == "Annuler\u00a0: Modifier la cohorte X"
    assert _days(db) == before


def test_a_new_course_must_have_a_free_code(db: Database) -> None:
    create_cohort(db, replace(MAY, course_code="DWWM"))
    with pytest.raises(InvalidInput, match="Une formation porte déjà"):
        create_cohort(db, replace(MAY, code="B", course_code="DWWM", is_new_course=True))


def test_an_expired_certification_warns(db: Database) -> None:
    values = replace(
        MAY,
        is_new_course=True,
        certification_code="RNCP1",
        certification_valid_until=dt.date(2026, 5, 3),
        pattern=(),
    )
    with db.read() as session:
        found = cohort_warnings(session, values)
    assert "RNCP1 prend fin le 03/05/2026" in found[0]
    assert "aucun émargement" in found[1]
    known = replace(values, is_new_course=False, course_code="D", pattern=MAY.pattern)
    create_cohort(db, known)
    with db.read() as session:
        assert len(cohort_warnings(session, replace(known, code="B"))) == 1


def test_a_cohort_about_which_a_report_left_stays(db: Database) -> None:
    cohort_id = create_cohort(db, MAY).created_id
    with db.write("Émettre un document") as session:
        session.add(
            IssuedDocument(
                kind="follow_up",
                title="Rapport",
                scope="2026",
                as_of=dt.date(2026, 3, 31),
                issued_at="2026-04-01T09:00:00+02:00",
                sha256="0" * 64,
                data_fingerprint="0000 0000 0000",
                cohort_id=cohort_id,
            )
        )
    with pytest.raises(Conflict, match="1 document émis"):
        delete_cohort(db, cohort_id)
