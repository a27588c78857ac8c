"""Whose file it is: set up once, checked as typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.queries.organization import current_organization, organization_record, sites, staff
from gen_desktop.services.organization import (
    OrganizationInput,
    SiteInput,
    add_site,
    add_staff_member,
    create_organization,
    create_sample_organization,
    rename,
    retire_staff_member,
    update_organization,
    update_site,
)
from gen_desktop.services.undo import undo_last

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


WHOLE = replace(
    MORVAN,
    name="Numérique en Bourgogne",
    siret="999 000 003 00015",
    nda="27 58 00999 58",
    legal_status="association",
    qualiopi_number=" 24QUA00123 ",
    qualiopi_valid_until=date(2027, 6, 30),
    representative="Hélène Vauclair",
    address="3 place Saint-Romain",
    postal_code="58 120",
    city="Château-Chinon",
    phone="+33386990000",
    email="contact@exemple.fr",
)


def record(db):
    with db.read() as session:
        return organization_record(session)


def test_what_was_left_out_at_the_first_screen_is_given_later_and_taken_back(db):
    create_organization(db, OrganizationInput(name="Numérique en Morvan", sites=MORVAN.sites))
    before = record(db)
    change = update_organization(db, WHOLE, version=before.version)
    after = record(db)
    assert (change.name, change.kinds, change.ids) == (
        "Modifier l’organisme",
        frozenset({"organization"}),
        frozenset({before.id}),
    )
    assert (after.name, after.siret, after.nda) == ("Numérique en Bourgogne", "99900000300015", "27580099958")
    assert (after.qualiopi_number, after.qualiopi_valid_until) == ("24QUA00123", date(2027, 6, 30))
    assert (after.postal_code, after.city, after.phone) == ("58120", "Château-Chinon", "+33386990000")
    with db.read() as session:
        assert [place.name for place in sites(session)] == ["Autun"]
    undo_last(db)
    assert replace(record(db), version=before.version) == before


def test_the_organization_that_is_only_tried_stays_invented(db):
    create_sample_organization(db)
    update_organization(db, WHOLE, version=record(db).version)
    with db.read() as session:
        assert current_organization(session).is_invented


def test_a_change_that_cannot_be_is_refused_whole(db):
    create_organization(db, MORVAN)
    before = record(db)
    wrong = replace(WHOLE, name="", siret="99900000300016", nda="1", legal_status="club", email="contact@")
    with pytest.raises(InvalidInput) as refused:
        update_organization(db, replace(wrong, postal_code="581"), version=before.version)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["name", "siret", "nda", "legal_status", "email", "postal_code"]
    assert record(db) == before


def test_a_change_made_elsewhere_is_not_written_over(db):
    create_organization(db, MORVAN)
    shown = record(db)
    rename(db, "Numérique en Bourgogne")
    with pytest.raises(Conflict, match="entre-temps"):
        update_organization(db, WHOLE, version=shown.version)
    assert record(db).name == "Numérique en Bourgogne"


def test_there_must_be_an_organization_to_change(db):
    assert record(db) is None
    with pytest.raises(NotFound):
        update_organization(db, WHOLE, version=1)
