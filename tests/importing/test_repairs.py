"""What was mended in a cell has its name; a cell that says it as it is has none."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.importing.learner_columns import learner_columns
from gen_desktop.importing.repairs import EXAMPLES, KINDS, Count, find_repair, shown_value

TODAY = dt.date(2026, 11, 23)
COLUMNS = {column.field: column for column in learner_columns(TODAY)}


@pytest.mark.parametrize(
    ("field", "cell", "kind"),
    [
        ("phone", "06 39 98 01 23", ""),
        ("phone", "+33 6 39 98 01 23", ""),
        ("phone", 639980123, "zero"),
        ("phone", "639980123", "zero"),
        ("phone", 33639980123, "prefix"),
        ("phone", "'0639980123", "mark"),
        ("postal_code", "58120", ""),
        ("postal_code", 1000, "zero"),
        ("postal_code", "'58120", "mark"),
        ("insee_code", 1053, "zero"),
        ("birth_date", dt.date(2001, 5, 23), ""),
        ("birth_date", "23/05/2001", ""),
        ("birth_date", "1er mars 1998", ""),
        ("birth_date", "01.03.98", "century"),
        ("birth_date", 37034, "serial"),
        ("birth_date", "23052001", "digits"),
        ("birth_date", dt.datetime(2001, 5, 23, 8, 30), "time"),
        ("birth_date", "23/05/2001 00:00:00", "time"),
        ("entered_on", "5 janvier", "year"),
        ("last_name", "Dupré", ""),
        ("last_name", "DUPRÉ", "case"),
        ("last_name", "Mme Dupré", "civility"),
        ("last_name", "Du\u00adpré", "signs"),
        ("last_name", "Dupre\u0301", "signs"),
        ("city", "Aux\0erre", "signs"),
        ("email", "ZOE@exemple.fr", ""),
        ("email", "mailto:zoe@exemple.fr", "address"),
        ("france_travail_id", "1234567a", ""),
        ("france_travail_id", "12 34 567 A", "shape"),
        ("civility", "Madame", "sex"),
        ("full_name", "DUPRÉ Zoé", "split"),
    ],
)
def test_each_repair_has_its_name(field, cell, kind):
    assert find_repair(field, cell, COLUMNS[field].clean(cell)) == kind
    assert not kind or kind in KINDS


def test_an_empty_cell_is_not_mended():
    assert find_repair("phone", "-", None) == ""


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("birth_date", dt.date(2001, 5, 23), "23/05/2001"),
        ("phone", "+33639980123", "06 39 98 01 23"),
        ("sex", "F", "Femme"),
        ("last_first", ("Dupré", "Zoé"), "Dupré / Zoé"),
        ("last_name", "Dupré", "Dupré"),
    ],
)
def test_what_was_read_is_shown_as_people_write_it(field, value, said):
    assert shown_value(field, value).replace("\u00a0", " ") == said


def test_a_few_different_examples_are_kept_of_many_cells():
    count = Count()
    for cell in ("DUPRÉ", "DUPRÉ", "NOËL", "ROI", "PETIT"):
        count.add(cell, cell.title())
    assert count.cells == 5
    assert count.examples == [("DUPRÉ", "Dupré"), ("NOËL", "Noël"), ("ROI", "Roi")][:EXAMPLES]
