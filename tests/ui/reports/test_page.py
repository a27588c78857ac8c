from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.models.registry import Cohort, Course, Enrollment, NominativeExport, Organization
from gen_desktop.queries.cohorts import summaries
from gen_desktop.queries.named_enrollments import named
from gen_desktop.reports.pixels import draw_page
from gen_desktop.reports.registry import build_follow_up
from gen_desktop.services.documents import register_report
from gen_desktop.store import open_store
from gen_desktop.ui.reports import scopes
from gen_desktop.ui.reports.check_row import CheckRow, DoorRow
from gen_desktop.ui.reports.cohort_picker import Choice
from gen_desktop.ui.reports.doors import MOST_NAMED
from gen_desktop.ui.reports.page import ReportsPage
from gen_desktop.ui.reports.page_images import to_image
from gen_desktop.ui.reports.periods import Period
from gen_desktop.ui.reports.scopes import EvaluationScope, FollowUpScope
from tests.ui.conftest import TODAY

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 9, 30)
YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def cohort_ids(db):
    with db.read() as session:
        return {cohort.code: cohort.id for cohort in summaries(session)}


def heard(signal):
    found = []
    signal.connect(lambda *values: found.append(values))
    return found


def doors(page):
    return [row for row in page.checks.rows if isinstance(row, DoorRow)]


def break_exits(db):
    """Somebody left with no reason, out of the dates of her cohort: two blocking points. Her enrollment."""
    with db.write("Vider un motif") as session:
        found = session.scalars(select(Enrollment).where(Enrollment.exit_type == "term")).first()
        found.exit_type, found.exit_reason = "abandonment", None
        found.exit_on = dt.date(2026, 7, 3)
        found.entered_on = dt.date(2026, 6, 1)
        return found.id


def test_it_opens_on_the_last_quarter_that_is_over(page, db):
    expected = build_follow_up(db, FIRST, LAST, None, LAST)
    assert page.shown.report.data == expected.data
    assert page.scope_bar.period_chip.text() == "3e trimestre 2026 ▾"
    assert page.scope_bar.cohort_chip.text() == "Toutes les cohortes ▾"
    assert page.scope_bar.day_chip.text() == "Données au 30/09/2026 ▾"
    assert page.view.page_count > 5
    assert page.viewer_bar.page_field.value() == 1
    assert page.viewer_bar.pages.text() == f"sur {page.view.page_count}"


def test_only_pages_in_view_and_the_next_are_drawn(page, qtbot):
    assert {key[0] for key in page.view.images.kept} == {0, 1}
    key = page.view._key(0)
    image = page.view.images.image(key)
    assert (image.width(), image.height()) == key[1:]
    assert image == to_image(draw_page(page.shown.report.data, *key))
    page.view.go_to_page(4)
    qtbot.waitUntil(lambda: {4, 5} <= {key[0] for key in page.view.images.kept})
    assert 8 not in {key[0] for key in page.view.images.kept}


def test_a_sharper_screen_gets_sharper_pages(page, ready, monkeypatch):
    monkeypatch.setattr(page.view, "devicePixelRatioF", lambda: 2.0)
    page.view.viewport().update()
    place = page.view._places[0]
    page.ctx.jobs.wait_all()
    ready(page)
    page.view._ask()
    ready(page)
    assert (0, 2 * place.width, 2 * place.height) in page.view.images.kept


def test_another_period_makes_another_report(page, ready):
    page.scope_bar.periods.picked.emit(YEAR)
    assert page.shown is None
    assert not page.header_actions()[-1].enabled
    assert not page.viewer_bar.print_button.isEnabled()
    assert not doors(page)[0].button.isEnabled()
    assert page.checks.notice._heading.text() == "Vérification en cours"
    page.view.go_to_page(4)
    ready(page)
    assert page.view.page == 0
    assert doors(page)[0].button.isEnabled()
    assert page.shown.report.scope_text == "année 2026"
    assert page.shown.report.as_of == TODAY  # the year is not over
    assert page.header_actions()[-1].enabled


def test_only_the_last_thing_asked_for_is_shown(page, ready, ctx):
    shown = []
    show = page.desk.show_report
    page.desk.show_report = lambda pdf: (shown.append(pdf), show(pdf))
    page.scope_bar.periods.picked.emit(YEAR)
    page.scope_bar.picker.picked.emit(Choice(ids=(cohort_ids(ctx.db)["CDA 2025-3"],)))
    page.list.buttons["evaluation"].click()
    ready(page)
    assert shown == [page.shown.report.data]
    assert page.shown.report.kind == "evaluation"


