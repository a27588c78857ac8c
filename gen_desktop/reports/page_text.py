"""The text of a PDF's pages, to find words in it and where they stand."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium

from gen_desktop.jobs import Job
from gen_desktop.models.names import fold
from gen_desktop.reports.pixels import entered

MOST_HITS = 1000
"""So many places are found at most: nobody goes through more of them."""

_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, each as a part of the page's width or height."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says, in the searchable form; ``places``: the sign of the page that each letter is from."""

    folded: str
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class TextHit:
    """A place where the words stand: the page, from 0, and a box for each of their lines."""

    page: int
    boxes: tuple[Box, ...]


def read_text(pdf: bytes, job: Job) -> tuple[PageText, ...]:
    """The text of each page. Raises Cancelled."""
    texts = []
    with _opened(pdf) as document:
        with entered:
            pages = len(document)
        for index in range(pages):
            job.step(index, pages, "Lecture du texte")
            with _text_of(document, index) as (text, _size):
                texts.append(_page_text(text))
    return tuple(texts)


def find_words(pdf: bytes, texts: Sequence[PageText], words: str, job: Job) -> tuple[TextHit, ...]:
    """Where the words stand, in reading order, MOST_HITS at most. Raises Cancelled.

    Capitals, accents, dashes, apostrophes and spaces within numbers do not count; words may go on in the next
    line.
    """
    wanted = _THOUSANDS.sub("", fold(words))
    if not wanted:
        return ()
    found = _first(texts, wanted)
    hits: list[TextHit] = []
    with _opened(pdf) as document:
        for page, places in groupby(found, key=lambda one: one[0]):
            job.step(page, len(texts), "Recherche")
            with _text_of(document, page) as (text, size):
                hits += [TextHit(page, _boxes(text, first, last, size)) for _, first, last in places]
    return tuple(hits)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, for its pages to be read one by one: whoever draws a page comes in between."""
    with entered:
        document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        with entered:
            document.close()


@contextmanager
def _text_of(
    document: pypdfium2.PdfDocument, index: int
) -> Iterator[tuple[pypdfium2.PdfTextPage, tuple[float, float]]]:
    """The text of a page and the size of the page, let go before anybody else comes in."""
    with entered:
        page = document[index]
        text = page.get_textpage()
        try:
            yield text, page.get_size()
        finally:
            text.close()
            page.close()


def _page_text(text: pypdfium2.PdfTextPage) -> PageText:
    letters: list[str] = []
    places = array("I")
    for index in range(text.count_chars()):
        folded = _folded(pdfium.FPDFText_GetUnicode(text, index))
        if folded == " " and letters and letters[-1] == " ":
            continue
        letters.extend(folded)
        places.extend([index] * len(folded))
    spaced = "".join(letters)
    dropped = {match.start() for match in _THOUSANDS.finditer(spaced)}
    kept = array("I", (place for at, place in enumerate(places) if at not in dropped))
    return PageText(_THOUSANDS.sub("", spaced), kept)


@cache
def _folded(code: int) -> str:
    """A sign in the searchable form; whatever is no letter parts words."""
    return fold(chr(code)) or " "


def _first(texts: Sequence[PageText], wanted: str) -> Iterator[tuple[int, int, int]]:
    """The page, the first and the last sign of each place, while there are not too many."""
    left = MOST_HITS
    for page, text in enumerate(texts):
        start = text.folded.find(wanted)
        while start >= 0 and left:
            end = start + len(wanted)
            yield page, text.places[start], text.places[end - 1]
            left -= 1
            start = text.folded.find(wanted, end)


def _boxes(text: pypdfium2.PdfTextPage, first: int, last: int, size: tuple[float, float]) -> tuple[Box, ...]:
    width, height = size
    boxes = []
    for index in range(text.count_rects(first, last - first + 1)):
        left, bottom, right, top = text.get_rect(index)
        boxes.append((left / width, 1 - top / height, right / width, 1 - bottom / height))
    return tuple(boxes)
