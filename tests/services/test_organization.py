"""Whose file it is: set up once, checked as typed."""

from __future__ import annotations

import pytest

from gen_desktop.errors import InvalidInput
from gen_desktop.queries.organization import current_organization, sites, staff
from gen_desktop.services.organization import (
    OrganizationInput,
    SiteInput,
    add_site,
    add_staff_member,
    create_organization,
    create_sample_organization,
    rename,
    retire_staff_member,
    update_site,
)

MORVAN = OrganizationInput(
    name=" Numérique en Morvan ",
    siret="999 000 003 00015",
    sites=(SiteInput("Autun", city="Autun"),),
    staff=(("Claire Lambert", "placement"),),
)


def test_the_organization_comes_with_its_site_and_its_first_person(db):
    made = create_organization(db, MORVAN)
    with db.read() as session:
        found, places, people = current_organization(session), sites(session), staff(session)
    assert (found.id, found.name, found.siret) == (made.created_id, "Numérique en Morvan", "99900000300015")
    assert [(place.name, place.holiday_zone) for place in places] == [("Autun", "national")]
    assert [person.name for person in people] == ["Claire Lambert"]


def test_an_organization_is_set_up_once(db):
    create_sample_organization(db)
    with pytest.raises(InvalidInput, match="déjà son organisme"):
        create_organization(db, OrganizationInput(name="Un autre"))


def test_every_problem_is_said(db):
    wrong = OrganizationInput(
        name=" ",
        siret="123 456 789 00012",
        nda="2758",
        sites=(SiteInput("A", holiday_zone="Lune"),),
        staff=(("", "chef"),),
    )
    with pytest.raises(InvalidInput) as refused:
        create_organization(db, wrong)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["name", "siret", "nda", "holiday_zone", "staff", "staff"]
    with db.read() as session:
        assert current_organization(session) is None


def test_the_organization_is_renamed(db):
    create_organization(db, MORVAN)
    rename(db, "Numérique en Bourgogne")
    with db.read() as session:
        assert current_organization(session).name == "Numérique en Bourgogne"
    with pytest.raises(InvalidInput):
        rename(db, "  ")


def test_a_site_has_a_name_of_its_own(db):
    create_organization(db, MORVAN)
    second = add_site(db, SiteInput("Luzy")).created_id
    with pytest.raises(InvalidInput, match="porte déjà"):
        update_site(db, second, SiteInput("Autun"))
    update_site(db, second, SiteInput("Luzy", holiday_zone="alsace_moselle"))
    with db.read() as session:
        assert [place.holiday_zone for place in sites(session)] == ["national", "alsace_moselle"]


def test_who_left_is_no_longer_offered(db):
    create_organization(db, MORVAN)
    added = add_staff_member(db, "Paul Lestienne", "training")
    retire_staff_member(db, added.created_id)
    with db.read() as session:
        assert [person.name for person in staff(session)] == ["Claire Lambert"]
