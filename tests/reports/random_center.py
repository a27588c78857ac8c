"""Random organisations for reports: any size, any state, facts missing anywhere, the same for the same seed.

Nothing is drawn to be likely: somebody may be certified after a day, die in the middle, answer at month 24
and never at month 3. Whatever a file may hold, a report must count it once and say it the same everywhere.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from sqlalchemy.orm import Session

from gen_desktop.db.database import Database
from gen_desktop.models.names import fold, sort_key
from gen_desktop.models.registry import (
    CertificationBlock,
    ClassSession,
    Cohort,
    Company,
    Complaint,
    Course,
    Enrollment,
    FundingProgram,
    Learner,
    Organization,
    Site,
    Target,
)
from gen_desktop.reference.lists import choices
from tests.reports.random_draw import TODAY, Drawing, Habits
from tests.reports.random_paths import Paths

_DECISIONS = [one.code for one in choices("application_decision", TODAY)]


def fill_random_center(db: Database, people: int, seed: int) -> tuple[int, ...]:
    """Fill an empty file; the ids of its cohorts."""
    chance = random.Random(seed)
    with db.write("Créer un organisme inventé") as session:
        return _Center(session, chance, Habits.drawn(chance)).make(people)


class _Center(Drawing):
    def __init__(self, session: Session, chance: random.Random, habits: Habits) -> None:
        super().__init__(session, chance, habits)
        self._paths = Paths(session, chance, habits)

    def make(self, people: int) -> tuple[int, ...]:
        self.add(Organization(name="Numérique en Morvan", siret=self.maybe("99900000300015")))
        sites = [self._site(n) for n in range(self.chance.randint(1, 2))]
        programs = [self._program(n) for n in range(self.chance.randint(0, 3))]
        courses = [self._course(n) for n in range(self.chance.randint(1, 3))]
        companies = [self.add(Company(name=f"Atelier {n}", sort_key=f"atelier {n}")).id for n in range(2)]
        cohorts = [
            self._cohort(n, courses, sites, programs) for n in range(self.chance.choice((1, 1, 2, 3, 5, 12)))
        ]
        for number in range(people):
            self._person(number, self.chance.choice(cohorts), companies)
        return tuple(cohort.id for cohort in cohorts)

    def _site(self, number: int) -> int:
        owner = self.session.query(Organization).one().id
        return self.add(
            Site(
                organization_id=owner,
                name=f"Site {number + 1}",
                in_qpv=self.yes_no(),
                region_code=self.code("region"),
            )
        ).id

    def _program(self, number: int) -> int:
        program = self.add(
            FundingProgram(
                code=f"P{number}",
                name=f"Programme {'ABC'[number]}",
                funder=self.code("funder"),
                is_eu_cofunded=self.yes_no(),
                planned_amount=self.maybe(Decimal(self.chance.randint(0, 900_000))),
                realized_amount=self.maybe(Decimal(self.chance.randint(0, 90_000_000)) / 100),
            )
        )
        for indicator in ("A3.femmes", "A3.qpv", "D3a", "C4"):
            if self.chance.random() < 0.5:
                percent = Decimal(self.chance.choice((0, 25, 30, 62.5, 100)))
                self.add(Target(funding_program_id=program.id, indicator=indicator, percent=percent))
        return program.id

    def _course(self, number: int) -> int:
        course = self.add(
            Course(
                code=f"C{number}",
                title=f"Métier n°{number + 1} du numérique",
                planned_center_minutes=self.maybe(self.chance.randint(1, 90_000)),
                planned_company_minutes=self.maybe(self.chance.randint(0, 20_000)),
            )
        )
        self._paths.blocks[course.id] = [
            self.add(CertificationBlock(course_id=course.id, code=f"BC0{n}", title="Bloc", position=n)).id
            for n in range(1, self.chance.randint(0, 3) + 1)
        ]
        return course.id

    def _cohort(self, number: int, courses: list[int], sites: list[int], programs: list[int]) -> Cohort:
        first = dt.date(2026, 6, 1) if self.habits.recent else dt.date(2024, 6, 3)
        start = self.day(first, dt.date(2026, 12, 1))
        end = start + dt.timedelta(days=self.chance.choice((3, 60, 200, 500)))
        cohort = self.add(
            Cohort(
                code=f"COH {start.year}-{number + 1}",
                course_id=self.chance.choice(courses),
                site_id=self.maybe(self.chance.choice(sites)),
                funding_program_id=self.maybe(self.chance.choice(programs)) if programs else None,
                planned_start=start,
                planned_end=end,
                actual_start=self.chance.choice((None, start + dt.timedelta(days=1))),
                seats=self.maybe(self.chance.randint(0, 40)),
                declared_applications=self.chance.choice((None, None, 0, 30)),
                declared_admissions=self.chance.choice((None, None, 12)),
            )
        )
        self._paths.sessions[cohort.id] = [self._class(cohort, start, end) for _ in range(8)]
        for _ in range(self.chance.randint(0, 2)):
            self.add(
                Complaint(
                    received_on=self.day(start, max(start, TODAY)),
                    complainant="learner",
                    cohort_id=cohort.id,
                    subject="Salle",
                    closed_on=self.maybe(TODAY),
                )
            )
        return cohort

    def _class(self, cohort: Cohort, start: dt.date, end: dt.date) -> ClassSession:
        of_cohort = self.session.query(ClassSession).filter_by(cohort_id=cohort.id)
        taken = {(one.held_on, one.half_day) for one in of_cohort}
        day, half = self.day(start, end), self.chance.choice(("AM", "PM"))
        while (day, half) in taken:
            day, half = self.day(start, end + dt.timedelta(days=9)), self.chance.choice(("AM", "PM"))
        return self.add(
            ClassSession(
                cohort_id=cohort.id,
                held_on=day,
                half_day=half,
                starts_at=dt.time(9),
                ends_at=dt.time(12, 30),
                minutes=self.chance.choice((210, 200, 187, 95)),
                delivery_mode=self.code("session_mode"),
            )
        )

    def _person(self, number: int, cohort: Cohort, companies: list[int]) -> None:
        last, first = f"Nom{number:04d}", "Camille"
        learner = self.add(
            Learner(
                last_name=last,
                first_name=first,
                sort_key=sort_key(last, first),
                search_text=fold(last),
                sex=self.code("sex"),
                birth_date=self.maybe(self.day(dt.date(1962, 1, 1), dt.date(2008, 1, 1))),
                postal_code=self.maybe(self.chance.choice(("58120", "75001", "97400"))),
            )
        )
        enrollment = self.add(self._application(learner.id, cohort))
        if enrollment.decision != "admitted":
            enrollment.decision_reason = self.maybe("projet à préciser")
            return
        if self.chance.random() < 0.1:
            enrollment.is_no_show = True
            return
        if cohort.planned_start <= TODAY and self.chance.random() < 0.95:
            self._paths.enter(enrollment, cohort, companies)

    def _application(self, learner_id: int, cohort: Cohort) -> Enrollment:
        applied = cohort.planned_start - dt.timedelta(days=self.chance.randint(0, 300))
        decision = self.chance.choice(["admitted"] * 8 + _DECISIONS)
        return Enrollment(
            learner_id=learner_id,
            cohort_id=cohort.id,
            applied_on=self.maybe(min(applied, TODAY)),
            decision=decision,
            decided_on=self.maybe(min(applied, TODAY)),
            prescriber=self.code("prescriber"),
            funder=self.code("funder"),
            highest_diploma=self.code("education_level"),
            situation_before=self.code("situation_before"),
            unemployment_months=self.maybe(self.chance.randint(0, 60)),
            in_qpv=self.yes_no(),
            rural_zoning=self.code("rural_zoning"),
            is_career_change=self.yes_no(),
            planned_center_minutes=self.maybe(self.chance.randint(0, 60_000)),
        )
