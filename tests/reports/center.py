"""An invented centre in the middle of its life, the same each time, for reports: every state is there."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

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
    ContactAttempt,
    Course,
    Enrollment,
    FollowUp,
    FundingProgram,
    Learner,
    Organization,
    Placement,
    SensitiveFacts,
    Site,
    Target,
)

AS_OF = dt.date(2026, 9, 30)
SITUATIONS = (
    *("EMP_CDI", "EMP_CDI", "EMP_CDD6", "EMP_CDDC", "EMP_INTC", "ALT_APP", "CREA", "FORM_Q", "FORM_Q"),
    *("RECH", "RECH", "RECH", "INACT", "SANTE", "INJ", "INJ", "REF", None, None),
)
REASONS = ("AB_EMPL", "AB_PERS", "AB_INAD", "AB_NOUV", None)


def fill_center(db: Database, learners: int = 90, runs: int = 1, seed: int = 2026) -> tuple[int, ...]:
    """Fill an empty file; the ids of its cohorts, four for each run, the runs a week earlier each time."""
    chance = random.Random(seed)
    with db.write("Créer un organisme inventé") as session:
        owners = _frame(session)
        cohorts = [cohort for run in range(runs) for cohort in _cohorts(session, owners, run)]
        for number in range(learners):
            _person(session, chance, cohorts[number % len(cohorts)], number)
    return tuple(cohort.id for cohort, _ in cohorts)


def _frame(session: Session) -> tuple[int, int]:
    organization = Organization(
        name="Numérique en Morvan", siret="99900000300015", nda="27580099958", legal_status="association"
    )
    session.add(organization)
    session.flush()
    site = Site(
        organization_id=organization.id,
        name="Château-Chinon",
        city="Château-Chinon",
        region_code="27",
        in_qpv=False,
        rural_zoning="FRR",
    )
    program = FundingProgram(
        code="GEN",
        name="Label Grande École du Numérique",
        kind="GEN_2021",
        funder="ETAT_EMPLOI",
        agreement_number="GEN-24-0581",
        label_number="2021-0457",
        label_ends_on=dt.date(2027, 10, 14),
        planned_amount=Decimal(240_000),
        realized_amount=Decimal("231450.50"),
    )
    session.add_all([site, program])
    session.flush()
    for indicator, percent in (("A3.femmes", 30), ("A3.bac_ou_infra", 60), ("A3.qpv", 20)):
        session.add(Target(funding_program_id=program.id, indicator=indicator, percent=Decimal(percent)))
    return site.id, program.id


def _cohorts(session: Session, owners: tuple[int, int], run: int) -> list[tuple[Cohort, list[ClassSession]]]:
    courses = (
        ("CDA 2025-3", "Concepteur développeur d’applications", dt.date(2025, 3, 3), dt.date(2025, 12, 19)),
        (
            "TSSR 2026-1",
            "Technicien supérieur systèmes et réseaux",
            dt.date(2025, 10, 6),
            dt.date(2026, 3, 27),
        ),
        ("DWWM 2026-1", "Développeur web et web mobile", dt.date(2026, 1, 12), dt.date(2026, 7, 10)),
        ("DWWM 2026-2", "Développeur web et web mobile", dt.date(2026, 7, 6), dt.date(2027, 1, 29)),
    )
    earlier, name = dt.timedelta(weeks=run), f" n°{run}" if run else ""
    return [
        _cohort(session, f"{code}{name}", title, (start - earlier, end - earlier), owners)
        for code, title, start, end in courses
    ]


def _course(session: Session, title: str) -> Course:
    course = Course(code=title.split()[0], title=title, certification_code="RNCP37674")
    session.add(course)
    session.flush()
    for number, name in enumerate(("Développer la partie front-end", "Développer la partie back-end"), 1):
        block = CertificationBlock(course_id=course.id, code=f"BC0{number}", title=name, position=number)
        session.add(block)
    session.flush()
    return course


def _cohort(
    session: Session, code: str, title: str, dates: tuple[dt.date, dt.date], owners: tuple[int, int]
) -> tuple[Cohort, list[ClassSession]]:
    course = session.query(Course).filter_by(title=title).first()
    if course is None:
        course = _course(session, title)
    start, end = dates
    cohort = Cohort(
        code=code,
        course_id=course.id,
        site_id=owners[0],
        funding_program_id=owners[1],
        planned_start=start,
        planned_end=end,
        seats=20,
    )
    session.add(cohort)
    session.flush()
    sessions = [
        ClassSession(
            cohort_id=cohort.id,
            held_on=day,
            half_day=half,
            starts_at=dt.time(9),
            ends_at=dt.time(12, 30),
            minutes=210,
        )
        for week in range((end - start).days // 7)
        for day in (start + dt.timedelta(weeks=week),)
        for half in ("AM", "PM")
    ]
    session.add_all(sessions)
    session.flush()
    return cohort, sessions


def _person(
    session: Session, chance: random.Random, place: tuple[Cohort, list[ClassSession]], number: int
) -> None:
    cohort, sessions = place
    last, first = f"Nom{number:03d}", "Camille"
    learner = Learner(
        last_name=last,
        first_name=first,
        sort_key=sort_key(last, first),
        search_text=fold(last),
        sex=chance.choice(["F", "M", "M", "M", None] if number % 9 == 0 else ["F", "M", "M"]),
        birth_date=dt.date(chance.randint(1972, 2006), chance.randint(1, 12), chance.randint(1, 28)),
        phone="0600000000",
        postal_code="58120",
        france_travail_id=chance.choice([None, "1234567A"]),
    )
    session.add(learner)
    session.flush()
    applied = cohort.planned_start - dt.timedelta(days=chance.randint(15, 90))
    decision = chance.choice(["admitted"] * 8 + ["refused", "withdrawn", "waiting"])
    enrollment = Enrollment(
        learner_id=learner.id,
        cohort_id=cohort.id,
        applied_on=applied,
        decision=decision,
        decided_on=applied + dt.timedelta(days=10),
        prescriber=chance.choice(["FT", "ML", "WEB", None]),
        highest_diploma=chance.choice(["N3", "N4", "N4", "N5", "N6", None]),
        in_qpv=chance.choice([True, False, False, False]),
        situation_before=chance.choice(["DE", "DE", "DE", "DENI", "SAL_CDD", "INA", None]),
        unemployment_months=chance.randint(0, 24),
        rural_zoning=chance.choice(["FRR", "FRR_NC", None]),
        is_career_change=chance.choice([True, False]),
    )
    session.add(enrollment)
    session.flush()
    if decision != "admitted":
        enrollment.decision_reason = chance.choice(["niveau insuffisant", "projet à préciser", None])
        return
    if chance.random() < 0.05:
        enrollment.is_no_show = True
        return
    _path(session, chance, enrollment, (cohort, sessions))


def _path(
    session: Session,
    chance: random.Random,
    enrollment: Enrollment,
    place: tuple[Cohort, list[ClassSession]],
) -> None:
    cohort, sessions = place
    enrollment.entered_on = cohort.planned_start
    enrollment.aes_on = cohort.planned_start + dt.timedelta(days=chance.randint(0, 5))
    session.add(
        SensitiveFacts(enrollment_id=enrollment.id, is_rqth=chance.choice([True, False, False, None]))
    )
    if chance.random() < 0.12:
        enrollment.exit_type, enrollment.exit_reason = "abandonment", chance.choice(REASONS)
        enrollment.exit_on = add_months(cohort.planned_start, chance.randint(0, 2)) + dt.timedelta(days=12)
    elif cohort.planned_end <= AS_OF:
        enrollment.exit_type, enrollment.exit_on = "term", cohort.planned_end
    for half_day in sessions:
        over = enrollment.exit_on is not None and half_day.held_on > enrollment.exit_on
        if over or half_day.held_on > AS_OF or chance.random() < 0.02:
            continue
        status = chance.choice(["P"] * 16 + ["AI", "AJ_MAL"])
        session.add(
            Attendance(
                enrollment_id=enrollment.id,
                class_session_id=half_day.id,
                status=status,
                minutes_present=210 if status == "P" else 0,
            )
        )
    if enrollment.exit_type == "term":
        _certify(session, chance, enrollment, cohort)
    for horizon in (3, 6):
        if enrollment.exit_on and add_months(enrollment.exit_on, horizon) <= AS_OF:
            _follow(session, chance, enrollment, horizon)


def _certify(session: Session, chance: random.Random, enrollment: Enrollment, cohort: Cohort) -> None:
    outcome = chance.choice(["full"] * 7 + ["partial", "failed", "absent", None])
    session.add(Certification(enrollment_id=enrollment.id, jury_on=cohort.planned_end, outcome=outcome))
    blocks = session.query(CertificationBlock).filter_by(course_id=cohort.course_id)
    for block in blocks.order_by(CertificationBlock.position):
        if outcome is not None:
            passed = outcome == "full" or (outcome == "partial" and block.position == 1)
            result = "acquired" if passed else "not_acquired" if outcome != "absent" else "not_presented"
            session.add(BlockResult(enrollment_id=enrollment.id, block_id=block.id, result=result))


def _follow(session: Session, chance: random.Random, enrollment: Enrollment, horizon: int) -> None:
    assert enrollment.exit_on is not None
    situation = chance.choice(SITUATIONS)
    due = add_months(enrollment.exit_on, horizon)
    for attempt in range(chance.randint(1, 3)):
        session.add(
            ContactAttempt(
                enrollment_id=enrollment.id,
                horizon=horizon,
                made_on=due - dt.timedelta(days=attempt),
                contact_mode="phone",
                outcome="no_answer" if situation == "INJ" else "reached",
            )
        )
    if situation is None:
        return
    employed = situation.startswith(("EMP", "ALT", "CREA"))
    session.add(
        FollowUp(
            enrollment_id=enrollment.id,
            horizon=horizon,
            situation=situation,
            recorded_on=due,
            contact_mode=chance.choice(["phone", "email"]),
            proof=chance.choice(["declared", "contract", None]),
            is_target_occupation=chance.choice([True, True, False, None]) if employed else None,
        )
    )
    if employed:
        contract = {"EMP_CDI": "CDI", "ALT_APP": "APP", "CREA": "IND"}.get(situation, "CDD")
        session.add(
            Placement(
                enrollment_id=enrollment.id,
                kind="creation" if situation == "CREA" else "job",
                starts_on=enrollment.exit_on + dt.timedelta(days=chance.randint(5, 80)),
                contract_type=contract,
                working_time=chance.choice(["full", "full", "part", None]),
                is_digital_sector=chance.choice([True, True, False, None]),
                yearly_gross_salary=Decimal(chance.randint(21, 34) * 1000),
            )
        )
