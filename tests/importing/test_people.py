"""Cells about persons and organisations."""

from __future__ import annotations

import unicodedata

import pytest

from gen_desktop.importing import people


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("DUPRÉ", "Dupré"),
        ("zoé", "Zoé"),
        ("JEAN-NOËL", "Jean-Noël"),
        ("LE GOFF", "Le Goff"),
        ("DE LA TOUR", "de La Tour"),
        ("D’ARTAGNAN", "d’Artagnan"),
        ("McDonald", "McDonald"),
        ("  Ben\u00a0 Saïd ", "Ben Saïd"),
        ("Mme DUPRÉ", "Dupré"),
        ("M. Le Goff", "Le Goff"),
        ("Merlin", "Merlin"),
        (unicodedata.normalize("NFD", "HÉLÈNE"), "Hélène"),
        ("李", "李"),
        ("Nom1", "Nom1"),
        ("Apprenant 12", "Apprenant 12"),
        ("NOM0001", "Nom0001"),
        (None, None),
        ("", None),
    ],
)
def test_person_name(value, expected):
    assert people.person_name(value) == expected


@pytest.mark.parametrize("value", ["Dupré <2>", "zoe@exemple.fr", 12, "-", "Ana/Bo", "Ana\\Bo"])
def test_no_name(value):
    with pytest.raises(ValueError, match="n’est pas un nom"):
        people.person_name(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("DUPRÉ Zoé", ("Dupré", "Zoé")),
        ("Zoé DUPRÉ", ("Dupré", "Zoé")),
        ("Mme DUPRÉ-LAC Zoé Ana", ("Dupré-Lac", "Zoé Ana")),
        ("LE GOFF Jean-Noël", ("Le Goff", "Jean-Noël")),
        ("de LA TOUR Ana", ("de LA TOUR", "Ana")),
        ("Ana de LA TOUR", ("de LA TOUR", "Ana")),
        ("Dupré, Zoé", ("Dupré", "Zoé")),
        ("DUPRÉ, ZOÉ", ("Dupré", "Zoé")),
        ("NOM 1 Prénom 1", ("Nom 1", "Prénom 1")),
        ("", None),
    ],
)
def test_split_name(value, expected):
    assert people.split_name(value) == expected


def test_two_words_follow_the_title_of_the_column():
    assert people.split_name("Dupré Zoé", last_first=True) == ("Dupré", "Zoé")
    assert people.split_name("Zoé Dupré", last_first=False) == ("Dupré", "Zoé")
    assert people.split_name("DUPRÉ ZOÉ", last_first=True) == ("Dupré", "Zoé")
    assert people.split_name("Zoé DUPRÉ", last_first=True) == ("Dupré", "Zoé")


@pytest.mark.parametrize(
    "value", ["Dupré Zoé", "DUPRÉ ZOÉ", "DUPRÉ", "Ana DUPRÉ Bo", "Dupré,", "DUPRÉ Zoé LAC"]
)
def test_a_name_that_may_be_cut_in_two_ways(value):
    with pytest.raises(ValueError, match="où finit le nom"):
        people.split_name(value)


def test_three_words_without_capitals_are_not_guessed():
    with pytest.raises(ValueError, match="où finit le nom"):
        people.split_name("Martin Lopez Ana", last_first=True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (612457803, "+33612457803"),
        (612457803.0, "+33612457803"),
        ("612457803", "+33612457803"),
        ("06 12 45 78 03", "+33612457803"),
        ("06.12.45.78.03", "+33612457803"),
        ("06/12/45/78/03", "+33612457803"),
        ("06-12-45-78-03\u00a0", "+33612457803"),
        ("+33 (0)6 12 45 78 03", "+33612457803"),
        ("0033 6 12 45 78 03", "+33612457803"),
        (33612457803, "+33612457803"),
        ("0692123456", "+262692123456"),
        ("0590 12 34 56", "+590590123456"),
        ("06 39 98 00 12", "+33639980012"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_phone(value, expected):
    assert people.phone(value) == expected


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("06 12 45 78", "n’est pas un numéro"),
        ("3949", "n’est pas un numéro"),
        ("voir note", "n’est pas un numéro"),
        ("06 12 45 78 03 (mère)", "n’est pas un numéro"),
        ("06 12 45 78 03 / 07 11 22 33 44", "deux numéros"),
        ("6,12458E+08", "abrégé par le tableur"),
        ("06124578031", "n’est pas un numéro"),
        ("00 00 00 00 00", "n’est pas un numéro"),
    ],
)
def test_no_phone(value, says):
    with pytest.raises(ValueError, match=says):
        people.phone(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Zoe.Dupre@Exemple.FR ", "zoe.dupre@exemple.fr"),
        ("mailto:zoe@exemple.fr", "zoe@exemple.fr"),
        ("<zoe+gen@sous.exemple.fr>;", "zoe+gen@sous.exemple.fr"),
    ],
)
def test_email(value, expected):
    assert people.email(value) == expected


@pytest.mark.parametrize(
    "value",
    ["zoe", "zoe@", "zoe@exemple", "zoé@exemple.fr", "a b@exemple.fr", "a..b@c.fr", 12],
)
def test_no_email(value):
    with pytest.raises(ValueError, match="adresse électronique"):
        people.email(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (58120, "58120"),
        ("58 120", "58120"),
        (1000, "01000"),
        ("1000", "01000"),
        ("F-58120", "58120"),
        ("97400", "97400"),
    ],
)
def test_postal_code(value, expected):
    assert people.postal_code(value) == expected


@pytest.mark.parametrize("value", ["581200", "00120", "2A004", "Autun", 120, "58120 Château-Chinon"])
def test_no_postal_code(value):
    with pytest.raises(ValueError, match="code postal"):
        people.postal_code(value)


def test_siret_and_siren():
    assert people.siret("732 829 320 00074") == "73282932000074"
    assert people.siret(73282932000074) == "73282932000074"
    assert people.siret("35600000049837") == "35600000049837"  # La Poste has its own rule
    assert people.siren("732.829.320") == "732829320"
    assert people.siren(5520135) == "005520135"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("73282932000075", "clé de contrôle"),
        ("7328293200007", "14 chiffres"),
        ("à venir", "14 chiffres"),
        ("7,32829E+13", "abrégé par le tableur"),
    ],
)
def test_no_siret(value, says):
    with pytest.raises(ValueError, match=says):
        people.siret(value)


@pytest.mark.parametrize(
    "cell", ["a@exemple.fr ; b@exemple.fr", "a@exemple.fr, b@exemple.fr", "a@exemple.fr b@exemple.fr"]
)
def test_two_addresses_in_a_cell_are_told(cell):
    with pytest.raises(ValueError, match="deux adresses"):
        people.email(cell)
