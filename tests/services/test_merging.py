"""Merging two records of one person: random pairs of random centres, taken back and done again.

The suite runs a few; ``python tests/faults/merges.py --rounds 300`` runs as many as asked.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, MonthSent
from gen_desktop.models.merging import GROUPS, LEFT, RIGHT
from gen_desktop.models.privacy import REQUEST
from gen_desktop.models.registry import (
    Attendance,
    Base,
    ClassSession,
    ContactPoint,
    DoubtfulPair,
    Enrollment,
    Learner,
    MergedRecord,
    SensitiveFacts,
)
from gen_desktop.queries.erasing import what_erasing_does
from gen_desktop.queries.merge_plan import MergePlan, key_of
from gen_desktop.queries.merging import merge_plan
from gen_desktop.queries.person_data import person_data
from gen_desktop.queries.personal_records import owned_tables
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services import enrollments, learners, undo
from gen_desktop.services.doubtful_pairs import note_pairs
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.services.merging import merge
from gen_desktop.services.privacy import erase_people, scrub
from tests.factories import enroll, make_cohort, make_learner
from tests.random_gestures import GESTURES, attempt, draw, set_up, snapshot

TODAY = dt.date(2026, 11, 26)
GESTURES_BEFORE = 25
SHORT = 4


@pytest.mark.parametrize("seed", range(SHORT))
def test_a_merge_and_its_undo_leave_every_table_as_before(db: Database, seed: int) -> None:
    play(db, seed)


def play(db: Database, seed: int) -> Counter[str]:
    """One centre and three pairs of its people; AssertionError when something differs. What was met."""
    rng = random.Random(seed)
    set_up(db, rng)
    for _ in range(GESTURES_BEFORE):
        attempt(db, rng, draw(rng))
    met: Counter[str] = Counter()
    for _ in range(3):
        one, other = _pair(db, rng)
        _bring_together(db, rng, one, other)
        met += _merge_and_back(db, rng, one, other)
    with db.read() as session:
        assert verify_chain(session).broken is None
    return met


def _pair(db: Database, rng: random.Random) -> tuple[int, int]:
    def everybody() -> Sequence[int]:
        with db.read() as session:
            return session.scalars(select(Learner.id).order_by(Learner.id)).all()

    while len(everybody()) < 2:  # a centre that chance left empty
        create_learner(db, LearnerInput("Petit", "Ada"))
    one, other = rng.sample(everybody(), 2)
    return one, other


def _bring_together(db: Database, rng: random.Random, one: int, other: int) -> None:
    """More in common than chance gives: the same cohorts, marks on both, doubts about them."""
    with db.read() as session:
        cohorts = session.scalars(select(Enrollment.cohort_id).where(Enrollment.learner_id == one)).all()
        crowd = session.scalars(select(Learner.id)).all()
    for cohort_id in cohorts:
        values = enrollments.EnrollmentInput(other, cohort_id)
        attempt(db, rng, lambda db, _rng, values=values: enrollments.enroll(db, values))
    with db.write("Chercher les doublons") as session:
        pairs = [(one, other, ["name"])]
        pairs += [(rng.choice((one, other)), rng.choice(crowd), ["phone"]) for _ in range(3)]
        note_pairs(session, pairs, TODAY)
    often = ("record_marks", "record_entry", "record_exit", "record_situation", "record_certification")
    gestures = [gesture for gesture in GESTURES if gesture.__name__ in often]
    for _ in range(20):
        attempt(db, rng, rng.choice(gestures))


def _merge_and_back(db: Database, rng: random.Random, one: int, other: int) -> Counter[str]:
    before = snapshot(db)
    plan = planned(db, one, other)
    answers = {question.key: rng.choice(question.answers) for question in plan.questions}
    plan = planned(db, one, other, answers)
    if plan.problems:
        with pytest.raises(InvalidInput):
            merge(db, plan, answers, TODAY)
        assert snapshot(db) == before
        return Counter(refused=1)
    try:
        change = merge(db, plan, answers, TODAY)
    except MonthSent:
        assert snapshot(db) == before
        return Counter(refused=1)
    after = snapshot(db)
    _expect_just_that(plan, before, after)
    undo.undo_last(db)
    assert snapshot(db) == before
    undo.redo_last(db)
    assert snapshot(db) == after
    if rng.random() < 0.5:
        undo.undo_last(db)
        assert snapshot(db) == before
    assert change.created_id == plan.kept_id
    return Counter(merged=1, questions=len(plan.questions), abandoned=len(plan.abandoned))


def _expect_just_that(plan: MergePlan, before: Mapping, after: Mapping) -> None:
    """The rows of the plan changed as it says, others are as before, and nothing points to whoever went."""
    touched = {(step.table, step.key): step for step in plan.steps}
    for table in before:
        for key, row in before[table].items():
            step = touched.get((table, key))
            expected = row if step is None else step.after
            assert after[table].get(key) == (
                {k: v for k, v in expected.items() if k != "version"} if expected else None
            )
        # Whatever is made anew takes another number each time.
        made = sum(one.before is None for (name, _), one in touched.items() if name == table)
        assert len(after[table].keys() - before[table].keys()) == made
    assert (plan.gone_id,) not in after["learner"]
    for table, column in owned_tables().items():
        if table.name != "learner":
            owners = {row[column.name] for row in after[table.name].values()}
            assert plan.gone_id not in owners
    assert _unexplained(plan) == {name: count for name, count in plan.repeated.items() if count}


def _unexplained(plan: MergePlan) -> dict[str, int]:
    """Table → rows that go and are neither listed as abandoned, nor united with another, nor handed over."""
    listed = {(one.table, key_of(Base.metadata.tables[one.table], one.row)) for one in plan.abandoned}
    handed = {step.key[1] for step in plan.steps if step.table == "attendance" and step.after is not None}
    left: Counter[str] = Counter()
    for step in plan.steps:
        if step.after is not None or (step.table, step.key) in listed:
            continue
        if step.table in {*GROUPS, "doubtful_pair"}:
            continue  # made one with its likeness; the doubt is settled
        if step.table == "attendance" and step.key[1] in handed:
            continue
        left[step.table] += 1
    return dict(left)


def planned(db: Database, one: int, other: int, answers: Mapping[str, str] | None = None) -> MergePlan:
    """What a merge will do."""
    with db.read() as session:
        return merge_plan(session, one, other, answers or {}, TODAY)


def two_people(db: Database) -> tuple[int, int]:
    """The same woman twice, each time a little else known of her."""
    one = create_learner(
        db,
        LearnerInput(
            "Aubert", "Inès", phone="+33639980101", email="ines@exemple.fr", note="Vient en bus", city="Luzy"
        ),
    )
    other = create_learner(
        db,
        LearnerInput(
            "Aubret",
            "Inès",
            birth_date=dt.date(1998, 3, 4),
            phone="+33639980102",
            second_phone="+33639980103",
            email="aubert@exemple.fr",
            note="A le permis",
        ),
    )
    assert one.created_id is not None
    assert other.created_id is not None
    return one.created_id, other.created_id


def test_the_known_wins_over_the_unknown_and_nothing_that_reaches_her_is_lost(db: Database) -> None:
    one, other = two_people(db)
    plan = planned(db, one, other)
    asked = {question.key: question for question in plan.questions}
    assert set(asked) == {"learner.last_name", "learner.phone", "learner.email", "learner.note"}
    assert asked["learner.last_name"].proposed == RIGHT  # written later
    assert asked["learner.note"].answers == ("left", "right", "both")
    answers = {"learner.last_name": LEFT, "learner.phone": LEFT, "learner.email": LEFT}
    merge(db, planned(db, one, other, answers), answers, TODAY)
    with db.read() as session:
        her = session.scalars(select(Learner)).one()
        points = sorted((row.kind, row.value) for row in session.scalars(select(ContactPoint)))
        assert (her.id, her.last_name, her.birth_date) == (one, "Aubert", dt.date(1998, 3, 4))
        assert (her.phone, her.second_phone) == ("+33639980101", "+33639980102")
        assert her.note == "Vient en bus\nA le permis"
        assert points == [("email", "aubert@exemple.fr"), ("phone", "+33639980103")]
        assert "0639980101" in her.search_text


def test_two_paths_of_one_cohort_become_one_and_marks_that_differ_are_asked(db: Database) -> None:
    with db.write("Préparer") as session:
        cohort = make_cohort(session)
        people = [make_learner(session, 1), make_learner(session, 1)]
        days = [_half_day(session, cohort.id, day) for day in range(12, 15)]
        session.flush()
        paths = [enroll(session, cohort, person, entered_on=dt.date(2026, 1, 5)) for person in people]
        session.add(SensitiveFacts(enrollment_id=paths[1].id, is_rqth=True))
        session.flush()
        for path, day, status in ((0, 0, "P"), (0, 1, "P"), (1, 1, "AI"), (1, 2, "P")):
            mark = Attendance(
                enrollment_id=paths[path].id,
                class_session_id=days[day].id,
                status=status,
                minutes_present=180 if status == "P" else 0,
            )
            session.add(mark)
        one, other, kept_path = people[0].id, people[1].id, paths[0].id
    plan = planned(db, one, other)
    (question,) = plan.questions
    assert (question.table, question.place) == ("attendance", "mar. 13 matin")
    assert plan.moved == {"attendance": 1, "sensitive_facts": 1}
    assert [one.table for one in plan.abandoned] == ["attendance"]
    answers = {question.key: RIGHT}
    merge(db, planned(db, one, other, answers), answers, TODAY)
    with db.read() as session:
        marks = session.scalars(select(Attendance).order_by(Attendance.class_session_id)).all()
        assert [mark.status for mark in marks] == ["P", "AI", "P"]
        assert {mark.enrollment_id for mark in marks} == {kept_path}
        assert session.scalars(select(SensitiveFacts.enrollment_id)).all() == [kept_path]


def _half_day(session, cohort_id: int, day: int) -> ClassSession:
    made = ClassSession(
        cohort_id=cohort_id,
        held_on=dt.date(2026, 1, day),
        half_day="AM",
        starts_at=dt.time(9),
        ends_at=dt.time(12),
        minutes=180,
    )
    session.add(made)
    return made


def test_what_changed_since_the_preview_is_looked_at_again(db: Database) -> None:
    one, other = two_people(db)
    plan = planned(db, one, other)
    learners.update_learner(db, other, LearnerInput("Aubret", "Inès", city="Autun"))
    before = snapshot(db)
    with pytest.raises(Conflict, match="regardez à nouveau"):
        merge(db, plan, {}, TODAY)
    assert snapshot(db) == before


def test_a_record_is_not_merged_with_itself_nor_with_somebody_erased(db: Database) -> None:
    one, other = two_people(db)
    with db.read() as session, pytest.raises(Conflict, match="deux fiches différentes"):
        merge_plan(session, one, one, {}, TODAY)
    erase_people(db, [other], cause=REQUEST, reason="À sa demande", today=TODAY)
    with db.read() as session, pytest.raises(Conflict, match="effacée"):
        merge_plan(session, one, other, {}, TODAY)


def test_doubts_about_the_record_that_goes_are_about_the_one_that_stays(db: Database) -> None:
    one, other = two_people(db)
    third = create_learner(db, LearnerInput("Auber", "Inès")).created_id
    with db.write("Chercher") as session:
        note_pairs(session, [(one, other, ["name"]), (other, third, ["name"])], TODAY)
    merge(db, planned(db, one, other), {}, TODAY)
    with db.read() as session:
        (pair,) = session.scalars(select(DoubtfulPair)).all()
        assert (pair.first_id, pair.second_id) == (one, third)
        assert session.scalars(select(MergedRecord.gone_id)).all() == [other]


def test_erasing_her_reaches_what_was_written_under_the_record_that_went(db: Database) -> None:
    one, other = two_people(db)
    answers = {"learner.last_name": LEFT, "learner.note": LEFT, "learner.email": LEFT}
    merge(db, planned(db, one, other, answers), answers, TODAY)
    with db.read() as session:
        assert "Aubret" in str(person_data(session, one).log)
        assert what_erasing_does(session, one, TODAY, None).name == "Aubert Inès"
    erase_people(db, [one], cause=REQUEST, reason="À sa demande", today=TODAY)
    with db.read() as session:
        assert verify_chain(session).broken is None
    scrub(db)
    everything = db.path.read_bytes()
    for word in ("Aubret", "aubert@exemple.fr", "A le permis", "639980103"):
        assert word.encode() not in everything, word
