"""The diary of a cohort, read back: every half-day at its hour on the clock of the site, and no learner."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from icalendar import Calendar as Diary

from gen_desktop.app import main
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.exporting.ics import write_ics
from gen_desktop.models.registry import Cohort, Site
from gen_desktop.queries.calendar_events import cohort_events
from gen_desktop.services.organization import create_sample_organization
from gen_desktop.services.session_changes import change_class_sessions
from gen_desktop.services.session_moves import move_class_session
from tests.classroom import MONDAY, NAMES, make_classroom

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def events(db: Database, cohort_id: int, path: Path) -> dict[str, object]:
    with db.read() as session:
        assert write_ics(cohort_events(session, cohort_id), path, NOW) == 10
    return {str(one["uid"]): one for one in Diary.from_ical(path.read_bytes()).walk("VEVENT")}


def test_half_days_are_read_back_with_their_module_trainer_and_room(db: Database, tmp_path: Path) -> None:
    room = make_classroom(db)
    told = {"module": "HTML, CSS; <web>", "trainer": "Élodie Vasseur", "place": "Salle 2"}
    change_class_sessions(db, [room.sessions[0]], told)
    change_class_sessions(db, [room.sessions[1]], {"delivery_mode": "remote"})
    path = tmp_path / "dwwm.ics"
    found = events(db, room.cohort_id, path)
    first = found[f"{room.sessions[0]}@gen-desktop"]
    assert first.decoded("dtstart").isoformat() == "2026-11-16T09:00:00+01:00"
    assert first.decoded("dtend").isoformat() == "2026-11-16T12:30:00+01:00"
    assert str(first["summary"]) == "DWWM 2026-2 – HTML, CSS; <web>"
    assert str(first["location"]) == "Salle 2"
    assert "Élodie Vasseur" in str(first["description"])
    assert str(found[f"{room.sessions[1]}@gen-desktop"]["location"]) == "À distance"
    text = path.read_text(encoding="utf-8").replace("\r\n ", "")
    assert "BEGIN:VTIMEZONE" in text
    assert not any(last_name in text for last_name, _ in NAMES)


def test_a_moved_half_day_keeps_its_identity_and_raises_its_sequence(db: Database, tmp_path: Path) -> None:
    room = make_classroom(db, end=MONDAY + dt.timedelta(days=5))
    before = events(db, room.cohort_id, tmp_path / "before.ics")
    move_class_session(db, room.sessions[0], MONDAY + dt.timedelta(days=5), "AM", today=MONDAY)
    after = events(db, room.cohort_id, tmp_path / "after.ics")
    uid = f"{room.sessions[0]}@gen-desktop"
    assert before.keys() == after.keys()
    assert (before[uid]["sequence"], after[uid]["sequence"]) == (0, 1)
    assert after[uid].decoded("dtstart").date() == MONDAY + dt.timedelta(days=5)


def test_overseas_the_hours_are_those_of_the_place(db: Database, tmp_path: Path) -> None:
    create_sample_organization(db)
    room = make_classroom(db)
    with db.write("À La Réunion") as session:
        site = session.query(Site).first()
        site.holiday_zone = "974"
        session.get_one(Cohort, room.cohort_id).site_id = site.id
    found = events(db, room.cohort_id, tmp_path / "reunion.ics")
    first = found[f"{room.sessions[0]}@gen-desktop"]
    assert first.decoded("dtstart").isoformat() == "2026-11-16T09:00:00+04:00"


def test_the_command_writes_the_same(db: Database, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    make_classroom(db)
    out = tmp_path / "dwwm.ics"
    common = ["--data", str(db.path), "calendar", "--out", str(out)]
    db.close()
    assert main([*common, "--cohort", "DWWM 2026-2"]) == 0
    assert "10 demi-journées" in capsys.readouterr().out
    assert len(Diary.from_ical(out.read_bytes()).walk("VEVENT")) == 10
    assert main([*common, "--cohort", "Nulle part"]) == 1


def test_a_cohort_that_is_gone_is_said(db: Database) -> None:
    with db.read() as session, pytest.raises(NotFound):
        cohort_events(session, 1)
