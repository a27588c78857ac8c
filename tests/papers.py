"""Small files of every kind, invented, for what attaches, shows or hands out papers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pypdfium2
from PIL import Image

WORD = "word/document.xml"
WRITER = "application/vnd.oasis.opendocument.text"


def pdf(pages: int = 1) -> bytes:
    """A PDF of empty pages."""
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(out)
    document.close()
    return out.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (43, 74, 203)).save(out, form)
    return out.getvalue()


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these parts, the same bytes whatever the hour: tests are named after them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def word(*more: str) -> bytes:
    """A document of Word, with these parts besides."""
    return archive({"[Content_Types].xml": b"<Types/>", WORD: b"<w/>"} | dict.fromkeys(more, b"x"))


def writer(*more: str) -> bytes:
    """A document of LibreOffice, with these parts besides."""
    return archive({"mimetype": WRITER.encode(), "content.xml": b"<x/>"} | dict.fromkeys(more, b"x"))


def old_word(*more: str) -> bytes:
    """What a document of Word 97 begins with and names."""
    names = "".join(f"{part}\0" for part in ("Root Entry", "WordDocument", *more))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names.encode("utf-16-le")
