"""Employers: what is known of them, who worked there, and two writings made one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.registry import CompanyPeriod, Placement
from gen_desktop.queries.companies import look_alikes, people_of, record
from gen_desktop.services.companies import (
    CompanyContactInput,
    CompanyInput,
    create_company,
    update_company,
)
from gen_desktop.services.company_merging import merge_companies
from gen_desktop.services.placements import PlacementInput, record_placement
from gen_desktop.services.undo import undo_last
from tests.factories import enroll, make_cohort, make_learner

SIRET = "73282932000074"
DAY = dt.date(2026, 9, 1)
DUPONT = CompanyInput(
    "Dupont (entreprise fictive)",
    "Nevers",
    naf_code="62.01z",
    contacts=(CompanyContactInput("Anne Petit (fictive)", "RH"), CompanyContactInput("Luc Blanc (fictif)")),
)


def told(db, company_id):
    with db.read() as session:
        return record(session, company_id)


@pytest.fixture
def two(db):
    """The same employer written twice: the first hired somebody, the second hosted her."""
    first = create_company(db, DUPONT).created_id
    second = create_company(
        db, CompanyInput("DUPONT (entreprise fictive)", "Decize", SIRET, phone="0386000000")
    ).created_id
    with db.write("Une personne inventée") as session:
        cohort = make_cohort(session)
        learner = make_learner(session, last_name="Ben Salah", first_name="Yasmine")
        session.flush()
        enrollment = enroll(session, cohort, learner, entered_on=dt.date(2026, 1, 5))
        session.flush()
        period = {"host": "Dupont", "company_id": second, "starts_on": DAY, "ends_on": DAY}
        session.add(CompanyPeriod(enrollment_id=enrollment.id, **period))
        enrollment_id = enrollment.id
    job = PlacementInput("job", recorded_on=DAY, starts_on=DAY, employer=DUPONT.name, employer_city="Nevers")
    record_placement(db, enrollment_id, job)
    return first, second


def test_contacts_are_added_changed_and_taken_away_with_their_employer(db):
    company_id = create_company(db, DUPONT).created_id
    kept = told(db, company_id)
    assert (kept.naf_code, [one.name for one in kept.contacts]) == (
        "6201Z",
        ["Anne Petit (fictive)", "Luc Blanc (fictif)"],
    )
    anne = CompanyContactInput("Anne Petit (fictive)", "Directrice", id=kept.contacts[0].id)
    update_company(db, company_id, replace(DUPONT, contacts=(anne,)), version=kept.version)
    (left,) = told(db, company_id).contacts
    assert (left.id, left.role) == (kept.contacts[0].id, "Directrice")
    update_company(db, company_id, replace(DUPONT, contacts=None), version=told(db, company_id).version)
    assert len(told(db, company_id).contacts) == 1, "nothing was said of them"
    undo_last(db)
    assert told(db, company_id).contacts == kept.contacts


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (replace(DUPONT, naf_code="62"), "naf_code"),
        (replace(DUPONT, contacts=(CompanyContactInput("  ", "RH"),)), "contacts"),
        (CompanyInput(" dupont (ENTREPRISE fictive)", "NEVERS"), "name"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(db, values, field):
    create_company(db, DUPONT)
    with pytest.raises(InvalidInput) as refused:
        create_company(db, values)
    assert [problem.field for problem in refused.value.problems][:1] == [field]


def test_another_writing_is_recognised_by_its_siret_or_by_its_name_and_town(db, two):
    first, second = two
    with db.read() as session:
        by_name = look_alikes(session, "dupont (entreprise fictive)", "nevers", None)
        by_siret = look_alikes(session, "Autre", None, "732 829 320 00074")
        nobody = look_alikes(session, "dupont (entreprise fictive)", "Autun", None)
    assert [one.id for one in by_name] == [first]
    assert [one.id for one in by_siret] == [second]
    assert nobody == ()


def test_who_was_hired_and_who_was_hosted_follow_the_employer(db, two):
    first, second = two
    with db.read() as session:
        assert [(one.name, one.kind) for one in people_of(session, first)] == [("Ben Salah Yasmine", "job")]
        assert [one.kind for one in people_of(session, second)] == [None]
    before = told(db, first), told(db, second)
    merge_companies(db, first, second)
    kept = told(db, first)
    assert (kept.siret, kept.city, kept.phone) == (SIRET, "Nevers", "0386000000")
    assert len(kept.contacts) == 2
    with db.read() as session:
        assert sorted(str(one.kind) for one in people_of(session, first)) == ["None", "job"]
    with pytest.raises(NotFound):
        told(db, second)
    undo_last(db)
    assert [replace(one, version=0) for one in (told(db, first), told(db, second))] == [
        replace(one, version=0) for one in before
    ]


def test_two_establishments_are_not_made_one(db, two):
    first, second = two
    other = "55210055400021"
    update_company(db, first, replace(DUPONT, siret=other, contacts=None), version=told(db, first).version)
    with pytest.raises(Conflict):
        merge_companies(db, first, second)
    with pytest.raises(InvalidInput):
        merge_companies(db, first, first)


def test_a_job_told_again_at_a_later_horizon_is_one_hire(db, two):
    first, _ = two
    with db.write("La même chose, six mois après") as session:
        job = session.scalars(select(Placement).where(Placement.company_id == first)).one()
        again = Placement(
            enrollment_id=job.enrollment_id, company_id=first, kind="job", starts_on=job.starts_on
        )
        again.ends_on = dt.date(2027, 1, 31)
        session.add(again)
    with db.read() as session:
        (hired,) = people_of(session, first)
    assert hired.ends_on == dt.date(2027, 1, 31)
