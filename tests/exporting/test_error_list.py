from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gen_desktop.db.database import Database
from gen_desktop.errors import StorageProblem
from gen_desktop.exporting.error_list import ErrorLine, write_error_list


def test_each_error_is_a_row_that_runs_nothing(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "erreurs.csv"
    write_error_list(
        db,
        path,
        [
            ErrorLine("12", "Date de sortie", "«\u00a031/02/2026\u00a0»", "n’est pas une date."),
            ErrorLine("", "", "=1+1", "la colonne «\u00a0Nom\u00a0» manque."),
        ],
    )
    with path.open(encoding="utf-8-sig", newline="") as stream:
        titles, first, second = csv.reader(stream, delimiter=";")
    assert titles == ["Ligne", "Colonne", "Valeur", "Ce qui ne va pas"]
    assert first == ["12", "Date de sortie", "«\u00a031/02/2026\u00a0»", "n’est pas une date."]
    assert second[2] == "'=1+1"


def test_a_place_that_cannot_be_written_is_said(db: Database, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_bytes(b"x")
    with pytest.raises(StorageProblem, match="ne peut pas être écrit"):
        write_error_list(db, tmp_path / "fichier" / "erreurs.csv", [])
