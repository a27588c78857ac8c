"""A page of a paper, or the picture itself, drawn small off the GUI thread."""

from __future__ import annotations

import logging

import pypdfium2
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from gen_desktop.models.paper_formats import PDF, Format
from gen_desktop.reports.pixels import draw_page, page_sizes

KEEP = Qt.AspectRatioMode.KeepAspectRatio

logger = logging.getLogger(__name__)


def preview(data: bytes, form: Format, room: QSize, page: int = 0) -> QImage | None:
    """An image no larger than ``room`` (real pixels); None for what cannot be shown here."""
    image = _page(data, room, page) if form == PDF else _picture(data, room) if form.is_picture else None
    return None if image is None or image.isNull() else image


def _page(data: bytes, room: QSize, page: int) -> QImage | None:
    try:
        width, height = page_sizes(data)[page]
        if width <= 0 or height <= 0:
            return None
        scale = min(room.width() / width, room.height() / height)
        drawn = draw_page(data, page, max(1, int(width * scale)), max(1, int(height * scale)))
    except (pypdfium2.PdfiumError, IndexError) as error:  # protected by a password, cut short, without a page
        logger.info("a paper cannot be shown: %s", type(error).__name__)
        return None
    return QImage(drawn.data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32).copy()


def _picture(data: bytes, room: QSize) -> QImage:
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # a telephone held upright
    size = reader.size()
    if size.isValid() and (size.width() > room.width() or size.height() > room.height()):
        longest = max(room.width(), room.height())
        reader.setScaledSize(size.scaled(QSize(longest, longest), KEEP))
    image = reader.read()
    if image.width() > room.width() or image.height() > room.height():
        image = image.scaled(room, KEEP, Qt.TransformationMode.SmoothTransformation)
    return image
