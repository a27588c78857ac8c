"""What is due of whom, drawn at random, against a recount that knows nothing of the program's own rule."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections import Counter
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from gen_desktop.changes import PROGRAM
from gen_desktop.models.registry import (
    Attendance,
    ClassSession,
    Cohort,
    CompanyPeriod,
    Enrollment,
    Exemption,
)
from gen_desktop.queries import attendance as queries
from gen_desktop.queries import attendance_grid as grids
from gen_desktop.queries import cohorts, learner_list, missing_half_days
from gen_desktop.queries.attendance_periods import PERIOD_COLUMNS, exceptions_of, period
from gen_desktop.queries.attendance_sql import is_due
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.hours import hours_by_enrollment, minutes_by_month
from gen_desktop.queries.scope import Scope
from gen_desktop.store import open_store
from tests.factories import enroll, make_cohort, make_learner

START, END = dt.date(2026, 9, 21), dt.date(2026, 10, 9)
DAYS = [START + dt.timedelta(days=number) for number in range((END - START).days + 1)]
AROUND = [START + dt.timedelta(days=number) for number in range(-3, 25)]
SLOTS = [(day, half) for day in DAYS if day.weekday() < 5 for half in ("AM", "PM")]
AS_OF = dt.date(2026, 10, 7)
MEASURES = ("due", "present", "justified", "unjustified", "unrecorded")
STATUSES = ("P", "P", "P", "R", "AI", "AJ_FAM", "SUSP")
COHORTS = 100


@dataclass
class Person:
    """What the test drew of one person: plain values."""

    facts: dict
    exemptions: list[dict] = field(default_factory=list)
    company: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    marks: dict[int, tuple[str, int]] = field(default_factory=dict)


@dataclass
class Drawn:
    """A cohort: its own dates, its half-days by id, its people by enrollment id."""

    start: dt.date
    end: dt.date
    half_days: dict[int, dict]
    people: dict[int, Person]


def draw(session, chance: random.Random) -> dict[int, Drawn]:
    return dict(_draw_cohort(session, chance, number) for number in range(COHORTS))


def _draw_cohort(session, chance, number):
    dates = {
        "planned_start": START,
        "planned_end": END,
        "actual_start": chance.choice([None, DAYS[2]]),
        "actual_end": chance.choice([None, DAYS[-3]]),
    }
    cohort = make_cohort(session, f"C {number}", **dates)
    held = chance.sample(SLOTS, 14)
    half_days = {}
    for day, half in held:
        facts = {
            "minutes": chance.choice([180, 210, 240]),
            "delivery_mode": chance.choice([None, None, "on_site", "remote", "company"]),
            "module": chance.choice([None, "Anglais", "Bases de données"]),
        }
        half_day = ClassSession(
            **{"cohort_id": cohort.id, "held_on": day, "half_day": half, "starts_at": dt.time(9)},
            ends_at=dt.time(12),
            **facts,
        )
        session.add(half_day)
        half_days[half_day.id] = facts | {"held_on": day, "half_day": half, "row": half_day}
    session.flush()
    people = dict(_draw_person(session, chance, cohort, half_days) for _ in range(5))
    session.flush()
    _move(session, chance, half_days)
    start, end = dates["actual_start"] or START, dates["actual_end"] or END
    return cohort.id, Drawn(start, end, half_days, people)


def _draw_person(session, chance, cohort, half_days):
    entered_on = chance.choice([None, START, *AROUND[:12]])
    facts = {
        "decision": chance.choice(["admitted", "admitted", "pending", "withdrawn"]),
        "is_no_show": chance.random() < 0.2,
        "planned_entry_on": chance.choice([None, None, *AROUND[:12]]),
        "entered_on": entered_on,
        "entry_follows_attendance": entered_on is not None and chance.random() < 0.5,
        "exit_on": chance.choice([None, None, *AROUND[8:]]),
        "planned_exit_on": chance.choice([None, None, *AROUND[8:]]),
    }
    enrollment = enroll(session, cohort, make_learner(session, chance.randrange(10**9)), **facts)
    session.flush()
    person = Person(facts)
    for _ in range(chance.choice([0, 0, 1, 2])):
        said = {
            "starts_on": chance.choice([None, *AROUND[:14]]),
            "ends_on": chance.choice([None, *AROUND[14:]]),
            "weekday": chance.choice([None, 0, 1, 2, 3, 4, 6]),
            "half_day": chance.choice([None, "AM", "PM"]),
            "module": chance.choice([None, None, "Anglais"]),
        }
        session.add(Exemption(enrollment_id=enrollment.id, **said))
        person.exemptions.append(said)
    for _ in range(chance.choice([0, 0, 1, 2])):
        first, last = sorted(chance.sample(AROUND, 2))
        session.add(
            CompanyPeriod(enrollment_id=enrollment.id, host="Dupont (fictif)", starts_on=first, ends_on=last)
        )
        person.company.append((first, last))
    for key, half_day in half_days.items():
        if chance.random() < 0.6:
            status = chance.choice(STATUSES)
            minutes = {"P": half_day["minutes"], "R": half_day["minutes"] - 40}.get(status, 0)
            session.add(
                Attendance(
                    enrollment_id=enrollment.id, class_session_id=key, status=status, minutes_present=minutes
                )
            )
            person.marks[key] = status, minutes
    return enrollment.id, person


def _move(session, chance, half_days):
    """Three half-days go to a Sunday or out of the dates of the cohort, with the marks they have."""
    for key, day in zip(chance.sample(sorted(half_days), 3), (DAYS[6], AROUND[1], AROUND[-1]), strict=True):
        half_days[key]["held_on"] = half_days[key]["row"].held_on = day
    session.flush()


def expected(drawn: Drawn, person: Person, half_day: dict) -> bool:
    """The rule again, from the issue's words alone."""
    day, facts = half_day["held_on"], person.facts
    if day < drawn.start or day > drawn.end:
        return False
    leaves = facts["exit_on"] or facts["planned_exit_on"]
    if leaves and day > leaves:
        return False
    if facts["entered_on"] and not facts["entry_follows_attendance"]:
        if day < facts["entered_on"]:
            return False
    else:
        if not facts["entered_on"] and (facts["decision"] != "admitted" or facts["is_no_show"]):
            return False
        if facts["planned_entry_on"] and day < facts["planned_entry_on"]:
            return False
    for said in person.exemptions:
        holds = [
            said["starts_on"] is None or said["starts_on"] <= day,
            said["ends_on"] is None or day <= said["ends_on"],
            said["weekday"] in (None, day.isoweekday() - 1),
            said["half_day"] in (None, half_day["half_day"]),
            said["module"] in (None, half_day["module"]),
        ]
        if all(holds):
            return False
    away = any(first <= day <= last for first, last in person.company)
    return not away or half_day["delivery_mode"] == "company"


