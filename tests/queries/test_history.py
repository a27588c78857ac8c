from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select, update

from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.registry import Base, Company, Course, Enrollment, Learner, RecordChange
from gen_desktop.queries import bin as bin_queries
from gen_desktop.queries import history
from gen_desktop.queries.applications import prerequisites
from gen_desktop.queries.learners import detail
from gen_desktop.reference import field_words
from gen_desktop.services import (
    applications,
    attendance,
    class_sessions,
    cohorts,
    enrollments,
    follow_ups,
    learners,
    organization,
)
from gen_desktop.services import bin as bin_service
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.enrollments import EnrollmentInput
from gen_desktop.services.learners import LearnerInput
from gen_desktop.services.prerequisites import PrerequisiteInput, set_prerequisites
from gen_desktop.services.undo import undo_last
from tests.classroom import MONDAY, make_classroom

COHORT = cohorts.CohortInput(
    "DWWM 2026-1",
    "Développeur web",
    dt.date(2026, 5, 4),
    dt.date(2026, 5, 29),
    blocks=(("BC01", "Front-end"),),
    site_name="Autun",
    program_code="GEN",
    targets=(("A3.femmes", Decimal(30)),),
)
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
    assert cleared.name.startswith("Supprimer l’insertion")
    assert ("Suivi d’insertion", "Situation", "CDI", "–") in {
        (line.record, line.field, line.before, line.after) for line in cleared.lines
    }
    assert ("Salaire brut annuel", "24\u202f800\u202f€") in {
        (line.field, line.after) for line in recorded.lines
    }
    assert ("Entreprise connue", "Mairie") in {(line.field, line.after) for line in recorded.lines}


def lines_of(db, kind, record_id):
    """(gesture, record, field, before, after) of a whole history, the latest first."""
    with db.read() as session:
        found = history.told(session, kind, record_id)
    return [
        (one.name, line.record, line.field, line.before, line.after) for one in found for line in one.lines
    ]


def test_a_cohort_tells_its_calendar_by_number_and_one_day_by_itself(db):
    cohort_id = cohorts.create_cohort(db, COHORT).created_id
    added = class_sessions.ClassSessionInput(dt.date(2026, 5, 16), "AM", dt.time(9), dt.time(12))
    class_sessions.add_class_session(db, cohort_id, added)
    changed = replace(COHORT, seats=10)
    cohorts.update_cohort(db, cohort_id, changed, today=dt.date(2026, 4, 1))
    said = lines_of(db, "cohort", cohort_id)
    assert ("Modifier la cohorte DWWM 2026-1", "Cohorte", "Places", "–", "10") in said
    day = [line for line in said if line[0].startswith("Ajouter le")]
    assert ("Demi-journée, sam. 16 matin", "Début", "–", "9\u202fh") in [line[1:] for line in day]
    made = "Créer la cohorte DWWM 2026-1"
    assert (made, "Demi-journée", "Ajouts", "–", "34 demi-journées au calendrier") in said
    assert (made, "Semaine habituelle, lundi matin", "Début", "–", "9\u202fh") in said
    assert not [line for line in said if line[1] != "Cohorte" and line[2] == "Cohorte"]


def test_a_half_day_names_who_was_there_even_once_it_is_deleted(db):
    room = make_classroom(db, people=[("Petit", "Samuel"), ("Aubert", "Inès")])
    attendance.record(db, [MarkInput(one, room.sessions[0], "P") for one in room.enrollments])
    attendance.record(db, [MarkInput(room.enrollments[0], room.sessions[1], "P")], "Autre demi-journée")
    bin_service.delete(db, "class_session", room.sessions[0])
    undo_last(db)
    said = lines_of(db, "class_session", room.sessions[0])
    names = list(dict.fromkeys(line[0] for line in said))
    assert names[:2] == ["Annuler\u00a0: Supprimer le lundi 16 novembre matin de DWWM 2026-2",
                         "Supprimer le lundi 16 novembre matin de DWWM 2026-2"]  # fmt: skip
    assert "Autre demi-journée" not in names
    assert {line[1] for line in said if line[2] == "Présence"} == {
        "Émargement, Petit Samuel",
        "Émargement, Aubert Inès",
    }


