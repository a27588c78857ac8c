"""Lines, fonts and characters."""

from __future__ import annotations

import unicodedata

import pytest

from gen_desktop.reports import style
from gen_desktop.reports.fonts import FALLBACK, known_characters, missing_glyphs, pieces, text_width
from gen_desktop.reports.text import break_lines, longest_word, plain, shortened


def widths(lines, look=style.BODY):
    return [text_width(line.rstrip(" "), look.font, look.size) for line in lines]


def test_short_text_is_one_line():
    assert break_lines("Rapport de suivi", style.BODY, 400) == ["Rapport de suivi"]


def test_empty_text_is_one_empty_line():
    assert break_lines("", style.BODY, 400) == [""]


@pytest.mark.parametrize("width", [25, 60, 120, 300])
def test_lines_fit_and_give_the_text_back(width):
    text = "Chaque apprenant a rencontré son référent, sous-préfecture comprise, au moins deux fois."
    lines = break_lines(text, style.BODY, width)
    assert max(widths(lines)) <= width
    assert "".join(lines) == text


def test_no_line_ends_at_a_no_break_space():
    text = (
        "Les 12\u202f345\u00a0€ et «\u00a071\u202f%\u00a0» à 3\u00a0mois\u202f; 31\u202f000\u00a0personnes."
    )
    for width in range(90, 300, 7):
        for line in break_lines(text, style.BODY, width)[:-1]:
            assert line.endswith(" "), line


def test_hyphenated_words_part_but_codes_do_not():
    look = style.BODY
    width = text_width("monnaie", look.font, look.size) + 1
    assert break_lines("porte-monnaie", look, width) == ["porte-", "monnaie"]
    narrow = text_width("DWWM 2026", look.font, look.size) + 1
    assert break_lines("DWWM 2026-1", look, narrow) == ["DWWM ", "2026-1"]


def test_newline_ends_a_line():
    assert break_lines("un\ndeux", style.BODY, 400) == ["un", "deux"]


def test_a_word_too_wide_is_cut_not_lost():
    lines = break_lines("a" * 200, style.BODY, 100)
    assert "".join(lines) == "a" * 200
    assert max(widths(lines)) <= 100


def test_longest_word_is_the_least_width_that_cuts_no_word():
    text = "Taux de remplissage"
    width = longest_word(text, style.BODY)
    assert break_lines(text, style.BODY, width + 0.01)[-1] == "remplissage"


def test_plain_composes_accents_and_drops_controls():
    assert plain("E\u0301le\u0300ve\u200b\x07\tici") == "Élève ici"
    assert plain("12\u202f345\u00a0€") == "12\u202f345\u00a0€"


def test_shortened_ends_with_an_ellipsis():
    text = shortened("Centre de formation aux métiers du numérique", style.TINY, 80)
    assert text.endswith("…")
    assert text_width(text, style.TINY.font, style.TINY.size) <= 80


def test_french_characters_and_signs_are_there():
    assert missing_glyphs("àâäçéèêëîïôöùûüÿœæÀÉÈŒÆ«»’…–—€°№≤≥≠→✓✗☐☑\u00a0\u202f\u2212" + FALLBACK) == []


def test_missing_glyphs_are_told():
    assert missing_glyphs(["Éva 🙂", "漢"]) == ["漢"]
    assert "🙂" not in known_characters()


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh",
        "Șerban",
        "Łukasz",
        "Жанна Щукина",
        "Ελένη",
        "محمد بن علي",
        "שרה",
        "Léa 👩🏽‍💻❤️ 🇫🇷",
        "Կարեն",
    ],
)
def test_a_name_of_any_of_these_scripts_is_drawn_whole(name):
    assert missing_glyphs(name) == []
    for face in style.FONTS:
        assert FALLBACK not in "".join(piece.text for piece in pieces(name, face))
        assert text_width(name, face, 10) == pytest.approx(
            sum(text_width(piece.text, piece.font, 10) for piece in pieces(name, face))
            if all(piece.font in style.FONTS for piece in pieces(name, face))
            else text_width(name, face, 20) / 2
        )


def test_arabic_letters_are_joined_and_turned():
    (drawn,) = pieces("محمد", style.REGULAR)
    assert [unicodedata.normalize("NFKC", letter) for letter in drawn.text] == list("دمحم")
    assert "م" not in drawn.text, "each letter has the form its neighbours ask for"


def test_latin_words_stay_as_they_are_beside_arabic_ones():
    assert [piece.text for piece in pieces("Ali (محمد), Nevers", style.BOLD)][0] == "Ali ("
    assert pieces("Élodie O’Brien", style.BOLD) == ((style.BOLD, "Élodie O’Brien"),)


def test_every_text_color_reads_on_its_background():
    for color in (style.TEXT, style.SECONDARY, style.ACCENT, style.ATTENTION, style.GOOD, style.WRONG):
        assert style.contrast(color, style.WHITE) >= 4.5
    tints = (
        (style.GOOD, style.GOOD_TINT),
        (style.ATTENTION, style.ATTENTION_TINT),
        (style.WRONG, style.WRONG_TINT),
    )
    for color, tint in (*tints, (style.ACCENT, style.ACCENT_TINT)):
        assert style.contrast(color, tint) >= 4.5
        assert style.contrast(style.TEXT, tint) >= 4.5
    for color in style.OUTCOME_COLORS:
        assert style.contrast(style.label_color(color), color) >= 4.5
