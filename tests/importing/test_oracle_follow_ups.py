"""The figures of after the course that are known beforehand, brought in as call lists."""

from __future__ import annotations

import pytest

from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.follow_ups import plan_follow_ups
from gen_desktop.importing.plan import RowState
from gen_desktop.jobs import Job
from gen_desktop.models.names import fold, sort_key
from gen_desktop.models.registry import Learner
from gen_desktop.queries.indicators import Part, figures, people
from gen_desktop.queries.scope import Scope
from tests import oracle
from tests.factories import enroll, make_cohort
from tests.importing.lists import sentences, write_csv, write_workbook

SCOPE = Scope(as_of=oracle.AS_OF)


def leavers(db, named, exits):
    with db.write("Des sortants inventés") as session:
        cohort = make_cohort(
            session, oracle.CODE, planned_start=oracle.START, planned_end=oracle.END, seats=12
        )
        for (last, first), exit_on in zip(named, exits, strict=True):
            learner = Learner(
                last_name=last, first_name=first, sort_key=sort_key(last, first), search_text=fold(last)
            )
            session.add(learner)
            session.flush()
            exit_type = "term" if exit_on == oracle.END else "abandonment"
            enroll(session, cohort, learner, entered_on=oracle.START, exit_type=exit_type, exit_on=exit_on)


@pytest.mark.parametrize("write", [write_workbook, write_csv])
def test_twelve_leavers_at_three_months(db, tmp_path, write):
    leavers(db, oracle.ENTRANTS, oracle.EXITS)
    path = write(tmp_path / "suivi-3-mois.xlsx", oracle.call_lines())
    plan = plan_follow_ups(db, path, cohort_code=None, today=oracle.AS_OF)
    assert sentences(plan) == []
    assert (plan.count(RowState.NEW), plan.count(RowState.SAME)) == (11, 1)
    apply_plan(db, plan, Job())
    with db.read() as session:
        found = {figure.id: figure for figure in figures(session, SCOPE)}
        for key in oracle.D_FIGURES:
            for part in Part:
                assert len(people(session, key, part, SCOPE)) == found[key].people[part]
    told = {
        key: (found[key].n, found[key].N, found[key].unknown, float(found[key].value))
        for key in oracle.D_FIGURES
    }
    assert told == oracle.D_FIGURES
    assert plan_follow_ups(db, path, cohort_code=None, today=oracle.AS_OF).work.is_empty


def test_a_thousand_leavers(db, tmp_path):
    """670 known, 496 positive: 74,0 on respondents, between 49,6 and 82,6 on everybody."""
    lines = oracle.thousand_calls()
    leavers(db, [line[:2] for line in lines[1:]], [oracle.END] * 1000)
    path = write_workbook(tmp_path / "suivi.xlsx", lines)
    plan = plan_follow_ups(db, path, cohort_code=None, today=oracle.AS_OF)
    assert sentences(plan) == []
    apply_plan(db, plan, Job())
    with db.read() as session:
        found = {figure.id: figure for figure in figures(session, SCOPE)}
    told = {key: (found[key].n, found[key].N, float(found[key].value)) for key in oracle.A_THOUSAND}
    assert told == oracle.A_THOUSAND
