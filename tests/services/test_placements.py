"""Jobs, businesses and trainings recorded as dated facts, and what they tell of a horizon."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.registry import Company, Enrollment
from gen_desktop.queries.attached_documents import papers
from gen_desktop.queries.indicators import Part, people
from gen_desktop.queries.placements import placement, placements_of, told_by_spells
from gen_desktop.queries.scope import Scope
from gen_desktop.services.attached_documents import Source, attach
from gen_desktop.services.follow_ups import SituationInput, record_situation
from gen_desktop.services.placements import (
    PlacementInput,
    change_placement,
    confirm_placement,
    delete_placement,
    record_placement,
)
from gen_desktop.services.undo import undo_last
from tests.factories import enroll, make_cohort, make_learner

ENTRY, EXIT = dt.date(2026, 1, 5), dt.date(2026, 5, 31)
AT_6 = dt.date(2026, 11, 30)
"""Six months after 31 May: November has no 31st."""
JOB = PlacementInput(
    "job",
    recorded_on=dt.date(2026, 11, 20),
    starts_on=dt.date(2026, 9, 1),
    contract_type="CDI",
    employer="  Dupont  (entreprise fictive) ",
    employer_city="Nevers",
    rome_code="m1805",
    rome_version="ROME 3",
    weekly_minutes=35 * 60,
    contract_nature="E1",
    siren="not of a job",
)


@pytest.fixture
def person(db):
    with db.write("Une personne inventée") as session:
        learner = make_learner(session, last_name="Ben Salah", first_name="Yasmine")
        session.flush()
        facts = {"entered_on": ENTRY, "exit_type": "term", "exit_on": EXIT}
        return enroll(session, make_cohort(session), learner, **facts).id


def spells(db, enrollment_id):
    with db.read() as session:
        return placements_of(session, session.get_one(Enrollment, enrollment_id).learner_id)


def derived(db, enrollment_id, as_of=AT_6):
    with db.read() as session:
        learner_id = session.get_one(Enrollment, enrollment_id).learner_id
        told = told_by_spells(session, learner_id, as_of)
    return [(one.horizon, one.situation, one.is_contradicted) for one in told]


def test_a_job_is_kept_whole_and_its_employer_once(db, person):
    made = record_placement(db, person, JOB)
    assert made.name == "Emploi\u00a0: Ben Salah Yasmine"
    during = {"starts_on": dt.date(2026, 2, 2), "ends_on": dt.date(2026, 3, 1), "contract_type": "CDD"}
    record_placement(db, person, replace(JOB, **during))
    first, second = spells(db, person)
    assert (first.employer, first.employer_city) == ("Dupont (entreprise fictive)", "Nevers")
    assert (first.rome_code, first.rome_version, first.weekly_minutes) == ("M1805", "ROME 3", 2100)
    assert (first.siren, first.obtained_in_course, second.obtained_in_course) == (None, False, True)
    assert first.company_id == second.company_id
    with db.read() as session:
        assert session.query(Company).count() == 1


def test_the_length_follows_from_the_dates(db, person):
    dates = {"starts_on": dt.date(2026, 8, 31), "ends_on": dt.date(2027, 2, 26)}
    cdd = replace(JOB, contract_type="CDD", contract_months=12, **dates)
    record_placement(db, person, cdd)
    (kept,) = spells(db, person)
    assert kept.contract_months == 5, "the day after makes six months, whatever was typed"
    change_placement(db, kept.id, replace(cdd, ends_on=dt.date(2027, 2, 27)), version=kept.version)
    assert spells(db, person)[0].contract_months == 6
    assert derived(db, person) == [(3, "EMP_CDD6", False), (6, "EMP_CDD6", False)]


def test_the_reason_of_an_exit_tells_the_exit_until_a_job_or_an_answer_does(db, person):
    with db.write("Partie pour un emploi") as session:
        enrollment = session.get_one(Enrollment, person)
        enrollment.exit_type, enrollment.exit_reason = "abandonment", "AB_EMPL"
    assert derived(db, person) == [(0, "EMP_NP", False)]
    made = record_placement(db, person, replace(JOB, starts_on=dt.date(2026, 5, 2))).created_id
    assert derived(db, person) == [(h, "EMP_CDI", False) for h in (0, 3, 6)]
    delete_placement(db, made)
    record_situation(db, SituationInput(person, 0, EXIT, situation="RECH"))
    assert derived(db, person) == []


def test_an_answer_told_decides_and_a_contradiction_is_said(db, person):
    record_placement(db, person, JOB)
    assert derived(db, person) == [(6, "EMP_CDI", False)]
    record_situation(db, SituationInput(person, 6, dt.date(2026, 11, 25), situation="RECH"))
    assert derived(db, person) == [(6, "RECH", True)]
    undo_last(db)
    assert derived(db, person) == [(6, "EMP_CDI", False)]


def test_a_job_said_long_before_tells_nothing_until_it_is_confirmed(db, person):
    record_placement(db, person, replace(JOB, recorded_on=dt.date(2026, 9, 2)))
    assert derived(db, person) == []
    (kept,) = spells(db, person)
    confirm_placement(db, kept.id, dt.date(2026, 11, 15))
    assert derived(db, person) == [(6, "EMP_CDI", False)]
    assert derived(db, person, dt.date(2026, 11, 14)) == [], "nobody had confirmed it yet"
    with pytest.raises(InvalidInput):
        confirm_placement(db, kept.id, dt.date(2026, 8, 31))
    confirm_placement(db, kept.id, dt.date(2026, 11, 1))
    assert spells(db, person)[0].confirmed_on == dt.date(2026, 11, 15), "an older word changes nothing"


@pytest.mark.parametrize(
    ("values", "horizons"),
    [
        ({"ends_on": dt.date(2026, 11, 29), "contract_type": "CDD"}, []),
        ({"ends_on": AT_6, "contract_type": "CDD"}, [(6, "EMP_CDDC", False)]),
        ({"starts_on": dt.date(2026, 12, 1)}, []),
        ({"starts_on": AT_6}, [(6, "EMP_CDI", False)]),
        ({"starts_on": None}, []),
        ({"starts_on": dt.date(2025, 12, 1)}, [(horizon, "MAINT", False) for horizon in (0, 3, 6)]),
        ({"starts_on": dt.date(2026, 8, 1)}, [(3, "EMP_CDI", False), (6, "EMP_CDI", False)]),
    ],
)
def test_only_a_spell_that_covers_the_day_tells_it(db, person, values, horizons):
    record_placement(db, person, replace(JOB, **values))
    assert derived(db, person) == horizons


def test_two_jobs_at_once_and_one_person_in_three_cohorts(db, person):
    record_placement(db, person, replace(JOB, contract_type="INT", contract_months=1))
    record_placement(db, person, replace(JOB, kind="training", title="Anglais"))
    assert derived(db, person) == [(6, "EMP_INTC", False)]
    record_placement(db, person, JOB)
    assert derived(db, person) == [(6, "EMP_CDI", False)]
    with db.write("Deux autres parcours") as session:
        learner_id = session.get_one(Enrollment, person).learner_id
        for code in ("B", "C"):
            cohort = make_cohort(session, code)
            enrollment = Enrollment(learner_id=learner_id, cohort_id=cohort.id, entered_on=ENTRY)
            enrollment.exit_type, enrollment.exit_on = "term", EXIT
            session.add(enrollment)
    with db.read() as session:
        known = people(session, "D1.6", Part.NUMERATOR, Scope(AT_6))
        unknown = people(session, "D2.6", Part.NUMERATOR, Scope(AT_6))
    assert [one.enrollment_id for one in known] == [person], "a spell is of the path it was told for"
    assert len(unknown) == 2


def test_nobody_dead_is_said_to_work(db, person):
    record_placement(db, person, JOB)
    with db.write("Décès") as session:
        session.get_one(Enrollment, person).exit_reason = "NE_DEC"
    with db.read() as session:
        assert people(session, "D1.6", Part.DENOMINATOR, Scope(AT_6)) == ()


def test_what_is_wrong_is_said_where_it_is_and_nothing_is_written(db, person):
    with db.read() as session:
        learner_id = session.get_one(Enrollment, person).learner_id
    wrong = replace(
        JOB,
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2026, 8, 1),
        contract_type="IND",
        employer_siret="123 456 789 00011",
        weekly_minutes=90 * 60,
        contract_nature="ZZ",
        confirmed_on=dt.date(2026, 8, 15),
        attached_document_id=1,
    )
    with pytest.raises(InvalidInput) as refused:
        record_placement(db, person, wrong)
    said = {problem.field for problem in refused.value.problems}
    assert said >= {"ends_on", "contract_type", "employer_siret", "weekly_minutes", "contract_nature"}
    assert said >= {"confirmed_on", "attached_document_id"}
    with pytest.raises(NotFound):
        record_placement(db, 1, JOB)
    assert spells(db, person) == ()
    attach(db, learner_id, [Source("Contrat.txt", lambda: b"bonjour")], AT_6)


def test_the_proof_is_a_paper_of_the_person(db, person):
    with db.read() as session:
        learner_id = session.get_one(Enrollment, person).learner_id
    attach(db, learner_id, [Source("Contrat.txt", lambda: b"bonjour")], AT_6)
    with db.read() as session:
        (paper,) = papers(session, learner_id)
    record_placement(db, person, replace(JOB, proof="contract", attached_document_id=paper.id))
    assert spells(db, person)[0].proof_title == "Contrat"


def test_changed_meanwhile_deleted_and_given_back(db, person):
    record_placement(db, person, JOB)
    (kept,) = spells(db, person)
    change_placement(db, kept.id, replace(JOB, title="Développeuse"), version=kept.version)
    with pytest.raises(Conflict):
        change_placement(db, kept.id, JOB, version=kept.version)
    delete_placement(db, kept.id)
    with pytest.raises(NotFound), db.read() as session:
        placement(session, kept.id)
    undo_last(db)
    assert spells(db, person)[0].title == "Développeuse"
