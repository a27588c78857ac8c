"""Signed sheets filed back: what is accepted, what each half-day then waits for, how marks are followed."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.privacy import REQUEST
from gen_desktop.models.registry import ClassSession, Enrollment
from gen_desktop.models.sheet_rules import SIGNED, SheetStatus, defect_of
from gen_desktop.queries.filed_sheets import (
    filed_sheets,
    half_days_of,
    half_days_to_file,
    sheet_with_content,
    signed_by,
)
from gen_desktop.queries.person_data import person_data
from gen_desktop.queries.presence_proofs import Unproved, unproved_half_days
from gen_desktop.queries.signed_sheets import (
    cohort_to_prove,
    cohorts_with_unproved,
    count_unproved,
    last_day_to_file,
    sheet_states,
)
from gen_desktop.services import attendance
from gen_desktop.services.attached_documents import Source
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.privacy import erase_people
from gen_desktop.services.signed_sheets import HalfDaySeen, change_sheet, delete_sheet, file_sheet
from gen_desktop.services.undo import undo_last
from tests import papers as made
from tests.classroom import FRIDAY, MONDAY, make_classroom
from tests.random_gestures import snapshot

TODAY = FRIDAY + dt.timedelta(days=3)
PEOPLE = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Petit", "Samuel")]
SCAN = made.pdf()


@pytest.fixture
def room(db):
    return make_classroom(db, people=PEOPLE)


def source(data: bytes = SCAN, name: str = "feuille.pdf") -> Source:
    return Source(name, lambda: data)


def mark(db, room, *marks):
    attendance.record(
        db, [MarkInput(room.enrollments[who], room.sessions[when], *rest) for who, when, *rest in marks]
    )


def put(db, room, *places: int, signed: bool | None = True, data: bytes = SCAN, seen=None) -> int:
    half_days = [HalfDaySeen(room.sessions[one], signed, seen or {}) for one in places]
    created = file_sheet(db, room.cohort_id, source(data), half_days, TODAY).created_id
    assert created is not None
    return created


def state(db, room, place: int, as_of: dt.date = TODAY):
    with db.read() as session:
        return sheet_states(session, [room.sessions[place]], as_of)[room.sessions[place]]


def test_a_half_day_goes_from_nothing_to_signed(db, room) -> None:
    assert state(db, room, 0, MONDAY).words == "à venir"
    assert state(db, room, 0).status is SheetStatus.EMPTY
    mark(db, room, (0, 0, "P"), (1, 0, "AI"))
    found = state(db, room, 0)
    assert (found.status, found.words) == (SheetStatus.INCOMPLETE, "1 personne à noter")
    mark(db, room, (2, 0, "R", 20))
    assert state(db, room, 0).status is SheetStatus.TO_FILE
    put(db, room, 0)
    assert (state(db, room, 0).status, state(db, room, 0).sheets) == (SheetStatus.SIGNED, 1)
    assert state(db, room, 1).status is SheetStatus.EMPTY


def test_defects_are_counted_and_said(db, room) -> None:
    mark(db, room, (0, 0, "P"), (1, 0, "AI"), (2, 0, "P"))
    first, second, third = room.enrollments
    put(db, room, 0, signed=False, seen={first: "missing", second: "unexpected", third: "doubtful"})
    found = state(db, room, 0)
    assert found.status is SheetStatus.DEFECT
    assert found.words == (
        "le formateur n’a pas signé, 1 signature manque, 1 signature d’une personne absente, "
        "1 signature douteuse"
    )


def test_a_trainer_nobody_looked_for_proves_nothing(db, room) -> None:
    mark(db, room, *((who, 0, "P") for who in range(3)))
    put(db, room, 0, signed=None)
    assert state(db, room, 0).words == "signature du formateur à vérifier"


def test_a_mark_corrected_later_is_held_against_the_paper(db, room) -> None:
    mark(db, room, (0, 0, "P"), (1, 0, "AI"), (2, 0, "P"))
    put(db, room, 0)
    mark(db, room, (1, 0, "P"))
    assert state(db, room, 0).missing == 1
    mark(db, room, (1, 0, "AI"), (0, 0, "AJ_MAL"))
    assert (state(db, room, 0).missing, state(db, room, 0).unexpected) == (0, 1)


def test_a_list_of_two_pages_is_signed_on_either(db, room) -> None:
    mark(db, room, *((who, 0, "P") for who in range(3)))
    first, second, third = room.enrollments
    put(db, room, 0, seen={third: "blank"})
    assert state(db, room, 0).missing == 1
    put(db, room, 0, data=made.picture(), seen={first: "blank", second: "blank"})
    assert (state(db, room, 0).status, state(db, room, 0).sheets) == (SheetStatus.SIGNED, 2)


@given(
    noted=st.sampled_from([None, "missing", "unexpected", "doubtful", "blank"]),
    is_present=st.sampled_from([True, False]),
)
def test_presence_is_never_proved_by_an_empty_cell(noted, is_present) -> None:
    found = defect_of(noted, is_present)
    is_empty = noted in ("missing", "blank")
    if noted == "doubtful":
        assert found == "doubtful"
    else:
        assert (found is None) == (is_present != is_empty)


@pytest.mark.parametrize("status", ["P", "AI"])
@pytest.mark.parametrize("noted", [SIGNED, "missing", "unexpected", "doubtful", "blank"])
def test_the_rule_counts_the_same_in_sql(db, room, noted, status) -> None:
    mark(db, room, (0, 0, status), (1, 0, "P"), (2, 0, "P"))
    put(db, room, 0, seen={room.enrollments[0]: noted})
    found = state(db, room, 0)
    expected = defect_of(None if noted == SIGNED else noted, status == "P")
    counted = {"missing": found.missing, "unexpected": found.unexpected, "doubtful": found.doubtful}
    assert counted == {kind: int(kind == expected) for kind in counted}
    assert (found.status is SheetStatus.SIGNED) == (expected is None)
    with db.read() as session:
        assert count_unproved(session, FRIDAY + dt.timedelta(days=30)) == (expected is not None)


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(SCAN)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "est vide"),
        (b"bonjour", "n’est ni un PDF, ni une photo"),
        (made.picture("GIF"), "n’est ni un PDF, ni une photo"),
        (made.word(), "n’est ni un PDF, ni une photo"),
        (b"MZ\0\0", "est un programme"),
        (encrypted(), "protégé par un mot de passe"),
        (b"%PDF-1.7\nrien", "est abîmé"),
        (made.picture(size=(400, 300))[:90], "est abîmé"),
    ],
)
def test_what_is_no_scan_is_refused_with_a_sentence(db, room, data, words) -> None:
    before = snapshot(db)
    name = "feuille.txt" if data == b"bonjour" else "feuille.pdf"
    with pytest.raises(InvalidInput, match=words) as refused:
        file_sheet(db, room.cohort_id, source(data, name), [HalfDaySeen(room.sessions[0])], TODAY)
    assert refused.value.problems[0].field == "file"
    assert snapshot(db) == before


def test_half_days_that_cannot_be_proved_are_refused(db, room) -> None:
    other = make_classroom(db, code="AUTRE", people=[("Zidi", "Nora")])
    cases = [
        ([], TODAY, "au moins une demi-journée"),
        ([HalfDaySeen(room.sessions[2])], MONDAY, "mardi 17 novembre matin est à venir"),
        ([HalfDaySeen(other.sessions[0])], TODAY, "d’une autre cohorte"),
        ([HalfDaySeen(1)], TODAY, "plus au calendrier"),
        ([HalfDaySeen(room.sessions[0])] * 2, TODAY, "deux fois"),
        (
            [HalfDaySeen(room.sessions[0], True, {other.enrollments[0]: "missing"})],
            TODAY,
            "plus de la cohorte",
        ),
    ]
    before = snapshot(db)
    for half_days, today, words in cases:
        with pytest.raises(InvalidInput, match=words):
            file_sheet(db, room.cohort_id, source(), half_days, today)
    with pytest.raises(NotFound):
        file_sheet(db, 1, source(), [HalfDaySeen(room.sessions[0])], TODAY)
    assert snapshot(db) == before


def test_the_same_scan_filed_twice_is_told(db, room) -> None:
    put(db, room, 0, 1)
    with pytest.raises(
        InvalidInput, match="déjà classé sous «\u00a0Le 16 novembre 2026\u00a0», le 23/11/2026"
    ):
        put(db, room, 2)


def test_a_filed_sheet_is_changed_deleted_and_given_back(db, room) -> None:
    mark(db, room, *((who, when, "P") for who in range(3) for when in range(2)))
    sheet_id = put(db, room, 0)
    with db.read() as session:
        shown = filed_sheets(session, room.cohort_id)[0]
        assert sheet_with_content(session, sheet_id)[1] == SCAN
    assert (shown.title, shown.half_days, shown.first, shown.last) == (
        "Le 16 novembre 2026",
        1,
        MONDAY,
        MONDAY,
    )
    changed = [HalfDaySeen(room.sessions[one], True, {room.enrollments[0]: "doubtful"}) for one in range(2)]
    before = snapshot(db)
    change_sheet(db, sheet_id, changed, TODAY, "Lundi", version=shown.version)
    with db.read() as session:
        half_days = half_days_of(session, sheet_id)
    assert [(one.class_session_id, dict(one.noted)) for one in half_days] == [
        (room.sessions[one], {room.enrollments[0]: "doubtful"}) for one in range(2)
    ]
    with pytest.raises(Conflict, match="modifiée entre-temps"):
        change_sheet(db, sheet_id, changed, TODAY, version=shown.version)
    undo_last(db)
    assert snapshot(db) == before
    delete_sheet(db, sheet_id)
    assert state(db, room, 0).status is SheetStatus.TO_FILE
    undo_last(db)
    assert snapshot(db) == before
    with pytest.raises(NotFound):
        delete_sheet(db, 1)


def test_a_stale_edit_is_refused_even_when_the_title_stays(db, room) -> None:
    sheet_id = put(db, room, 0)
    with db.read() as session:
        version = filed_sheets(session, room.cohort_id)[0].version
    change_sheet(db, sheet_id, [HalfDaySeen(room.sessions[0], False)], TODAY, version=version)
    with pytest.raises(Conflict):
        change_sheet(db, sheet_id, [HalfDaySeen(room.sessions[0], True)], TODAY, version=version)


def test_what_is_still_to_file_is_counted_once_the_week_is_old(db, room) -> None:
    mark(db, room, *((who, when, "P") for who in range(3) for when in range(3)))
    put(db, room, 1, signed=False)
    put(db, room, 2, data=made.picture())
    sunday = FRIDAY + dt.timedelta(days=2)
    on_time, late = sunday + dt.timedelta(days=7), sunday + dt.timedelta(days=8)
    with db.read() as session:
        assert last_day_to_file(session, on_time) == sunday - dt.timedelta(days=7)
        assert last_day_to_file(session, late) == sunday
        assert count_unproved(session, on_time) == 1, "a defect is told at once"
        (found,) = cohorts_with_unproved(session, late)
        assert (found.to_file, found.with_defects, found.first, found.last) == (1, 1, MONDAY, MONDAY)
        assert count_unproved(session, late) == 2
        words = cohort_to_prove(session, room.cohort_id, late).words
    assert words == (
        "8 demi-journées sans feuille signée, dont 1 à classer (semaine finie depuis plus de 7 jours), "
        "1 demi-journée à reprendre"
    )


def test_a_cohort_that_ended_without_a_sheet_is_left_alone(db, room) -> None:
    mark(db, room, *((who, 0, "P") for who in range(3)))
    with db.read() as session:
        assert count_unproved(session, FRIDAY + dt.timedelta(days=30)) == 0


def unproved(db, room, first=MONDAY, last=FRIDAY) -> dict[int, Unproved]:
    with db.read() as session:
        return unproved_half_days(session, room.enrollments, first, last)


def test_presences_that_no_sound_sheet_proves(db, room) -> None:
    mark(db, room, *((who, when, "P") for who in range(2) for when in range(2)), (2, 0, "AI"), (2, 1, "P"))
    ines, moussa, samuel = room.enrollments
    both = Unproved(without_sheet=2)
    assert unproved(db, room) == {ines: both, moussa: both, samuel: Unproved(without_sheet=1)}
    put(db, room, 0, seen={ines: "missing", samuel: "blank"})
    one = Unproved(without_sheet=1)
    assert unproved(db, room) == {ines: Unproved(1, 1), moussa: one, samuel: one}
    put(db, room, 1, data=made.picture())
    assert unproved(db, room) == {ines: Unproved(with_defects=1)}
    assert unproved(db, room, FRIDAY, FRIDAY) == {}
    assert Unproved(1, 2) + Unproved(3, 4) == Unproved(4, 6)


@pytest.mark.parametrize(
    ("status", "noted", "is_wrong"),
    [("P", None, False), ("P", "missing", True), ("P", "doubtful", True), ("AI", "unexpected", True)]
    + [("AI", "blank", False), ("AI", "doubtful", True)],
)
def test_a_sheet_that_says_something_else_of_the_person_is_a_defect(db, room, status, noted, is_wrong):
    mark(db, room, (0, 0, status), (0, 1, "P"))  # whoever was never there did not enter: nothing is due
    put(db, room, 0, seen={room.enrollments[0]: noted} if noted else {})
    assert unproved(db, room)[room.enrollments[0]] == Unproved(1, int(is_wrong))


@pytest.mark.parametrize("trainer", [None, False])
def test_without_the_trainer_s_signature_a_presence_is_not_proved(db, room, trainer) -> None:
    mark(db, room, (0, 0, "P"), (1, 0, "AI"))
    put(db, room, 0, seen={room.enrollments[1]: "blank"}, signed=trainer)
    assert unproved(db, room) == {room.enrollments[0]: Unproved(with_defects=1)}


def test_half_days_without_a_sheet_to_sign_wait_for_none(db, room) -> None:
    with db.write("À distance") as session:
        session.get_one(ClassSession, room.sessions[0]).delivery_mode = "remote"
    mark(db, room, *((who, 0, "P") for who in range(3)))
    assert state(db, room, 0).status is SheetStatus.NOT_NEEDED
    assert unproved(db, room) == {}
    with db.read() as session:
        assert half_days_to_file(session, room.cohort_id, MONDAY, MONDAY) == (room.sessions[1],)


def test_whoever_asks_is_told_the_sheets_she_signed_and_nobody_else(db, room) -> None:
    mark(db, room, (0, 0, "P"), (0, 1, "AI"), (1, 0, "P"), (1, 1, "P"), (2, 0, "AI"), (2, 1, "AI"))
    put(db, room, 0, 1)
    with db.read() as session:
        (found,) = signed_by(session, [room.enrollments[0]])
        assert (found.first, found.last, found.filed_on, found.half_days) == (MONDAY, MONDAY, TODAY, 1)
        assert signed_by(session, [room.enrollments[1]])[0].half_days == 2
        assert signed_by(session, [room.enrollments[2]]) == ()
        learner = session.get_one(Enrollment, room.enrollments[0]).learner_id
        told = person_data(session, learner)
    sections = {section.title: section for section in told.sections}
    values = dict(sections["Feuilles signées numérisées"].records[0].values)
    assert values == {
        "Jours": "le 16 novembre 2026",
        "Classée le": "23/11/2026",
        "Demi-journées signées": "1",
    }
    noted = dict(sections["Défaut de signature"].records[0].values)
    assert "16/11/2026, après-midi" in noted.values()
    assert "Bakary" not in repr(told.sections)


def test_an_erasure_leaves_the_sheet_of_the_cohort_and_takes_what_was_noted(db, room, tmp_path) -> None:
    mark(db, room, (0, 0, "P"), (1, 0, "P"), (2, 0, "P"))
    sheet_id = put(db, room, 0, seen={room.enrollments[0]: "doubtful"})
    with db.read() as session:
        learner = session.get_one(Enrollment, room.enrollments[0]).learner_id
    erase_people(db, [learner], cause=REQUEST, reason="Demande", today=TODAY)
    with db.read() as session:
        assert sheet_with_content(session, sheet_id)[1] == SCAN
        assert half_days_of(session, sheet_id)[0].noted == {}
