"""Columns are known by their titles, never guessed."""

from __future__ import annotations

import pytest

from gen_desktop.importing.columns import TargetColumn, known_titles, match_columns

NAME = TargetColumn("last_name", "Nom", ("Nom d’usage", "NOM usuel"), required=True)
FIRST = TargetColumn("first_name", "Prénom", ("Prénoms",), required=True)
BIRTH = TargetColumn("birth_date", "Date de naissance", ("Né(e) le", "Né le"))
ENTRY = TargetColumn("entry", "Date d’entrée réelle", ("Entrée (réelle)",))
PHONE = TargetColumn("phone", "Téléphone", ("N° de tél.",))
TARGETS = (NAME, FIRST, BIRTH, ENTRY, PHONE)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("NOM :", "last_name"),
        ("Nom *", "last_name"),
        ("nom d'usage", "last_name"),
        ("Nom\nd’usage", "last_name"),
        ("PRENOM(S)", None),
        ("Pre\u0301nom", "first_name"),
        ("né(e) le", "birth_date"),
        ("Date de naissance (jj/mm/aaaa)", "birth_date"),
        ("Prénom (obligatoire)", "first_name"),
        ("n° de TÉL", "phone"),
        ("Entrée (réelle)", "entry"),
        ("Entrée (prévue)", None),
        ("Date de naissance (mère)", None),
        ("Nom de naissance", None),
        ("Nom2", None),
    ],
)
def test_titles(title, field):
    match = match_columns([title], TARGETS)
    assert match.matched == ({field: 0} if field else {})
    assert match.unknown == (() if field else (title,))


def test_a_whole_list():
    match = match_columns(["Observations", "Prénom", "", "NOM", "(colonne E)"], TARGETS)
    assert match.matched == {"first_name": 1, "last_name": 3}
    assert match.unknown == ("Observations", "(colonne E)")
    assert match.missing == ()
    assert match.problems("liste.xlsx") == ()


def test_missing_columns_are_told_with_their_titles():
    match = match_columns(["Prénom"], TARGETS)
    assert match.missing == (NAME,)
    (problem,) = match.problems("liste.xlsx")
    assert problem.field == "last_name"
    assert problem.sentence == (
        "«\u00a0liste.xlsx\u00a0»\u00a0: la colonne «\u00a0Nom\u00a0» manque "
        "(titres admis\u00a0: Nom, Nom d’usage, NOM usuel)."
    )


def test_two_columns_for_one_field_match_neither():
    match = match_columns(["Nom", "Prénom", "Nom d'usage"], TARGETS)
    assert match.matched == {"first_name": 1}
    assert match.missing == ()
    assert [(found.target, found.titles) for found in match.ambiguous] == [(NAME, ("Nom", "Nom d'usage"))]
    (problem,) = match.problems("l.csv")
    assert "plusieurs colonnes disent «\u00a0Nom\u00a0» (Nom, Nom d'usage)" in problem.sentence


def test_two_targets_with_one_title_are_an_error_of_ours():
    with pytest.raises(AssertionError, match="last_name and other"):
        match_columns([], [NAME, TargetColumn("other", "nom usuel")])


def test_known_titles():
    assert known_titles([NAME, FIRST]) == ("Nom", "Nom d’usage", "NOM usuel", "Prénom", "Prénoms")


def test_a_target_cleans_plain_text_unless_told():
    assert NAME.clean("  Dupré\u00a0") == "Dupré"
