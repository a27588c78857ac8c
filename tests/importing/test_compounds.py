"""Cells that say several facts at once come apart, each fact in its own place."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.french import NBSP
from gen_desktop.importing.compounds import birth_cleaner, parts_of, phones, postal_city, whole_address
from gen_desktop.importing.learner_columns import learner_columns
from gen_desktop.importing.learners import plan_learners
from gen_desktop.importing.plan import Plan, PlanRow
from tests.factories import make_cohort

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("58120 Château-Chinon", ("58120", "Château-Chinon")),
        ("1000 BOURG EN BRESSE", ("01000", "BOURG EN BRESSE")),
        ("F-63000, Clermont-Ferrand", ("63000", "Clermont-Ferrand")),
        ("Clermont-Ferrand (63000)", ("63000", "Clermont-Ferrand")),
        ("Clermont-Ferrand 63000", ("63000", "Clermont-Ferrand")),
        ("Luzy (58)", (None, "Luzy")),
        ("Luzy", (None, "Luzy")),
        (63000, ("63000", None)),
        ("63000", ("63000", None)),
        ("–", None),
        (None, None),
    ],
)
def test_postal_code_and_city(cell, said):
    assert postal_city(cell) == said


@pytest.mark.parametrize("cell", ["630 Clermont", "Clermont 63", "63000 63100 Clermont"])
def test_what_is_no_postal_code_is_refused(cell):
    with pytest.raises(ValueError, match="n’est pas un code postal"):
        postal_city(cell)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("12 rue des Lilas 63000 CLERMONT FD", ("12 rue des Lilas", "63000", "CLERMONT FD")),
        ("12, rue du Bac\nBât. B\n58170 Luzy", ("12, rue du Bac Bât. B", "58170", "Luzy")),
        ("3 place d’Armes, 58000 Nevers Cedex 9", ("3 place d’Armes", "58000", "Nevers Cedex 9")),
        ("12 rue du 11 novembre", ("12 rue du 11 novembre", None, None)),
        ("", None),
    ],
)  # fmt: skip
def test_a_whole_address(cell, said):
    assert whole_address(cell) == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("14/03/1999 à Autun", (dt.date(1999, 3, 14), "Autun")),
        ("14/03/99 - Autun (71)", (dt.date(1999, 3, 14), "Autun (71)")),
        ("Née le 14 mars 1999 à Saint-Honoré", (dt.date(1999, 3, 14), "Saint-Honoré")),
        ("14 mars 1999 Autun", (dt.date(1999, 3, 14), "Autun")),
        ("14/03/1999", (dt.date(1999, 3, 14), None)),
        (dt.datetime(1999, 3, 14), (dt.date(1999, 3, 14), None)),
        ("", None),
    ],
)
def test_date_and_place_of_birth(cell, said):
    assert birth_cleaner(TODAY)(cell) == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("04 73 00 00 01 / 06 39 98 01 23", ("+33473000001", "+33639980123")),
        ("04.73.00.00.01 ou 06.39.98.01.23", ("+33473000001", "+33639980123")),
        ("04-73-00-00-01", "+33473000001"),
        ("06 39 98 01 23 / 0639980123", "+33639980123"),
        ("06 39 98 01 23", "+33639980123"),
        (639980123, "+33639980123"),
        ("", None),
    ],
)
def test_one_telephone_or_two(cell, said):
    assert phones(cell) == said


@pytest.mark.parametrize(
    "cell", ["0473000001 0639980123", "0473000001/0639980123/0639980124", "04 73 / 06 39"]
)
def test_telephones_that_nothing_tells_apart_are_refused(cell):
    with pytest.raises(ValueError, match="téléphone|deux numéros"):
        phones(cell)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    for name, clean in (
        ("phone", phones),
        ("postal_city", postal_city),
        ("whole_address", whole_address),
        ("birth", birth_cleaner(TODAY)),
    ):
        try:
            value = clean(text)
        except ValueError:
            continue
        assert value is None or all(said for _part, said in parts_of(name, value))


@pytest.fixture
def planned(db, tmp_path):
    """The plan of a list given as text."""
    with db.write("Test") as session:
        make_cohort(session, code="A")

    def plan(text: str) -> Plan:
        path = tmp_path / "liste.csv"
        path.write_text(text, encoding="utf-8")
        return plan_learners(db, path, cohort_code="A", today=TODAY)

    return plan


def _said(row: PlanRow) -> str:
    return " ".join(row.details).replace(NBSP, " ")


def test_each_fact_goes_to_its_field_and_the_repair_is_named(planned):
    plan = planned(
        "Nom;Prénom;Date et lieu de naissance;Tél. fixe / port.;Adresse complète\n"
        "Dupré;Zoé;14/03/1999 à Autun;04 73 00 00 01 / 06 39 98 01 23;12 rue du Bac 58170 Luzy\n"
    )
    (row,) = plan.rows
    said = _said(row)
    for fact in ("14/03/1999", "Autun", "04 73 00 00 01", "06 39 98 01 23", "12 rue du Bac", "58170", "Luzy"):
        assert fact in said
    assert {kind for _field, kind in row.repairs} == {"apart"}
    assert not plan.unknown_columns


def test_a_fact_with_its_own_column_is_read_there(planned):
    (row,) = planned("Nom;Prénom;CP / Ville;Ville\nDupré;Zoé;58170 LUZY;Luzy\n").rows
    said = _said(row)
    assert "Luzy" in said
    assert "LUZY" not in said
    assert "58170" in said


def test_two_columns_of_telephones_are_two_telephones(planned):
    plan = planned("Nom;Prénom;Téléphone;Téléphone\nDupré;Zoé;0473000001;0639980123\n")
    assert not [note for note in plan.notes if "plusieurs colonnes" in note.text]
    said = _said(plan.rows[0])
    assert "04 73 00 00 01" in said
    assert "06 39 98 01 23" in said


def test_no_title_means_two_things():
    titles = [title for column in learner_columns(TODAY) for title in column.accepted_titles]
    assert len(titles) == len(set(titles))
