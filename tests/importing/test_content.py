"""A column without a known title is told by what every cell of it is, or left for people to say."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.importing.content import fields_by_content
from gen_desktop.importing.learner_columns import learner_columns

TODAY = dt.date(2026, 11, 23)
TARGETS = {column.field: column for column in learner_columns(TODAY)}
EMAILS = ("zoe@exemple.fr", "leo@exemple.fr", "ana@exemple.fr")
PHONES = ("06 39 98 01 23", "0639980145", "+33 6 39 98 01 67")
BIRTHS = ("23/05/2001", "1er mars 1998", dt.date(1985, 7, 14))


def found(title, cells, taken=()):
    rows = [(cell,) for cell in cells]
    return fields_by_content({0: title}, rows, TARGETS, taken, TODAY).get(0)


@pytest.mark.parametrize(
    ("title", "cells", "field"),
    [
        ("(colonne F)", EMAILS, "email"),
        ("Contact", EMAILS, "email"),
        ("Coordonnées", PHONES, "phone"),
        ("Champ 12", ("1234567A", "7654321b", "1112223C"), "france_travail_id"),
        ("Titre", ("M.", "Mme", "Madame"), "civility"),
        ("Date 1", BIRTHS, "birth_date"),
    ],
)
def test_what_the_cells_are_tells_the_column(title, cells, field):
    assert found(title, cells) == field


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Conseillère", PHONES),
        ("Mail du tuteur", EMAILS),
        ("Contact", EMAILS[:2]),
        ("Contact", (*EMAILS, "à demander")),
        ("Date 1", ("23/05/2021", "01/03/2024", "14/07/2025")),
        ("Contact", ("a@", "b@", "c@")),
    ],
)
def test_another_title_few_cells_or_a_single_other_one_tell_nothing(title, cells):
    assert found(title, cells) is None


def test_empty_cells_do_not_count():
    assert found("Contact", (*EMAILS, None, None)) == "email"


def test_a_field_that_has_its_column_is_not_given_another():
    assert found("Contact", EMAILS, taken=("email",)) is None


def test_two_columns_that_could_be_one_field_are_left_to_people():
    rows = list(zip(EMAILS, EMAILS, strict=True))
    assert fields_by_content({0: "Contact", 1: "Champ"}, rows, TARGETS, (), TODAY) == {}
