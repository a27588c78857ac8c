"""What an auditor would reject in signed sheets, issued papers and months sent to a payer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from gen_desktop import french
from gen_desktop.dates import month_bounds, week_start
from gen_desktop.french import NBSP
from gen_desktop.models.attendance import Attendance, presence_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.learner import Learner
from gen_desktop.models.month_statement import MonthStatement
from gen_desktop.models.sheet_rules import DOUBTFUL, MISSING, UNEXPECTED, defect_of
from gen_desktop.models.signed_sheet import SheetHalfDay, SignedSheet
from gen_desktop.queries.attendance_sql import ends_on
from gen_desktop.queries.audit_rows import CohortRef, Finding, PersonRef, SlotRef
from gen_desktop.queries.scope import parameters
from gen_desktop.queries.sheet_sql import is_signed_for, noted, sheets_of_half_days
from gen_desktop.queries.signed_sheets import last_day_to_file
from gen_desktop.reference.lists import codes_where

_WEEK = 7
_SIGNATURES = {
    MISSING: ("signature_missing", "présente, sans signature"),
    UNEXPECTED: ("signature_unexpected", "absente, et une signature est sur la feuille"),
    DOUBTFUL: ("signature_doubtful", "signature différente ou douteuse"),
}


def findings_on_papers(session: Session, which: ColumnElement[bool], as_of: dt.date) -> Iterator[Finding]:
    """The defects of sheets, papers and months; ``which``: a condition on Cohort."""
    yield from _of_sheets(session, which, as_of)
    yield from _of_trainers(session, which)
    yield from _of_signatures(session, which)
    yield from _without_sheet(session, which, as_of)
    yield from _of_documents(session, which)
    yield from _changed_after_sending(session, which)


def _of_sheets(session: Session, which: ColumnElement[bool], as_of: dt.date) -> Iterator[Finding]:
    """Sheets that cover too much, or were filed at a time that cannot be or that is late."""
    first, last = func.min(ClassSession.held_on), func.max(ClassSession.held_on)
    rows = session.execute(
        select(Cohort.id, Cohort.code, SignedSheet.title, SignedSheet.filed_on, first, last)
        .join(SignedSheet, SignedSheet.cohort_id == Cohort.id)
        .join(SheetHalfDay, SheetHalfDay.signed_sheet_id == SignedSheet.id)
        .join(ClassSession, ClassSession.id == SheetHalfDay.class_session_id)
        .where(which)
        .group_by(SignedSheet.id)
    )
    delay = parameters(session, as_of).sheet_filing_days
    for cohort_id, code, title, filed_on, start, end in rows:
        days = french.date_range(start, end)
        for rule, what in _sheet_defects(start, end, filed_on, delay):
            yield Finding(rule, CohortRef(cohort_id, code), f"«{NBSP}{title}{NBSP}», {days}{NBSP}: {what}.")


def _sheet_defects(start: dt.date, end: dt.date, filed_on: dt.date, delay: int) -> Iterator[tuple[str, str]]:
    filed = french.short_date(filed_on)
    if filed_on < end:
        yield "filed_before_held", f"classée le {filed}, avant la dernière demi-journée"
    if week_start(start) != week_start(end):
        yield "sheet_over_a_week", "elle couvre plus d’une semaine"
    if filed_on > week_start(end) + dt.timedelta(days=_WEEK - 1 + delay):
        yield "filed_late", f"classée le {filed} seulement"


def _of_trainers(session: Session, which: ColumnElement[bool]) -> Iterator[Finding]:
    sheets = sheets_of_half_days().subquery()
    rows = session.execute(
        _half_days(sheets.c.trainer_signed)
        .join(sheets, sheets.c.class_session_id == ClassSession.id)
        .where(which, not_(func.coalesce(sheets.c.trainer_signed, False)))
    )
    for row in rows:
        slot = SlotRef(*row[2:5])
        what = "personne n’a vérifié la signature du formateur"
        if row[5] is not None:
            what = "le formateur n’a pas signé"
        yield Finding("trainer_unsigned", CohortRef(*row[:2]), f"{slot.words}{NBSP}: {what}.", slot)


def _of_signatures(session: Session, which: ColumnElement[bool]) -> Iterator[Finding]:
    """Each person's signature against what is recorded of the half-day (sheet_rules.defect_of)."""
    sheets, seen = sheets_of_half_days().subquery(), noted().subquery()
    rows = session.execute(
        _half_days(
            *(Enrollment.id, Enrollment.learner_id, Learner.last_name, Learner.first_name),
            *(Attendance.status, func.coalesce(seen.c.unsigned, 0) < sheets.c.sheets),
            func.coalesce(seen.c.doubtful, 0),
        )
        .join(sheets, sheets.c.class_session_id == ClassSession.id)
        .join(Attendance, Attendance.class_session_id == ClassSession.id)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .outerjoin(
            seen,
            (seen.c.class_session_id == ClassSession.id) & (seen.c.enrollment_id == Enrollment.id),
        )
        .where(which)
    )
    for row in rows:
        slot, person = SlotRef(*row[2:5]), PersonRef(*row[5:9])
        on_paper = DOUBTFUL if row[11] else None if row[10] else MISSING
        defect = defect_of(on_paper, row[9] in presence_codes())
        if defect is not None:
            rule, what = _SIGNATURES[defect]
            sentence = f"{slot.words}, {person.name}{NBSP}: {what}."
            yield Finding(rule, CohortRef(*row[:2]), sentence, slot, person)


