"""How long data are kept: the organisation's own periods, the yearly rehearsal, and the purge after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.backup import Reason
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, StorageProblem
from gen_desktop.french import plural
from gen_desktop.models.privacy import RETENTION, Erasure
from gen_desktop.models.retention import RetentionPeriod, RetentionReview, period_problems
from gen_desktop.queries.retention import last_review, rehearsal
from gen_desktop.queries.rights import refuse_to_change
from gen_desktop.reference.retention import retention_default
from gen_desktop.services.backups import back_up
from gen_desktop.services.privacy import erase_people, scrub

PERIODS = frozenset({"retention_period"})
REVIEWS = frozenset({"retention_review"})
REVIEW_HOLDS = dt.timedelta(days=31)
"""How long after a rehearsal people may still be erased on the strength of it."""
PURGE_REASON = "Délai écoulé"


@dataclass(frozen=True, slots=True)
class PeriodInput:
    """A period as typed. ``funder``: a payer that has a default; ``base``: last_payment or course_end."""

    funder: str
    years: int
    base: str
    reason: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Purged:
    """A purge that was made. ``left_to_do``: why the file could not be rewritten yet, '' when it was."""

    change: Change
    left_to_do: str = ""


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


def purge(
    db: Database,
    learner_ids: Collection[int],
    today: dt.date,
    *,
    now: dt.datetime | None = None,
    second: Path | None = None,
) -> Purged:
    """Erase for good people whose time is over, after a proved backup; whole, or not at all.

    ``now`` and ``second`` are for the backup. Raises Conflict without a rehearsal of this month, or when
    somebody is not due any more; Forbidden; StorageProblem when the backup or the erasure could not be made.
    """
    ids = frozenset(learner_ids)
    _refuse_early(db, ids, today)
    back_up(db, Reason.BEFORE_PURGE, now or dt.datetime.now().astimezone(), second)
    change = erase_people(db, ids, cause=RETENTION, reason=PURGE_REASON, today=today)
    try:
        scrub(db)
    except StorageProblem as problem:
        return Purged(change, str(problem))
    return Purged(change)


def _refuse_early(db: Database, ids: frozenset[int], today: dt.date) -> None:
    with db.read() as session:
        refuse_to_change(session, Erasure.__tablename__)
        review = last_review(session)
        due = {person.learner_id for person in rehearsal(session, today).due}
    if review is None or not dt.timedelta(0) <= today - review.held_on <= REVIEW_HOLDS:
        raise Conflict("Faites d’abord la revue des durées de conservation : elle dit qui doit partir.")
    early = len(ids - due)
    if early:
        people = plural(early, "personne ne doit", "personnes ne doivent")
        raise Conflict(f"{people} pas (ou plus) partir. Rien n’a été effacé : refaites la revue.")


def _own(session: Session, funder: str) -> RetentionPeriod | None:
    return session.scalars(select(RetentionPeriod).where(RetentionPeriod.funder == funder)).first()
