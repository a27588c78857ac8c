"""The training organisation, its sites, the people who work there."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class Organization(Versioned, Base):
    """The training organisation (organisme de formation). One row in a file."""

    __tablename__ = "organization"

    name: Mapped[str]
    siret: Mapped[str | None]
    nda: Mapped[str | None]  # numéro de déclaration d'activité
    legal_status: Mapped[str | None]
    qualiopi_number: Mapped[str | None]
    qualiopi_valid_until: Mapped[dt.date | None]
    representative: Mapped[str | None]
    representative_quality: Mapped[str | None]  # « Directrice »
    logo_sha256: Mapped[str | None]  # of a stored content
    address: Mapped[str | None]
    postal_code: Mapped[str | None]
    city: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    is_invented: Mapped[bool] = mapped_column(default=False)  # the organisation offered to try the program
    privacy_contact: Mapped[str | None]  # whom people write to about their data


class Site(Versioned, Base):
    """A place where courses are held. ``holiday_zone`` decides which days are public holidays there."""

    __tablename__ = "site"

    organization_id: Mapped[int] = mapped_column(Id, ForeignKey("organization.id"), index=True)
    name: Mapped[str]
    address: Mapped[str | None]
    postal_code: Mapped[str | None]
    city: Mapped[str | None]
    insee_code: Mapped[str | None]
    region_code: Mapped[str | None]
    holiday_zone: Mapped[str] = mapped_column(default="national")
    in_qpv: Mapped[bool | None]
    rural_zoning: Mapped[str | None]
    zoning_vintage: Mapped[str | None]


class StaffMember(Versioned, Base):
    """Someone who works with the program; the author of what is written."""

    __tablename__ = "staff_member"

    organization_id: Mapped[int] = mapped_column(Id, ForeignKey("organization.id"), index=True)
    name: Mapped[str]
    role: Mapped[str | None]  # direction, secretariat, training, placement
    is_active: Mapped[bool] = mapped_column(default=True)
