"""The pages of the report in small, two to a row: where one is, and where one may go."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gen_desktop.reports.pixels import page_sizes
from gen_desktop.ui import theme
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.reports.page_images import Key, PageImages

IN_A_ROW = 2
PADDING = 8
NUMBER = 18
"""Height of the page's number under it."""

Index = QModelIndex | QPersistentModelIndex


class Thumbnails(QListView):
    """``chosen(page)``, from 0, when the person goes to another page. Only those in view are drawn."""

    chosen = Signal(int)

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.images = PageImages(jobs, self)
        self.pages = _Pages(self)
        self._quiet = False
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask)
        self.setModel(self.pages)
        self.setItemDelegate(_Drawn(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Pages du rapport")
        self.images.arrived.connect(lambda _page: self.viewport().update())
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_document(self, pdf: bytes) -> None:
        """Show the pages of a document, at the same place if another was shown."""
        page = self.currentIndex().row()
        self.images.set_document(pdf)
        self._quiet = True
        self.pages.set_sizes(page_sizes(pdf))
        self._quiet = False
        self.show_page(max(page, 0))

    def show_page(self, page: int) -> None:
        """That page is the one in view, without a signal."""
        index = self.pages.index(page, 0)
        if index.isValid() and page != self.currentIndex().row():
            self._quiet = True
            self.setCurrentIndex(index)
            self._quiet = False

    def cell(self) -> QSize:
        """The room of one page with its number."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width = max((self.width() - bar - 4) // IN_A_ROW, 24)
        return QSize(width, round((width - 2 * PADDING) * 1.414) + 2 * PADDING + NUMBER)

    def page_box(self, page: int, cell: QRect) -> QRect:
        """Where a page stands in its cell: its foot on the number, whatever way it lies."""
        wide, high = self.pages.sizes[page]
        room = cell.adjusted(PADDING, PADDING, -PADDING, -PADDING - NUMBER)
        scale = min(room.width() / wide, room.height() / high)
        width, height = max(round(wide * scale), 1), max(round(high * scale), 1)
        return QRect(room.center().x() - width // 2, room.bottom() + 1 - height, width, height)

    def key_of(self, page: int, box: QRect) -> Key:
        """The image that fills that box on this screen."""
        ratio = self.devicePixelRatioF()
        return page, round(box.width() * ratio), round(box.height() * ratio)

    def ask_soon(self) -> None:
        """Have what is in view drawn, once this paint is over."""
        self._asking.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setGridSize(self.cell())
        super().resizeEvent(event)

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.chosen.emit(now.row())

    def _ask(self) -> None:
        view, wanted = self.viewport().rect(), []
        for page in range(self.pages.rowCount()):
            cell = self.visualRect(self.pages.index(page, 0))
            if cell.intersects(view):
                wanted.append(self.key_of(page, self.page_box(page, cell)))
        self.images.ask(wanted)


class _Pages(QAbstractListModel):
    def __init__(self, parent: Thumbnails) -> None:
        super().__init__(parent)
        self._view = parent
        self.sizes: tuple[tuple[float, float], ...] = ()

    def set_sizes(self, sizes: tuple[tuple[float, float], ...]) -> None:
        self.beginResetModel()
        self.sizes = sizes
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"Page {index.row() + 1} sur {len(self.sizes)}"
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        return self._view.cell() if role == Qt.ItemDataRole.SizeHintRole else None


class _Drawn(QStyledItemDelegate):
    def __init__(self, view: Thumbnails) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._view.cell()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, page = theme.current(), index.row()
        cell: QRect = option.rect  # type: ignore[attr-defined]
        box = self._view.page_box(page, cell)
        is_current = self._view.currentIndex().row() == page
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if is_current and self._view.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_tint"))
            painter.drawRoundedRect(cell, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.fillRect(box, look.color("paper"))
        image = self._view.images.image(self._view.key_of(page, box))
        if image is not None:
            painter.drawImage(box, image)
        width = 2 if is_current else 1
        edge = "accent" if is_current else "scroll" if look.is_dark else "line"
        painter.setPen(QPen(look.color(edge), width))
        painter.drawRect(box.adjusted(-width, -width, width - 1, width - 1))
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(look.color("accent" if is_current else "secondary"))
        below = QRect(cell.left(), box.bottom() + 3, cell.width(), NUMBER)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(page + 1))
        painter.restore()
        self._view.ask_soon()
