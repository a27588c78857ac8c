"""Reports built once from the invented centre, and golden texts to hold them to."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

from tests.reports.pdf_checks import Node, PageContent, assert_conforms, opened, spoken

GOLDEN = Path(__file__).parent.parent / "golden"


_HEURISTICS = {"TAG-002", "TBL-010"}
"""outloud knows a footer by its coming back on pages of one size, wants more data cells than header cells:
a single landscape page and a table of one row break neither standard."""

_MENTIONS = {"PROVISOIRE", "DONNÉES FICTIVES"}


def assert_report_conforms(data: bytes, *, tolerate: Collection[str] = ()) -> None:
    """As ``assert_conforms``; what is left out of the reading is exactly what was read before.

    That is the header and the footer of the page, and the head of a table begun on an earlier page: this one
    must stand again on each page where the table goes on, word for word, and on no other.
    """
    assert_conforms(data, tolerate={*_HEURISTICS, *tolerate})
    tagged = opened(data)
    furniture = _left_out(tagged.pages[0])
    for number, page in enumerate(tagged.pages):
        rest = [text for text in _left_out(page) if not _is_furniture(text, furniture)]
        heads = [head for head, pages in _heads(tagged.root) if number in pages[1:]]
        assert "".join(rest) == "".join(heads), f"page {number + 1}"
    chapters = [text for tag, text in spoken(data) if tag == "H1"]
    with tagged.pdf.open_outline() as outline:
        # The title of the report is the name of the document, not one of its chapters.
        assert [item.title for item in outline.root] in (chapters, chapters[1:])


def _left_out(page: PageContent) -> list[str]:
    return [text for text in page.artifacts if not re.fullmatch(r"page \d+ sur \d+", text)]


def _is_furniture(text: str, furniture: list[str]) -> bool:
    """Whether a text is of the header or the footer; a long name is cut sooner on a narrower page."""
    return text in _MENTIONS or any(
        text == known or _cut(text, known) or _cut(known, text) for known in furniture
    )


def _cut(short: str, whole: str) -> bool:
    return short.endswith("…") and whole.startswith(short[:-1].rstrip())


def _heads(root: Node) -> list[tuple[str, list[int]]]:
    """The words of the head of each table, and the pages that the table is on."""
    found = []
    for table in (node for node in root.walk() if node.tag == "Table"):
        head = next(node for node in table.children if node.tag == "THead")
        pages = sorted({page for node in table.walk() for page, _ in node.marks})
        found.append((head.text, pages))
    return found


def headings(data: bytes) -> list[str]:
    """The headings of a report in reading order."""
    return [text for tag, text in spoken(data) if tag in ("H1", "H2", "H3")]


def golden_text(data: bytes) -> str:
    """What a report says, line by line, without what differs from one file to the next: seals and ids."""
    text = "\n".join(f"{tag}: {text}" for tag, text in spoken(data))
    text = re.sub(r"[0-9a-f]{64}", "(sceau)", text)
    return re.sub(r"\b[0-9]{17,19}\b", "(identifiant)", text) + "\n"


def assert_golden(name: str, data: bytes) -> None:
    """The report says what ``tests/golden`` holds; GOLDEN=write keeps what it says now."""
    path = GOLDEN / f"{name}.txt"
    text = golden_text(data)
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


_PERCENT = re.compile(r"\d,\d\u202f%")
_WITH_COUNTS = re.compile(r"\d,\d\u202f%[ \u00a0,]{0,2}\(?[\d\u202f,h]+[ \u00a0]sur[ \u00a0][\d\u202f]+")


def percentages_alone(data: bytes) -> list[str]:
    """The texts that give a percentage without its « n sur N », tables whose columns are n and N left out."""
    found = []
    head = ""
    for tag, text in spoken(data):
        if tag == "TR" and not _PERCENT.search(text):
            head = text
        is_hours = tag == "TR" and ("Dues" in head or "Heures | Part" in head)
        is_published = tag == "TR" and "Publié" in head
        alone = len(_PERCENT.findall(text)) - len(_WITH_COUNTS.findall(text))
        if alone and not is_hours and not is_published:
            found.append(text)
    return found
