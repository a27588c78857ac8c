"""What other pages say when they send somebody to the page of documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PAGE = "papers"


@dataclass(frozen=True)
class PaperTarget:
    """Which document, of which cohort, of whom. None: as the page has it.

    ``kind``: a code of document_kind. ``learner_ids``: who is ticked; empty for everybody.
    """

    kind: str | None = None
    cohort_id: int | None = None
    learner_ids: tuple[int, ...] = ()
    month: date | None = None
