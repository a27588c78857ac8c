"""Two lines about one person are joined when they do not contradict."""

from __future__ import annotations

from gen_desktop.importing.joining import Joined, join

FIRST = {"last_name": "Dupré", "first_name": "Zoé", "phone": "+33639980123"}


def test_the_second_line_brings_what_the_first_does_not_say():
    assert join(FIRST, {"last_name": "Dupré", "city": "Autun"}) == Joined((), {"city": "Autun"})


def test_another_writing_of_a_text_is_no_contradiction():
    assert join(FIRST, {"last_name": "DUPRE", "first_name": "zoé"}) == Joined((), {})


def test_nothing_is_added_when_a_fact_contradicts():
    second = {"phone": "+33639980199", "city": "Autun"}
    assert join(FIRST, second) == Joined(("phone",), {})


def test_a_whole_name_is_compared_part_by_part():
    assert join({"full_name": ("Dupré", "Zoé")}, {"full_name": ("DUPRE", "ZOE")}).conflicts == ()
    assert join({"full_name": ("Dupré", "Zoé")}, {"full_name": ("Dupré", "Léa")}).conflicts == ("full_name",)


def test_remarks_are_put_one_under_the_other_and_not_twice():
    first = {"note": "À rappeler lundi"}
    assert join(first, {"note": "Permis B"}).added == {"note": "À rappeler lundi\nPermis B"}
    assert join(first, {"note": "a rappeler"}) == Joined((), {})


def test_another_writing_of_the_cohort_is_no_contradiction():
    assert join({"cohort": "DWWM 2026-1"}, {"cohort": "dwwm 2026-1", "cohort.seats": 12}) == Joined((), {})


def test_columns_that_are_no_field_are_compared_as_they_are():
    assert join({7: "A"}, {7: "a"}).conflicts == (7,)
