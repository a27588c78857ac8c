"""All nasty files."""

from __future__ import annotations

from tests.nasty import books, hostile, texts
from tests.nasty.cases import Case


def all_cases() -> list[Case]:
    """Every file, told apart by its name."""
    return [case for module in (texts, books, hostile) for case in module.cases()]
