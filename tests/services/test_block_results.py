"""Results of blocks: the outcome follows them and is never left behind."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gen_desktop.errors import InvalidInput
from gen_desktop.models.assessment import block_rate, outcome_of_blocks
from gen_desktop.queries.assessment_grid import JuryFacts, assessment_grid
from gen_desktop.queries.assessment_tasks import block_rates
from gen_desktop.reference.lists import code_list
from gen_desktop.services.block_results import set_block_results
from gen_desktop.services.jury_facts import set_outcome
from gen_desktop.services.undo import undo_last
from tests.assessed import make_assessed

RESULTS = [*(code.code for code in code_list("block_result").codes), None]


@pytest.fixture
def room(db):
    return make_assessed(db)


def jury(db, room, person=0):
    with db.read() as session:
        return assessment_grid(session, room.cohort_id).jury_of(room.people[person])


def test_the_outcome_follows_the_blocks_and_goes_with_them(db, room):
    ines, (first, second) = room.people[0], room.blocks
    assert set_block_results(db, {(ines, first): "acquired"}).name == "Bloc BC01\u00a0: Aubert Inès"
    assert jury(db, room) == JuryFacts()
    set_block_results(db, {(ines, second): "exempt"})
    assert jury(db, room) == JuryFacts(is_presented=True, outcome="full")
    set_block_results(db, {(ines, second): "not_acquired"})
    assert jury(db, room).outcome == "partial"
    set_block_results(db, {(ines, second): None})
    assert jury(db, room) == JuryFacts()
    undo_last(db)
    assert jury(db, room).outcome == "partial"


def test_an_outcome_told_apart_stays_until_the_blocks_settle_it(db, room):
    ines, (first, second) = room.people[0], room.blocks
    set_outcome(db, [ines], "failed")
    set_block_results(db, {(ines, first): "acquired"})
    assert jury(db, room).outcome == "failed"
    set_block_results(db, {(ines, second): "acquired"})
    assert jury(db, room).outcome == "full"
    with pytest.raises(InvalidInput, match="suit des blocs"):
        set_outcome(db, [ines], "failed")


def test_a_column_is_one_gesture_and_what_is_so_already_is_none(db, room):
    column = {(one, room.blocks[0]): "acquired" for one in room.people}
    assert set_block_results(db, column).name == "3 résultats de blocs"
    assert set_block_results(db, column).kinds == frozenset()
    other = make_assessed(db, code="CDA 2026-1")
    with pytest.raises(InvalidInput, match="n’est pas de la certification"):
        set_block_results(db, {(room.people[0], other.blocks[0]): "acquired"})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from(RESULTS)), max_size=12))
def test_whatever_is_typed_outcomes_and_rates_are_those_of_the_results(db, room, typed):
    wanted = {(one, block): None for one in room.people for block in room.blocks}
    set_block_results(db, wanted)
    for person, block, result in typed:
        cell = (room.people[person], room.blocks[block])
        wanted[cell] = result
        set_block_results(db, {cell: result})
    for place, one in enumerate(room.people):
        expected = outcome_of_blocks([wanted[one, block] for block in room.blocks])
        assert jury(db, room, place).outcome == expected
    with db.read() as session:
        rates = block_rates(session, room.cohort_id)
    for code, block in zip(("BC01", "BC02"), room.blocks, strict=True):
        rate = rates[code]
        assert rate == block_rate(wanted[one, block] for one in room.people)
        assert rate.judged + rate.not_presented + rate.exempt + rate.unknown == len(room.people)
        assert rate.acquired <= rate.judged