def test_some_cohorts_only(page, ready, db):
    ids = cohort_ids(db)
    page.scope_bar.picker.picked.emit(Choice(ids=(ids["DWWM 2026-1"], ids["DWWM 2026-2"])))
    ready(page)
    assert page.scope_bar.cohort_chip.text() == "DWWM 2026-2, DWWM 2026-1 ▾"
    assert page.shown.report.scope_text == "3e trimestre 2026, DWWM 2026-1, DWWM 2026-2"
    page.scope_bar.picker.picked.emit(Choice())
    ready(page)
    assert page.shown.report.scope_text == "3e trimestre 2026"


def test_an_earlier_day_is_said_and_can_be_left(page, ready):
    page.scope_bar.days.picked.emit(dt.date(2026, 8, 31))
    ready(page)
    assert page.shown.report.as_of == dt.date(2026, 8, 31)
    assert page.scope_bar.day_chip.property("narrowed") == "true"
    page.scope_bar.days.picked.emit(None)
    ready(page)
    assert page.shown.report.as_of == LAST
    assert page.scope_bar.day_chip.property("narrowed") == "false"


def test_the_evaluation_of_a_cohort_or_of_a_year(page, ready, db):
    page.list.buttons["follow_up"].setFocus()
    QTest.keyClick(page.list.buttons["follow_up"], Qt.Key.Key_Down)
    assert page.list.buttons["evaluation"].hasFocus()
    ready(page)
    assert page.scope == EvaluationScope((cohort_ids(db)["TSSR 2026-1"],), horizon=6)
    assert page.shown.report.scope_text == "TSSR 2026-1, situation à 6 mois"
    assert not page.scope_bar.period_chip.isVisible()
    page.scope_bar.horizon_chip.menu().actions()[0].trigger()
    ready(page)
    assert page.shown.report.scope_text == "TSSR 2026-1, situation à 3 mois"
    page.scope_bar.picker.picked.emit(Choice(key=2026))
    ready(page)
    assert page.shown.report.scope_text == "Année 2026, situation à 3 mois"
    assert page.scope_bar.cohort_chip.text() == "Année 2026 ▾"
    page.list.buttons["public_evaluation"].click()
    ready(page)
    assert page.shown.report.kind == "public_evaluation"


def test_a_change_of_data_makes_the_report_again_at_the_same_place(own_file, page, ready, db, ctx):
    before = page.shown.report
    page.view.go_to_page(3)
    top = page.view.verticalScrollBar().value()
    touched = break_exits(db)
    ctx.changes.publish(Change(frozenset({"enrollment"}), frozenset({touched})))
    ready(page)
    assert page.shown.report.data != before.data
    assert page.view.verticalScrollBar().value() == top
    assert page.checks.notice._heading.text() == "2 points bloquants"
    assert page.checks.notice._text.text() == "le rapport porte la mention «\u00a0provisoire\u00a0»"
    assert page.checks.rows[0].accessibleName().startswith("Bloquant\u00a0: 1 apprenant")


def point(page, rule):
    """The check of a rule, and its row."""
    check = next(check for check in page.shown.report.checks if check.rule == rule)
    return check, next(row for row in doors(page) if row.title == check.title)


def menu_of(page, qtbot, row):
    """The names that a point offers."""
    row.button.setFocus()
    QTest.keyClick(row.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in page.findChildren(QMenu)))
    (menu,) = [one for one in page.findChildren(QMenu) if one.isVisible()]
    return menu


def test_a_point_names_its_people_and_each_opens(page, qtbot, db):
    asked, opened = heard(page.go_requested), heard(page.open_requested)
    check, row = point(page, "rural_unknown")
    menu = menu_of(page, qtbot, row)
    with db.read() as session:
        people = named(session, check.ids)
    texts = [action.text() for action in menu.actions()]
    assert texts[:-2] == [f"{one.name}, {one.cohort_code}" for one in people]
    assert check.n == len(people)
    menu.actions()[1].trigger()
    menu.actions()[-1].trigger()
    menu.close()
    assert opened == [("enrollment", people[1].enrollment_id)]
    assert asked == [("learners", tuple(one.learner_id for one in people))]


def test_half_days_not_recorded_lead_to_the_attendance_of_the_person(page, qtbot):
    asked = heard(page.go_requested)
    check, row = point(page, "attendance_not_recorded")
    menu = menu_of(page, qtbot, row)
    menu.actions()[0].trigger()
    menu.close()
    ((page_id, (kind, enrollment_id)),) = asked
    assert (page_id, kind) == ("attendance", "learner")
    assert enrollment_id in check.ids


def test_many_people_are_shown_in_the_list(page, qtbot):
    asked = heard(page.go_requested)
    check, row = point(page, "brsa_unknown")
    assert check.n > MOST_NAMED
    row.button.click()
    qtbot.waitUntil(lambda: bool(asked))
    ((page_id, people),) = asked
    assert (page_id, len(people)) == ("learners", check.n)


