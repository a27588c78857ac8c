"""Files of every origin become tables or a French sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gen_desktop.errors import InvalidInput
from gen_desktop.importing import grid, reading
from gen_desktop.importing.headers import fold_title
from tests.nasty.containers import container

LIST = "Nom;Prénom;Né le;Ville\r\nDupré;Zoé;23/05/2001;Château-Chinon\r\nNoël;Léo;01/02/1999;Autun\r\n"


@pytest.fixture
def write(tmp_path):
    """Write bytes under a name and give the path."""

    def write_file(data, name="liste.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write_file


def workbook(fill, **options):
    """The bytes of a workbook; ``fill`` receives the xlsxwriter workbook and its first sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    fill(book, book.add_worksheet("Liste"))
    book.close()
    return buffer.getvalue()


def rows_workbook(*rows, **options):
    def fill(_, sheet):
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill, **options)


NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text")
) + (' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"')


def ods(rows_xml, manifest=""):
    """The smallest spreadsheet in the OpenDocument format."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            f"{manifest}</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:body>'
            f'<office:spreadsheet><table:table table:name="Stagiaires">{rows_xml}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


def ods_row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_text(text, attributes=""):
    attributes = f'office:value-type="string" {attributes}'
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def cells(table):
    return [row.cells for row in table.rows]


def refusal(path, **options):
    with pytest.raises(InvalidInput) as caught:
        reading.read_table(path, **options)
    assert caught.value.problems[0].field == "file"
    assert path.name in str(caught.value)
    return str(caught.value)


# Text files


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
def test_any_encoding_gives_the_same_table(write, encoding):
    table = reading.read_table(write(LIST.encode(encoding)))
    assert table.titles == ("Nom", "Prénom", "Né le", "Ville")
    assert cells(table)[0] == ("Dupré", "Zoé", "23/05/2001", "Château-Chinon")
    assert [row.number for row in table.rows] == [2, 3]
    assert (table.sheets, table.sheet, table.title_row) == ((), "", 1)


def test_cp1252_signs(write):
    text = "Nom;Prénom;Coût\r\nD’Œuvre;Cœlia;12 €\r\n"
    assert cells(reading.read_table(write(text.encode("cp1252")))) == [("D’Œuvre", "Cœlia", "12 €")]


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
def test_any_separator(write, delimiter):
    table = reading.read_table(write(LIST.replace(";", delimiter).encode()))
    assert cells(table)[1] == ("Noël", "Léo", "01/02/1999", "Autun")


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_any_line_ending(write, ending):
    assert len(reading.read_table(write(LIST.replace("\r\n", ending).encode())).rows) == 2


def test_decimal_commas_do_not_make_columns(write):
    table = reading.read_table(write(b"Nom;Heures;Taux\nA;1,5;2,5\nB;3,5;4,5\nC;3,5;4,5\n"))
    assert cells(table)[0] == ("A", "1,5", "2,5")


def test_quoted_cells_keep_separators_lines_and_quotes(write):
    table = reading.read_table(write(b'Nom;Note\nA;"un; deux\ntrois ""4"""\nB;x\n'))
    assert cells(table) == [("A", 'un; deux\ntrois "4"'), ("B", "x")]
    assert [row.number for row in table.rows] == [2, 3]


def test_the_separator_line_of_excel(write):
    table = reading.read_table(write(b"sep=,\r\nNom,Note\r\nA,1;2\r\n"))
    assert (table.title_row, cells(table)) == (2, [("A", "1;2")])


def test_text_forced_by_a_formula_keeps_its_zero(write):
    assert cells(reading.read_table(write(b'Nom;Tel\nA;="0612457803"\n'))) == [("A", "0612457803")]


def test_short_and_long_lines(write):
    table = reading.read_table(write(b"Nom;Ville\nA\nB;Autun;surplus\nC;Nevers\n"))
    assert table.titles == ("Nom", "Ville", "(colonne C)")
    assert cells(table) == [("A", None, None), ("B", "Autun", "surplus"), ("C", "Nevers", None)]


# Workbooks


