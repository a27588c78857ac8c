"""The numbers of a finished report, read back from its pages: lines of its tables, and every « n sur N »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tests.reports.pdf_checks import spoken

_NUMBER = r"\d[\d\u202f]*"
_COUNTS = rf"({_NUMBER})[ \u00a0]sur[ \u00a0]({_NUMBER})(?![\u202f\d,]*\u202fh)"
_RATE = re.compile(rf"({_NUMBER},\d\u202f%|–)[ \u00a0,]{{1,2}}\(?{_COUNTS}")


@lru_cache(maxsize=8)
def said(pdf: bytes) -> tuple[tuple[str, str], ...]:
    """What a screen reader says of a report, read once for all that ask."""
    return tuple(spoken(pdf))


class Printed(NamedTuple):
    """A rate as it is printed."""

    value: str
    n: int
    N: int


class Line(NamedTuple):
    """A line of a table: the number of its section, the title and the head of its table, its cells."""

    section: str
    title: str
    head: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.cells[0].strip()

    def rates(self) -> list[Printed]:
        return [found for cell in self.cells[1:] for found in rates_in(cell)]


def rates_in(text: str) -> list[Printed]:
    """Every rate of a text that has its counts; hours are no counts of people."""
    return [Printed(value, whole(n), whole(total)) for value, n, total in _RATE.findall(text)]


def whole(text: str) -> int:
    """« 31 000 » as a number."""
    return int(re.sub(r"\D", "", text))


def lines(pdf: bytes) -> Iterator[Line]:
    """The lines of all tables but their heads, in reading order."""
    section = title = ""
    head: tuple[str, ...] = ()
    for tag, text in said(pdf):
        if tag == "H1":
            section, title, head = text.split(".")[0], "", ()
        elif tag == "Caption":
            title, head = text, ()
        elif tag != "TR":
            head = () if tag in ("H2", "P") else head
        elif not head:
            head = tuple(text.split(" | "))
        else:
            yield Line(section, title, head, tuple(text.split(" | ")))
        if tag in ("H2", "P"):
            title = ""
