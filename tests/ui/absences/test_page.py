"""The list of absences that wait: narrowed, justified, made unjustified, found in the grid."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from gen_desktop.models.absence import Stage
from gen_desktop.models.registry import Attendance
from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.ui.absence_form import AbsenceForm
from gen_desktop.ui.absences.page import EVERYTHING, AbsencesPage
from tests.classroom import MONDAY, NAMES, make_classroom

TODAY = dt.date(2026, 11, 19)


@pytest.fixture
def room(db):
    """Inès ill on Monday, Moussa absent on Monday morning and on Thursday morning."""
    made = make_classroom(db, people=NAMES[:3])
    ines, moussa, _ = made.enrollments
    record(db, [MarkInput(ines, slot, "AJ_MAL") for slot in made.sessions[:2]])
    record(db, [MarkInput(moussa, made.sessions[at], "AI") for at in (0, 6)])
    return made


@pytest.fixture
def page(ctx, room, qtbot):
    made = AbsencesPage(replace(ctx, today=lambda: TODAY))
    qtbot.addWidget(made)
    made.resize(1100, 650)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.model.rowCount() == 2)
    return made


def shown(page):
    rows = [page.model.row_at(at) for at in range(page.model.rowCount())]
    return [(row.first_name, len(row.keys), row.stage) for row in rows]


def statuses(db):
    with db.read() as session:
        return sorted(session.scalars(select(Attendance.status)).all())


def narrow(page, qtbot, stage, count):
    page.show_target(stage)
    qtbot.waitUntil(lambda: page.model.rowCount() == count)


def test_it_lists_what_waits_the_latest_first(page):
    assert shown(page) == [("Moussa", 1, Stage.TO_JUSTIFY), ("Inès", 2, Stage.DOCUMENT_MISSING)]
    assert page._count.text() == "3 demi-journées"


def test_a_stage_or_a_cohort_narrows_it(page, qtbot, room):
    narrow(page, qtbot, "unjustified", 1)
    assert shown(page) == [("Moussa", 1, Stage.UNJUSTIFIED)]
    page.stage_chip.set_value(EVERYTHING)
    page.show_target(room.cohort_id)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert page.cohort_chip.value == room.cohort_id


def test_the_line_selected_is_justified_beside_the_list(page, qtbot, db):
    page.table.select_id(2)
    page.justify()
    form = page.form
    assert isinstance(form, AbsenceForm)
    assert form.title == "Justifier l’absence, Aubert Inès"
    form.kind.set_code("sick_note")
    form.save()
    assert page.form is None
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    with db.read() as session:
        received = session.execute(
            select(Attendance.document_on, Attendance.document_kind).where(Attendance.status == "AJ_MAL")
        ).all()
    assert [tuple(row) for row in received] == [(TODAY, "sick_note")] * 2


def test_what_did_not_come_in_time_becomes_unjustified(page, qtbot, db):
    page.table.select_id(2)
    page.refuse()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert statuses(db) == ["AI"] * 4


def test_a_line_is_found_in_the_grid(page, qtbot, room):
    page.table.select_id(2)
    with qtbot.waitSignal(page.go_requested) as asked:
        page.show_in_grid()
    assert asked.args == ["attendance", (room.cohort_id, MONDAY)]


def test_nothing_waits_says_so(page, qtbot):
    narrow(page, qtbot, "justified", 0)
    assert page.stack.currentIndex() == 1


def test_what_is_typed_comes_back_in_its_form(page, ctx, qtbot):
    page.table.select_id(2)
    page.justify()
    page.form.kind.set_code("sick_note")
    kept = page.drafts()
    assert [draft.title for draft in kept.values()] == ["Justifier l’absence, Aubert Inès"]
    page.drop_drafts()
    assert page.form is None
    assert page.drafts() == {}
    page.take_drafts(kept)
    page.resume(next(iter(kept)))
    qtbot.waitUntil(lambda: page.form is not None)
    assert page.form.title == "Justifier l’absence, Aubert Inès"
    assert page.form.kind.code() == "sick_note"
    assert page.drafts() == kept
    page.form.save()
    assert page.drafts() == {}
