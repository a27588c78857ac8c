"""Émargement à vérifier on a real file: listed, narrowed, opened where it is settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import update

from gen_desktop.models.registry import Cohort, Course
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.ui.radar.page import NOBODY, RadarPage
from tests.classroom import make_classroom

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def rooms(db):
    people = [("Aubert", "Inès"), ("Bakary", "Moussa")]
    start = dt.date(2026, 11, 16)
    made = [
        make_classroom(db, code=code, people=people, end=dt.date(2026, 12, 18), entered_on=start)
        for code in ("DWWM 2026-2", "TSSR 2026-1")
    ]
    first = made[0]
    marks = ["P"] * 5 + ["AI"] * 3
    attendance.record(
        db,
        [
            MarkInput(first.enrollments[0], one, status)
            for one, status in zip(first.sessions, marks, strict=False)
        ],
    )
    with db.write("Nommer") as session:
        session.execute(
            update(Cohort).where(Cohort.code == "TSSR 2026-1").values(trainers="Marie Colin, Paul Aron")
        )
        session.execute(update(Course).where(Course.code == "TSSR 2026-1").values(planned_center_minutes=60))
    return made


@pytest.fixture
def page(ctx, qtbot, rooms):
    page = RadarPage(replace(ctx, today=lambda: TODAY))
    qtbot.addWidget(page)
    page.resize(1120, 690)
    page.show()
    qtbot.waitUntil(lambda: len(page._items) > 0)
    return page


def shown(page):
    return [page.list.model.row_at(row) for row in range(page.list.model.rowCount())]


def choose(combo, code):
    combo.set_code(code)
    combo.chosen.emit(code)


def open_cohort(page, qtbot, kind):
    """Open the line that sums that kind: its cohort is then listed."""
    page.show_target(kind)
    page.list.select(next(at for at, item in enumerate(shown(page)) if item.kind == kind))
    page._open_button.click()
    qtbot.waitUntil(lambda: shown(page) and not shown(page)[0].is_sum)


def test_cohorts_are_summed_and_what_is_counted_is_said(page):
    assert {item.kind for item in shown(page)} == {"not_recorded", "absence", "alert", "hours"}
    assert page.subtitle() == page.list.said.text() == "19 demi-journées, 1 alerte, 1 cohorte"
    assert page.list.selected is not None
    assert page._open_button.isEnabled()


def test_the_lines_are_narrowed(page, qtbot):
    choose(page.trainer, NOBODY)
    qtbot.waitUntil(lambda: {item.cohort_code for item in shown(page)} == {"DWWM 2026-2"})
    choose(page.trainer, "Paul Aron")
    qtbot.waitUntil(lambda: {item.cohort_code for item in shown(page)} == {"TSSR 2026-1"})
    choose(page.kind, "alert")
    qtbot.waitUntil(lambda: shown(page) == [])


def test_a_sum_opens_as_many_things_as_it_says(page, qtbot):
    page.show_target("not_recorded")
    said = page._sums[0].count
    open_cohort(page, qtbot, "not_recorded")
    assert page.cohort.code() == "DWWM 2026-2"
    assert len(shown(page)) == said
    choose(page.cohort, None)
    qtbot.waitUntil(lambda: {item.cohort_code for item in shown(page)} == {"DWWM 2026-2", "TSSR 2026-1"})


def test_the_home_page_points_at_a_kind(page, qtbot):
    choose(page.cohort, "TSSR 2026-1")
    page.show_target("absence")
    qtbot.waitUntil(lambda: {item.kind for item in shown(page)} == {"absence"})


@pytest.mark.parametrize("kind", ["not_recorded", "hours"])
def test_a_line_opens_its_record(page, qtbot, rooms, kind):
    if kind == "not_recorded":
        open_cohort(page, qtbot, kind)
    else:
        choose(page.kind, kind)
        qtbot.waitUntil(lambda: {item.kind for item in shown(page)} == {kind})
    page.list.select(0)
    with qtbot.waitSignal(page.open_requested) as asked:
        page._open_button.click()
    expected = {
        "not_recorded": ("class_session", rooms[0].sessions[0]),
        "hours": ("cohort", rooms[1].cohort_id),
    }
    assert tuple(asked.args) == expected[kind]


def test_a_person_opens_on_her_absences(page, qtbot):
    open_cohort(page, qtbot, "alert")
    (item,) = shown(page)
    assert item.what == "Aubert Inès\u00a0: 3 demi-journées injustifiées de suite"
    with qtbot.waitSignal(page.go_requested) as asked:
        page.list.table.row_activated.emit(item)
    assert asked.args == ["learners", ("absences", item.learner_id)]


def test_an_absence_opens_the_absences_of_its_cohort(page, qtbot, rooms):
    open_cohort(page, qtbot, "absence")
    with qtbot.waitSignal(page.go_requested) as asked:
        page._open_button.click()
    assert asked.args == ["absences", rooms[0].cohort_id]


def test_a_sheet_opens_where_it_is_filed(db, page, qtbot, rooms):
    marks = [MarkInput(who, one, "P") for who in rooms[0].enrollments for one in rooms[0].sessions[:10]]
    attendance.record(db, marks)
    page.ctx = replace(page.ctx, today=lambda: dt.date(2026, 12, 14))
    page.reload()
    qtbot.waitUntil(lambda: "sheet" in {item.kind for item in shown(page)})
    open_cohort(page, qtbot, "sheet")
    with qtbot.waitSignal(page.go_requested) as asked:
        page._open_button.click()
    assert asked.args == ["sheets", ("half_day", rooms[0].sessions[0])]
