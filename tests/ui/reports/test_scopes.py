from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import NotFound
from gen_desktop.queries.cohorts import CohortSummary
from gen_desktop.queries.documents import DocumentDetail
from gen_desktop.ui.reports import scopes
from gen_desktop.ui.reports.periods import Period, last_quarter, period_named, usual_periods, year_of
from gen_desktop.ui.reports.scopes import EvaluationScope, FollowUpScope

TODAY = dt.date(2026, 11, 23)


def test_the_last_quarter_that_is_over():
    assert last_quarter(TODAY) == Period(dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert last_quarter(dt.date(2026, 1, 31)) == Period(dt.date(2025, 10, 1), dt.date(2025, 12, 31))


def test_usual_periods_in_words():
    assert [period.words for period in usual_periods(dt.date(2026, 3, 31))] == [
        "mars 2026", "février 2026", "1er trimestre 2026", "4e trimestre 2025", "3e trimestre 2025",
        "2e trimestre 2025", "1er trimestre 2025", "année 2026", "année 2025",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last"),
    [
        *[(period.first, period.last) for period in usual_periods(TODAY)],
        (dt.date(2026, 5, 4), dt.date(2026, 5, 31)),
        (dt.date(2026, 1, 1), dt.date(2026, 2, 28)),
        (dt.date(2026, 5, 1), dt.date(2026, 5, 12)),
        (dt.date(2025, 12, 15), dt.date(2026, 1, 2)),
        (dt.date(2026, 5, 4), dt.date(2026, 5, 4)),
    ],
)
def test_the_words_of_a_period_are_read_back(first, last):
    period = Period(first, last)
    assert period_named(period.words, TODAY) == period


@pytest.mark.parametrize("words", ["", "avant Noël", "du 31 au 30 février 2026", "du 3 au hasard"])
def test_words_that_are_no_period(words):
    assert period_named(words, TODAY) is None


def cohort(cohort_id, end):
    start = end - dt.timedelta(days=180)
    return CohortSummary(cohort_id, f"C{cohort_id}", "Formation", None, start, end, 12, 12, 12)


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (
            [dt.date(2026, 3, 27), dt.date(2025, 12, 19), dt.date(2027, 1, 29)],
            EvaluationScope((1,), horizon=6),
        ),
        ([dt.date(2026, 8, 1), dt.date(2027, 1, 29)], EvaluationScope((1,), horizon=3)),
        ([dt.date(2027, 6, 1), dt.date(2027, 1, 29)], EvaluationScope((2,), horizon=3)),
        ([], EvaluationScope((), horizon=3)),
    ],
)
def test_the_evaluation_proposed_first(ends, expected):
    cohorts = [cohort(number, end) for number, end in enumerate(ends, 1)]
    assert scopes.default_evaluation(cohorts, TODAY) == expected


def test_the_day_looked_back_from():
    quarter = FollowUpScope(last_quarter(TODAY))
    assert quarter.day(TODAY) == dt.date(2026, 9, 30)
    assert FollowUpScope(year_of(2026)).day(TODAY) == TODAY
    assert EvaluationScope((1,)).day(TODAY) == TODAY
    assert EvaluationScope((1,), as_of=dt.date(2026, 6, 30)).day(TODAY) == dt.date(2026, 6, 30)


def document(kind, scope):
    return DocumentDetail(1, kind, "Rapport", scope, TODAY, dt.datetime.now(dt.UTC), "")


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("follow_up", "3e trimestre 2026", FollowUpScope(last_quarter(TODAY), None, TODAY)),
        ("follow_up", "3e trimestre 2026, B, A", FollowUpScope(last_quarter(TODAY), (2, 1), TODAY)),
        ("evaluation", "Année 2026, situation à 6 mois", EvaluationScope((), 2026, 6, TODAY)),
        ("evaluation", "A, B, situation à 12 mois", EvaluationScope((1, 2), None, 12, TODAY)),
        (
            "public_follow_up",
            "3e trimestre 2026, A",
            FollowUpScope(last_quarter(TODAY), (1,), TODAY, "public_follow_up"),
        ),
        (
            "public_evaluation",
            "A, situation à 6 mois",
            EvaluationScope((1,), None, 6, TODAY, "public_evaluation"),
        ),
    ],
)
def test_the_scope_of_a_document(kind, words, expected):
    assert scopes.scope_of_document(document(kind, words), {"A": 1, "B": 2}) == expected


