"""A report on paper: each page drawn at the printer's resolution."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from gen_desktop.errors import AppError
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.reports.pixels import draw_page, page_sizes
from gen_desktop.ui.reports.page_images import to_image

FINEST = 600
"""Dots per inch: beyond it the eye sees nothing and the memory of a page is four times as large."""
BAND_PIXELS = 8_000_000
"""Pixels drawn at once: 32 MB, whatever the page."""
REFUSED = "L’imprimante n’a pas pris le document. Vérifiez qu’elle est allumée et reliée à ce poste."


def new_printer(title: str) -> QPrinter:
    """The system's printer for A4 pages that bring their own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return printer


def print_dialog(printer: QPrinter, pages: int, parent: QWidget) -> QPrintDialog:
    """The system's own dialog: which printer, which pages, how many copies."""
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Imprimer le rapport")
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    return dialog


def print_pages(printer: QPrinter, pdf: bytes, job: Job) -> None:
    """Send the pages that the printer was set to. Raises AppError when it refuses, Cancelled."""
    sizes = page_sizes(pdf)
    numbers = list(_pages_asked(printer, len(sizes)))
    painter = QPainter()
    try:
        for position, index in enumerate(numbers):
            job.step(position, len(numbers), f"Page {position + 1} sur {len(numbers)}")
            _turn(printer, sizes[index])
            if not (printer.newPage() if position else painter.begin(printer)):
                raise AppError(REFUSED)
            _draw(painter, printer, pdf, (index, sizes[index]))
    except (AppError, Cancelled):
        printer.abort()
        painter.end()
        _forget_file(printer)
        raise
    painter.end()
    job.step(len(numbers), len(numbers), "")


def _pages_asked(printer: QPrinter, pages: int) -> Iterator[int]:
    first, last = 1, pages
    if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
        first, last = printer.fromPage(), min(printer.toPage(), pages)
    once = list(range(first - 1, last))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        once.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    for _ in range(copies):
        yield from once


def _turn(printer: QPrinter, size: tuple[float, float]) -> None:
    lies = size[0] > size[1]
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    )


def _draw(painter: QPainter, printer: QPrinter, pdf: bytes, page: tuple[int, tuple[float, float]]) -> None:
    """The page as large as the sheet, in bands from top to bottom."""
    index, (points_wide, points_high) = page
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
    on_sheet = min(sheet.width() / points_wide, sheet.height() / points_high)
    scale = min(on_sheet, FINEST / 72)
    width, height = round(points_wide * scale), round(points_high * scale)
    left = (sheet.width() - points_wide * on_sheet) / 2
    painter.save()
    painter.translate(left, 0)
    painter.scale(on_sheet / scale, on_sheet / scale)
    lines = max(BAND_PIXELS // width, 1)
    for top in range(0, height, lines):
        band = (top, min(top + lines, height))
        image = to_image(draw_page(pdf, index, width, height, band=band))
        painter.drawImage(QRect(0, top, width, band[1] - top), image)
    painter.restore()


def _forget_file(printer: QPrinter) -> None:
    """A PDF that was begun and given up is no document."""
    if printer.outputFileName():
        Path(printer.outputFileName()).unlink(missing_ok=True)
