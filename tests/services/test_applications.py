"""From the application to the decision, and the waiting list."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.privacy import REQUEST
from gen_desktop.models.registry import Enrollment, Learner, Positioning
from gen_desktop.queries.application_places import places, waiting_list
from gen_desktop.queries.applications import funnel, levels_of, prerequisites
from gen_desktop.queries.merging import merge_plan
from gen_desktop.services import applications, enrollments
from gen_desktop.services.applications import (
    ApplicationInput,
    InterviewInput,
    PositioningInput,
    VerdictInput,
)
from gen_desktop.services.learners import LearnerInput
from gen_desktop.services.merging import merge
from gen_desktop.services.prerequisites import PrerequisiteInput, set_prerequisites
from gen_desktop.services.privacy import erase_people
from gen_desktop.services.undo import undo_last
from tests.factories import make_cohort, make_learner

TODAY = dt.date(2026, 11, 23)
APPLIED = dt.date(2026, 11, 2)
ADMITTED = VerdictInput("admitted", TODAY)
WAITING = VerdictInput("waiting", TODAY)


@pytest.fixture
def cohort(db):
    with db.write("Une cohorte à remplir") as session:
        made = make_cohort(
            session,
            "CDA 2027-1",
            planned_start=dt.date(2027, 1, 4),
            planned_end=dt.date(2027, 6, 30),
            seats=2,
        )
        return made.id, made.course_id


@pytest.fixture
def four(db, cohort):
    """Four candidates, of whom nothing is decided."""
    return [
        applications.receive(
            db, ApplicationInput(cohort[0], LearnerInput(last, "Zoé", phone="+33639980142"), APPLIED), TODAY
        ).created_id
        for last in ("Aubert", "Bakary", "Cordier", "Delorme")
    ]


def get(db, enrollment_id):
    with db.read() as session:
        record = session.get_one(Enrollment, enrollment_id)
        session.expunge(record)
        return record


def fields(call, *arguments):
    with pytest.raises(InvalidInput) as error:
        call(*arguments)
    return [problem.field for problem in error.value.problems]


def waiting(db, cohort):
    with db.read() as session:
        return waiting_list(session, cohort[0], TODAY)


def test_a_new_person_and_the_application_are_one_gesture(db, cohort):
    values = ApplicationInput(cohort[0], LearnerInput("Petit", "Samuel"), APPLIED, "FT")
    change = applications.receive(db, values, TODAY)
    assert change.name == "Candidature en CDA 2027-1\u00a0: Petit Samuel"
    kept = get(db, change.created_id)
    assert (kept.decision, kept.applied_on, kept.entered_on) == ("pending", APPLIED, None)
    assert kept.prescriber == "FT"
    undo_last(db)
    with db.read() as session:
        assert session.scalars(select(Learner)).all() == session.scalars(select(Enrollment)).all() == []


def test_somebody_known_applies_without_a_second_record(db, cohort):
    with db.write("Une personne") as session:
        learner_id = make_learner(session, last_name="Petit", first_name="Samuel").id
    values = ApplicationInput(cohort[0], learner_id, None)
    change = applications.receive(db, values, TODAY)
    assert get(db, change.created_id).learner_id == learner_id
    with pytest.raises(InvalidInput, match="déjà inscrite en CDA 2027-1"):
        applications.receive(db, values, TODAY)
    with pytest.raises(NotFound):
        applications.receive(db, ApplicationInput(cohort[0], 1, None), TODAY)
    erase_people(db, [learner_id], cause=REQUEST, reason="À sa demande", today=TODAY)
    with pytest.raises(Conflict, match="effacée"):
        applications.receive(db, values, TODAY)
    with pytest.raises(Conflict, match="effacée"):
        applications.decide(db, [change.created_id], ADMITTED, TODAY)


def test_what_is_wrong_with_an_application_is_said_at_its_place(db, cohort):
    ahead = dt.date(2027, 1, 1)
    values = ApplicationInput(cohort[0], LearnerInput("", "Samuel", birth_date=ahead), ahead, "nobody")
    assert fields(applications.receive, db, values, TODAY) == [
        *("last_name", "birth_date", "prescriber", "applied_on")
    ]
    unknown = ApplicationInput(1, LearnerInput("Petit", "Samuel"), None)
    assert fields(applications.receive, db, unknown, TODAY) == ["cohort_id"]


def test_a_positioning_keeps_a_level_by_prerequisite(db, cohort, four):
    set_prerequisites(db, cohort[1], [PrerequisiteInput("Lire un énoncé"), PrerequisiteInput("Naviguer")])
    with db.read() as session:
        reading, browsing = (one.prerequisite_id for one in prerequisites(session, cohort[1]))
    first = PositioningInput(TODAY, {reading: "held", browsing: "none"}, "questionnaire")
    change = applications.position(db, four[0], first, TODAY)
    assert change.name == "Positionnement\u00a0: Aubert Zoé"
    applications.position(db, four[0], PositioningInput(TODAY, {browsing: "partial"}), TODAY)
    with db.read() as session:
        assert [one.level for one in levels_of(session, four[0])] == [None, "partial"]
    undo_last(db)
    with db.read() as session:
        assert [one.level for one in levels_of(session, four[0])] == ["held", "none"]
    wrong = PositioningInput(dt.date(2026, 10, 1), {1: "held", reading: "half"}, "hunch")
    assert fields(applications.position, db, four[0], wrong, TODAY) == [
        *("levels", "method", "positioned_on", "levels")
    ]
    assert fields(applications.position, db, four[0], PositioningInput(None, {}), TODAY) == ["positioned_on"]


def test_an_interview(db, four):
    values = InterviewInput(TODAY, " Mme Roy ", "Projet clair")
    assert applications.interview(db, four[0], values, TODAY).name == "Entretien\u00a0: Aubert Zoé"
    kept = get(db, four[0])
    assert (kept.interviewed_on, kept.interviewer, kept.interview_note) == (TODAY, "Mme Roy", "Projet clair")
    assert fields(applications.interview, db, four[0], InterviewInput(None), TODAY) == ["held_on"]
    early = InterviewInput(dt.date(2026, 11, 1))
    assert fields(applications.interview, db, four[0], early, TODAY) == ["held_on"]


def test_several_are_decided_about_in_one_gesture_or_none_is(db, four):
    refused = VerdictInput("refused", TODAY, "Dossier incomplet")
    change = applications.decide(db, four[:2], refused, TODAY)
    assert change.name == "Refusé\u00a0: 2 candidatures"
    assert [get(db, one).decision_reason for one in four[:2]] == ["Dossier incomplet"] * 2
    with pytest.raises(Conflict, match="Bakary Zoé.*«\u00a0refus\u00a0»"):
        applications.decide(db, [four[2], four[1]], ADMITTED, TODAY)
    assert get(db, four[2]).decision == "pending"
    undo_last(db)
    assert [get(db, one).decision for one in four] == ["pending"] * 4


def test_a_decision_that_cannot_be_says_why(db, four):
    assert fields(applications.decide, db, four, VerdictInput("refused", TODAY), TODAY) == ["reason"]
    assert fields(applications.decide, db, four, VerdictInput("withdrawn", TODAY), TODAY) == ["decision"]
    assert fields(applications.decide, db, [], ADMITTED, TODAY) == [""]
    early = VerdictInput("admitted", dt.date(2026, 11, 1))
    assert fields(applications.decide, db, four, early, TODAY) == ["decided_on"]
    with pytest.raises(NotFound):
        applications.decide(db, [1], ADMITTED, TODAY)


def test_the_waiting_list_keeps_its_order(db, cohort, four):
    applications.decide(db, [four[2], four[0]], WAITING, TODAY)
    applications.decide(db, [four[1]], WAITING, TODAY)
    assert waiting(db, cohort) == [four[2], four[0], four[1]]
    order = [four[1], four[2], four[0]]
    change = applications.rank_waiting(db, cohort[0], order, TODAY)
    assert change.name == "Ordonner la liste d’attente de CDA 2027-1"
    assert waiting(db, cohort) == order
    assert fields(applications.rank_waiting, db, cohort[0], order[:2], TODAY) == ["waiting"]
    applications.decide(db, [four[2]], ADMITTED, TODAY)
    assert waiting(db, cohort) == [four[1], four[0]]
    assert get(db, four[2]).waiting_rank is None


def test_the_next_is_admitted_when_a_place_is_free(db, cohort, four):
    with pytest.raises(Conflict, match="Personne n’est sur la liste d’attente"):
        applications.promote_next(db, cohort[0], TODAY)
    applications.decide(db, four[:2], ADMITTED, TODAY)
    applications.decide(db, four[2:], WAITING, TODAY)
    with pytest.raises(Conflict, match="Aucune place n’est libre"):
        applications.promote_next(db, cohort[0], TODAY)
    applications.withdraw(db, [four[0]], "A trouvé un emploi", TODAY)
    change = applications.promote_next(db, cohort[0], TODAY)
    assert change.name == "Admis\u00a0: Cordier Zoé"
    with db.read() as session:
        assert places(session, cohort[0], TODAY).free == 0


def test_who_withdrew_after_an_admission_had_been_admitted(db, cohort, four):
    applications.decide(db, four[:1], VerdictInput("admitted", APPLIED), TODAY)
    applications.decide(db, four[1:2], WAITING, TODAY)
    applications.withdraw(db, four[:3], None, TODAY)
    assert [get(db, one).decided_on for one in four[:3]] == [APPLIED, None, None]
    with db.read() as session:
        found = funnel(session, cohort[0], TODAY)
    assert (found.admitted, found.stages["withdrawn"], found.stages["received"]) == (1, 3, 1)
    assert (found.admission.n, found.admission.N) == (1, 4)


def test_an_application_is_taken_up_again(db, four):
    applications.decide(db, four[:1], VerdictInput("refused", TODAY, "Niveau"), TODAY)
    change = applications.reopen(db, four[:1], TODAY)
    assert change.name == "Remis à l’étude\u00a0: Aubert Zoé"
    kept = get(db, four[0])
    assert (kept.decision, kept.decided_on, kept.decision_reason) == ("pending", None, None)
    with pytest.raises(Conflict):
        applications.reopen(db, four[:1], TODAY)


def test_a_no_show_taken_back_is_admitted_again(db, four):
    applications.decide(db, four[:1], ADMITTED, TODAY)
    enrollments.record_no_show(db, four[0])
    applications.reopen(db, four[:1], TODAY)
    kept = get(db, four[0])
    assert (kept.decision, kept.decided_on, kept.is_no_show) == ("admitted", TODAY, False)


def test_whoever_entered_is_decided_about_no_more(db, four):
    applications.decide(db, four[:1], WAITING, TODAY)
    enrollments.record_entry(db, four[0], dt.date(2027, 1, 4))
    assert get(db, four[0]).waiting_rank is None
    later = dt.date(2027, 1, 5)
    for call in (applications.reopen, lambda *given: applications.withdraw(*given[:2], None, given[2])):
        with pytest.raises(Conflict, match="«\u00a0entrée\u00a0»"):
            call(db, four[:1], later)
    applications.interview(db, four[0], InterviewInput(TODAY), later)


def test_prerequisites_are_added_renamed_ordered_and_deleted(db, cohort, four):
    def names():
        with db.read() as session:
            return {one.name: one.prerequisite_id for one in prerequisites(session, cohort[1])}

    course_id = cohort[1]
    change = set_prerequisites(
        db, course_id, [PrerequisiteInput(one) for one in ("Lire", "Écrire", " ", "Compter")]
    )
    assert change.name == "Prérequis de la formation Développeur web et web mobile"
    before = names()
    assert list(before) == ["Lire", "Écrire", "Compter"]
    applications.position(db, four[0], PositioningInput(TODAY, {before["Lire"]: "held"}), TODAY)
    renamed = [
        PrerequisiteInput("Compter", before["Compter"]),
        PrerequisiteInput("Lire un énoncé", before["Lire"]),
    ]
    set_prerequisites(db, course_id, renamed)
    assert names() == {"Compter": before["Compter"], "Lire un énoncé": before["Lire"]}
    with pytest.raises(Conflict, match="1 candidat positionné dessus"):
        set_prerequisites(db, course_id, renamed[:1])
    twice = [PrerequisiteInput("Lire"), PrerequisiteInput(""), PrerequisiteInput("lire")]
    assert fields(set_prerequisites, db, course_id, twice) == ["name.2"]
    with pytest.raises(Conflict, match="supprimé entre-temps"):
        set_prerequisites(db, course_id, [*renamed, PrerequisiteInput("Écrire", before["Écrire"])])
    with pytest.raises(NotFound):
        set_prerequisites(db, 1, [])


def test_two_names_that_change_places_keep_their_levels(db, cohort, four):
    set_prerequisites(db, cohort[1], [PrerequisiteInput("Lire"), PrerequisiteInput("Écrire")])
    with db.read() as session:
        lire, ecrire = (one.prerequisite_id for one in prerequisites(session, cohort[1]))
    applications.position(db, four[0], PositioningInput(TODAY, {lire: "held"}), TODAY)
    swapped = [PrerequisiteInput("Écrire", lire), PrerequisiteInput("Lire", ecrire)]
    set_prerequisites(db, cohort[1], swapped)
    with db.read() as session:
        assert [(one.name, one.level) for one in levels_of(session, four[0])] == [
            *(("Écrire", None), ("Lire", "held"))
        ]
        assert len(session.scalars(select(Positioning)).all()) == 1


def test_two_records_of_one_candidate_become_one_positioning(db, cohort, four):
    set_prerequisites(db, cohort[1], [PrerequisiteInput("Lire"), PrerequisiteInput("Naviguer")])
    with db.read() as session:
        lire, naviguer = (one.prerequisite_id for one in prerequisites(session, cohort[1]))
    applications.position(db, four[0], PositioningInput(TODAY, {lire: "held"}), TODAY)
    applications.position(db, four[1], PositioningInput(TODAY, {lire: "none", naviguer: "held"}), TODAY)
    with db.read() as session:
        people = [session.get_one(Enrollment, one).learner_id for one in four[:2]]
        plan = merge_plan(session, *people, {}, TODAY)
    merge(db, plan, {}, TODAY)
    with db.read() as session:
        kept = session.scalars(select(Enrollment).where(Enrollment.learner_id == people[0])).one()
        levels = [one.level for one in levels_of(session, kept.id)]
        assert len(session.scalars(select(Positioning)).all()) == 2
    assert levels[1] == "held"
    assert levels[0] in ("held", "none")
    undo_last(db)
    with db.read() as session:
        assert [one.level for one in levels_of(session, four[0])] == ["held", None]
