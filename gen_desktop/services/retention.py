"""How long data are kept: the organisation's own periods, the yearly rehearsal, and the purge after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.retention import RetentionPeriod, RetentionReview, period_problems
from gen_desktop.queries.retention import rehearsal
from gen_desktop.reference.retention import retention_default

PERIODS = frozenset({"retention_period"})
REVIEWS = frozenset({"retention_review"})


@dataclass(frozen=True, slots=True)
class PeriodInput:
    """A period as typed. ``funder``: a payer that has a default; ``base``: last_payment or course_end."""

    funder: str
    years: int
    base: str
    reason: str
    source: str | None = None


def set_period(db: Database, values: PeriodInput, today: dt.date, *, version: int | None = None) -> Change:
    """Replace the period of a payer by the organisation's own. ``version``: of the own one shown.

    Raises NotFound for an unknown payer, Conflict when it was changed since, InvalidInput.
    """
    shipped = retention_default(values.funder, today)
    problems = tuple(period_problems(values.funder, values.years, values.base, values.reason))
    if problems:
        raise InvalidInput(*problems)
    name = f"Régler la durée de conservation\u00a0: {shipped.label}"
    with db.write(name) as session:
        period = _own(session, values.funder)
        if version is not None and (period is None or period.version != version):
            raise Conflict("Cette durée a été modifiée entre-temps.")
        if period is None:
            period = RetentionPeriod(funder=values.funder)
            session.add(period)
        period.years, period.base = values.years, values.base
        period.reason = values.reason.strip()
        period.source = (values.source or "").strip() or None
        session.flush()
        period_id = period.id
    return Change(PERIODS, frozenset({period_id}), name)


def reset_period(db: Database, funder: str, today: dt.date) -> Change:
    """Go back to the period shipped with the program. Raises NotFound when there is no other."""
    name = f"Revenir à la durée de conservation proposée\u00a0: {retention_default(funder, today).label}"
    with db.write(name) as session:
        period = _own(session, funder)
        if period is None:
            raise NotFound("Cette durée est déjà celle que le programme propose.")
        period_id = period.id
        session.delete(period)
    return Change(PERIODS, frozenset({period_id}), name)


def hold_review(db: Database, today: dt.date) -> Change:
    """Hold the yearly rehearsal: its numbers are kept, as a proof that it was held."""
    name = "Faire la revue annuelle des durées de conservation"
    with db.write(name) as session:
        found = rehearsal(session, today)
        review = RetentionReview(
            held_on=today, due=len(found.due), kept=found.kept, undecided=len(found.undecided)
        )
        session.add(review)
        session.flush()
        review_id = review.id
    return Change(REVIEWS, frozenset({review_id}), name, review_id)


def _own(session: Session, funder: str) -> RetentionPeriod | None:
    return session.scalars(select(RetentionPeriod).where(RetentionPeriod.funder == funder)).first()
