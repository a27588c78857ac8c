"""Walks a window as the keyboard and as a screen reader do."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

MOST = 400
_LISTS = frozenset({QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree})
"""What they hold are cells, whose texts are tested as those of columns."""


def reachable(root: QWidget) -> set[QWidget]:
    """What can take the focus by Tab inside it, as the widgets say it themselves."""
    return {
        one
        for one in root.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.isVisible()
        and one.isEnabled()
        and one.window() is root.window()
        and one.focusProxy() is None
    }


def _siblings(one: QWidget) -> set[QWidget]:
    """The widget; with the other answers to the same question, among which the arrows move."""
    group = one.group() if isinstance(one, QAbstractButton) else None
    return {one, *group.buttons()} if group is not None and group.exclusive() else {one}


def walk(first: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press Tab (or Backtab) from there until a widget comes again; the last one is that widget."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    window = first.window()  # not the application: on a busy screen no window is sure to be active
    seen: list[QWidget] = []
    while (now := window.focusWidget()) is not None and len(seen) < MOST:
        seen.append(now)
        if now in seen[:-1]:
            break
        QTest.keyClick(now, key)
    return seen


def said(widget: QWidget) -> str:
    """A widget in the words of a failed test."""
    name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    return f"{type(widget).__name__} {name!r} in {type(widget.parent()).__name__}"


def trap(root: QWidget, first: QWidget) -> list[str]:
    """What keeps the keyboard from going round and round; empty when every stop is visited both ways."""
    wanted = reachable(root)
    problems = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        seen = walk(first, key)
        if not seen or seen[-1] is not seen[0]:
            problems.append(f"{key.name} stops at {said(seen[-1]) if seen else 'nothing'}")
        problems += sorted(
            f"{key.name} never comes to {said(one)}" for one in wanted if not _siblings(one) & set(seen)
        )
    return problems


def nameless(root: QWidget) -> list[str]:
    """What can take the focus and has no name to be read aloud, by a walk of the accessibility tree."""
    return sorted(set(_nameless(QAccessible.queryAccessibleInterface(root))))


def _nameless(read: QAccessibleInterface | None) -> Iterator[str]:
    if read is None or not read.isValid() or read.state().invisible:
        return
    widget = read.object()
    name = read.text(QAccessible.Text.Name).strip()
    if read.state().focusable and isinstance(widget, QWidget) and not widget.isWindow():
        proxied = widget.focusProxy() is not None or widget.objectName().startswith("qt_")
        if not proxied and (not name or name == type(widget).__name__):
            yield f"{type(widget).__name__} in {type(widget.parent()).__name__}"
    if read.role() not in _LISTS:
        for at in range(read.childCount()):
            yield from _nameless(read.child(at))