def test_the_kind_is_told_by_content_not_by_name(write):
    data = rows_workbook(["Nom", "Ville"], ["A", "Autun"])
    assert cells(reading.read_table(write(data, "liste.csv"))) == [("A", "Autun")]
    assert cells(reading.read_table(write(LIST.encode(), "liste.xlsx")))[0][0] == "Dupré"


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_values_of_a_workbook(write, epoch_1904):
    def fill(book, sheet):
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "hh:mm"})
        length = book.add_format({"num_format": "[h]:mm"})
        sheet.write_row(
            0, 0, ["Nom", "Né le", "Vu le", "Tel", "CP", "Taux", "Oui", "Retard", "Durée", "Calcul"]
        )
        sheet.write_string(1, 0, "Dupré\u00a0")
        sheet.write_datetime(1, 1, datetime(2001, 5, 23), day)
        sheet.write_datetime(1, 2, datetime(2026, 5, 23, 9, 30), day)
        sheet.write_number(1, 3, 612457803)
        sheet.write_string(1, 4, "01000")
        sheet.write_number(1, 5, 12.5)
        sheet.write_boolean(1, 6, True)
        sheet.write_number(1, 7, 40 / 1440, moment)
        sheet.write_number(1, 8, 40 / 1440, length)
        sheet.write_formula(1, 9, "=A2", None, "en cache")

    table = reading.read_table(write(workbook(fill, date_1904=epoch_1904), "l.xlsx"))
    assert cells(table) == [
        (
            "Dupré\u00a0",
            date(2001, 5, 23),
            datetime(2026, 5, 23, 9, 30),
            612457803,
            "01000",
            12.5,
            True,
            time(0, 40),
            timedelta(minutes=40),
            "en cache",
        )
    ]
    assert type(cells(table)[0][1]) is date
    assert type(cells(table)[0][3]) is int


def test_cells_in_error_are_not_read_as_empty(write):
    def fill(book, sheet):
        sheet.write_row(0, 0, ["Nom", "Ville", "Note"])
        sheet.write(1, 0, "A")
        sheet.write_formula(1, 1, "=NA()", book.add_format({"bold": True}), "#N/A")
        sheet.write_formula(1, 2, '=IF(1<2,REF!A1&"x","")', None, "#REF!")

    assert cells(reading.read_table(write(workbook(fill), "l.xlsx"))) == [("A", "#N/A", "#REF!")]


def test_sheets_are_listed_and_chosen(write):
    def fill(book, sheet):
        sheet.hide()
        sheet.write_row(0, 0, ["Secret", "x"])
        book.add_worksheet("Vide").activate()
        for name in ("Mars & avril", "Mai"):
            other = book.add_worksheet(name)
            other.write_row(2, 1, ["Nom", "Mois"])
            other.write_row(3, 1, ["A", name])
        book.add_chartsheet("Graphique")

    path = write(workbook(fill), "l.xlsx")
    table = reading.read_table(path)
    assert table.sheets == ("Liste", "Vide", "Mars & avril", "Mai")
    assert (table.sheet, table.title_row) == ("Mars & avril", 3)
    assert cells(reading.read_table(path, sheet="Mai")) == [("A", "Mai")]
    assert table.cell_name(table.rows[0], 1) == "C4"
    assert "n’a pas de feuille «\u00a0Juin\u00a0»" in refusal(path, sheet="Juin")
    assert "ne contient rien" in refusal(path, sheet="Vide")


def test_opendocument(write):
    rows = [
        ods_row(ods_text("Nom"), ods_text("Né le"), ods_text("Tel"), ods_text("Note")),
        ods_row(
            ods_text("Dupré &amp; fils"),
            '<table:table-cell office:value-type="date" office:date-value="2001-05-23"/>',
            '<table:table-cell office:value-type="float" office:value="612457803"/>',
            '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
            "<text:p>#N/D</text:p></table:table-cell>",
        ),
        ods_row('<table:table-cell table:number-columns-repeated="16384"/>'),
        ods_row(ods_text("Noël")),
        ods_row(
            '<table:table-cell table:number-columns-repeated="16384"/>',
            attributes='table:number-rows-repeated="1048500"',
        ),
    ]
    table = reading.read_table(write(ods("".join(rows)), "l.ods"))
    assert (table.sheets, table.sheet) == (("Stagiaires",), "Stagiaires")
    assert cells(table) == [
        ("Dupré & fils", date(2001, 5, 23), 612457803, "#N/D"),
        ("Noël", None, None, None),
    ]
    assert table.ignored == (reading.IgnoredRow(3, "ligne vide"),)


