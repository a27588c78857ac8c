"""Whatever the organisation, the counts of the definitions hold together (random people and spells)."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import select

from gen_desktop.changes import COMMAND_LINE
from gen_desktop.models.registry import FollowUp, Placement, SensitiveFacts
from gen_desktop.queries.breakdowns import count
from gen_desktop.queries.definition_figures import definition_figures, figures_by_cohort
from gen_desktop.queries.populations import HORIZONS, Populations
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.store import create_store
from tests.factories import enroll, make_cohort, make_learner
from tests.queries.leavers import leaver, tells, works

PEOPLE, COHORTS = 90, 3
FIRST = dt.date(2024, 1, 31)
LOOKS = (dt.date(2024, 2, 29), dt.date(2024, 12, 31), dt.date(2025, 8, 31), dt.date(2027, 6, 30))
"""Ends of months, one of them of a leap year; of the last everything is over."""
SITUATIONS = (
    *("EMP_CDI", "EMP_CDD6", "EMP_CDDC", "EMP_SIAE", "ALT_APP", "CREA", "MAINT", "FORM_Q", "ETUDES", "SC"),
    *("RECH", "INACT", "SANTE", "DECES", "INJ", "REF", "NDE"),
)
CONTRACTS = (None, "CDI", "CDD", "INT", "AIDE", "FP", "APP")


@pytest.fixture(scope="module", params=[7, 258])
def organisation(request, tmp_path_factory):
    db = make(tmp_path_factory.mktemp("random"), request.param)
    yield db
    db.close()


def make(folder, seed):
    """An organisation at random, the same for the same seed."""
    chance = random.Random(seed)
    db = create_store(folder / "r.gendb", COMMAND_LINE)
    with db.write("Une organisation au hasard") as session:
        cohorts = [make_cohort(session, f"C{number}", planned_start=FIRST) for number in range(COHORTS)]
        for number in range(PEOPLE):
            _draw(session, chance, number, chance.choice(cohorts))
        # One person with three enrollments: three lines of three cohorts, and once each in the whole.
        person = make_learner(session, PEOPLE)
        for cohort in cohorts:
            enroll(session, cohort, person, entered_on=FIRST, exit_type="term", exit_on=dt.date(2024, 8, 31))
    return db


def _draw(session, chance, number, cohort):
    entered_on = _after(chance, FIRST, 300)
    exit_on = chance.choice(
        [None, dt.date(2024, 8, 31), dt.date(2024, 11, 30), _after(chance, entered_on, 200)]
    )
    exit_type = chance.choice(["term", "abandonment", "neutral"])
    enrollment = leaver(
        session,
        cohort,
        number,
        sex=chance.choice([None, "F", "M"]),
        entered_on=entered_on if chance.random() < 0.9 else None,
        exit_on=exit_on,
        exit_type=None if exit_on is None else exit_type,
        exit_reason="NE_DEC" if exit_type == "neutral" and chance.random() < 0.5 else None,
        situation_before=chance.choice([None, "DE", "SAL_CDD", "SAL_CDI", "NC"]),
        certified_on=chance.choice([None, _after(chance, exit_on or entered_on, 60)]),
    )
    session.add(SensitiveFacts(enrollment_id=enrollment.id))
    for horizon in (0, *HORIZONS):
        if chance.random() < 0.5:
            tells(
                session,
                enrollment,
                horizon,
                chance.choice(SITUATIONS),
                recorded_on=_after(chance, entered_on, 900),
                contract_months=chance.choice([None, 1, 6, 7]),
                is_target_occupation=chance.choice([None, True, False]),
            )
    for _ in range(chance.choice([0, 0, 1, 2])):  # often none, sometimes two at once
        starts_on = _after(chance, entered_on, 500)
        works(
            session,
            enrollment,
            chance.choice([None, starts_on]),
            kind=chance.choice(["job", "job", "creation", "training"]),
            ends_on=chance.choice([None, _after(chance, starts_on, 400)]),
            contract_type=chance.choice(CONTRACTS),
            contract_months=chance.choice([None, 0, 1, 6, 12]),
            recorded_on=chance.choice([None, _after(chance, starts_on, 200)]),
        )


def _after(chance, day, days):
    return day + dt.timedelta(days=chance.randint(0, days))


def figures_of(db, day, **scope):
    with db.read() as session:
        found = definition_figures(session, Scope(day, **scope))
    return {one.definition.id: one for one in found}


@pytest.mark.parametrize("day", LOOKS)
def test_entrants_are_in_training_or_have_left_and_the_due_are_known_or_not(organisation, day):
    with organisation.read() as session:
        p = Populations(Scope(day), parameters(session, day))
        entered, training, left = count(session, p, p.entered(), p.in_training(), p.left())
        assert entered == training + left
        for horizon in HORIZONS:
            due, known, unknown = count(session, p, p.due(horizon), p.answered(horizon), p.unknown(horizon))
            assert due == known + unknown


@pytest.mark.parametrize("day", LOOKS)
def test_the_rate_is_within_its_bounds(organisation, day):
    rated = 0
    for figure in figures_of(organisation, day).values():
        assert figure.known <= figure.n <= figure.N <= figure.concerned
        assert figure.n + figure.unknown >= figure.known + figure.unknown
        if figure.rate is not None:
            rated += 1
            assert 0 <= figure.low <= figure.rate <= figure.high <= 100
    assert rated or day == LOOKS[0]


@pytest.mark.parametrize("day", LOOKS)
def test_parts_make_their_whole(organisation, day):
    """InserJeunes: three parts of everybody due; IAE: three classes; the ESF+: no sex twice."""
    found = figures_of(organisation, day)
    for k in HORIZONS:
        parts = [found[f"IJ.{part}.{k}"] for part in ("emploi", "formation", "autres")]
        assert sum(one.n for one in parts) == parts[0].N == found[f"D3b.{k}"].N
        classes = [found[f"D10.{name}.{k}"].n for name in ("durable", "transition", "positive")]
        assert sum(classes) == found[f"D10.{k}"].n
        assert found[f"D3a.{k}"].n == found[f"D3b.{k}"].n <= found[f"D3c.{k}"].n
        assert found[f"D3a.{k}"].N + found[f"D3a.{k}"].unknown == found[f"D3b.{k}"].N
    for item in ("EECR01", "EECR04", "EECR05"):
        assert found[f"{item}.F"].N + found[f"{item}.M"].N <= found[item].N


@pytest.mark.parametrize("day", LOOKS)
def test_cohorts_add_up_to_the_whole_and_each_is_what_it_is_alone(organisation, day):
    whole = figures_of(organisation, day)
    with organisation.read() as session:
        cohorts = figures_by_cohort(session, Scope(day))
    for index, figure in enumerate(whole.values()):
        for name in ("n", "N", "unknown", "known", "concerned"):
            assert getattr(figure, name) == sum(getattr(one[index], name) for one in cohorts.values())
    for cohort_id, figures in cohorts.items():
        assert figures == tuple(figures_of(organisation, day, cohort_ids=(cohort_id,)).values())


@pytest.mark.parametrize("day", LOOKS[1:3])
def test_an_earlier_day_never_shows_the_future(tmp_path, day):
    """Whatever was recorded or began after that day is taken out of the file: that day shows the same."""
    db = make(tmp_path, 11)
    before = _counts(figures_of(db, day))
    with db.write("Ce qui est venu après") as session:
        told = session.scalars(select(FollowUp).where(FollowUp.recorded_on > day)).all()
        later = (Placement.starts_on > day) | (Placement.recorded_on > day)
        spells = session.scalars(select(Placement).where(later)).all()
        for one in (*told, *spells):
            session.delete(one)
        assert told
        assert spells
    after = _counts(figures_of(db, day))
    db.close()
    assert after == before


def _counts(figures):
    return {key: (one.n, one.N, one.unknown, one.known) for key, one in figures.items()}
