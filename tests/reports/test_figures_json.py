"""The figures inside a report, for machines."""

from __future__ import annotations

import io
import json
from typing import Any

import jsonschema
import pikepdf
import pytest
from pikepdf import Name, Pdf

from gen_desktop.paths import resource_path
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.report_scopes import counted_groups
from gen_desktop.reports.figures_json import FILE_NAME
from gen_desktop.reports.registry import build_report
from tests.reports.built import assert_report_conforms
from tests.reports.pdf_checks import page_texts

VALIDATOR = jsonschema.Draft202012Validator(
    json.loads(resource_path("schemas", "report.schema.json").read_text(encoding="utf-8")),
    format_checker=jsonschema.FormatChecker(),
)


def embedded(data: bytes) -> Any:
    """The figures inside a PDF."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        return json.loads(pdf.attachments[FILE_NAME].get_file().read_bytes())


@pytest.fixture(params=["follow_up", "evaluation"])
def built(center, request):
    return getattr(center, request.param)


def test_the_figures_inside_are_those_kept_and_keep_their_schema(built):
    content = embedded(built.data)
    VALIDATOR.validate(content)
    assert json.loads(built.content.figures) == content
    assert content["submission"] is None
    assert content["fingerprint"] == built.fingerprint
    assert (content["kind"], content["scope"]["words"]) == (built.kind, built.scope_text)


def test_the_schema_refuses_what_it_should(built):
    content = embedded(built.data)
    for spoiled in (
        content | {"as_of": "30/09/2026"},
        content | {"figures": [content["figures"][0] | {"n": -1}]},
        content | {"figures": [content["figures"][0] | {"n": 1.5}]},
        content | {"learners": []},
        {name: value for name, value in content.items() if name != "seal"},
    ):
        assert not VALIDATOR.is_valid(spoiled)


def test_each_figure_is_what_the_command_line_and_the_screen_count(center, built):
    told = {(one["group"], one["id"]): one for one in embedded(built.data)["figures"]}
    counted = 0
    for group in counted_groups(built.content.scope):
        with center.db.read() as session:
            found = figures(session, group.scope, group.ids)
        for figure in found:
            one = told[group.name, figure.id]
            assert (one["n"], one["N"], one["unknown"]) == (figure.n, figure.N, figure.unknown)
            assert one["value"] == (None if figure.value is None else float(figure.value))
            counted += 1
    assert counted == sum(1 for group, _ in told if group != "previous")


def test_each_cell_of_the_tables_inside_is_printed(built):
    printed = "".join("".join(page_texts(built.data)).split())
    cells = [
        text
        for section in embedded(built.data)["sections"]
        for table in section["tables"]
        for row in table["rows"]
        for cell in row["cells"]
        for text in (cell.values() if isinstance(cell, dict) else [cell])
        if text
    ]
    assert len(cells) > 100
    for text in cells:
        # A long text is cut in lines, whose words are all there.
        assert all(word in printed for word in text.split()), text


def test_no_table_of_single_people_is_inside(center):
    texts = json.dumps(embedded(center.follow_up.data), ensure_ascii=False)
    assert "Identifiant interne" in "".join(page_texts(center.follow_up.data))
    assert "Identifiant interne" not in texts


def test_the_file_is_associated_and_sound(built):
    with Pdf.open(io.BytesIO(built.data)) as pdf:
        (associated,) = pdf.Root.AF
        assert Name.Data == associated.AFRelationship
        assert str(associated.UF) == FILE_NAME
        assert str(associated.EF.F.Subtype) == "/application/json"
        assert pdf.check_pdf_syntax() == []
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        figures_drawn = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == Name.Figure
        ]
        assert figures_drawn
        assert all(len(str(one.Alt)) > 10 for one in figures_drawn)
    assert_report_conforms(built.data)


def test_a_scope_kept_makes_the_same_report(center, built):
    assert build_report(center.db, built.content.scope).data == built.data
