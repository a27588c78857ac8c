"""Random gestures on jobs, businesses and trainings, for tests/random_gestures.py."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.models.registry import Company, Enrollment, Placement
from gen_desktop.services import companies, company_merging, placements

START = dt.date(2026, 7, 1)


def _one(db: Database, rng: random.Random, model: Any) -> Any:
    with db.read() as session:
        rows = session.execute(select(model.__table__)).all()
    return rng.choice(rows) if rows else None


def _spell(rng: random.Random) -> placements.PlacementInput:
    first = START + dt.timedelta(days=rng.randrange(200))
    return placements.PlacementInput(
        kind=rng.choice(["job", "job", "creation", "training"]),
        recorded_on=first + dt.timedelta(days=rng.randrange(60)),
        starts_on=rng.choice([None, first]),
        ends_on=rng.choice([None, first + dt.timedelta(days=rng.randrange(300))]),
        contract_type=rng.choice([None, "CDD", "CDI", "IND"]),
        employer=rng.choice([None, "Dupont (entreprise fictive)", "Durand (entreprise fictive)"]),
        weekly_minutes=rng.choice([None, 35 * 60]),
    )


def record_placement(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Enrollment)
    return one and placements.record_placement(db, one.id, _spell(rng))


def change_placement(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Placement)
    return one and placements.change_placement(db, one.id, _spell(rng), version=one.version)


def confirm_placement(db: Database, rng: random.Random) -> Change | None:
    one = _one(db, rng, Placement)
    return one and placements.confirm_placement(db, one.id, START + dt.timedelta(days=rng.randrange(300)))


def create_company(db: Database, rng: random.Random) -> Change | None:
    contact = companies.CompanyContactInput("Anne Petit (fictive)", rng.choice([None, "RH"]))
    name = f"Atelier {rng.randrange(30)} (entreprise fictive)"
    return companies.create_company(db, companies.CompanyInput(name, contacts=(contact,)))


def merge_companies(db: Database, rng: random.Random) -> Change | None:
    one, other = _one(db, rng, Company), _one(db, rng, Company)
    return one and company_merging.merge_companies(db, one.id, other.id)


SPELL_GESTURES = {
    create_company: (companies.create_company, 1),
    merge_companies: (company_merging.merge_companies, 1),
    record_placement: (placements.record_placement, 3),
    change_placement: (placements.change_placement, 1),
    confirm_placement: (placements.confirm_placement, 1),
}
"""What can be done, the service function it tries, and how often it is drawn."""
