"""Random gestures on individual paths, for tests/random_gestures.py."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.models.registry import CompanyPeriod, Enrollment, Exemption
from gen_desktop.services import company_periods, exemptions

START = dt.date(2026, 1, 5)


def _one(db: Database, rng: random.Random, model: Any) -> Any:
    with db.read() as session:
        rows = session.execute(select(model.__table__)).all()
    return rng.choice(rows) if rows else None


def _exemption(rng: random.Random) -> exemptions.ExemptionInput:
    return exemptions.ExemptionInput(
        starts_on=rng.choice([None, START]),
        weekday=rng.choice([None, 0, 4]),
        half_day=rng.choice([None, "PM"]),
        module=rng.choice([None, "SQL"]),
        reason="Validation partielle",
    )


def _period(rng: random.Random) -> company_periods.CompanyPeriodInput:
    first = START + dt.timedelta(days=rng.randrange(60))
    return company_periods.CompanyPeriodInput(
        first, first + dt.timedelta(days=rng.randrange(8)), "Atelier inventé", planned_minutes=35 * 60
    )


def add_exemption(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Enrollment)
    return one and exemptions.add_exemption(db, one.id, _exemption(rng))


def change_exemption(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Exemption)
    return one and exemptions.change_exemption(db, one.id, _exemption(rng), version=one.version)


def remove_exemption(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Exemption)
    return one and exemptions.remove_exemption(db, one.id)


def add_company_period(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Enrollment)
    return one and company_periods.add_company_period(db, one.id, _period(rng))


def add_cohort_periods(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Enrollment)
    return one and company_periods.add_cohort_periods(db, one.id, _period(rng))


def change_company_period(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, CompanyPeriod)
    return one and company_periods.change_company_period(db, one.id, _period(rng), version=one.version)


def remove_company_period(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, CompanyPeriod)
    return one and company_periods.remove_company_period(db, one.id)


PATH_GESTURES = {
    add_exemption: (exemptions.add_exemption, 2),
    change_exemption: (exemptions.change_exemption, 1),
    remove_exemption: (exemptions.remove_exemption, 1),
    add_company_period: (company_periods.add_company_period, 2),
    add_cohort_periods: (company_periods.add_cohort_periods, 1),
    change_company_period: (company_periods.change_company_period, 1),
    remove_company_period: (company_periods.remove_company_period, 1),
}
"""What can be done, the service function it tries, and how often it is drawn."""
