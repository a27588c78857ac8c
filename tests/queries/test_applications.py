"""The candidates of a cohort, and how many stand at each step."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import select

from gen_desktop.models.application import ApplicationFacts, stage_of
from gen_desktop.models.registry import Enrollment
from gen_desktop.queries.application_places import Places, places
from gen_desktop.queries.application_stage import stage_sql
from gen_desktop.queries.applications import (
    SORTS,
    CandidateCriteria,
    candidates,
    cohort_intakes,
    funnel,
    reasons,
)
from gen_desktop.services.applications import PositioningInput, position
from gen_desktop.services.prerequisites import PrerequisiteInput, set_prerequisites
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 23)
DAYS = (None, dt.date(2026, 11, 2), TODAY, dt.date(2026, 12, 1))
COMING = {"planned_start": dt.date(2027, 1, 4), "planned_end": dt.date(2027, 6, 30)}
APPLIED, ENTERED, GONE = dt.date(2026, 9, 1), dt.date(2026, 10, 5), dt.date(2026, 10, 20)


def facts(rng: random.Random) -> dict:
    return {
        "decision": rng.choice(("pending", "pending", "admitted", "waiting", "refused", "withdrawn")),
        "decided_on": rng.choice(DAYS),
        "is_no_show": rng.random() < 0.2,
        "positioned_on": rng.choice(DAYS),
        "interviewed_on": rng.choice(DAYS),
        "entered_on": rng.choice((None, None, *DAYS)),
    }


def test_the_stage_in_sql_is_the_stage_of_the_rule(db):
    """Every combination that a few hundred draws bring."""
    rng = random.Random(4)
    drawn = [facts(rng) for _ in range(600)]
    with db.write("Des candidatures") as session:
        cohort = make_cohort(session)
        made = [enroll(session, cohort, make_learner(session, n), **one).id for n, one in enumerate(drawn)]
    with db.read() as session:
        found = dict(session.execute(select(Enrollment.id, stage_sql(TODAY))).all())
    assert [found[one] for one in made] == [stage_of(ApplicationFacts(**one), TODAY) for one in drawn]


@pytest.mark.parametrize("seed", range(5))
def test_the_stages_sum_to_the_applications_and_to_the_list(db, seed):
    rng = random.Random(seed)
    with db.write("Des candidatures") as session:
        cohort = make_cohort(session, **COMING, seats=rng.randint(1, 9))
        for number in range(rng.randint(0, 40)):
            enroll(session, cohort, make_learner(session, number), applied_on=rng.choice(DAYS), **facts(rng))
        cohort_id = cohort.id
    with db.read() as session:
        found = funnel(session, cohort_id, TODAY)
        listed = candidates(session, CandidateCriteria(cohort_id), TODAY)
        for stage, number in found.stages.items():
            narrowed = candidates(session, CandidateCriteria(cohort_id, frozenset({stage})), TODAY)
            assert len(narrowed) == number
    assert sum(found.stages.values()) == found.applied == len(listed) == found.admission.N
    assert found.admission.n == found.admitted >= found.stages["admitted"] + found.stages["entered"]
    assert found.entered == found.stages["entered"]
    assert [one.rank for one in listed if one.rank] == [one.rank for one in listed if one.stage == "waiting"]


@pytest.fixture
def ten(db):
    """Ten candidates for four places, counted by hand."""
    people = (
        {},
        {"positioned_on": TODAY},
        {"positioned_on": TODAY, "interviewed_on": TODAY, "applied_on": TODAY},
        {"decision": "waiting", "positioned_on": APPLIED, "waiting_rank": 2, "applied_on": APPLIED},
        {"decision": "waiting", "waiting_rank": 1},
        {"decision": "admitted", "decided_on": APPLIED, "interviewed_on": APPLIED},
        {"decision": "admitted", "entered_on": ENTERED},
        {"decision": "admitted", "entered_on": ENTERED, "exit_type": "abandonment", "exit_on": GONE},
        {"decision": "withdrawn", "decided_on": APPLIED, "decision_reason": "Emploi"},
        {"decision": "admitted", "is_no_show": True},
    )
    with db.write("Dix candidats") as session:
        cohort = make_cohort(session, planned_start=ENTERED, planned_end=dt.date(2027, 6, 1), seats=4)
        made = [
            enroll(session, cohort, make_learner(session, number), **({"decision": "pending"} | one)).id
            for number, one in enumerate(people)
        ]
        return cohort.id, cohort.course_id, made


def test_a_funnel_counted_by_hand(db, ten):
    with db.read() as session:
        found = funnel(session, ten[0], TODAY)
        earlier = places(session, ten[0], dt.date(2026, 10, 10))
    assert (found.applied, found.positioned, found.interviewed, found.admitted, found.entered) == (
        *(10, 3, 2, 5),
        2,
    )
    assert found.stages == {
        **{"received": 1, "positioned": 1, "interviewed": 1, "waiting": 2, "admitted": 1},
        **{"entered": 2, "refused": 0, "withdrawn": 1, "no_show": 1},
    }
    assert found.places == Places(4, 2)
    assert (found.places.free, earlier.free) == (2, 1)
    assert (found.admission.n, found.admission.N) == (5, 10)


def test_what_a_line_says(db, ten):
    cohort_id, course_id, made = ten
    set_prerequisites(db, course_id, [PrerequisiteInput("Lire"), PrerequisiteInput("Écrire")])
    from gen_desktop.queries.applications import prerequisites

    with db.read() as session:
        asked = [one.prerequisite_id for one in prerequisites(session, course_id)]
    position(db, made[1], PositioningInput(TODAY, dict.fromkeys(asked, "held")), TODAY)
    with db.read() as session:
        lines = {one.enrollment_id: one for one in candidates(session, CandidateCriteria(cohort_id), TODAY)}
    assert dict(lines[made[1]].levels) == {"held": 2}
    assert [lines[one].rank for one in made[3:6]] == [2, 1, None]
    assert lines[made[8]].decision_reason == "Emploi"


def test_the_list_is_narrowed_and_sorted(db, ten):
    def ids(**criteria):
        with db.read() as session:
            found = candidates(session, CandidateCriteria(ten[0], **criteria), TODAY)
        return [ten[2].index(one.enrollment_id) for one in found]

    assert ids() == list(range(10))
    assert ids(descending=True) == list(range(9, -1, -1))
    assert ids(sort="rank")[:2] == [4, 3]
    assert ids(sort="applied_on")[:2] == [3, 2]
    assert ids(sort="applied_on", descending=True)[:2] == [2, 3]
    assert ids(sort="stage")[:4] == [0, 1, 2, 3]
    assert ids(stages=frozenset({"waiting", "received"})) == [0, 3, 4]
    assert ids(text="NOM00003") == [3]
    for sort in SORTS:
        assert sorted(ids(sort=sort)) == list(range(10))


def test_the_cohorts_to_fill_come_first(db, ten):
    with db.write("D’autres cohortes") as session:
        for code, start in (("B", dt.date(2027, 3, 1)), ("A", dt.date(2027, 1, 4)), ("Z", TODAY)):
            make_cohort(session, code, planned_start=start, planned_end=dt.date(2027, 9, 1))
    with db.read() as session:
        found = cohort_intakes(session, TODAY)
    assert [one.code for one in found] == ["A", "B", "Z", "DWWM 2026-1"]


def test_reasons_are_offered_the_most_usual_first(db):
    given = ("Niveau", "Dossier", "Niveau", None)
    with db.write("Des refus") as session:
        cohort = make_cohort(session)
        for number, reason in enumerate(given):
            enroll(session, cohort, make_learner(session, number), decision="refused", decision_reason=reason)
        learner = make_learner(session, 9)
        enroll(session, cohort, learner, decision="withdrawn", decision_reason="Emploi")
    with db.read() as session:
        assert reasons(session, "refused") == ("Niveau", "Dossier")
        assert reasons(session, "waiting") == ()
