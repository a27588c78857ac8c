"""The sheet of result indicators: each rate with its numbers and formula, and nobody made out."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop import french
from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.models.registry import Cohort, Organization
from gen_desktop.queries.satisfaction import Satisfaction
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.figures_text import Figures
from gen_desktop.reports.flow import NORMAL
from gen_desktop.reports.public_rates import WITHHELD
from gen_desktop.reports.quality_sheet import _Told, load_quality_sheet
from gen_desktop.reports.quality_sheet_page import NOBODY, draw_quality_sheet
from gen_desktop.reports.statements import build_quality_sheet
from tests.factories import make_cohort
from tests.reports.boxes import assert_apart, recorded
from tests.reports.built import assert_report_conforms
from tests.reports.center import AS_OF
from tests.reports.pdf_checks import reading_order

MADE_ON = dt.date(2026, 10, 12)
RULE = SmallNumbers(base=20, count=5)


@pytest.fixture(scope="module")
def sheet(center):
    with center.db.read() as session:
        return load_quality_sheet(session, Scope(AS_OF, center.cohort_ids), 3, "Année 2026")


def lines_of(data: bytes) -> list[str]:
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in reading_order(data)]


def test_each_rate_is_printed_with_its_numbers_and_its_formula(center, sheet):
    built = build_quality_sheet(center.db, center.cohort_ids, 3, AS_OF, MADE_ON, "Année 2026")
    assert_report_conforms(built.data)
    lines = lines_of(built.data)
    rates = (*sheet.path, *sheet.certification, *sheet.outcomes, sheet.response)
    assert sum(not rate.is_withheld for rate in rates) >= 5
    for rate in rates:
        (line,) = [line for line in lines if line.startswith(f"{rate.label} |")]
        shown = WITHHELD if rate.is_withheld else f"{french.rate(rate.n, rate.N)} {rate.n} sur {rate.N}"
        cells = line.split(" | ")
        assert cells[1].replace(" ", "") == shown.replace("\u202f", "").replace(" ", "")
        assert cells[2].replace(" ", "") == rate.definition.replace(" ", "")
    told = "\n".join(lines)
    assert f"{sheet.entered} entrés" in told
    assert "12 octobre 2026" in told  # the day it was made, beside the day of the data
    assert "30 septembre 2026" in told


def test_the_same_arguments_give_the_same_bytes(center):
    first, again = (
        build_quality_sheet(center.db, center.cohort_ids, 3, AS_OF, MADE_ON, "Année 2026") for _ in range(2)
    )
    assert first.data == again.data
    assert first.mention == ""


def test_a_small_cohort_tells_no_rate(center):
    with center.db.read() as session:
        small = load_quality_sheet(session, Scope(dt.date(2026, 1, 20), center.cohort_ids[:1]), 3, "Une")
    assert all(rate.is_withheld or rate.N == 0 for rate in (*small.path, *small.outcomes))


def test_a_cohort_that_nobody_entered_says_so(db):
    with db.write("Une cohorte vide") as session:
        cohort_id = make_cohort(session, "C" * 60).id
    built = build_quality_sheet(db, (cohort_id,), 6, AS_OF, MADE_ON, "C" * 60)
    assert_report_conforms(built.data)
    assert NOBODY.replace(" :", "\u00a0:") in reading_order(built.data)
    assert build_quality_sheet(db, (), 6, AS_OF, MADE_ON, "Aucune").data.startswith(b"%PDF")


def test_long_names_keep_to_their_places(db):
    with db.write("De longs noms") as session:
        session.add(Organization(name="Institut " + "interrégional de la transition numérique " * 4))
        cohorts = [make_cohort(session, f"{number:02} " + "Très longue cohorte " * 3) for number in range(40)]
        ids = tuple(cohort.id for cohort in cohorts)
        session.get_one(Cohort, ids[0]).planned_start = dt.date(2026, 1, 5)
    with db.read() as session:
        made = load_quality_sheet(session, Scope(AS_OF, ids), 12, "Une sélection de quarante cohortes")
    with recorded() as boxes:
        draw_quality_sheet(made, MADE_ON)[0].render()
    on_pages = [box for box in boxes if box.page >= 0]  # headers and footers are drawn once, aside
    assert_apart(on_pages, NORMAL.width, NORMAL.height, NORMAL.margin)


@dataclass(frozen=True)
class _Figure:
    """As much of a figure as the sheet reads."""

    id: str
    n: int
    N: int
    label: str = ""
    definition: str = ""
    horizon: int | None = 6


people = st.integers(0, 30) | st.integers(0, 4)


@given(st.lists(people, min_size=14, max_size=14))
def test_what_is_told_leaves_no_step_of_a_few_people(parts):
    """Random people, in nested groups: neither a number of the sheet nor what lies between two is 1 to 4."""
    in_training, neutral, abandoned, absent, failed, certified, strange, *after = parts
    completed = absent + failed + certified
    presented = failed + certified + min(strange, abandoned)
    left = completed + abandoned + neutral
    entered = in_training + left
    not_due, left_between, silent, other, training, job, durable = after
    due_before = max(0, left - not_due)
    due = max(0, due_before - left_between)
    answered = max(0, due - silent)
    positive = max(0, answered - other)
    employed = max(0, positive - training)
    lasting = min(durable, employed) if job else employed
    counts = {
        "B4": (completed, entered),
        "B3": (abandoned, entered),
        "C1": (failed + certified, completed),
        "C2": (certified, presented),
        "C4": (certified, entered),
        **{f"{code}.3": (0, due_before) for code in ("D1", "D3b", "D4p", "D5p")},
        **{f"{code}.3": (0, 0) for code in ("D3a", "D4", "D5")},
        "D1.6": (answered, due),
        "D3a.6": (positive, answered),
        "D3b.6": (positive, due),
        "D4.6": (employed, answered),
        "D4p.6": (employed, due),
        "D5.6": (lasting, answered),
        "D5p.6": (lasting, due),
    }
    found = Figures([_Figure(key, n, total) for key, (n, total) in counts.items()])  # type: ignore[arg-type]
    told = _Told(found, (in_training, completed, abandoned, neutral), RULE, 6)
    opinions = Satisfaction(left, answered, 0, {})
    rates = [*told.path(), *told.certification(), *told.outcomes(), told.response(opinions)]
    shown = {rate.id: rate for rate in rates if not rate.is_withheld}
    for rate in shown.values():
        assert rate.N == 0 or RULE.is_base(rate.N)
        for known in (rate.n, rate.N, rate.N - rate.n):
            assert not RULE.reveals(known)
    sooner, *_ = _Told(found, (in_training, completed, abandoned, neutral), RULE, 3).outcomes()
    if not sooner.is_withheld and "D1.6" in shown:
        assert not RULE.reveals(due_before - due)
    if {"B3", "B4"} <= shown.keys():
        assert not RULE.reveals(entered - completed - abandoned)
    inner = [key for key in ("D3a.6", "D4.6", "D5.6") if key in shown]
    for wide, narrow in itertools.combinations(inner, 2):
        assert not RULE.reveals(shown[wide].n - shown[narrow].n)
    if {"C1", "C2"} <= shown.keys():
        assert not RULE.reveals(shown["C2"].N - shown["C1"].n)
