"""Random organisations for reports: any size, any state, facts missing anywhere, the same for the same seed.

Nothing is drawn to be likely: somebody may be certified after a day, die in the middle, answer at month 24
and never at month 3. Whatever a file may hold, a report must count it once and say it the same everywhere.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.db.database import Database
from gen_desktop.models.names import fold, sort_key
from gen_desktop.models.registry import (
    Attendance,
    BlockResult,
    Certification,
    CertificationBlock,
    ClassSession,
    Cohort,
    Company,
    CompanyPeriod,
    Complaint,
    ContactAttempt,
    Course,
    Enrollment,
    FollowUp,
    FundingProgram,
    Learner,
    Organization,
    Placement,
    SatisfactionAnswer,
    SatisfactionScore,
    SensitiveFacts,
    Site,
    Target,
)
from gen_desktop.reference.lists import choices, code_list

AS_OF = dt.date(2026, 9, 30)
HORIZONS = (3, 6, 12, 24)


@dataclass(frozen=True)
class Habits:
    """How an organisation is drawn: chances from 0 to 1."""

    missing: float
    leaving: float
    neutral: float
    dying: float
    answering: float
    absent: float
    recent: bool

    @classmethod
    def drawn(cls, chance: random.Random) -> Habits:
        return cls(
            missing=chance.choice((0.0, 0.1, 0.4, 1.0)),
            leaving=chance.choice((0.0, 0.15, 0.5, 1.0)),
            neutral=chance.choice((0.0, 0.1, 0.4)),
            dying=chance.choice((0.0, 0.3)),
            answering=chance.choice((0.0, 0.5, 0.9, 1.0)),
            absent=chance.choice((0.0, 0.1, 0.5)),
            recent=chance.random() < 0.15,
        )


def fill_random_center(db: Database, people: int, seed: int) -> tuple[int, ...]:
    """Fill an empty file; the ids of its cohorts."""
    chance = random.Random(seed)
    with db.write("Créer un organisme inventé") as session:
        return _Maker(session, chance, Habits.drawn(chance)).make(people)


class _Maker:
    def __init__(self, session: Session, chance: random.Random, habits: Habits) -> None:
        self._session = session
        self._chance = chance
        self._habits = habits
        self._blocks: dict[int, list[int]] = {}
        self._sessions: dict[int, list[ClassSession]] = {}

    def make(self, people: int) -> tuple[int, ...]:
        self._add(Organization(name="Numérique en Morvan", siret=self._maybe("99900000300015")))
        sites = [self._site(n) for n in range(self._chance.randint(1, 2))]
        programs = [self._program(n) for n in range(self._chance.randint(0, 3))]
        courses = [self._course(n) for n in range(self._chance.randint(1, 3))]
        companies = [self._add(Company(name=f"Atelier {n}", sort_key=f"atelier {n}")).id for n in range(2)]
        cohorts = [self._cohort(n, courses, sites, programs) for n in range(self._chance.randint(1, 5))]
        for number in range(people):
            self._person(number, self._chance.choice(cohorts), companies)
        return tuple(cohort.id for cohort in cohorts)

    def _add(self, row: Any) -> Any:
        self._session.add(row)
        self._session.flush()
        return row

    def _maybe(self, value: Any) -> Any:
        return None if self._chance.random() < self._habits.missing else value

    def _code(self, name: str) -> Any:
        return self._maybe(self._chance.choice([one.code for one in choices(name, AS_OF)]))

    def _yes_no(self) -> bool | None:
        return self._maybe(self._chance.random() < 0.5)

    def _day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self._chance.randint(0, max((last - first).days, 0)))

    def _site(self, number: int) -> int:
        owner = self._session.query(Organization).one().id
        return self._add(
            Site(
                organization_id=owner,
                name=f"Site {number + 1}",
                in_qpv=self._yes_no(),
                region_code=self._code("region"),
            )
        ).id

    def _program(self, number: int) -> int:
        program = self._add(
            FundingProgram(
                code=f"P{number}",
                name=f"Programme {'ABC'[number]}",
                funder=self._code("funder"),
                is_eu_cofunded=self._yes_no(),
                planned_amount=self._maybe(Decimal(self._chance.randint(0, 900_000))),
                realized_amount=self._maybe(Decimal(self._chance.randint(0, 90_000_000)) / 100),
            )
        )
        for indicator in ("A3.femmes", "A3.qpv", "D3a", "C4"):
            if self._chance.random() < 0.5:
                percent = Decimal(self._chance.choice((0, 25, 30, 62.5, 100)))
                self._add(Target(funding_program_id=program.id, indicator=indicator, percent=percent))
        return program.id

    def _course(self, number: int) -> int:
        course = self._add(
            Course(
                code=f"C{number}",
                title=f"Métier n°{number + 1} du numérique",
                planned_center_minutes=self._maybe(self._chance.randint(1, 90_000)),
                planned_company_minutes=self._maybe(self._chance.randint(0, 20_000)),
            )
        )
        self._blocks[course.id] = [
            self._add(CertificationBlock(course_id=course.id, code=f"BC0{n}", title="Bloc", position=n)).id
            for n in range(1, self._chance.randint(0, 3) + 1)
        ]
        return course.id

    def _cohort(self, number: int, courses: list[int], sites: list[int], programs: list[int]) -> Cohort:
        first = dt.date(2026, 6, 1) if self._habits.recent else dt.date(2024, 6, 3)
        start = self._day(first, dt.date(2026, 12, 1))
        end = start + dt.timedelta(days=self._chance.choice((3, 60, 200, 500)))
        cohort = self._add(
            Cohort(
                code=f"COH {start.year}-{number + 1}",
                course_id=self._chance.choice(courses),
                site_id=self._maybe(self._chance.choice(sites)),
                funding_program_id=self._maybe(self._chance.choice(programs)) if programs else None,
                planned_start=start,
                planned_end=end,
                actual_start=self._chance.choice((None, start + dt.timedelta(days=1))),
                seats=self._maybe(self._chance.randint(0, 40)),
                declared_applications=self._chance.choice((None, None, 0, 30)),
                declared_admissions=self._chance.choice((None, None, 12)),
            )
        )
        self._sessions[cohort.id] = [self._class(cohort, start, end) for _ in range(8)]
        for _ in range(self._chance.randint(0, 2)):
            self._add(
                Complaint(
                    received_on=self._day(start, max(start, AS_OF)),
                    complainant="learner",
                    cohort_id=cohort.id,
                    subject="Salle",
                    closed_on=self._maybe(AS_OF),
                )
            )
        return cohort

    def _class(self, cohort: Cohort, start: dt.date, end: dt.date) -> ClassSession:
        of_cohort = self._session.query(ClassSession).filter_by(cohort_id=cohort.id)
        taken = {(one.held_on, one.half_day) for one in of_cohort}
        day, half = self._day(start, end), self._chance.choice(("AM", "PM"))
        while (day, half) in taken:
            day, half = self._day(start, end + dt.timedelta(days=9)), self._chance.choice(("AM", "PM"))
        return self._add(
            ClassSession(
                cohort_id=cohort.id,
                held_on=day,
                half_day=half,
                starts_at=dt.time(9),
                ends_at=dt.time(12, 30),
                minutes=self._chance.choice((210, 200, 187, 95)),
                delivery_mode=self._code("session_mode"),
            )
        )

    def _person(self, number: int, cohort: Cohort, companies: list[int]) -> None:
        last, first = f"Nom{number:04d}", "Camille"
        learner = self._add(
            Learner(
                last_name=last,
                first_name=first,
                sort_key=sort_key(last, first),
                search_text=fold(last),
                sex=self._code("sex"),
                birth_date=self._maybe(self._day(dt.date(1962, 1, 1), dt.date(2008, 1, 1))),
                postal_code=self._maybe(self._chance.choice(("58120", "75001", "97400"))),
            )
        )
        enrollment = self._add(self._application(learner.id, cohort))
        if enrollment.decision != "admitted":
            enrollment.decision_reason = self._maybe("projet à préciser")
            return
        if self._chance.random() < 0.1:
            enrollment.is_no_show = True
            return
        if cohort.planned_start <= AS_OF and self._chance.random() < 0.95:
            self._enter(enrollment, cohort, companies)

    def _application(self, learner_id: int, cohort: Cohort) -> Enrollment:
        applied = cohort.planned_start - dt.timedelta(days=self._chance.randint(0, 300))
        decision = self._chance.choice(["admitted"] * 8 + _DECISIONS)
        return Enrollment(
            learner_id=learner_id,
            cohort_id=cohort.id,
            applied_on=self._maybe(min(applied, AS_OF)),
            decision=decision,
            decided_on=self._maybe(min(applied, AS_OF)),
            prescriber=self._code("prescriber"),
            funder=self._code("funder"),
            highest_diploma=self._code("education_level"),
            situation_before=self._code("situation_before"),
            unemployment_months=self._maybe(self._chance.randint(0, 60)),
            in_qpv=self._yes_no(),
            rural_zoning=self._code("rural_zoning"),
            is_career_change=self._yes_no(),
            planned_center_minutes=self._maybe(self._chance.randint(0, 60_000)),
        )

    def _enter(self, enrollment: Enrollment, cohort: Cohort, companies: list[int]) -> None:
        chance, habits = self._chance, self._habits
        start = cohort.actual_start or cohort.planned_start
        enrollment.entered_on = min(self._day(start, start + dt.timedelta(days=20)), AS_OF)
        enrollment.aes_on = self._maybe(enrollment.entered_on + dt.timedelta(days=chance.randint(0, 12)))
        collected = enrollment.entered_on + dt.timedelta(days=chance.choice((0, 9)))
        self._add(
            SensitiveFacts(
                enrollment_id=enrollment.id,
                is_rqth=self._yes_no(),
                is_brsa=self._yes_no(),
                esf_collected_on=self._maybe(collected),
                esf_exit_collected_on=self._maybe(AS_OF),
            )
        )
        self._exit(enrollment, cohort)
        self._attend(enrollment, cohort)
        self._company(enrollment, companies)
        if chance.random() > habits.missing:
            self._certify(enrollment, cohort)
        if enrollment.exit_on is not None:
            for horizon in HORIZONS:
                self._follow(enrollment, horizon, companies)
            self._opinion(enrollment)

    def _exit(self, enrollment: Enrollment, cohort: Cohort) -> None:
        chance, habits = self._chance, self._habits
        if chance.random() < habits.leaving:
            enrollment.exit_type = "neutral" if chance.random() < habits.neutral else "abandonment"
            enrollment.exit_on = self._day(enrollment.entered_on, AS_OF)
            died = enrollment.exit_type == "neutral" and chance.random() < habits.dying
            enrollment.exit_reason = "NE_DEC" if died else self._maybe(self._reason(enrollment.exit_type))
            enrollment.exit_interview_done = self._yes_no()
        elif cohort.planned_end <= AS_OF and chance.random() < 0.9:
            enrollment.exit_type, enrollment.exit_on = "term", max(cohort.planned_end, enrollment.entered_on)

    def _reason(self, exit_type: str) -> str:
        reasons = [one for one in choices("exit_reason", AS_OF) if one["exit_type"] == exit_type]
        return self._chance.choice(reasons).code

    def _attend(self, enrollment: Enrollment, cohort: Cohort) -> None:
        for held in self._sessions[cohort.id]:
            if held.held_on > AS_OF or self._chance.random() < self._habits.missing / 2:
                continue
            absent = self._chance.random() < self._habits.absent
            status = self._chance.choice(_STATUSES) if absent else "P"
            late = self._chance.randint(1, held.minutes - 1) if status == "R" else 0
            self._session.add(
                Attendance(
                    enrollment_id=enrollment.id,
                    class_session_id=held.id,
                    status=status,
                    minutes_present=held.minutes if status == "P" else late,
                )
            )

    def _company(self, enrollment: Enrollment, companies: list[int]) -> None:
        if self._chance.random() < 0.3:
            start = self._day(enrollment.entered_on, AS_OF)
            self._add(
                CompanyPeriod(
                    enrollment_id=enrollment.id,
                    company_id=self._maybe(self._chance.choice(companies)),
                    host="Atelier",
                    starts_on=start,
                    ends_on=start + dt.timedelta(days=20),
                    planned_minutes=self._maybe(self._chance.randint(60, 9000)),
                    done_minutes=self._maybe(self._chance.randint(0, 9000)),
                    sheet_received_on=self._maybe(start),
                )
            )

    def _certify(self, enrollment: Enrollment, cohort: Cohort) -> None:
        if self._chance.random() < 0.7:
            self._add(
                Certification(
                    enrollment_id=enrollment.id,
                    jury_on=self._maybe(min(cohort.planned_end, AS_OF)),
                    is_presented=self._yes_no(),
                    outcome=self._code("certification_outcome"),
                )
            )
        for block in self._blocks[cohort.course_id]:
            if result := self._code("block_result"):
                self._add(BlockResult(enrollment_id=enrollment.id, block_id=block, result=result))

    def _follow(self, enrollment: Enrollment, horizon: int, companies: list[int]) -> None:
        chance, due = self._chance, add_months(enrollment.exit_on, horizon)
        if due > AS_OF:
            return
        for attempt in range(chance.randint(0, 3)):
            self._add(
                ContactAttempt(
                    enrollment_id=enrollment.id,
                    horizon=horizon,
                    made_on=due - dt.timedelta(days=attempt),
                    contact_mode="phone",
                    outcome=chance.choice(("no_answer", "reached")),
                )
            )
        if chance.random() > self._habits.answering:
            return
        situation = chance.choice([one.code for one in choices("outcome_situation", AS_OF)])
        self._add(
            FollowUp(
                enrollment_id=enrollment.id,
                horizon=horizon,
                situation=situation,
                recorded_on=min(due + dt.timedelta(days=chance.randint(0, 40)), AS_OF),
                contact_mode=self._code("contact_mode"),
                proof=self._code("proof_kind"),
                contract_months=self._maybe(chance.randint(1, 24)),
                is_target_occupation=self._yes_no(),
            )
        )
        if code_list("outcome_situation")[situation]["employed"] == "yes" and chance.random() < 0.7:
            self._job(enrollment, due, companies)

    def _job(self, enrollment: Enrollment, due: dt.date, companies: list[int]) -> None:
        chance = self._chance
        contract = self._code("contract_type")
        kind = "creation" if contract in ("IND", "REP") else "job"
        self._add(
            Placement(
                enrollment_id=enrollment.id,
                kind=kind,
                company_id=self._maybe(chance.choice(companies)),
                starts_on=self._maybe(self._day(enrollment.exit_on, due)),
                contract_type=contract,
                contract_months=self._maybe(chance.randint(1, 30)),
                working_time=self._code("working_time"),
                is_digital_sector=self._yes_no(),
                yearly_gross_salary=self._maybe(Decimal(chance.randint(1_200_000, 4_500_000)) / 100),
            )
        )

    def _opinion(self, enrollment: Enrollment) -> None:
        for one in choices("satisfaction_horizon", AS_OF):
            asked = add_months(enrollment.exit_on, int(one.code))
            if asked > AS_OF or self._chance.random() > self._habits.answering:
                continue
            answered = self._chance.random() < 0.8
            answer = self._add(
                SatisfactionAnswer(
                    cohort_id=enrollment.cohort_id,
                    enrollment_id=enrollment.id,
                    horizon=int(one.code),
                    respondent="learner",
                    sent_on=asked,
                    reminded_on=self._maybe(asked),
                    answered_on=asked if answered else None,
                )
            )
            for item in choices("satisfaction_item", AS_OF) if answered else ():
                if (score := self._maybe(self._chance.randint(1, 5))) is not None:
                    self._add(
                        SatisfactionScore(satisfaction_answer_id=answer.id, item=item.code, score=score)
                    )


_DECISIONS = [one.code for one in choices("application_decision", AS_OF)]
_STATUSES = [one.code for one in choices("attendance_status", AS_OF) if one.code != "SUSP"]
