"""Random gestures on the calendar of a cohort, for tests/random_gestures.py."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.models.registry import ClassSession, Closure, Cohort, Site
from gen_desktop.services import closures, cohort_copies, session_changes, session_moves

START = dt.date(2026, 1, 5)
MOST_DAYS = 50


def _one(db: Database, rng: random.Random, model: Any) -> Any:
    with db.read() as session:
        rows = session.execute(select(model.__table__)).all()
    return rng.choice(rows) if rows else None


def _days(rng: random.Random) -> tuple[dt.date, dt.date]:
    first = START + dt.timedelta(days=rng.randrange(MOST_DAYS))
    return first, first + dt.timedelta(days=rng.randrange(6))


def change_half_days(db: Database, rng: random.Random) -> Change | None:
    half_day = _one(db, rng, ClassSession)
    if half_day is None:
        return None
    with db.read() as session:
        same = select(ClassSession.id).where(
            ClassSession.cohort_id == half_day.cohort_id, ClassSession.half_day == half_day.half_day
        )
        ids = session.scalars(same).all()
    changes: dict[str, Any] = {
        "module": rng.choice(("HTML", "SQL", None)),
        "trainer": rng.choice(("m. garnier", "Mme Petit", None)),
        "delivery_mode": rng.choice(("on_site", "remote", None)),
    }
    if rng.random() < 0.4:
        changes["ends_at"] = dt.time(12 if half_day.half_day == "AM" else 17, rng.choice((0, 15, 45)))
    return session_changes.change_class_sessions(db, rng.sample(ids, rng.randint(1, len(ids))), changes)


def move_half_day(db: Database, rng: random.Random) -> Change | None:
    half_day = _one(db, rng, ClassSession)
    if half_day is None:
        return None
    day = START + dt.timedelta(days=rng.randrange(MOST_DAYS))
    today = START + dt.timedelta(days=MOST_DAYS)
    return session_moves.move_class_session(db, half_day.id, day, rng.choice(("AM", "PM")), today=today)


def add_closure(db: Database, rng: random.Random) -> Change | None:
    cohort, site = _one(db, rng, Cohort), _one(db, rng, Site)
    first, last = _days(rng)
    if site is not None and rng.random() < 0.5:
        return closures.add_closure(db, closures.ClosureInput(first, last, "Congés", site_id=site.id))
    values = cohort and closures.ClosureInput(first, last, "Panne de chauffage", cohort_id=cohort.id)
    return values and closures.add_closure(db, values)


def update_closure(db: Database, rng: random.Random) -> Change | None:
    closure = _one(db, rng, Closure)
    if closure is None:
        return None
    whose = {"site_id": closure.site_id, "cohort_id": closure.cohort_id}
    return closures.update_closure(db, closure.id, closures.ClosureInput(*_days(rng), "Travaux", **whose))


def remove_closure(db: Database, rng: random.Random) -> Change | None:
    closure = _one(db, rng, Closure)
    return closure and closures.remove_closure(db, closure.id)


def duplicate_cohort(db: Database, rng: random.Random) -> Change | None:
    cohort = _one(db, rng, Cohort)
    start = START + dt.timedelta(days=rng.randrange(100, 300))
    values = cohort_copies.CopyInput(f"Copie {rng.randrange(60)}", start, start + dt.timedelta(days=30))
    return cohort and cohort_copies.duplicate_cohort(db, cohort.id, values)


CALENDAR_GESTURES = {
    duplicate_cohort: (cohort_copies.duplicate_cohort, 1),
    change_half_days: (session_changes.change_class_sessions, 3),
    move_half_day: (session_moves.move_class_session, 3),
    add_closure: (closures.add_closure, 2),
    update_closure: (closures.update_closure, 1),
    remove_closure: (closures.remove_closure, 1),
}
"""As GESTURES of random_gestures."""
