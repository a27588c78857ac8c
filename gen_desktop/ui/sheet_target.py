"""What other pages say when they send somebody to the page of attendance sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PAGE = "printing"


@dataclass(frozen=True)
class SheetTarget:
    """Which sheets. ``cohort_id`` None: those of all cohorts in progress. ``monday`` None: the week to come.

    ``enrollment_id``: the sheet of that person alone.
    """

    cohort_id: int | None = None
    monday: date | None = None
    enrollment_id: int | None = None
