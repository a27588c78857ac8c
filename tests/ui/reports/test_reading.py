"""The report is read in the window: small pages, words to look for, a page to go to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gen_desktop.jobs import Job
from gen_desktop.reports.page_text import find_words, read_text
from gen_desktop.reports.pixels import draw_page
from gen_desktop.ui.reports.page_images import to_image
from gen_desktop.ui.reports.page_layout import PAGE, WIDTH, box_in
from tests.ui.reports.test_page import YEAR


def act(page, keys):
    next(action for action in page.actions() if action.shortcut().toString() == keys).trigger()


@pytest.fixture
def look(page, qtbot):
    """``look(words)``: typed after Ctrl+F; the places, once they are there."""

    def typed(words):
        act(page, "Ctrl+F")
        field = page.desk.find_bar.field
        field.clear()
        QTest.keyClicks(field, words)
        qtbot.waitUntil(lambda: not page.desk.finder.is_looking)
        return page.desk.finder.hits

    return typed


def expected(page, words):
    pdf = page.shown.report.data
    return find_words(pdf, read_text(pdf, Job()), words, Job())


def test_words_are_found_and_brought_into_view_one_after_the_other(page, look):
    found = look("assiduite")
    assert found == expected(page, "Assiduité")
    assert len({hit.page for hit in found}) > 2
    bar = page.desk.find_bar
    assert bar.count.text() == f"1 sur {len(found)}"
    for position in range(1, len(found)):
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
        assert bar.count.text() == f"{position + 1} sur {len(found)}"
        assert in_view(page, page.desk.finder.current)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert page.desk.finder.current == found[0]
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.desk.finder.current == found[-1]
    act(page, "F3")
    assert page.desk.finder.current == found[0]
    act(page, "Shift+F3")
    assert page.desk.finder.current == found[-1]


def in_view(page, hit):
    view = page.view
    _, top, _, bottom = box_in(view._places[hit.page], hit.boxes[0])
    shown = view.verticalScrollBar().value()
    return shown <= top and bottom <= shown + view.viewport().height()


def test_the_present_place_is_marked_on_the_page(page, look, qtbot):
    view = page.view
    before = view.viewport().grab().toImage()
    (hit, *_) = look("candidatures")
    left, top, right, bottom = box_in(view._places[hit.page], hit.boxes[0])
    middle = (left + right) // 2, (top + bottom) // 2 - view.verticalScrollBar().value()
    marked = view.viewport().grab().toImage().pixelColor(*middle)
    assert marked.saturation() > 60
    page.desk.find_bar.close_bar()
    assert view.hasFocus()
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    assert view.viewport().grab().toImage().pixelColor(*middle) == before.pixelColor(*middle)


def test_what_is_nowhere_is_said(page, look):
    assert look("zygomatique") == ()
    bar = page.desk.find_bar
    assert bar.count.text() == "introuvable"
    assert not bar.after.isEnabled()
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_another_report_is_searched_for_the_same_words(page, look, ready, qtbot):
    look("candidatures")
    page.scope_bar.periods.picked.emit(YEAR)
    ready(page)
    qtbot.waitUntil(lambda: not page.desk.finder.is_looking)
    assert page.desk.finder.hits == expected(page, "candidatures")


def test_small_pages_are_those_of_the_report(page, qtbot):
    small = page.thumbnails
    assert small.pages.rowCount() == page.view.page_count
    qtbot.waitUntil(lambda: bool(small.images.kept))
    key = small.images.kept[0]
    assert small.images.image(key) == to_image(draw_page(page.shown.report.data, *key))
    last = small.pages.index(small.pages.rowCount() - 1, 0)
    assert last.data(Qt.ItemDataRole.AccessibleTextRole) == f"Page {last.row() + 1} sur {last.row() + 1}"


def test_a_small_page_leads_to_the_page_and_follows_it(page, qtbot):
    small = page.thumbnails
    cell = small.visualRect(small.pages.index(3, 0))
    QTest.mouseClick(small.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert page.view.page == 3
    QTest.keyClick(small, Qt.Key.Key_Right)
    assert page.view.page == 4
    QTest.keyClick(page.view, Qt.Key.Key_Home)
    assert small.currentIndex().row() == 0
    assert page.view.verticalScrollBar().value() == 0


def test_the_number_of_a_page_leads_there(page):
    field = page.viewer_bar.page_field
    act(page, "Ctrl+G")
    QTest.keyClicks(field, "4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.view.page == 3
    field.selectAll()
    QTest.keyClicks(field, "999")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.view.page == page.view.page_count - 1
    assert field.value() == page.view.page_count


def test_keys_fit_the_page(page):
    act(page, "Alt+E")
    assert page.view.zoom == PAGE
    assert page.view._places[0].height < page.view.viewport().height()
    act(page, "Alt+L")
    assert page.view.zoom == WIDTH


def test_a_report_with_fewer_pages_keeps_the_small_ones_right(page, ready):
    page.thumbnails.chosen.emit(page.view.page_count - 1)
    page.list.buttons["evaluation"].click()
    ready(page)
    assert page.thumbnails.pages.rowCount() == page.view.page_count
    assert page.thumbnails.currentIndex().row() == page.view.page == 0
