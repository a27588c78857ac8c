"""What follows an absence: documents received, reasons given, delays that are over."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.registry import AttachedDocument, Attendance
from gen_desktop.services import attendance, justifications, month_statements, undo
from gen_desktop.services.attached_documents import Source, delete_paper
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.justifications import ReceivedDocument
from tests.classroom import MONDAY, make_classroom

TODAY = dt.date(2026, 11, 24)
RECEIVED = dt.date(2026, 11, 18)
SCAN = Source("grippe de Kévin.pdf", lambda: b"%PDF-1.4\n%%EOF\n")


@pytest.fixture
def room(db):
    """Somebody absent on Monday and ill on Tuesday, somebody else there."""
    made = make_classroom(db)
    absent, present = made.enrollments[:2]
    attendance.record(db, [MarkInput(absent, slot, "AI") for slot in made.sessions[:2]])
    attendance.record(db, [MarkInput(absent, slot, "AJ_MAL") for slot in made.sessions[2:4]])
    attendance.record(db, [MarkInput(present, slot, "P") for slot in made.sessions[:4]])
    return made


@pytest.fixture
def keys(room):
    return [(room.enrollments[0], slot) for slot in room.sessions[:4]]


def marks(db, room):
    with db.read() as session:
        rows = session.scalars(
            select(Attendance).where(Attendance.enrollment_id == room.enrollments[0])
        ).all()
        return {
            room.sessions.index(row.class_session_id): (
                row.status,
                row.minutes_present,
                row.document_on,
                row.document_kind,
                row.attached_document_id,
            )
            for row in rows
        }


def papers(db):
    with db.read() as session:
        rows = session.scalars(select(AttachedDocument)).all()
        return [(row.id, row.kind, row.title) for row in rows]


def test_one_document_justifies_several_half_days_in_one_gesture(db, room, keys):
    document = ReceivedDocument(RECEIVED, "sick_note", "AJ_MAL", SCAN)
    change = justifications.receive_document(db, keys, document, TODAY)
    assert change.name == "Justificatif reçu\u00a0: Aubert Inès, 4 demi-journées"
    assert change.kinds == {"attendance", "attached_document"}
    ((paper_id, kind, title),) = papers(db)
    assert kind == "absence"
    assert title == "Avis d’arrêt de travail, absence du 16/11/2026"  # never what the file is called
    assert marks(db, room) == dict.fromkeys(range(4), ("AJ_MAL", 0, RECEIVED, "sick_note", paper_id))
    undo.undo_last(db)
    assert papers(db) == []
    assert marks(db, room)[0] == ("AI", 0, None, None, None)


def test_reasons_that_are_known_stay(db, room, keys):
    justifications.receive_document(db, keys[2:], ReceivedDocument(RECEIVED, "sick_note"), TODAY)
    assert marks(db, room)[2] == ("AJ_MAL", 0, RECEIVED, "sick_note", None)


def test_the_same_scan_is_attached_once(db, room, keys):
    for key in keys[2:]:
        justifications.receive_document(db, [key], ReceivedDocument(RECEIVED, "sick_note", scan=SCAN), TODAY)
    ((paper_id, _, _),) = papers(db)
    assert {mark[4] for mark in marks(db, room).values()} == {None, paper_id}


@pytest.mark.parametrize(
    ("document", "field", "said"),
    [
        (ReceivedDocument(RECEIVED, "sick_note"), "reason", "Choisissez le motif de l’absence."),
        (
            ReceivedDocument(RECEIVED, "sick_note", "P"),
            "reason",
            "Choisissez le motif d’une absence justifiée.",
        ),
        (ReceivedDocument(RECEIVED, "grippe", "AJ_MAL"), "kind", "Choisissez ce qu’est le justificatif."),
        (
            ReceivedDocument(TODAY + dt.timedelta(days=1), "sick_note", "AJ_MAL"),
            "received_on",
            "Le jour de réception ne peut pas être à venir.",
        ),
        (
            ReceivedDocument(RECEIVED, "sick_note", "AJ_MAL", Source("virus.exe", lambda: b"MZ\x90\x00")),
            "scan",
            None,
        ),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(db, room, keys, document, field, said):
    before = marks(db, room)
    with pytest.raises(InvalidInput) as refused:
        justifications.receive_document(db, keys, document, TODAY)
    problem = refused.value.problems[0]
    assert problem.field == field
    assert said is None or problem.sentence == said
    assert marks(db, room) == before
    assert papers(db) == []


def test_a_document_is_of_one_person_and_of_absences(db, room, keys):
    other = (room.enrollments[1], room.sessions[0])
    document = ReceivedDocument(RECEIVED, "sick_note", "AJ_MAL")
    with pytest.raises(NotFound, match="n’est plus une absence"):
        justifications.receive_document(db, [*keys, other], document, TODAY)
    attendance.record(db, [MarkInput(*other, "AI")])
    with pytest.raises(InvalidInput, match="d’une seule personne"):
        justifications.receive_document(db, [*keys, other], document, TODAY)


def test_an_absence_without_its_document_becomes_unjustified(db, room, keys):
    change = justifications.refuse(db, keys[2:])
    assert change.name == "Passer 2 absences en non justifiées"
    assert {mark[0] for mark in marks(db, room).values()} == {"AI"}


@pytest.mark.parametrize("reason", ["AJ_INT", "AJ_MAL"])
def test_what_waits_for_no_document_does_not_become_unjustified(db, room, keys, reason):
    justifications.give_reason(db, keys[2:], reason)
    if reason == "AJ_MAL":
        justifications.receive_document(db, keys[2:], ReceivedDocument(RECEIVED, "sick_note"), TODAY)
    with pytest.raises(Conflict, match="n’attend aucun justificatif"):
        justifications.refuse(db, keys[2:])


def test_a_reason_given_makes_an_absence_justified(db, room, keys):
    justifications.give_reason(db, keys[:1], "AJ_ENT")
    assert marks(db, room)[0][0] == "AJ_ENT"
    with pytest.raises(InvalidInput):
        justifications.give_reason(db, keys[:1], "R")


def test_a_sent_month_takes_no_document_any_more(db, room, keys):
    month_statements.send_month(db, room.cohort_id, MONDAY, "France Travail", TODAY, TODAY)
    for change in (
        lambda: justifications.receive_document(
            db, keys, ReceivedDocument(RECEIVED, "sick_note", "AJ_MAL", SCAN), TODAY
        ),
        lambda: justifications.refuse(db, keys[2:]),
        lambda: justifications.give_reason(db, keys[:1], "AJ_MAL"),
    ):
        with pytest.raises((Conflict, InvalidInput), match="Novembre 2026 a été envoyé à France Travail"):
            change()
    assert papers(db) == []


def test_a_scan_that_is_deleted_leaves_the_absence_justified(db, room, keys):
    justifications.receive_document(db, keys, ReceivedDocument(RECEIVED, "sick_note", "AJ_MAL", SCAN), TODAY)
    delete_paper(db, papers(db)[0][0])
    assert marks(db, room)[0] == ("AJ_MAL", 0, RECEIVED, "sick_note", None)
    undo.undo_last(db)
    assert marks(db, room)[0][4] == papers(db)[0][0]
