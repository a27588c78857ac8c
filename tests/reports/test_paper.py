"""Numbered papers: what their frame always bears, one by one and in a batch."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.reports.blocks import Paragraph
from gen_desktop.reports.letterhead import nda_formula
from gen_desktop.reports.paper import PrintedPaper, draw_papers
from gen_desktop.reports.paper_obstacles import letterhead_obstacles
from tests.reports.letterheads import HEAD, PAYER, REPLACING, SENDER, STAMP, WITH_LOGOS
from tests.reports.pdf_checks import assert_conforms, opened, spoken


def paper(head=WITH_LOGOS, text="Le corps du document.", **values):
    return PrintedPaper(
        head=head,
        title="Certificat de réalisation",
        blocks=[Paragraph(text)],
        fingerprint="0123 4567 89ab",
        as_of=dt.date(2026, 11, 26),
        name="DELORME Kévin",
        **values,
    )


def said(data):
    return "\n".join(text for _, text in spoken(data))


def aside(data, page=0):
    """The words that are not read aloud: header and footer."""
    return "\n".join(opened(data).pages[page].artifacts)


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("stamp", [None, STAMP, REPLACING])
def test_papers_keep_the_two_standards(landscape, stamp):
    data = draw_papers([(paper(landscape=landscape), stamp)] * 2)
    # Papers are printed: an address of the letterhead is read, not clicked.
    assert_conforms(data, tolerate={"TAG-002", "LNK-010"})


def test_the_head_names_the_organisation_its_numbers_and_who_pays():
    words = said(draw_papers([(paper(), STAMP)]))
    assert "Numérique en Morvan" in words
    assert "SIRET 812\u00a0345\u00a0678\u00a000017" in words
    assert "27\u00a058\u00a000123\u00a058" in words
    assert "ne vaut pas agrément" in words
    assert "BFC-2026-114" in words
    assert "Cofinancé par l’Union européenne" in words


def test_number_fingerprint_and_time_stand_on_each_page():
    long = "\n".join(f"Ligne {number}" for number in range(120))
    data = draw_papers([(paper(text=long), REPLACING)])
    pages = len(opened(data).pages)
    assert pages > 1
    for page in range(pages):
        words = aside(data, page)
        assert f"page {page + 1} sur {pages}" in words
        for expected in (
            "CR-2026-DWWM-2026-2-0007",
            "26/11/2026 à 17\u202fh\u202f05",
            "0123 4567 89ab",
            "-0003",
        ):
            assert expected in words
    assert "Annule et remplace le n°\u00a0CR-2026-DWWM-2026-2-0003 du 02/11/2026" in said(data)


@pytest.mark.parametrize("landscape", [False, True])
def test_a_long_number_cuts_neither_the_time_nor_the_fingerprint(landscape):
    number = "LS-2026-ACCOMPAGNEMENT-RENFORCE-VERS-LES-METIERS-DU-NUMERIQUE-NEVERS-0007"
    data = draw_papers([(paper(landscape=landscape), replace(REPLACING, number=number))])
    words = aside(data)
    for expected in (number, "26/11/2026 à 17\u202fh\u202f05", "0123 4567 89ab", "Annule et remplace"):
        assert expected in words


def test_each_paper_of_a_batch_counts_its_own_pages():
    data = draw_papers([(paper(), STAMP), (paper(head=HEAD), STAMP), (paper(landscape=True), STAMP)])
    tagged = opened(data)
    assert len(tagged.pages) == 3
    assert all("page 1 sur 1" in "\n".join(page.artifacts) for page in tagged.pages)
    with tagged.pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["DELORME Kévin"] * 3


def test_a_preview_says_so_and_an_issued_paper_does_not():
    draft, issued = draw_papers([(paper(), None)]), draw_papers([(paper(), STAMP)])
    assert "PROJET" in aside(draft)
    assert "sans valeur" in said(draft)
    assert "PROJET" not in aside(issued) + said(issued)


def test_the_papers_of_the_invented_organisation_say_so():
    invented = replace(HEAD, sender=replace(SENDER, is_invented=True))
    assert "DONNÉES FICTIVES" in aside(draw_papers([(paper(head=invented), STAMP)]))
    assert "DONNÉES FICTIVES" not in aside(draw_papers([(paper(), STAMP)]))


def test_the_printed_pages_never_bear_the_name_of_the_school():
    data = draw_papers([(paper(), STAMP)])
    assert "GEN" not in aside(data) + said(data)


def test_the_same_paper_gives_the_same_bytes():
    assert draw_papers([(paper(), STAMP)]) == draw_papers([(paper(), STAMP)])


def test_a_logo_that_cannot_be_read_is_left_out():
    broken = replace(HEAD, sender_logo=b"not a picture")
    assert "Numérique en Morvan" in said(draw_papers([(paper(head=broken), STAMP)]))


def test_the_formula_names_the_region_when_the_number_tells_it():
    assert "préfet de la région Bourgogne-Franche-Comté" in nda_formula("27580012358")
    assert "préfet de région" in nda_formula("26580012358"), "a region of before 2016"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"siret": None}, "pas de SIRET"),
        ({"nda": None}, "pas de numéro de déclaration"),
        ({"representative": None}, "pas de représentant"),
        ({"representative_quality": None}, "pas de qualité"),
        ({"postal_code": None}, "pas d’adresse complète"),
    ],
)
def test_what_is_missing_of_the_organisation_is_a_sentence_each(change, words):
    (obstacle,) = letterhead_obstacles(replace(HEAD, sender=replace(SENDER, **change)))
    assert words in obstacle.sentence
    assert (obstacle.kind, obstacle.sentence[-18:]) == ("organization", "\u00a0: page Organisme.")


def test_nothing_is_in_the_way_of_a_complete_letterhead():
    assert list(letterhead_obstacles(HEAD)) == []
    (nobody,) = letterhead_obstacles(replace(HEAD, sender=None))
    assert "n’est pas renseigné" in nobody.sentence


@pytest.mark.parametrize(
    ("starts_on", "payer", "refused"),
    [
        (dt.date(2025, 1, 7), {"kind": "GEN_2021"}, False),
        (dt.date(2025, 1, 8), {"kind": "GEN_2021"}, True),
        (dt.date(2026, 9, 14), {"kind": "GEN_INNOV"}, True),
        (dt.date(2026, 9, 14), {"name": "Label GRANDE ECOLE DU NUMERIQUE"}, True),
        (dt.date(2026, 9, 14), {"name": "Label GEN 2024"}, True),
        (dt.date(2026, 9, 14), {"name": "Génération numérique"}, False),
        (dt.date(2026, 9, 14), {"kind": "REGION"}, False),
    ],
)
def test_the_name_of_the_school_is_refused_from_its_end_on(starts_on, payer, refused):
    head = replace(HEAD, starts_on=starts_on, payer=replace(PAYER, **payer))
    obstacles = list(letterhead_obstacles(head))
    assert bool(obstacles) == refused
    if refused:
        assert "08/01/2025" in obstacles[0].sentence
        assert (obstacles[0].kind, obstacles[0].record_id) == ("cohort", head.cohort_id)


def test_a_title_that_names_the_school_is_refused_too():
    title = "Développeur web, labellisé Grande École du Numérique"
    head = replace(HEAD, starts_on=dt.date(2025, 1, 8), course_title=title)
    (obstacle,) = letterhead_obstacles(head)
    assert "Changez l’intitulé" in obstacle.sentence
    assert list(letterhead_obstacles(replace(head, starts_on=dt.date(2025, 1, 7)))) == []


def test_the_date_of_the_refusal_is_a_setting():
    head = replace(HEAD, payer=replace(PAYER, kind="GEN_2021"), gen_forbidden_from=dt.date(2030, 1, 1))
    assert list(letterhead_obstacles(head)) == []
