"""Held against programme.md §11: the synthetic cohort and the thousand leavers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gen_desktop.changes import COMMAND_LINE
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.models.assessment import Certification
from gen_desktop.models.enrollment import SensitiveFacts
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.queries.catalogue import Indicator, catalogue
from gen_desktop.queries.indicators import Part, Unit, enrollment_state, figures, people
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.store import create_store
from tests.factories import enroll, make_cohort, make_learner

ENTRY, END, LATER = dt.date(2026, 1, 5), dt.date(2026, 6, 30), dt.date(2026, 10, 31)
THREE_MONTHS = [*["EMP_CDI"] * 3, *["EMP_CDD6"] * 2, "EMP_CDDC", "CREA", "FORM_Q", "RECH", "RECH"]
RESULTS = [*["full"] * 7, "partial", "failed", None]


@pytest.fixture
def oracle(tmp_path: Path) -> Database:
    db = create_store(tmp_path / "oracle.gendb", COMMAND_LINE)
    with db.write("Créer la cohorte") as session:
        cohort = make_cohort(session, seats=12)
        for number in range(20):
            learner = make_learner(session, number, sex="F" if number < 5 else "M")
            enrollment = enroll(session, cohort, learner, decision="refused" if number >= 14 else "admitted")
            if number == 12:
                enrollment.is_no_show = True
            elif number == 13:
                enrollment.decision, enrollment.decided_on = "withdrawn", dt.date(2025, 12, 20)
            if number >= 12:
                continue
            enrollment.entered_on = ENTRY
            enrollment.in_qpv = None if number == 11 else number < 4
            enrollment.highest_diploma = "N4" if number < 9 else "N5"
            enrollment.exit_type, enrollment.exit_on = "term", END
            if number >= 10:
                enrollment.exit_type = "abandonment"
                enrollment.exit_on = dt.date(2026, 4, 3)
                enrollment.exit_reason = "AB_EMPL" if number == 10 else "AB_NOUV"
            if number < 10:
                result = RESULTS[number]
                session.add(
                    Certification(
                        enrollment_id=enrollment.id, is_presented=result is not None, outcome=result
                    )
                )
                session.add(
                    FollowUp(
                        enrollment_id=enrollment.id,
                        horizon=3,
                        situation=THREE_MONTHS[number],
                        recorded_on=LATER,
                    )
                )
    yield db
    db.close()


EXPECTED = {
    "A1": (14, 20, "70.0"),
    "A2": (12, 12, "100.0"),
    "A3.femmes": (5, 12, "41.7"),
    "A3.qpv": (4, 12, "33.3"),
    "A3.qpv.connus": (4, 11, "36.4"),
    "A3.bac_ou_infra": (9, 12, "75.0"),
    "B3": (2, 12, "16.7"),
    "B4": (10, 12, "83.3"),
    "C1": (9, 10, "90.0"),
    "C2": (7, 9, "77.8"),
    "C3": (1, 9, "11.1"),
    "C4": (7, 12, "58.3"),
    "D1.3": (10, 12, "83.3"),
    "D2.3": (2, 12, "16.7"),
    "D3a.3": (8, 10, "80.0"),
    "D3b.3": (8, 12, "66.7"),
    "D3c.3": (10, 12, "83.3"),
    "D4.3": (7, 10, "70.0"),
    "D4s.3": (6, 10, "60.0"),
    "D5.3": (6, 10, "60.0"),
    "D6.3": (6, 7, "85.7"),
    "D10.3": (8, 12, "66.7"),
}


def test_synthetic_cohort_gives_the_expected_figures(oracle: Database) -> None:
    with oracle.read() as session:
        found = {figure.id: figure for figure in figures(session, Scope(as_of=LATER))}
    assert {key: (found[key].n, found[key].N, str(found[key].value)) for key in EXPECTED} == EXPECTED
    assert found["A3.qpv"].unknown == 1
    assert found["D1.12"].value is None, "nobody has left for a year: no rate, not 0 %"
    assert found["A4.femmes"].value is None, "no target was set"


def test_applications_declared_but_not_entered_one_by_one_are_counted(oracle: Database) -> None:
    with oracle.write("Préciser la cohorte") as session:
        from sqlalchemy import update

        from gen_desktop.models.cohort import Cohort

        session.execute(update(Cohort).values(declared_applications=30, declared_admissions=15))
    with oracle.read() as session:
        (figure,) = figures(session, Scope(as_of=LATER), ["A1"])
    assert (figure.n, figure.N) == (15, 30)
    assert (figure.people[Part.NUMERATOR], figure.people[Part.DENOMINATOR]) == (14, 20)


def test_places_are_not_people(oracle: Database) -> None:
    with oracle.read() as session, pytest.raises(NotFound, match="places"):
        people(session, "A2", Part.DENOMINATOR, Scope(as_of=LATER))


def test_unknown_indicator_lists_those_that_exist(oracle: Database) -> None:
    with oracle.read() as session, pytest.raises(NotFound, match=r"D3a\.3"):
        people(session, "Z9", Part.NUMERATOR, Scope(as_of=LATER))


def test_nothing_after_the_day_is_counted(oracle: Database) -> None:
    with oracle.read() as session:
        found = {f.id: f for f in figures(session, Scope(as_of=dt.date(2026, 5, 1)))}
    assert (found["B3"].n, found["B4"].n, found["D1.3"].N) == (2, 0, 0)


def test_a_thousand_leavers(tmp_path: Path) -> None:
    """§11.2: 1 000 leavers, 670 known, 496 positive give 74,0 / 49,6 / 82,6."""
    db = create_store(tmp_path / "mille.gendb", COMMAND_LINE)
    with db.write("Créer mille sortants") as session:
        cohort = make_cohort(session)
        for number in range(1000):
            learner = make_learner(session, number)
            enrollment = enroll(
                session, cohort, learner, entered_on=ENTRY, exit_type="term", exit_on=END, in_qpv=None
            )
            if number < 670:
                situation = "EMP_CDI" if number < 496 else "RECH"
                session.add(
                    FollowUp(enrollment_id=enrollment.id, horizon=3, situation=situation, recorded_on=LATER)
                )
    with db.read() as session:
        found = {f.id: f.value for f in figures(session, Scope(as_of=LATER))}
    db.close()
    assert [found[key] for key in ("D3a.3", "D3b.3", "D3c.3")] == [
        Decimal("74.0"), Decimal("49.6"), Decimal("82.6")
    ]  # fmt: skip


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
MAYBE = st.none() | st.booleans()
RANDOM_PERSON = st.fixed_dictionaries(
    {
        "sex": st.sampled_from([None, "F", "M", "X"]),
        "birth_date": st.none() | st.dates(dt.date(1960, 1, 1), dt.date(2009, 12, 31)),
        "applied_on": st.none() | DAYS,
        "decision": st.sampled_from(["pending", "admitted", "refused", "withdrawn", "waiting"]),
        "decided_on": st.none() | DAYS,
        "entered_on": st.none() | DAYS,
        "exit_type": st.sampled_from([None, "term", "abandonment", "neutral"]),
        "days_in": st.integers(0, 200),
        "exit_reason": st.sampled_from([None, "AB_EMPL", "NE_DEC"]),
        "situation_before": st.sampled_from([None, "DE", "SAL_CDI", "INA", "NC", "FOR"]),
        "highest_diploma": st.sampled_from([None, "N3", "N4", "N6", "NC", "NQ"]),
        "unemployment_months": st.none() | st.integers(0, 40),
        "in_qpv": MAYBE,
        "rural_zoning": st.sampled_from([None, "C", "NC", "PC", "FRR"]),
        "is_career_change": MAYBE,
        "is_rqth": MAYBE,
        "is_presented": MAYBE,
        "outcome": st.sampled_from([None, "full", "partial", "failed", "absent"]),
        "situation": st.sampled_from(
            [None, "EMP_CDI", "EMP_CDDC", "ALT_APP", "SC", "FORM_Q", "RECH", "INJ", "REF"]
            + ["DECES"]),
        "contract_months": st.none() | st.integers(1, 24),
        "recorded_on": st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    }
)  # fmt: skip
ENROLLMENT_FIELDS = (
    "applied_on", "decision", "decided_on", "entered_on", "situation_before", "highest_diploma",
    "unemployment_months", "in_qpv", "rural_zoning", "is_career_change",
)  # fmt: skip


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RANDOM_PERSON, min_size=5, max_size=30), st.dates(dt.date(2026, 6, 1), dt.date(2028, 1, 1)))
def test_lists_and_figures_agree_on_random_people(
    tmp_path_factory: pytest.TempPathFactory, persons: list[dict], as_of: dt.date
) -> None:
    db = create_store(tmp_path_factory.mktemp("random") / "r.gendb", COMMAND_LINE)
    with db.write("Créer des personnes") as session:
        cohort = make_cohort(session, seats=8, planned_end=dt.date(2026, 12, 31))
        for number, facts in enumerate(persons):
            _write(session, cohort, number, facts)
    scope = Scope(as_of=as_of)
    with db.read() as session:
        for figure in figures(session, scope):
            for part in Part:
                if figure.people[part] is not None:
                    assert len(people(session, figure.id, part, scope)) == figure.people[part]
            if figure.unit is Unit.PERSONS:
                assert 0 <= figure.n <= figure.N or figure.id == "A2"
                assert figure.unknown <= figure.N or figure.id == "A2"
        _check_identities(session, scope)
    db.close()


def _write(session, cohort, number: int, facts: dict) -> None:
    learner = make_learner(session, number, sex=facts["sex"], birth_date=facts["birth_date"])
    enrollment = enroll(session, cohort, learner, **{name: facts[name] for name in ENROLLMENT_FIELDS})
    if facts["entered_on"] and facts["exit_type"]:
        enrollment.exit_type, enrollment.exit_reason = facts["exit_type"], facts["exit_reason"]
        enrollment.exit_on = facts["entered_on"] + dt.timedelta(days=facts["days_in"])
    session.add(SensitiveFacts(enrollment_id=enrollment.id, is_rqth=facts["is_rqth"]))
    session.add(
        Certification(
            enrollment_id=enrollment.id, is_presented=facts["is_presented"], outcome=facts["outcome"]
        )
    )
    if facts["situation"]:
        names = ("situation", "contract_months", "recorded_on")
        session.add(FollowUp(enrollment_id=enrollment.id, horizon=3, **{name: facts[name] for name in names}))


def _check_identities(session, scope: Scope) -> None:
    populations = Populations(scope, parameters(session, scope.as_of))

    def ids(condition) -> set[int]:
        from gen_desktop.queries.indicators import enrollment_ids

        return set(enrollment_ids(session, condition, populations))

    entered, left = ids(populations.entered()), ids(populations.left())
    assert entered == ids(populations.in_training()) | left
    assert not ids(populations.in_training()) & left
    exits = [
        ids(group()) for group in (populations.completed, populations.abandoned, populations.left_neutrally)
    ]
    assert set().union(*exits) == left
    assert sum(map(len, exits)) == len(left)
    due = ids(populations.due(3))
    assert due == ids(populations.answered(3)) | ids(populations.unknown(3))
    kinds = [
        ids(group(3))
        for group in (populations.not_asked, populations.unreachable, populations.refused_to_answer)
    ]
    assert set().union(*kinds) == ids(populations.unknown(3))
    assert sum(map(len, kinds)) == len(ids(populations.unknown(3)))
    assert (
        ids(populations.durably_employed(3)) <= ids(populations.employed(3)) <= ids(populations.answered(3))
    )


def test_state_is_one_of_the_list() -> None:
    from gen_desktop.reference.lists import code_list

    text = str(enrollment_state(LATER).compile(compile_kwargs={"literal_binds": True}))
    states = set(code_list("enrollment_state")._by_code)
    assert all(f"'{state}'" in text for state in states)


def test_every_indicator_says_what_it_is() -> None:
    for entry in catalogue():
        assert entry.label
        assert entry.definition.endswith(".")
    assert len({entry.id for entry in catalogue()}) == len(catalogue())
    assert all(entry.horizon for entry in catalogue() if isinstance(entry, Indicator) and entry.id[0] == "D")
