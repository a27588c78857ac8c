from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from gen_desktop.errors import InvalidInput
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from tests.classroom import MONDAY, change_enrollment, make_classroom

TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.fixture
def room(db):
    return make_classroom(db)


def marks_of(db):
    with db.read() as session:
        rows = session.execute(
            select(
                Attendance.enrollment_id,
                Attendance.class_session_id,
                Attendance.status,
                Attendance.minutes_present,
                Attendance.document_on,
            )
        )
        return {(row[0], row[1]): tuple(row)[2:] for row in rows}


def entry_of(db, enrollment_id):
    with db.read() as session:
        return session.execute(
            select(Enrollment.entered_on, Enrollment.entry_follows_attendance).where(
                Enrollment.id == enrollment_id
            )
        ).one()


def last_change_set(db):
    with db.read() as session:
        change_set = session.execute(
            select(ChangeSet.id, ChangeSet.name).order_by(ChangeSet.position.desc()).limit(1)
        ).one()
        changes = session.execute(
            select(RecordChange.kind, RecordChange.before, RecordChange.after)
            .where(RecordChange.change_set_id == change_set.id)
            .order_by(RecordChange.kind)
        ).all()
        return change_set.name, changes


def count_change_sets(db):
    with db.read() as session:
        return session.scalar(select(func.count(ChangeSet.id)))


def test_a_mark_keeps_its_status_and_minutes(db, room):
    first, second, third = room.enrollments[:3]
    slot = room.sessions[0]
    attendance.record(
        db,
        [
            MarkInput(first, slot, "P"),
            MarkInput(second, slot, "R", minutes_missed=40),
            MarkInput(third, slot, "AJ_MAL", document_on=TUESDAY),
        ],
    )
    assert marks_of(db) == {
        (first, slot): ("P", 210, None),
        (second, slot): ("R", 170, None),
        (third, slot): ("AJ_MAL", 0, TUESDAY),
    }


def test_the_first_presence_is_the_entry_in_the_same_gesture(db, room):
    learner = room.enrollments[0]
    change = attendance.record(db, [MarkInput(learner, room.sessions[2], "P")])
    assert entry_of(db, learner) == (TUESDAY, True)
    assert change.kinds == {"attendance", "enrollment"}
    assert change.ids == {learner}
    _name, changes = last_change_set(db)
    assert [row.kind for row in changes] == ["attendance", "enrollment"]


def test_an_absence_is_no_entry(db, room):
    learner = room.enrollments[0]
    change = attendance.record(db, [MarkInput(learner, room.sessions[0], "AI")])
    assert entry_of(db, learner) == (None, False)
    assert change.kinds == {"attendance"}


def test_an_entry_from_a_presence_moves_with_the_first_one(db, room):
    learner = room.enrollments[0]
    monday, tuesday = room.sessions[0], room.sessions[2]
    attendance.record(db, [MarkInput(learner, tuesday, "P")])
    attendance.record(db, [MarkInput(learner, monday, "R", minutes_missed=10)])
    assert entry_of(db, learner) == (MONDAY, True)
    attendance.record(db, [MarkInput(learner, monday, "AI")])
    assert entry_of(db, learner) == (TUESDAY, True)
    attendance.clear(db, [(learner, tuesday)])
    assert entry_of(db, learner) == (None, False)


def test_a_stated_entry_never_moves(db, room):
    learner = room.enrollments[0]
    change_enrollment(db, learner, entered_on=TUESDAY)
    attendance.record(db, [MarkInput(learner, room.sessions[2], "P")])
    attendance.clear(db, [(learner, room.sessions[2])])
    assert entry_of(db, learner) == (TUESDAY, False)


def test_an_entry_stated_after_the_first_presence_stays(db, room):
    learner = room.enrollments[0]
    attendance.record(db, [MarkInput(learner, room.sessions[2], "P")])
    change_enrollment(db, learner, entered_on=MONDAY)
    attendance.record(db, [MarkInput(learner, room.sessions[0], "AI")])
    assert entry_of(db, learner).entered_on == MONDAY


