"""Every number that the two reports print is in what ``figures --json --report`` answers, and right.

ORGANISATIONS=40 tries that many random organisations instead of two, SEED=100 others:

    ORGANISATIONS=40 SEED=100 python -m pytest tests/reports/test_every_number.py
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from gen_desktop.app import main
from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.jobs import Job
from gen_desktop.models.registry import CertificationBlock, Cohort, Site
from gen_desktop.reports.common import BuiltReport
from gen_desktop.store import open_store
from gen_desktop.ui.reports.periods import Period
from gen_desktop.ui.reports.scopes import EvaluationScope, FollowUpScope, Scope, build
from tests.reports.center import AS_OF
from tests.reports.every_number import missing_tokens, told_texts, unexplained, unknown_to_the_answer
from tests.reports.number_places import told_otherwise
from tests.reports.number_sums import broken_wholes, disagreements, rates_alone, wrong_sums
from tests.reports.random_center import fill_random_center
from tests.reports.test_figures_json import VALIDATOR, embedded

ORGANIZATIONS = int(os.environ.get("ORGANISATIONS", "2"))
SEED = int(os.environ.get("SEED", "1"))
PERSON = "Identifiant interne"
SIZES = (12, 40, 0, 1, 3, 300)
PERIODS = (
    Period(dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
    Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    Period(dt.date(2026, 3, 9), dt.date(2026, 4, 2)),
)


@dataclass(frozen=True)
class Issued:
    """A report as the window builds it, what the command answers of it, the names that were typed."""

    built: BuiltReport
    answer: dict[str, Any]
    names: frozenset[str]


@pytest.fixture(scope="module", params=["centre", *range(SEED, SEED + ORGANIZATIONS)], ids=str)
def organization(request, _template_store, tmp_path_factory) -> Iterator[tuple[Database, random.Random]]:
    if request.param == "centre":
        yield request.getfixturevalue("center").db, random.Random(0)
        return
    path = tmp_path_factory.mktemp("organisation") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    fill_random_center(db, SIZES[(request.param - 1) % len(SIZES)], request.param)
    yield db, random.Random(request.param)
    db.close()


@pytest.fixture(scope="module", params=["follow_up", "evaluation"])
def issued(request, organization) -> Issued:
    """A report of some period and cohorts, or of some horizon."""
    db, chance = organization
    with db.read() as session:
        cohorts = dict(session.execute(select(Cohort.id, Cohort.code)).all())
    some = chance.choice((None, (chance.choice(list(cohorts)),)))
    words = [f"--cohort={cohorts[one]}" for one in (cohorts if some is None else some)]
    scope: Scope
    if request.param == "follow_up":
        period = chance.choice(PERIODS)
        scope = FollowUpScope(period, some, AS_OF)
        words = ["--from", str(period.first), "--to", str(period.last), *(words if some else [])]
    else:
        scope = EvaluationScope(some or tuple(cohorts), horizon=chance.choice((3, 6, 12, 24)), as_of=AS_OF)
        words += ["--horizon", str(scope.horizon)]
    built = build(db, scope, AS_OF, Job())
    kind = request.param.replace("_", "-")
    return Issued(built, answered(db, "--report", kind, "--as-of", str(AS_OF), *words), typed(db))


def typed(db: Database) -> frozenset[str]:
    """The names of sites and blocks, in which there may be numbers."""
    with db.read() as session:
        blocks = session.execute(select(CertificationBlock.code, CertificationBlock.title))
        return frozenset(f"{code} {title}" for code, title in blocks) | set(
            session.scalars(select(Site.name))
        )


def answered(db: Database, *words: str) -> dict[str, Any]:
    """What the command says."""
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["--data", str(db.path), "figures", "--json", *words]) == 0
    return json.loads(out.getvalue())


def test_every_number_printed_is_in_the_answer(issued):
    assert missing_tokens(issued.built.data, issued.answer) == {}
    assert unknown_to_the_answer(issued.built.data, issued.answer) == []


def test_every_number_of_the_answer_is_what_its_raw_value_gives(issued):
    assert unexplained(issued.answer, issued.names) == []


def test_every_percentage_has_its_n_and_its_whole(issued):
    assert rates_alone(issued.answer) == []


def test_totals_add_up_and_agree_with_the_indicators(issued):
    assert wrong_sums(issued.answer) == []
    assert broken_wholes(issued.answer) == []
    assert disagreements(issued.answer) == []
    assert told_otherwise(issued.answer) == []


def test_the_file_inside_the_pdf_says_the_same_but_of_single_people(issued):
    VALIDATOR.validate(issued.answer)
    inside, answer = embedded(issued.built.data), issued.answer
    assert inside.keys() == answer.keys()
    assert all(inside[name] == answer[name] for name in inside if name != "sections")
    for own, told in zip(inside["sections"], answer["sections"], strict=True):
        assert (own["charts"], own["sentences"]) == (told["charts"], told["sentences"])
        assert [table for table in told["tables"] if table in own["tables"]] == own["tables"]
        assert {table["columns"][0] for table in told["tables"][len(own["tables"]) :]} <= {PERSON}


def _one_more(answer: dict[str, Any]) -> None:
    row = next(row for row in rows(answer) if row["kind"] == "body" and isinstance(row["values"][-1], dict))
    row["values"][-1]["n"] += 1


def _one_less_in_a_total(answer: dict[str, Any]) -> None:
    row = next(row for row in rows(answer) if row["kind"] == "total" and row["values"][1])
    row["values"][1] -= 1


def _a_line_lost(answer: dict[str, Any]) -> None:
    next(table for section in answer["sections"] for table in section["tables"])["rows"].pop()


def _a_count_alone(answer: dict[str, Any]) -> None:
    answer["sections"][0]["sentences"].append({"label": "", "text": "Il y en a 7.", "values": []})


def _a_rate_alone(answer: dict[str, Any]) -> None:
    rate = {"label": "", "text": "50,0\u202f%", "values": [{"n": 1, "N": 2}]}
    answer["sections"][0]["sentences"].append(rate)


def _another_indicator(answer: dict[str, Any]) -> None:
    next(one for one in answer["figures"] if one["id"] == "B3")["N"] += 1


def _an_unknown_forgotten(answer: dict[str, Any]) -> None:
    row = next(row for row in rows(answer) if row["cells"][0] == "Situation inconnue")
    row["values"][1]["n"] -= 1


def rows(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in answer["sections"]:
        for table in section["tables"]:
            yield from table["rows"]


@pytest.mark.parametrize(
    ("spoil", "look"),
    [
        (_one_more, unexplained),
        (_a_count_alone, unexplained),
        (_a_rate_alone, rates_alone),
        (_one_less_in_a_total, wrong_sums),
        (_another_indicator, disagreements),
        (_another_indicator, told_otherwise),
        (_an_unknown_forgotten, broken_wholes),
    ],
)
def test_a_wrong_answer_is_seen(center, spoil, look):
    answer = json.loads(center.evaluation.content.figures)
    more = (typed(center.db),) if look is unexplained else ()
    assert look(answer, *more) == []
    spoil(answer)
    assert look(answer, *more) != []


def test_what_is_printed_and_not_told_is_seen(center):
    answer = json.loads(center.evaluation.content.figures)
    _a_line_lost(answer)
    assert missing_tokens(center.evaluation.data, answer) != {}


def test_hundreds_of_numbers_are_told(center):
    for built in (center.follow_up, center.evaluation):
        sections = json.loads(built.content.figures)["sections"]
        assert sum(len(told.values) for section in sections for told in told_texts(section)) > 400
