"""Sections of the follow-up report: steps of the recruitment, periods in company, questionnaires in time."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.registry import Cohort, Company, CompanyPeriod, FollowUp, FundingProgram, Placement
from gen_desktop.models.registry import SensitiveFacts as Facts
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_collection import EsfCollection, esf_collection
from gen_desktop.queries.report_company import CompanyLine, company_lines
from gen_desktop.queries.report_recruitment import RecruitmentFlow, recruitment_flow
from gen_desktop.queries.scope import Scope, parameters
from tests.factories import enroll, make_cohort, make_learner
from tests.reports.center import AS_OF, fill_center

START, MARCH = dt.date(2026, 1, 5), dt.date(2026, 3, 2)


def populations(session, first=None, last=None, as_of=AS_OF) -> Populations:
    return Populations(Scope(as_of, None, first, last), parameters(session, as_of))


def flow_of(session, p: Populations) -> RecruitmentFlow:
    (admission,) = figures(session, p.scope, ["A1"])
    return recruitment_flow(session, p, admission.N, admission.n)


@pytest.fixture
def cohort(db):
    with db.write("Cohorte") as session:
        return make_cohort(session, declared_applications=30, declared_admissions=9).id


def candidates(db, cohort_id, *facts):
    """One candidate for each set of facts; their enrollments."""
    with db.write("Candidats inventés") as session:
        cohort = session.get(Cohort, cohort_id)
        made = []
        for number, values in enumerate(facts, 1):
            learner = make_learner(session, number)
            session.flush()
            made.append(enroll(session, cohort, learner, **values))
        session.flush()
        return [one.id for one in made]


def test_everybody_is_at_one_step_of_the_recruitment(db, cohort):
    admitted = {"decision": "admitted", "decided_on": dt.date(2025, 12, 1)}
    candidates(
        db,
        cohort,
        {"decision": "pending"},
        {"decision": "waiting"},
        {"decision": "refused"},
        {"decision": "withdrawn"},
        {"decision": "withdrawn", "decided_on": dt.date(2025, 12, 1)},
        admitted,
        admitted | {"is_no_show": True},
        admitted | {"entered_on": START},
        {"entered_on": START},
    )
    with db.read() as session:
        flow = flow_of(session, populations(session))
    assert (flow.applied, flow.admitted, flow.entered) == (30, 9, 2)
    assert (flow.undecided, flow.waiting, flow.refused, flow.given_up) == (1, 1, 1, 1)
    assert (flow.withdrawn, flow.no_shows, flow.to_come) == (1, 1, 1)
    assert (flow.unlisted_admitted, flow.unlisted_applied) == (4, 17)


def test_the_steps_add_up_over_a_whole_centre(db):
    fill_center(db, 80, seed=5)
    with db.read() as session:
        for p in (populations(session), populations(session, dt.date(2026, 1, 1), dt.date(2026, 6, 30))):
            flow = flow_of(session, p)
            below = flow.undecided + flow.waiting + flow.refused + flow.given_up + flow.unlisted_applied
            assert below == flow.not_admitted
            beside = flow.withdrawn + flow.no_shows + flow.to_come + flow.unlisted_admitted
            assert beside == flow.not_entered
            assert flow.unlisted_admitted == flow.unlisted_applied == 0


def test_periods_in_company_their_hours_and_who_was_hired_there(db, cohort):
    ids = candidates(db, cohort, *[{"entered_on": START}] * 3)
    with db.write("Périodes inventées") as session:
        company = Company(name="Atelier", sort_key="atelier")
        session.add(company)
        session.flush()
        april = {"starts_on": dt.date(2026, 4, 6), "ends_on": dt.date(2026, 4, 24)}
        session.add_all(
            [
                CompanyPeriod(
                    enrollment_id=ids[0],
                    host="Atelier",
                    company_id=company.id,
                    planned_minutes=6000,
                    done_minutes=5700,
                    sheet_received_on=dt.date(2026, 4, 27),
                    **april,
                ),
                CompanyPeriod(enrollment_id=ids[1], host="Atelier", company_id=company.id, **april),
                CompanyPeriod(enrollment_id=ids[2], host="Ailleurs", planned_minutes=600, **april),
                CompanyPeriod(
                    enrollment_id=ids[2], host="Ailleurs", starts_on=dt.date(2026, 12, 1), ends_on=AS_OF
                ),
                Placement(
                    enrollment_id=ids[0], kind="job", company_id=company.id, starts_on=dt.date(2026, 7, 1)
                ),
            ]
        )
    with db.read() as session:
        found = company_lines(session, populations(session, dt.date(2026, 4, 1), dt.date(2026, 4, 30)))
        earlier = company_lines(session, populations(session, START, dt.date(2026, 3, 31)))
    assert found == (CompanyLine(cohort, "DWWM 2026-1", 3, 3, 6600, 2, 5700, 1, 1, 2, 1),)
    assert earlier == ()


def test_questionnaires_of_the_esf_in_time_late_and_missing(db, cohort):
    with db.write("Programme") as session:
        program = FundingProgram(code="FSE", name="FSE+", is_eu_cofunded=True)
        session.add(program)
        session.flush()
        session.get(Cohort, cohort).funding_program_id = program.id
    left = {"entered_on": START, "exit_type": "term", "exit_on": MARCH}
    ids = candidates(db, cohort, left, left, left, left | {"exit_on": AS_OF}, {"entered_on": START})
    days = [
        (START, MARCH + dt.timedelta(days=28)),
        (START + dt.timedelta(days=1), MARCH + dt.timedelta(days=29)),
        (None, None),
        (None, None),  # left today: four weeks are still to run
        (START, None),
    ]
    with db.write("Relevés") as session:
        for one, (entry, leaving) in zip(ids, days, strict=True):
            session.add(Facts(enrollment_id=one, esf_collected_on=entry, esf_exit_collected_on=leaving))
    with db.read() as session:
        assert esf_collection(session, populations(session)) == EsfCollection(5, 2, 1, 2, 3, 1, 1, 1)
    with db.write("Situation de sortie") as session:
        told = {"horizon": 0, "situation": "RECH", "recorded_on": MARCH + dt.timedelta(days=5)}
        session.add(FollowUp(enrollment_id=ids[2], **told))
    with db.read() as session:
        assert esf_collection(session, populations(session)) == EsfCollection(5, 2, 1, 2, 3, 2, 1, 0)


def test_without_co_financing_nothing_is_said_of_the_esf(db, cohort):
    candidates(db, cohort, {"entered_on": START})
    with db.read() as session:
        assert esf_collection(session, populations(session)) is None
