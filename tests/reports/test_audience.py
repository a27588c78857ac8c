"""Who may read each paper about groups: a paper for everybody says so, and no other one does."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.reports.audience import PUBLIC, READERS, readers_note
from gen_desktop.reports.figures_text import sentence
from gen_desktop.reports.public_reports import build_public_evaluation, build_public_follow_up
from gen_desktop.reports.statements import (
    build_bpf_statement,
    build_completeness_state,
    build_esf_balance,
    build_financial_balance,
    build_promotion_sums,
    build_quality_sheet,
)
from tests.reports.center import AS_OF
from tests.reports.pdf_checks import reading_order

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
MARK = "Ce document peut être diffusé."
PAPERS = {
    "public_follow_up": lambda db, _: build_public_follow_up(db, FIRST, AS_OF, None, AS_OF),
    "public_evaluation": lambda db, ids: build_public_evaluation(db, ids, 3, AS_OF, title_scope="Année"),
    "quality_sheet": lambda db, ids: build_quality_sheet(db, ids, 3, AS_OF, AS_OF, "Année"),
    "bpf_statement": lambda db, _: build_bpf_statement(db, FIRST, LAST, AS_OF),
    "esf_balance": lambda db, ids: build_esf_balance(db, ids, AS_OF, "Année"),
    "promotion_sums": lambda db, _: build_promotion_sums(db, 2026, AS_OF),
    "financial_balance": lambda db, _: build_financial_balance(db, 3, AS_OF),
    "completeness_state": lambda db, _: build_completeness_state(db, (FIRST, AS_OF), None, AS_OF),
}


@pytest.mark.parametrize("kind", PAPERS)
def test_each_paper_says_for_whom_it_is(center, kind):
    built = PAPERS[kind](center.db, center.cohort_ids)
    assert built.kind == kind
    told = " ".join(reading_order(built.data))
    assert (MARK in told) is (kind in PUBLIC) is built.is_kept
    if kind in READERS:
        assert sentence(readers_note(kind)) in told


def test_the_two_programme_reports_carry_no_public_mark(center):
    for report in (center.follow_up, center.evaluation):
        assert MARK not in " ".join(reading_order(report.data))


def test_every_paper_about_groups_has_its_readers():
    assert {*PUBLIC, *READERS} == set(PAPERS)
