"""Where to see what an import wrote."""

from __future__ import annotations

from gen_desktop.ui.imports.kinds import KINDS
from gen_desktop.ui.imports.work import Written

MANY_PEOPLE = 500
"""Beyond, the page of the people shows everybody rather than a list of so many."""
DUPLICATES = "duplicates"
"""The page of the possible duplicates."""


def door(written: Written) -> tuple[str, object]:
    """The page, and what it is to show of it."""
    page_id = KINDS[written.kind].page_id
    cohort_id = written.cohort_ids[0] if len(written.cohort_ids) == 1 else None
    if page_id == "learners":
        if len(written.learner_ids) <= MANY_PEOPLE:
            return page_id, written.learner_ids
        return page_id, ("cohort", cohort_id) if cohort_id else None
    return page_id, cohort_id if page_id == "attendance" else None
