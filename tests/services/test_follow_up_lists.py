"""Whole call lists are recorded by the same rules as one line at a time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gen_desktop.errors import InvalidInput
from gen_desktop.models.registry import Company, ContactAttempt, FollowUp, Placement
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services.companies import CompanyBook, CompanyInput, find_or_insert
from gen_desktop.services.follow_up_lists import ToldFollowUp, insert_told
from gen_desktop.services.follow_ups import AttemptInput, SituationInput, insert_attempt, insert_situation
from gen_desktop.services.undo import undo_last
from tests.factories import enroll, make_cohort, make_learner

EXIT, DAY = dt.date(2026, 6, 30), dt.date(2026, 9, 24)


@pytest.fixture
def people(db):
    """Two people who left."""
    with db.write("Des personnes inventées") as session:
        cohort = make_cohort(session)
        learners = [make_learner(session, number) for number in range(2)]
        session.flush()
        left = {"entered_on": cohort.planned_start, "exit_type": "term", "exit_on": EXIT}
        return [enroll(session, cohort, learner, **left).id for learner in learners]


def rows(db, model, *without):
    with db.read() as session:
        found = session.execute(select(model.__table__).order_by(model.__table__.c.id)).mappings()
        return [{name: value for name, value in row.items() if name not in without} for row in found]


def everything(db, *without):
    """What is recorded, ids and the person aside."""
    left_out = ("id", "enrollment_id", "follow_up_id", "company_id", *without)
    return [rows(db, model, *left_out) for model in (FollowUp, Placement, ContactAttempt)]


def job(enrollment_id, **values):
    return SituationInput(
        enrollment_id, 3, DAY, contract_type="CDD", contract_months=8, employer="Scierie  Haut-Folin",
        employer_city="Autun", salary=Decimal(24000), comment=" Une\nnote ", **values,
    )  # fmt: skip


SITUATIONS = (
    job,
    lambda one: SituationInput(one, 3, DAY, situation="RECH"),
    lambda one: SituationInput(one, 3, DAY, situation="REF"),
    lambda one: SituationInput(one, 3, DAY, situation="CREA", contact_mode="social_network"),
    lambda one: SituationInput(one, 3, DAY, situation="FORM_Q", contact_mode=None, title="Licence"),
)


@pytest.mark.parametrize("told", SITUATIONS)
def test_a_list_records_what_one_line_does(db, people, told):
    first, second = people
    with db.write("Une par une") as session:
        insert_attempt(session, AttemptInput(first, 3, dt.date(2026, 9, 21), note=" une  note "), "Claire")
        insert_situation(session, told(first), "Claire")
    one_by_one = everything(db)
    undo_last(db)
    with db.write("Toutes ensemble") as session:
        attempt = AttemptInput(second, 3, dt.date(2026, 9, 21), note=" une  note ")
        kinds = insert_told(session, [ToldFollowUp(second, (attempt,), told(second), "Claire")])
    assert everything(db) == one_by_one
    assert "follow_up" in kinds
    with db.read() as session:
        assert verify_chain(session).broken is None


def test_a_list_is_taken_back_whole(db, people):
    with db.write("Toutes ensemble") as session:
        insert_told(session, [ToldFollowUp(one, (), job(one), "Claire") for one in people])
    assert len(rows(db, Placement)) == 2
    assert len({row["company_id"] for row in rows(db, Placement)}) == 1
    undo_last(db)
    assert everything(db) == [[], [], []]
    assert rows(db, Company) == []


def test_a_known_situation_is_replaced(db, people):
    with db.write("Toutes ensemble") as session:
        insert_told(session, [ToldFollowUp(people[0], (), job(people[0]), "Claire")])
    with db.write("Encore") as session:
        again = SituationInput(people[0], 3, dt.date(2026, 10, 5), situation="RECH")
        insert_told(session, [ToldFollowUp(people[0], (), again, "Jeanne")])
    (told,) = rows(db, FollowUp)
    assert (told["situation"], told["recorded_by"]) == ("RECH", "Jeanne")
    assert rows(db, Placement) == []


def test_every_problem_is_said_and_nothing_is_written(db, people):
    early = SituationInput(people[0], 3, dt.date(2026, 9, 1), situation="INJ")
    before = AttemptInput(people[1], 3, dt.date(2026, 6, 1))
    with pytest.raises(InvalidInput) as refused, db.write("Refusé") as session:
        insert_told(session, [ToldFollowUp(people[0], (), early), ToldFollowUp(people[1], (before,))])
    assert [problem.field for problem in refused.value.problems] == ["recorded_on", "made_on.1"]
    assert everything(db) == [[], [], []]


NAMES = st.sampled_from(
    ("Scierie", "scierie", "Scierie du Haut", "Mairie", "Mairie, Autun", "Éts Noël", "ETS NOEL")
)
TOLD = st.builds(
    CompanyInput,
    NAMES,
    st.sampled_from((None, "Autun", "Nevers")),
    st.sampled_from((None, "12345678900011", "123 456 789 00029")),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(TOLD, min_size=1, max_size=8))
def test_a_book_of_employers_follows_the_same_rule(db, told):
    with db.write("Un par un") as session:
        one_by_one = [find_or_insert(session, one)[0] for one in told]
    known = rows(db, Company, "id")
    if known:
        undo_last(db)
    with db.write("Par un livre") as session:
        book = CompanyBook(session)
        at_once = [book.find_or_add(one) for one in told]
        book.write()
    assert [one_by_one.index(one) for one in one_by_one] == [at_once.index(one) for one in at_once]
    assert rows(db, Company, "id") == known
    undo_last(db)
