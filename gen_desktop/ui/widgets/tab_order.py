"""The order of the Tab key where it is not the one in which things were made."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def foot_after(body: QWidget, *feet: QLayout) -> None:
    """Tab goes through the fields of ``body`` in the order they were added, then through these layouts.

    The foot of a form is made before its fields: without this Tab reaches « Enregistrer » first. To be
    called when the form is shown, all its fields there.
    """
    stops = _stops(body)
    for foot in feet:
        items = (foot.itemAt(at) for at in range(foot.count()))
        for item in items:
            stops += _stops(item.widget() if item is not None else None)
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget | None) -> list[QWidget]:
    """What can take the focus, also by a click only: of some answers only one at a time is a stop of Tab."""
    inside = [] if widget is None else [widget, *widget.findChildren(QWidget)]
    return [one for one in inside if _takes_focus(one) and one.window() is inside[0].window()]


def _takes_focus(widget: QWidget) -> bool:
    return widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
