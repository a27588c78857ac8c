"""Signed sheets filed back: a scan, the half-days that it proves, what was seen of each signature."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.attendance import Attendance, long_slot_label, presence_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.paper_formats import LONGEST_TITLE, Format, Refused, title_of
from gen_desktop.models.sheet_rules import BLANK, SIGNED
from gen_desktop.models.signed_sheet import SheetHalfDay, SignatureDefect, SignedSheet
from gen_desktop.queries.filed_sheets import GONE, same_scan
from gen_desktop.reference.lists import code_list
from gen_desktop.services.attached_documents import Source
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.scans import scan_format
from gen_desktop.services.stored_content import keep

KINDS = frozenset({"signed_sheet", "sheet_half_day", "signature_defect"})


@dataclass(frozen=True, slots=True)
class HalfDaySeen:
    """What was seen of a half-day on a sheet. ``trainer_signed`` None: nobody looked.

    ``seen``: enrollment → SIGNED or a code of signature_defect. Of whoever is not there, what was seen
    before stays; on a half-day that the sheet did not prove yet, a signature is supposed where a presence is
    recorded, an empty cell elsewhere.
    """

    class_session_id: int
    trainer_signed: bool | None = None
    seen: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_proved(self) -> bool:
        """Whether the trainer signed and no signature is missing, doubtful or of somebody absent."""
        return self.trainer_signed is True and set(self.seen.values()) <= {SIGNED, BLANK}


def file_sheet(
    db: Database,
    cohort_id: int,
    scan: Source,
    half_days: Sequence[HalfDaySeen],
    today: dt.date,
    title: str = "",
) -> Change:
    """File a scan for the half-days of a cohort that it proves, in one gesture; the title tells the days.

    Raises NotFound, InvalidInput (fields ``file``, ``half_days``, ``title``) when the scan is no PDF nor
    picture, is damaged, protected or filed already, when a half-day is to come or of another cohort.
    """
    data, found = _read(scan)
    digest = hashlib.sha256(data).hexdigest()
    with db.read() as session:
        code = _cohort_code(session, cohort_id)
        days = _days(session, cohort_id, half_days, today)
        title = _title(title, days)
        _refuse_twice(session, digest, cohort_id)
    name = f"Classer la feuille signée «{NBSP}{title}{NBSP}» de {code}"
    with db.write(name) as session:
        sheet = SignedSheet(
            cohort_id=cohort_id,
            title=title,
            media_type=found.media_type,
            size=len(data),
            sha256=keep(session, data),
            filed_on=today,
        )
        session.add(sheet)
        session.flush()
        _write_half_days(session, sheet.id, cohort_id, half_days)
    return Change(KINDS, frozenset({cohort_id}), name, sheet.id)


def change_sheet(
    db: Database,
    sheet_id: int,
    half_days: Sequence[HalfDaySeen],
    today: dt.date,
    title: str = "",
    *,
    version: int | None = None,
) -> Change:
    """Say otherwise what a filed sheet proves. ``version``: the one shown.

    Raises as ``file_sheet``, and Conflict when the sheet was changed since.
    """
    with db.read() as session:
        cohort_id = session.scalar(select(SignedSheet.cohort_id).where(SignedSheet.id == sheet_id))
        if cohort_id is None:
            raise NotFound(GONE)
        code = _cohort_code(session, cohort_id)
        title = _title(title, _days(session, cohort_id, half_days, today))
    name = f"Modifier la feuille signée «{NBSP}{title}{NBSP}» de {code}"
    with db.write(name) as session:
        sheet = session.get(SignedSheet, sheet_id)
        if sheet is None:
            raise NotFound(GONE)
        if version is not None and sheet.version != version:
            raise Conflict("Cette feuille a été modifiée entre-temps.")
        if sheet.title == title:
            _raise_version(session, sheet)
        else:
            sheet.title = title
        _write_half_days(session, sheet_id, cohort_id, half_days)
    return Change(KINDS, frozenset({cohort_id}), name)


def delete_sheet(db: Database, sheet_id: int) -> Change:
    """Take a filed sheet away; the bin gives it back with its scan. Raises NotFound."""
    with db.read() as session:
        row = session.execute(
            select(SignedSheet.title, SignedSheet.cohort_id, Cohort.code)
            .join(Cohort, Cohort.id == SignedSheet.cohort_id)
            .where(SignedSheet.id == sheet_id)
        ).first()
    if row is None:
        raise NotFound(GONE)
    name = f"Supprimer la feuille signée «{NBSP}{row.title}{NBSP}» de {row.code}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "signed_sheet", [sheet_id])
    return Change(kinds, frozenset({row.cohort_id}), name)


def _read(scan: Source) -> tuple[bytes, Format]:
    try:
        data = scan.read()
        return data, scan_format(scan.name, data)
    except Refused as refusal:
        words = f"«{NBSP}{title_of(scan.name)}{NBSP}» {refusal}"
        raise InvalidInput.one("file", words) from refusal


def _cohort_code(session: Session, cohort_id: int) -> str:
    code = session.scalar(select(Cohort.code).where(Cohort.id == cohort_id))
    if code is None:
        raise NotFound("Cette cohorte n’existe plus.")
    return code


def _days(
    session: Session, cohort_id: int, half_days: Sequence[HalfDaySeen], today: dt.date
) -> tuple[dt.date, dt.date]:
    """The first and the last day of these half-days. Raises InvalidInput with every reason."""
    if not half_days:
        raise InvalidInput.one("half_days", "Choisissez au moins une demi-journée que cette feuille prouve.")
    ids = [one.class_session_id for one in half_days]
    rows = session.execute(
        select(ClassSession.id, ClassSession.cohort_id, ClassSession.held_on, ClassSession.half_day).where(
            ClassSession.id.in_(ids)
        )
    ).all()
    sentences = list(dict.fromkeys(_refusals(rows, ids, cohort_id, today)))
    for one in half_days:
        for noted in one.seen.values():
            if noted != SIGNED:
                code_list("signature_defect")[noted]
    people = set(session.scalars(select(Enrollment.id).where(Enrollment.cohort_id == cohort_id)))
    if any(one.seen.keys() - people for one in half_days):
        sentences.append("Une personne de cette feuille n’est plus de la cohorte.")
    if sentences:
        raise InvalidInput(*(Problem("half_days", sentence) for sentence in sentences))
    return min(row.held_on for row in rows), max(row.held_on for row in rows)


def _refusals(rows: Sequence[Any], ids: Sequence[int], cohort_id: int, today: dt.date) -> Iterator[str]:
    if len(rows) < len(set(ids)):
        yield "Une de ces demi-journées n’est plus au calendrier."
    if len(set(ids)) < len(ids):
        yield "Une demi-journée est donnée deux fois."
    for row in rows:
        slot = long_slot_label(row.held_on, row.half_day)
        if row.cohort_id != cohort_id:
            yield f"La demi-journée du {slot} est d’une autre cohorte."
        elif row.held_on > today:
            yield f"La demi-journée du {slot} est à venir{NBSP}: personne n’a pu signer."


def _title(title: str, days: tuple[dt.date, dt.date]) -> str:
    title = " ".join(title.split())
    if len(title) > LONGEST_TITLE:
        raise InvalidInput.one("title", f"Un titre a {LONGEST_TITLE} signes au plus.")
    words = french.date_range(*days)
    return title or words[0].upper() + words[1:]


def _refuse_twice(session: Session, digest: str, cohort_id: int) -> None:
    known = same_scan(session, digest, cohort_id)
    if known is not None:
        raise InvalidInput.one(
            "file",
            f"Ce fichier est déjà classé sous «{NBSP}{known.title}{NBSP}», "
            f"le {french.short_date(known.filed_on)}. "
            "Modifiez cette feuille si elle prouve d’autres demi-journées.",
        )


def _raise_version(session: Session, sheet: SignedSheet) -> None:
    """What a sheet proves is part of it: whoever shows it as it was may not save over this change."""
    session.execute(
        update(SignedSheet).where(SignedSheet.id == sheet.id).values(version=SignedSheet.version + 1)
    )
    session.expire(sheet)


def _write_half_days(
    session: Session, sheet_id: int, cohort_id: int, half_days: Sequence[HalfDaySeen]
) -> None:
    """Make these what a sheet proves. Rows that stay are changed, not replaced: undo finds them."""
    known = {
        row.class_session_id: row
        for row in session.scalars(select(SheetHalfDay).where(SheetHalfDay.signed_sheet_id == sheet_id))
    }
    wanted = {one.class_session_id: one for one in half_days}
    gone = [row for key, row in known.items() if key not in wanted]
    if gone:
        delete_with_all(session, "sheet_half_day", [row.id for row in gone])
        for row in gone:
            session.expunge(row)
    supposed = _supposed(session, cohort_id, list(wanted))
    for key, one in wanted.items():
        there = known.get(key)
        seen = one.seen if there is not None else {**supposed[key], **one.seen}
        proven = there or SheetHalfDay(signed_sheet_id=sheet_id, class_session_id=key)
        proven.trainer_signed = one.trainer_signed
        session.add(proven)
        session.flush()
        _write_defects(session, proven.id, seen)


def _write_defects(session: Session, half_day_id: int, seen: Mapping[int, str]) -> None:
    known = {
        row.enrollment_id: row
        for row in session.scalars(
            select(SignatureDefect).where(SignatureDefect.sheet_half_day_id == half_day_id)
        )
    }
    for enrollment_id, noted in seen.items():
        row = known.get(enrollment_id)
        if noted == SIGNED:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(
                SignatureDefect(sheet_half_day_id=half_day_id, enrollment_id=enrollment_id, defect=noted)
            )
        else:
            row.defect = noted


def _supposed(session: Session, cohort_id: int, ids: Sequence[int]) -> dict[int, dict[int, str]]:
    """Half-day → whoever may be on the sheet → SIGNED where a presence is recorded, else BLANK."""
    people = session.scalars(
        select(Enrollment.id).where(
            Enrollment.cohort_id == cohort_id,
            or_(Enrollment.decision == "admitted", Enrollment.entered_on.is_not(None)),
        )
    ).all()
    supposed = {one: dict.fromkeys(people, BLANK) for one in ids}
    present = session.execute(
        select(Attendance.class_session_id, Attendance.enrollment_id).where(
            Attendance.class_session_id.in_(ids), Attendance.status.in_(presence_codes())
        )
    )
    for class_session_id, enrollment_id in present:
        supposed[class_session_id][enrollment_id] = SIGNED
    return supposed
