"""A record kept although it is not right yet: what was typed, field by field, until it is corrected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

CORRECTABLE = (
    *("birth_date", "phone", "second_phone", "email", "postal_code", "france_travail_id"),
    "unemployment_months",
)
"""Fields of a person, and of her entry, whose text may be kept as typed."""


def kept_as_typed(typed: Mapping[str, str]) -> str | None:
    """The column ``learner.to_correct`` for these texts by field; None for none."""
    return json.dumps(dict(typed), ensure_ascii=False, sort_keys=True) if typed else None


def typed_texts(stored: str | None) -> dict[str, str]:
    """The texts by field that ``kept_as_typed`` made."""
    return dict(json.loads(stored)) if stored else {}


def still_to_correct(stored: str | None, values: Mapping[str, Any]) -> str | None:
    """What is left to correct once the record has these values: a field that is known is right."""
    return kept_as_typed(
        {name: text for name, text in typed_texts(stored).items() if values.get(name) is None}
    )
