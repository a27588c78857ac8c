"""Oracle BPF-1: the learner-hours of 2025, to the unit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from gen_desktop.changes import COMMAND_LINE
from gen_desktop.db.database import Database
from gen_desktop.models.registry import ClassSession, Cohort, Course, Enrollment
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.store import create_store, open_store
from tests.classroom import Classroom, change_enrollment, make_classroom
from tests.commands import Center
from tests.reports.pdf_checks import reading_order

START = dt.date(2025, 11, 3)
COURSES: dict[str, dict[str, Any]] = {
    "S1": {"certification_code": "RNCP37674", "level": "5", "nsf_code": "326"},
    "S2": {"objective": "professionalization", "nsf_code": "324"},
    "S3": {"objective": "professionalization", "nsf_code": "324"},
    "S4": {"certification_code": "RS6563", "nsf_code": "326"},
}
SUBCONTRACTING = {"S3": "received", "S4": "entrusted"}


@pytest.fixture
def center(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Center:
    """L1 to L8 in S1 to S4."""
    found = Center(tmp_path, capsys)
    db = create_store(found.file, COMMAND_LINE)
    names = {name: [(f"L{number}", "Camille") for number in numbers] for name, numbers in _WHO.items()}
    ends = dict.fromkeys(_WHO, dt.date(2025, 12, 19)) | {"S1": dt.date(2026, 2, 27)}
    rooms = {
        name: make_classroom(db, code=name, people=people, start=START, end=ends[name])
        for name, people in names.items()
    }
    _describe(db, rooms)
    one = rooms["S1"]
    follow(db, one, 0, 60, also_in_2026=True)
    follow(db, one, 1, 15)
    follow(db, one, 2, 58, late=180)
    for who in (0, 1):
        follow(db, rooms["S2"], who, 4)
        follow(db, rooms["S3"], who, 2)
    follow(db, rooms["S4"], 0, 10)
    db.close()
    return found


_WHO = {"S1": (1, 2, 3), "S2": (1, 4, 5), "S3": (6, 7), "S4": (8,)}
_STATUS = {
    "S1": ("job_seeker", "job_seeker", "private_employee"),
    "S2": ("job_seeker", "individual", "job_seeker"),
    "S3": (None, None),
    "S4": ("job_seeker",),
}


def _describe(db: Database, rooms: dict[str, Classroom]) -> None:
    with db.write("Décrire") as session:
        for name, room in rooms.items():
            cohort = session.get_one(Cohort, room.cohort_id)
            cohort.subcontracting = SUBCONTRACTING.get(name)
            course = session.get_one(Course, cohort.course_id)
            for fact, value in COURSES[name].items():
                setattr(course, fact, value)
            for enrollment_id, status in zip(room.enrollments, _STATUS[name], strict=True):
                session.get_one(Enrollment, enrollment_id).bpf_status = status
        # The same person in both.
        second = session.get_one(Enrollment, rooms["S2"].enrollments[0])
        second.learner_id = session.get_one(Enrollment, rooms["S1"].enrollments[0]).learner_id
    for room in rooms.values():
        for enrollment_id in room.enrollments:
            change_enrollment(db, enrollment_id, entered_on=START)


def follow(
    db: Database, room: Classroom, who: int, half_days: int, late: int = 0, *, also_in_2026: bool = False
) -> None:
    """Presence at the first half-days, of 3 h 30 each, then once late."""
    enrollment_id = room.enrollments[who]
    marks = [MarkInput(enrollment_id, one, "P") for one in room.sessions[:half_days]]
    if late:
        marks.append(MarkInput(enrollment_id, room.sessions[half_days], "R", late))
    if also_in_2026:
        marks += [MarkInput(enrollment_id, one, "P") for one in room.sessions[-20:]]
    attendance.record(db, marks)


def of(line: dict[str, int]) -> tuple[int, int]:
    return line["participations"], line["hours"]


def test_oracle_bpf_1(center: Center) -> None:
    told = center.ask("figures", "--bpf", "2025")
    one, three, four = told["F-1"], told["F-3"], told["F-4"]
    assert {line: of(one[line]) for line in "abcde"} == {
        "a": (1, 204),
        "b": (0, 0),
        "c": (4, 312),
        "d": (1, 14),
        "e": (0, 0),
    }
    assert of(told["F-2"]) == (1, 35)
    assert {line: of(three[line]) for line in "abd"} == {"a": (3, 467), "b": (1, 35), "d": (2, 28)}
    assert of(three["levels"]["5"]) == (3, 467)
    assert {code: of(line) for code, line in four.items()} == {
        "326": (4, 502),
        "324": (2, 28),
        "total": (6, 530),
    }
    assert of(one["total"]) == of(three["total"]) == (6, 530)
    assert of(told["G"]) == (2, 14)
    assert one["total"]["persons"] == 5
    assert told["raw_minutes"] == 529 * 60


def test_the_table_says_what_it_is(center: Center) -> None:
    printed = center.run("figures", "--bpf", "2025")
    assert "état préparatoire" in printed
    assert "529\u202fh" in printed
    assert center.ask("figures", "--bpf", "2026")["F-1"]["total"] == {
        "participations": 1,
        "hours": 70,
        "persons": 1,
    }


def test_a_half_day_in_company_counts_only_when_it_says_so(center: Center) -> None:
    for counts, hours in ((None, 32), (True, 35), (False, 32)):
        db = open_store(center.file, COMMAND_LINE)
        with db.read() as session:
            cohort_id = session.query(Cohort.id).filter(Cohort.code == "S4").scalar()
        with db.write("En entreprise") as session:
            first = session.query(ClassSession).filter(ClassSession.cohort_id == cohort_id)
            half_day = first.order_by(ClassSession.held_on, ClassSession.half_day).first()
            assert half_day is not None
            half_day.delivery_mode, half_day.counts_for_bpf = "company", counts
        db.close()
        assert of(center.ask("figures", "--bpf", "2025")["F-2"]) == (1, hours)


def test_the_paper_says_what_the_command_tells(center: Center) -> None:
    out = center.folder / "bpf.pdf"
    center.run("report", "bpf", "--year", "2025", "--out", out)
    lines = [line.replace("\u202f", " ").replace("\u00a0", " ") for line in reading_order(out.read_bytes())]
    for expected in (
        "a | Salarié d’employeur privé hors apprentis | 1 | 204 | 1",
        "c | Personne en recherche d’emploi | 4 | 312 | 3",
        "d | Particulier à ses propres frais | 1 | 14 | 1",
        "(1) | Total (1) | 6 | 530 | 5",
        "(2) | Actions confiées à un autre organisme (2) | 1 | 35 | 1",
        "a | dont a, niveau 5 | 3 | 467 | 3",
        "(3) | Total (3) | 6 | 530 | 5",
        "326 | Spécialité 326 | 4 | 502 | 4",
        "324 | Spécialité 324 | 2 | 28 | 2",
        "(4) | Total (4) | 6 | 530 | 5",
        "(5) | Confiés par un autre organisme (5) | 2 | 14 | 2",
    ):
        assert expected in lines
    told = center.ask("report", "bpf", "--period", "2025-01-01", "2025-12-31")
    asked = center.ask("figures", "--bpf", "2025")
    assert {name: told[name] for name in asked if name != "year"} == {
        name: value for name, value in asked.items() if name != "year"
    }
    assert told["taught"]["with_trainer"] <= told["taught"]["minutes"]