def counted(drawn, person, first=dt.date.min, last=AS_OF):
    """The half-days that count in rates: due, since the entry, within the bounds; with their marks."""
    entered_on = person.facts["entered_on"]
    for key, half_day in drawn.half_days.items():
        day = half_day["held_on"]
        if entered_on and entered_on <= day and first <= day <= last and expected(drawn, person, half_day):
            yield half_day, person.marks.get(key)


def recount(found):
    """Minutes of each measure, of pairs that ``counted`` gave."""
    sums = Counter(dict.fromkeys(MEASURES, 0))
    for half_day, mark in found:
        if mark is None:
            sums["unrecorded"] += half_day["minutes"]
            continue
        status, present = mark
        if status == "SUSP":
            continue
        sums["due"] += half_day["minutes"]
        sums["present"] += present
        sums["justified"] += half_day["minutes"] if status == "AJ_FAM" else 0
        sums["unjustified"] += half_day["minutes"] if status == "AI" else 0
    return tuple(sums[name] for name in MEASURES)


@pytest.fixture(scope="module", params=[1, 2, 3])
def drawn_file(request, tmp_path_factory, _template_store):
    """A file drawn once for all that is asked of it, and what was drawn."""
    path = tmp_path_factory.mktemp("hasard") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    with db.write("Au hasard") as session:
        world = draw(session, random.Random(request.param))
    yield db, world
    db.close()


@pytest.fixture
def world(drawn_file):
    return drawn_file[1]


@pytest.fixture
def session(drawn_file):
    with drawn_file[0].read() as opened:
        yield opened


def everybody(world):
    return [(key, drawn, person) for drawn in world.values() for key, person in drawn.people.items()]


def test_python_and_sql_say_what_the_recount_says(world, session):
    rows = session.execute(
        select(Enrollment.id, ClassSession.id, is_due(), *PERIOD_COLUMNS)
        .select_from(Cohort)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
    ).all()
    exceptions = exceptions_of(session)
    slots = {half_day.id: half_day for half_day in _slots(session)}
    people = {key: (drawn, person) for key, drawn, person in everybody(world)}
    assert len(rows) == COHORTS * 5 * 14
    assert len(rows) // 10 < sum(bool(row[2]) for row in rows) < len(rows) * 9 // 10
    for enrollment_id, half_day_id, due, *facts in rows:
        drawn, person = people[enrollment_id]
        wanted = expected(drawn, person, drawn.half_days[half_day_id])
        refused = period(facts, exceptions.get(enrollment_id)).refusal(slots[half_day_id].slot)
        assert (bool(due), refused is None) == (wanted, wanted), (person, drawn.half_days[half_day_id])


