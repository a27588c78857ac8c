"""The state of completeness: each point with its count and where to mend it, each field with n and N."""

from __future__ import annotations

import pytest

from gen_desktop.models.registry import Learner
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.completeness_state import load_completeness_state
from gen_desktop.reports.registry import build_follow_up
from gen_desktop.reports.statements import build_completeness_state
from tests.factories import enroll, make_cohort, make_learner
from tests.reports.built import assert_report_conforms
from tests.reports.center import AS_OF
from tests.reports.conftest import FIRST, LAST
from tests.reports.pdf_checks import reading_order


def told(data: bytes) -> list[str]:
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in reading_order(data)]


@pytest.fixture(scope="module")
def built(center):
    return build_completeness_state(center.db, (FIRST, LAST), None, AS_OF)


def test_its_points_are_those_of_the_follow_up_report(center, built):
    assert built.checks == build_follow_up(center.db, FIRST, LAST, None, AS_OF).checks
    assert_report_conforms(built.data)
    lines = told(built.data)
    points = [check for check in built.checks if check.level != "ok"]
    assert points
    for point in points:
        title = point.title.replace("\u202f", " ").replace("\u00a0", " ")
        (line,) = [line for line in lines if f" | {title} | " in line]
        assert line.startswith(
            "Bloquant" if point.level == "blocking" else ("À vérifier", "Pour information")
        )
        if point.kind == "enrollment":
            assert line.endswith("l’apprenant")
    assert built.mention == ""


def test_each_field_has_its_numbers(center, built):
    with center.db.read() as session:
        state = load_completeness_state(session, Scope(AS_OF, None, FIRST, LAST))
    lines = [line.replace(" ", "") for line in told(built.data)]
    assert any(one.filled < one.total for one in state.fields)
    for one in state.fields:
        ends = f"{one.filled}sur{one.total}|{one.total - one.filled}"
        assert any(
            line.startswith(f"{one.label.replace(' ', '')}|") and line.endswith(ends) for line in lines
        )


def test_it_names_nobody_and_counts_who_lacks_what(db):
    with db.write("Une personne sans rien") as session:
        cohort = make_cohort(session, "C" * 60, planned_start=FIRST, planned_end=LAST)
        learner: Learner = make_learner(session, 1, last_name="Wolfeschlegel")
        enroll(session, cohort, learner, entered_on=FIRST, decision="admitted")
    built = build_completeness_state(db, (FIRST, LAST), None, AS_OF)
    assert_report_conforms(built.data)
    lines = told(built.data)
    assert "QPV | 0 | 1" in lines
    assert not any("Wolfeschlegel" in line for line in lines)


def test_an_empty_file(db):
    lines = told(build_completeness_state(db, (FIRST, LAST), None, AS_OF).data)
    assert "Personne n’est entré dans ce périmètre." in lines
    assert "Rien à corriger ni à compléter dans les fiches." in lines