def _without_sheet(session: Session, which: ColumnElement[bool], as_of: dt.date) -> Iterator[Finding]:
    present = exists().where(
        Attendance.class_session_id == ClassSession.id, Attendance.status.in_(presence_codes())
    )
    filed = exists().where(SheetHalfDay.class_session_id == ClassSession.id)
    rows = session.execute(
        _half_days().where(
            which,
            ClassSession.held_on <= last_day_to_file(session, as_of),
            is_signed_for(),
            present,
            not_(filed),
        )
    )
    for row in rows:
        slot = SlotRef(*row[2:5])
        sentence = f"{slot.words}{NBSP}: des présences, et aucune feuille signée."
        yield Finding("no_sheet", CohortRef(*row[:2]), sentence, slot)


def _of_documents(session: Session, which: ColumnElement[bool]) -> Iterator[Finding]:
    """Papers still in force that do not say what the course is called, or attest days to come."""
    newer = aliased(IssuedDocument)
    # A paper about a whole path, without a period, speaks of it until the exit; nobody is attested after it.
    last_day = func.coalesce(Enrollment.exit_on, ends_on)
    attested = func.min(func.coalesce(IssuedDocument.period_end, Enrollment.exit_on), last_day)
    rows = session.execute(
        select(
            *(Cohort.id, Cohort.code, Course.title, IssuedDocument.kind, IssuedDocument.title),
            *(IssuedDocument.number, IssuedDocument.course_title, attested),
            func.substr(IssuedDocument.issued_at, 1, 10),
        )
        .join(Course, Course.id == Cohort.course_id)
        .join(IssuedDocument, IssuedDocument.cohort_id == Cohort.id)
        .outerjoin(Enrollment, Enrollment.id == IssuedDocument.enrollment_id)
        .where(
            which,
            not_(exists().where(newer.replaces_id == IssuedDocument.id)),
            or_(IssuedDocument.course_title.is_not(None), attested.is_not(None)),
        )
    )
    attesting = codes_where("document_kind", attests="past")
    for cohort_id, code, course, kind, title, number, printed, end, issued in rows:
        cohort, which_one = CohortRef(cohort_id, code), number or title
        if printed is not None and printed != course:
            said = f"{which_one}{NBSP}: «{NBSP}{printed}{NBSP}» imprimé, «{NBSP}{course}{NBSP}» aujourd’hui."
            yield Finding("title_differs", cohort, said)
        issued_on = dt.date.fromisoformat(issued)
        if kind in attesting and end is not None and issued_on < end:
            said = f"{which_one}{NBSP}: émis le {french.short_date(issued_on)}, atteste jusqu’au "
            yield Finding("issued_too_early", cohort, f"{said}{french.short_date(end)}.")


def _changed_after_sending(session: Session, which: ColumnElement[bool]) -> Iterator[Finding]:
    """Marks of a month that changed after it was sent, and before any correction was opened."""
    for cohort, month, gaps in _sent_months(session, which):
        changed = _changes_of_marks(session, cohort.id, month)
        days = [day for day in changed if any(sent < day < (end or dt.date.max) for sent, end in gaps)]
        if days:
            marks = french.plural(len(days), "changement")
            last = french.short_date(max(days))
            said = f"{french.month_name(month)}{NBSP}: {marks} après l’envoi, le dernier le {last}."
            yield Finding("changed_after_sending", cohort, said)


_Gap = tuple[dt.date, dt.date | None]


def _sent_months(
    session: Session, which: ColumnElement[bool]
) -> Iterator[tuple[CohortRef, dt.date, list[_Gap]]]:
    """Each month that was sent, with the days between a sending and the opening of the next correction."""
    rows = session.execute(
        select(
            *(Cohort.id, Cohort.code, MonthStatement.month, MonthStatement.sent_on),
            func.lead(MonthStatement.opened_on, type_=MonthStatement.opened_on.type).over(
                partition_by=(MonthStatement.cohort_id, MonthStatement.month),
                order_by=MonthStatement.number,
            ),
        )
        .join(MonthStatement, MonthStatement.cohort_id == Cohort.id)
        .where(which)
    )
    gaps: dict[tuple[CohortRef, dt.date], list[_Gap]] = {}
    for cohort_id, code, month, sent_on, next_opened in rows:
        if sent_on is not None:
            gaps.setdefault((CohortRef(cohort_id, code), month), []).append((sent_on, next_opened))
    for (cohort, month), found in gaps.items():
        yield cohort, month, found


def _changes_of_marks(session: Session, cohort_id: int, month: dt.date) -> list[dt.date]:
    """The days on which marks of that month were changed, one for each change."""
    keys = (
        select(func.concat(Enrollment.id, ":", ClassSession.id))
        .join(ClassSession, ClassSession.cohort_id == Enrollment.cohort_id)
        .where(
            Enrollment.cohort_id == cohort_id,
            ClassSession.held_on.between(*month_bounds(month.year, month.month)),
        )
    )
    rows = session.scalars(
        select(ChangeSet.at)
        .join(RecordChange, RecordChange.change_set_id == ChangeSet.id)
        .where(RecordChange.kind == Attendance.__tablename__, RecordChange.record_key.in_(keys))
    )
    return [dt.datetime.fromisoformat(at).astimezone().date() for at in rows]


def _half_days(*columns: Any) -> Select[Any]:
    statement: Select[Any] = select(
        *(Cohort.id, Cohort.code, ClassSession.id, ClassSession.held_on, ClassSession.half_day), *columns
    )
    return statement.select_from(Cohort).join(ClassSession, ClassSession.cohort_id == Cohort.id)
