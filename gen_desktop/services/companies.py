"""Employers, made the first time somebody names one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop.models.identifiers import bare_number
from gen_desktop.models.names import fold
from gen_desktop.models.placement import Company
from gen_desktop.queries import companies as queries


@dataclass(frozen=True, slots=True)
class CompanyInput:
    """An employer as told. ``siret`` may hold spaces."""

    name: str
    city: str | None = None
    siret: str | None = None


def find_or_insert(session: Session, values: CompanyInput) -> tuple[int, bool]:
    """The employer of that SIRET or name, made if it is new (then True), within a unit of work."""
    name, siret = " ".join(values.name.split()), bare_number(values.siret)
    city = " ".join((values.city or "").split()) or None
    known = queries.find_known(session, f"{name}, {city}" if city else name, siret)
    if known is not None:
        return known, False
    company = Company(name=name, city=city, siret=siret, sort_key=fold(name))
    session.add(company)
    session.flush()
    return company.id, True
