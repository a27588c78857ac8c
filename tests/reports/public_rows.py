"""The lines of the tables of a public document, read back from its bytes."""

from __future__ import annotations

import itertools
import os
import random
import re
from collections.abc import Iterator, Sequence

from gen_desktop.french import NBSP, join_names
from tests.reports.pdf_checks import spoken

_DIGITS = r"(\d[\d\u202f]*)"


class PrintedRow:
    """A printed line: its section, its table or the part of it, its label and its cells."""

    def __init__(self, section: str, part: str, text: str) -> None:
        self.section, self.part = section, part
        self.label, *self.cells = text.split(" | ")
        self.counts = [pair for pair in map(counts_in, self.cells) if pair is not None]

    def __repr__(self) -> str:
        return f"{self.section} / {self.part} / {self.label} {self.cells}"

    def pair(self, index: int) -> tuple[int, int] | None:
        """The « n sur N » of a cell."""
        found = counts_in(self.cells[index])
        return None if found is None or found[1] is None else (found[0], found[1])

    def number(self, index: int) -> int | None:
        """The number that is all there is in a cell."""
        found = counts_in(self.cells[index])
        return None if found is None or found[1] is not None else found[0]


def counts_in(cell: str) -> tuple[int, int | None] | None:
    """« 12 sur 40 » as two numbers, « 12 » as one and None."""
    rate = re.search(rf"{_DIGITS}[ \u00a0]sur[ \u00a0]{_DIGITS}$", cell)
    if rate:
        return whole(rate[1]), whole(rate[2])
    alone = re.fullmatch(_DIGITS, cell)
    return (whole(alone[1]), None) if alone else None


def whole(text: str) -> int:
    """« 1 248 » as a number."""
    return int(text.replace("\u202f", ""))


def printed_rows(pdf: bytes, sections: Sequence[str], heads: Sequence[str]) -> Iterator[PrintedRow]:
    """The lines of tables of these sections, by section and by title of table or group.

    ``heads``: the first words of the lines that only name the columns.
    """
    section = part = ""
    for tag, text in spoken(pdf):
        if tag == "H1":
            section, part = text, ""
        elif tag == "Caption" or (tag == "TR" and text.endswith(" | ") and not text.startswith(" ")):
            part = text.removesuffix(" | ")
        elif tag == "TR" and section.startswith(tuple(sections)) and text.split(" | ")[0] not in heads:
            yield PrintedRow(section, part, text)


def shares_said(pdf: bytes) -> Iterator[tuple[int, int]]:
    """Each « n sur N » people outside of the tables: cards, sentences, words of the charts."""
    share = re.compile(
        rf"(?<![\d\u202f]){_DIGITS}[ \u00a0]sur[ \u00a0]{_DIGITS}(?![\d\u202f]|[ \u00a0]places|\u202fh)"
    )
    for tag, text in spoken(pdf):
        if tag != "TR":
            yield from ((whole(found[1]), whole(found[2])) for found in share.finditer(text))


def together(label: str, names: Sequence[str]) -> list[str]:
    """The groups that a line is about: one, or several put together, which its label names."""
    listed = (label.partition(f"{NBSP}: ")[2] or label).casefold()
    for size in range(1, len(names) + 1):
        for some in itertools.combinations(names, size):
            if join_names(some).casefold() == listed:
                return list(some)
    raise AssertionError(f"{label} is none of {names}")


def sizes(*usual: int) -> list[int]:
    """How many people each random organisation has; ATTACKS=60 adds so many, of 1 to 300 people."""
    return [*usual, *(random.randint(1, 300) for _ in range(int(os.environ.get("ATTACKS", "0"))))]
