"""What makes two writings look like one person, and what does not."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.importing.likeness import Identity, likeness
from gen_desktop.importing.lookalikes import Lookalikes, Somebody
from gen_desktop.importing.short_names import are_forms_of_one

BORN = dt.date(1999, 4, 11)
MOBILE, OTHER_MOBILE = "+33639980123", "+33639980456"


def person(last, first, born=BORN, **more):
    phone = more.pop("phone", None)
    return Identity.of((last, first), born, more.pop("ft", None), phones=(phone,), **more)


def both_ways(one, other):
    """The same answer, whoever comes first."""
    found = likeness(one, other)
    assert likeness(other, one) == found
    return found


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("Duppré", "Zoé"),  # a letter twice
        ("Durpé", "Zoé"),  # exchanged
        ("Dupre-Martin", "Zoé"),
        ("Zoé", "Dupré"),
        ("Zoé", "Dupr"),
        ("Dupré", "Zoé Marie"),
        ("Dupré Martin", "Zoé Marie"),
    ],
)
def test_names_that_are_nearly_the_same_on_one_birth_date(last, first):
    assert both_ways(person("Dupré", "Zoé"), person(last, first)) == "quelqu’un né ce jour-là"


@pytest.mark.parametrize(
    ("last", "first"),
    [("Dupré", "Jean"), ("Marchand", "Zoé"), ("Dupas", "Zoé"), ("Dupré", "Léo"), ("De Dupré", "Léa")],
)
def test_one_birth_date_is_not_enough(last, first):
    assert both_ways(person("Dupré", "Zoé"), person(last, first)) == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [("nicolas", "nico"), ("anthony", "tony"), ("jonathan", "jo"), ("mickael", "mika"), ("emilie", "emi")],
)
def test_short_forms_of_a_first_name(name, short):
    assert are_forms_of_one(name, short)
    assert are_forms_of_one(short, name)
    assert both_ways(person("Petit", name), person("Petit", short)) == "quelqu’un né ce jour-là"


@pytest.mark.parametrize(("one", "other"), [("nicolas", "lea"), ("anthony", "antoine"), ("emma", "e")])
def test_other_first_names_are_no_forms_of_one(one, other):
    assert not are_forms_of_one(one, other)


def test_twins_of_both_sexes_are_two_people():
    julie, julien = person("Petit", "Julie", sex="F"), person("Petit", "Julien", sex="M")
    assert both_ways(julie, julien) == ""
    assert both_ways(julie, person("Petit", "Julien")) == "quelqu’un né ce jour-là"


def test_day_and_month_exchanged():
    swapped = person("Dupré", "Zoé", dt.date(1999, 11, 4))
    expected = "quelqu’un de ce nom, jour et mois de naissance échangés,"
    assert both_ways(person("Dupre", "Zoe"), swapped) == expected
    assert both_ways(person("Dupre", "Zoe"), person("Dupré", "Zoé", dt.date(1999, 11, 5))) == ""


def test_a_namesake_of_another_age_is_somebody_else():
    father = person("Petit", "Luc", dt.date(1970, 1, 1), postal_code="58120", phone=OTHER_MOBILE)
    assert both_ways(person("Petit", "Luc", postal_code="58120", phone=MOBILE), father) == ""


def test_a_figure_of_the_birth_date_needs_the_same_place_or_telephone():
    other_year = dt.date(1998, 4, 11)
    assert both_ways(person("Petit", "Luc"), person("Petit", "Luc", other_year)) == ""
    neighbour = both_ways(
        person("Petit", "Luc", postal_code="58120"), person("Petit", "Luc", other_year, postal_code="58120")
    )
    assert neighbour == "quelqu’un de ce nom, à un chiffre près de la date de naissance,"
    reached = both_ways(
        person("Petit", "Luc", phone=MOBILE), person("Petit", "Luc", other_year, phone=MOBILE)
    )
    assert reached == "quelqu’un de ce nom, au même téléphone,"


def test_a_telephone_is_shared_by_couples_and_families():
    luc = person("Petit", "Luc", phone=MOBILE, email="petit@exemple.fr")
    wife = person("Petit", "Anne", dt.date(1998, 2, 2), phone=MOBILE, email="petit@exemple.fr")
    assert both_ways(luc, wife) == ""
    undated = person("Ptit", "Luc", None, phone=MOBILE)
    assert both_ways(luc, undated) == "quelqu’un d’un nom proche, au même téléphone,"


def test_another_name_since_a_marriage():
    before = person("Dupré", "Zoé", phone=MOBILE)
    told = "quelqu’un né ce jour-là, connu sous son autre nom,"
    assert both_ways(before, person("Marchand", "Zoé", birth_name="DUPRE")) == told
    assert both_ways(before, person("Marchand", "Zoé", birth_name="Petit")) == ""
    assert (
        both_ways(before, person("Marchand", "Zoé", phone=MOBILE))
        == "quelqu’un né ce jour-là, au même téléphone,"
    )
    assert both_ways(before, person("Marchand", "Zoé", None, birth_name="Dupré")) == ""


def test_without_a_birth_date_a_name_is_a_doubt_unless_all_else_differs():
    luc = person("Petit", "Luc", phone=MOBILE, email="luc@exemple.fr", postal_code="58120")
    assert both_ways(luc, person("Petit", "Luc", None)) == "quelqu’un de ce nom"
    moved = person("Petit", "Luc", None, phone=MOBILE, email="l.petit@exemple.fr", postal_code="71400")
    assert both_ways(luc, moved) == "quelqu’un de ce nom, au même téléphone,"
    stranger = person("Petit", "Luc", None, phone=OTHER_MOBILE, email="l.petit@exemple.fr")
    assert both_ways(luc, stranger) == ""
    with_id = person("Petit", "Luc", None, ft="1234567A")
    assert both_ways(with_id, person("Petit", "Luc", ft="7654321B")) == ""


def test_the_surest_sign_is_told_first():
    people = Lookalikes()
    people.add(Somebody(person("Petit", "Luc", None), 3))
    people.add(Somebody(person("Petit", "Luc", None, phone=MOBILE), 9))
    found, what = people.find(person("Petit", "Luc", phone=MOBILE))
    assert (found.row, what) == (9, "quelqu’un de ce nom, au même téléphone,")
    people.add(Somebody(person("Autre", "Ève", dt.date(1980, 1, 1), ft="1234567A"), 12))
    found, what = people.find(person("Petit", "Luc", phone=MOBILE, ft="1234567A"))
    assert (found.row, what) == (12, "l’identifiant 1234567A")
    assert people.find(person("Grand", "Ève", dt.date(1985, 7, 7))) is None


def test_the_number_of_the_office_tells_nobody_apart():
    people = Lookalikes()
    for number in range(1000):
        people.add(Somebody(person(f"Nom{number:04}", "Luc", None, phone=MOBILE), number + 2))
    assert people.find(person("Nom00005", "Luc", None, phone=MOBILE)) is None
    found, _ = people.find(person("Nom0005", "Luc", None, phone=MOBILE))
    assert found.row == 7
