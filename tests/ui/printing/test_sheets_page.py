"""The page of attendance sheets: chosen, read, then printed or saved, numbered."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.models.registry import ClassSession, IssuedDocument, Organization
from gen_desktop.services.organization import OrganizationInput, create_organization
from gen_desktop.ui.reports.sheets_page import FILLED, PrintingPage
from gen_desktop.ui.reports.sheets_work import usual_week
from gen_desktop.ui.sheet_target import SheetTarget
from tests.classroom import MONDAY, make_classroom

NEXT = MONDAY + dt.timedelta(days=7)


@pytest.fixture
def room(db):
    """Three weeks around today, of which the last half-day has no trainer."""
    values = OrganizationInput(
        name="Numérique en Morvan",
        siret="73282932000074",
        nda="27580012358",
        representative="Hélène Vauclair",
        address="4 rue du Château",
        postal_code="58120",
        city="Château-Chinon",
    )
    create_organization(db, values)
    room = make_classroom(db, end=MONDAY + dt.timedelta(days=18))
    with db.write("Compléter") as session:
        session.scalars(select(Organization)).one().representative_quality = "Directrice"
        for half_day in session.scalars(select(ClassSession)):
            half_day.module, half_day.trainer, half_day.place = "Bases de données", "Nadia Berrada", "Salle 2"
        session.get_one(ClassSession, room.sessions[-1]).trainer = None
    return room


@pytest.fixture
def sheets(ctx, room, qtbot):
    page = PrintingPage(ctx)
    qtbot.addWidget(page)
    page.resize(1158, 700)
    page.show()
    page.show_target(SheetTarget(room.cohort_id))
    settle(page, qtbot)
    return page


def settle(page, qtbot):
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


def issue(page, way, qtbot):
    (action,) = page.header_actions()
    next(one for one in action.menu if one.text.startswith(way)).run()
    settle(page, qtbot)


def registered(db):
    with db.read() as session:
        return session.scalars(select(IssuedDocument.number).order_by(IssuedDocument.id)).all()


def test_the_week_of_today_is_ticked_and_shown(sheets):
    assert [one.paper.week.monday for one in sheets.weeks.chosen()] == [NEXT]
    assert sheets.previewed.paper.week.monday == NEXT
    assert sheets.view.page_count == 2
    assert [one.paper.week.monday for one in sheets.loaded.choices] == [
        MONDAY,
        NEXT,
        NEXT + dt.timedelta(days=7),
    ]
    assert sheets.header_actions()[0].text == "Émettre 1 feuille"


def test_what_is_missing_keeps_a_week_back_and_says_where_to_mend_it(sheets, room, qtbot):
    tree = sheets.weeks.list
    assert [tree.topLevelItem(at).text(1) for at in range(3)] == ["Prête", "Prête", "À compléter"]
    tree.setCurrentItem(tree.topLevelItem(2))
    settle(sheets, qtbot)
    assert "il manque le formateur" in sheets.weeks.why.text()
    with qtbot.waitSignal(sheets.open_requested) as asked:
        sheets.weeks.door_button.click()
    assert asked.args == ["cohort", room.cohort_id]
    sheets.weeks.all_button.click()
    assert len(sheets.weeks.chosen()) == 2


def test_several_weeks_are_saved_apart_numbered_and_registered(sheets, db, qtbot, answers, tmp_path):
    sheets.weeks.all_button.click()
    answers.path(tmp_path)
    issue(sheets, "Un PDF par semaine", qtbot)
    numbers = [f"EM-DWWM-2026-2-2026-W{week}-v1" for week in (47, 48)]
    assert sorted(path.stem for path in tmp_path.glob("*.pdf")) == numbers
    assert registered(db) == numbers


def test_a_sheet_saved_again_is_a_new_version(sheets, db, qtbot, answers, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        answers.path(tmp_path / name)
        issue(sheets, "Un seul PDF", qtbot)
    assert registered(db) == ["EM-DWWM-2026-2-2026-W48-v1", "EM-DWWM-2026-2-2026-W48-v2"]
    assert (tmp_path / "b.pdf").exists()


def test_giving_up_the_choice_of_a_file_issues_nothing(sheets, db, qtbot, answers):
    answers.path(None)
    issue(sheets, "Un seul PDF", qtbot)
    assert registered(db) == []


def test_with_recorded_presences_the_last_week_over_is_offered(sheets, qtbot):
    sheets.way.set_code(FILLED)
    sheets.way.chosen.emit(FILLED)
    settle(sheets, qtbot)
    assert [one.paper.week.monday for one in sheets.weeks.chosen()] == [MONDAY]
    assert sheets.weeks.chosen()[0].paper.filled


def test_one_person_can_have_a_sheet_alone(sheets, room, qtbot):
    sheets.show_target(SheetTarget(room.cohort_id, MONDAY, room.enrollments[3]))
    settle(sheets, qtbot)
    (choice,) = sheets.weeks.chosen()
    assert [one.last_name for one in choice.paper.week.learners] == ["Cordier"]
    assert sheets.person.currentText() == "Cordier Théo"
    sheets.person.set_code("all")
    sheets.person.chosen.emit("all")
    settle(sheets, qtbot)
    assert len(sheets.weeks.chosen()[0].paper.week.learners) == 15


def test_all_cohorts_show_this_week_and_the_next(ctx, db, sheets, qtbot):
    make_classroom(db, code="CDA 2026-1", people=(("Petit", "Ana"),), end=MONDAY + dt.timedelta(days=30))
    sheets.show_target(SheetTarget())
    settle(sheets, qtbot)
    found = [(one.paper.week.cohort_code, one.paper.week.monday) for one in sheets.loaded.choices]
    later = NEXT + dt.timedelta(days=7)
    assert found == [
        *(("CDA 2026-1", NEXT), ("DWWM 2026-2", NEXT), ("CDA 2026-1", later), ("DWWM 2026-2", later))
    ]
    assert not sheets.person.isVisible()


def test_an_empty_file_says_where_to_begin(ctx, qtbot):
    page = PrintingPage(ctx)
    qtbot.addWidget(page)
    page.show()
    settle(page, qtbot)
    assert page.header_actions() == []


@pytest.mark.parametrize(
    ("filled", "expected"), [(False, NEXT), (True, MONDAY)], ids=["to sign", "with presences"]
)
def test_the_usual_week(filled, expected):
    weeks = [MONDAY, NEXT, NEXT + dt.timedelta(days=7)]
    assert usual_week(weeks, NEXT + dt.timedelta(days=2), filled=filled) == expected
    assert usual_week([], NEXT, filled=filled) is None
    over = NEXT + dt.timedelta(days=70)
    assert usual_week(weeks, over, filled=filled) == weeks[-1]
