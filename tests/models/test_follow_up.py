from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.errors import Problem
from gen_desktop.models import follow_up as rules
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.placement import SpellFacts, spell_kind, spell_months, spell_problems
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.parameters import parameters_on
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 23)
DEFAULTS = parameters_on(TODAY)


def test_the_window_follows_calendar_months():
    days = rules.window(dt.date(2025, 8, 31), 6, DEFAULTS)
    assert days == rules.Window(dt.date(2026, 2, 13), dt.date(2026, 2, 28), dt.date(2026, 4, 14))


@pytest.mark.parametrize(
    ("situation", "contract", "months", "decided"),
    [
        (None, "CDI", None, "EMP_CDI"),
        (None, "CDD", 6, "EMP_CDD6"),
        (None, "CDD", 5, "EMP_CDDC"),
        (None, "CDD", None, "EMP_NP"),
        ("EMP_NP", "CDI", None, "EMP_CDI"),
        ("EMP_CDD6", "CDD", None, "EMP_CDD6"),
        ("EMP_CDD6", "CDD", 5, "EMP_CDDC"),
        ("MAINT", "CDD", 5, "MAINT"),
        ("FORM_Q", None, None, "FORM_Q"),
        ("CREA", "IND", None, "CREA"),
    ],
)
def test_the_contract_decides_the_situation_where_it_can(situation, contract, months, decided):
    assert rules.decided_situation(situation, contract, months, DEFAULTS) == decided


@pytest.mark.parametrize(
    ("situation", "contract", "field"),
    [
        (None, None, "situation"),
        ("XYZ", None, "situation"),
        (None, "XYZ", "contract_type"),
        ("RECH", "CDI", "contract_type"),
        ("EMP_CDI", "CDD", "contract_type"),
    ],
)
def test_what_contradicts_itself_is_a_problem(situation, contract, field):
    found = rules.decided_situation(situation, contract, None, DEFAULTS)
    assert isinstance(found, Problem)
    assert found.field == field


def test_lasting_employment_is_the_same_in_python_and_in_sql(db):
    """Each situation at each side of the threshold, under each setting of the parameters."""
    told = [(code.code, months) for code in code_list("outcome_situation") for months in (None, 5, 6, 7)]
    with db.write("Des suivis inventés") as session:
        cohort = make_cohort(session)
        expected = {}
        for number, (situation, months) in enumerate(told):
            learner = make_learner(session, number)
            session.flush()
            enrollment = enroll(
                session,
                cohort,
                learner,
                entered_on=cohort.planned_start,
                exit_type="term",
                exit_on=dt.date(2026, 1, 30),
            )
            session.flush()
            expected[enrollment.id] = (situation, months)
            session.add(
                FollowUp(
                    enrollment_id=enrollment.id,
                    horizon=6,
                    situation=situation,
                    contract_months=months,
                    recorded_on=TODAY,
                )
            )
    settings = [
        DEFAULTS,
        replace(DEFAULTS, seuil_emploi_durable_comparaison=">"),
        replace(DEFAULTS, work_study_counts_as_durable=False),
    ]
    for in_force in settings:
        populations = Populations(Scope(as_of=TODAY), in_force)
        with db.read() as session:
            statement = populations.select_from(Enrollment.id, where=populations.durably_employed(6))
            counted = set(session.scalars(statement))
        wanted = {key for key, one in expected.items() if rules.is_durable(*one, in_force)}
        assert {expected[key] for key in counted} == {expected[key] for key in wanted}


def test_a_spell_ends_after_its_start_and_a_cdi_does_not_end():
    start, end = dt.date(2026, 7, 15), dt.date(2026, 7, 1)
    assert [p.field for p in spell_problems(SpellFacts(starts_on=start, ends_on=end))] == ["ends_on"]
    open_ended = SpellFacts(starts_on=end, ends_on=start, contract_type="CDI")
    assert [p.field for p in spell_problems(open_ended)] == ["ends_on"]
    assert not list(spell_problems(SpellFacts(starts_on=end, ends_on=start, contract_type="CDD")))


def test_every_slip_of_a_spell_is_said_at_once():
    facts = SpellFacts(contract_months=121, working_time="half", rome_code="1801", salary=0, proof="word")
    fields = [problem.field for problem in spell_problems(facts)]
    assert fields == ["contract_months", "working_time", "proof", "rome_code", "salary"]


def test_months_come_from_the_dates_when_nobody_said_them():
    half_year = SpellFacts(starts_on=dt.date(2026, 7, 15), ends_on=dt.date(2027, 1, 14), contract_type="CDD")
    assert spell_months(half_year) == 6
    assert spell_months(replace(half_year, ends_on=dt.date(2027, 1, 13))) == 5
    assert spell_months(replace(half_year, contract_months=8)) == 8
    assert spell_months(replace(half_year, ends_on=dt.date(2026, 7, 31))) == 0
    assert spell_months(SpellFacts(contract_type="CDI", contract_months=12)) is None


def test_a_situation_tells_of_a_job_a_creation_a_training_or_nothing():
    kinds = [spell_kind(code, None) for code in ("EMP_NP", "CREA", "FORM_Q", "RECH", "INJ")]
    assert kinds == ["job", "creation", "training", None, None]
    assert spell_kind("CREA", "IND") == "creation"


def test_the_list_of_situations_has_the_codes_that_the_rules_name():
    for code in (rules.UNREACHABLE, rules.REFUSED, rules.NOT_ASKED, rules.JOB_UNSPECIFIED):
        assert code in code_list("outcome_situation")
    assert not any(rules.is_known(code) for code in (rules.UNREACHABLE, rules.REFUSED, rules.NOT_ASKED))
    assert rules.is_known("RECH")
