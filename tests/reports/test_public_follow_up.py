"""The public version of the follow-up report: nobody is counted alone or found by subtraction."""

from __future__ import annotations

import datetime as dt
import logging
import random

import pytest

from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.figures_text import Figures
from gen_desktop.reports.follow_up import FollowUpData, load_follow_up
from gen_desktop.reports.public_follow_up import public_follow_up
from gen_desktop.reports.public_follow_up_page import draw_public_follow_up
from gen_desktop.reports.public_json import FILE_NAME, read_open_data
from gen_desktop.reports.public_reports import build_public_follow_up
from tests.reports.attack import assert_hidden
from tests.reports.built import assert_report_conforms, headings, percentages_alone
from tests.reports.center import AS_OF
from tests.reports.follow_up_attack import attack_on, truth_of
from tests.reports.pdf_checks import opened, spoken
from tests.reports.public_rows import printed_rows, shares_said, sizes
from tests.reports.random_follow_ups import Person, follow_up_of, random_people

log = logging.getLogger(__name__)

RULE = SmallNumbers(base=20, count=5)
FIRST = dt.date(2026, 1, 1)
SECTIONS = [
    *("Rapport de suivi, version publique", "Sommaire", "1. Fiche d’identité", "2. Cohortes"),
    *("3. Publics à l’entrée", "4. Recrutement", "5. Assiduité", "6. Abandons", "7. Parcours et immersion"),
    *("8. Certification en cours", "9. Devenir des sortants", "10. Méthode"),
]

Published = tuple[FollowUpData, list[Person], bytes]


@pytest.fixture(scope="module")
def model(center) -> FollowUpData:
    with center.db.read() as session:
        return load_follow_up(session, Scope(AS_OF, None, FIRST, AS_OF))[0]


@pytest.fixture(scope="module")
def issued(center) -> bytes:
    return build_public_follow_up(center.db, FIRST, AS_OF, None, AS_OF).data


@pytest.fixture(scope="module", params=sizes(0, 20, 60, 150, 400, 900), ids=str)
def published(request, model) -> Published:
    seed = random.randrange(1_000_000)
    log.info("seed %d", seed)
    people = random_people(model, request.param, random.Random(seed))
    data = follow_up_of(model, people)
    return data, people, draw_public_follow_up(public_follow_up(data), ())[0].render()


def test_it_conforms_and_carries_nothing_but_its_open_data(issued):
    assert_report_conforms(issued)
    assert [one for one in headings(issued) if one in SECTIONS] == SECTIONS
    assert list(opened(issued).pdf.attachments) == [FILE_NAME]


def test_its_open_data_holds_nothing_that_is_not_printed(issued):
    told, lines = read_open_data(issued), spoken(issued)
    assert told is not None
    rows = {text for tag, text in lines if tag == "TR"}
    shown = [row for table in told["tables"] for row in table["rows"]]
    assert len(shown) > 40
    for row in shown:
        assert " | ".join([row["label"], *(cell["text"] or "–" for cell in row["cells"])]) in rows
    text = "\n".join(text.replace("\u00a0", " ") for _, text in lines)
    rates = [figure for figure in told["figures"] if figure.get("N")]
    assert len(rates) >= 8
    for figure in rates:
        assert f"{figure['n']} sur {figure['N']}" in text
    assert any(figure.get("hidden") for figure in told["figures"])


def test_what_it_tells_is_what_the_report_counts(model):
    told, figures = public_follow_up(model), Figures(model.figures)
    assert told.entered == figures["B3"].N
    shown = [one for one in told.publics if one.n is not None]
    assert len(shown) >= 5
    for one in shown:
        counted = figures[one.id]
        assert (one.n, one.total) == (counted.n, counted.N)
        assert one.unknown in (None, counted.unknown)


def test_the_counts_of_its_cohorts_do_not_travel_with_it(model):
    for cohort in public_follow_up(model).identity.cohorts:
        assert not any((cohort.applied, cohort.admitted, cohort.entered, cohort.abandoned, cohort.completed))


def test_every_percentage_has_its_counts(published):
    assert percentages_alone(published[2]) == []


def test_no_count_of_a_few_people_and_no_rate_over_few_is_printed(published):
    for row in printed_rows(published[2], ("2.", "3.", "4.", "6.", "8.", "9."), ()):
        for n, total in row.counts:
            assert not RULE.reveals(n), row
            if total is not None:
                assert total == 0 or total >= RULE.base, row
                assert not RULE.reveals(total - n), row
    for n, total in shares_said(published[2]):
        assert total == 0 or total >= RULE.base
        assert not RULE.reveals(n)
        assert not RULE.reveals(total - n)


def test_nobody_is_found_by_subtraction(published):
    data, people, pdf = published
    assert_hidden(attack_on(data, pdf), truth_of(data, people), RULE)
