"""The synthetic cohorts of the programme, brought in as workbooks through the commands alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gen_desktop.changes import COMMAND_LINE
from gen_desktop.queries.indicators import Part, figures, people
from gen_desktop.queries.scope import Scope
from gen_desktop.store import open_store
from tests import oracle
from tests.commands import Center

PARTS = {"n": "numerator", "N": "denominator", "unknown": "unknown"}
HOURS_DUE = 10 * 400 + 360 + 200  # ten who stayed, nine weeks, five weeks
HOURS_PRESENT = HOURS_DUE - 2 * oracle.HALF_DAY_HOURS - 3 * oracle.HALF_DAY_HOURS - 40 / 60


class OracleCenter(Center):
    """The same, with the synthetic cohort."""

    def write_people(self, lines: list[tuple[Any, ...]]) -> Path:
        """A list of learners of the synthetic cohort."""
        return self.write_learners(lines, oracle.cohort_lines())

    def figures(self) -> dict[str, dict[str, Any]]:
        """Every indicator by its id."""
        return {one["id"]: one for one in self.ask("figures", "--as-of", oracle.AS_OF)}


@pytest.fixture
def center(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> OracleCenter:
    return OracleCenter(tmp_path, capsys)


@pytest.fixture
def filled(center: OracleCenter) -> OracleCenter:
    """The synthetic cohort, after its three lists."""
    center.run("import", "learners", center.write_people(oracle.learner_lines()), "--cohort", oracle.CODE)
    attendance = center.write("emargement.xlsx", oracle.attendance_lines())
    center.run("import", "attendance", attendance, "--cohort", oracle.CODE)
    center.run("import", "follow-ups", center.write("suivi-3-mois.xlsx", oracle.call_lines()))
    return center


def test_the_synthetic_cohort_gives_the_expected_figures(filled: OracleCenter) -> None:
    found = filled.figures()
    told = {key: tuple(found[key][name] for name in ("n", "N", "unknown", "value")) for key in oracle.FIGURES}
    assert told == oracle.FIGURES
    assert found["B1"]["N"] == HOURS_DUE
    assert found["B1"]["n"] == pytest.approx(HOURS_PRESENT, abs=0.01)
    assert (found["B1"]["unknown"], found["B1"]["value"]) == (0, 99.5)
    assert (found["B2"]["n"], found["B2"]["N"]) == (8, HOURS_DUE)


def test_people_lists_exactly_as_many_as_each_figure_says(filled: OracleCenter) -> None:
    found = filled.figures()
    for key in oracle.FIGURES:
        for count, part in PARTS.items():
            if (key, part) == ("A2", "denominator"):
                continue  # places are not people
            listed = filled.ask("people", key, part, "--as-of", oracle.AS_OF)
            assert len(listed) == found[key][count] == found[key]["people"][part], (key, part)
            assert len({(one["last_name"], one["first_name"]) for one in listed}) == len(listed)
    women = filled.ask("people", "A3.femmes", "numerator", "--as-of", oracle.AS_OF)
    assert {(one["last_name"], one["first_name"]) for one in women} == set(oracle.PEOPLE[:5])


def test_every_other_figure_lists_its_people_too(filled: OracleCenter) -> None:
    db = open_store(filled.file, COMMAND_LINE)
    scope = Scope(as_of=oracle.AS_OF)
    with db.read() as session:
        for figure in figures(session, scope):
            for part, count in figure.people.items():
                if (figure.id, part) == ("A2", Part.DENOMINATOR):
                    continue  # places are not people
                assert len(people(session, figure.id, part, scope)) == count, (figure.id, part)
    db.close()


def test_the_same_lists_again_change_nothing(filled: OracleCenter) -> None:
    before = filled.figures()
    for kind, name in (
        ("learners", "apprenants"),
        ("attendance", "emargement"),
        ("follow-ups", "suivi-3-mois"),
    ):
        cohort = ("--cohort", oracle.CODE) if kind != "follow-ups" else ()
        answer = filled.ask("import", kind, filled.folder / f"{name}.xlsx", *cohort)
        assert answer["totals"]["same"] == len(answer["rows"])
    assert filled.figures() == before
    assert "3 gestes" in filled.run("check")


def test_a_thousand_leavers(center: OracleCenter) -> None:
    """670 known, 496 positive: 74,0 on respondents, between 49,6 and 82,6 on everybody."""
    learners = center.write_people(oracle.thousand_learners())
    center.run("import", "learners", learners, "--cohort", oracle.CODE)
    center.run("import", "follow-ups", center.write("suivi.xlsx", oracle.thousand_calls()))
    found = center.figures()
    told = {key: tuple(found[key][name] for name in ("n", "N", "value")) for key in oracle.A_THOUSAND}
    assert told == oracle.A_THOUSAND
    for key, (n, total, _) in oracle.A_THOUSAND.items():
        for part, expected in (("numerator", n), ("denominator", total)):
            assert len(center.ask("people", key, part, "--as-of", oracle.AS_OF)) == expected
