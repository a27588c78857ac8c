"""Pages of a PDF as pixels, for the screen and for the printer."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

# PDFium may only be entered by one thread at a time, whatever the documents: whoever calls it takes this.
entered = threading.Lock()


@dataclass(frozen=True, slots=True)
class Pixels:
    """Opaque pixels of 32 bits (blue, green, red, unused), ``stride`` bytes to a line."""

    width: int
    height: int
    stride: int
    data: bytes


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page, in points (1/72 inch)."""
    with entered, pypdfium2.PdfDocument(pdf) as document:
        return tuple(document.get_page_size(index) for index in range(len(document)))


def draw_page(
    pdf: bytes, index: int, width: int, height: int, *, band: tuple[int, int] | None = None
) -> Pixels:
    """A page drawn on ``width`` x ``height`` pixels; ``band`` (first line, line after the last): a part."""
    top, bottom = band or (0, height)
    with entered, pypdfium2.PdfDocument(pdf) as document:
        page = document[index]
        bitmap = pypdfium2.PdfBitmap.new_native(width, bottom - top, pdfium.FPDFBitmap_BGRx)
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, bottom - top, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, -top, width, height, 0, 0)
        drawn = Pixels(width, bottom - top, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
    return drawn