@pytest.mark.parametrize(
    ("kind", "words"),
    [("follow_up", "hier"), ("follow_up", "3e trimestre 2026, Z"), ("evaluation", "Z, situation à 6 mois"),
     ("evaluation", "3e trimestre 2026"), ("follow_up", "A, situation à 6 mois"), ("roll", "A")],
)  # fmt: skip
def test_a_document_whose_scope_is_lost(kind, words):
    with pytest.raises(NotFound, match="ne peut plus être retrouvé"):
        scopes.scope_of_document(document(kind, words), {"A": 1, "B": 2})


def test_lost_cohorts_leave_a_scope():
    quarter = last_quarter(TODAY)
    assert scopes.without_lost(FollowUpScope(quarter, (1, 2)), {2}) == FollowUpScope(quarter, (2,))
    assert scopes.without_lost(FollowUpScope(quarter, (1,)), {2}) == FollowUpScope(quarter)
    emptied = scopes.without_lost(EvaluationScope((1,)), {2})
    assert scopes.is_void(emptied)
    assert not scopes.is_void(EvaluationScope(year=2026))
    assert not scopes.is_void(FollowUpScope(quarter))


@pytest.mark.parametrize(
    "target", [None, "follow_up", ("evaluation",), ("follow_up", 1, 2), ("other", (1,), 6)]
)
def test_a_target_that_means_nothing_here(target):
    assert scopes.scope_of_target(target) is None


def lasting(number, start, end):
    return CohortSummary(number, f"C{number}", "Cours", None, start, end, None, 0, 0)


ALONE = (
    lasting(1, dt.date(2025, 9, 1), dt.date(2026, 6, 30)),
    lasting(2, dt.date(2026, 3, 1), dt.date(2026, 9, 1)),
    lasting(3, dt.date(2026, 9, 30), dt.date(2027, 3, 31)),
    lasting(4, dt.date(2026, 10, 1), dt.date(2027, 3, 31)),
)
QUARTER = Period(dt.date(2026, 7, 1), dt.date(2026, 9, 30))


@pytest.mark.parametrize(
    ("scope", "codes"),
    [
        (FollowUpScope(QUARTER), ["C2", "C3"]),
        (FollowUpScope(QUARTER, (4,)), ["C2", "C3"]),
        (FollowUpScope(QUARTER, (4, 1)), ["C1", "C4"]),
        (EvaluationScope((1,)), ["C1", "C2"]),
        (EvaluationScope(year=2027), ["C3", "C4"]),
        (EvaluationScope(as_of=dt.date(2026, 7, 1)), ["C1"]),
    ],
)
def test_a_report_for_each_cohort_that_is_meant(scope, codes):
    alone = scopes.by_cohort(scope, ALONE, TODAY)
    assert list(alone) == codes
    for code, one in alone.items():
        assert [f"C{number}" for number in one.cohort_ids] == [code]
        assert one.day(TODAY) == scope.day(TODAY)
        assert one.kind == scope.kind


def test_the_scope_of_each_in_words():
    assert scopes.words_without_cohorts(FollowUpScope(QUARTER)) == "3e trimestre 2026"
    assert scopes.words_without_cohorts(EvaluationScope((1,), horizon=12)) == "situation à 12 mois"
    assert scopes.words_without_cohorts(EvaluationScope((1,), kind="esf_balance")) == ""
