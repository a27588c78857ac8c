from __future__ import annotations

from gen_desktop.models.learner_completeness import kept_as_typed, still_to_correct, typed_texts


def test_what_is_typed_comes_back_and_nothing_is_nothing():
    typed = {"email": "zoé@", "birth_date": "12/03/2031"}
    assert typed_texts(kept_as_typed(typed)) == typed
    assert kept_as_typed({}) is None
    assert typed_texts(None) == {}


def test_a_field_that_is_known_is_no_longer_to_be_corrected():
    stored = kept_as_typed({"email": "zoe@", "phone": "06"})
    left = still_to_correct(stored, {"email": "zoe@exemple.fr", "phone": None})
    assert typed_texts(left) == {"phone": "06"}
    assert still_to_correct(left, {"phone": "+33639980123"}) is None
