"""Where an application stands, and what may be decided about it."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.application import (
    ApplicationFacts,
    Step,
    day_problems,
    decision_problems,
    next_steps,
    positioning_problems,
    ranking_problems,
    stage_of,
    waiting_order,
)
from gen_desktop.reference.lists import code_list

TODAY = dt.date(2026, 11, 23)
BEFORE, AFTER = dt.date(2026, 11, 2), dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (ApplicationFacts("pending"), "received"),
        (ApplicationFacts("pending", positioned_on=BEFORE), "positioned"),
        (ApplicationFacts("pending", positioned_on=AFTER), "received"),
        (ApplicationFacts("pending", positioned_on=BEFORE, interviewed_on=TODAY), "interviewed"),
        (ApplicationFacts("pending", interviewed_on=BEFORE), "interviewed"),
        (ApplicationFacts("admitted"), "admitted"),
        (ApplicationFacts("admitted", AFTER, interviewed_on=BEFORE), "interviewed"),
        (ApplicationFacts("waiting", BEFORE), "waiting"),
        (ApplicationFacts("refused", BEFORE, positioned_on=BEFORE), "refused"),
        (ApplicationFacts("withdrawn"), "withdrawn"),
        (ApplicationFacts("admitted", BEFORE, is_no_show=True), "no_show"),
        (ApplicationFacts("admitted", BEFORE, entered_on=BEFORE), "entered"),
        (ApplicationFacts("admitted", BEFORE, entered_on=AFTER), "admitted"),
    ],
)
def test_the_stage_follows_from_the_facts(facts, stage):
    assert stage_of(facts, TODAY) == stage


def test_every_stage_of_the_list_has_its_steps():
    for stage in code_list("application_stage"):
        assert next_steps(stage.code)
        decided = {Step.ADMIT, Step.REFUSE, Step.WITHDRAW} <= set(next_steps(stage.code))
        assert decided == (stage["open"] == "yes" or stage.code == "waiting")


def test_days_are_neither_before_the_application_nor_ahead():
    def said(day, applied_on):
        return [one.sentence for one in day_problems("held_on", "L’entretien", day, applied_on, TODAY)]

    assert said(BEFORE, None) == said(None, BEFORE) == said(TODAY, BEFORE) == said(BEFORE, BEFORE) == []
    assert said(AFTER, None) == ["L’entretien (01/12/2026) est dans l’avenir."]
    assert said(BEFORE, TODAY) == ["L’entretien (02/11/2026) est avant la candidature (23/11/2026)."]


def test_a_refusal_says_why():
    def fields(*values):
        return [one.field for one in decision_problems(*values, None, TODAY)]

    assert fields("refused", BEFORE, " ") == ["reason"]
    assert fields("refused", BEFORE, "Niveau insuffisant") == fields("admitted", None, None) == []
    assert fields("withdrawn", AFTER, None) == ["decision", "decided_on"]


def test_a_positioning_has_a_day_and_known_levels():
    def fields(*values):
        return [one.field for one in positioning_problems(*values)]

    assert fields(["held", "none"], TODAY, "questionnaire") == fields([], TODAY, None) == []
    assert fields(["half"], None, "hunch") == ["positioned_on", "levels", "method"]


def test_an_order_of_the_waiting_list_has_everybody_once():
    def said(wanted, waiting):
        return [one.sentence for one in ranking_problems(wanted, waiting)]

    assert said([2, 1], [1, 2]) == said([], []) == []
    assert "deux fois" in said([1, 1], [1, 2])[0]
    assert "changé entre-temps" in said([1], [1, 2])[0]


def test_who_has_no_rank_waits_after_those_who_have_one():
    ranked, early, late, unknown = (2, AFTER, 1), (None, BEFORE, 4), (None, TODAY, 3), (None, None, 2)
    found = sorted(waiting_order(*one) for one in (unknown, late, early, ranked))
    assert [key[-1] for key in found] == [1, 4, 3, 2]
