"""What the codes printed on an attendance sheet say, so that its scan finds its week again.

The main code: ``EM1:<cohort>:<week>:<page>/<pages>:<version>:<check>``. A corner:
``EM1:<corner>:<page>:<check>``.
Only signs of the alphanumeric mode of QR codes (ISO/IEC 18004, 7.4.4) are used: they make the smallest codes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

CORNERS = ("TL", "TR", "BL", "BR")
_FORMAT = "EM1"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MAIN = re.compile(r"EM1:([0-9A-Z]+):([0-9]{4})W([0-9]{2}):([0-9]+)/([0-9]+):([0-9]+):([0-9A-F]{4})")


@dataclass(frozen=True, slots=True)
class SheetCode:
    """Which page of which sheet this is. ``monday``: of the week; ``version`` 0: a preview."""

    cohort_id: int
    monday: dt.date
    page: int
    pages: int
    version: int

    def text(self) -> str:
        """What the main code holds."""
        year, week, _ = self.monday.isocalendar()
        place = f"{self.page}/{self.pages}:{self.version}"
        return _checked(f"{_FORMAT}:{_base36(self.cohort_id)}:{year}W{week:02d}:{place}")

    def corner(self, name: str) -> str:
        """What the code of a corner (one of CORNERS) holds."""
        return _checked(f"{_FORMAT}:{name}:{self.page}")


def read_sheet_code(text: str) -> SheetCode | None:
    """What a main code says; None when it is none of ours, or was misread."""
    match = _MAIN.fullmatch(text)
    if match is None or _checked(text.rpartition(":")[0]) != text:
        return None
    cohort, year, week, page, pages, version, _ = match.groups()
    try:
        monday = dt.date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None
    return SheetCode(int(cohort, 36), monday, int(page), int(pages), int(version))


def _checked(text: str) -> str:
    return f"{text}:{hashlib.sha256(text.encode()).hexdigest()[:4].upper()}"


def _base36(value: int) -> str:
    text = ""
    while value:
        value, digit = divmod(value, 36)
        text = _DIGITS[digit] + text
    return text or "0"
