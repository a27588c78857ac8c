"""An invented organisation whose papers can be issued, and one person who followed a course of two weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from gen_desktop.db.database import Database
from gen_desktop.models.names import sort_key
from gen_desktop.models.registry import (
    Attendance,
    CertificationBlock,
    ClassSession,
    Cohort,
    Course,
    Enrollment,
    FundingProgram,
    Learner,
    Organization,
    Site,
)

FIRST, LAST = dt.date(2026, 10, 5), dt.date(2026, 10, 16)
AS_OF = dt.date(2026, 11, 26)
OCTOBER = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
TITLE = "Développeur web & web mobile <niveau 5>"


@dataclass(frozen=True)
class Path:
    """The ids of what was made."""

    cohort_id: int
    course_id: int
    sessions: tuple[int, ...]
    enrollments: tuple[int, ...]


def make_path(db: Database, people: int = 1, names: Any = None, **facts: object) -> Path:
    """Two weeks of 35 hours in half-days of 3 h 30, everybody present; ``facts``: of each enrollment."""
    with db.write("Un organisme inventé") as session:
        organization = Organization(
            name="Numérique en Morvan",
            siret="99900000300015",
            nda="27580099958",
            representative="Anne Moreau",
            representative_quality="Directrice",
            address="12 bis, rue de l’Église",
            postal_code="58120",
            city="Château-Chinon",
            phone="+33399000000",
        )
        program = FundingProgram(
            code="PRF", name="Programme régional", funder="REGION", agreement_number="2026-17"
        )
        course = Course(
            code="DWWM",
            title=TITLE,
            certification_code="RNCP37674",
            planned_center_minutes=70 * 60,
            operational_objectives="Maquetter une application\nDévelopper une interface",
        )
        session.add_all([organization, program, course])
        session.flush()
        site = Site(organization_id=organization.id, name="Centre", city="Château-Chinon")
        block = CertificationBlock(course_id=course.id, code="BC01", title="Développer le front-end")
        session.add_all([site, block])
        session.flush()
        cohort = Cohort(
            code="DWWM 2026-2",
            course_id=course.id,
            site_id=site.id,
            funding_program_id=program.id,
            planned_start=FIRST,
            planned_end=LAST,
            carif_session_number="CARIF-4471",
        )
        session.add(cohort)
        session.flush()
        sessions = _half_days(cohort.id)
        learners = [_learner(number, names) for number in range(people)]
        session.add_all([*sessions, *learners])
        session.flush()
        dates = {"entered_on": FIRST, "exit_on": LAST, "exit_type": "term"} | facts
        enrollments = [
            Enrollment(learner_id=learner.id, cohort_id=cohort.id, payer_file_number="FT-2026-0042", **dates)
            for learner in learners
        ]
        session.add_all(enrollments)
        session.flush()
        session.add_all(
            Attendance(
                enrollment_id=enrollment.id,
                class_session_id=one.id,
                status="P",
                minutes_present=one.minutes,
            )
            for enrollment in enrollments
            for one in sessions
        )
        return Path(
            cohort.id,
            course.id,
            tuple(one.id for one in sessions),
            tuple(enrollment.id for enrollment in enrollments),
        )


def mark(db: Database, path: Path, position: int, status: str, present: int = 0) -> None:
    """Change the mark of the first person for a half-day, by its place in the order of time."""
    with db.write("Changer un pointage") as session:
        one = session.get_one(Attendance, (path.enrollments[0], path.sessions[position]))
        one.status, one.minutes_present = status, present


def unmark(db: Database, path: Path, position: int) -> None:
    """Forget a mark of the first person."""
    with db.write("Retirer un pointage") as session:
        session.delete(session.get_one(Attendance, (path.enrollments[0], path.sessions[position])))


def change(db: Database, kind: type, record_id: int, **values: object) -> None:
    """Set columns of a record."""
    with db.write("Changer une fiche") as session:
        record = session.get_one(kind, record_id)
        for name, value in values.items():
            setattr(record, name, value)


def _half_days(cohort_id: int) -> list[ClassSession]:
    days = [FIRST + dt.timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
    hours = {"AM": (dt.time(9), dt.time(12, 30)), "PM": (dt.time(13, 30), dt.time(17))}
    return [
        ClassSession(
            cohort_id=cohort_id, held_on=day, half_day=half, starts_at=start, ends_at=end, minutes=210
        )
        for day in days
        if day.weekday() < 5
        for half, (start, end) in hours.items()
    ]


def _learner(number: int, names: Any) -> Learner:
    last, first = names[number % len(names)] if names else (f"Delorme{number or ''}", "Zoé")
    return Learner(
        last_name=last,
        first_name=first,
        sex="F",
        birth_date=dt.date(1998, 3, 3),
        france_travail_id="12345678901",
        sort_key=sort_key(last, first),
        search_text=sort_key(last, first),
    )
