"""A place where courses are held: its facts, and the half-days that its public holidays put in question."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.calendar import holidays_for
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.organization import Site


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """Everything that can be changed about a site, as stored. ``version`` guards the change."""

    id: int
    version: int
    name: str
    address: str | None
    postal_code: str | None
    city: str | None
    insee_code: str | None
    region_code: str | None
    holiday_zone: str
    in_qpv: bool | None
    rural_zoning: str | None
    zoning_vintage: str | None


@dataclass(frozen=True, slots=True)
class HolidayClash:
    """Half-days of a cohort planned on a public holiday."""

    cohort_code: str
    day: dt.date
    holiday: str
    half_days: int


def site_record(session: Session, site_id: int) -> SiteRecord:
    """One site. Raises NotFound."""
    site = session.get(Site, site_id)
    if site is None:
        raise NotFound("Ce site n’existe plus.")
    return SiteRecord(**{name: getattr(site, name) for name in SiteRecord.__dataclass_fields__})


def holiday_clashes(session: Session, site_id: int, holiday_zone: str) -> tuple[HolidayClash, ...]:
    """The half-days of its cohorts that fall on a holiday of that zone, by cohort and day."""
    rows = session.execute(
        select(Cohort.code, ClassSession.held_on)
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .where(Cohort.site_id == site_id)
        .order_by(Cohort.code, ClassSession.held_on)
    ).all()
    holidays = holidays_for(holiday_zone, {row.held_on.year for row in rows})
    counted: dict[tuple[str, dt.date], int] = {}
    for code, day in rows:
        if day in holidays:
            counted[code, day] = counted.get((code, day), 0) + 1
    return tuple(HolidayClash(code, day, holidays[day], count) for (code, day), count in counted.items())
