"""The published files of ZRR, FRR and QPV, in the shapes they are published in; the figures are invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from gen_desktop.errors import InvalidInput
from gen_desktop.importing.zoning_lists import read_zoning_file

FRR = (
    "Code_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2025;\r\n"
    "01053;01;Bourg-en-Bresse;Non classée;\r\n"
    "58149;58;Luzy;FRR+;\r\n"
    "58062;58;Château-Chinon;FRR socle;\r\n"
    "71014;71;Autun;FRR bénéficiaire;\r\n"
    "71306;71;Montceau;Classée FRR partiellement;\r\n"
    "99999;99;Nulle-Part;FRR socle;\r\n"
)
QPV = (
    "code_qp;lib_qp;insee_reg;lib_reg;insee_dep;lib_dep;insee_com;lib_com;siren_epci;lib_epci;;\r\n"
    "QN00101M;Grande Reyssouze;84;ARA;01;Ain;1053;Bourg-en-Bresse;200071751;CA;;\r\n"
    "QN05801M;Banlay;27;BFC;58;Nièvre;58194;Nevers;245804406;CA;;\r\n"
    "QN07801M;Les Aubiers;11;IDF;78;Yvelines;78335; 78361;Deux;200059889;CU;;\r\n"
)


def write(folder: Path, text: str) -> Path:
    path = folder / "liste.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_the_frr_list_is_read(tmp_path: Path) -> None:
    found = read_zoning_file(write(tmp_path, FRR))
    assert (found.kind, found.name) == ("FRR", "FRR, liste du 10/07/2025")
    assert (found.valid_from, found.valid_to) == (dt.date(2025, 1, 1), None)
    assert found.places.classes == {
        "01053": "FRR_NC",
        "58149": "FRR+",
        "58062": "FRR",
        "71014": "FRR_B",
        "71306": "FRR_P",
        "99999": "FRR",
    }
    assert found.classes == {"FRR_NC": 1, "FRR+": 1, "FRR": 2, "FRR_B": 1, "FRR_P": 1}
    assert found.unknown == ("99999",)


def test_the_zrr_workbook_is_read_below_its_title_lines(tmp_path: Path) -> None:
    path = tmp_path / "zrr.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Documentation").write(0, 0, "Classement des communes")
        sheet = book.add_worksheet("ZRR")
        sheet.write(0, 0, "Zones de revitalisation rurale")
        rows = [
            ("CODGEO", "LIBGEO", "ZRR_SIMP", "ZONAGE_ZRR"),
            ("01053", "Bourg-en-Bresse", "NC - Commune non classée", "Non"),
            ("58149", "Luzy", "C - Classée en ZRR", "Classée"),
            ("71306", "Montceau", "P - Commune partiellement classée", "En partie"),
        ]
        for number, row in enumerate(rows):
            sheet.write_row(5 + number, 0, row)
    found = read_zoning_file(path)
    assert (found.kind, found.valid_from, found.valid_to) == (
        "ZRR",
        dt.date(2017, 7, 1),
        dt.date(2024, 6, 30),
    )
    assert found.places.classes == {"01053": "NC", "58149": "C", "71306": "PC"}


def test_the_list_of_qpv_is_read_with_its_lost_zeros(tmp_path: Path) -> None:
    found = read_zoning_file(write(tmp_path, QPV.replace("78335; 78361", '"78335; 78361"')))
    assert (found.kind, found.name, found.valid_from) == ("QPV", "QPV 2024", dt.date(2024, 1, 1))
    places = {one.code: (one.name, one.communes) for one in found.places.neighborhoods}
    assert places == {
        "QN00101M": ("Grande Reyssouze", ("01053",)),
        "QN05801M": ("Banlay", ("58194",)),
        "QN07801M": ("Les Aubiers", ("78335", "78361")),
    }


def test_the_qpv_of_2015_end_in_2023(tmp_path: Path) -> None:
    text = "code_qp;nom_qp;code_insee\r\nQP058001;Banlay;58194\r\nQP001001;Reyssouze;01053\r\n"
    found = read_zoning_file(write(tmp_path, text))
    assert (found.name, found.valid_to) == ("QPV 2015", dt.date(2023, 12, 31))


def test_a_line_that_is_not_understood_is_left_and_told(tmp_path: Path) -> None:
    lines = [f"58{number:03};Commune;FRR socle" for number in range(1, 40)]
    text = "\r\n".join(["code insee;nom;classement", *lines, "58300;Luzy;à préciser", "58302;Ville;"])
    found = read_zoning_file(write(tmp_path, text))
    assert found.places.count == 39
    assert found.unread == (41, 42)


def test_a_commune_said_twice_in_two_ways_is_told(tmp_path: Path) -> None:
    text = "code insee;classement\r\n58149;FRR socle\r\n58149;FRR+\r\n58062;FRR+\r\n"
    found = read_zoning_file(write(tmp_path, text))
    assert found.places.classes == {"58149": "FRR", "58062": "FRR+"}
    assert found.unread == (3,)


@pytest.mark.parametrize(
    "text",
    [
        "Nom;Prénom;Commune\r\nRousset;Élodie;Luzy\r\nBenali;Karim;Autun\r\n",
        "code;libelle\r\nM1805;Développement\r\nM1801;Administration\r\n",
        "code insee;population\r\n58149;1900\r\n58062;2000\r\n",
        "qp2024,label_qp2024,statut,qp2015_1\r\nQN00101M,Reyssouze,MODIFIE,QP001001\r\n",
    ],
)
def test_another_file_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput, match="«\u00a0liste.csv\u00a0» n’est pas une liste officielle"):
        read_zoning_file(write(tmp_path, text))


def test_a_file_that_is_no_table_says_so(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(InvalidInput, match="document PDF"):
        read_zoning_file(path)
