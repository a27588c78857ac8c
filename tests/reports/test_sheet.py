"""The weekly attendance sheet, read as an auditor, a screen reader and a scanner read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gen_desktop.french import typographic
from gen_desktop.models.document import Replaced
from gen_desktop.models.sheet_code import CORNERS, read_sheet_code
from gen_desktop.reports.sheet import draw_sheets, sheet_obstacles
from gen_desktop.reports.sheet_plan import CELL_HEIGHT, CELL_WIDTH, HEIGHT, PEOPLE, WIDTH, sheet_pages
from gen_desktop.reports.style import MM
from tests.reports.boxes import assert_apart, recorded
from tests.reports.letterheads import STAMP
from tests.reports.nasty_names import NASTY, names
from tests.reports.pdf_checks import assert_conforms, opened, page_texts, spoken
from tests.reports.weeks import CORRECTION, MONDAY, half_days, learner, sheet, varied

FIRST = replace(STAMP, number="EM-DWWM-2026-2-2026-W47-v1")
SECOND = replace(
    FIRST,
    number="EM-DWWM-2026-2-2026-W47-v2",
    replaces=Replaced(1, FIRST.number, dt.date(2026, 11, 13)),
    rank=2,
)
CORRECTED = {"filled": True, "corrections": (CORRECTION,)}


def words(paper, stamp=FIRST):
    return typographic("\n".join(page_texts(draw_sheets([(paper, stamp)]))))


@pytest.mark.parametrize("stamp", [None, FIRST, SECOND])
@pytest.mark.parametrize("paper", [sheet(1), sheet(31), sheet(varied(), **CORRECTED)])
def test_sheets_keep_the_two_standards(paper, stamp):
    # A printed sheet has nothing to click; its cells to sign are empty: « abs. » beside the small box is read
    # by no screen reader, which would tell an absence.
    tolerated = {"TAG-002", "LNK-010", "TBL-010", "TBL-012", "TBL-014"}
    assert_conforms(draw_sheets([(paper, stamp)]), tolerate=tolerated)


@pytest.mark.parametrize(("people", "pages"), [(1, 1), (12, 1), (13, 2), (31, 3)])
def test_everybody_is_on_the_sheet_once_and_at_most_twelve_on_a_page(people, pages):
    paper = sheet(people)
    laid = sheet_pages(paper.week)
    assert len(laid) == pages
    assert all(len(page.learners) <= PEOPLE for page in laid)
    assert [one for page in laid for one in page.learners] == list(paper.week.learners)
    texts = page_texts(draw_sheets([(paper, FIRST)]))
    for number, text in enumerate(texts, start=1):
        assert f"page {number} sur {pages}" in text
        assert f"{FIRST.number}-{number}" in text


@pytest.mark.parametrize("days", range(1, 8))
def test_there_is_always_room_to_sign(days):
    paper = sheet(31, days=half_days(days))
    laid = sheet_pages(paper.week)
    assert all(page.cell_width >= CELL_WIDTH - 0.01 for page in laid)
    assert (CELL_WIDTH, CELL_HEIGHT) == (22 * MM, 10 * MM)
    for page in laid:
        assert [one.held_on for one in page.half_days].count(page.half_days[-1].held_on) == 2, (
            "days are whole"
        )
    signed = {(one.id, who.enrollment_id) for page in laid for one in page.half_days for who in page.learners}
    assert len(signed) == 2 * days * 31


def test_what_courts_ask_for_is_on_each_page():
    for text in page_texts(draw_sheets([(sheet(31), FIRST)])):
        for expected in (
            *("Développeur web et web mobile", "RNCP37674", "DWWM 2026-2", "du 16 au 20 novembre 2026"),
            *("Lundi 16/11", "Vendredi 20/11", "matin", "après-midi", "9\u202fh – 12\u202fh\u202f30"),
            *("Développer la", "Nadia Berrada", "Paul Lestienne", "Signature du formateur"),
            *("Numérique en Morvan", "SIRET 812", "27\u00a058\u00a000123\u00a058", "BFC-2026-114"),
            *("Fait à Château-Chinon", "Hélène Vauclair, Directrice", "Salle 2", "35\u202fh", "L6313-1"),
        ):
            assert expected in text, expected


def test_a_blank_sheet_asks_for_signatures_and_tells_no_absence():
    text = words(sheet(varied()))
    to_sign = sum(cell.not_due is None for one in sheet(varied()).week.learners for cell in one.cells)
    assert text.count("abs.") == to_sign + 1, "each cell to sign, and the rule"
    assert "ABSENT" not in text
    assert "présence 3" not in text


def test_what_is_not_due_is_said_in_its_cell_blank_or_filled():
    for filled in (False, True):
        text = words(sheet(varied(), filled=filled)).replace("\n", "")
        assert text.count("avant l’entrée") == 6
        assert text.count("après la sortie") == 6
        assert text.count("Menuiserie") == 10


def test_a_filled_sheet_strikes_absences_and_counts_presence():
    text = words(sheet(varied(), filled=True))
    assert text.count("ABSENT") == 3 + 1, "three cells, one legend"
    assert "J mal. : arrêt maladie" in text.replace("\u00a0", " ").replace("Arrêt", "arrêt")
    assert "34\u202fh\u202f20" in text
    assert "présence 2\u202fh\u202f50" in text
    assert text.count("abs.") == 4 + 1, "four half-days that nobody recorded, and the rule"


def test_the_second_version_is_a_numbered_correction_that_tells_what_was_corrected():
    text = words(sheet(varied(), **CORRECTED), SECOND).replace("\u00a0", " ").replace("\n", "")
    assert "Rectificatif n° 1" in text
    assert "Annule et remplace le n° EM-DWWM-2026-2-2026-W47-v1 du 13/11/2026" in text
    for expected in ("lun. 16 matin", "DELORME Kévin", "Absence injustifiée", "30/11/2026", "Claire Lambert"):
        assert expected in text
    assert "Corrections" not in words(sheet(varied(), corrections=(CORRECTION,))), "nothing on a blank sheet"


def test_many_corrections_go_on_over_pages_that_are_all_counted():
    paper = sheet(varied(), filled=True, corrections=(CORRECTION,) * 80)
    texts = page_texts(draw_sheets([(paper, SECOND)]))
    assert len(texts) > 2
    assert all(f"page {at} sur {len(texts)}" in text for at, text in enumerate(texts, start=1))


def test_reading_aloud_goes_row_by_row():
    rows = [text for tag, text in spoken(draw_sheets([(sheet(2), FIRST)])) if tag == "TR"]
    assert rows[0].startswith("Nom, prénom | Lundi 16/11 matin 9")
    assert rows[1].startswith("AUBERT Inès | ")
    assert rows[3].startswith("Module enseigné | Développer la partie front-end | Bases de données")
    assert rows[5].startswith("Signature")


def codes_on(data, page, scale):
    image = pypdfium2.PdfDocument(data)[page].render(scale=scale).to_pil()
    return [one.text for one in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("dpi", [150, 200])
def test_the_codes_of_a_printed_page_are_read_back(dpi):
    data = draw_sheets([(sheet(31), SECOND)])
    for page in range(3):
        texts = codes_on(data, page, dpi / 72)
        (main,) = filter(None, map(read_sheet_code, texts))
        assert (main.cohort_id, main.monday) == (sheet(1).week.cohort_id, MONDAY)
        assert (main.page, main.pages, main.version) == (page + 1, 3, 2)
        assert sorted(set(texts) - {main.text()}) == sorted(main.corner(name) for name in CORNERS)


def test_several_weeks_make_one_file():
    later = sheet(3)
    data = draw_sheets([(sheet(13), FIRST), (later, SECOND)])
    assert len(opened(data).pages) == 3


def test_the_same_week_gives_the_same_bytes_and_a_mark_changes_the_fingerprint():
    assert draw_sheets([(sheet(3), FIRST)]) == draw_sheets([(sheet(3), FIRST)])
    prints = {sheet(varied(), filled=True).fingerprint, sheet(varied()[:3], filled=True).fingerprint}
    assert len({*prints, sheet(varied()).fingerprint}) == 3


def test_nasty_names_stay_in_their_cells():
    people = tuple(learner(at, name=name) for at, name in enumerate(NASTY))
    with recorded() as boxes:
        draw_sheets([(sheet(people), FIRST)])
    assert_apart(boxes, WIDTH, HEIGHT, 6 * MM)


@pytest.mark.parametrize("count", [1, 31])
@pytest.mark.parametrize("filled", [False, True])
def test_no_name_is_cut_however_long(count, filled):
    people = tuple(learner(at, name=("W" * 80, "M" * 60)) for at in range(count))
    text = words(sheet(people, filled=filled)).replace("\n", "").replace(" ", "")
    assert text.count("W" * 80 + "M" * 60) == count


def test_what_courts_ask_for_is_printed_to_the_last_word():
    module = "Développer la persistance des données, requêtes et procédures stockées"
    trainer = "Jean-Christophe de La Rochefoucauld-Montbéliard"
    course = "Concepteur développeur d’applications et de services numériques, parcours renforcé " * 2
    days = tuple(replace(one, module=module, trainer=trainer) for one in half_days())
    text = words(sheet(12, days=days, course_title=course.strip())).replace("\n", " ")
    plain = " ".join(text.replace("\u00a0", " ").split()).replace("- ", "-")
    assert " ".join(course.split()).replace("’", "’") in plain
    assert plain.count(module) == 10
    assert plain.count(trainer) == 10


def test_a_week_that_is_not_over_is_not_printed_as_recorded():
    paper = replace(sheet(3, filled=True), as_of=MONDAY)
    (obstacle,) = sheet_obstacles(paper)
    assert "n’est pas finie" in obstacle.sentence
    assert list(sheet_obstacles(replace(paper, filled=False))) == []
    assert list(sheet_obstacles(replace(paper, as_of=dt.date(2026, 11, 20)))) == []


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(names, names, names, names, st.text("abc éè&<", max_size=200))
def test_whatever_is_written_no_text_runs_into_another(last, first, module, trainer, course):
    days = tuple(replace(one, module=module, trainer=trainer) for one in half_days())
    people = (learner(0, name=(last, first)), *(learner(at) for at in range(1, 12)))
    with recorded() as boxes:
        draw_sheets([(sheet(people, days=days, course_title=course or "Cours"), SECOND)])
    assert_apart(boxes, WIDTH, HEIGHT, 6 * MM)


def test_nothing_keeps_a_complete_sheet_from_leaving():
    assert list(sheet_obstacles(sheet(1))) == []


def test_each_half_day_without_module_or_trainer_is_a_sentence():
    days = list(half_days())
    days[0] = replace(days[0], module=" ")
    days[3] = replace(days[3], module=None, trainer=None)
    sentences = [one.sentence for one in sheet_obstacles(sheet(1, days=tuple(days)))]
    assert sentences == [
        "Lundi 16 novembre matin\u00a0: il manque le module (calendrier de la cohorte).",
        "Mardi 17 novembre après-midi\u00a0: il manque le module et le formateur (calendrier de la cohorte).",
    ]


def test_a_week_without_half_days_or_people_is_not_a_sheet():
    (empty,) = sheet_obstacles(sheet(1, days=()))
    assert "Aucune demi-journée à signer" in empty.sentence
    (nobody,) = sheet_obstacles(sheet(0))
    assert "Personne n’est inscrit" in nobody.sentence
