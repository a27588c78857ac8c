"""What lists do not tell of the invented learners: who is exempted of what, who goes to which company."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.db.database import Database
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.attendance_sql import ends_on, last_day, starts_on
from gen_desktop.services.company_periods import CompanyPeriodInput, add_company_period
from gen_desktop.services.exemptions import ExemptionInput, add_exemption

EXEMPTIONS = (
    ExemptionInput(weekday=4, half_day="PM", reason="Bloc déjà validé"),
    ExemptionInput(weekday=0, half_day="AM", reason="Aménagement demandé par la personne"),
)
HOSTS = (
    ("Menuiserie du Haut-Folin (fictive)", "Sandrine Aubry"),
    ("Coopérative des Settons (fictive)", "Marc Thévenot"),
    ("Atelier numérique d’Ouroux (fictif)", None),
)
WEEKS_AHEAD = 2
"""Weeks before the periods in company begin: nothing is recorded there yet."""
HOURS_OF_A_WEEK = 35


def tell_paths(db: Database, today: dt.date) -> None:
    """In the cohort that goes on longest: two people exempted, three sent to a company, all to come."""
    monday = today + dt.timedelta(days=7 - today.weekday())
    first = monday + dt.timedelta(weeks=WEEKS_AHEAD)
    friday = first + dt.timedelta(days=4)
    with db.read() as session:
        people = _in_training(session, today, friday)
    for who, said in zip(people, EXEMPTIONS, strict=False):
        add_exemption(db, who, replace(said, starts_on=monday))
    for who, (host, tutor) in zip(people[len(EXEMPTIONS) :], HOSTS, strict=False):
        period = CompanyPeriodInput(first, friday, host, HOURS_OF_A_WEEK * 60, tutor=tutor)
        add_company_period(db, who, period)


def _in_training(session: Session, today: dt.date, until: dt.date) -> list[int]:
    """Those of one cohort who are there today and on that day, in the order of their enrollments."""
    running = select(Cohort.id).where(starts_on <= today, ends_on >= until).order_by(ends_on.desc()).limit(1)
    statement = select(Enrollment.id).where(
        Enrollment.cohort_id == running.scalar_subquery(),
        Enrollment.entered_on <= today,
        (last_day.is_(None)) | (last_day >= until),
    )
    return list(session.scalars(statement.order_by(Enrollment.id)))
