"""The evaluation report: its order, its numbers that add up, its figures that are the indicators'."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from gen_desktop import french
from gen_desktop.errors import InvalidInput
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.evaluation import load_evaluation
from gen_desktop.reports.registry import build_evaluation
from tests.reports.built import assert_golden, assert_report_conforms, headings, percentages_alone
from tests.reports.center import AS_OF, fill_center
from tests.reports.pdf_checks import page_texts, reading_order, spoken

SECTIONS = [
    "Rapport d’évaluation",
    "Sommaire",
    "1. Fiche d’identité",
    "2. Du dossier à la réponse",
    "3. Qualité de la mesure",
    "4. Situation à 3 mois",
    "À chaque échéance",
    "5. Emploi",
    "6. Formation et création",
    "7. Certification",
    "8. Égalité et territoires",
    "9. Autres définitions, côte à côte",
    "10. Abandons et devenir",
    "11. Comparaison",
    "12. Satisfaction et enseignements",
    "13. Méthode",
    "Populations",
    "Définitions en vigueur",
    "Paramètres en vigueur",
    "Millésimes et sources",
    "Limites connues",
    "Glossaire",
    "Annexe. Points à vérifier",
]


@dataclass(frozen=True)
class Held:
    """What a report was drawn from."""

    value: Any


def test_conforms_and_reads_in_order(center):
    assert_report_conforms(center.evaluation.data)
    assert headings(center.evaluation.data) == SECTIONS


def test_says_what_it_said(center):
    assert_golden("evaluation", center.evaluation.data)


def test_figures_are_those_of_the_indicators(center):
    text = "\n".join(reading_order(center.evaluation.data))
    with center.db.read() as session:
        found = {f.id: f for f in figures(session, Scope(AS_OF, center.cohort_ids))}
    for key in ("C4", "D1.3", "D3a.3", "D3b.3", "D3c.3", "D4.3", "D5.3", "D6.3", "D10.3", "B3"):
        figure = found[key]
        assert french.percent(figure.value) in text, key
        assert french.share_text(figure.n, figure.N) in text, key


def test_first_page_gives_the_three_bounds(center):
    first = page_texts(center.evaluation.data)[0]
    for label in ("sur répondants", "prudent", "haut", "objectif non paramétré"):
        assert label in first


def test_the_first_page_alone_answers_the_four_questions(center):
    first = page_texts(center.evaluation.data)[0]
    for question in (
        "Qui a été accueilli",
        "Qui est resté",
        "Qui a trouvé un emploi",
        "n’a pas pu être joint",
    ):
        assert question in first


def test_flow_adds_up_on_paper_and_in_data(center):
    with center.db.read() as session:
        data, _ = load_evaluation(session, Scope(AS_OF, center.cohort_ids), 3, "Année 2026")
    flow = data.flow
    assert flow.applied >= flow.admitted >= flow.entered
    assert flow.completed + flow.abandoned + flow.neutral + flow.in_training == flow.entered
    assert flow.due + flow.not_due == flow.left
    assert flow.answered + flow.unknown == flow.due
    assert sum(group.counts[0] for group in data.situations) == flow.due
    assert all(sum(group.counts[1:]) == group.counts[0] for group in data.situations)
    figure = next(text for tag, text in spoken(center.evaluation.data) if tag == "Figure" and "Admis" in text)
    told = {
        label: int(number) for label, number in re.findall(r"([A-ZÀ-Ý][^;:()]*?) (\d+)(?= \(|;|,|\.)", figure)
    }
    assert told["Admis"] - told["Entrés"] == told["Admis non entrés"]
    assert told["Entrés"] - told["Sortis"] == told["Encore en formation"]
    assert told["Situation connue"] + told["Situation inconnue"] == told["À échéance de 3 mois"]


def test_every_situation_of_the_list_is_there_even_at_zero(center):
    rows = [text.split(" | ")[0] for tag, text in spoken(center.evaluation.data) if tag == "TR"]
    for label in ("CDI", "Intérim, mission longue", "Reprise d’études", "Injoignable", "Non demandé"):
        assert label in rows


def test_every_percentage_says_of_how_many(center):
    assert percentages_alone(center.evaluation.data) == []


def test_same_data_same_bytes(center):
    again = build_evaluation(center.db, center.cohort_ids, 3, AS_OF, title_scope="Année 2026")
    assert again.data == center.evaluation.data


def test_the_fingerprint_says_nothing_of_this_run_of_the_program():
    """No address in memory, no order of a set: another run over the same data prints the same."""

    def one_of_this_run() -> Callable[[], int]:
        return lambda: 1

    assert fingerprint(Held(one_of_this_run())) == fingerprint(Held(one_of_this_run()))
    assert fingerprint(Held({"b", "a"})) == fingerprint(Held(["a", "b"]))
    with pytest.raises(TypeError, match="object"):
        fingerprint(Held(object()))


@pytest.mark.parametrize("horizon", [6, 24])
def test_other_horizons(center, horizon):
    built = build_evaluation(center.db, center.cohort_ids, horizon, AS_OF, title_scope="Année 2026")
    assert f"4. Situation à {horizon} mois" in headings(built.data)


def test_a_horizon_that_does_not_exist_is_refused(db):
    with pytest.raises(InvalidInput, match="3, 6, 12 ou 24"):
        build_evaluation(db, (), 5, AS_OF, title_scope="")


def test_empty_file(db):
    built = build_evaluation(db, (), 3, AS_OF, title_scope="Année 2026")
    assert_report_conforms(built.data)
    assert headings(built.data) == SECTIONS
    assert "n’ont pas de base" in "\n".join(reading_order(built.data))


def test_three_hundred_learners_give_salary_quartiles(db):
    ids = fill_center(db, 300)
    built = build_evaluation(db, ids, 3, AS_OF, title_scope="Année 2026")
    assert "médiane" in "\n".join(reading_order(built.data))


def test_a_single_cohort_is_compared_with_the_earlier_ones_of_its_course(center):
    built = build_evaluation(center.db, center.cohort_ids[-1:], 3, AS_OF, title_scope="DWWM 2026-2")
    rows = reading_order(built.data)
    assert "Cohortes antérieures des mêmes formations" in rows
    assert any(row.startswith("DWWM 2026-1 | ") for row in rows)
    assert not any(row.startswith("TSSR 2026-1 | ") for row in rows)


def test_a_single_cohort_is_remembered(center):
    built = build_evaluation(center.db, center.cohort_ids[:1], 6, AS_OF, title_scope="CDA 2025-3")
    assert built.cohort_id == center.cohort_ids[0]
    assert built.scope_text == "CDA 2025-3, situation à 6 mois"


def test_nothing_due_before_its_time(center):
    early = build_evaluation(center.db, center.cohort_ids, 3, dt.date(2025, 3, 10), title_scope="Début")
    assert "n’ont pas de base" in "\n".join(reading_order(early.data))


def test_a_provisional_report_says_so_on_each_page_and_lists_its_points_without_a_name(center):
    pages = page_texts(center.evaluation.data)
    assert "Provisoire" in pages[0]
    assert all("PROVISOIRE" in page for page in pages[1:])
    text = reading_order(center.evaluation.data)
    annex = "\n".join(text[len(text) - 1 - text[::-1].index("Annexe. Points à vérifier") :])
    points = [check for check in center.evaluation.checks if check.level != "ok"]
    assert points
    assert all(check.title in annex for check in points)
    assert "Rapport provisoire" in annex
    assert "Nom0" not in annex
