from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from gen_desktop.jobs import Cancelled, Job
from gen_desktop.reports import page_text
from gen_desktop.reports.page_text import find_words, read_text

LINES = (
    ("Assiduité : 95,2 % des heures", "Présences de Château-Chinon, 5\u00a0472,8 h"),
    ("L’assiduité par cohorte, sortie", "positive en emploi durable"),
)


@pytest.fixture(scope="module")
def leaflet():
    """Two pages of two lines, at 700 and 680 points from the foot."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for lines in LINES:
        for row, line in enumerate(lines):
            canvas.drawString(100, 700 - 20 * row, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def places(pdf, words):
    return find_words(pdf, read_text(pdf, Job()), words, Job())


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("assiduité", [0, 1]),
        ("ASSIDUITE", [0, 1]),
        ("château chinon", [0]),
        ("l'assiduite", [1]),
        ("5472,8", [0]),
        ("5 472,8\u202fh", [0]),
        ("sortie positive", [1]),
        ("insertion", []),
        ("", []),
        (" - ", []),
    ],
)
def test_words_are_found_however_they_are_written(leaflet, words, pages):
    assert [hit.page for hit in places(leaflet, words)] == pages


def test_a_place_is_where_the_words_stand(leaflet):
    (hit,) = places(leaflet, "Château-Chinon")
    ((left, top, right, bottom),) = hit.boxes
    with pypdfium2.PdfDocument(leaflet) as document:
        box = (left * 595, 842 * (1 - bottom), right * 595, 842 * (1 - top))
        said = document[0].get_textpage().get_text_bounded(*box)
    assert said == "Château-Chinon"
    assert 842 * (1 - top) == pytest.approx(690, abs=3)


def test_words_over_two_lines_have_a_box_in_each(leaflet):
    (hit,) = places(leaflet, "sortie positive")
    first, second = hit.boxes
    assert first[1] < second[1]
    assert second[0] < first[0]


def test_what_is_everywhere_is_found_up_to_a_number(leaflet, monkeypatch):
    monkeypatch.setattr(page_text, "MOST_HITS", 5)
    assert len(places(leaflet, "e")) == 5


def test_reading_stops_when_asked(leaflet):
    with pytest.raises(Cancelled):
        read_text(leaflet, Job(is_cancelled=lambda: True))
