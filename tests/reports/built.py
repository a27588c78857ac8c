"""Reports built once from the invented centre, and golden texts to hold them to."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.reports.pdf_checks import assert_conforms, opened, spoken

GOLDEN = Path(__file__).parent.parent / "golden"


_HEURISTICS = {"TAG-002", "TBL-010"}
"""outloud knows a footer by its coming back on pages of one size, wants more data cells than header cells:
a single landscape page and a table of one row break neither standard."""


def assert_report_conforms(data: bytes) -> None:
    """As ``assert_conforms``; what is left out of the reading is the header and the footer, nothing else."""
    assert_conforms(data, tolerate=_HEURISTICS)
    first = {text for text in opened(data).pages[0].artifacts if not text.startswith("page ")}
    for number, page in enumerate(opened(data).pages, start=1):
        rest = [text for text in page.artifacts if text not in first and not text.startswith("page ")]
        assert all(text.isupper() for text in rest), (number, rest)


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
