from __future__ import annotations

from dataclasses import replace

from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.queries import history
from gen_desktop.queries.learners import detail
from gen_desktop.services import attendance, enrollments, learners
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.enrollments import EnrollmentInput
from gen_desktop.services.learners import LearnerInput
from gen_desktop.services.undo import undo_last
from tests.classroom import MONDAY, make_classroom

KEVIN = LearnerInput("Delorme", "Kévin", city="Nevers")


def test_everything_done_to_a_person_the_latest_first(db):
    room = make_classroom(db, people=[("Petit", "Samuel")])
    learner_id = learners.create_learner(db, KEVIN, EnrollmentInput(0, room.cohort_id)).created_id
    with db.read() as session:
        enrollment_id = detail(session, learner_id, MONDAY).current.id
    attendance.record(db, [MarkInput(enrollment_id, room.sessions[0], "P")], "Pointer une présence")
    attendance.record(
        db, [MarkInput(room.enrollments[0], room.sessions[0], "P")], "Pointer quelqu’un d’autre"
    )
    enrollments.record_entry(db, enrollment_id, MONDAY)
    learners.update_learner(
        db,
        learner_id,
        replace(KEVIN, city="Autun"),
        entry=(enrollment_id, EntryFacts(highest_diploma="N4"), Sensitive(is_rqth=True)),
    )
    undo_last(db)
    with db.read() as session:
        found = history.of_record(session, "learner", learner_id)
        of_enrollment = history.of_record(session, "enrollment", enrollment_id)
        two = history.of_record(session, "learner", learner_id, limit=2)
    assert [gesture.name for gesture in found] == [
        "Annuler\u00a0: Modifier Delorme Kévin",
        "Modifier Delorme Kévin",
        "Entrée en formation\u00a0: Delorme Kévin",
        "Pointer une présence",
        "Créer Delorme Kévin",
    ]
    assert [gesture.undone for gesture in found] == [False, True, False, False, False]
    changed = {(field.kind, field.column): (field.before, field.after) for field in found[1].fields}
    assert changed == {
        ("learner", "city"): ("Nevers", "Autun"),
        ("enrollment", "highest_diploma"): (None, "N4"),
    }
    assert found[0].at.tzinfo is not None
    assert len(of_enrollment) == 5
    assert two == found[:2]