# Titles and lines around the list


def test_lines_around_the_list_are_left_out_and_told(write):
    data = rows_workbook(
        ["Liste des apprenants — session 2026"],
        [],
        ["Mise à jour", "23/05/2026"],
        ["Nom", "Prénom", "Ville", "Téléphone", "Note"],
        ["A", "Al", "Autun", 612457803, "x"],
        [],
        ["Nom", "Prénom", "Ville", "Téléphone", "Note"],
        ["B", "Bo", "Nevers"],
        ["Total\u00a0:", "", "", 2],
        ["\u00a0", " "],
        ["Sous-total", 12],
        ["Totaux", "12 h"],
    )
    table = reading.read_table(write(data, "l.xlsx"))
    assert table.title_row == 4
    assert [row.number for row in table.rows] == [5, 8, 12]
    assert [(row.number, row.reason) for row in table.ignored] == [
        (1, "au-dessus des titres"),
        (3, "au-dessus des titres"),
        (6, "ligne vide"),
        (7, "titres répétés"),
        (9, "total"),
        (10, "ligne vide"),
        (11, "total"),
    ]


def test_people_named_like_a_total_stay(write):
    table = reading.read_table(write("Nom;Prénom\nTotal;Zoé\nNombre;Al\nTotalier;\n".encode()))
    assert [row.cells[0] for row in table.rows] == ["Total", "Nombre", "Totalier"]


def test_known_titles_beat_the_look_of_lines(write):
    lines = "Organisme;Centre du Morvan\nPériode;mai 2026\nNOM :;Prénoms\nDupré;Zoé\n"
    path = write(lines.encode())
    assert reading.read_table(path).title_row == 1
    table = reading.read_table(path, known_titles=["Nom", "prenoms", "Ville"])
    assert (table.title_row, cells(table)) == (3, [("Dupré", "Zoé")])


def test_two_lines_of_titles_with_merged_dates(write):
    def fill(book, sheet):
        day = book.add_format({"num_format": "ddd dd/mm"})
        sheet.merge_range(0, 0, 0, 6, "Émargement de la semaine")
        sheet.merge_range(1, 0, 2, 0, "Nom")
        sheet.merge_range(1, 1, 2, 1, "Prénom")
        sheet.merge_range(1, 2, 1, 3, datetime(2026, 11, 16), day)
        sheet.merge_range(1, 4, 1, 5, datetime(2026, 11, 17), day)
        sheet.write(1, 6, "Observations")
        sheet.write_row(2, 2, ["matin", "après-midi", "matin", "après-midi"])
        sheet.write_row(3, 0, ["Dupré", "Zoé", "P", "A", "P", "P"])

    for known in ((), ("nom", "prénom", "matin", "observations")):
        table = reading.read_table(write(workbook(fill), "l.xlsx"), known_titles=known)
        assert table.titles == (
            "Nom",
            "Prénom",
            "16/11/2026 matin",
            "16/11/2026 après-midi",
            "17/11/2026 matin",
            "17/11/2026 après-midi",
            "Observations",
        )
        assert table.title_row == 3
        assert cells(table) == [("Dupré", "Zoé", "P", "A", "P", "P", None)]


def test_two_lines_of_titles_in_a_text_file(write):
    text = "Nom;Prénom;16/11/2026;;17/11/2026;\n;;matin;après-midi;matin;après-midi\nDupré;Zoé;P;A;P;P\n"
    table = reading.read_table(write(text.encode()))
    assert table.titles[2:] == (
        "16/11/2026 matin",
        "16/11/2026 après-midi",
        "17/11/2026 matin",
        "17/11/2026 après-midi",
    )
    assert cells(table) == [("Dupré", "Zoé", "P", "A", "P", "P")]


def test_groups_above_known_titles(write):
    def fill(_, sheet):
        sheet.merge_range(0, 0, 0, 1, "Identité")
        sheet.merge_range(0, 2, 0, 3, "Entreprise")
        sheet.write_row(1, 0, ["Nom", "Prénom", "Nom", "Ville"])
        sheet.write_row(2, 0, ["Dupré", "Zoé", "Atelier du Lac", "Autun"])

    table = reading.read_table(write(workbook(fill), "l.xlsx"), known_titles=["Nom", "Prénom", "Ville"])
    assert table.titles == ("Identité Nom", "Prénom", "Entreprise Nom", "Ville")


