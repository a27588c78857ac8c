"""A figure of the report leads to the people it counts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from gen_desktop import french
from gen_desktop.jobs import Job
from gen_desktop.queries import rights
from gen_desktop.queries.indicators import Part, figures
from gen_desktop.queries.report_scopes import counted_groups
from gen_desktop.reference.rights import SENSITIVE, reserved_to
from gen_desktop.reports.page_text import find_words, read_text
from tests.ui.reports.conftest import PATIENCE_MS
from tests.ui.reports.test_issuing import told  # noqa: F401 - a fixture
from tests.ui.reports.test_page import heard
from tests.ui.reports.test_reading import act


def counted(page, spot):
    """How many people a figure counts, as the catalogue says."""
    (group,) = (
        one for one in counted_groups(page.shown.report.content.scope) if one.name == spot.source.group
    )
    with page.ctx.db.read() as session:
        (figure,) = figures(session, group.scope, only=[spot.source.figure_id])
    return figure.n if spot.source.part is Part.NUMERATOR else figure.N


def spot_of(page, label):
    return next(spot for spot in page.shown.report.spots if spot.label == label)


@pytest.fixture(params=["follow_up", "evaluation"])
def either(page, ready, request):
    page.list.buttons[request.param].click()
    return ready(page)


def test_each_figure_that_opens_stands_where_it_is_printed(either):
    report = either.shown.report
    assert len(report.spots) >= 8
    texts = read_text(report.data, Job())
    for spot in report.spots:
        left, top, right, bottom = spot.box
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        number = french.number(counted(either, spot))
        inside = [
            hit
            for hit in find_words(report.data, texts, number, Job())
            if hit.page == spot.page
            and left <= hit.boxes[0][0] <= right
            and top <= (hit.boxes[0][1] + hit.boxes[0][3]) / 2 <= bottom
        ]
        assert inside, spot


def test_its_people_are_as_many_as_it_says(either, qtbot):
    asked = heard(either.go_requested)
    for spot in {one.source: one for one in either.shown.report.spots}.values():
        expected = counted(either, spot)
        if not expected:
            continue
        asked.clear()
        either.figure_people.open(spot)
        qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
        ((page_id, ids),) = asked
        assert page_id == "learners"
        assert len(ids) == len(set(ids)) == expected, spot


def test_a_click_on_it_opens_them_and_a_click_beside_does_not(page, qtbot):
    asked = heard(page.go_requested)
    spot = spot_of(page, "Admis")
    box = page.view.box_in_view(spot.page, spot.box)
    viewport = page.view.viewport()
    QTest.mouseMove(viewport, box.center())
    qtbot.waitUntil(lambda: viewport.cursor().shape() == Qt.CursorShape.PointingHandCursor)
    QTest.mouseMove(viewport, QPoint(box.left() - 5, box.center().y()))
    qtbot.waitUntil(lambda: viewport.cursor().shape() == Qt.CursorShape.ArrowCursor)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert page.ctx.jobs.is_idle
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=box.center())
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    assert len(asked[0][1]) == counted(page, spot)


def test_the_keyboard_has_a_menu_of_the_figures_in_view(page, qtbot, told):  # noqa: F811
    asked = heard(page.go_requested)
    act(page, "Alt+P")
    (menu,) = (one for one in page.view.findChildren(QMenu) if one.isVisible())
    labels = [action.text() for action in menu.actions()]
    assert "Admis" in labels
    menu.actions()[labels.index("Admis")].trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    page.view.go_to_page(page.view.page_count - 1)
    act(page, "Alt+P")
    assert told[-1][0] == "Aucun chiffre de cette page ne mène à des personnes."


def test_a_report_under_way_answers_to_no_click(page):
    spot = spot_of(page, "Admis")
    box = page.view.box_in_view(spot.page, spot.box)
    page._rebuild()
    assert page.figure_people.spots_in_view() == []
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert page.figure_people._at(box.center()) is None


def test_whoever_is_not_shown_a_fact_is_not_shown_its_people(page, qtbot, answers, monkeypatch):
    monkeypatch.setattr(rights, "role_of", lambda _session: None)
    (spot,) = (one for one in page.shown.report.spots if one.source.figure_id == "A3.rqth")
    asked = heard(page.go_requested)
    answers.click("Fermer")
    page.figure_people.open(spot)
    qtbot.waitUntil(lambda: bool(answers.shown), timeout=PATIENCE_MS)
    assert answers.shown == [rights.HIDDEN_PEOPLE.format(reserved=reserved_to(SENSITIVE).lower())]
    assert asked == []
