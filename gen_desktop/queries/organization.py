"""Who the file belongs to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.organization import Organization, Site, StaffMember


@dataclass(frozen=True, slots=True)
class OrganizationDetail:
    """The organisation as covers and the side bar show it."""

    id: int
    name: str
    siret: str | None
    nda: str | None
    legal_status: str | None
    qualiopi_number: str | None
    representative: str | None
    is_invented: bool
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationRecord:
    """Everything that can be changed about the organisation, as stored. ``version`` guards the change."""

    id: int
    version: int
    name: str
    siret: str | None
    nda: str | None
    legal_status: str | None
    qualiopi_number: str | None
    qualiopi_valid_until: dt.date | None
    representative: str | None
    representative_quality: str | None
    logo_sha256: str | None
    address: str | None
    postal_code: str | None
    city: str | None
    phone: str | None
    email: str | None
    privacy_contact: str | None
    is_invented: bool


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A place where courses are held."""

    id: int
    name: str
    city: str | None
    holiday_zone: str


@dataclass(frozen=True, slots=True)
class StaffName:
    """Someone who works with the program."""

    id: int
    name: str
    role: str | None


def current_organization(session: Session) -> OrganizationDetail | None:
    """The organisation of the file, None before it is set up."""
    row = session.execute(
        select(
            Organization.id,
            Organization.name,
            Organization.siret,
            Organization.nda,
            Organization.legal_status,
            Organization.qualiopi_number,
            Organization.representative,
            Organization.is_invented,
        )
    ).first()
    if row is None:
        return None
    return OrganizationDetail(*row, sites=tuple(site.name for site in sites(session)))


def organization_record(session: Session) -> OrganizationRecord | None:
    """The organisation as its form shows it, None before it is set up."""
    columns = (getattr(Organization, field.name) for field in fields(OrganizationRecord))
    row = session.execute(select(*columns)).first()
    return None if row is None else OrganizationRecord(*row)


def sites(session: Session) -> tuple[SiteRow, ...]:
    """The places where courses are held, the first entered first."""
    rows = session.execute(select(Site.id, Site.name, Site.city, Site.holiday_zone).order_by(Site.id))
    return tuple(SiteRow(*row) for row in rows)


def staff(session: Session) -> tuple[StaffName, ...]:
    """Who works with the program now, in the order in which they were entered."""
    rows = session.execute(
        select(StaffMember.id, StaffMember.name, StaffMember.role)
        .where(StaffMember.is_active.is_(True))
        .order_by(StaffMember.id)
    )
    return tuple(StaffName(*row) for row in rows)
