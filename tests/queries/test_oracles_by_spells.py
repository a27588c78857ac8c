"""The cohorts of programme.md §11.2 and §11.7 again, with dated spells and attempts behind the situations.

Nobody answers « en emploi » here: whoever works at the horizon does so by a spell that covers the day, told
within the window. Only what no spell tells (searching, refused, unreachable) is answered.
"""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.registry import ContactAttempt
from gen_desktop.queries.definition_figures import definition_figures
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.outcome_facts import attempts
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from tests.factories import enroll, make_cohort, make_learner
from tests.queries.leavers import DUE, ENTRY, EXIT, leaver, tells, works

AS_OF = dt.date(2025, 12, 31)
ON_DAY = DUE[3]
BEGUN = dt.date(2025, 9, 15)
KNOWN = {"recorded_on": ON_DAY}


def values(db, *ids):
    with db.read() as session:
        scope = Scope(AS_OF)
        found = {one.id: (one.n, one.N, one.unknown, str(one.value)) for one in figures(session, scope, ids)}
        found |= {
            one.definition.id: (one.n, one.N, one.unknown, str(one.rate))
            for one in definition_figures(session, scope)
        }
    return [found[one] for one in ids]


@pytest.fixture
def twelve(db):
    """§11.7: 10 known of 12 (3 CDI, 2 CDD over six months, 1 under, 1 business, 1 training, 2 searching)."""
    with db.write("Douze sortants") as session:
        cohort = make_cohort(session, planned_start=ENTRY, planned_end=EXIT)
        people = [leaver(session, cohort, number) for number in range(12)]
        for person in people[:3]:
            works(session, person, BEGUN, contract_type="CDI", **KNOWN)
        # Two jobs at once: the lasting one tells.
        works(session, people[2], BEGUN, contract_type="CDD", contract_months=2, **KNOWN)
        for person, months in zip(people[3:6], (8, 12, 3), strict=True):
            works(session, person, BEGUN, contract_type="CDD", contract_months=months, **KNOWN)
        works(session, people[6], BEGUN, kind="creation", contract_type="IND", **KNOWN)
        works(session, people[7], BEGUN, kind="training", **KNOWN)
        for person in people[8:10]:
            tells(session, person, 3, "RECH")
        # A job that ended before the horizon says nothing of it.
        works(session, people[8], BEGUN, ends_on=ON_DAY - dt.timedelta(days=1), contract_type="CDD", **KNOWN)
        tells(session, people[10], 3, "INJ")
        for days in (0, 3, 8):
            session.add(
                ContactAttempt(
                    enrollment_id=people[10].id,
                    horizon=3,
                    made_on=ON_DAY + dt.timedelta(days=days),
                    contact_mode="phone",
                    outcome="no_answer",
                )
            )
    return db


def test_the_synthetic_cohort_by_its_spells(twelve):
    """D1 83,3; D2 16,7; D3a 80,0; D3b 66,7; D3c 83,3; D4 70,0 or 60,0 salaried; D5 60,0; D10 66,7."""
    ids = ("D1.3", "D2.3", "D3a.3", "D3b.3", "D3c.3", "D4.3", "D4s.3", "D5.3", "D10.3")
    assert [(n, total, value) for n, total, _, value in values(twelve, *ids)] == [
        (10, 12, "83.3"),
        (2, 12, "16.7"),
        (8, 10, "80.0"),
        (8, 12, "66.7"),
        (10, 12, "83.3"),
        (7, 10, "70.0"),
        (6, 10, "60.0"),
        (6, 10, "60.0"),
        (8, 12, "66.7"),
    ]


def test_attempts_are_behind_whoever_cannot_be_reached(twelve):
    with twelve.read() as session:
        made = attempts(session, Populations(Scope(AS_OF), parameters(session, AS_OF)), 3)
    assert (made.due, made.tried, made.attempts, made.unreachable_too_soon) == (12, 1, 3, 0)


