from __future__ import annotations

from gen_desktop.db.database import Database
from gen_desktop.queries.imported import Fate, Touched, fate, touched
from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.services.undo import last_undoable, undo_last
from tests.classroom import make_classroom
from tests.factories import enroll, make_cohort, make_learner


def _last(db: Database) -> int:
    with db.read() as session:
        found = last_undoable(session)
    assert found is not None
    return found.change_set_id


def test_a_gesture_is_last_then_followed_then_undone(db: Database) -> None:
    with db.write("Importer") as session:
        make_cohort(session)
    first = _last(db)
    with db.read() as session:
        assert fate(session, first) == Fate.LAST
    with db.write("Ajouter") as session:
        make_learner(session)
    with db.read() as session:
        assert fate(session, first) == Fate.FOLLOWED
    undo_last(db)
    with db.read() as session:
        assert fate(session, first) == Fate.LAST
    undo_last(db)
    with db.read() as session:
        assert fate(session, first) == Fate.UNDONE


def test_touched_names_people_and_cohorts_once(db: Database) -> None:
    with db.write("Préparer") as session:
        other = make_cohort(session, "TSSR 2026-1")
        make_learner(session, 9)
    with db.write("Importer") as session:
        cohort = make_cohort(session)
        people = [make_learner(session, number) for number in (1, 2)]
        session.flush()
        for person in people:
            enroll(session, cohort, person)
        enroll(session, other, people[0])
    with db.read() as session:
        assert touched(session, _last(db)) == Touched(
            tuple(sorted(one.id for one in people)), tuple(sorted((cohort.id, other.id)))
        )


def test_marks_lead_to_their_cohort(db: Database) -> None:
    room = make_classroom(db, entered_on=None, decision="admitted")
    record(db, [MarkInput(room.enrollments[0], room.sessions[0], "P")], "Importer l’émargement")
    with db.read() as session:
        found = touched(session, _last(db))
    assert found.cohort_ids == (room.cohort_id,)
    assert len(found.learner_ids) == 1