def _slots(session):
    return [half_day for key in session.scalars(select(Cohort.id)) for half_day in _of_cohort(session, key)]


def _of_cohort(session, cohort_id):
    mondays = [START - dt.timedelta(days=7) + dt.timedelta(weeks=number) for number in range(6)]
    return [one for monday in mondays for one in grids.week_grid(session, cohort_id, monday).sessions]


BOUNDS = [(None, None), (DAYS[4], None), (None, DAYS[9]), (DAYS[3], DAYS[12])]


@pytest.mark.parametrize(("first", "last"), BOUNDS)
def test_hours_by_enrollment(world, session, first, last):
    hours = hours_by_enrollment(Scope(AS_OF, None, first, last)).c
    rows = session.execute(select(hours.enrollment_id, *(hours[name] for name in MEASURES)))
    found = {row[0]: tuple(row)[1:] for row in rows}
    assert len(found) > COHORTS
    bounds = (first or dt.date.min, min(last or AS_OF, AS_OF))
    for key, drawn, person in everybody(world):
        wanted = recount(counted(drawn, person, *bounds))
        assert found.get(key, (0,) * len(MEASURES)) == wanted, person
        assert wanted[1] <= wanted[0], "presence is never above what is due"


@pytest.mark.parametrize("bounds", [(DAYS[0], DAYS[-1]), (DAYS[3], DAYS[12])])
def test_minutes_by_month(world, session, bounds):
    planned, marks = (session.execute(read).all() for read in minutes_by_month(Scope(AS_OF, None, *bounds)))
    held = {row[0]: row[1] for row in planned}
    sums = {row[0]: tuple(row)[2:] for row in marks}
    marked = {row[0]: row[1] for row in marks}
    pairs = [
        pair
        for _, drawn, person in everybody(world)
        for pair in counted(drawn, person, bounds[0], min(bounds[1], AS_OF))
    ]
    for month in (9, 10):
        of_month = [pair for pair in pairs if pair[0]["held_on"].month == month]
        assert held[202600 + month] == sum(half_day["minutes"] for half_day, _ in of_month)
        assert marked[202600 + month] == sum(half_day["minutes"] for half_day, mark in of_month if mark)
        assert sums[202600 + month] == recount(of_month)[:4]


def test_rates_and_what_is_unknown(world, session):
    people = everybody(world)
    rates = queries.rates_by_enrollment(session, [key for key, _, _ in people], AS_OF)
    by_cohort = cohorts.rates(session, list(world), AS_OF)
    for cohort_id, drawn in world.items():
        totals = [0, 0, 0]
        for key, person in drawn.people.items():
            due, present, *_ = recount(counted(drawn, person))
            wanted = (present, due, len(list(missing(drawn, person))))
            assert (rates[key].present, rates[key].due, rates[key].unknown) == wanted
            totals = [one + other for one, other in zip(totals, wanted, strict=True)]
        rate = by_cohort[cohort_id]
        assert [rate.present, rate.due, rate.unknown] == totals


def missing(drawn, person):
    """The half-days due before the day, without a mark."""
    for key, half_day in drawn.half_days.items():
        if half_day["held_on"] < AS_OF and key not in person.marks and expected(drawn, person, half_day):
            yield key


def test_half_days_that_wait(world, session):
    wanted = {
        cohort_id: Counter(key for person in drawn.people.values() for key in missing(drawn, person))
        for cohort_id, drawn in world.items()
    }
    wanted = {cohort_id: dict(counts) for cohort_id, counts in wanted.items() if counts}
    found = {
        one.cohort_id: {half_day.class_session_id: half_day.missing for half_day in one.half_days}
        for one in missing_half_days.missing_half_days(session, AS_OF)
    }
    assert found == wanted
    waiting = missing_half_days.cohorts_waiting(session, AS_OF)
    assert {one.cohort_id: one.half_days for one in waiting} == {key: len(one) for key, one in wanted.items()}


def test_the_list_of_learners_is_sorted_by_the_same_rates(world, session):
    enrolled = {
        row.learner_id: row.id for row in session.execute(select(Enrollment.learner_id, Enrollment.id))
    }
    ids = [enrolled[key] for key in learner_list.ids(session, LearnerCriteria(sort="rate"), AS_OF)]
    rates = queries.rates_by_enrollment(session, ids, AS_OF)
    shown = [rates[key].present / rates[key].due for key in ids if rates[key].due]
    assert len(shown) > COHORTS
    assert shown == sorted(shown)
