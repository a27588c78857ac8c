"""What each key of the grid means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from gen_desktop.french import NBSP
from gen_desktop.models import attendance as rules
from gen_desktop.queries.attendance import Key

MARKS = {
    Qt.Key.Key_P: rules.PRESENT,
    Qt.Key.Key_A: rules.ABSENT,
    Qt.Key.Key_S: rules.SUSPENDED,
}
"""Keys that say all by themselves."""

REASONS = (
    ("M", "AJ_MAL", "maladie"),
    ("F", "AJ_FAM", "famille"),
    ("V", "AJ_MED", "visite"),
    ("C", "AJ_ADM", "convoc."),
    ("T", "AJ_TRA", "transp."),
    ("E", "AJ_ENT", "entretien"),
    ("G", "AJ_GAR", "garde"),
    ("X", "AJ_EXA", "examen"),
    ("D", "AJ_AT", "accident"),
    ("N", "AJ_MAT", "naissance"),
    ("I", "AJ_INT", "intempéries"),
)
"""The second key of a justified absence: none of them is a key of the grid."""

BEGIN = frozenset({Qt.Key.Key_P, Qt.Key.Key_A, Qt.Key.Key_J, Qt.Key.Key_R})
"""Keys that may follow J at once: the absence has no reason, they begin the next mark."""
MOST_DIGITS = 4
"""One more than any half-day needs: minutes so long are refused anyway."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A mark that waits for its reason or its minutes. ``limit``: what the minutes must stay under."""

    kind: Literal["reason", "minutes"]
    cells: tuple[Key, ...]
    limit: int
    digits: str = ""

    @property
    def minutes(self) -> int:
        """The minutes typed so far."""
        return int(self.digits or 0)

    @property
    def is_too_long(self) -> bool:
        """Whether the minutes typed reach the length of the half-day: they cannot be recorded."""
        return self.minutes >= self.limit

    @property
    def problem(self) -> str:
        """What is wrong with the minutes typed, '' if nothing is."""
        if self.kind != "minutes" or not self.is_too_long:
            return ""
        return f"Le retard ne peut pas dépasser {self.limit - 1}{NBSP}min"

    def with_digit(self, digit: str) -> Pending:
        """One digit more, even when the minutes become too long: what is typed is shown, then refused."""
        if len(self.digits) >= MOST_DIGITS:
            return self
        return Pending(self.kind, self.cells, self.limit, self.digits + digit)

    def without_last(self) -> Pending:
        """One digit less."""
        return Pending(self.kind, self.cells, self.limit, self.digits[:-1])

    @property
    def is_complete(self) -> bool:
        """Whether the minutes are right and no other digit could follow: then nothing needs to confirm."""
        return bool(self.digits) and not self.is_too_long and int(self.digits + "0") >= self.limit


class Typed(NamedTuple):
    """Minutes complete at their last digit, and where the cursor was.

    ``is_recorded`` False: they were refused, or the cells held them already.
    """

    pending: Pending
    is_recorded: bool
    place: tuple[int, int]


def reason_of(event: QKeyEvent) -> str | None:
    """The status that a reason's key chooses."""
    return next((status for letter, status, _ in REASONS if event.key() == ord(letter)), None)
