"""The signed sheets that were filed, to list, to show and to change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, not_, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.french import short_date
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.paper_formats import FORMATS, Format
from gen_desktop.models.sheet_rules import BLANK, MISSING
from gen_desktop.models.signed_sheet import SheetHalfDay, SignatureDefect, SignedSheet
from gen_desktop.queries.sheet_sql import is_signed_for
from gen_desktop.queries.stored_content import content
from gen_desktop.reference.lists import label

GONE = "Cette feuille n’est plus dans le fichier."


@dataclass(frozen=True, slots=True)
class FiledHalfDay:
    """A half-day that a sheet proves. ``noted``: enrollment → code of signature_defect, as it was seen."""

    class_session_id: int
    held_on: dt.date
    half_day: str
    trainer_signed: bool | None
    noted: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class FiledSheet:
    """A scan of a signed sheet; ``size`` in bytes, ``first`` and ``last``: the days that it proves."""

    id: int
    version: int
    cohort_id: int
    title: str
    media_type: str
    size: int
    sha256: str
    filed_on: dt.date
    issued_document_id: int | None
    half_days: int
    first: dt.date | None
    last: dt.date | None

    @property
    def format(self) -> Format:
        """What the file is."""
        return FORMATS.get(self.media_type, Format("Fichier", self.media_type, ".bin"))


def filed_sheets(session: Session, cohort_id: int) -> tuple[FiledSheet, ...]:
    """The sheets of a cohort, the latest days first."""
    rows = session.execute(
        _filed()
        .where(SignedSheet.cohort_id == cohort_id)
        .order_by(func.max(ClassSession.held_on).desc(), SignedSheet.id.desc())
    )
    return tuple(FiledSheet(*row) for row in rows)


def filed_sheet(session: Session, sheet_id: int) -> FiledSheet:
    """One sheet. Raises NotFound."""
    row = session.execute(_filed().where(SignedSheet.id == sheet_id)).first()
    if row is None:
        raise NotFound(GONE)
    return FiledSheet(*row)


def half_days_of(session: Session, sheet_id: int) -> tuple[FiledHalfDay, ...]:
    """What a sheet proves, in the order of the calendar."""
    noted: dict[int, dict[int, str]] = {}
    for row in session.execute(
        select(SignatureDefect.sheet_half_day_id, SignatureDefect.enrollment_id, SignatureDefect.defect)
        .join(SheetHalfDay, SheetHalfDay.id == SignatureDefect.sheet_half_day_id)
        .where(SheetHalfDay.signed_sheet_id == sheet_id)
    ):
        noted.setdefault(row[0], {})[row[1]] = row[2]
    rows = session.execute(
        select(
            SheetHalfDay.id,
            ClassSession.id,
            ClassSession.held_on,
            ClassSession.half_day,
            SheetHalfDay.trainer_signed,
        )
        .join(ClassSession, ClassSession.id == SheetHalfDay.class_session_id)
        .where(SheetHalfDay.signed_sheet_id == sheet_id)
        .order_by(ClassSession.held_on, ClassSession.half_day)
    )
    return tuple(FiledHalfDay(row[1], row[2], row[3], row[4], noted.get(row[0], {})) for row in rows)


def sheet_of_half_day(session: Session, class_session_id: int) -> int | None:
    """The sheet filed last among those that prove a half-day; None when there is none."""
    return session.scalar(
        select(func.max(SheetHalfDay.signed_sheet_id)).where(
            SheetHalfDay.class_session_id == class_session_id
        )
    )


def sheet_with_content(session: Session, sheet_id: int) -> tuple[FiledSheet, bytes]:
    """One sheet and its bytes. Raises NotFound when either is gone or damaged."""
    found = filed_sheet(session, sheet_id)
    return found, content(session, found.sha256)


def same_scan(session: Session, sha256: str, cohort_id: int) -> FiledSheet | None:
    """The sheet of that cohort which has the same content, None when there is none."""
    row = session.execute(
        _filed().where(SignedSheet.sha256 == sha256, SignedSheet.cohort_id == cohort_id)
    ).first()
    return None if row is None else FiledSheet(*row)


def half_days_to_file(session: Session, cohort_id: int, monday: dt.date, as_of: dt.date) -> tuple[int, ...]:
    """The half-days of a week which a sheet should prove: held on ``as_of`` at the latest, signed for."""
    return tuple(
        session.scalars(
            select(ClassSession.id)
            .where(
                ClassSession.cohort_id == cohort_id,
                ClassSession.held_on.between(monday, min(monday + dt.timedelta(days=6), as_of)),
                is_signed_for(),
            )
            .order_by(ClassSession.held_on, ClassSession.half_day)
        )
    )


@dataclass(frozen=True, slots=True)
class SignedBy:
    """A filed sheet where somebody signed ``half_days`` half-days. Its title may name others: it is out."""

    first: dt.date
    last: dt.date
    filed_on: dt.date
    half_days: int


def signed_by(session: Session, enrollment_ids: Sequence[int]) -> tuple[SignedBy, ...]:
    """The sheets that hold the signature of these enrollments, for whoever asks what is kept about her."""
    empty = (
        select(SignatureDefect.id)
        .where(
            SignatureDefect.sheet_half_day_id == SheetHalfDay.id,
            SignatureDefect.enrollment_id == Attendance.enrollment_id,
            SignatureDefect.defect.in_((MISSING, BLANK)),
        )
        .exists()
    )
    rows = session.execute(
        select(
            func.min(ClassSession.held_on),
            func.max(ClassSession.held_on),
            SignedSheet.filed_on,
            func.count(),
        )
        .join(SheetHalfDay, SheetHalfDay.signed_sheet_id == SignedSheet.id)
        .join(ClassSession, ClassSession.id == SheetHalfDay.class_session_id)
        .join(Attendance, Attendance.class_session_id == ClassSession.id)
        .where(Attendance.enrollment_id.in_(enrollment_ids), not_(empty))
        .group_by(SignedSheet.id)
        .order_by(func.min(ClassSession.held_on))
    )
    return tuple(SignedBy(*row) for row in rows)


def proven_half_days(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Half-day of a sheet → its date in words."""
    rows = session.execute(
        select(SheetHalfDay.id, ClassSession.held_on, ClassSession.half_day)
        .join(ClassSession, ClassSession.id == SheetHalfDay.class_session_id)
        .where(SheetHalfDay.id.in_(ids))
    )
    return {row[0]: f"{short_date(row[1])}, {label('half_day', row[2]).lower()}" for row in rows}


def _filed() -> Select[*tuple[Any, ...]]:
    names = [name for name in FiledSheet.__dataclass_fields__ if name not in ("half_days", "first", "last")]
    return (
        select(
            *(getattr(SignedSheet, name) for name in names),
            func.count(ClassSession.id),
            func.min(ClassSession.held_on),
            func.max(ClassSession.held_on),
        )
        .outerjoin(SheetHalfDay, SheetHalfDay.signed_sheet_id == SignedSheet.id)
        .outerjoin(ClassSession, ClassSession.id == SheetHalfDay.class_session_id)
        .group_by(SignedSheet.id)
    )