def test_all_or_nothing_with_every_reason(db, room):
    stated, left, fine = room.enrollments[:3]
    change_enrollment(db, stated, entered_on=TUESDAY)
    change_enrollment(db, left, entered_on=MONDAY, exit_on=MONDAY, exit_type="abandonment")
    with pytest.raises(InvalidInput) as caught:
        attendance.record(
            db,
            [
                MarkInput(fine, room.sessions[0], "P"),
                MarkInput(stated, room.sessions[0], "P"),
                MarkInput(left, room.sessions[2], "P"),
                MarkInput(fine, room.sessions[1], "R", minutes_missed=300),
            ],
        )
    assert [problem.field for problem in caught.value.problems] == ["marks.1", "marks.2", "marks.3"]
    assert [problem.sentence for problem in caught.value.problems] == [
        "Aubert Inès, lundi 16 novembre matin\u00a0: avant l’entrée (17/11/2026).",
        "Bakary Moussa, mardi 17 novembre matin\u00a0: après la sortie (16/11/2026).",
        "Ben Salah Yasmine, lundi 16 novembre après-midi\u00a0: un retard de 5\u202fh dépasse la "
        "demi-journée, qui dure 3\u202fh\u202f30.",
    ]
    assert marks_of(db) == {}


def test_what_cannot_be_recorded(db, room):
    other = make_classroom(db, code="AUTRE", people=[("Roy", "Ana")])
    learner, slot = room.enrollments[0], room.sessions[0]
    marks = [
        MarkInput(learner, other.sessions[0], "P"),
        MarkInput(learner, slot, "ZZZ"),
        MarkInput(learner, slot, "P"),
        MarkInput(learner, room.sessions[1], "P", minutes_missed=5),
        MarkInput(learner, room.sessions[2], "AI", document_on=MONDAY),
        MarkInput(learner, 12, "P"),
        MarkInput(12, slot, "P"),
    ]
    with db.read() as session:
        found = attendance.find_refusals(session, marks)
    assert [refusal.index for refusal in found] == list(range(7))
    assert "n’est pas de la cohorte DWWM 2026-2" in found[0].sentence
    assert "«\u00a0ZZZ\u00a0» n’existe pas" in found[1].sentence
    assert "donnée deux fois" in found[2].sentence
    assert "ne vont qu’avec un retard" in found[3].sentence
    assert "ne va qu’avec une absence justifiée" in found[4].sentence
    assert "n’existe plus" in found[5].sentence
    assert found[6].sentence == "Cette inscription n’existe plus."


def test_outside_the_dates_the_cohort_really_had(db, room):
    from gen_desktop.models.cohort import Cohort

    with db.write("Finir plus tôt") as session:
        session.get_one(Cohort, room.cohort_id).actual_end = MONDAY
    with pytest.raises(InvalidInput, match="hors des dates de la cohorte"):
        attendance.record(db, [MarkInput(room.enrollments[0], room.sessions[2], "P")])


def test_what_is_already_so_is_not_written_again(db, room):
    marks = [MarkInput(room.enrollments[0], room.sessions[0], "P")]
    attendance.record(db, marks)
    before = count_change_sets(db)
    change = attendance.record(db, marks)
    assert change.kinds == frozenset()
    assert count_change_sets(db) == before


def test_a_new_mark_replaces_the_old_and_history_keeps_both(db, room):
    key = room.enrollments[0], room.sessions[0]
    attendance.record(db, [MarkInput(*key, "P")])
    attendance.record(db, [MarkInput(*key, "AI")])
    assert marks_of(db)[key] == ("AI", 0, None)
    name, changes = last_change_set(db)
    assert name == "Absent\u00a0: Aubert Inès, lun. 16 matin"
    mark = next(row for row in changes if row.kind == "attendance")
    assert mark.before == '{"minutes_present": 210, "status": "P"}'
    assert mark.after == '{"minutes_present": 0, "status": "AI"}'


def test_the_day_of_the_document_stays_with_a_justified_absence(db, room):
    key = room.enrollments[0], room.sessions[0]
    attendance.record(db, [MarkInput(*key, "AJ_AUT", document_on=TUESDAY)])
    attendance.record(db, [MarkInput(*key, "AJ_MAL")])
    assert marks_of(db)[key] == ("AJ_MAL", 0, TUESDAY)
    attendance.record(db, [MarkInput(*key, "P")])
    assert marks_of(db)[key] == ("P", 210, None)


