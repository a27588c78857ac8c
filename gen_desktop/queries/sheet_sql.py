"""What filed sheets prove, half-day by half-day, as SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    not_,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from gen_desktop.models.attendance import Attendance, presence_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.sheet_rules import BLANK, DOUBTFUL, MISSING, signed_modes
from gen_desktop.models.signed_sheet import SheetHalfDay, SignatureDefect


def sheets_of_half_days() -> Select[*tuple[Any, ...]]:
    """Of each half-day with a scan: how many scans, and whether the trainer signed on one of them."""
    return select(
        SheetHalfDay.class_session_id,
        func.count().label("sheets"),
        func.max(SheetHalfDay.trainer_signed).label("trainer_signed"),
    ).group_by(SheetHalfDay.class_session_id)


def noted() -> Select[*tuple[Any, ...]]:
    """Of each person and half-day: on how many scans the cell is empty, and whether one is doubtful."""
    return (
        select(
            SheetHalfDay.class_session_id,
            SignatureDefect.enrollment_id,
            func.sum(case((SignatureDefect.defect.in_((MISSING, BLANK)), 1), else_=0)).label("unsigned"),
            func.max(case((SignatureDefect.defect == DOUBTFUL, 1), else_=0)).label("doubtful"),
        )
        .join(SheetHalfDay, SheetHalfDay.id == SignatureDefect.sheet_half_day_id)
        .group_by(SheetHalfDay.class_session_id, SignatureDefect.enrollment_id)
    )


def proofs(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """Of each half-day with a scan: ``sheet_rules.defect_of`` counted over its marks.

    A signature on one of several scans is enough: a long list of people has several pages.
    """
    is_asked = SheetHalfDay.class_session_id.in_(ids)
    proving = sheets_of_half_days().where(is_asked).subquery()
    seen = noted().where(is_asked).subquery()
    is_present = Attendance.status.in_(presence_codes())
    is_recorded = Attendance.enrollment_id.is_not(None)
    is_signed = func.coalesce(seen.c.unsigned, 0) < proving.c.sheets
    is_doubtful = func.coalesce(seen.c.doubtful, 0) == 1

    def people(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(cast(and_(is_recorded, *conditions), Integer)), 0)

    return (
        select(
            proving.c.class_session_id,
            func.min(proving.c.sheets).label("sheets"),
            func.max(proving.c.trainer_signed).label("trainer_signed"),
            people(not_(is_doubtful), is_present, not_(is_signed)).label("missing"),
            people(not_(is_doubtful), not_(is_present), is_signed).label("unexpected"),
            people(is_doubtful).label("doubtful"),
        )
        .outerjoin(Attendance, Attendance.class_session_id == proving.c.class_session_id)
        .outerjoin(
            seen,
            and_(
                seen.c.class_session_id == proving.c.class_session_id,
                seen.c.enrollment_id == Attendance.enrollment_id,
            ),
        )
        .group_by(proving.c.class_session_id)
    )


def half_days_with_defects() -> CompoundSelect[int]:
    """The half-days of which ``proofs`` would count a defect, found among the few cells that may have one.

    ``proofs`` reads every mark of every half-day: too long for a file of ten years.
    """
    sheets = sheets_of_half_days().subquery()
    is_present = Attendance.status.in_(presence_codes())
    other = aliased(SheetHalfDay)
    signed_on_another = (
        select(other.id)
        .where(
            other.class_session_id == SheetHalfDay.class_session_id,
            not_(_is_empty(other.id, SignatureDefect.enrollment_id)),
        )
        .correlate(SheetHalfDay, SignatureDefect)
        .exists()
    )
    untrained = select(sheets.c.class_session_id).where(sheets.c.trainer_signed.is_not(True))
    among_noted = (
        select(SheetHalfDay.class_session_id)
        .join(SignatureDefect, SignatureDefect.sheet_half_day_id == SheetHalfDay.id)
        .join(
            Attendance,
            and_(
                Attendance.class_session_id == SheetHalfDay.class_session_id,
                Attendance.enrollment_id == SignatureDefect.enrollment_id,
            ),
        )
        .where(
            or_(
                SignatureDefect.defect == DOUBTFUL,
                and_(is_present, SignatureDefect.defect.in_((MISSING, BLANK)), not_(signed_on_another)),
            )
        )
    )
    among_absent = (
        select(SheetHalfDay.class_session_id)
        .join(Attendance, Attendance.class_session_id == SheetHalfDay.class_session_id)
        .where(not_(is_present), not_(_is_empty(SheetHalfDay.id, Attendance.enrollment_id)))
    )
    return union(untrained, among_noted, among_absent)


def _is_empty(sheet_half_day_id: Any, enrollment_id: Any) -> ColumnElement[bool]:
    """Whether the cell of somebody on a sheet holds no signature."""
    cell = aliased(SignatureDefect)
    return exists(
        select(cell.id).where(
            cell.sheet_half_day_id == sheet_half_day_id,
            cell.enrollment_id == enrollment_id,
            cell.defect.in_((MISSING, BLANK)),
        )
    )


def is_signed_for() -> ColumnElement[bool]:
    """Whether a half-day is one that people sign a sheet for."""
    return or_(ClassSession.delivery_mode.is_(None), ClassSession.delivery_mode.in_(signed_modes()))
