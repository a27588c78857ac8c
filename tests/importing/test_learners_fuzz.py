"""Whatever stands in the cells, a list is refused with sentences or read; it never fails otherwise."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from gen_desktop.errors import InvalidInput
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.learner_columns import learner_columns
from gen_desktop.importing.learners import plan_learners
from gen_desktop.importing.plan import RowState
from gen_desktop.jobs import Job
from gen_desktop.services.undo import undo_last
from tests.factories import make_cohort
from tests.importing.lists import write_workbook

TODAY = dt.date(2026, 11, 23)
CODE = "DWWM 2026-1"
COLUMNS = [column for column in learner_columns(TODAY) if column.field not in ("last_name", "first_name")]
words = st.sampled_from(
    [
        *("oui", "non", "?", "NSP", "F", "M.", "Abandon", "Terminé", "En cours", "Jamais venu", "Admis"),
        *("Refusé", "Totale", "Échec", "Acquis", "Bac", "Santé", "DUPRÉ Zoé", "Petit", "Léa", "#N/A", "1 an"),
        *("31/02/2026", "14/03/1999", "05/01/2026", "30/06/2026", "0639980123", "58120", CODE, "12,5 h", "-"),
    ]
)
anything = st.one_of(
    st.none(),
    words,
    words,
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
    st.integers(-(10**6), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1)),
)
blocks = st.sampled_from(["Bloc BC01", "CCP 2", "Appel 1", "Divers"])
likely = st.sampled_from(
    ["oui", "non", "05/01/2026", dt.date(2026, 1, 5), dt.date(2026, 6, 30), "2", "Bac", "Abandon", "Santé"]
)


@st.composite
def lists(draw):
    """Two times out of three the cells hold what their columns expect."""
    columns = draw(
        st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=6, unique_by=lambda one: one.field)
    )
    head = [draw(st.sampled_from(column.accepted_titles)) for column in columns]
    kind = draw(st.sampled_from(["expected", "expected", "any"]))
    if kind == "any":
        head.append(draw(blocks))
        cells = [anything] * len(head)
    else:
        cells = [st.sampled_from([None, column.example or None]) | likely for column in columns]
    names = (st.sampled_from(["Petit", "Dupré", "Roi"]), st.sampled_from(["Léa", "Zoé"]))
    rows = st.lists(st.tuples(*names, *cells), min_size=1, max_size=3, unique_by=lambda row: row[:2])
    return [("Nom", "Prénom", *head), *draw(rows)]


@pytest.fixture
def cohort(db):
    with db.write("Une cohorte") as session:
        make_cohort(session, CODE)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lines=lists(), code=st.sampled_from([CODE, CODE, None, "X"]))
def test_any_list_is_read_or_refused(db, cohort, tmp_path, lines, code):
    path = write_workbook(tmp_path / "liste.xlsx", lines)
    try:
        plan = plan_learners(db, path, cohort_code=code, today=TODAY)
        plan.refuse_errors()
    except InvalidInput as refused:
        said = [one.sentence for one in refused.problems]
    else:
        said = []
    assert all("liste.xlsx" in sentence or "autre" in sentence for sentence in said)
    event("refused" if said else "read")
    if said:
        return
    json.dumps(plan.to_json())
    assert plan.count(RowState.ERROR) == 0
    if plan.work.is_empty:
        return
    apply_plan(db, plan, Job())
    again = plan_learners(db, path, cohort_code=code, today=TODAY)
    assert again.work.is_empty, [row.details for row in again.rows]
    undo_last(db)
