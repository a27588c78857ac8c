"""Cuts add up to the whole, whatever is not known."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.registry import Enrollment, FollowUp
from gen_desktop.queries import breakdowns
from gen_desktop.queries.breakdowns import breakdown, cross
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from tests.factories import enroll, make_cohort, make_learner
from tests.reports.center import AS_OF, fill_center

DIMENSIONS = (
    *(breakdowns.SEX, breakdowns.AGE, breakdowns.LEVEL, breakdowns.SITUATION, breakdowns.QPV),
    *(breakdowns.RURAL, breakdowns.DISABLED, breakdowns.REGION, breakdowns.PRESCRIBER, breakdowns.FUNDER),
    *(breakdowns.EXIT_REASON, breakdowns.situation_at(3), breakdowns.proof_at(3)),
    *(breakdowns.contact_mode_at(6), breakdowns.target_occupation_at(6)),
)


@pytest.fixture
def populations(db):
    fill_center(db, 40)
    with db.read() as session:
        yield session, Populations(Scope(AS_OF), parameters(session, AS_OF))


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda d: d.id)
def test_a_cut_adds_up_and_ends_with_the_unknown(populations, dimension):
    session, p = populations
    (total,) = breakdowns.count(session, p, p.entered())
    groups = breakdown(session, p, dimension, [p.entered()])
    assert sum(group.counts[0] for group in groups) == total
    assert groups[-1].key is None
    assert [group.label for group in groups].count("Non renseigné") == 1


def test_cuts_asked_together_are_those_asked_apart(populations):
    session, p = populations
    measures = [p.entered(), p.due(3), p.abandoned()]
    together = breakdowns.breakdowns(session, p, DIMENSIONS, measures)
    assert together == tuple(breakdown(session, p, one, measures) for one in DIMENSIONS)
    assert len({tuple(group.label for group in groups) for groups in together}) == len(DIMENSIONS)


@pytest.mark.parametrize("pair", [(breakdowns.SEX, breakdowns.AGE), (breakdowns.LEVEL, breakdowns.SITUATION)])
def test_a_cross_adds_up_both_ways(populations, pair):
    session, p = populations
    made = cross(session, p, *pair, p.entered())
    rows = breakdown(session, p, pair[0], [p.entered()])
    assert [(row.label, sum(row.counts)) for row in made.rows] == [(g.label, g.counts[0]) for g in rows]
    columns = breakdown(session, p, pair[1], [p.entered()])
    sums = [sum(row.counts[index] for row in made.rows) for index in range(len(made.columns))]
    assert dict(zip(made.columns, sums, strict=True)) == {g.label: g.counts[0] for g in columns}


def test_publics_agree_with_the_indicators(populations):
    session, p = populations
    found = {figure.id: figure for figure in figures(session, p.scope)}
    sexes = {g.key: g.counts[0] for g in breakdown(session, p, breakdowns.SEX, [p.entered()])}
    assert sexes["F"] == found["A3.femmes"].n
    assert sexes[None] == found["A3.femmes"].unknown
    levels = {g.key: g.counts[0] for g in breakdown(session, p, breakdowns.LEVEL, [p.entered()])}
    assert sum(levels.get(key, 0) for key in ("none", "3", "4")) == found["A3.bac_ou_infra"].n
    assert levels[None] == found["A3.bac_ou_infra"].unknown
    ages = {g.key: g.counts[0] for g in breakdown(session, p, breakdowns.AGE, [p.entered()])}
    assert ages["26"] == found["A3.moins_26"].n


def test_a_situation_recorded_later_is_not_known_yet(db):
    with db.write("Une personne") as session:
        cohort = make_cohort(session)
        learner = make_learner(session)
        session.flush()
        enrollment: Enrollment = enroll(
            session, cohort, learner, entered_on=dt.date(2026, 1, 5), exit_type="term",
            exit_on=dt.date(2026, 3, 1),
        )  # fmt: skip
        session.flush()
        session.add(
            FollowUp(
                enrollment_id=enrollment.id, horizon=3, situation="EMP_CDI", contact_mode="phone",
                recorded_on=dt.date(2026, 8, 1),
            )
        )  # fmt: skip
    for day, situation, mode in (
        (dt.date(2026, 7, 1), "NDE", None),
        (dt.date(2026, 8, 1), "EMP_CDI", "phone"),
    ):
        with db.read() as session:
            p = Populations(Scope(day), parameters(session, day))
            known = breakdown(session, p, breakdowns.situation_at(3), [p.due(3)])
            modes = breakdown(session, p, breakdowns.contact_mode_at(3), [p.due(3)])
        assert [g.key for g in known if g.counts[0]] == [situation]
        assert [g.key for g in modes if g.counts[0]] == [mode]
