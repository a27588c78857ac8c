"""All nasty files."""

from __future__ import annotations

from tests.nasty import books, hostile, old_books, open_documents, other_kinds, texts
from tests.nasty.cases import Case

_MODULES = (texts, books, old_books, open_documents, other_kinds, hostile)


def all_cases() -> list[Case]:
    """Every file, told apart by its name."""
    return [case for module in _MODULES for case in module.cases()]
