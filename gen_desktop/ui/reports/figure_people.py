"""A figure of the report in view leads to the people it counts, by a click or by a menu of the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolTip

from gen_desktop.jobs import Job
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.indicators import people
from gen_desktop.queries.report_scopes import counted_groups
from gen_desktop.reports.registry import BuiltReport
from gen_desktop.reports.spots import FigureSpot
from gen_desktop.ui import actions
from gen_desktop.ui.pages import Page
from gen_desktop.ui.reports.preview import PagesView

_HINT = "{label}\u00a0: voir ces personnes"


class FigurePeople(QObject):
    """Watches the pages; a document without figures that name people answers to nothing."""

    def __init__(self, page: Page, view: PagesView) -> None:
        super().__init__(page)
        self._page = page
        self._view = view
        self._report: BuiltReport | None = None
        self._pressed: FigureSpot | None = None
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)
        actions.make(page, "figure_people", self.offer)

    def show_report(self, report: BuiltReport | None) -> None:
        """These are the pages in view; None while they are being made again."""
        self._report = report

    def spots_in_view(self) -> Sequence[FigureSpot]:
        """The figures that can be asked, of the page most in view."""
        spots = self._report.spots if self._report is not None else ()
        return [spot for spot in spots if spot.page == self._view.page]

    def offer(self) -> None:
        """The figures of the page in a menu, for whoever has no mouse."""
        spots = self.spots_in_view()
        if not spots:
            self._page.tell("Aucun chiffre de cette page ne mène à des personnes.")
            return
        menu = QMenu(self._view)
        for spot in spots:
            menu.addAction(spot.label).triggered.connect(partial(self._on_taken, spot))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._view.mapToGlobal(QPoint(24, 24)))

    def open(self, spot: FigureSpot) -> None:
        """Show the people that a figure counts, as far as whoever works here may see them."""
        if self._report is None or self._report.content is None:
            return
        scope = self._report.content.scope
        self._page.ctx.jobs.read_latest("reports.people", partial(self._people, spot, scope), self._on_people)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            spot = self._at(event.position().toPoint())
            if event.type() == QEvent.Type.MouseMove:
                shape = Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor
                self._view.viewport().setCursor(shape)
            elif event.button() == Qt.MouseButton.LeftButton:
                if event.type() == QEvent.Type.MouseButtonPress:
                    self._pressed = spot
                elif event.type() == QEvent.Type.MouseButtonRelease and spot is not None:
                    if spot is self._pressed:
                        self.open(spot)
                    self._pressed = None
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._at(event.pos())
            QToolTip.showText(event.globalPos(), _HINT.format(label=spot.label) if spot else "")
            return spot is not None
        return super().eventFilter(watched, event)

    def _at(self, place: QPoint) -> FigureSpot | None:
        spots = self._report.spots if self._report is not None else ()
        found = (spot for spot in spots if self._view.box_in_view(spot.page, spot.box).contains(place))
        return next(found, None)

    def _on_taken(self, spot: FigureSpot, _checked: bool = False) -> None:
        self.open(spot)

    def _people(self, spot: FigureSpot, scope: ReportScope, _job: Job) -> tuple[int, ...]:
        groups = {group.name: group for group in counted_groups(scope)}
        source = spot.source
        with self._page.ctx.db.read() as session:
            found = people(session, source.figure_id, source.part, groups[source.group].scope)
        return tuple(dict.fromkeys(person.learner_id for person in found))

    def _on_people(self, learner_ids: tuple[int, ...]) -> None:
        if learner_ids:
            self._page.go_requested.emit("learners", learner_ids)
        else:
            self._page.tell("Ce chiffre ne compte personne.")
