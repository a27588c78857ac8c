"""A data file and the commands on it, for whatever is tested through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from gen_desktop.app import main
from tests.importing.lists import Line, put_lines, write_workbook


class Center:
    """A data file and the commands on it, as a person types them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.file = folder / "oracle.gendb"
        self._capsys = capsys

    def run(self, *words: object) -> str:
        """What a command prints; it must succeed and say nothing else."""
        status = main(["--data", str(self.file), *map(str, words)])
        said = self._capsys.readouterr()
        assert (status, said.err) == (0, "")
        return said.out

    def ask(self, *words: object) -> Any:
        """The answer of a command as data."""
        return json.loads(self.run(*words, "--json"))

    def write(self, name: str, lines: list[Line]) -> Path:
        """A workbook of the centre."""
        return write_workbook(self.folder / name, lines)

    def write_learners(self, lines: list[Line], cohort: list[Line]) -> Path:
        """A list of learners with the sheet of its cohort."""
        path = self.folder / "apprenants.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
            put_lines(book.add_worksheet("Apprenants"), lines)
            put_lines(book.add_worksheet("Cohorte"), cohort)
        return path
