"""A figure of the report in view leads to the people it counts, by a click or by the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from gen_desktop import french
from gen_desktop.jobs import Job
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.behind import Behind, people_behind
from gen_desktop.queries.indicators import Person
from gen_desktop.reports.registry import BuiltReport
from gen_desktop.reports.spots import FigureSpot, RecordsSource
from gen_desktop.ui import actions
from gen_desktop.ui.pages import Page
from gen_desktop.ui.reports.doors import Doors
from gen_desktop.ui.reports.figure_walk import FigureWalk
from gen_desktop.ui.reports.preview import PagesView

_HINT = "{label}\u00a0: voir ces personnes"
_RECORD_HINT = "{label}\u00a0: ouvrir"


class FigurePeople(QObject):
    """Watches the pages; a document without figures that name people answers to nothing."""

    def __init__(self, page: Page, view: PagesView, doors: Doors) -> None:
        super().__init__(page)
        self._page = page
        self._view = view
        self._doors = doors
        self._report: BuiltReport | None = None
        self._spots: dict[int, list[FigureSpot]] = {}
        self._pressed: FigureSpot | None = None
        self.walk = FigureWalk(view, self)
        self.walk.taken.connect(self.open)
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)
        actions.make(page, "figure_people", self.begin_walk)

    def show_report(self, report: BuiltReport | None) -> None:
        """These are the pages in view; None while they are being made again."""
        self._report = report
        self._spots = {}
        for spot in report.spots if report is not None else ():
            self._spots.setdefault(spot.page, []).append(spot)
        self._view.set_outline(None)
        self.walk.set_spots(self._spots)

    def spots_in_view(self) -> Sequence[FigureSpot]:
        """The figures that can be asked, of the page most in view."""
        return self._spots.get(self._view.page, [])

    def begin_walk(self) -> None:
        """Put the keyboard on the first figure of the page, for whoever has no mouse."""
        if self._report is None:
            self._page.tell("Le rapport n’est pas encore prêt.")
        elif not self.walk.begin():
            self._page.tell("Aucun chiffre de cette page ne mène à des personnes.")

    def open(self, spot: FigureSpot) -> None:
        """Show whom a figure counts, as far as whoever works here may see them."""
        if self._report is None or self._report.content is None:
            return
        if isinstance(spot.source, RecordsSource):
            box = self._view.box_in_view(spot.page, spot.box)
            self._doors.open(
                spot.source.kind, spot.source.ids, self._view.viewport().mapToGlobal(box.bottomLeft())
            )
            return
        load = partial(self._people, spot.source.behind, self._report.content.scope)
        show = partial(self._on_people, spot.source.unlisted)
        self._page.ctx.jobs.read_latest("reports.people", load, show)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            spot = self._at(event.position().toPoint())
            if event.type() == QEvent.Type.MouseMove:
                self._hover(spot)
            elif event.button() == Qt.MouseButton.LeftButton:
                if event.type() == QEvent.Type.MouseButtonPress:
                    self._pressed = spot
                elif event.type() == QEvent.Type.MouseButtonRelease and spot is not None:
                    if spot is self._pressed:
                        self.open(spot)
                    self._pressed = None
        elif event.type() == QEvent.Type.Leave:
            self._hover(None)
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._at(event.pos())
            QToolTip.showText(event.globalPos(), _hint(spot) if spot else "")
            return spot is not None
        return super().eventFilter(watched, event)

    def _hover(self, spot: FigureSpot | None) -> None:
        shape = Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor
        self._view.viewport().setCursor(shape)
        self._view.set_outline(None if spot is None else (spot.page, spot.box))

    def _at(self, place: QPoint) -> FigureSpot | None:
        return next(
            (
                spot
                for page in self._view.pages_in_view()
                for spot in self._spots.get(page, ())
                if self._view.box_in_view(page, spot.box).contains(place)
            ),
            None,
        )

    def _people(self, behind: Behind, scope: ReportScope, _job: Job) -> tuple[Person, ...]:
        with self._page.ctx.db.read() as session:
            return people_behind(session, scope, behind)

    def _on_people(self, unlisted: int, people: tuple[Person, ...]) -> None:
        learner_ids = tuple(dict.fromkeys(person.learner_id for person in people))
        if not learner_ids:
            self._page.tell("Ce chiffre ne compte plus personne.")
            return
        self._page.go_requested.emit("learners", learner_ids)
        if unlisted:
            others = french.plural(unlisted, "autre est déclarée", "autres sont déclarées")
            self._page.tell(f"{others} par la cohorte, sans fiche.")
        elif len(learner_ids) < len(people):
            counted = french.plural(len(people), "inscription")
            self._page.tell(f"Ce chiffre compte {counted} de {french.plural(len(learner_ids), 'personne')}.")


def _hint(spot: FigureSpot) -> str:
    hint = _RECORD_HINT if isinstance(spot.source, RecordsSource) else _HINT
    return hint.format(label=spot.label)
