"""Other pages lead to the import of the lists that concern them."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QPushButton

from gen_desktop.ui.attendance.page import AttendancePage
from gen_desktop.ui.cohorts.panel import CohortPanel
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.placements.page import PlacementsPage


def _imported_from(page, qtbot):
    """What the page asks for when its button « Importer » is pressed."""
    action = next(one for one in page.header_actions() if one.text == "Importer")
    with qtbot.waitSignal(page.go_requested) as gone:
        action.run()
    return gone.args


def test_from_attendance_with_its_cohort(qtbot, ctx, room):
    page = AttendancePage(ctx)
    qtbot.addWidget(page)
    page.show()
    assert _imported_from(page, qtbot) == ["imports", ("attendance", room.cohort_id)]
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)


def test_from_placements_and_learners(qtbot, ctx):
    for page_class, kind in ((PlacementsPage, "follow-ups"), (LearnersPage, "learners")):
        page = page_class(ctx)
        qtbot.addWidget(page)
        assert _imported_from(page, qtbot) == ["imports", kind]


def test_from_the_people_of_a_cohort(qtbot):
    panel = CohortPanel(date(2026, 11, 23))
    qtbot.addWidget(panel)
    panel.people.show_people(())
    button = next(one for one in panel.people.findChildren(QPushButton) if "Importer" in one.text())
    with qtbot.waitSignal(panel.import_wanted):
        button.click()
