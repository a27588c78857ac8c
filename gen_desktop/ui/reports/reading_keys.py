"""The keys of whoever reads a report: to look for words, to go to a page, to make it larger or smaller."""

from __future__ import annotations

from gen_desktop.ui import actions
from gen_desktop.ui.pages import Page
from gen_desktop.ui.reports.desk import Desk
from gen_desktop.ui.reports.page_layout import PAGE, WIDTH
from gen_desktop.ui.reports.viewer_bar import ViewerBar


def bind_reading(page: Page, desk: Desk, bar: ViewerBar) -> None:
    """Tie the bar to the pages, and give the page its keys; sizes and printing are the page's own."""
    bar.page_wanted.connect(desk.view.go_to_page)
    bar.find_wanted.connect(desk.find_bar.open_bar)
    for shortcut, act in (
        ("filter", desk.find_bar.open_bar),
        ("hit_next", lambda: desk.finder.step(1)),
        ("hit_previous", lambda: desk.finder.step(-1)),
        ("go_to_page", bar.type_page),
        ("zoom_in", bar.larger.emit),
        ("zoom_out", bar.smaller.emit),
        ("zoom_width", lambda: bar.zoomed.emit(WIDTH)),
        ("zoom_page", lambda: bar.zoomed.emit(PAGE)),
        ("print", bar.print_wanted.emit),
    ):
        actions.make(page, shortcut, act)
