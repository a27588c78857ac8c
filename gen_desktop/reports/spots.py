"""Where a figure stands on its page and what it counts: kept beside the bytes of a report, never in them."""

from __future__ import annotations

from dataclasses import dataclass

from gen_desktop.queries.indicators import Part


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Whom a figure counts: a part of an indicator over a group of queries/report_scopes.py."""

    group: str
    figure_id: str
    part: Part = Part.NUMERATOR


@dataclass(frozen=True, slots=True)
class FigureSpot:
    """A figure on a page (from 0). ``box``: left, top, right, bottom, as parts of the page's size."""

    page: int
    box: tuple[float, float, float, float]
    label: str
    source: FigureSource
