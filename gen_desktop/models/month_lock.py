"""Which months sent to a payer a write would change. Held where every write passes (models/history.py).

What a month stands on is in models/month_changes.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from gen_desktop.dates import month_bounds
from gen_desktop.models.month_changes import Entries, Row, Span, Touched, changed_days
from gen_desktop.models.month_statement import MonthStatement, SentMonth

_CHUNK = 500


def refusal(session: Session, entries: Entries) -> str:
    """Why these changes, written but not committed, may not be: a month that was sent; '' when they may."""
    touched = Touched(entries)
    if not touched.any or not _any_statement(session, touched):
        return ""
    spans = set(changed_days(session, touched))
    locks = _locks_before(session, {span.cohort_id for span in spans}, touched)
    broken = [
        sent
        for (cohort_id, month), sent in locks.items()
        if any(span.cohort_id == cohort_id and _meets(span, month) for span in spans)
    ]
    return min(broken, key=lambda sent: sent.month).refusal if broken else ""


def sent_months(session: Session, cohort_ids: Iterable[int]) -> dict[tuple[int, dt.date], SentMonth]:
    """The months of these cohorts that are locked, by cohort and first day."""
    return _locks(_statements(session, cohort_ids).values())


def _meets(span: Span, month: dt.date) -> bool:
    first, last = month_bounds(month.year, month.month)
    return span.first <= last and first <= span.last


def _any_statement(session: Session, touched: Touched) -> bool:
    return bool(touched.of("month_statement")) or (
        session.scalar(select(MonthStatement.id).limit(1)) is not None
    )


def _locks_before(
    session: Session, cohort_ids: Iterable[int], touched: Touched
) -> dict[tuple[int, dt.date], SentMonth]:
    """The locks as they were before this write, which may take a cohort away with its months."""
    rows = _statements(session, cohort_ids)
    for key, before, _after in touched.of("month_statement"):
        one = int(key)
        if before is None:
            rows.pop(one, None)
        else:
            rows[one] = {**rows.get(one, {}), **before}
    return _locks(row for row in rows.values() if "cohort_id" in row)


def _statements(session: Session, cohort_ids: Iterable[int]) -> dict[int, Row]:
    table: Table = MonthStatement.__table__  # type: ignore[assignment]  # declared as FromClause
    found: dict[int, Row] = {}
    wanted = sorted(cohort_ids)
    for start in range(0, len(wanted), _CHUNK):
        theirs = table.c.cohort_id.in_(wanted[start : start + _CHUNK])
        rows = session.execute(select(table).where(theirs)).mappings()
        found.update((row["id"], dict(row)) for row in rows)
    return found


def _locks(rows: Iterable[Row]) -> dict[tuple[int, dt.date], SentMonth]:
    last: dict[tuple[int, dt.date], Row] = {}
    for row in rows:
        place = row["cohort_id"], row["month"]
        if place not in last or last[place]["number"] < row["number"]:
            last[place] = row
    return {
        place: SentMonth(row["month"], row["number"], row["payer"], row["sent_on"])
        for place, row in last.items()
        if row["sent_on"] is not None
    }
