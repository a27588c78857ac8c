"""An invented week of fifteen people as it is typed: 150 cells, 12 of them not "present"."""

from __future__ import annotations

from collections.abc import Iterator

PEOPLE = 15
HALF_DAYS = 10

EXCEPTIONS: dict[tuple[int, int], tuple[str, int, tuple[str, ...]]] = {
    (5, 0): ("AI", 0, ("a",)),
    (5, 1): ("AI", 0, ("a",)),
    (5, 2): ("AI", 0, ("a",)),
    (11, 0): ("AI", 0, ("a",)),
    (7, 2): ("R", 170, ("r", "4", "0")),
    (1, 3): ("AJ_MAL", 0, ("j", "m")),
    (8, 4): ("R", 195, ("r", "1", "5", "Return")),
    (3, 6): ("AJ_FAM", 0, ("j", "f")),
    (3, 7): ("AJ_FAM", 0, ("j", "f")),
    (9, 8): ("AJ_AUT", 0, ("j", "Return")),
    (12, 8): ("AI", 0, ("a",)),
    (14, 9): ("R", 105, ("r", "1", "0", "5")),
}
"""By person and half-day: status, minutes present, and the keys that say so. The last cell is one of them."""


def expected() -> dict[tuple[int, int], tuple[str, int]]:
    """Status and minutes present of every cell, by person and half-day."""
    return {
        (person, half_day): EXCEPTIONS.get((person, half_day), ("P", 210, ()))[:2]
        for half_day in range(HALF_DAYS)
        for person in range(PEOPLE)
    }


def down_the_columns() -> Iterator[str]:
    """Every key of the week in one stream, as the paper sheets are read."""
    for half_day in range(HALF_DAYS):
        for person in range(PEOPLE):
            cell = person, half_day
            yield from EXCEPTIONS[cell][2] if cell in EXCEPTIONS else ("p",)


def column_by_column() -> Iterator[str]:
    """Everyone present with Maj P, then the exceptions on top, with arrows in between."""
    row = 0
    for half_day in range(HALF_DAYS):
        yield "shift+p"
        for person in sorted(person for person, when in EXCEPTIONS if when == half_day):
            yield from ["Down" if person > row else "Up"] * abs(person - row)
            yield from EXCEPTIONS[person, half_day][2]
            row = min(person + 1, PEOPLE - 1)  # the cursor went down by itself
            if person == PEOPLE - 1 and half_day < HALF_DAYS - 1:
                yield "Left"
        if half_day < HALF_DAYS - 1:
            yield "Right"


def week_then_exceptions() -> Iterator[str]:
    """Everyone present all week with Ctrl A and P, then the exceptions: their number goes to a person."""
    yield from ("ctrl+a", "p")
    here = (0, 0)
    for person, half_day in sorted(EXCEPTIONS, key=lambda cell: (cell[1], cell[0])):
        yield from ["Right"] * (half_day - here[1])
        yield from _to_person(here[0], person)
        yield from EXCEPTIONS[person, half_day][2]
        here = (person + 1, half_day) if person < PEOPLE - 1 else (0, half_day + 1)


def _to_person(here: int, person: int) -> list[str]:
    """The fewest keys: arrows, or the digits of the number."""
    arrows = ["Down" if person > here else "Up"] * abs(person - here)
    digits = list(str(person + 1))
    return arrows if len(arrows) <= len(digits) else digits