def test_points_for_information_are_folded_until_they_are_asked_for(page, ready, ctx):
    fold = page.checks.folds["information"]
    assert page.checks.folds["warning"].is_open
    assert not fold.is_open
    assert fold.head.text() == f"Pour information ({len(fold.findChildren(CheckRow))})"
    fold.head.setFocus()
    QTest.keyClick(fold.head, Qt.Key.Key_Space)
    assert fold.is_open
    page.refresh(None)
    ready(page)
    assert page.checks.folds["information"].is_open


def test_incomplete_fields_say_how_many_and_lead_to_their_people(page, qtbot):
    asked = heard(page.go_requested)
    (one,) = [one for one in page.shown.lacking if one.field.key == "brsa"]
    fold = page.checks.folds["fields"]
    fold.head.click()
    (row,) = [row for row in fold.findChildren(DoorRow) if row.title.startswith("Bénéficiaire du RSA")]
    assert row.title == f"Bénéficiaire du RSA\u00a0: {one.field.filled} sur {one.field.total}"
    row.button.click()
    qtbot.waitUntil(lambda: bool(asked))
    assert len(asked[0][1]) == len(one.missing) == one.field.total - one.field.filled


def test_the_names_behind_the_points_are_saved_and_registered(own_file, page, qtbot, db, answers, tmp_path):
    path = tmp_path / "points.csv"
    answers.path(path)
    page.checks.names_button.click()
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle and path.exists())
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + sum(len(one.ids) for one in page.shown.report.checks if one.kind != "cohort")
    with db.read() as session:
        assert session.scalars(select(NominativeExport.kind)).all() == ["report_points"]


def test_a_point_goes_down_when_a_fact_is_given(own_file, page, ready, db, ctx):
    before, _row = point(page, "rural_unknown")
    with db.write("Donner un zonage") as session:
        session.get_one(Enrollment, before.ids[0]).rural_zoning = "FRR"
    ctx.changes.publish(Change(frozenset({"enrollment"}), frozenset({before.ids[0]})))
    ready(page)
    after, row = point(page, "rural_unknown")
    assert (after.n, after.of) == (before.n - 1, before.of)
    assert row.title.startswith(f"{after.n} apprenants sur {after.of} ")


def test_a_missing_siret_leads_to_the_organisation(own_file, page, ready, db, ctx):
    with db.write("Effacer le SIRET") as session:
        session.scalars(select(Organization)).one().siret = None
    ctx.changes.publish(Change(frozenset({"organization"})))
    ready(page)
    asked = heard(page.go_requested)
    row = next(row for row in doors(page) if row.title == "SIRET ou NDA absent")
    assert row.button.toolTip() == "Renseigner l’organisme"
    row.button.click()
    assert asked == [("organization", None)]


def test_what_is_fine_leads_nowhere(page):
    fine = [row for row in page.checks.rows if row.accessibleName().startswith("En ordre")]
    assert fine
    assert not any(isinstance(row, DoorRow) for row in fine)


def test_a_point_about_cohorts_opens_the_one_picked(own_file, page, ready, db, ctx, qtbot):
    with db.write("Échéance de la certification") as session:
        for course in session.scalars(select(Course).where(Course.title.like("Développeur%"))):
            course.certification_valid_until = dt.date(2026, 7, 7)
    ctx.changes.publish(Change(frozenset({"course"})))
    ready(page)
    opened = heard(page.open_requested)
    menu = menu_of(page, qtbot, point(page, "certification_expired")[1])
    menu.actions()[1].trigger()
    menu.close()
    assert opened == [("cohort", cohort_ids(db)["DWWM 2026-2"])]


def test_a_document_of_the_register_shows_its_scope_again(own_file, page, ready, db):
    ids = (cohort_ids(db)["DWWM 2026-1"],)
    as_of = dt.date(2026, 5, 31)
    built = build_follow_up(db, dt.date(2026, 5, 4), as_of, ids, as_of)
    change = register_report(db, built)
    page.open_record("document", change.created_id)
    ready(page)
    assert page.scope == FollowUpScope(Period(dt.date(2026, 5, 4), as_of), ids, as_of)
    assert page.shown.report.data == built.data


def test_a_document_that_is_gone_is_said(page, answers):
    answers.click("Fermer")
    page.open_record("document", 12)
    assert "plus dans le registre" in answers.shown[0]


def test_other_pages_point_at_a_report_even_before_it_is_built(ctx, qtbot, ready, db):
    page = ReportsPage(ctx)
    qtbot.addWidget(page)
    ids = (cohort_ids(db)["CDA 2025-3"],)
    page.show_target(("evaluation", ids, 3))
    page.show()
    ready(page)
    assert page.shown.report.scope_text == "CDA 2025-3, situation à 3 mois"
    assert page.list.buttons["evaluation"].isChecked()
    page.show_target("nothing we know")
    page.show_target(("follow_up", FIRST, LAST))
    ready(page)
    assert page.shown.report.scope_text == "3e trimestre 2026"


