"""Blocks over pages: what stays together, what repeats, in which order it is read."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from gen_desktop.reports.blocks import Bullets, Callout, Contents, Definitions, Heading, Note, Paragraph
from gen_desktop.reports.canvas import MissingGlyph
from gen_desktop.reports.finish import Attachment
from gen_desktop.reports.flow import LANDSCAPE, Document, PageBreak
from gen_desktop.reports.pieces import Laid, Piece

from . import pdf_checks, specimen


def rendered(*blocks):
    document = Document(specimen.INFO, strict=True)
    document.add(*blocks)
    return document.render()


class Gap:
    """A block that only takes room, to push what follows to the foot of the page."""

    def __init__(self, height):
        self._height = height

    def layout(self, width):
        return Laid([], [Piece(self._height, lambda canvas, left, top: None)])


def page_of(data, text):
    (page,) = [
        number
        for number, page in enumerate(pdf_checks.opened(data).pages)
        if any(text in own for own in page.marked.values())
    ]
    return page


@pytest.fixture(scope="module")
def specimen_pdf():
    return specimen.document().render()


def test_specimen_keeps_both_standards(specimen_pdf):
    pdf_checks.assert_conforms(specimen_pdf)


def test_same_input_gives_the_same_bytes(specimen_pdf):
    assert specimen.document().render() == specimen_pdf


def test_every_page_says_which_it_is_and_of_how_many(specimen_pdf):
    texts = pdf_checks.page_texts(specimen_pdf)
    for number, text in enumerate(texts, start=1):
        assert f"page {number} sur {len(texts)}" in text
        assert specimen.INFO.organization in text
        assert specimen.INFO.as_of in text
        assert specimen.INFO.fingerprint in text
        assert "Sceau 4f2a 91c0 77de" in text
    assert all("PROVISOIRE" in text for text in texts[1:])


def test_reading_order_starts_as_a_person_would(specimen_pdf):
    spoken = pdf_checks.spoken(specimen_pdf)
    assert spoken[:4] == [
        ("P", "Provisoire"),
        ("H1", "Rapport de suivi"),
        ("P", "3e trimestre 2026 · 4 cohortes · 87 apprenants"),
        ("LI", "Période du 1er juillet au 30 septembre 2026"),
    ]
    texts = [text for _, text in spoken]
    assert "Assiduité 94,1\u202f% 12\u202f480 h sur 13\u202f262 h objectif 90\u202f%, atteint" in texts
    assert "DWWM 2026-1 | 18 | 2 | 94,1\u202f% 2\u202f480 sur 2\u202f636 | 87,5\u202f% 14 sur 16" in texts


def test_texts_are_plain_strings():
    text = "<b>Élodie & Cie</b> &amp; 100 % (net) \\ fin"
    data = rendered(Heading(1, text), Paragraph(text), Bullets([text]), Callout(text, text))
    assert {spoken.removeprefix("• ") for spoken in pdf_checks.reading_order(data)} == {text}


def test_heading_stays_with_what_follows():
    for height in range(560, 700, 10):
        data = rendered(
            Heading(1, "Début"), Gap(height), Heading(2, "Intertitre"), Paragraph("Suite du texte.")
        )
        assert page_of(data, "Intertitre") == page_of(data, "Suite")


def test_no_line_of_a_paragraph_stands_alone():
    text = " ".join(f"mot{number}" for number in range(90))
    for height in range(560, 700, 10):
        data = rendered(Heading(1, "Début"), Gap(height), Paragraph(text))
        pages = pdf_checks.opened(data).pages
        (node,) = [node for node in pdf_checks.opened(data).root.walk() if node.tag == "P"]
        assert node.text == text
        mots = [len(re.findall(r"mot\d+", " ".join(page.marked.values()))) for page in pages]
        assert min(mots) >= 12 or min(mots) == 0


def test_a_chain_longer_than_a_page_is_still_drawn_whole():
    headings = [Heading(1 if number == 0 else 2, f"Titre {number}") for number in range(60)]
    data = rendered(*headings, Paragraph("Fin."))
    assert pdf_checks.reading_order(data) == [*(heading.text for heading in headings), "Fin."]
    assert len(pdf_checks.opened(data).pages) > 1


def test_long_items_flow_over_pages():
    long = specimen.LONG_TEXT.strip() + "\n"
    text = (long * 60).strip()
    blocks = [Bullets([text]), Definitions([("Terme", text)]), Callout(text, "Titre"), Note(text)]
    for block in blocks:
        data = rendered(Heading(1, "Long"), block)
        assert len(pdf_checks.opened(data).pages) > 2
        joined = "".join(pdf_checks.reading_order(data))
        assert joined.count("jamais parmi les sorties négatives") == 60
        pdf_checks.assert_tagged(pdf_checks.opened(data))


def test_page_breaks_and_landscape():
    data = rendered(
        Heading(1, "Un"),
        PageBreak(LANDSCAPE),
        Heading(1, "Deux"),
        PageBreak(),
        PageBreak(),
        Heading(1, "Trois"),
        PageBreak(),
    )
    sizes = [
        [round(float(edge)) for edge in list(page.MediaBox)[2:]] for page in pdf_checks.opened(data).pdf.pages
    ]
    assert sizes == [[595, 842], [842, 595], [595, 842]]


def test_progress_counts_pages_and_may_stop_the_work():
    document = Document(specimen.INFO)
    document.add(Heading(1, "Un"), PageBreak(), Paragraph("Deux."))
    heard = []
    document.render(lambda page, pages: heard.append((page, pages)))
    assert heard == [(1, 2), (2, 2)]

    def stop(page, pages):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        document.render(stop)
    assert document.render().startswith(b"%PDF-1.7")


def test_two_threads_give_the_same_file():
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: specimen.document().render(), range(2))
    assert first == second


def test_cover_can_have_its_own_page():
    document = Document(specimen.INFO)
    document.cover("Titre", own_page=True)
    document.add(Heading(1, "Corps"))
    data = document.render()
    assert (page_of(data, "Titre"), page_of(data, "Corps")) == (0, 1)
    with pytest.raises(RuntimeError):
        document.cover("Trop tard")


def test_contents_lists_the_headings_that_follow_with_their_pages():
    data = rendered(
        Heading(1, "Avant"),
        Contents(),
        Heading(1, "Un"),
        Heading(2, "Deux"),
        Heading(3, "Trois"),
        PageBreak(),
        Heading(1, "Quatre"),
    )
    entries = [text for tag, text in pdf_checks.spoken(data) if tag == "TOCI"]
    assert entries == ["Un 1", "Deux 1", "Quatre 2"]
    pdf_checks.assert_conforms(data)


def test_bookmarks_follow_the_headings(specimen_pdf):
    with pdf_checks.opened(specimen_pdf).pdf.open_outline() as outline:
        titles = {item.title: [child.title for child in item.children] for item in outline.root}
    assert titles["2. Parcours"] == ["2.1 Publics à l’entrée", "2.2 Sans donnée"]


def test_strict_document_refuses_missing_glyphs():
    with pytest.raises(MissingGlyph):
        rendered(Paragraph("漢"))


def test_long_header_texts_do_not_meet():
    info = specimen.DocumentInfo(
        **{name: getattr(specimen.INFO, name) for name in specimen.INFO.__slots__}
        | {"organization": "Association " * 30, "program": "Programme " * 30}
    )
    document = Document(info)
    document.add(Heading(1, "Titre"), PageBreak(), Paragraph("Suite."))
    (first, _) = pdf_checks.page_texts(document.render())
    assert first.count("…") == 2


@pytest.mark.parametrize(("mention", "is_whole"), [("", True), ("Provisoire", False)])
def test_a_header_without_a_mention_gives_its_room_to_the_programme(mention, is_whole):
    name = "Pacte régional d’investissement dans les compétences 2024, PRIC-24-0581"
    document = Document(replace(specimen.INFO, organization="Numérique", program=name, mention=mention))
    document.add(Heading(1, "Titre"))
    (page,) = pdf_checks.page_texts(document.render())
    assert (name in page) == is_whole


def test_attached_data_travels_inside():
    document = Document(specimen.INFO)
    document.add(Heading(1, "Titre"))
    document.attach(Attachment("data.json", "Chiffres", "application/json", b"{}"))
    data = document.render()
    pdf_checks.assert_metadata(pdf_checks.opened(data).pdf)
    assert list(pdf_checks.opened(data).pdf.attachments) == ["data.json"]


def test_the_smallest_document_conforms():
    data = rendered(Heading(1, "Rien"))
    assert pdf_checks.spoken(data) == [("H1", "Rien")]
    pdf_checks.assert_conforms(data)
