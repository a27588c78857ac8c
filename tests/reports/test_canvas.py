"""Drawing that always belongs to the structure or to the decoration."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pypdfium2 as pdfium
import pytest

from gen_desktop.reports.canvas import MissingGlyph, Pen, Rect, TaggedCanvas
from gen_desktop.reports.finish import Attachment, DocumentInfo, finish
from gen_desktop.reports.structure import Element, Structure
from gen_desktop.reports.style import ACCENT, BODY, BOLD, TextStyle

from . import pdf_checks

INFO = DocumentInfo(
    title="Essai <&> « 12\u202f% »",
    subject="Un essai",
    organization="Numérique en Morvan",
    program="GEN",
    as_of="Au 30/09/2026",
    fingerprint="3f9a",
    version="0.1.0",
    created=datetime(2026, 10, 2, 8, 30, tzinfo=UTC),
)


def page_with(text, *, strict=False):
    canvas = TaggedCanvas(strict=strict)
    structure = Structure()
    canvas.start_page(595, 842)
    with canvas.marked(structure.root.new("H1")):
        canvas.text(50, 60, text, BODY)
    return finish(canvas.close(), structure, INFO)


def test_no_break_spaces_come_out_as_they_went_in():
    text = "12\u202f345\u00a0€ : «\u00a071\u202f%\u00a0»"
    assert pdf_checks.reading_order(page_with(text)) == [text]


def test_parentheses_and_backslashes_are_plain_text():
    assert pdf_checks.reading_order(page_with("(a) \\ <b> & )(")) == ["(a) \\ <b> & )("]


def test_more_characters_than_one_font_subset_holds():
    many = "".join(chr(code) for code in [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x391, 0x3A1)])
    text = many.replace("\u00ad", "")
    data = page_with(text)
    assert pdf_checks.reading_order(data) == [text]
    pdf_checks.assert_archivable(pdf_checks.opened(data).pdf)


def test_drawing_outside_an_element_is_refused():
    canvas = TaggedCanvas()
    canvas.start_page(595, 842)
    with pytest.raises(RuntimeError, match="outside"):
        canvas.text(50, 50, "perdu", BODY)
    with pytest.raises(RuntimeError, match="outside"):
        canvas.rect(Rect(0, 0, 10, 10), ACCENT)


def test_marked_content_does_not_nest():
    canvas = TaggedCanvas()
    canvas.start_page(595, 842)
    with canvas.artifact(), pytest.raises(RuntimeError, match="nest"), canvas.marked(Element("P")):
        pass


def test_missing_glyph_is_drawn_as_a_square_and_logged_by_its_code(caplog):
    with caplog.at_level(logging.WARNING):
        data = page_with("Éva 漢")
    assert pdf_checks.reading_order(data) == ["Éva □"]
    assert "U+6F22" in caplog.text
    assert "Éva" not in caplog.text


def test_strict_drawing_refuses_a_missing_glyph():
    with pytest.raises(MissingGlyph, match=r"U\+6F22"):
        page_with("漢", strict=True)


@pytest.mark.parametrize("name", ["Éva 🙂 Żukowska", "محمد بن علي", "Jean 👩🏽 & <b>", "שרה Lévy", "Жанна"])
def test_names_of_any_script_are_read_back_from_the_page(name):
    data = page_with(name, strict=True)
    pdf_checks.assert_conforms(data)
    with pdfium.PdfDocument(data) as document:
        found = document[0].get_textpage().get_text_bounded()
    assert found.strip() == name


def test_figures_carry_their_words_and_place():
    canvas = TaggedCanvas()
    structure = Structure()
    canvas.start_page(595, 842)
    with canvas.marked(structure.root.new("H1")):
        canvas.text(50, 60, "Titre", TextStyle(BOLD, 12, 15))
    figure = Element("Figure", alt="Un carré bleu, pour l’exemple")
    structure.root.children.append(figure)
    with canvas.figure(figure, Rect(50, 100, 20, 30)):
        canvas.rect(Rect(50, 100, 20, 30), ACCENT, Pen(ACCENT), radius=3)
    data = finish(canvas.close(), structure, INFO)
    pdf_checks.assert_conforms(data)
    tagged = pdf_checks.opened(data)
    (node,) = [node for node in tagged.root.walk() if node.tag == "Figure"]
    box = [float(edge) for edge in node.attribute("/BBox")]
    assert box == [50, 712, 70, 742]


def test_a_form_is_kept_once_and_is_decoration():
    canvas = TaggedCanvas()
    structure = Structure()
    with canvas.form("logo", 595, 842):
        canvas.text(50, 40, "Morvan", BODY)
    for number in range(3):
        canvas.start_page(595, 842)
        canvas.stamp("logo", "Header")
        with canvas.marked(structure.root.new("H1")):
            canvas.text(50, 60, f"Page {number}", BODY)
    data = finish(canvas.close(), structure, INFO)
    pdf_checks.assert_tagged(pdf_checks.opened(data))
    assert [page.artifacts for page in pdf_checks.opened(data).pages] == [["Morvan"]] * 3
    pages = pdf_checks.opened(data).pdf.pages
    assert len({form.objgen for page in pages for form in page.Resources.XObject.as_dict().values()}) == 1


def test_metadata_takes_any_text_and_an_attachment_makes_it_a_3():
    canvas = TaggedCanvas()
    structure = Structure()
    canvas.start_page(595, 842)
    with canvas.marked(structure.root.new("H1")):
        canvas.text(50, 60, "Données", BODY)
    attachment = Attachment("figures.csv", "Chiffres du rapport", "text/csv", b"a;b\n1;2\n")
    data = finish(canvas.close(), structure, INFO, [attachment])
    pdf_checks.assert_conforms(data)
    pdf = pdf_checks.opened(data).pdf
    assert pdf.attachments["figures.csv"].get_file().read_bytes() == b"a;b\n1;2\n"
    assert str(pdf.Root.AF[0].AFRelationship) == "/Data"
    assert str(pdf.docinfo.Title) == INFO.title
