"""Calls in a diary: on the last day of the window or at the hour asked for, with names only when asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from icalendar import Calendar as Diary
from sqlalchemy import func, select

from gen_desktop.exporting.call_reminders import write_call_reminders
from gen_desktop.models.calling import Call
from gen_desktop.models.contact import Consent
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.models.registry import Enrollment, Learner
from gen_desktop.services.follow_ups import AttemptInput, record_attempt
from tests.classroom import make_leavers

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
EXIT = dt.date(2026, 5, 28)
PEOPLE = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Cordier", "Théo"), ("Refusée", "Zoé")]


@pytest.fixture
def calls(db):
    """Three to call at six months, one of whom asked for an hour; a fourth does not want to be called."""
    room = make_leavers(db, PEOPLE)
    with db.write("Faits inventés") as session:
        first, last = (session.get_one(Enrollment, room.enrollments[at]).learner_id for at in (0, 3))
        session.get_one(Learner, first).phone = "+33639980100"
        session.add(Consent(learner_id=last, purpose="follow_up", is_given=False, said_on=EXIT))
    asked = AttemptInput(
        room.enrollments[1],
        6,
        dt.date(2026, 11, 20),
        outcome="reached",
        next_on=dt.date(2026, 11, 25),
        next_at=dt.time(18, 30),
    )
    record_attempt(db, asked)
    return [Call(one, 6).id for one in room.enrollments]


def entries(path: Path) -> list:
    return Diary.from_ical(path.read_bytes()).walk("VEVENT")


def exports(db) -> int:
    with db.read() as session:
        return session.scalar(select(func.count(NominativeExport.id)))


def test_without_names_there_are_counts_and_nothing_in_the_register(db, calls, tmp_path) -> None:
    path = tmp_path / "appels.ics"
    assert write_call_reminders(db, calls, path, NOW, named=False) == 3
    timed, whole = entries(path)
    assert timed.decoded("dtstart") == dt.datetime(2026, 11, 25, 18, 30)  # by the clock of whoever calls
    assert str(timed["summary"]) == "1 appel à passer\u00a0: TSSR 2026-1, à 6 mois"
    assert whole.decoded("dtstart") >= dt.date(2026, 11, 28)
    assert str(whole["summary"]) == "2 appels à passer\u00a0: TSSR 2026-1, à 6 mois"
    text = path.read_text(encoding="utf-8").replace("\r\n ", "")
    assert not any(last in text for last, _ in PEOPLE)
    assert "06" not in str(whole.get("description", ""))
    assert len(Diary.from_ical(path.read_bytes()).walk("VALARM")) == 2
    assert exports(db) == 0


def test_with_names_it_is_entered_first(db, calls, tmp_path) -> None:
    path = tmp_path / "appels.ics"
    assert write_call_reminders(db, calls, path, NOW, named=True) == 3
    _, whole = entries(path)
    told = str(whole["description"]).replace("\u00a0", " ").split("\n")
    assert told == ["Aubert Inès, 06 39 98 01 00", "Cordier Théo, pas de téléphone"]
    assert "Refusée" not in path.read_text(encoding="utf-8")
    assert exports(db) == 1


def test_what_is_late_is_there_today_and_a_file_made_again_is_the_same(db, calls, tmp_path) -> None:
    late = NOW + dt.timedelta(days=200)
    first, again = tmp_path / "appels.ics", tmp_path / "encore.ics"
    write_call_reminders(db, calls, first, late, named=False)
    write_call_reminders(db, calls, again, late, named=False)
    assert first.read_bytes() == again.read_bytes()
    (only,) = entries(first)
    assert only.decoded("dtstart") == late.date()
    assert str(only["summary"]).startswith("3 appels")


def test_nobody_is_an_empty_diary(db, tmp_path) -> None:
    assert write_call_reminders(db, [], tmp_path / "vide.ics", NOW, named=True) == 0
    assert entries(tmp_path / "vide.ics") == []
    assert exports(db) == 0
