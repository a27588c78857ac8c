"""Tables: alignment, wrapping, repeated heads, rows never cut."""

from __future__ import annotations

import pytest

from gen_desktop.reports.blocks import Heading
from gen_desktop.reports.flow import Document
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.pieces import Piece
from gen_desktop.reports.style import BODY
from gen_desktop.reports.table import Column, Rate, Row, Table
from gen_desktop.reports.table_header import TableHeader
from gen_desktop.reports.table_layout import ColumnFit, column_widths, measure, place_cell
from tests.reports.built import assert_report_conforms

from . import pdf_checks, specimen


def rendered(*tables):
    document = Document(specimen.INFO, strict=True)
    document.add(Heading(1, "Tableaux"), *tables)
    return document.render()


def rows_read(data):
    return [text for tag, text in pdf_checks.spoken(data) if tag == "TR"]


def placed(texts, align="decimal", width=200.0):
    cells = [measure(text, "", align, (BODY, BODY)) for text in texts]
    fit = ColumnFit(align, 0.0)
    for cell in cells:
        fit.add(cell)
    return [place_cell(cell, fit, 0.0, width)[0][0] for cell in cells]


def test_numbers_stand_on_their_comma():
    texts = ["94,1\u202f%", "100\u202f%", "−1\u202f234,56", "7"]
    commas = []
    for text, place in zip(texts, placed(texts), strict=True):
        whole = text.split(",")[0].split("\u202f%")[0]
        commas.append(place.x + text_width(whole, BODY.font, BODY.size))
    assert commas == pytest.approx([commas[0]] * len(texts))
    ends = [p.x + text_width(p.text, BODY.font, BODY.size) for p in placed(texts)]
    assert max(ends) <= 200.01


def test_words_in_a_column_of_numbers_go_to_its_edge():
    for place in placed(["en cours", "–", "14 sur 16"]):
        assert place.x + text_width(place.text, BODY.font, BODY.size) == pytest.approx(200)


@pytest.mark.parametrize("available", [120.0, 300.0, 500.0])
def test_columns_fill_the_width_exactly(available):
    widths = column_widths([200.0, 30.0, 40.0], [None, None, None], available)
    assert sum(widths) == pytest.approx(available)


def test_narrow_columns_keep_their_width_when_room_is_short():
    assert column_widths([400.0, 30.0, 40.0], [None, None, None], 200.0) == [130.0, 30.0, 40.0]
    assert column_widths([400.0, 30.0, 40.0], [60.0, None, None], 200.0) == pytest.approx([60.0, 65.0, 75.0])


def test_rates_are_read_with_their_counts():
    data = rendered(
        Table(
            [Column("Cohorte", align="left"), Column("Assiduité")],
            [("A", Rate("94,1\u202f%", "17 sur 18")), ("B", None), ("C", "en cours")],
        )
    )
    assert rows_read(data) == ["Cohorte | Assiduité", "A | 94,1\u202f% 17 sur 18", "B | –", "C | en cours"]


def test_group_titles_totals_and_unknown_lines():
    data = rendered(
        Table(
            [
                Column("Public", align="left"),
                Column("Nombre", group="Femmes"),
                Column("Part", group="Femmes"),
            ],
            [Row(("Niveau",), "group"), ("Bac", "3", "75,0"), Row(("non renseigné", "1", "25,0"), "unknown")],
            total=("Ensemble", "4", "100,0"),
            title="Niveaux",
            note="Base\u00a0: 4.",
        )
    )
    assert rows_read(data) == [
        " | Femmes",
        "Public | Nombre | Part",
        "Niveau | ",
        "Bac | 3 | 75,0",
        "non renseigné | 1 | 25,0",
        "Ensemble | 4 | 100,0",
    ]
    tags = [node.tag for node in pdf_checks.opened(data).root.walk()]
    assert tags.count("TFoot") == 1
    pdf_checks.assert_conforms(data)


def test_a_long_table_repeats_its_head_and_cuts_no_row():
    data = rendered(specimen.long_table(400))
    tagged = pdf_checks.opened(data)
    assert len(tagged.pages) > 5
    for page in tagged.pages[1:]:
        assert "Dossier" in page.artifacts
    for row in (node for node in tagged.root.walk() if node.tag == "TR"):
        assert len({page for cell in row.children for page, _ in cell.marks}) == 1
    assert len(rows_read(data)) == 401
    pdf_checks.assert_tagged(tagged)