def test_a_first_person_with_gaps_is_no_second_line_of_titles(write):
    table = reading.read_table(write(b"Nom;Ville;;Note\nA;;x;\nB;Autun;;y\n"))
    assert table.titles == ("Nom", "Ville", "(colonne C)", "Note")
    assert len(table.rows) == 2


def test_cells_merged_downwards_hold_for_each_line(write):
    def fill(_, sheet):
        sheet.write_row(0, 0, ["Session", "Nom"])
        sheet.merge_range(1, 0, 3, 0, "DEV-1")
        sheet.write_column(1, 1, ["A", "B", "C", "D"])

    table = reading.read_table(write(workbook(fill), "l.xlsx"))
    assert cells(table) == [("DEV-1", "A"), ("DEV-1", "B"), ("DEV-1", "C"), (None, "D")]


def test_empty_columns_are_dropped_and_places_kept(write):
    table = reading.read_table(write(rows_workbook(["Nom", None, "Ville"], ["A", None, "Autun"]), "l.xlsx"))
    assert (table.titles, table.columns) == (("Nom", "Ville"), (0, 2))
    assert table.cell_name(table.rows[0], 1) == "C2"


def test_dates_as_titles(write):
    def fill(book, sheet):
        sheet.write_row(0, 0, ["Nom", "Prénom"])
        sheet.write_datetime(0, 2, datetime(2026, 11, 16), book.add_format({"num_format": "dd/mm"}))
        sheet.write_row(1, 0, ["A", "Al", "P"])

    assert reading.read_table(write(workbook(fill), "l.xlsx")).titles == ("Nom", "Prénom", "16/11/2026")


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_column_letters(index, letters):
    assert reading.column_letters(index) == letters


# What is refused


@pytest.mark.parametrize("data", [b"", b"\r\n  \t\n", b"\xef\xbb\xbf", b"\xff\xfe\r\x00\n\x00"])
def test_empty_files(write, data):
    assert "est vide" in refusal(write(data))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b";;;\n;;\n", "ne contient rien"),
        (b"Nom;Ville\n", "aucune ligne sous ses titres"),
        (b"1;2;3\n4;5;6\n", "aucune ligne de titres"),
        (b"Bonjour,\n", "aucune"),
        (b"un seul mot par ligne\net rien d'autre\n", "aucune colonne"),
        (b"%PDF-1.7 ...", "document PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "une image"),
        (bytes(range(256)) * 40, "n’est pas un tableau"),
        (b"<html><table><tr><td>Nom</td></tr></table>", "aucune ligne de titres"),
        (b'<?xml version="1.0"?><Workbook/>', "n’est pas un tableau"),
        (b'Nom;Note\nA;"jamais fini\nB;x\n', "guillemet"),
        (b"PK\x03\x04 faux", "abîmé"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000, "est abîmé"),
    ],
)
def test_what_is_no_list(write, data, says):
    assert says in refusal(write(data))


def test_an_empty_workbook(write):
    assert "ne contient rien" in refusal(write(rows_workbook(), "l.xlsx"))


def test_a_missing_file_and_a_folder(tmp_path):
    assert "n’existe pas" in refusal(tmp_path / "absent.csv")
    folder = tmp_path / "dossier.xlsx"
    folder.mkdir()
    assert "est un dossier" in refusal(folder)


def test_other_zip_files(write):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "traitement de texte" in refusal(write(buffer.getvalue(), "lettre.xlsx"))


