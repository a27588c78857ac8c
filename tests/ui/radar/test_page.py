"""Émargement à vérifier on a real file: listed, narrowed, opened where it is settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import update

from gen_desktop.models.registry import Cohort, Course
from gen_desktop.queries.radar import RadarItem
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


def test_everything_is_listed_then_narrowed(page):
    assert {item.kind for item in shown(page)} == {"not_recorded", "absence", "alert", "hours"}
    choose(page.cohort, "TSSR 2026-1")
    assert {item.cohort_code for item in shown(page)} == {"TSSR 2026-1"}
    choose(page.cohort, None)
    choose(page.trainer, NOBODY)
    assert {item.cohort_code for item in shown(page)} == {"DWWM 2026-2"}
    choose(page.kind, "alert")
    assert [item.what for item in shown(page)] == ["Aubert Inès\u00a0: 3 demi-journées injustifiées de suite"]
    choose(page.trainer, "Paul Aron")
    assert shown(page) == []


def test_the_home_page_points_at_a_kind(page):
    choose(page.cohort, "TSSR 2026-1")
    page.show_target("absence")
    assert {item.kind for item in shown(page)} == {"absence"}


@pytest.mark.parametrize("kind", ["not_recorded", "hours"])
def test_a_line_opens_its_record(page, qtbot, rooms, kind):
    page.show_target(kind)
    page.list.select(0)
    with qtbot.waitSignal(page.open_requested) as asked:
        page._open_button.click()
    expected = {
        "not_recorded": ("class_session", rooms[0].sessions[0]),
        "hours": ("cohort", rooms[1].cohort_id),
    }
    assert tuple(asked.args) == expected[kind]


def test_a_person_opens_on_her_absences(page, qtbot):
    page.show_target("alert")
    item = shown(page)[0]
    with qtbot.waitSignal(page.go_requested) as asked:
        page.list.table.row_activated.emit(item)
    assert asked.args == ["learners", ("absences", item.learner_id)]


def test_a_sheet_to_file_opens_where_it_is_filed(page, qtbot):
    item = RadarItem("sheet", 1, "DWWM 2026-2", None, "lundi matin, feuille à classer", class_session_id=7)
    with qtbot.waitSignal(page.go_requested) as asked:
        page.list.table.row_activated.emit(item)
    assert asked.args == ["sheets", ("half_day", 7)]
