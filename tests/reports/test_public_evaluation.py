"""The public version of the evaluation report: nobody is counted alone or found by subtraction."""

from __future__ import annotations

import io
import json
import logging
import random
import shutil

import pikepdf
import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.evaluation import load_evaluation
from gen_desktop.reports.figures_text import Figures
from gen_desktop.reports.public_evaluation import draw_public_evaluation
from gen_desktop.reports.public_json import FILE_NAME
from gen_desktop.reports.public_numbers import load_sooner_dues, public_numbers
from gen_desktop.reports.public_rates import COUNTED
from gen_desktop.reports.public_reports import build_public_evaluation
from gen_desktop.reports.quality_sheet import _Told
from gen_desktop.store import open_store
from tests.reports.attack import Attack, assert_hidden
from tests.reports.built import assert_report_conforms, headings, percentages_alone
from tests.reports.center import AS_OF, fill_center
from tests.reports.evaluation_attack import Versions, attack_on, rows_of, truth_of
from tests.reports.pdf_checks import opened
from tests.reports.public_rows import shares_said, sizes
from tests.reports.random_evaluations import Organization, Path, random_organization

log = logging.getLogger(__name__)

RULE = SmallNumbers(base=20, count=5)
SECTIONS = [
    "Rapport d’évaluation, version publique",
    "Sommaire",
    "1. Fiche d’identité",
    "2. Du dossier à la sortie",
    "3. Certification",
    "4. Situation à 3 mois",
    "5. Égalité et territoires",
    "6. Comparaison",
    "7. Méthode",
]


@pytest.fixture(scope="module")
def real(_template_store, tmp_path_factory) -> Versions:
    """What is known inside of an invented centre, and its public versions at two horizons as issued."""
    path = tmp_path_factory.mktemp("public") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    cohort_ids = fill_center(db, 120)
    versions = []
    for horizon in (3, 6):
        with db.read() as session:
            data, _ = load_evaluation(session, Scope(AS_OF, cohort_ids), horizon, "Année 2026")
            sooner = load_sooner_dues(session, data)
        assert (horizon == 3) is (not sooner)
        built = build_public_evaluation(db, cohort_ids, horizon, AS_OF, title_scope="Année 2026")
        versions.append((data, built.data))
    db.close()
    return versions


@pytest.fixture(scope="module", params=["real", *sizes(0, 14, 45, 120, 300, 2000)], ids=str)
def published(request, real) -> Versions:
    """The same for so many people of a random organisation."""
    if request.param == "real":
        return real
    seed = random.randrange(1_000_000)
    log.info("seed %d", seed)
    people = random_organization(real[0][0], request.param, random.Random(seed))
    versions = []
    for model, _ in real:
        data = people.evaluation(model)
        numbers = public_numbers(data, people.sooner(model.horizon))
        versions.append((data, draw_public_evaluation(numbers, AS_OF, ())[0].render()))
    return versions


def test_conforms_and_carries_nothing_but_its_open_data(real):
    pdf = real[0][1]
    assert_report_conforms(pdf)
    assert headings(pdf)[: len(SECTIONS)] == SECTIONS
    assert list(opened(pdf).pdf.attachments) == [FILE_NAME]


def test_every_percentage_has_its_counts(published):
    assert all(percentages_alone(pdf) == [] for _, pdf in published)


def test_no_count_of_a_few_people_and_no_rate_over_few_is_printed(published):
    for row in (row for _, pdf in published for row in rows_of(pdf)):
        for n, total in row.counts:
            assert not RULE.reveals(n), row
            if total is not None:
                assert total == 0 or total >= RULE.base, row
                assert not RULE.reveals(total - n), row
    for n, total in (pair for _, pdf in published for pair in shares_said(pdf)):
        assert total == 0 or total >= RULE.base
        assert not RULE.reveals(n)
        assert not RULE.reveals(total - n)


def test_nobody_is_found_by_subtraction(published):
    """Neither in one document, nor in the two horizons of the same people laid side by side."""
    for versions in (published[:1], published[1:], published):
        assert_hidden(attack_on(versions), truth_of(versions), RULE)


def test_three_people_who_left_between_two_horizons_are_in_none_of_the_two(real):
    """60 are due at three months, 57 of them at six: the second number is withheld, the others stay."""
    three = {"due": 60, "answered": 50, "positive": 40, "employed": 30, "durable": 20}
    six = {f"{name}_later": n for name, n in {**three, "due": 57}.items()}
    path = {"applied": 100, "admitted": 90, "entered": 80, "completed": 80, "presented": 70, "certified": 60}
    whole = Path(**path, **three, **six)
    people = Organization(whole, [], [(one, Path()) for one in real[0][0].by_cohort])
    told = [public_numbers(people.evaluation(model), people.sooner(model.horizon)) for model, _ in real]
    assert [numbers.due for numbers in told] == [60, None]
    assert [numbers.answered for numbers in told] == [50, 50]


@pytest.mark.parametrize("size", [40, 90, 200, 600])
def test_the_sheet_of_indicators_tells_nothing_that_the_evaluation_withholds(real, size):
    """Of the same people at the same horizon: whoever has both papers has no more than the evaluation."""
    people = random_organization(real[0][0], size, random.Random(random.randrange(1_000_000)))
    for model, _ in real:
        k, data = model.horizon, people.evaluation(model)
        told = public_numbers(data, people.sooner(k))
        flow = data.flow
        ways = (flow.in_training, flow.completed, flow.abandoned, flow.neutral)
        counts = {
            "B4": told.completed,
            "B3": told.abandoned,
            "C2": told.certified,
            "C4": told.certified,
            f"D1.{k}": told.answered,
            **{f"{code}.{k}": told.positive for code in ("D3a", "D3b")},
            **{f"{code}.{k}": told.employed for code in ("D4", "D4p")},
            **{f"{code}.{k}": told.durable for code in ("D5", "D5p")},
        }
        sheet = _Told(Figures(people.figures(model)), ways, RULE, k)
        for rate in (*sheet.path(), *sheet.certification(), *sheet.outcomes()):
            if rate.id != "C1" and not rate.is_withheld:
                assert rate.n == counts[rate.id], rate.id


def test_the_attack_finds_what_a_careless_document_gives_away():
    """Totals known, one cell of a line withheld: the reader subtracts."""
    attack = Attack()
    attack.knows(["women", "men"], 40)
    attack.knows(["men"], 37)
    assert "women" in attack.settled()
    assert attack.bounds()["women"] == (3, 3)


def test_the_attack_narrows_what_it_cannot_settle():
    attack = Attack()
    attack.knows(["a", "b"], 6)
    attack.knows(["b", "c"], 2)
    assert attack.settled() == set()
    assert attack.bounds() == {"a": (4, 6), "b": (0, 2), "c": (0, 2)}


def test_a_rate_that_is_not_printed_is_not_told_to_machines(db):
    """« 0 » of a few people who are not counted would say of each what none of them has."""
    cohort_ids = fill_center(db, 3)
    built = build_public_evaluation(db, cohort_ids, 3, AS_OF, title_scope="Année 2026")
    with pikepdf.open(io.BytesIO(built.data)) as pdf:
        figures = json.loads(pdf.attachments[FILE_NAME].get_file().read_bytes())["figures"]
    rates = [one for one in figures if one["id"] not in COUNTED]
    assert rates
    assert all(one == {"id": one["id"], "n": None, "hidden": True} for one in rates if "N" not in one)
