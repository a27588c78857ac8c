"""What becomes of a random person from the entry on: hours, company, jury, answers, jobs, opinions."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.registry import (
    Attendance,
    BlockResult,
    Certification,
    ClassSession,
    Cohort,
    CompanyPeriod,
    ContactAttempt,
    Enrollment,
    FollowUp,
    Placement,
    SatisfactionAnswer,
    SatisfactionScore,
    SensitiveFacts,
)
from gen_desktop.reference.lists import choices, code_list
from tests.reports.random_draw import TODAY, Drawing, Habits

HORIZONS = (3, 6, 12, 24)
_STATUSES = [one.code for one in choices("attendance_status", TODAY) if one.code != "SUSP"]


class Paths(Drawing):
    """``blocks``: by course; ``sessions``: by cohort."""

    def __init__(self, session: Session, chance: random.Random, habits: Habits) -> None:
        super().__init__(session, chance, habits)
        self.blocks: dict[int, list[int]] = {}
        self.sessions: dict[int, list[ClassSession]] = {}

    def enter(self, enrollment: Enrollment, cohort: Cohort, companies: list[int]) -> None:
        """Somebody who came on some day, and all that follows."""
        chance, habits = self.chance, self.habits
        start = cohort.actual_start or cohort.planned_start
        enrollment.entered_on = min(self.day(start, start + dt.timedelta(days=20)), TODAY)
        enrollment.aes_on = self.maybe(enrollment.entered_on + dt.timedelta(days=chance.randint(0, 12)))
        collected = enrollment.entered_on + dt.timedelta(days=chance.choice((0, 9)))
        self.add(
            SensitiveFacts(
                enrollment_id=enrollment.id,
                is_rqth=self.yes_no(),
                is_brsa=self.yes_no(),
                esf_collected_on=self.maybe(collected),
                esf_exit_collected_on=self.maybe(TODAY),
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
        chance, habits = self.chance, self.habits
        if chance.random() < habits.leaving:
            enrollment.exit_type = "neutral" if chance.random() < habits.neutral else "abandonment"
            enrollment.exit_on = self.day(enrollment.entered_on, TODAY)
            died = enrollment.exit_type == "neutral" and chance.random() < habits.dying
            enrollment.exit_reason = "NE_DEC" if died else self.maybe(self._reason(enrollment.exit_type))
            enrollment.exit_interview_done = self.yes_no()
        elif cohort.planned_end <= TODAY and chance.random() < 0.9:
            enrollment.exit_type, enrollment.exit_on = "term", max(cohort.planned_end, enrollment.entered_on)

    def _reason(self, exit_type: str) -> str:
        reasons = [one for one in choices("exit_reason", TODAY) if one["exit_type"] == exit_type]
        return self.chance.choice(reasons).code

    def _attend(self, enrollment: Enrollment, cohort: Cohort) -> None:
        for held in self.sessions[cohort.id]:
            if held.held_on > TODAY or self.chance.random() < self.habits.missing / 2:
                continue
            absent = self.chance.random() < self.habits.absent
            status = self.chance.choice(_STATUSES) if absent else "P"
            late = self.chance.randint(1, held.minutes - 1) if status == "R" else 0
            self.session.add(
                Attendance(
                    enrollment_id=enrollment.id,
                    class_session_id=held.id,
                    status=status,
                    minutes_present=held.minutes if status == "P" else late,
                )
            )

    def _company(self, enrollment: Enrollment, companies: list[int]) -> None:
        if self.chance.random() < 0.3:
            start = self.day(enrollment.entered_on, TODAY)
            self.add(
                CompanyPeriod(
                    enrollment_id=enrollment.id,
                    company_id=self.maybe(self.chance.choice(companies)),
                    host="Atelier",
                    starts_on=start,
                    ends_on=start + dt.timedelta(days=20),
                    planned_minutes=self.maybe(self.chance.randint(60, 9000)),
                    done_minutes=self.maybe(self.chance.randint(0, 9000)),
                    sheet_received_on=self.maybe(start),
                )
            )

    def _certify(self, enrollment: Enrollment, cohort: Cohort) -> None:
        if self.chance.random() < 0.7:
            self.add(
                Certification(
                    enrollment_id=enrollment.id,
                    jury_on=self.maybe(min(cohort.planned_end, TODAY)),
                    is_presented=self.yes_no(),
                    outcome=self.code("certification_outcome"),
                )
            )
        for block in self.blocks[cohort.course_id]:
            if result := self.code("block_result"):
                self.add(BlockResult(enrollment_id=enrollment.id, block_id=block, result=result))

    def _follow(self, enrollment: Enrollment, horizon: int, companies: list[int]) -> None:
        chance, due = self.chance, add_months(enrollment.exit_on, horizon)
        if due > TODAY:
            return
        for attempt in range(chance.randint(0, 3)):
            self.add(
                ContactAttempt(
                    enrollment_id=enrollment.id,
                    horizon=horizon,
                    made_on=due - dt.timedelta(days=attempt),
                    contact_mode="phone",
                    outcome=chance.choice(("no_answer", "reached")),
                )
            )
        if chance.random() > self.habits.answering:
            return
        situation = chance.choice([one.code for one in choices("outcome_situation", TODAY)])
        self.add(
            FollowUp(
                enrollment_id=enrollment.id,
                horizon=horizon,
                situation=situation,
                recorded_on=min(due + dt.timedelta(days=chance.randint(0, 40)), TODAY),
                contact_mode=self.code("contact_mode"),
                proof=self.code("proof_kind"),
                contract_months=self.maybe(chance.randint(1, 24)),
                is_target_occupation=self.yes_no(),
            )
        )
        if code_list("outcome_situation")[situation]["employed"] == "yes" and chance.random() < 0.7:
            self._job(enrollment, due, companies)

    def _job(self, enrollment: Enrollment, due: dt.date, companies: list[int]) -> None:
        chance = self.chance
        contract = self.code("contract_type")
        kind = "creation" if contract in ("IND", "REP") else "job"
        self.add(
            Placement(
                enrollment_id=enrollment.id,
                kind=kind,
                company_id=self.maybe(chance.choice(companies)),
                starts_on=self.maybe(self.day(enrollment.exit_on, due)),
                contract_type=contract,
                contract_months=self.maybe(chance.randint(1, 30)),
                working_time=self.code("working_time"),
                is_digital_sector=self.yes_no(),
                yearly_gross_salary=self.maybe(Decimal(chance.randint(1_200_000, 4_500_000)) / 100),
            )
        )

    def _opinion(self, enrollment: Enrollment) -> None:
        for one in choices("satisfaction_horizon", TODAY):
            asked = add_months(enrollment.exit_on, int(one.code))
            if asked > TODAY or self.chance.random() > self.habits.answering:
                continue
            answered = self.chance.random() < 0.8
            answer = self.add(
                SatisfactionAnswer(
                    cohort_id=enrollment.cohort_id,
                    enrollment_id=enrollment.id,
                    horizon=int(one.code),
                    respondent="learner",
                    sent_on=asked,
                    reminded_on=self.maybe(asked),
                    answered_on=asked if answered else None,
                )
            )
            for item in choices("satisfaction_item", TODAY) if answered else ():
                if (score := self.maybe(self.chance.randint(1, 5))) is not None:
                    self.add(SatisfactionScore(satisfaction_answer_id=answer.id, item=item.code, score=score))
