"""What random organisations are drawn with: their habits, and facts that may be missing."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from gen_desktop.reference.lists import choices

TODAY = dt.date(2026, 11, 27)
"""The last day of which anything is known; a report may look back from an earlier one."""


@dataclass(frozen=True)
class Habits:
    """How an organisation is drawn: chances from 0 to 1."""

    missing: float
    leaving: float
    neutral: float
    dying: float
    answering: float
    absent: float
    recent: bool

    @classmethod
    def drawn(cls, chance: random.Random) -> Habits:
        return cls(
            missing=chance.choice((0.0, 0.1, 0.4, 1.0)),
            leaving=chance.choice((0.0, 0.15, 0.5, 1.0)),
            neutral=chance.choice((0.0, 0.1, 0.4)),
            dying=chance.choice((0.0, 0.3)),
            answering=chance.choice((0.0, 0.5, 0.9, 1.0)),
            absent=chance.choice((0.0, 0.1, 0.5)),
            recent=chance.random() < 0.15,
        )


class Drawing:
    """Draws rows into a session; whoever inherits says which."""

    def __init__(self, session: Session, chance: random.Random, habits: Habits) -> None:
        self.session = session
        self.chance = chance
        self.habits = habits

    def add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def maybe(self, value: Any) -> Any:
        return None if self.chance.random() < self.habits.missing else value

    def code(self, name: str) -> Any:
        return self.maybe(self.chance.choice([one.code for one in choices(name, TODAY)]))

    def yes_no(self) -> bool | None:
        return self.maybe(self.chance.random() < 0.5)

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self.chance.randint(0, max((last - first).days, 0)))
