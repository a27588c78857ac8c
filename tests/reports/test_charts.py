"""Charts and cards: their words for whoever cannot see them, and nothing outside their area."""

from __future__ import annotations

import pytest

from gen_desktop.reports.blocks import Heading
from gen_desktop.reports.cards import FlowBox, FlowChart, KeyFigure, KeyFigures
from gen_desktop.reports.charts import (
    MonthColumns,
    MonthValue,
    OutcomeBar,
    OutcomeBars,
    Segment,
    TargetBar,
    TargetBars,
)
from gen_desktop.reports.flow import Document

from . import pdf_checks, specimen


def rendered(block):
    document = Document(specimen.INFO, strict=True)
    document.add(Heading(1, "Graphique"), block)
    return document.render()


def spoken(block):
    data = rendered(block)
    pdf_checks.assert_conforms(data)
    return pdf_checks.reading_order(data)[1:]


def test_target_bars_say_value_counts_and_target():
    bars = [
        TargetBar("Femmes", 0.345, "34,5\u202f%", "30 sur 87", 0.3, "30\u202f%"),
        TargetBar("RSA", None, "–"),
    ]
    alt, note = spoken(TargetBars(bars, alt="Publics accueillis", note="Base\u00a0: 87."))
    assert (
        alt == "Publics accueillis. Femmes\u00a0: 34,5\u202f% (30 sur 87), objectif 30\u202f%; RSA\u00a0: –."
    )
    assert note == "Base\u00a0: 87."


def test_outcome_bars_name_each_part():
    segments = [Segment("emploi durable", 0.6, "60\u202f%"), Segment("emploi court", 0.4, "40\u202f%")]
    (alt,) = spoken(OutcomeBars([OutcomeBar(segments, "DWWM", "10 personnes")], alt="Situation à 6 mois"))
    assert (
        alt
        == "Situation à 6 mois. DWWM (10 personnes)\u00a0: emploi durable 60\u202f%, emploi court 40\u202f%."
    )


def test_outcome_bar_needs_no_room_for_a_sliver():
    shares = (0.997, 0.003, 0.0, 0.0, 0.0)
    segments = [
        Segment(name, share, f"{share}") for name, share in zip(specimen.OUTCOMES, shares, strict=True)
    ]
    data = rendered(OutcomeBars([OutcomeBar(segments)], alt="Situation à 6 mois des sortants"))
    drawn = "".join(pdf_checks.opened(data).pages[0].marked.values())
    assert "0.997" in drawn
    assert "0.003" not in drawn


def test_months_without_value_are_said_and_not_drawn_as_zero():
    months = [MonthValue("janv.", 0.5, "50\u202f%"), MonthValue("févr.", None, "–")]
    (alt,) = spoken(
        MonthColumns(months, alt="Assiduité par mois", top=1.0, target=0.9, target_text="90\u202f%")
    )
    assert alt == "Assiduité par mois. janv.\u00a0: 50\u202f%; févr.\u00a0: –; objectif 90\u202f%."


@pytest.mark.parametrize("values", [(0.0, 0.0), (None, None)])
def test_months_of_nothing_can_be_drawn(values):
    months = [MonthValue(f"mois {n}", value, "–") for n, value in enumerate(values)]
    assert spoken(MonthColumns(months, alt="Heures par mois de formation"))


def test_flow_chart_says_who_goes_on_and_who_leaves():
    steps = [
        [FlowBox("Candidatures", "142")],
        [FlowBox("Admis", "104", "73\u202f%"), FlowBox("Refusés", "38")],
    ]
    (alt,) = spoken(FlowChart(steps, alt="Recrutement"))
    assert alt == "Recrutement. Candidatures 142; puis Admis 104 (73\u202f%); à côté\u00a0: Refusés 38."


def test_cards_are_read_one_by_one():
    figures = [
        KeyFigure(f"Figure {n}", f"{n}", f"{n} sur 9", "objectif 5", n / 9, 5 / 9) for n in range(1, 7)
    ]
    assert spoken(KeyFigures(figures, columns=3))[0] == "Figure 1 1 1 sur 9 objectif 5"


def test_months_give_their_counts_when_there_is_room_else_their_year():
    few = [MonthValue("janv.", 0.9, "90,0\u202f%", "90 sur 100 h", "2026")]
    many = [MonthValue("janv.", 0.9, "90,0\u202f%", "90 sur 100 h", str(2014 + n // 12)) for n in range(36)]
    drawn = {
        len(months): pdf_checks.page_texts(rendered(MonthColumns(months, alt="Mois")))[0]
        for months in (few, many)
    }
    assert "90 sur 100 h" in drawn[1]
    assert "90 sur 100 h" not in drawn[36]
    assert [drawn[36].count(str(year)) for year in (2014, 2015, 2016)] == [1, 1, 1]
    (alt,) = spoken(MonthColumns(few, alt="Mois"))
    assert alt == "Mois. janv. 2026\u00a0: 90,0\u202f% (90 sur 100 h)."


def test_targets_are_named_beside_their_bars():
    bars = [
        TargetBar("Femmes", 0.3, "30,0\u202f%", "3 sur 10", 0.3, "30\u202f%"),
        TargetBar("QPV", 0.1, "10,0\u202f%"),
    ]
    assert (
        pdf_checks.page_texts(rendered(TargetBars(bars, alt="Publics")))[0].count("objectif 30\u202f%") == 1
    )
