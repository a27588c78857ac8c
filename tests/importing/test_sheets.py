from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from gen_desktop.importing.sheets import list_sheets


def _book(path: Path, *names: str, hidden: str = "") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name in names:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Nom", "Prénom"])
            if name == hidden:
                sheet.hide()
    return path


def test_visible_sheets_but_the_one_about_cohorts(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", "Groupe A", "Cohorte", "Groupe B", "Listes", hidden="Listes")
    assert list_sheets(path) == ("Groupe A", "Groupe B")


def test_no_choice_with_a_single_list(tmp_path: Path) -> None:
    assert list_sheets(_book(tmp_path / "a.xlsx", "Apprenants", "Cohorte")) == ()


@pytest.mark.parametrize("content", [b"Nom;Prenom\nA;B\n", b"", b"PK\x03\x04 abime", b"%PDF-1.7"])
def test_what_is_no_workbook_has_no_sheets(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    assert list_sheets(path) == ()


def test_a_missing_file_has_no_sheets(tmp_path: Path) -> None:
    assert list_sheets(tmp_path / "absent.xlsx") == ()
