"""The workbook of a report's figures holds what the report prints, and nothing else."""

from __future__ import annotations

import json
import re
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gen_desktop import french
from gen_desktop.errors import StorageProblem
from gen_desktop.exporting.report_figures import number_of, write_report_figures
from tests.reports.pdf_checks import page_texts


@pytest.fixture(scope="module", params=["follow_up", "evaluation"])
def built(center, request):
    return getattr(center, request.param)


@pytest.fixture(scope="module")
def content(built):
    return json.loads(built.content.figures)


@pytest.fixture(scope="module")
def sheets(built, tmp_path_factory):
    """The rows of each sheet, in the order of the workbook."""
    path = tmp_path_factory.mktemp("figures") / "chiffres.xlsx"
    write_report_figures(built.content.figures, path)
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def tables(content):
    return [table for section in content["sections"] for table in section["tables"]]


def of_tables(sheets, content):
    return list(sheets.values())[-len(tables(content)) :]


def printed(cell):
    """The texts that a cell of the report prints, in the order of the columns of the workbook."""
    if not isinstance(cell, dict):
        return [cell]
    n, _, total = cell["counts"].partition(" sur ")
    return [cell["value"], n, total]


def said_again(text, value):
    """A number of the workbook, written as the report writes the same one."""
    body = text.removesuffix("%").removesuffix("h").rstrip()
    decimals = len(body.partition(",")[2])
    if text.endswith("%"):
        return french.percent(Decimal(str(value)) * 100, decimals)
    return french.number(Decimal(str(value)), decimals, signed=text.startswith("+")) + text[len(body) :]


def test_each_table_has_its_sheet_and_is_listed(sheets, content):
    assert len(set(sheets)) == len(sheets)
    names = list(sheets)[-len(tables(content)) :]
    listed = [row[0] for row in sheets["Sommaire"] if row[0] in names]
    assert listed == names
    assert all(len(name) <= 31 for name in names)
    for rows, table in zip(of_tables(sheets, content), tables(content), strict=True):
        assert rows[0][0] != rows[1][0], "a section whose table has no title is said once"
        assert not table["title"] or rows[0][0] == table["title"]


def test_a_column_of_words_is_wide_enough_to_read_them(built, sheets, tmp_path):
    path = tmp_path / "chiffres.xlsx"
    write_report_figures(built.content.figures, path)
    (points,) = (at for at, name in enumerate(sheets, 1) if name.endswith("Points à vérifier"))
    longest = max(len(row[1]) for row in list(sheets.values())[points - 1][4:])
    with zipfile.ZipFile(path) as book:
        told = book.read(f"xl/worksheets/sheet{points}.xml").decode()
    (width,) = re.findall(r'<col min="2" max="2" width="([0-9.]+)"', told)
    assert min(longest, 60) <= float(width) <= 61


def test_each_number_is_the_one_that_the_report_prints(sheets, content, built):
    text = "\n".join(page_texts(built.data))
    seen = 0
    for rows, table in zip(of_tables(sheets, content), tables(content), strict=True):
        rated = {
            at for row in table["rows"] for at, cell in enumerate(row["cells"]) if isinstance(cell, dict)
        }
        for row, told in zip(rows[4:], table["rows"], strict=False):
            values = iter(row)
            for at, cell in enumerate(told["cells"]):
                texts = printed(cell)
                for shown in texts:
                    value = next(values)
                    if isinstance(value, float):
                        assert said_again(shown, value) == shown
                        assert shown in text
                        seen += 1
                    else:
                        assert value == ("–" if shown is None else shown)
                for _ in range(3 - len(texts) if at in rated else 0):
                    assert next(values) == ""
    assert seen > 200


def test_indicators_have_their_formula_their_base_and_their_unknown(sheets, content):
    head, *rows = sheets["Indicateurs"]
    assert len(rows) == len(content["figures"])
    for row, figure in zip(rows, content["figures"], strict=True):
        told = dict(zip(head, row, strict=True))
        assert (told["Code"], told["Formule"]) == (figure["id"], figure["definition"])
        for title, key in (("n", "n"), ("N", "N"), ("Inconnus", "unknown"), ("Valeur", "value")):
            assert told[title] == ("–" if figure[key] is None else figure[key])


def test_definitions_of_others_are_those_of_an_evaluation(sheets, content):
    assert ("Définitions" in sheets) == (content["kind"] == "evaluation")
    if "Définitions" in sheets:
        head, *rows = sheets["Définitions"]
        lows = [row[head.index("Au moins")] for row in rows]
        assert lows == ["–" if one["low"] is None else one["low"] for one in content["definitions"]]


def test_nobody_is_in_it(sheets, center):
    from sqlalchemy import select

    from gen_desktop.models.registry import Learner

    said = {str(cell) for rows in sheets.values() for row in rows for cell in row}
    with center.db.read() as session:
        names = set(session.scalars(select(Learner.last_name)))
    assert not {word for cell in said for word in cell.split()} & names


@given(st.decimals(min_value=-99_999, max_value=99_999, places=1))
def test_a_printed_number_is_read_back(value):
    shown, _ = number_of(french.number(value, 1))
    assert shown == value
    assert number_of(french.percent(abs(value), 1)) == (abs(value) / 100, "0.0%")


@pytest.mark.parametrize(
    "words", ["", "–", "à venir", "6\u00a0mois", "08/01/2025", "DWWM 2026-1", "3,4 (21 notes)"]
)
def test_other_words_stay_words(words):
    assert number_of(words) is None


def test_a_folder_that_refuses_leaves_nothing(center, tmp_path):
    (tmp_path / "fichier").write_bytes(b"")
    with pytest.raises(StorageProblem):
        write_report_figures(center.follow_up.content.figures, tmp_path / "fichier" / "chiffres.xlsx")
    assert (tmp_path / "fichier").read_bytes() == b""
