"""One change to many people: what is shown is what happens, in one gesture, and undone whole."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, Forbidden, InvalidInput
from gen_desktop.models.learner_completeness import kept_as_typed
from gen_desktop.models.registry import ChangeSet, Cohort, Enrollment, Learner
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services.bulk import (
    ENTRY_FIELDS,
    ERASED,
    FIELDS,
    NOT_ENROLLED,
    WRONG_WAY,
    FieldChange,
    apply_edit,
    plan_edit,
    tables_of,
)
from gen_desktop.services.bulk_enrollment import enroll_all, plan_enrollment
from gen_desktop.services.undo import redo_last, undo_last
from tests.classroom import NAMES, make_classroom
from tests.factories import enroll, make_cohort, make_learner
from tests.random_gestures import snapshot
from tests.team import make_team


@pytest.fixture
def room(db):
    return make_classroom(db, decision="admitted", prescriber="CAP")


def everybody(db):
    with db.read() as session:
        return list(session.scalars(select(Learner.id).order_by(Learner.sort_key)))


def planned(db, ids, values, cohort_ids=None):
    with db.read() as session:
        return plan_edit(session, ids, values, cohort_ids)


def facts(db, name):
    with db.read() as session:
        return [getattr(one, name) for one in session.scalars(select(Enrollment).order_by(Enrollment.id))]


def gestures(db):
    with db.read() as session:
        return list(session.scalars(select(ChangeSet.name).order_by(ChangeSet.position)))


def test_the_preview_says_before_and_after_who_has_it_and_who_is_left(db, room):
    ids = everybody(db)
    with db.write("Des cas") as session:
        session.get_one(Enrollment, room.enrollments[1]).prescriber = "ML"
        session.get_one(Enrollment, room.enrollments[2]).prescriber = None
        session.get_one(Learner, ids[3]).erased_on = dt.date(2026, 11, 1)
        session.delete(session.get_one(Enrollment, room.enrollments[4]))
    before = snapshot(db)
    plan = planned(db, [*ids, 12], {"prescriber": "ML"})
    assert snapshot(db) == before
    assert [line.name for line in plan.lines[:3]] == ["Aubert Inès", "Bakary Moussa", "Ben Salah Yasmine"]
    assert plan.lines[0].changes == (FieldChange("prescriber", "CAP", "ML"),)
    assert plan.lines[2].changes == (FieldChange("prescriber", None, "ML"),)
    assert (len(plan.changing), plan.same) == (len(NAMES) - 3, 1)
    assert [(line.name, line.refusal) for line in plan.refused] == [
        ("Cordier Théo", ERASED),
        ("Da Silva Léa", NOT_ENROLLED),
    ]


def test_all_of_it_is_one_gesture_and_one_undo(db, room):
    before, told = snapshot(db), len(gestures(db))
    plan = planned(db, everybody(db), {"prescriber": "ML", "in_qpv": True, "city": "Luzy"})
    change, left = apply_edit(db, plan)
    assert (change.kinds, left) == ({"learner", "enrollment"}, 0)
    assert gestures(db)[told:] == ["Modifier 15 fiches\u00a0: prescripteur, QPV, commune"]
    assert set(facts(db, "prescriber")) == {"ML"}
    assert set(facts(db, "in_qpv")) == {True}
    after = snapshot(db)
    undo_last(db)
    assert snapshot(db) == before
    redo_last(db)
    assert snapshot(db) == after
    with db.read() as session:
        assert verify_chain(session).broken is None


def test_what_was_opened_elsewhere_is_stale_after_it(db, room):
    with db.read() as session:
        before = session.get_one(Enrollment, room.enrollments[0]).version
    apply_edit(db, planned(db, everybody(db), {"prescriber": "ML"}))
    with db.read() as session:
        assert session.get_one(Enrollment, room.enrollments[0]).version == before + 1


def test_whoever_changed_since_the_preview_is_left(db, room):
    plan = planned(db, everybody(db), {"prescriber": "ML"})
    with db.write("Entre-temps") as session:
        session.get_one(Enrollment, room.enrollments[0]).prescriber = "FT"
        session.get_one(Learner, everybody(db)[1]).erased_on = dt.date(2026, 11, 1)
    _, left = apply_edit(db, plan)
    assert left == 2
    assert facts(db, "prescriber")[:3] == ["FT", "CAP", "ML"]


def test_nothing_left_to_change_is_said(db, room):
    plan = planned(db, everybody(db), {"prescriber": "ML"})
    apply_edit(db, plan)
    before = snapshot(db)
    with pytest.raises(Conflict):
        apply_edit(db, plan)
    assert snapshot(db) == before


def test_the_enrollment_meant_is_that_of_the_cohorts_listed(db, room):
    ids = everybody(db)
    with db.write("Une plus récente") as session:
        later = make_cohort(
            session, "CDA 2027", planned_start=dt.date(2027, 1, 4), planned_end=dt.date(2027, 6, 1)
        )
        enroll(session, later, session.get_one(Learner, ids[0]), prescriber="FT")
    plan = planned(db, ids[:1], {"prescriber": "ML"}, [room.cohort_id])
    assert plan.lines[0].changes == (FieldChange("prescriber", "CAP", "ML"),)
    apply_edit(db, plan)
    with db.read() as session:
        rows = session.execute(
            select(Cohort.code, Enrollment.prescriber).join(Cohort).where(Enrollment.learner_id == ids[0])
        ).all()
    assert dict(rows) == {"DWWM 2026-2": "ML", "CDA 2027": "FT"}


def test_the_code_of_the_commune_before_does_not_stay(db, room):
    ids = everybody(db)
    with db.write("Une commune") as session:
        session.get_one(Learner, ids[0]).city = "Autun"
        session.get_one(Learner, ids[0]).insee_code = "71014"
    plan = planned(db, ids[:2], {"city": "Luzy"})
    assert plan.lines[0].changes == (
        FieldChange("city", "Autun", "Luzy"),
        FieldChange("insee_code", "71014", None),
    )
    apply_edit(db, plan)
    with db.read() as session:
        assert session.get_one(Learner, ids[0]).insee_code is None


def test_a_postal_code_given_to_many_corrects_the_one_typed_wrong(db, room):
    ids = everybody(db)
    typed = kept_as_typed({"email": "ines@", "postal_code": "5812"})
    with db.write("Une fiche à compléter") as session:
        session.get_one(Learner, ids[0]).to_correct = typed
    before = snapshot(db)
    apply_edit(db, planned(db, ids, {"postal_code": "58120"}))
    with db.read() as session:
        one = session.get_one(Learner, ids[0])
        assert (one.postal_code, one.to_correct) == ("58120", kept_as_typed({"email": "ines@"}))
        assert {other.postal_code for other in session.scalars(select(Learner))} == {"58120"}
    undo_last(db)
    assert snapshot(db) == before


def test_an_end_before_its_beginning_is_left(db, room):
    with db.write("Entrée prévue") as session:
        session.get_one(Enrollment, room.enrollments[0]).planned_entry_on = dt.date(2026, 12, 1)
    plan = planned(db, everybody(db)[:2], {"planned_exit_on": dt.date(2026, 11, 20)})
    assert [line.refusal for line in plan.lines] == [WRONG_WAY, ""]


@pytest.mark.parametrize("values", [{}, {"prescriber": "shoe"}, {"postal_code": "5812"}])
def test_what_is_no_value_is_refused(db, room, values):
    with pytest.raises(InvalidInput):
        planned(db, everybody(db), values)


def test_another_zoning_loses_the_vintage_of_the_one_before(db, room):
    ids = everybody(db)[:2]
    with db.write("Zoner") as session:
        for one in session.scalars(select(Enrollment).where(Enrollment.learner_id.in_(ids))):
            one.rural_zoning = "FRR+" if one.learner_id == ids[0] else "FRR"
            one.zoning_vintage, one.zoning_method = "FRR 2025", "commune"
            one.zoning_checked_on = dt.date(2026, 11, 2)
    before, plan = snapshot(db), planned(db, ids, {"rural_zoning": "FRR", "prescriber": "ML"})
    apply_edit(db, plan)
    with db.read() as session:
        for one in session.scalars(select(Enrollment).where(Enrollment.learner_id.in_(ids))):
            told = None if one.learner_id == ids[0] else "FRR 2025"
            assert (one.rural_zoning, one.prescriber, one.zoning_vintage) == ("FRR", "ML", told)
    undo_last(db)
    assert snapshot(db) == before


def test_what_each_field_writes():
    assert tables_of(["city"]) == ("learner",)
    assert tables_of(["prescriber"]) == ("enrollment",)
    assert tables_of(FIELDS) == ("learner", "enrollment")


VALUES = {
    "city": ["Luzy", "Autun"], "postal_code": ["58170", "71400"], "prescriber": [None, "ML", "CAP"],
    "funder": [None, "FT"], "remuneration": [None, "ARE"], "bpf_status": [None],
    "last_class": [None, "N4"], "highest_diploma": [None, "N3"], "situation_before": [None, "DE"],
    "is_career_change": [None, True, False], "in_qpv": [None, True, False], "qpv_method": [None, "declared"],
    "rural_zoning": [None, "FRR"], "planned_entry_on": [dt.date(2026, 11, 16), dt.date(2027, 1, 4)],
    "planned_exit_on": [dt.date(2026, 12, 1), dt.date(2027, 6, 1)],
}  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_random_changes_do_what_they_said_and_leave_no_trace_when_undone(db, room, seed):
    rng = random.Random(seed)
    assert set(VALUES) == set(FIELDS)
    for _ in range(6):
        values = {name: rng.choice(VALUES[name]) for name in rng.sample(sorted(VALUES), rng.randrange(1, 5))}
        ids = rng.sample(everybody(db), rng.randrange(1, 15))
        before, plan = snapshot(db), planned(db, ids, values)
        if not plan.changing:
            continue
        expected = snapshot(db)
        for line in plan.changing:
            for change in line.changes:
                table, key = (
                    ("enrollment", line.enrollment_id)
                    if change.field in ENTRY_FIELDS
                    else ("learner", line.learner_id)
                )
                assert expected[table][(key,)][change.field] == change.before
                expected[table][(key,)][change.field] = change.after
        apply_edit(db, plan)
        assert snapshot(db) == expected
        if rng.random() < 0.5:
            undo_last(db)
            assert snapshot(db) == before


def test_many_are_enrolled_at_once_whoever_is_there_is_left(db, room):
    with db.write("D’autres") as session:
        other = make_cohort(session, "CDA 2027", seats=4)
        ids = everybody(db)
        enroll(session, other, session.get_one(Learner, ids[0]))
        session.get_one(Learner, ids[1]).erased_on = dt.date(2026, 11, 1)
        cohort_id = other.id
    with db.read() as session:
        plan = plan_enrollment(session, ids, cohort_id)
    assert (plan.seats, plan.taken, len(plan.entering)) == (4, 1, 13)
    assert [line.refusal for line in plan.lines[:3]] == ["Déjà en CDA 2027", ERASED, ""]
    before = snapshot(db)
    change, left = enroll_all(db, plan, "pending", dt.date(2026, 11, 23))
    assert (change.name, left) == ("Inscrire 13 personnes en CDA 2027", 0)
    with db.read() as session:
        made = list(session.scalars(select(Enrollment).where(Enrollment.cohort_id == cohort_id)))
        assert len(made) == 14
        assert {one.applied_on for one in made} == {None, dt.date(2026, 11, 23)}
    with pytest.raises(Conflict):
        enroll_all(db, plan, "pending", None)
    undo_last(db)
    assert snapshot(db) == before


def test_an_enrollment_of_many_refuses_what_is_none(db, room):
    with db.read() as session, pytest.raises(InvalidInput):
        plan_enrollment(session, everybody(db), 12)
    with db.read() as session:
        plan = plan_enrollment(session, everybody(db), room.cohort_id)
    assert plan.entering == ()
    with pytest.raises(InvalidInput):
        enroll_all(db, plan, "refused", None)
    with pytest.raises(Conflict):
        enroll_all(db, plan, "pending", None)


def test_only_who_may_change_them_changes_many(tmp_path):
    team = make_team(tmp_path)
    db = team.open()
    make_classroom(db, decision="admitted")
    db.close()
    db = team.open_as("training")
    before, plan = snapshot(db), planned(db, everybody(db), {"city": "Luzy", "prescriber": "ML"})
    with pytest.raises(Forbidden):
        apply_edit(db, plan)
    assert snapshot(db) == before
    apply_edit(db, planned(db, everybody(db), {"prescriber": "ML"}))
    assert set(facts(db, "prescriber")) == {"ML"}
    db.close()


def test_a_person_unknown_to_every_cohort_keeps_her_place_in_the_preview(db, room):
    with db.write("Sans cohorte") as session:
        learner = make_learner(session, 99, last_name="Zola", first_name="Ada")
        session.flush()
        one = learner.id
    plan = planned(db, [one], {"city": "Luzy", "prescriber": "ML"})
    assert plan.lines[0].refusal == NOT_ENROLLED
    assert planned(db, [one], {"city": "Luzy"}).lines[0].changes
