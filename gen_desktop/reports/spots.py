"""Where a figure stands on its page and what it counts: kept beside the bytes of a report, never in them."""

from __future__ import annotations

from dataclasses import dataclass

from gen_desktop.queries.behind import Behind


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Whom a figure counts, and how many records they are: as printed, but for hours.

    ``unlisted``: counted besides by their cohort alone, without a record.
    """

    behind: Behind
    n: int
    unlisted: int = 0


@dataclass(frozen=True, slots=True)
class RecordsSource:
    """The very records behind a point to check: ``kind`` and ``ids`` as those of a Check."""

    kind: str
    ids: tuple[int, ...]


Source = FigureSource | RecordsSource


@dataclass(frozen=True, slots=True)
class FigureSpot:
    """A figure on a page (from 0). ``box``: left, top, right, bottom, as parts of the page's size."""

    page: int
    box: tuple[float, float, float, float]
    label: str
    source: Source


def source_of(n: int | None, behind: Behind | None, unlisted: int = 0) -> FigureSource | None:
    """Nothing to open where nobody is counted, or where it is not known who."""
    return FigureSource(behind, n, unlisted) if n and behind is not None else None
