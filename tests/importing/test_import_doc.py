"""docs/import.md says what the import understands, and is made again when the columns change."""

from __future__ import annotations

import re

import pytest

from gen_desktop.importing.plan import KIND_NAMES
from tools import write_import_doc


@pytest.fixture(scope="module")
def text() -> str:
    return write_import_doc.PATH.read_text(encoding="utf-8")


def test_the_document_is_what_the_tool_writes(text: str) -> None:
    assert text == write_import_doc.document(), "python tools/write_import_doc.py"


def test_every_link_leads_somewhere(text: str) -> None:
    titles = {write_import_doc._anchor(title) for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert len(links) > 15
    assert links <= titles


def test_every_table_has_as_many_cells_on_each_line(text: str) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert len(tables) > 30
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


def test_nothing_is_left_to_fill_in(text: str) -> None:
    assert "{{" not in text
    for kind in KIND_NAMES:
        assert f"import {kind} " in text
