"""The oracles of assiduity, made through imports and asked for through the commands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.models.registry import (
    ClassSession,
    Cohort,
    Course,
    Enrollment,
    NominativeExport,
    RemoteActivity,
)
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.store import open_store
from tests.classroom import make_classroom
from tests.commands import Center
from tests.importing.lists import Line

CODE = "ASSIDUITE 2026"
MONTH = "2026-10"
MONDAY, END = dt.date(2026, 10, 5), dt.date(2026, 10, 30)
PEOPLE = ("Aubert Inès", "Bakary Moussa", "Cordier Théo")
"""Present but for two half-days; sick the whole week, with a note; in from the 12th on."""
WEEK = [(MONDAY + dt.timedelta(days=number), half) for number in range(5) for half in ("matin", "après-midi")]


@pytest.fixture
def center(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Center:
    return Center(tmp_path, capsys)


def fill(center: Center, end: dt.date, slots: list[tuple[dt.date, str]], marks: list[list[Any]]) -> None:
    """The cohort of 35 hours a week, its three people and the marks of each half-day."""
    entries = (MONDAY, MONDAY, dt.date(2026, 10, 12))
    names = [tuple(name.split()) for name in PEOPLE]
    people: list[Line] = [("Nom", "Prénom", "Date d’entrée")]
    people += [(*name, entry) for name, entry in zip(names, entries, strict=True) if entry <= end]
    cohort: list[Line] = [
        ("Code", CODE),
        ("Formation", "Développeur web et web mobile"),
        ("Date de début", MONDAY),
        ("Date de fin", end),
        ("Rythme", "lun-ven 9h-12h30 13h30-17h"),
    ]
    center.run("import", "learners", center.write_learners(people, cohort), "--cohort", CODE)
    lines: list[Line] = [("Nom", "Prénom", *(f"{day:%d/%m} {half}" for day, half in slots))]
    lines += [(*name, *of_one) for name, of_one in zip(names, marks, strict=False)]
    center.run("import", "attendance", center.write("emargement.xlsx", lines), "--cohort", CODE)


@pytest.fixture
def week(center: Center) -> Center:
    """One week of 35 hours, recorded for the first two."""
    fill(center, WEEK[-1][0], WEEK, [["P"] * 8 + ["J mal.", "A"], ["J mal."] * 10])
    return center


@pytest.fixture
def month(center: Center) -> Center:
    """Four weeks of 35 hours, of which the last person misses the first."""
    days = [MONDAY + dt.timedelta(days=7 * number + day) for number in range(4) for day in range(5)]
    slots = [(day, half) for day in days for half in ("matin", "après-midi")]
    late = [None] * 10 + ["P"] * 30
    fill(center, END, slots, [["P"] * 39 + ["A"], ["P"] * 40, late])
    return center


def ask(center: Center, who: str, *words: object) -> Any:
    (told,) = center.ask("statement", "--learner", who, "--month", MONTH, *words)["statements"]
    return told


def test_a_week_with_an_absence_of_each_kind(week: Center) -> None:
    told = ask(week, PEOPLE[0], "--as-of", "2026-10-30")
    minutes = told["minutes"]
    assert (minutes["planned"], minutes["present"]) == (35 * 60, 28 * 60)
    assert (minutes["justified"], minutes["unjustified"]) == (210, 210)
    assert told["presence"] == {"n": 1680, "N": 2100, "value": 80.0, "words": "80,0\u202f%"}
    assert (told["assiduity"]["N"], told["assiduity"]["value"]) == (1890, 88.9)
    printed = week.run("statement", "--learner", PEOPLE[0], "--month", MONTH)
    assert "Taux de présence (assiduité)\u00a0: 80,0\u202f%" in printed
    assert "Taux d’assiduité hors absences justifiées\u00a0: 88,9\u202f%" in printed


def test_a_week_of_illness_with_a_note(week: Center) -> None:
    told = ask(week, PEOPLE[1])
    assert told["minutes"]["justified_by_code"] == {"AJ_MAL": 2100}
    assert (told["presence"]["value"], told["presence"]["words"]) == (0.0, "0,0\u202f%")
    assert told["assiduity"] == {"n": 0, "N": 0, "value": None, "words": "sans objet"}


def test_the_figures_are_of_the_same_minutes(week: Center) -> None:
    found = {one["id"]: one for one in week.ask("figures", "--cohort", CODE, "--as-of", "2026-10-30")}
    total = week.ask("statement", "--cohort", CODE, "--month", MONTH)["total"]
    for figure, rate in (("B1", "presence"), ("B1.hors_justifiees", "assiduity")):
        assert (found[figure]["n"], found[figure]["N"]) == (total[rate]["n"] / 60, total[rate]["N"] / 60)
        assert found[figure]["value"] == total[rate]["value"]
    assert (total["presence"]["value"], total["assiduity"]["value"]) == (40.0, 88.9)


def test_distance_work_counts_once_verified(month: Center) -> None:
    """24 h planned, 18 h done and verified, 21 h connected."""
    db = open_store(month.file, COMMAND_LINE)
    verified = dt.date(2026, 10, 28)
    with db.write("Noter le travail à distance") as session:
        enrollment = session.scalars(select(Enrollment).order_by(Enrollment.id)).first()
        assert enrollment is not None
        for hours, connected, verified_on in ((18, 17, verified), (4, 4, None), (2, 0, None)):
            session.add(
                RemoteActivity(
                    enrollment_id=enrollment.id,
                    title="Parcours en ligne",
                    estimated_minutes=hours * 60,
                    planned_on=MONDAY,
                    done_on=verified if connected else None,
                    connected_minutes=connected * 60,
                    verified_on=verified_on,
                )
            )
        learner_id = enrollment.learner_id
    db.close()
    told = ask(month, str(learner_id))["remote"]
    assert told == {
        "n": 1080,
        "N": 1440,
        "value": 75.0,
        "words": "75,0\u202f%",
        "connected": 1260,
        "doubled": 0,
    }


def test_the_deduction_goes_with_the_unjustified_hours(month: Center) -> None:
    told = ask(month, PEOPLE[0], "--pay", "700,00", "--as-of", "2026-11-30")
    assert (told["minutes"]["planned"], told["minutes"]["unjustified"]) == (140 * 60, 210)
    assert told["deduction"] == {
        "pay": 700.0,
        "amount": 17.5,
        "note": "à titre indicatif, le financeur décide",
    }
    printed = month.run("statement", "--learner", PEOPLE[0], "--month", MONTH, "--pay", "700,00")
    assert "Retenue proportionnelle\u00a0: 17,50\u202f€ (à titre indicatif, le financeur décide)" in printed


def test_hours_are_planned_from_the_entry_on(month: Center) -> None:
    told = ask(month, PEOPLE[2])
    assert told["half_days"][0]["day"] == "2026-10-12"
    assert told["minutes"]["planned"] == 105 * 60
    assert [one["monday"] for one in told["weeks"]] == ["2026-10-12", "2026-10-19", "2026-10-26"]


def test_the_whole_course_without_a_month(month: Center) -> None:
    whole = month.ask("statement", "--cohort", CODE)
    of_month = month.ask("statement", "--cohort", CODE, "--month", "10/2026")
    assert (whole["start"], whole["end"]) == (None, None)
    assert whole["total"] == of_month["total"]
    assert whole["total"]["minutes"]["planned"] == sum(
        one["minutes"]["planned"] for one in whole["statements"]
    )


def test_an_absence_is_to_justify_for_two_working_days(week: Center) -> None:
    """The absence is of a Friday: Saturday and Sunday do not count."""
    told = [
        ask(week, PEOPLE[0], "--as-of", day)["minutes"]["to_justify"] for day in ("2026-10-13", "2026-10-14")
    ]
    assert told == [210, 0]


def test_what_is_told_is_in_the_register_of_exports(week: Center) -> None:
    week.run("statement", "--learner", PEOPLE[0], "--month", MONTH)
    week.run("statement", "--cohort", CODE)
    assert "Aucune heure prévue" in week.run("statement", "--learner", PEOPLE[0], "--month", "2026-12")
    db = open_store(week.file, COMMAND_LINE)
    with db.read() as session:
        rows = session.execute(
            select(NominativeExport.kind, NominativeExport.scope, NominativeExport.people)
        ).all()
    db.close()
    assert [tuple(row) for row in rows] == [
        ("statement", "Une personne, octobre 2026", 1),
        ("statement", f"{CODE}, toute la formation", 2),
    ]


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("--learner", "Personne Ici"), 1, "Personne ne s’appelle"),
        (("--learner", "999"), 1, "Aucune personne n’a de fiche n°\u00a0999"),
        (("--cohort", ""), 1, "Aucune cohorte ne porte le code"),
        (("--cohort", "RIEN"), 1, "Aucune cohorte ne porte le code"),
        (("--learner", PEOPLE[0], "--month", "2026-13"), 2, "n’est pas un mois"),
        (("--learner", PEOPLE[0], "--pay", "beaucoup"), 2, "n’est pas un montant"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    week: Center, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int, sentence: str
) -> None:
    try:
        ended = main(["--data", str(week.file), "statement", *words])
    except SystemExit as end:
        ended = int(str(end.code))
    assert (ended, sentence in capsys.readouterr().err) == (status, True)


def test_half_days_are_told_by_the_way_they_are_held(week: Center) -> None:
    db = open_store(week.file, COMMAND_LINE)
    room = make_classroom(db, code="À DISTANCE", entered_on=dt.date(2026, 11, 16))
    with db.write("À distance") as session:
        course = session.get_one(Course, session.get_one(Cohort, room.cohort_id).course_id)
        course.delivery_mode = "remote"
        session.get_one(ClassSession, room.sessions[0]).delivery_mode = "company"
    attendance.record(db, [MarkInput(room.enrollments[0], one, "P") for one in room.sessions[:3]])
    db.close()
    told = week.ask("statement", "--cohort", "À DISTANCE")["statements"][0]["minutes"]
    assert told["present_by_mode"] == {"company": 210, "remote": 420}
    assert told["unrecorded"] == 7 * 210
