"""The other papers of the programme on the page of reports: read there, saved, never submitted."""

from __future__ import annotations

import pytest

from gen_desktop.queries.scope import cohorts_ending_in
from gen_desktop.reports.statements import (
    BPF,
    COMPLETENESS,
    ESF_BALANCE,
    FINANCES,
    QUALITY_SHEET,
    build_bpf_statement,
    build_completeness_state,
    build_financial_balance,
    build_quality_sheet,
)
from gen_desktop.services.documents import register_report
from gen_desktop.ui.reports import scopes
from gen_desktop.ui.reports.page_actions import NO_COMMENT
from gen_desktop.ui.reports.periods import year_of
from gen_desktop.ui.reports.report_list import COMMENT
from gen_desktop.ui.reports.scopes import EvaluationScope, FollowUpScope
from tests.ui.conftest import TODAY
from tests.ui.reports.test_page import cohort_ids


def show(page, ready, kind):
    page.list.buttons[kind].click()
    return ready(page).shown.report


def actions(page):
    return {action.text: action for action in page.header_actions()}


def test_the_sheet_of_indicators_is_read_then_saved_but_not_submitted(page, ready, db):
    assert page.checks.isVisible()
    report = show(page, ready, QUALITY_SHEET)
    scope = page.shown.scope
    with db.read() as session:
        ids = cohorts_ending_in(session, scope.year)
    expected = build_quality_sheet(db, ids, scope.horizon, TODAY, TODAY, f"Année {scope.year}")
    assert report.data == expected.data
    assert page.checks.isVisible()  # what it would tell beside what was issued before
    assert page.scope_bar.horizon_chip.isVisible()
    assert not actions(page)["Remettre…"].enabled
    assert not page.list.text_button.isEnabled()  # only what is submitted keeps the writer's words
    assert page.list.text_button.toolTip() == NO_COMMENT
    assert actions(page)["Enregistrer le PDF"].enabled
    page.scope_bar.horizon_chip.chosen.emit(12)
    assert ready(page).shown.report.scope_text.endswith("situation à 12 mois")
    assert show(page, ready, "evaluation").scope_text.endswith(f"situation à {scope.horizon} mois")
    assert page.checks.isVisible()
    assert actions(page)["Remettre…"].enabled
    assert page.list.text_button.isEnabled()
    assert page.list.text_button.toolTip() == COMMENT


@pytest.mark.parametrize(("year", "words"), [(2026, "Année 2026"), (None, "CDA 2025-3, DWWM 2026-1")])
def test_one_saved_before_is_found_again_from_the_register(own_file, db, page, ready, year, words):
    ids = tuple(cohort_ids(db)[code] for code in ("CDA 2025-3", "DWWM 2026-1"))
    saved = register_report(db, build_quality_sheet(db, ids, 3, TODAY, TODAY, words))
    page.open_record("document", saved.created_id)
    ready(page)
    wanted = EvaluationScope(() if year else ids, year, 3, TODAY, QUALITY_SHEET)
    assert page.shown.scope == wanted
    assert page.list.buttons[QUALITY_SHEET].isChecked()
    assert page.shown.report.scope_text == f"{words}, situation à 3 mois"


def test_the_statement_of_an_accounting_year_is_about_the_whole_file(page, ready, db):
    report = show(page, ready, BPF)
    last_year = year_of(TODAY.year - 1)
    assert report.data == build_bpf_statement(db, last_year.first, last_year.last, TODAY).data
    assert not page.scope_bar.cohort_chip.isVisible()
    assert not page.scope_bar.day_chip.isVisible()
    page.scope_bar.periods.picked.emit(year_of(2026))
    assert ready(page).shown.report.scope_text == "année 2026"
    page.list.buttons["follow_up"].click()
    ready(page)
    assert page.scope_bar.cohort_chip.isVisible()


def test_a_statement_saved_before_is_found_again(own_file, db, page, ready):
    year = year_of(2026)
    saved = register_report(db, build_bpf_statement(db, year.first, year.last, TODAY))
    page.open_record("document", saved.created_id)
    assert ready(page).shown.scope == FollowUpScope(year, kind=BPF)


def test_the_balance_of_the_esf_has_no_horizon_and_is_found_again(own_file, db, page, ready):
    report = show(page, ready, ESF_BALANCE)
    scope = page.shown.scope
    assert not page.scope_bar.horizon_chip.isVisible()
    saved = register_report(db, report)
    page.list.buttons["evaluation"].click()
    ready(page)
    page.open_record("document", saved.created_id)
    assert ready(page).shown.scope.year == scope.year
    assert page.shown.report.data == report.data


def test_the_state_of_completeness_shows_its_points_with_their_doors(page, ready, db):
    report = show(page, ready, COMPLETENESS)
    period = page.shown.scope.period
    expected = build_completeness_state(db, (period.first, period.last), None, period.last)
    assert report.data == expected.data
    assert page.checks.isVisible()
    assert len(page.checks.rows) >= len([check for check in report.checks if check.level != "ok"]) > 0
    assert page.scope_bar.cohort_chip.isVisible()
    assert not actions(page)["Remettre…"].enabled


def test_the_financial_balance_is_about_every_programme_at_a_horizon(page, ready, db):
    report = show(page, ready, FINANCES)
    assert report.data == build_financial_balance(db, 6, TODAY).data
    assert not page.scope_bar.cohort_chip.isVisible()
    assert page.scope_bar.day_chip.isVisible()
    page.scope_bar.horizon_chip.chosen.emit(3)
    assert ready(page).shown.report.data == build_financial_balance(db, 3, TODAY).data


def test_each_paper_of_the_list_has_a_usual_scope():
    from gen_desktop.ui.reports.report_list import REPORTS

    assert [kind for kind, _, _ in REPORTS] == list(scopes.usual_scopes((), TODAY))
