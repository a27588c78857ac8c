"""Lines about nobody are left out and told; a line that may be somebody is read."""

from __future__ import annotations

import pytest

from gen_desktop.importing.margins import BELOW, GROUP, margins
from gen_desktop.importing.reading import read_table

ROW = ("Dupré", "Zoé")
TITLES = ("Nom", "Prénom")


@pytest.mark.parametrize(
    ("rows", "repeated_at", "found"),
    [
        ([ROW, ("Groupe 2", None), TITLES, ROW], [2], {1: GROUP}),
        ([ROW, (None, None), ("Formateur : M. Bernard", None)], [], {2: BELOW}),
        ([ROW, ("Total : 1", None), ("Vu le directeur", None)], [], {1: BELOW, 2: BELOW}),
        ([ROW, ("Imprimé le 12/10/2026", None)], [], {1: BELOW}),
        ([ROW, ("Lopez", None)], [], {}),
        ([ROW, ("Groupe 2", None), ROW], [], {}),
        ([ROW, (None, None), ("Lopez", "Ana")], [], {}),
        ([("Dupré Zoé",), (None,), ("Lopez Ana",)], [], {}),
        ([], [], {}),
    ],
)
def test_lines_about_nobody(rows, repeated_at, found):
    assert margins(rows, repeated_at) == found


def test_they_are_told_with_their_number(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text(
        "Groupe 1;;\nNom;Prénom;Ville\nDupré;Zoé;Luzy\n;;\nGroupe 2;;\nNom;Prénom;Ville\nLopez;Ana;Autun\n"
        "Total : 2;;\nImprimé le 12/10/2026;;\n",
        encoding="utf-8",
    )
    table = read_table(path, known_titles=("Nom", "Prénom", "Ville"))
    assert [row.cells for row in table.rows] == [("Dupré", "Zoé", "Luzy"), ("Lopez", "Ana", "Autun")]
    told = {one.number: one.reason for one in table.ignored}
    assert told[1] == "au-dessus des titres"
    assert told[5] == GROUP
    assert told[6] == "titres répétés"
    assert told[9] == BELOW