def test_clearing_makes_it_not_recorded_again(db, room):
    key = room.enrollments[0], room.sessions[0]
    attendance.record(db, [MarkInput(*key, "AI")])
    change = attendance.clear(db, [key, (room.enrollments[1], room.sessions[0])])
    assert marks_of(db) == {}
    assert change.kinds == {"attendance"}
    assert change.name == "Effacer 2 saisies"
    assert attendance.clear(db, [key]).kinds == frozenset()


@pytest.mark.parametrize(
    ("marks", "name"),
    [
        ([(5, 0, "P")], "Présent\u00a0: Delorme Kévin, lun. 16 matin"),
        ([(5, 1, "R", 40)], "Retard de 40\u202fmin\u00a0: Delorme Kévin, lun. 16 après-midi"),
        ([(5, 0, "AJ_FAM")], "Événement familial\u00a0: Delorme Kévin, lun. 16 matin"),
        ([(n, 6, "P") for n in range(15)], "Colonne jeu. 19 matin\u00a0: 15 présents"),
        ([(n, 6, "AI") for n in range(3)], "Colonne jeu. 19 matin\u00a0: 3 absents"),
        ([(n, n % 2, "AI") for n in range(12)], "Marquer 12 absences"),
        ([(1, 0, "P"), (1, 1, "AI")], "Marquer 2 demi-journées"),
        ([(1, 0, "AJ_MAL"), (1, 1, "AJ_MAL")], "Marquer 2 absences justifiées"),
    ],
)
def test_the_gesture_is_named_after_its_marks(db, room, marks, name):
    inputs = [MarkInput(room.enrollments[who], room.sessions[when], *rest) for who, when, *rest in marks]
    assert attendance.record(db, inputs).name == name
    assert last_change_set(db)[0] == name


def test_a_name_can_be_given(db, room):
    change = attendance.record(
        db, [MarkInput(room.enrollments[0], room.sessions[0], "P")], "Importer une semaine"
    )
    assert change.name == last_change_set(db)[0] == "Importer une semaine"


def test_marks_inside_an_open_write_say_what_they_did(db, room):
    slot = room.sessions[0]
    attendance.record(db, [MarkInput(room.enrollments[0], slot, "P")])
    with db.write("Importer") as session:
        written = attendance.insert_marks(
            session, [MarkInput(enrollment, slot, "P") for enrollment in room.enrollments]
        )
    assert (written.added, written.modified, written.unchanged) == (14, 0, 1)
    assert len(written.entries_moved) == 14
    assert written.kinds == {"attendance", "enrollment"}


def test_a_whole_course_of_marks_is_one_quick_write(db):
    room = make_classroom(db, code="LONG", start=dt.date(2026, 1, 5), end=dt.date(2026, 7, 31))
    marks = [MarkInput(who, when, "P") for who in room.enrollments for when in room.sessions]
    with db.write("Importer") as session:
        written = attendance.insert_marks(session, marks)
    assert written.added == len(marks) > 4000
    assert entry_of(db, room.enrollments[0]) == (dt.date(2026, 1, 5), True)


@pytest.mark.parametrize("status", ["P", "R"])
def test_a_presence_is_refused_until_its_half_day_begins(db, room, status):
    mark = MarkInput(room.enrollments[0], room.sessions[1], status, 10 if status == "R" else 0)
    before = count_change_sets(db)
    with pytest.raises(InvalidInput) as error:
        attendance.record(db, [mark], now=dt.datetime.combine(MONDAY, dt.time(13, 29)))
    (problem,) = error.value.problems
    assert "lundi 16 novembre après-midi\u00a0: cette demi-journée n’a pas commencé" in problem.sentence
    assert count_change_sets(db) == before
    attendance.record(db, [mark], now=dt.datetime.combine(MONDAY, dt.time(13, 30)))
    assert [row[0] for row in marks_of(db).values()] == [status]


def test_an_absence_is_announced_before_its_half_day(db, room):
    told = [MarkInput(room.enrollments[0], one, "AJ_EXA") for one in room.sessions]
    attendance.record(db, told, now=dt.datetime.combine(MONDAY, dt.time(8)))
    assert len(marks_of(db)) == len(room.sessions)
