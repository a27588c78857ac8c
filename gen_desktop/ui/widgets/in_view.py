"""Bring something into view where the page scrolls: Qt does it for Tab, not for a focus given by program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

MARGIN = 8
"""Pixels left around what is brought into view."""


def bring_into_view(first: QWidget, *others: QWidget) -> None:
    """Scroll so that all of them are seen, the first one above all."""
    area = _scroll_area(first)
    if area is None:
        return
    _settle(area)
    content = area.widget()
    shown = [one for one in (first, *others) if not one.isHidden()]
    wanted = QRect()
    for one in shown:
        wanted = wanted.united(QRect(one.mapTo(content, QPoint(0, 0)), one.size()))
    area.ensureVisible(wanted.center().x(), wanted.bottom(), 0, MARGIN)
    area.ensureVisible(wanted.center().x(), wanted.top(), 0, MARGIN)


def _scroll_area(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _settle(area: QScrollArea) -> None:
    """Give what appeared its place now, and the page its new height: both wait for their turn otherwise."""
    for one in (area.widget(), *area.widget().findChildren(QWidget)):
        QApplication.sendPostedEvents(one, QEvent.Type.LayoutRequest.value)
    QApplication.sendPostedEvents(area.widget(), QEvent.Type.LayoutRequest.value)
    QApplication.sendPostedEvents(area.viewport(), QEvent.Type.LayoutRequest.value)
    QApplication.sendPostedEvents(area, QEvent.Type.LayoutRequest.value)
