"""A cohort made like another: its course, its week, who pays, who teaches; nobody, and nothing recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.models.class_session import ClassSession
from gen_desktop.queries.cohort_detail import CohortDetail, detail
from gen_desktop.services.cohorts import KINDS, CohortInput, insert_cohort


@dataclass(frozen=True, slots=True)
class CopyInput:
    """The new cohort. ``with_modules``: the modules and trainers of the half-days come too, by position."""

    code: str
    planned_start: dt.date
    planned_end: dt.date
    with_modules: bool = True


def duplicate_cohort(db: Database, cohort_id: int, values: CopyInput) -> Change:
    """Make a cohort like that one at other dates, its half-days planned anew. Raises NotFound, InvalidInput.

    The first half-day takes the module and trainer of the first, and so on; room and mode come where they
    are the same all along for that half-day of the week (« distance le mercredi »).
    """
    with db.read() as session:
        model = detail(session, cohort_id)
    name = f"Dupliquer la cohorte {model.code} en {values.code.strip()}"
    with db.write(name) as session:
        created = insert_cohort(session, _input(detail(session, cohort_id), values))
        if values.with_modules:
            _tell_half_days(_half_days(session, cohort_id), _half_days(session, created))
    return Change(KINDS, frozenset({created}), name, created)


def shifted_end(planned_start: dt.date, planned_end: dt.date, new_start: dt.date) -> dt.date:
    """The last day of a cohort of the same length that begins on another day."""
    return new_start + (planned_end - planned_start)


def _input(model: CohortDetail, values: CopyInput) -> CohortInput:
    return CohortInput(
        code=values.code,
        course_title=model.course_title,
        course_code=model.course_code,
        planned_start=values.planned_start,
        planned_end=values.planned_end,
        seats=model.seats,
        minimum_seats=model.minimum_seats,
        site_name=model.site_name,
        program_code=model.program_code,
        pattern=model.pattern,
        referent=model.referent,
        trainers=model.trainers,
        subcontracting=model.subcontracting,
        welcome_note=model.welcome_note,
    )


def _half_days(session: Session, cohort_id: int) -> list[ClassSession]:
    return list(
        session.scalars(
            select(ClassSession)
            .where(ClassSession.cohort_id == cohort_id)
            .order_by(ClassSession.held_on, ClassSession.half_day)
        )
    )


def _tell_half_days(models: list[ClassSession], copies: list[ClassSession]) -> None:
    for model, copy in zip(models, copies, strict=False):
        copy.module, copy.trainer = model.module, model.trainer
    usual: dict[tuple[int, str], set[tuple[str | None, str | None]]] = {}
    for model in models:
        usual.setdefault(_place_in_week(model), set()).add((model.place, model.delivery_mode))
    for copy in copies:
        told = usual.get(_place_in_week(copy), set())
        if len(told) == 1:
            ((copy.place, copy.delivery_mode),) = told


def _place_in_week(half_day: ClassSession) -> tuple[int, str]:
    return half_day.held_on.weekday(), half_day.half_day