def test_a_cut_workbook(write):
    data = rows_workbook(["Nom", "Ville"], ["A", "Autun"])
    assert "abîmé" in refusal(write(data[: len(data) // 2], "l.xlsx"))


def test_a_workbook_without_its_sheet(write):
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(rows_workbook(["Nom", "Ville"]))) as source,
        zipfile.ZipFile(buffer, "w") as archive,
    ):
        for name in source.namelist():
            if "sheet1" not in name:
                archive.writestr(name, source.read(name))
    assert "abîmé" in refusal(write(buffer.getvalue(), "l.xlsx"))


def test_protected_files(write):
    # Excel keeps a protected workbook in an old-style container, under this stream name.
    assert "mot de passe" in refusal(write(container({"EncryptedPackage": b"x"}), "l.xlsx"))
    entry = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert "mot de passe" in refusal(write(ods("", entry), "l.ods"))


def test_a_file_too_big_is_not_even_read(write, monkeypatch):
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 10)
    assert "trop volumineux" in refusal(write(LIST.encode()))


def test_a_zip_bomb(write):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/big.xml", "w", force_zip64=True) as member:
            for _ in range(grid.MAX_UNPACKED_BYTES // 2**23 + 1):
                member.write(bytes(2**23))
    assert "trop volumineux" in refusal(write(buffer.getvalue(), "l.xlsx"))


def test_a_zip_that_lies_about_its_sizes(write):
    data = bytearray(rows_workbook(["Nom", "Ville"], ["A", "Autun"]))
    size_in_first_entry = data.index(b"PK\x01\x02") + 24
    data[size_in_first_entry : size_in_first_entry + 4] = (5).to_bytes(4, "little")
    assert "abîmé" in refusal(write(bytes(data), "l.xlsx"))


def test_a_workbook_with_one_cell_in_its_last_corner(write):
    def fill(_, sheet):
        sheet.write_row(0, 0, ["Nom", "Ville"])
        sheet.write(1048575, 16383, "x")

    assert "1\u202f048\u202f576 lignes" in refusal(write(workbook(fill), "l.xlsx"))


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_sheet_whose_cells_do_not_say_their_place(write, prefix):
    """Two million cells without a reference: refused before they are read."""
    small = rows_workbook(["Nom", "Prénom"], ["Dupré", "Zoé"])
    row = f"<{prefix}row>{f'<{prefix}c><{prefix}v>1</{prefix}v></{prefix}c>' * 100}</{prefix}row>" * 20_000
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    rows = f"<{prefix}sheetData>{row}</{prefix}sheetData>"
    xml = f'<{prefix}worksheet {name}="{space}">{rows}</{prefix}worksheet>'
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(small)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as to,
    ):
        for member in source.namelist():
            to.writestr(member, xml if member.endswith("sheet1.xml") else source.read(member))
    said = refusal(write(buffer.getvalue(), "l.xlsx"))
    assert "démesurée" in said
    assert "20\u202f000 lignes sur 100 colonnes" in said


def test_an_opendocument_that_repeats_one_cell_for_ever(write):
    row = ods_row(
        ods_text("x", 'table:number-columns-repeated="16384"'),
        attributes='table:number-rows-repeated="1048576"',
    )
    assert "trop volumineux" in refusal(write(ods(row), "l.ods"))


def test_too_many_cells_in_a_text_file(write, monkeypatch):
    monkeypatch.setattr("gen_desktop.importing.text_tables.MAX_CELLS", 10)
    assert "trop de cellules" in refusal(write(LIST.encode() * 2))


def test_a_file_in_use_elsewhere(write, monkeypatch):
    def denied(_):
        raise PermissionError

    path = write(LIST.encode())
    monkeypatch.setattr(type(path), "read_bytes", denied)
    assert "ouvert ailleurs" in refusal(path)


GOOD = rows_workbook(["Nom", "Ville"], ["A", "Autun"], ["B", 12.5])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_gives_a_table_or_a_sentence(write, changes):
    data = bytearray(GOOD)
    for place, value in changes:
        data[place] = value
    path = write(bytes(data), "l.xlsx")
    try:
        table = reading.read_table(path)
    except InvalidInput as error:
        name = str(error)
    else:
        name = table.file_name
    assert "l.xlsx" in name


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_sentence(write, data):
    path = write(data)
    try:
        table = reading.read_table(path)
    except InvalidInput as error:
        name = str(error)
    else:
        name = table.file_name
        assert all(len(row.cells) == len(table.titles) for row in table.rows)
    assert "liste.csv" in name


def test_fold_title():
    assert fold_title("  N° de TÉL. :") == "no de tel"
    assert fold_title("Date d’entrée\n(réelle)") == "date d entree reelle"