def test_a_thousand_leavers_by_their_spells(db):
    """§11.2: 1 000 leavers, 670 known, 496 positive: 74,0 / 49,6 / 82,6."""
    with db.write("Mille sortants") as session:
        cohort = make_cohort(session, planned_start=ENTRY, planned_end=EXIT)
        for number in range(1000):
            person = leaver(session, cohort, number)
            if number < 496:
                works(session, person, BEGUN, contract_type="CDI", **KNOWN)
            elif number < 670:
                tells(session, person, 3, "RECH")
    assert [value for *_, value in values(db, "D3a.3", "D3b.3", "D3c.3")] == ["74.0", "49.6", "82.6"]


@pytest.mark.parametrize(
    ("exit_on", "due_on"),
    [
        (dt.date(2025, 11, 30), dt.date(2026, 2, 28)),
        (dt.date(2023, 11, 30), dt.date(2024, 2, 29)),
        (dt.date(2024, 2, 29), dt.date(2024, 5, 29)),
        (dt.date(2025, 8, 31), dt.date(2025, 11, 30)),
    ],
)
def test_the_day_of_the_horizon_at_the_ends_of_months(db, exit_on, due_on):
    """A spell of that one day tells the situation; of the eve or of the day after, it does not."""
    with db.write("Trois sortants") as session:
        cohort = make_cohort(session, planned_start=dt.date(2023, 1, 2), planned_end=exit_on)
        for number, days in enumerate((-1, 0, 1)):
            person = leaver(session, cohort, number, entered_on=dt.date(2023, 1, 2), exit_on=exit_on)
            day = due_on + dt.timedelta(days=days)
            works(session, person, day, ends_on=day, contract_type="CDD", recorded_on=day)
    with db.read() as session:
        scope = Scope(due_on)
        (on_day,) = figures(session, scope, ("D1.3",))
        (eve,) = figures(session, Scope(due_on - dt.timedelta(days=1)), ("D1.3",))
    assert (on_day.n, on_day.N, eve.N) == (1, 3, 0)


def test_a_spell_without_end_goes_on_while_somebody_says_so(db):
    """A CDI told at three months says nothing of twelve, unless it was confirmed then."""
    with db.write("Deux sortants") as session:
        cohort = make_cohort(session, planned_start=ENTRY, planned_end=EXIT)
        works(session, leaver(session, cohort, 1), BEGUN, contract_type="CDI", **KNOWN)
        confirmed = works(session, leaver(session, cohort, 2), BEGUN, contract_type="CDI", **KNOWN)
        confirmed.confirmed_on = DUE[12]
    with db.read() as session:
        at_three, at_twelve = figures(session, Scope(DUE[12]), ("D1.3", "D1.12"))
    assert (at_three.n, at_twelve.n, at_twelve.N) == (2, 1, 2)


def test_three_enrollments_of_a_person_are_due_each_by_its_own_exit(db):
    """Left the first early for a job kept since, finished the second, follows the third: two exits, one life.

    At three months of the first exit (15 March + 3) she works: known, positive. At three months of the second
    (30 September + 3) the job, confirmed then, still goes on. The third is in training and due of nothing.
    """
    stays = (
        (dt.date(2025, 1, 6), dt.date(2025, 3, 15), "abandonment"),
        (dt.date(2025, 4, 1), dt.date(2025, 9, 30), "term"),
        (dt.date(2025, 11, 3), None, None),
    )
    with db.write("Trois parcours") as session:
        person = make_learner(session)
        session.flush()
        for number, (entered_on, exit_on, exit_type) in enumerate(stays):
            cohort = make_cohort(session, code=f"P{number}", planned_start=entered_on)
            stay = enroll(
                session, cohort, person, entered_on=entered_on, exit_on=exit_on, exit_type=exit_type
            )
            session.flush()
            if exit_on is not None:
                spell = works(session, stay, dt.date(2025, 3, 17), contract_type="CDI")
                spell.recorded_on = dt.date(2025, 6, 20)
                spell.confirmed_on = dt.date(2025, 12, 30)
    with db.read() as session:
        day = Scope(dt.date(2025, 12, 31))
        left_early, due, positive = figures(session, day, ("B3", "D1.3", "D3a.3"))
    assert (left_early.n, left_early.N) == (1, 3)
    assert (due.n, due.N) == (2, 2)
    assert (positive.n, positive.N) == (2, 2)