def test_the_other_records_tell_their_history_too(db):
    cohorts.create_cohort(db, COHORT)
    organization.update_organization(db, organization.OrganizationInput("Numérique en Morvan"), version=1)
    with db.read() as session:
        ids = {
            kind: session.scalar(select(Base.metadata.tables[kind].c.id))
            for kind in ("course", "funding_program", "organization", "site")
        }
    organization.update_site(db, ids["site"], organization.SiteInput("Autun", holiday_zone="974"))
    said = {kind: {line[1:] for line in lines_of(db, kind, one)} for kind, one in ids.items()}
    assert ("Bloc de la certification", "Code", "–", "BC01") in said["course"]
    assert ("Objectif", "Objectif", "–", "30,0\u202f%") in said["funding_program"]
    assert ("Objectif", "Indicateur", "–", "Femmes") in said["funding_program"]
    zone = ("Site", "Jours fériés", "France", "La Réunion")
    assert zone in said["site"]
    assert zone in said["organization"]
    renamed = ("Organisme", "Nom", "Organisme à renseigner", "Numérique en Morvan")
    assert renamed in said["organization"]


def test_a_follow_up_and_a_company_tell_theirs(db):
    room = make_classroom(db, people=[("Petit", "Samuel")])
    person = room.enrollments[0]
    enrollments.record_entry(db, person, MONDAY)
    enrollments.record_exit(db, person, enrollments.ExitInput("term", MONDAY))
    told = follow_ups.SituationInput(person, 6, dt.date(2027, 6, 1), contract_type="CDI", employer="Mairie")
    follow_up_id = follow_ups.record_situation(db, told).created_id
    with db.read() as session:
        company_id = session.scalar(select(Company.id))
    bin_service.delete(db, "company", company_id)
    said = {line[1:] for line in lines_of(db, "follow_up", follow_up_id)}
    assert ("Suivi d’insertion", "Situation", "–", "CDI") in said
    assert ("Emploi, création ou formation", "Employeur", "–", "Mairie") in said
    gone = lines_of(db, "company", company_id)[0]
    assert gone == ("Supprimer l’entreprise Mairie", "Entreprise", "Nom", "Mairie", "–")


def test_every_kind_told_by_number_has_its_words():
    kinds = {model.__tablename__ for parts in history._PARTS.values() for model, _ in parts}
    kinds |= {model.__tablename__ for model in history._OF_ENROLLMENT} | {"attendance", "enrollment"}
    assert all(field_words.counted(kind, 2).startswith("2 ") for kind in kinds | set(bin_queries.KINDS))


def test_values_that_were_erased_tell_nothing_however_many(db):
    room = make_classroom(db, people=[("Petit", "Samuel")], end=dt.date(2026, 12, 18))
    attendance.record(db, [MarkInput(room.enrollments[0], one, "P") for one in room.sessions])
    with db.write("Effacer") as session:
        session.execute(update(RecordChange).values(before=None, after=None))
    assert len(room.sessions) > history.MANY
    assert lines_of(db, "enrollment", room.enrollments[0]) == []


UNLOGGED = ("change_set", "record_change", "draft", "import_mapping", "stored_content", "document_sequence")
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


def test_a_positioning_names_the_prerequisite_and_the_level(db):
    room = make_classroom(db, people=[("Petit", "Samuel")])
    with db.read() as session:
        course_id = session.scalar(select(Course.id))
        learner_id = session.scalar(select(Learner.id))
    set_prerequisites(db, course_id, [PrerequisiteInput("Lire un énoncé")])
    with db.read() as session:
        (asked,) = prerequisites(session, course_id)
    values = applications.PositioningInput(MONDAY, {asked.prerequisite_id: "partial"})
    applications.position(db, room.enrollments[0], values, MONDAY)
    with db.read() as session:
        of_person = history.told(session, "learner", learner_id)[0]
        of_course = history.told(session, "course", course_id)[0]
    assert {(line.record, line.field, line.after) for line in of_person.lines} == {
        ("Inscription", "Positionné le", "16/11/2026"),
        ("Positionnement", "Prérequis", "Lire un énoncé"),
        ("Positionnement", "Niveau", "En cours d’acquisition"),
    }
    assert ("Prérequis", "Lire un énoncé") in {(line.record, line.after) for line in of_course.lines}


def test_the_level_of_a_course_is_told_in_words_as_a_number_or_as_a_code():
    assert field_words.value("level", "5", "course") == "Niveau\u00a05"
    assert field_words.value("level", "N5", "course") == "Bac+2"
