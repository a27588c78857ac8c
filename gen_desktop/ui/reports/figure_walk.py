"""The figures of the page in view, one after the other by Tab, taken by Enter: the report without a mouse.

Whoever goes round the window by Tab passes by the report, as by any other part of it, and enters it by Enter;
whoever reads it is already there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from gen_desktop.reports.spots import FigureSpot
from gen_desktop.ui.reports.preview import PagesView

_STEPS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PASSING = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_COMING_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_HOW = "Entrée\u00a0: parcourir les chiffres de la page"


class FigureWalk(QObject):
    """``taken(spot)`` at Enter. Past the last figure of the page, or after Escape, Tab leaves the report."""

    taken = Signal(object)

    def __init__(self, view: PagesView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._spots: Mapping[int, Sequence[FigureSpot]] = {}
        self._chosen: FigureSpot | None = None
        self._left: FigureSpot | None = None
        """The figure to come back to, once its people were looked at."""
        self._is_passing = False
        view.installEventFilter(self)

    @property
    def chosen(self) -> FigureSpot | None:
        """The figure that Enter takes."""
        return self._chosen

    def set_spots(self, spots: Mapping[int, Sequence[FigureSpot]]) -> None:
        """The figures of a report, page by page, in the order in which they are read."""
        self._spots = spots
        self._choose(None)

    def begin(self) -> bool:
        """Go to the first figure of the page in view; whether it has one."""
        self._view.setFocus()
        self._choose(None)
        self._is_passing = False
        return self._step(1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            if event.type() == QEvent.Type.FocusOut:
                left = self._chosen
                self._choose(None)
                self._left = left
            elif event.reason() not in _COMING_BACK:
                self._is_passing = event.reason() in _PASSING
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take(Qt.Key(event.key())) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _take(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            return not self._is_passing and self._step(_STEPS[key])
        if key in _ENTER and self._chosen is not None:
            self.taken.emit(self._chosen)
        elif key in _ENTER:
            self._is_passing = False
            return self._step(1)
        elif key == Qt.Key.Key_Escape and self._chosen is not None:
            self._choose(None)
            self._is_passing = True
        else:
            return False
        return True

    def _step(self, by: int) -> bool:
        """The next figure of the page; False past the last one."""
        walked = self._walked()
        if self._chosen in walked:
            at = walked.index(self._chosen) + by
        elif self._left in walked:
            at = walked.index(self._left)
        else:
            at = 0 if by > 0 else -1
        if not 0 <= at < len(walked):
            self._choose(None)
            return False
        self._choose(walked[at])
        return True

    def _walked(self) -> list[FigureSpot]:
        """The figures of the page, each once: a part of a chart and its name are one figure."""
        in_view = self._view.pages_in_view()
        chosen = self._chosen
        page = chosen.page if chosen is not None and chosen.page in in_view else self._view.page
        different = {id(spot.source): spot for spot in reversed(self._spots.get(page, ()))}
        return list(reversed(different.values()))

    def _choose(self, spot: FigureSpot | None) -> None:
        self._chosen, self._left = spot, None
        self._view.set_chosen(None if spot is None else (spot.page, spot.box))
        self._view.setAccessibleDescription(_HOW if spot is None else spot.label)
