"""What follows a month of attendance to its payer: when it was sent, and the number of its correction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.month_statement import MonthStatement


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month of a cohort. ``correction``: 0 for the first statement. ``sent_on`` None: not sent yet."""

    payer: str | None = None
    correction: int = 0
    sent_on: dt.date | None = None


def month_facts(session: Session, cohort_ids: Collection[int], month: dt.date) -> dict[int, MonthFacts]:
    """The latest statement of a month by cohort; cohorts without any are absent. ``month``: its first day."""
    rows = session.execute(
        select(MonthStatement.cohort_id, MonthStatement.payer, MonthStatement.number, MonthStatement.sent_on)
        .where(MonthStatement.cohort_id.in_(cohort_ids), MonthStatement.month == month)
        .order_by(MonthStatement.number)
    )
    return {row.cohort_id: MonthFacts(row.payer, row.number, row.sent_on) for row in rows}
