"""The bytes of the log are canonical JSON, however fast they are made: a seal of years ago still verifies."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.history import change_digest, decode, encode, encode_row
from gen_desktop.models.registry import FundingProgram, Learner

texts = st.none() | st.text()


def canonical(value) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@given(st.text(), st.text(), texts, texts)
def test_a_digest_is_that_of_the_json_of_its_four_parts(kind, key, before, after):
    encoded = canonical([kind, key, before, after]).encode("utf-8", "surrogatepass")
    assert change_digest(kind, key, before, after) == hashlib.sha256(encoded).hexdigest()


def test_a_digest_that_was_sealed_stays_what_it_was():
    digest = change_digest("learner", "12", None, '{"city": "Château-Chinon", "note": "a\\"b\\\\c\\n"}')
    assert digest == "192998e3b6bf122d3a7b541eadff3a7869479488c846fdc3c6eccdb15137ab7a"


def test_values_come_back_as_they_were():
    learner = Learner.__table__
    row = {"birth_date": dt.date(1999, 4, 11), "city": "Luzy", "note": None, "version": 3}
    assert encode_row(row) == '{"birth_date": "1999-04-11", "city": "Luzy", "note": null}'
    assert decode(learner, encode(row)) == row
    assert decode(learner, '{"birth_date": null}') == {"birth_date": None}
    targets = {"planned_amount": Decimal("30.50"), "label_ends_on": dt.date(2027, 1, 1)}
    assert decode(FundingProgram.__table__, encode(targets)) == targets
