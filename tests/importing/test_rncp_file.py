"""The exports of the national register are read as they are published, and nothing else is taken for one."""

from __future__ import annotations

import datetime as dt
import zipfile

import pytest

from gen_desktop.errors import InvalidInput
from gen_desktop.french import NBSP
from gen_desktop.importing.rncp_file import is_rncp_file, read_rncp_file, skills_of
from tests.rncp import XML, csv_archive, xml_file


def test_the_archive_of_csv_gives_the_sheets_in_force_with_their_blocks_in_order(tmp_path):
    found = read_rncp_file(csv_archive(tmp_path))
    assert found.published_on == dt.date(2026, 11, 21)
    assert not found.tells_skills
    first, second = found.sheets
    assert (first.code, first.title, first.level) == ("RNCP90001", "Cartographe ; des réseaux", "5")
    assert first.valid_until == dt.date(2028, 8, 31)
    assert first.certifier == "MINISTERE INVENTE"
    assert (first.rome_codes, first.nsf_code) == (("M1805", "M1810"), "326")
    assert first.formacodes == ("31088", "31054")
    assert [(block.code, block.title) for block in first.blocks] == [
        ("BC01", "Dessiner le plan"),
        ("BC02", "Relever les câbles"),
    ]
    assert (second.code, second.level, second.valid_until, second.blocks) == ("RS9001", None, None, ())


def test_a_sheet_no_longer_in_force_is_read_when_a_course_uses_it(tmp_path):
    found = read_rncp_file(csv_archive(tmp_path), ["rncp 90002"])
    assert [sheet.code for sheet in found.sheets] == ["RNCP90001", "RNCP90002", "RS9001"]
    assert not found.sheets[1].is_active


def test_the_xml_gives_the_skills_too(tmp_path):
    found = read_rncp_file(xml_file(tmp_path))
    (sheet,) = found.sheets
    assert found.tells_skills
    assert [(block.code, block.skills) for block in sheet.blocks] == [
        ("BC01", ("Lire un plan", "Mettre à l’échelle")),
        ("BC02", ("Suivre un câble", "Étiqueter")),
    ]
    assert (sheet.level, sheet.rome_codes, sheet.nsf_code) == ("5", ("M1805",), "326")
    assert (sheet.formacodes, sheet.certifier) == (("31088",), "MINISTERE INVENTE")


def test_the_xml_in_its_archive_is_the_same(tmp_path):
    path = tmp_path / "export-fiches-rncp-v4-1-2026-11-21.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export_fiches_RNCP_V4_1_2026-11-21.xml", XML)
    assert is_rncp_file(path)
    assert read_rncp_file(path).sheets == read_rncp_file(xml_file(tmp_path)).sheets


def test_what_an_export_is_shows_before_it_is_read(tmp_path):
    other = tmp_path / "frr.csv"
    other.write_text("Code_insee;Commune\r\n58149;Luzy\r\n", encoding="utf-8")
    assert is_rncp_file(csv_archive(tmp_path))
    assert is_rncp_file(xml_file(tmp_path))
    assert not is_rncp_file(other)
    assert not is_rncp_file(tmp_path / "absent.zip")


@pytest.mark.parametrize(
    "text",
    [
        XML.replace("</FICHES>", ""),
        XML[: len(XML) // 2],
        '<FICHES><FICHE><!DOCTYPE x [<!ENTITY a "b">]></FICHE></FICHES>',
    ],
)
def test_a_broken_xml_is_refused_by_name(tmp_path, text):
    with pytest.raises(InvalidInput, match="export-fiches-rncp"):
        read_rncp_file(xml_file(tmp_path, text))


def test_an_entity_is_never_fetched_nor_unfolded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    text = XML.replace("<FICHES", f'<!DOCTYPE FICHES [<!ENTITY x SYSTEM "{secret.as_uri()}">]><FICHES', 1)
    path = xml_file(tmp_path, text.replace("Cartographe", "&x;Cartographe"))
    try:
        sheets = read_rncp_file(path).sheets
    except InvalidInput:
        return
    assert "secret" not in sheets[0].title


def test_an_archive_without_sheet_or_cut_short_is_refused(tmp_path):
    empty = csv_archive(tmp_path, Standard='"Numero_Fiche";"Intitule"\r\n')
    with pytest.raises(InvalidInput, match=f"aucune fiche{NBSP}: téléchargez"):
        read_rncp_file(empty)
    whole = csv_archive(tmp_path).read_bytes()
    empty.write_bytes(whole[:-400])
    with pytest.raises(InvalidInput):
        read_rncp_file(empty)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("- Un\n– Deux\n• Trois", ("Un", "Deux", "Trois")),
        ("C1. Un<br />C2. Deux", ("C1. Un", "C2. Deux")),
        ("<p>Un&nbsp;peu</p><p> </p><p>***</p>", ("Un peu",)),
    ],
)
def test_skills_are_one_a_line_without_bullets(text, expected):
    assert skills_of(text) == expected
