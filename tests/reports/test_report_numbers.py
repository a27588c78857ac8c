"""The numbers of a report without its pages: figures --report."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gen_desktop.app import main
from tests.reports.center import AS_OF
from tests.reports.conftest import FIRST, LAST


@pytest.fixture
def ask(center, capsys):
    """``ask(words)``: the status of figures --report, what it said and what it refused."""

    def asked(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["--data", str(center.db.path), "figures", *map(str, words)])
        return status, *capsys.readouterr()

    return asked


PERIOD = ("--from", FIRST, "--to", LAST, "--as-of", AS_OF)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("follow-up",), "Un rapport de suivi a un début"),
        (("follow-up", "--from", FIRST), "Un rapport de suivi a un début"),
        (("follow-up", "--from", LAST, "--to", FIRST), "avant"),
        (("evaluation", "--year", 2026), "Un rapport d’évaluation a une échéance"),
        (("evaluation", "--horizon", 3), "Un rapport d’évaluation est celui de cohortes"),
        (("evaluation", "--horizon", 3, "--year", 2026, "--cohort", "DWWM 2026-1"), "ou d’une année"),
        (("evaluation", "--horizon", 3, "--year", 1999), "Aucune cohorte ne finit en 1999"),
    ],
)
def test_half_a_scope_is_refused_in_words(ask, words, refusal):
    status, said, refused = ask("--report", *words)
    assert (status, said) == (1, "")
    assert refusal in refused


def test_a_year_is_its_cohorts(ask, center):
    options = ("--report", "evaluation", "--horizon", 3, "--as-of", AS_OF)
    of_year = json.loads(ask(*options, "--year", 2026)[1])
    codes = [one["code"] for one in of_year["cohorts"]]
    of_cohorts = json.loads(ask(*options, *(f"--cohort={code}" for code in codes))[1])
    assert len(codes) > 1
    assert of_year["figures"] == of_cohorts["figures"]
    assert of_year["sections"][2:] == _renamed(of_cohorts, of_year)[2:]


def _renamed(told: dict[str, Any], like: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections as those of the other scope, which is only named otherwise."""
    text = json.dumps(told["sections"], ensure_ascii=False)
    return json.loads(text.replace(told["scope"]["words"], like["scope"]["words"]))


def test_what_changed_since_a_day_is_told_too(ask):
    plain = json.loads(ask("--report", "follow-up", *PERIOD)[1])["sections"]
    *same, annex = json.loads(ask("--report", "follow-up", *PERIOD, "--since", FIRST)[1])["sections"]
    assert same == plain
    assert annex["title"] == "Annexe. Ce qui a changé"
    for row in annex["tables"][0]["rows"]:
        before, after = row["values"][1:]
        assert None not in (before, after)
        assert before != after