def test_small_tables_stay_whole():
    columns = [Column("Mois", align="left"), Column("Heures")]
    tables = [Table(columns, [(f"T{n} L{k}", "1,0") for k in range(7)]) for n in range(12)]
    tagged = pdf_checks.opened(rendered(*tables))
    for table in (node for node in tagged.root.walk() if node.tag == "Table"):
        assert len({page for node in table.walk() for page, _ in node.marks}) == 1


def test_wrapped_cells_lose_nothing():
    text = "Demandeur d’emploi inscrit depuis plus de douze mois, indemnisé ou non, avec un projet " * 3
    columns = [Column("Situation", align="left"), *(Column(f"Colonne {n}") for n in range(9))]
    data = rendered(Table(columns, [(text.strip(), *(f"{n},5\u202f%" for n in range(9)))]))
    assert rows_read(data)[1] == f"{text.strip()} | " + " | ".join(f"{n},5\u202f%" for n in range(9))


def test_a_row_taller_than_the_page_goes_on():
    lines = "\n".join(f"ligne {n}" for n in range(150))
    data = rendered(Table([Column("Remarque", align="left"), Column("Nombre")], [(lines, "1")]))
    assert len(pdf_checks.opened(data).pages) == 4
    assert rows_read(data)[1] == lines.replace("\n", "") + " | 1"


def test_empty_table_says_so():
    columns = [Column("Mois", align="left"), Column("Heures")]
    data = rendered(Table(columns, []), Table(columns, [], total=("Ensemble", "0")))
    assert rows_read(data) == ["Mois | Heures", "Aucune donnée"] * 2 + ["Ensemble | 0"]
    pdf_checks.assert_tagged(pdf_checks.opened(data))


def test_mistakes_of_the_caller_are_refused():
    with pytest.raises(ValueError, match="title"):
        Column(" ")
    with pytest.raises(ValueError, match="2 cells for 1"):
        rendered(Table([Column("Un")], [("a", "b")]))


def test_a_table_goes_on_over_a_hundred_pages():
    data = rendered(specimen.long_table(4700))
    assert len(pdf_checks.Pdf.open(pdf_checks.io.BytesIO(data)).pages) >= 100


def test_counts_stand_under_their_rate_when_asked_or_crowded():
    cell = measure("94,1\u202f%", "17 sur 18", "decimal", (BODY, BODY))
    for fit, width in ((ColumnFit("decimal", 0.0, stacked=True), 200.0), (ColumnFit("decimal", 0.0), 60.0)):
        fit.add(cell)
        rate, counts = place_cell(cell, fit, 0.0, width)
        assert [line[0].text for line in (rate, counts)] == ["94,1\u202f% ", "17 sur 18"]
        assert counts[0].x + text_width("17 sur 18", BODY.font, BODY.size) == pytest.approx(width)


def test_a_table_is_never_cut_so_that_a_scrap_stands_alone():
    data = rendered(Table([Column("Cohorte", align="left"), Column("Entrés")], specimen_rows(80)))
    on_page = [
        sum(text.startswith("Cohorte n°") for text in page.marked.values())
        for page in pdf_checks.opened(data).pages
    ]
    assert sum(on_page) == 80
    assert min(on_page) >= 4


def test_a_small_group_of_rows_stays_on_one_page():
    rows = []
    for group in range(20):
        rows += [Row((f"Groupe {group}",), "group"), *((f"Ligne {group}.{n}", str(n)) for n in range(5))]
    data = rendered(Table([Column("Ligne", align="left"), Column("Nombre")], rows))
    for page in pdf_checks.opened(data).pages:
        texts = list(page.marked.values())
        titles = [text for text in texts if text.startswith("Groupe")]
        assert sum(text.startswith("Ligne ") for text in texts) == 5 * len(titles)


def test_a_head_that_is_not_repeated_is_noticed(monkeypatch):
    table = Table([Column("Cohorte", align="left"), Column("Entrés")], specimen_rows(80))
    assert_report_conforms(rendered(table))
    monkeypatch.setattr("tests.reports.built.assert_conforms", lambda *_, **__: None)
    monkeypatch.setattr(TableHeader, "repeated", lambda self: Piece(0.0, lambda *_: None))
    with pytest.raises(AssertionError, match="page 2"):
        assert_report_conforms(rendered(table))


def specimen_rows(count):
    return [(f"Cohorte n°{number}", str(number)) for number in range(count)]
