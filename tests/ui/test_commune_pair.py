"""Postal code and commune fill each other in; what is typed freely stays."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from gen_desktop.models.commune_search import find_places
from gen_desktop.ui.commune_pair import CommunePair


@pytest.fixture
def pair(ctx, qtbot):
    made = CommunePair(ctx.jobs)
    for field in (made.postal_code, made.city):
        qtbot.addWidget(field)
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    return made


def test_a_place_taken_fills_both(pair) -> None:
    pair.city.picked.emit(find_places("nevers")[0])
    assert (pair.postal_code.text(), pair.city.text()) == ("58000", "Nevers")
    assert pair.insee_code() == "58194"


def test_a_postal_code_offers_its_communes(pair) -> None:
    pair.postal_code.show()
    QTest.keyClicks(pair.postal_code, "58000")
    assert "Nevers (58000)" in pair.postal_code.offered()


def test_what_is_typed_in_full_is_recognized(pair) -> None:
    pair.postal_code.setText("58000")
    pair.city.setText("NEVERS")
    assert pair.insee_code() == "58194"


def test_an_unknown_commune_is_kept_as_typed(pair) -> None:
    pair.city.setText("Genève")
    assert pair.insee_code() is None
    assert pair.city.text() == "Genève"


def test_a_stored_code_stays_as_long_as_the_text(pair) -> None:
    pair.postal_code.setText("58170")
    pair.city.setText("Luzy (hameau)")
    pair.set_insee_code("58149")
    assert pair.insee_code() == "58149"
    pair.city.setText("Ailleurs")
    assert pair.insee_code() is None
