"""What follows an absence: a document comes and justifies it, or none comes in time.

Of a document its day, its category and at will its scan are kept, never what it says of anybody's health.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.models.absence import absence_codes, codes_with_document
from gen_desktop.models.attendance import ABSENT, Attendance, justified_codes, slot_label
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.paper_formats import Refused
from gen_desktop.reference.lists import code_list, label
from gen_desktop.services.attached_documents import Source, attach_as
from gen_desktop.services.attendance import MarksWritten, insert_marks
from gen_desktop.services.attendance_facts import Key, MarkInput

PAPER = "absence"
"""The kind of the papers that justify (code of attached_kind)."""


@dataclass(frozen=True, slots=True)
class ReceivedDocument:
    """A document that justifies absences. ``kind``: a code of absence_document.

    ``reason``: the status that the absences take; None leaves those that have a reason as they are.
    """

    received_on: dt.date
    kind: str
    reason: str | None = None
    scan: Source | None = None


@dataclass(frozen=True, slots=True)
class _Absence:
    key: Key
    learner_id: int
    who: str
    held_on: dt.date
    half_day: str
    status: str
    document_on: dt.date | None


def receive_document(db: Database, keys: Sequence[Key], document: ReceivedDocument, today: dt.date) -> Change:
    """Say that a document came for half-days of one person, all or none; the absences are then justified.

    Raises InvalidInput, NotFound when one of them is no absence any more, Conflict when the month was sent.
    """
    with db.read() as session:
        name = f"Justificatif reçu{french.NBSP}: {_whose(_absences(session, keys))}"
    with db.write(name) as session:
        absences = _absences(session, keys)
        if problems := _problems(absences, document, today):
            raise InvalidInput(*problems)
        paper_id = _attach(session, absences[0], document, today)
        marks = [
            MarkInput(
                *one.key,
                document.reason or one.status,
                document_on=document.received_on,
                document_kind=document.kind,
                attached_document_id=paper_id,
            )
            for one in absences
        ]
        written = insert_marks(session, marks)
    kinds = written.kinds | ({"attached_document"} if paper_id is not None else set())
    return Change(kinds, _ids(absences), name)


def give_reason(db: Database, keys: Sequence[Key], reason: str) -> Change:
    """Give absences of one person a reason; the document, where one is asked, is then awaited.

    Raises InvalidInput, NotFound, Conflict.
    """
    with db.read() as session:
        name = f"{label('attendance_status', reason)}{french.NBSP}: {_whose(_absences(session, keys))}"
    with db.write(name) as session:
        absences = _absences(session, keys)
        if reason not in justified_codes():
            raise InvalidInput.one("reason", "Choisissez le motif d’une absence justifiée.")
        written = insert_marks(session, [MarkInput(*one.key, reason) for one in absences])
    return _change(written, absences, name)


def refuse(db: Database, keys: Sequence[Key]) -> Change:
    """Make absences whose document did not come unjustified. They may be of several people.

    Raises NotFound, Conflict when the document of one of them was received meanwhile.
    """
    with db.read() as session:
        absences = _absences(session, keys)
    name = f"Non justifiée{french.NBSP}: {_whose(absences)}"
    if len(absences) > 1:
        name = f"Passer {french.plural(len(absences), 'absence')} en non justifiées"
    with db.write(name) as session:
        absences = _absences(session, keys)
        for one in absences:
            if one.document_on is not None or one.status not in codes_with_document():
                slot = slot_label(one.held_on, one.half_day)
                raise Conflict(f"{one.who}, {slot}{french.NBSP}: cette absence n’attend aucun justificatif.")
        written = insert_marks(session, [MarkInput(*one.key, ABSENT) for one in absences])
    return _change(written, absences, name)


def _absences(session: Session, keys: Sequence[Key]) -> list[_Absence]:
    """These marks in the order of time. Raises NotFound when one is no absence, or is gone."""
    rows = session.execute(
        select(Attendance, Learner.id, Learner.last_name, Learner.first_name, ClassSession)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .where(
            Attendance.enrollment_id.in_({key[0] for key in keys}),
            Attendance.class_session_id.in_({key[1] for key in keys}),
            Attendance.status.in_(absence_codes()),
        )
        .order_by(ClassSession.held_on, ClassSession.half_day)
    )
    wanted = set(keys)
    found = [
        _Absence(
            (mark.enrollment_id, mark.class_session_id),
            learner_id,
            full_name(last, first),
            held.held_on,
            held.half_day,
            mark.status,
            mark.document_on,
        )
        for mark, learner_id, last, first, held in rows
        if (mark.enrollment_id, mark.class_session_id) in wanted
    ]
    if len(found) < len(wanted) or not found:
        raise NotFound("Cette demi-journée n’est plus une absence.")
    return found


def _problems(absences: Sequence[_Absence], document: ReceivedDocument, today: dt.date) -> list[Problem]:
    problems = []
    if len({one.learner_id for one in absences}) > 1:
        problems.append(Problem("", "Un justificatif est d’une seule personne."))
    if document.received_on > today:
        problems.append(Problem("received_on", "Le jour de réception ne peut pas être à venir."))
    if document.kind not in code_list("absence_document"):
        problems.append(Problem("kind", "Choisissez ce qu’est le justificatif."))
    if document.reason is not None and document.reason not in justified_codes():
        problems.append(Problem("reason", "Choisissez le motif d’une absence justifiée."))
    if document.reason is None and any(one.status == ABSENT for one in absences):
        problems.append(Problem("reason", "Choisissez le motif de l’absence."))
    return problems


def _attach(session: Session, first: _Absence, document: ReceivedDocument, today: dt.date) -> int | None:
    """The scan among the papers of the person, under a title that tells nothing of health."""
    if document.scan is None:
        return None
    title = f"{label('absence_document', document.kind)}, absence du {french.short_date(first.held_on)}"
    try:
        return attach_as(session, first.learner_id, document.scan, PAPER, title, today)
    except Refused as refusal:
        raise InvalidInput.one(
            "scan", f"«{french.NBSP}{document.scan.name}{french.NBSP}» {refusal}"
        ) from refusal


def _whose(absences: Sequence[_Absence]) -> str:
    """« Delorme Kévin, lun. 16 matin », « Delorme Kévin, 3 demi-journées »."""
    first = absences[0]
    if len(absences) == 1:
        return f"{first.who}, {slot_label(first.held_on, first.half_day)}"
    return f"{first.who}, {french.plural(len(absences), 'demi-journée')}"


def _change(written: MarksWritten, absences: Sequence[_Absence], name: str) -> Change:
    return Change(written.kinds, _ids(absences), name)


def _ids(absences: Sequence[_Absence]) -> frozenset[int]:
    return frozenset({one.key[0] for one in absences} | {one.learner_id for one in absences})
