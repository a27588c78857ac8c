from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.registry import Base, Enrollment
from gen_desktop.queries import history
from gen_desktop.queries.learners import detail
from gen_desktop.reference import field_words
from gen_desktop.services import attendance, enrollments, follow_ups, learners
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


def test_a_history_in_words_says_before_and_after(db):
    room = make_classroom(db, people=[("Petit", "Samuel")])
    learner_id = learners.create_learner(
        db, KEVIN, EnrollmentInput(0, room.cohort_id, facts=EntryFacts(highest_diploma="N4"))
    ).created_id
    with db.read() as session:
        enrollment_id = detail(session, learner_id, MONDAY).current.id
    attendance.record(db, [MarkInput(enrollment_id, room.sessions[0], "R", 30)])
    learners.update_learner(db, learner_id, replace(KEVIN, city="Autun", phone="+33639980011"))
    with db.read() as session:
        change, mark, made = history.told(session, "learner", learner_id)
    assert {(line.field, line.before, line.after) for line in change.lines} == {
        ("Commune", "Nevers", "Autun"),
        ("Téléphone", "–", "06\u00a039\u00a098\u00a000\u00a011"),
    }
    assert [(line.record, line.field, line.after) for line in mark.lines if line.record != "Inscription"] == [
        ("Émargement, lun. 16 matin", "Présence", "Retard ou départ anticipé"),
        ("Émargement, lun. 16 matin", "Temps de présence", "3\u202fh"),
    ]
    values = {(line.record, line.field): (line.before, line.after) for line in made.lines}
    assert values["Apprenant", "Nom"] == ("–", "Delorme")
    assert values["Inscription", "Cohorte"] == ("–", "DWWM 2026-2")
    assert ("Inscription", "Sortie") not in values
    assert (change.author, change.name, change.undone) == ("GEN Desktop", "Modifier Delorme Kévin", False)


def test_what_was_deleted_stays_in_the_history(db):
    room = make_classroom(db, people=[("Petit", "Samuel")])
    enrollment_id = room.enrollments[0]
    enrollments.record_entry(db, enrollment_id, MONDAY)
    enrollments.record_exit(db, enrollment_id, enrollments.ExitInput("term", MONDAY))
    told = follow_ups.SituationInput(
        enrollment_id, 6, dt.date(2027, 6, 1), contract_type="CDI", salary=Decimal(24800), employer="Mairie"
    )
    follow_ups.record_situation(db, told)
    follow_ups.clear_situation(db, enrollment_id, 6)
    with db.read() as session:
        learner_id = session.get_one(Enrollment, enrollment_id).learner_id
        cleared, recorded, *_ = history.told(session, "learner", learner_id)
    assert cleared.name.startswith("Effacer l’insertion")
    assert ("Suivi d’insertion", "Situation", "CDI", "–") in {
        (line.record, line.field, line.before, line.after) for line in cleared.lines
    }
    assert ("Salaire brut annuel", "24\u202f800\u202f€") in {
        (line.field, line.after) for line in recorded.lines
    }
    assert ("Entreprise connue", "Mairie") in {(line.field, line.after) for line in recorded.lines}


UNLOGGED = ("change_set", "record_change", "draft")
"""No gesture touches them: nobody is shown their history."""


def test_every_column_that_can_be_shown_has_a_name_and_every_kind_too():
    nameless = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        if table.name not in UNLOGGED
        for column in table.columns
        if column.name not in history._HIDDEN | {"version"}
        and field_words.name(column.name, table.name) == column.name
    ]
    assert nameless == []
    for table in Base.metadata.sorted_tables:
        if table.name not in UNLOGGED:
            assert field_words.kind_name(table.name)
