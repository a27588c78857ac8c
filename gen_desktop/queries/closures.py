"""Closures of a site or of a cohort, the days they close, and what one would take away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.calendar import days
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.closure import Closure
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.cohort_plan import day_objections
from gen_desktop.models.organization import Site
from gen_desktop.queries.recorded_half_days import recorded


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A closure as its form shows it. ``site_name`` None: of the cohort alone."""

    id: int
    version: int
    site_id: int | None
    cohort_id: int | None
    site_name: str | None
    starts_on: dt.date
    ends_on: dt.date
    reason: str

    def said(self) -> str:
        """« du 3 au 14 août 2026 : congés d’été (tout le site Nevers) »."""
        of_site = f" (tout le site {self.site_name})" if self.site_name else ""
        return f"{french.date_range(self.starts_on, self.ends_on)}{french.NBSP}: {self.reason}{of_site}"


@dataclass(frozen=True, slots=True)
class ClosureEffect:
    """What a closure would do. ``taken``: half-days without anything recorded, which go.

    ``kept``: those that hold something and stay, as « DWWM 2026-1, lundi 16 novembre matin ».
    """

    cohorts: int
    taken: int
    kept: tuple[str, ...]


def closures_of(session: Session, cohort_id: int) -> tuple[ClosureRow, ...]:
    """The closures of a cohort and of its site, in the order of time."""
    rows = session.execute(
        select(
            Closure.id,
            Closure.version,
            Closure.site_id,
            Closure.cohort_id,
            Site.name,
            Closure.starts_on,
            Closure.ends_on,
            Closure.reason,
        )
        .outerjoin(Site, Site.id == Closure.site_id)
        .where(_concerning(cohort_id, _site_of(session, cohort_id)))
        .order_by(Closure.starts_on, Closure.id)
    )
    return tuple(ClosureRow(*row) for row in rows)


def closed_by_closures(session: Session, cohort_id: int | None, site_id: int | None) -> dict[dt.date, str]:
    """The days that closures close for a cohort of that site, with the reason of the first."""
    rows = session.execute(
        select(Closure.starts_on, Closure.ends_on, Closure.reason)
        .where(_concerning(cohort_id, site_id))
        .order_by(Closure.starts_on.desc(), Closure.id.desc())
    )
    return {day: row[2] for row in rows for day in days(row[0], row[1])}


def closure_effect(
    session: Session, site_id: int | None, cohort_id: int | None, starts_on: dt.date, ends_on: dt.date
) -> ClosureEffect:
    """What closing these days would do to the calendars of that site, or of that cohort."""
    concerned = Cohort.site_id == site_id if cohort_id is None else Cohort.id == cohort_id
    rows = session.execute(
        select(ClassSession.id, ClassSession.held_on, ClassSession.half_day, Cohort.code)
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .where(concerned, ClassSession.held_on.between(starts_on, ends_on))
        .order_by(Cohort.code, ClassSession.held_on, ClassSession.half_day)
    ).all()
    held = recorded(session, [row.id for row in rows])
    kept = tuple(
        f"{row.code}, {long_slot_label(row.held_on, row.half_day)}" for row in rows if row.id in held
    )
    return ClosureEffect(len({row.code for row in rows}), len(rows) - len(kept), kept)


def objections(session: Session, cohort_id: int, day: dt.date) -> tuple[str, ...]:
    """Why one thinks twice before holding a half-day that day: public holiday, Sunday, closure."""
    row = session.execute(
        select(Cohort.site_id, func.coalesce(Site.holiday_zone, "national"))
        .outerjoin(Site, Site.id == Cohort.site_id)
        .where(Cohort.id == cohort_id)
    ).first()
    if row is None:
        return ()
    reason = closed_by_closures(session, cohort_id, row[0]).get(day)
    closed = (f"Une fermeture est posée ce jour-là{french.NBSP}: {reason}.",) if reason else ()
    return day_objections(day, row[1]) + closed


def _concerning(cohort_id: int | None, site_id: int | None) -> ColumnElement[bool]:
    of_cohort = Closure.cohort_id == cohort_id if cohort_id is not None else false()
    of_site = Closure.site_id == site_id if site_id is not None else false()
    return or_(of_cohort, of_site)


def _site_of(session: Session, cohort_id: int) -> int | None:
    return session.scalar(select(Cohort.site_id).where(Cohort.id == cohort_id))