def test_a_year_without_a_cohort_is_said_where_the_report_would_be(page, qtbot):
    page.show_target(("evaluation", 2019, 6))
    qtbot.waitUntil(lambda: page.desk._words is not None)
    said = [label.text() for label in page.desk._words.findChildren(type(page.viewer_bar.pages))]
    assert "Aucune cohorte ne finit en 2019." in said
    assert page.shown is None
    assert not page.header_actions()[-1].enabled


def test_a_cohort_that_vanishes_leaves_the_scope(page, ready, db, ctx):
    lost = 12
    page.show_scope(FollowUpScope(Period(FIRST, LAST), (lost, cohort_ids(db)["DWWM 2026-1"])))
    ready(page)
    page.reload()
    ready(page)
    assert page.scope.cohort_ids == (cohort_ids(db)["DWWM 2026-1"],)


def test_making_it_can_be_stopped_and_begun_again(new_page, ready, qtbot, monkeypatch):
    made, build = threading.Event(), scopes.build

    def slowly(db, scope, today, job):
        while not made.wait(0.01):
            job.step(0, 1, "Lecture des données")
        return build(db, scope, today, job)

    monkeypatch.setattr(scopes, "build", slowly)
    page = new_page()
    qtbot.waitUntil(page.desk.strip.isVisible)
    stop = page.desk.strip.findChild(QPushButton)
    assert stop.text() == "Arrêter"
    stop.click()
    assert not page.desk.strip.isVisible()
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    assert page.shown is None
    made.set()
    page.desk._words.findChild(QPushButton).click()
    ready(page)
    assert page.view.page_count > 5


def test_progress_is_said_while_it_is_made(new_page, ready, qtbot):
    page, said = new_page(), []
    page.ctx.jobs.progressed.connect(lambda _task: said.append(page.desk.strip.text.text()))
    ready(page)
    assert "Lecture des données" in said


def test_page_keys_stop_at_the_beginning_of_each_page(page):
    view, bar = page.view, page.view.verticalScrollBar()
    seen = []
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        seen.append((page.view.page, bar.value()))
    starts = [place.y - 16 for place in view._places]
    assert set(starts[1:3]) <= {top for _, top in seen}
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert page.viewer_bar.page_field.value() == view.page_count
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert page.viewer_bar.page_field.value() == 1


def test_the_zoom_keeps_the_page_in_view_and_is_remembered(page, ready, new_page, ctx):
    page.view.go_to_page(3)
    wide = page.view.scale
    page.viewer_bar.into.click()
    assert page.view.scale == 0.75
    assert page.view.page == 3
    assert page.viewer_bar.size_button.text() == "75\u202f%"
    page.viewer_bar.out.click()
    assert page.view.scale == 0.67
    again = ready(new_page(ctx))
    assert again.view.scale == 0.67
    again._keep_zoom("width")
    assert again.view.scale == wide


def test_keys_zoom_and_print(page):
    keys = {action.shortcut().toString(): action for action in page.actions()}
    assert {"Ctrl++", "Ctrl+-", "Ctrl+P"} <= set(keys)
    keys["Ctrl++"].trigger()
    keys["Ctrl++"].trigger()
    assert page.view.scale == 0.9
    keys["Ctrl+-"].trigger()
    assert page.view.scale == 0.75


def test_without_any_cohort_it_says_what_to_do(ctx, qtbot, store_file):
    empty = open_store(store_file, ctx.author)
    try:
        page = ReportsPage(replace(ctx, db=empty))
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page._layers.currentIndex() == 1)
        assert page.header_actions() == []
        asked = heard(page.go_requested)
        for made in page._layers.currentWidget().findChildren(QPushButton):
            made.click()
        assert asked == [("cohorts", "new"), ("learners", "import")]
        assert ctx.jobs.wait_all()
    finally:
        empty.close()


def test_everything_that_takes_the_focus_has_a_name(page, nameless):
    assert nameless(page) == []


@pytest.mark.parametrize("kind", ["follow_up", "evaluation"])
def test_it_fits_a_small_window(page, ready, kind):
    page.list.buttons[kind].click()
    ready(page)
    assert page.minimumSizeHint().width() <= 1180 - 208 - 36
    assert page.minimumSizeHint().height() <= 680 - 53 - 28


def test_the_first_cohort_of_all_ends_later(own_file, ctx, qtbot, ready, db):
    with db.write("Décaler") as session:
        for cohort in session.scalars(select(Cohort)):
            cohort.planned_end = dt.date(2027, 6, 30)
    page = ReportsPage(ctx)
    qtbot.addWidget(page)
    page.show()
    ready(page)
    page.list.buttons["evaluation"].click()
    ready(page)
    assert page.shown.report.scope_text.endswith("situation à 3 mois")
