"""The SVG set of resources/icons, recolored at load and kept."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from gen_desktop.paths import resource_path
from gen_desktop.ui import theme


def icon(name: str, token: str = "secondary", *, size: int = 18, gap: int = 0) -> QIcon:
    """The icon of that name in a theme color, sharp up to 200 %. FileNotFoundError for an unknown name.

    ``gap``: clear pixels at its right, before the words of a button. It keeps the color it was made with:
    give buttons theirs with ``set_icon`` so that they follow the theme.
    """
    made = QIcon()
    for scale in (1, 2):
        made.addPixmap(_drawn(name, theme.current().hex(token), size, scale, gap))
        # Qt would make it from the other: white on grey for a filled button.
        off = _drawn(name, theme.current().hex("secondary"), size, scale, gap)
        made.addPixmap(off, QIcon.Mode.Disabled)
    return made


def pixmap(name: str, token: str = "secondary", *, size: int = 18, scale: float = 1) -> QPixmap:
    """The drawing alone, ``size`` logical pixels square."""
    return _drawn(name, theme.current().hex(token), size, scale)


def set_icon(
    target: QAbstractButton | QAction, name: str, token: str = "secondary", *, size: int = 18, gap: int = 0
) -> None:
    """Give a button or an action an icon that follows the theme."""
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(size + gap, size))
    keeper = target.findChild(_Keeper) or _Keeper(target)
    keeper.keep(name, token, size, gap)


class _Keeper(QObject):
    """A child of the button or action: it loads the icon again when the theme changes, and dies with it."""

    def __init__(self, target: QAbstractButton | QAction) -> None:
        super().__init__(target)
        theme.announcer.applied.connect(self._load)

    def keep(self, name: str, token: str, size: int, gap: int) -> None:
        self._wanted = (name, token, size, gap)
        self._load()

    def _load(self) -> None:
        name, token, size, gap = self._wanted
        # Asked for each time: a reference kept here would hold the button and its keeper alive for ever.
        target = self.parent()
        if isinstance(target, QAbstractButton | QAction):
            target.setIcon(icon(name, token, size=size, gap=gap))


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, size: int, scale: float, gap: int = 0) -> QPixmap:
    svg = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    square = QRectF(0, 0, round(size * scale), round(size * scale))
    drawn = QPixmap(round((size + gap) * scale), round(size * scale))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, square)
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn
