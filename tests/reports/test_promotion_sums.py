"""The promotions summed up: the numbers of the workbook, two years, nobody named."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.registry import Cohort, Learner
from gen_desktop.queries.promotion import promotion, promotion_sums
from gen_desktop.reports.statements import build_promotion_sums
from tests.factories import make_cohort
from tests.queries.leavers import ENTRY, EXIT, leaver, tells
from tests.reports.built import assert_report_conforms
from tests.reports.pdf_checks import reading_order

DAY = dt.date(2027, 9, 30)
TITLE = "Développement web et web mobile, intitulé long comme un jour sans pain " * 2


@pytest.fixture
def filled(db):
    """Certified in 2025: two at work, one searching, one studying (neutralised), one unknown, one erased."""
    with db.write("Une promotion") as session:
        cohort: Cohort = make_cohort(session, "DWWM 2025-1", planned_start=ENTRY, planned_end=EXIT)
        situations = ("EMP_CDI", "EMP_CDI", "RECH", "FORM_Q", None, "EMP_CDI")
        for number, situation in enumerate(situations):
            one = leaver(session, cohort, number, certified_on=dt.date(2025, 9, 4))
            if situation is not None:
                tells(session, one, 6, situation)
        session.get_one(Learner, one.learner_id).erased_on = DAY
        leaver(session, cohort, 9, certified_on=dt.date(2024, 12, 20))
    return db


def told(data: bytes) -> list[str]:
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in reading_order(data)]


def test_the_certified_of_two_years(filled):
    with filled.read() as session:
        (one,) = promotion_sums(promotion(session, 2025, DAY, with_erased=True), 2025)
        (without,) = promotion_sums(promotion(session, 2025, DAY), 2025)
    assert (one.certified, one.base, one.employed, one.unknown) == (6, 4, 3, 1)
    assert (without.certified, without.base, without.employed) == (5, 3, 2)
    built = build_promotion_sums(filled, 2025, DAY)
    assert_report_conforms(built.data)
    assert built.scope_text == "Promotions 2024 et 2025"
    rows = [line for line in told(built.data) if line.startswith(one.certification or "sans code")]
    assert [row.split(" | ")[2] for row in rows] == ["6", "1"]
    assert "75 % 3 sur 4" in rows[0].replace("%3", "% 3")


def test_a_year_without_anybody_says_so(db):
    built = build_promotion_sums(db, 2019, DAY)
    assert_report_conforms(built.data)
    assert "Aucune certification complète n’est datée de 2019." in told(built.data)
    assert "Aucune certification complète n’est datée de 2018." in told(built.data)
