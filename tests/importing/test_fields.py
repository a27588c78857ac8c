from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.importing.columns import match_columns
from gen_desktop.importing.fields import blank_columns, list_columns
from gen_desktop.importing.plan import KIND_NAMES

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_blank_list_has_titles_that_the_import_knows(kind):
    titles = [title for title, _, _ in blank_columns(kind, TODAY)]
    assert len(titles) == len(set(titles))
    match = match_columns(titles, list_columns(kind, TODAY))
    half_days = [title for title in titles if title.endswith((" matin", " après-midi"))]
    assert list(match.unknown) == half_days
    assert match.missing == ()
    assert match.ambiguous == ()


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_its_examples_can_be_read(kind):
    columns = {column.title: column for column in list_columns(kind, TODAY)}
    for title, example, _ in blank_columns(kind, TODAY):
        if example and title in columns:
            assert columns[title].clean(example) is not None, title


def test_a_blank_attendance_list_is_the_week_of_today():
    titles = [title for title, _, _ in blank_columns("attendance", TODAY)]
    assert titles[-10] == "23/11/2026 matin"
    assert titles[-1] == "27/11/2026 après-midi"
    assert "Présence" not in titles
