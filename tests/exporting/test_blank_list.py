from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gen_desktop.errors import StorageProblem
from gen_desktop.exporting.blank_list import BlankColumn, write_blank_list

COLUMNS = (
    BlankColumn("Nom", "Ben Salah", "nom d’usage"),
    BlankColumn("Téléphone", "06 39 98 01 23"),
    BlankColumn("Code postal", "01000"),
    BlankColumn("Note", "=1+1"),
    BlankColumn("Lieu de naissance"),
)


def test_titles_then_one_example_all_as_text(tmp_path: Path) -> None:
    path = tmp_path / "apprenants.xlsx"
    write_blank_list(path, "Apprenants", COLUMNS)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["Apprenants"]
    assert book.get_sheet_by_name("Apprenants").to_python() == [
        ["Nom", "Téléphone", "Code postal", "Note", "Lieu de naissance"],
        ["Ben Salah", "06 39 98 01 23", "01000", "=1+1", ""],
    ]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_bytes(b"x")
    with pytest.raises(StorageProblem, match="ne peut pas être écrit"):
        write_blank_list(tmp_path / "fichier" / "apprenants.xlsx", "Apprenants", COLUMNS)
