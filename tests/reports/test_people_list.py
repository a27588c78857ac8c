"""The list of learners on paper: lying down, tagged, everybody in it, every page told."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest

from gen_desktop.jobs import Cancelled, Job
from gen_desktop.reports.people_list import PeopleListData
from gen_desktop.reports.registry import build_people_list
from tests.reports.pdf_checks import assert_conforms, assert_no_missing_glyph, page_texts

COLUMNS = [("Nom", False), ("Cohorte", False), ("Commune", False), ("Assiduité (%)", True)]


def data(people):
    rows = [
        [f"Œuvré{n:04d} Zoë", "DWWM 2026-1", "L’Haÿ-les-Roses (94)", "–" if n % 3 else "96"]
        for n in range(people)
    ]
    filters = [("Statut", "En formation"), ("Prescripteur", "Mission locale, Non renseigné")]
    return PeopleListData(None, COLUMNS, rows, filters, dt.date(2026, 11, 23), "C. Lambert")


def test_everybody_is_on_a_page_lying_down_under_repeated_titles():
    pdf = build_people_list(data(120))
    assert_conforms(pdf)
    assert_no_missing_glyph(pdf)
    texts = page_texts(pdf)
    assert len(texts) > 2
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            assert right - left > top - bottom
    whole = " ".join(texts)
    assert all(f"Œuvré{n:04d}" in whole for n in range(120))
    assert "120 personnes" in texts[0]
    assert "Mission locale, Non renseigné" in texts[0]
    assert "C. Lambert" in texts[0]


def test_nobody_is_said():
    assert "Aucune donnée" in " ".join(page_texts(build_people_list(data(0))))


def test_many_columns_stay_within_the_page():
    wide = data(30)
    titles = [(f"Colonne {n}", False) for n in range(16)]
    rows = [[f"valeur {n} {m}" for m in range(16)] for n in range(30)]
    assert_conforms(build_people_list(PeopleListData(None, titles, rows, (), wide.as_of, wide.author)))


def test_it_can_be_given_up():
    with pytest.raises(Cancelled):
        build_people_list(data(300), Job(None, lambda: True))
