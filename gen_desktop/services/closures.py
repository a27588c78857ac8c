"""Closures: the half-days they take away, and those of the usual week that they give back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.models.calendar import days, half_days
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.closure import Closure
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.cohort_plan import LONGEST_DAYS
from gen_desktop.models.organization import Site
from gen_desktop.queries.closures import closed_by_closures
from gen_desktop.queries.cohort_detail import weekly_pattern
from gen_desktop.queries.recorded_half_days import recorded
from gen_desktop.services.class_sessions import insert_half_days

KINDS = frozenset({"closure", "class_session"})


@dataclass(frozen=True, slots=True)
class ClosureInput:
    """A closure as typed, of a site or of a cohort: exactly one of the two. Both days are closed."""

    starts_on: dt.date
    ends_on: dt.date
    reason: str
    site_id: int | None = None
    cohort_id: int | None = None


def add_closure(db: Database, values: ClosureInput) -> Change:
    """Close these days: half-days without anything recorded go, the others stay (queries.closure_effect).

    Raises NotFound, InvalidInput with every problem.
    """
    name = f"Fermer {french.date_range(values.starts_on, values.ends_on)}"
    with db.write(name) as session:
        if problems := closure_problems(session, values):
            raise InvalidInput(*problems)
        closure = Closure(
            site_id=values.site_id,
            cohort_id=values.cohort_id,
            starts_on=values.starts_on,
            ends_on=values.ends_on,
            reason=values.reason.strip(),
        )
        session.add(closure)
        cohorts = _concerned(session, values.site_id, values.cohort_id)
        _take_away(session, cohorts, set(days(values.starts_on, values.ends_on)))
        ids = {cohort.id for cohort in cohorts}
    return Change(KINDS, frozenset({closure.id}) | ids, name, closure.id)


def update_closure(
    db: Database, closure_id: int, values: ClosureInput, *, version: int | None = None
) -> Change:
    """Change the days or the reason of a closure; whom it concerns stays as it is.

    Days closed no longer get the half-days of the usual week back, days newly closed lose theirs.
    Raises NotFound, Conflict when it was changed since ``version``, InvalidInput.
    """
    name = f"Modifier la fermeture {french.date_range(values.starts_on, values.ends_on)}"
    with db.write(name) as session:
        closure = _loaded(session, closure_id)
        if version is not None and closure.version != version:
            raise Conflict("Cette fermeture a été modifiée entre-temps.")
        if problems := closure_problems(session, values):
            raise InvalidInput(*problems)
        before = set(days(closure.starts_on, closure.ends_on))
        after = set(days(values.starts_on, values.ends_on))
        closure.starts_on, closure.ends_on = values.starts_on, values.ends_on
        closure.reason = values.reason.strip()
        session.flush()
        cohorts = _concerned(session, closure.site_id, closure.cohort_id)
        _take_away(session, cohorts, after - before)
        _give_back(session, cohorts, before - after)
        ids = {cohort.id for cohort in cohorts}
    return Change(KINDS, frozenset({closure_id}) | ids, name)


def remove_closure(db: Database, closure_id: int) -> Change:
    """Open these days again: the half-days of the usual week come back. Raises NotFound."""
    with db.read() as session:
        closure = _loaded(session, closure_id)
        name = f"Rouvrir {french.date_range(closure.starts_on, closure.ends_on)}"
    with db.write(name) as session:
        closure = _loaded(session, closure_id)
        cohorts = _concerned(session, closure.site_id, closure.cohort_id)
        opened = set(days(closure.starts_on, closure.ends_on))
        session.delete(closure)
        session.flush()
        _give_back(session, cohorts, opened)
        ids = {cohort.id for cohort in cohorts}
    return Change(KINDS, frozenset({closure_id}) | ids, name)


def closure_problems(session: Session, values: ClosureInput) -> list[Problem]:
    """Everything that keeps the closure from being written."""
    problems = []
    if not values.reason.strip():
        problems.append(Problem("reason", "Donnez le motif de la fermeture."))
    if values.ends_on < values.starts_on:
        problems.append(Problem("ends_on", "La fin de la fermeture est avant son début."))
    elif (values.ends_on - values.starts_on).days > LONGEST_DAYS:
        problems.append(
            Problem("ends_on", f"La fermeture dure plus de cinq ans{french.NBSP}: vérifiez les dates.")
        )
    if (values.site_id is None) == (values.cohort_id is None):
        problems.append(Problem("", "Une fermeture est celle d’un site ou d’une cohorte."))
    elif values.cohort_id is not None:
        problems += _cohort_problems(session, values)
    elif session.get(Site, values.site_id) is None:
        raise NotFound("Ce site n’existe plus.")
    return problems


def _cohort_problems(session: Session, values: ClosureInput) -> list[Problem]:
    cohort = session.get(Cohort, values.cohort_id)
    if cohort is None:
        raise NotFound("Cette cohorte n’existe plus.")
    start, end = _dates(cohort)
    if values.ends_on < start or end < values.starts_on:
        dates = french.date_range(start, end)
        return [Problem("starts_on", f"La fermeture est hors des dates de la cohorte ({dates}).")]
    return []


def _loaded(session: Session, closure_id: int) -> Closure:
    closure = session.get(Closure, closure_id)
    if closure is None:
        raise NotFound("Cette fermeture n’existe plus.")
    return closure


def _concerned(session: Session, site_id: int | None, cohort_id: int | None) -> list[Cohort]:
    condition = Cohort.site_id == site_id if cohort_id is None else Cohort.id == cohort_id
    return list(session.scalars(select(Cohort).where(condition)))


def _dates(cohort: Cohort) -> tuple[dt.date, dt.date]:
    return cohort.actual_start or cohort.planned_start, cohort.actual_end or cohort.planned_end


def _take_away(session: Session, cohorts: Iterable[Cohort], closed: Collection[dt.date]) -> None:
    """The half-days of these days go, but for those that hold something."""
    if not closed:
        return
    for cohort in cohorts:
        found = [
            half_day
            for half_day in session.scalars(
                select(ClassSession).where(
                    ClassSession.cohort_id == cohort.id,
                    ClassSession.held_on.between(min(closed), max(closed)),
                )
            )
            if half_day.held_on in closed
        ]
        kept = recorded(session, [half_day.id for half_day in found])
        for half_day in found:
            if half_day.id not in kept:
                session.delete(half_day)
    session.flush()


def _give_back(session: Session, cohorts: Iterable[Cohort], opened: Collection[dt.date]) -> None:
    """The half-days of the usual week come back on these days, unless another closure closes them."""
    if not opened:
        return
    for cohort in cohorts:
        start, end = _dates(cohort)
        zone = session.scalar(select(Site.holiday_zone).where(Site.id == cohort.site_id)) or "national"
        still_closed = closed_by_closures(session, cohort.id, cohort.site_id)
        held = {
            (row[0], row[1])
            for row in session.execute(
                select(ClassSession.held_on, ClassSession.half_day).where(ClassSession.cohort_id == cohort.id)
            )
        }
        usual = half_days(
            weekly_pattern(session, cohort.id), max(start, min(opened)), min(end, max(opened)), zone
        )
        back = [
            one
            for one in usual
            if one.day in opened and one.day not in still_closed and (one.day, one.half_day) not in held
        ]
        insert_half_days(session, cohort.id, back)
