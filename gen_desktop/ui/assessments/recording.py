"""What a key of the grid records: the column says which service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from gen_desktop.changes import Change
from gen_desktop.dates import parse_typed_date
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput
from gen_desktop.services import block_results, jury_facts, skill_levels
from gen_desktop.ui.assessments.layout import DATES, YES, Column

Cells = Sequence[tuple[Column, int]]
"""The column and the enrollment of each cell: columns of one kind."""

_BY_DATE = {
    "jury_on": jury_facts.set_jury_day,
    "certificate_received_on": jury_facts.set_received,
    "certificate_handed_on": jury_facts.set_handed_over,
}


def record_code(db: Database, cells: Cells, code: str | None, stage: str, today: dt.date) -> Change:
    """Record a code, or (None) that nothing is known. Raises InvalidInput, NotFound, Conflict, Forbidden."""
    kind, people = cells[0][0].kind, [enrollment_id for _, enrollment_id in cells]
    by_cell = {(enrollment_id, column.id): code for column, enrollment_id in cells}
    if kind == "block":
        return block_results.set_block_results(db, by_cell)
    if kind == "skill":
        return skill_levels.set_levels(db, by_cell, stage, today)
    if kind == "is_presented":
        return jury_facts.set_presented(db, people, None if code is None else code == YES)
    if kind == "outcome":
        return jury_facts.set_outcome(db, people, code)
    if kind in DATES:
        return _BY_DATE[kind](db, people, None)
    return jury_facts.set_certificate_number(db, people[0], None)


def record_text(db: Database, cells: Cells, text: str, today: dt.date) -> Change:
    """Record what was typed; an empty date is today. Raises as ``record_code``."""
    kind, people = cells[0][0].kind, [enrollment_id for _, enrollment_id in cells]
    if kind not in DATES:
        if len(people) > 1:
            raise InvalidInput.one("certificate_number", "Un numéro de titre est celui d’une seule personne.")
        return jury_facts.set_certificate_number(db, people[0], text)
    try:
        day = parse_typed_date(text, today) if text else today
    except ValueError as problem:
        raise InvalidInput.one("date", str(problem)) from None
    return _BY_DATE[kind](db, people, day)
