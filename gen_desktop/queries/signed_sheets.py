"""What each half-day still waits for: its marks, its signed sheet, signatures that are as they should be.

A cohort that ended without a single filed sheet was never proved in this file: nothing of it waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, case, cast, func, not_, or_, select, true
from sqlalchemy.orm import Session

from gen_desktop.french import plural
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.sheet_rules import SheetState, SheetStatus, defect_words, signed_modes, status_of
from gen_desktop.models.signed_sheet import SheetHalfDay, SignedSheet
from gen_desktop.queries.attendance_sql import ends_on, is_due, mark_of_pair
from gen_desktop.queries.missing_half_days import is_watched, lacks_a_mark
from gen_desktop.queries.scope import parameters
from gen_desktop.queries.sheet_sql import (
    half_days_with_defects,
    is_signed_for,
    proofs,
)

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class CohortSheets:
    """Of a cohort, the half-days recorded and not proved: without a scan, or with a defect on it.

    ``first`` and ``last``: the days of the first and of the last of them.
    """

    cohort_id: int
    cohort_code: str
    to_file: int
    with_defects: int
    first: dt.date
    last: dt.date


def sheet_states(session: Session, class_session_ids: Sequence[int], as_of: dt.date) -> dict[int, SheetState]:
    """Where the sheet of each of these half-days stands; those that are gone are left out.

    A half-day of ``as_of`` or later is not held yet.
    """
    found: dict[int, SheetState] = {}
    for start in range(0, len(class_session_ids), _CHUNK):
        ids = class_session_ids[start : start + _CHUNK]
        proved = {row.class_session_id: row for row in session.execute(proofs(ids))}
        for row in session.execute(_recorded(ids)):
            found[row.id] = _state(row, proved.get(row.id), as_of)
    return found


def cohorts_with_unproved(
    session: Session, as_of: dt.date, cohort_id: int | None = None
) -> tuple[CohortSheets, ...]:
    """The watched cohorts, or that one of them, with half-days that ``waits_for_proof`` finds."""
    is_filed = _has_a_scan()
    rows = session.execute(
        select(
            Cohort.id,
            Cohort.code,
            func.sum(case((is_filed, 0), else_=1)),
            func.sum(case((is_filed, 1), else_=0)),
            func.min(ClassSession.held_on),
            func.max(ClassSession.held_on),
        )
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .where(
            waits_for_proof(session, as_of),
            true() if cohort_id is None else Cohort.id == cohort_id,
        )
        .group_by(Cohort.id)
        .order_by(Cohort.code)
    )
    return tuple(CohortSheets(*row) for row in rows)


def count_unproved(session: Session, as_of: dt.date) -> int:
    """How many half-days ``cohorts_with_unproved`` counts, for a badge."""
    return sum(one.to_file + one.with_defects for one in cohorts_with_unproved(session, as_of))


def waits_for_proof(session: Session, as_of: dt.date) -> ColumnElement[bool]:
    """Whether a half-day of a watched cohort is fully recorded and not proved.

    A sheet is waited for once its week ended sheet_filing_days ago; a defect, as soon as the scan is filed.
    """
    is_late = ClassSession.held_on <= last_day_to_file(session, as_of)
    return and_(
        is_watched(session, as_of),
        ClassSession.held_on < as_of,
        or_(
            and_(is_late, not_(_has_a_scan()), is_signed_for()),
            ClassSession.id.in_(half_days_with_defects()),
        ),
        _is_filed_here(as_of),
        _has_a_mark(),
        not_(lacks_a_mark()),
    )


def last_day_to_file(session: Session, as_of: dt.date) -> dt.date:
    """The last day whose sheet should be filed: the Sunday that is more than sheet_filing_days ago."""
    day = as_of - dt.timedelta(days=parameters(session, as_of).sheet_filing_days + 1)
    return day - dt.timedelta(days=day.isoweekday() % 7)


def _recorded(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """Of each half-day: its marks, and the people due without one."""
    unrecorded = cast(and_(Attendance.enrollment_id.is_(None), is_due()), Integer)
    return (
        select(
            ClassSession.id,
            ClassSession.held_on,
            ClassSession.delivery_mode,
            func.count(Attendance.enrollment_id).label("marks"),
            func.coalesce(func.sum(unrecorded), 0).label("unrecorded"),
        )
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .outerjoin(Enrollment, Enrollment.cohort_id == Cohort.id)
        .outerjoin(Attendance, mark_of_pair())
        .where(ClassSession.id.in_(ids))
        .group_by(ClassSession.id)
    )


def _state(recorded: Row[Any], proof: Row[Any] | None, as_of: dt.date) -> SheetState:
    proved = () if proof is None else (proof.missing, proof.unexpected, proof.doubtful)
    signed = None if proof is None or proof.trainer_signed is None else bool(proof.trainer_signed)
    sheets = 0 if proof is None else proof.sheets
    status = status_of(
        is_held=recorded.held_on < as_of,
        is_needed=recorded.delivery_mode is None or recorded.delivery_mode in signed_modes(),
        marks=recorded.marks,
        unrecorded=recorded.unrecorded,
        sheets=sheets,
        is_proved=signed is True and not any(proved),
    )
    if status is SheetStatus.NOT_NEEDED:
        return SheetState(recorded.id, status)
    return SheetState(recorded.id, status, recorded.unrecorded, sheets, signed, *proved)


def _has_a_scan() -> ColumnElement[bool]:
    scan = select(SheetHalfDay.id).where(SheetHalfDay.class_session_id == ClassSession.id)
    return scan.correlate(ClassSession).exists()


def _has_a_mark() -> ColumnElement[bool]:
    mark = select(Attendance.enrollment_id).where(Attendance.class_session_id == ClassSession.id)
    return mark.correlate(ClassSession).exists()


def _is_filed_here(as_of: dt.date) -> ColumnElement[bool]:
    """Whether a cohort goes on, or had a sheet filed once."""
    filed = select(SignedSheet.id).where(SignedSheet.cohort_id == Cohort.id).correlate(Cohort).exists()
    return or_(ends_on >= as_of, filed)


@dataclass(frozen=True, slots=True)
class HalfDaySheet:
    """A half-day of a cohort and where its sheet stands."""

    held_on: dt.date
    half_day: str
    state: SheetState


def half_days_with_sheets(session: Session, cohort_id: int, as_of: dt.date) -> tuple[HalfDaySheet, ...]:
    """Every half-day of a cohort, in the order of the calendar."""
    rows = session.execute(
        select(ClassSession.id, ClassSession.held_on, ClassSession.half_day)
        .where(ClassSession.cohort_id == cohort_id)
        .order_by(ClassSession.held_on, ClassSession.half_day)
    ).all()
    states = sheet_states(session, [row.id for row in rows], as_of)
    return tuple(HalfDaySheet(row.held_on, row.half_day, states[row.id]) for row in rows)


@dataclass(frozen=True, slots=True)
class CohortToProve:
    """Of a cohort, the held half-days without a scan, and those whose scan is not as it should be.

    ``late``: those without a scan that the home page counts, their week having ended more than ``days`` ago.
    ``first``: the day of the first one without a scan.
    """

    to_file: int
    late: int
    days: int
    with_defects: int
    first: dt.date | None

    @property
    def words(self) -> str:
        """« 4 demi-journées sans feuille signée, dont 2 à classer (semaine finie depuis plus de 7 jours) »,
        « 1 demi-journée à reprendre »; all well is said too.
        """
        said = []
        if self.to_file:
            said.append(f"{plural(self.to_file, 'demi-journée')} sans feuille signée")
        if self.late:
            said.append(
                f"dont {self.late} à classer (semaine finie depuis plus de {plural(self.days, 'jour')})"
            )
        if self.with_defects:
            said.append(f"{plural(self.with_defects, 'demi-journée')} à reprendre")
        return ", ".join(said) or "Toutes les demi-journées tenues sont prouvées."


def cohort_to_prove(session: Session, cohort_id: int, as_of: dt.date) -> CohortToProve:
    """What a cohort has to prove today, recorded or not."""
    held = session.execute(
        select(ClassSession.id, ClassSession.held_on)
        .where(ClassSession.cohort_id == cohort_id, ClassSession.held_on < as_of)
        .order_by(ClassSession.held_on)
    ).all()
    states = sheet_states(session, [row.id for row in held], as_of)
    bare = [
        row.held_on
        for row in held
        if states[row.id].sheets == 0 and states[row.id].status is not SheetStatus.NOT_NEEDED
    ]
    wrong = sum(state.status is SheetStatus.DEFECT for state in states.values())
    late = sum(one.to_file for one in cohorts_with_unproved(session, as_of, cohort_id))
    days = parameters(session, as_of).sheet_filing_days
    return CohortToProve(len(bare), late, days, wrong, min(bare, default=None))


def defects_of_sheets(session: Session, cohort_id: int, as_of: dt.date) -> dict[int, str]:
    """Sheet → what is wrong with the half-days that it proves, in words; what is right is left out."""
    rows = session.execute(
        select(SheetHalfDay.signed_sheet_id, SheetHalfDay.class_session_id)
        .join(SignedSheet, SignedSheet.id == SheetHalfDay.signed_sheet_id)
        .where(SignedSheet.cohort_id == cohort_id)
    ).all()
    states = sheet_states(session, list({row[1] for row in rows}), as_of)
    found: dict[int, list[SheetState]] = {}
    for sheet_id, half_day_id in rows:
        if states[half_day_id].status is SheetStatus.DEFECT:
            found.setdefault(sheet_id, []).append(states[half_day_id])
    return {sheet_id: defect_words(wrong) for sheet_id, wrong in found.items()}
