"""Invented weeks for the tests of attendance sheets."""

from __future__ import annotations

import datetime as dt

from gen_desktop.queries.attendance_grid import Mark
from gen_desktop.queries.week_sheets import Correction, SheetCell, SheetHalfDay, SheetLearner, WeekSheet
from gen_desktop.reports.sheet import SheetPaper
from tests.reports.letterheads import HEAD, WITH_LOGOS

MONDAY = dt.date(2026, 11, 16)
MODULES = ("Développer la partie front-end", "Bases de données relationnelles et NoSQL")
TRAINERS = ("Nadia Berrada", "Paul Lestienne")
NAMES = (
    *(("Aubert", "Inès"), ("Bakary", "Moussa"), ("Ben Salah", "Yasmine"), ("Cordier", "Théo")),
    *(("Da Silva", "Léa"), ("Delorme", "Kévin"), ("Fournier", "Maëlle"), ("Garnier", "Sofiane")),
    *(("Hamidi", "Nour"), ("Lefèvre", "Julie"), ("Marchand", "Enzo"), ("Nguyen", "Linh")),
    *(("O’Brien", "Chloé"), ("Petit", "Samuel"), ("Rousseau", "Amandine")),
)


def half_days(days: int = 5) -> tuple[SheetHalfDay, ...]:
    found = []
    for day in range(days):
        for half, (start, end) in (("AM", ((9, 0), (12, 30))), ("PM", ((13, 30), (17, 0)))):
            place = len(found)
            found.append(
                SheetHalfDay(
                    id=place + 1,
                    held_on=MONDAY + dt.timedelta(days=day),
                    half_day=half,
                    starts_at=dt.time(*start),
                    ends_at=dt.time(*end),
                    minutes=210,
                    module=MODULES[place % 2],
                    trainer=TRAINERS[place % 2],
                    place="Salle 2",
                )
            )
    return tuple(found)


def learner(number: int, count: int = 10, name: tuple[str, str] | None = None) -> SheetLearner:
    last, first = name or NAMES[number % len(NAMES)]
    return SheetLearner(number + 1, last, first, (SheetCell(),) * count)


def varied(count: int = 10) -> tuple[SheetLearner, ...]:
    """Somebody of each kind: there, late, absent, not yet entered, left, in company, suspended."""
    present, late = SheetCell(mark=Mark("P", 210, None)), SheetCell(mark=Mark("R", 170, None))
    ill, away = SheetCell(mark=Mark("AJ_MAL", 0, None)), SheetCell(mark=Mark("AI", 0, None))
    cells = (
        (present,) * count,
        (present, late, *(present,) * (count - 2)),
        (ill, ill, away, *(present,) * (count - 3)),
        (*(SheetCell("avant l’entrée (19/11/2026)"),) * 6, *(SheetCell(),) * (count - 6)),
        (*(present,) * 4, *(SheetCell("après la sortie (17/11/2026)"),) * (count - 4)),
        (SheetCell("en entreprise chez Menuiserie Durand et fils"),) * count,
        (SheetCell(mark=Mark("SUSP", 0, None)), *(present,) * (count - 1)),
    )
    return tuple(SheetLearner(at + 1, *NAMES[at], each) for at, each in enumerate(cells))


CORRECTION = Correction(
    held_on=MONDAY,
    half_day="AM",
    last_name="Delorme",
    first_name="Kévin",
    before=("AI", 0),
    after=("R", 170),
    at=dt.datetime(2026, 11, 30, 10, 12),
    author="Claire Lambert",
)


def sheet(people: tuple[SheetLearner, ...] | int = 15, *, filled: bool = False, **values) -> SheetPaper:
    days = values.pop("days", half_days())
    if isinstance(people, int):
        people = tuple(learner(number, len(days)) for number in range(people))
    week = WeekSheet(
        cohort_id=1_234_567_890_123_456_789,
        cohort_code="DWWM 2026-2",
        course_code="RNCP37674",
        action_type=None,
        carif_session_number="26_0114",
        place="Château-Chinon, 4 rue du Château, 58120 Château-Chinon",
        monday=MONDAY,
        half_days=days,
        learners=people,
        **{"corrections": (), "course_title": HEAD.course_title, **values},
    )
    return SheetPaper(WITH_LOGOS, week, filled, dt.date(2026, 11, 26))
