"""A figure of the report leads to the people it counts."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gen_desktop.queries import rights
from gen_desktop.reference.rights import SENSITIVE, reserved_to
from gen_desktop.reports.spots import FigureSource, RecordsSource
from tests.ui.reports.test_issuing import told  # noqa: F401 - a fixture
from tests.ui.reports.test_page import heard
from tests.ui.reports.test_reading import act

TAB, BACK, ENTER, ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape


def spot_of(page, label):
    return next(spot for spot in page.shown.report.spots if spot.label == label)


def spots_of(page, index):
    return [spot for spot in page.shown.report.spots if spot.page == index]


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
    qtbot.waitUntil(lambda: bool(asked))
    ((page_id, ids),) = asked
    assert page_id == "learners"
    assert len(ids) == len(set(ids)) == spot.source.n


def test_a_cell_of_a_table_opens_its_people(page, qtbot):
    """In each page that has some, the first and the last figure, as somebody who reads would ask."""
    asked = heard(page.go_requested)
    for index in range(page.view.page_count):
        figures = [one for one in spots_of(page, index) if isinstance(one.source, FigureSource)]
        for spot in figures[:1] + figures[-1:]:
            asked.clear()
            page.figure_people.open(spot)
            qtbot.waitUntil(lambda: bool(asked))
            assert 0 < len(asked[0][1]) <= spot.source.n, spot


def test_tab_goes_from_figure_to_figure_enter_opens_and_back_is_where_one_was(page, qtbot):
    asked = heard(page.go_requested)
    walk, view = page.figure_people.walk, page.view
    first = spots_of(page, 0)
    view.setFocus()
    for spot in first[:3]:
        QTest.keyClick(view, TAB)
        assert walk.chosen is spot
        assert view.viewport().rect().contains(view.box_in_view(spot.page, spot.box).center())
    QTest.keyClick(view, BACK)
    assert walk.chosen is first[1]
    QTest.keyClick(view, ENTER)
    qtbot.waitUntil(lambda: bool(asked))
    assert len(asked[0][1]) == first[1].source.n
    page.viewer_bar.page_field.setFocus()
    assert walk.chosen is None
    view.setFocus()
    QTest.keyClick(view, TAB)
    assert walk.chosen is first[1]


def test_tab_leaves_the_report_after_the_last_figure_of_the_page_or_after_escape(page):
    walk, view = page.figure_people.walk, page.view
    view.setFocus()
    seen = set()
    for _ in range(200):
        QTest.keyClick(view, TAB)
        if walk.chosen is None:
            break
        seen.add(id(walk.chosen.source))
    assert not view.hasFocus()
    assert seen == {id(spot.source) for spot in spots_of(page, 0)}
    view.setFocus()
    QTest.keyClick(view, TAB)
    QTest.keyClick(view, ESCAPE)
    assert view.hasFocus()
    assert walk.chosen is None
    QTest.keyClick(view, TAB)
    assert not view.hasFocus()


def test_a_key_begins_the_walk_wherever_one_is(page, told):  # noqa: F811
    page.viewer_bar.page_field.setFocus()
    act(page, "Alt+P")
    assert page.view.hasFocus()
    assert page.figure_people.walk.chosen is spots_of(page, 0)[0]
    bare = next(index for index in range(page.view.page_count) if not spots_of(page, index))
    page.view.go_to_page(bare)
    act(page, "Alt+P")
    assert told[-1][0] == "Aucun chiffre de cette page ne mène à des personnes."


def test_a_point_of_the_annex_leads_where_the_panel_leads(page, qtbot):
    opened = heard(page.open_requested)
    went = heard(page.go_requested)
    spot = next(
        one
        for one in page.shown.report.spots
        if isinstance(one.source, RecordsSource) and one.source.kind == "organization"
    )
    page.figure_people.open(spot)
    assert went == [("organization", None)]
    assert opened == []


def test_a_report_under_way_answers_to_no_click(page):
    spot = spot_of(page, "Admis")
    box = page.view.box_in_view(spot.page, spot.box)
    page._rebuild()
    assert page.figure_people.spots_in_view() == []
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert page.figure_people._at(box.center()) is None


def test_whoever_is_not_shown_a_fact_is_not_shown_its_people(page, qtbot, answers, monkeypatch):
    monkeypatch.setattr(rights, "role_of", lambda _session: None)
    spot = next(one for one in page.shown.report.spots if "RQTH" in one.label)
    asked = heard(page.go_requested)
    answers.click("Fermer")
    page.figure_people.open(spot)
    qtbot.waitUntil(lambda: bool(answers.shown))
    assert answers.shown == [rights.HIDDEN_PEOPLE.format(reserved=reserved_to(SENSITIVE).lower())]
    assert asked == []


def test_whoever_goes_round_the_window_passes_by_the_report_and_enters_it_by_enter(page):
    walk, view = page.figure_people.walk, page.view
    page.viewer_bar.page_field.setFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, TAB)
    assert walk.chosen is None
    assert not view.hasFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, ENTER)
    assert walk.chosen is spots_of(page, 0)[0]
    QTest.keyClick(view, TAB)
    assert walk.chosen is spots_of(page, 0)[1]
