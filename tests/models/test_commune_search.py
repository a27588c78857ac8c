"""The commune that people mean: names cut short, mistyped, former, postal codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.commune_search import LIMIT, find_places, recognize
from gen_desktop.reference.communes import Commune, communes

_OFFERED = [one for one in communes() if one.postal_codes and one.name not in ("Paris", "Lyon", "Marseille")]


def first(typed: str) -> str:
    """The likeliest place, '' when nothing is found."""
    found = find_places(typed)
    return found[0].label if found else ""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nevers", "Nevers (58000)"),
        ("NEVERS", "Nevers (58000)"),
        ("58000 nev", "Nevers (58000)"),
        ("nev 58", "Nevers (58000)"),
        ("63100", "Clermont-Ferrand (63100)"),
        ("clermont f", "Clermont-Ferrand (63000)"),
        ("st etienne", "Saint-Étienne (42000)"),
        ("Ste Maxime", "Sainte-Maxime (83120)"),
        ("chalon s/ saone", "Chalon-sur-Saône (71100)"),
        ("mans", "Le Mans (72000)"),
        ("l'hay les roses", "L'Haÿ-les-Roses (94240)"),
        ("oeuilly", "Œuilly (51480)"),
        ("paris 13", "Paris 13e Arrondissement (75013)"),
        ("La Rivière-Saint-S", "La Rivière-Saint-Sauveur (14600)"),
        ("lyon 3", "Lyon 3e Arrondissement (69003)"),
        ("Clermont-Ferrand (63000)", "Clermont-Ferrand (63000)"),
    ],
)
def test_the_commune_that_is_meant_comes_first(typed: str, expected: str) -> None:
    assert first(typed) == expected


@pytest.mark.parametrize("typed", ["clermnt ferrand", "nevres", "Nevrs", "strasbour", "Marseile 6"])
def test_a_slip_is_forgiven(typed: str) -> None:
    assert find_places(typed)


def test_a_former_commune_is_offered_as_the_present_one() -> None:
    found = find_places("Equeurdreville 50120")[0]
    assert found.commune.code == "50129"
    assert found.label == "Équeurdreville-Hainneville, aujourd’hui\u00a0Cherbourg-en-Cotentin (50120)"


@pytest.mark.parametrize("typed", ["", "a", "6", "  ", "(", "zzzzzzzz", "99999"])
def test_nothing_is_offered_for_nothing(typed: str) -> None:
    assert find_places(typed) == ()


@given(st.text())
def test_any_text_is_answered(typed: str) -> None:
    assert len(find_places(typed)) <= LIMIT


@given(st.sampled_from(_OFFERED))
def test_each_commune_is_found_by_its_name_and_postal_code(commune: Commune) -> None:
    for code in commune.postal_codes:
        found = find_places(f"{commune.name} {code}")
        assert commune in [place.commune for place in found]


@given(st.sampled_from(_OFFERED), st.integers(min_value=4))
def test_what_is_offered_begins_with_what_was_typed(commune: Commune, letters: int) -> None:
    typed = commune.name[: letters % len(commune.name) + 2]
    labels = [place.commune.name for place in find_places(typed)]
    assert labels or sum(map(str.isalnum, typed)) < 2


@pytest.mark.parametrize(
    ("postal_code", "city", "code"),
    [
        ("63000", "CLERMONT-FERRAND", "63113"),
        ("63039", "Clermont-Ferrand Cedex 1", "63113"),
        ("75013", "Paris", "75113"),
        ("75013", "PARIS 13EME", "75113"),
        ("69003", "Lyon 3e arrondissement", "69383"),
        ("97400", "St Denis", "97411"),
        ("01350", "Béon", "01138"),
        ("20090", "Ajaccio", "2A004"),
    ],
)
def test_a_sure_commune_is_recognized(postal_code: str, city: str, code: str) -> None:
    found = recognize(postal_code, city)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("postal_code", "city"),
    [(None, "Nevers"), ("58000", None), ("", ""), ("58000", "Clermont-Ferrand"), ("63000", "Clermont")],
)
def test_a_doubtful_commune_is_not(postal_code: str | None, city: str | None) -> None:
    assert recognize(postal_code, city) is None


@given(st.sampled_from(_OFFERED))
def test_a_recognized_commune_has_that_postal_code(commune: Commune) -> None:
    for code in commune.postal_codes:
        found = recognize(code, commune.city)
        assert found is None or code in found.postal_codes
