"""Random gestures of a centre at work, one for every service function that writes.

Used by the property test of undo and by the fault scripts. A gesture may be refused (AppError): people make
mistakes too; it then changed nothing.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
import random
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from gen_desktop import services
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import AppError
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.models.calendar import DEFAULT_PATTERN
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.esf import EsfAnswers
from gen_desktop.models.registry import (
    AttachedDocument,
    Attendance,
    Base,
    CertificationBlock,
    ClassSession,
    Cohort,
    Company,
    ContactAttempt,
    Course,
    DoubtfulPair,
    Enrollment,
    FollowUp,
    FundingProgram,
    Learner,
    MonthStatement,
    Organization,
    Placement,
    Prerequisite,
    RemoteActivity,
    RemoteAssistance,
    SavedView,
    SignedSheet,
    Site,
    StaffMember,
    ZoningList,
)
from gen_desktop.models.rncp_sheet import BlockFacts, RncpSheet, SheetFacts
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.models.zoning import Neighborhood, OfficialPlaces
from gen_desktop.queries import contacts as contact_queries
from gen_desktop.queries.application_places import waiting_list
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.merging import merge_plan
from gen_desktop.reference.lists import code_list
from gen_desktop.services import (
    applications,
    assessments,
    attached_documents,
    attendance,
    bulk,
    bulk_enrollment,
    class_sessions,
    cohorts,
    companies,
    contacts,
    courses,
    doubtful_pairs,
    enrollments,
    entry_facts,
    esf,
    follow_up_lists,
    follow_ups,
    funding_programs,
    justifications,
    learners,
    merging,
    month_statements,
    organization,
    parameters,
    prerequisites,
    remote_assistance,
    remote_work,
    report_texts,
    retention,
    rncp_sheets,
    saved_views,
    signed_sheets,
    territory,
    zoning_facts,
    zoning_lists,
)
from gen_desktop.services import bin as bin_service
from tests.absence_gestures import ABSENCE_GESTURES
from tests.calendar_gestures import CALENDAR_GESTURES
from tests.learned_gestures import LEARNED_GESTURES
from tests.message_gestures import MESSAGE_GESTURES
from tests.opinion_gestures import OPINION_GESTURES
from tests.papers import picture
from tests.path_gestures import PATH_GESTURES
from tests.spell_gestures import SPELL_GESTURES

Gesture = Callable[[Database, random.Random], Change | None]

START = dt.date(2026, 1, 5)
LATER = START + dt.timedelta(days=60)
LAST_NAMES = ("Aubert", "Ben Salah", "Da Silva", "Lefèvre", "O’Brien", "Nguyen", "Petit", "Garnier")
FIRST_NAMES = ("Inès", "Moussa", "Léa", "Théo", "Maëlle", "Nour", "Chloé", "Samuel")
UNLOGGED = frozenset(
    {
        *("change_set", "record_change", "alembic_version", "draft", "stored_content", "import_mapping"),
        "document_sequence",
    }
)


def snapshot(db: Database) -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table but the log, without the counter that guards against stale edits."""
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    with db.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in UNLOGGED:
                continue
            keys = [column.name for column in table.primary_key]
            rows = session.execute(select(table)).mappings()
            found[table.name] = {
                tuple(row[key] for key in keys): {k: v for k, v in row.items() if k != "version"}
                for row in rows
            }
    return found


def attempt(db: Database, rng: random.Random, gesture: Gesture) -> Change | None:
    """Do it; None when it was refused or there was nothing to do it to."""
    try:
        return gesture(db, rng)
    except AppError:
        return None


def writing_services() -> Iterator[Callable[..., Any]]:
    """Every public function of services/ that takes the open file and writes (it gives a Change)."""
    return filter(_is_a_gesture, public_services())


def public_services() -> Iterator[Callable[..., Any]]:
    """Every public function of services/, where it is written."""
    for module in pkgutil.iter_modules(services.__path__):
        loaded = importlib.import_module(f"gen_desktop.services.{module.name}")
        for name, function in vars(loaded).items():
            if name.startswith("_") or not inspect.isfunction(function):
                continue
            if function.__module__ == loaded.__name__:
                yield function


def _is_a_gesture(function: Callable[..., Any]) -> bool:
    signature = inspect.signature(function)
    first = next(iter(signature.parameters.values()), None)
    return first is not None and first.annotation == "Database" and signature.return_annotation == "Change"


def _pick(db: Database, rng: random.Random, model: Any) -> Any:
    """A row of that table; None when it is empty."""
    with db.read() as session:
        rows = session.execute(select(model.__table__)).mappings().all()
    return SimpleNamespace(**rng.choice(rows)) if rows else None


def _code(rng: random.Random, name: str) -> str:
    return rng.choice(code_list(name).codes).code


def _maybe(rng: random.Random, value: Any) -> Any:
    return value if rng.random() < 0.5 else None


def _day(rng: random.Random, spread: int = 60) -> dt.date:
    return START + dt.timedelta(days=rng.randrange(spread))


def _person(rng: random.Random) -> learners.LearnerInput:
    return learners.LearnerInput(
        rng.choice(LAST_NAMES),
        rng.choice(FIRST_NAMES),
        birth_date=_maybe(rng, dt.date(1990 + rng.randrange(15), 1 + rng.randrange(12), 3)),
        sex=_maybe(rng, _code(rng, "sex")),
        city=_maybe(rng, rng.choice(("Autun", "Luzy", "Nevers"))),
        insee_code=_maybe(rng, rng.choice(("71014", "58194"))),
        phone=_maybe(rng, f"+336399800{rng.randrange(10, 99)}"),
    )


def _facts(rng: random.Random) -> EntryFacts:
    return EntryFacts(
        prescriber=_maybe(rng, _code(rng, "prescriber")),
        highest_diploma=_maybe(rng, _code(rng, "education_level")),
        unemployment_months=_maybe(rng, rng.randrange(30)),
        in_qpv=rng.choice((True, False, None)),
    )


def _sensitive(rng: random.Random) -> Sensitive:
    return Sensitive(is_rqth=rng.choice((True, False, None)), is_brsa=rng.choice((True, None)))


def _enrollment(rng: random.Random, learner_id: int, cohort_id: int) -> enrollments.EnrollmentInput:
    decision = rng.choice(("admitted", "admitted", "admitted", "pending", "refused"))
    return enrollments.EnrollmentInput(
        learner_id, cohort_id, decision, facts=_facts(rng), sensitive=_sensitive(rng)
    )


def create_learner(db: Database, rng: random.Random) -> Change | None:
    cohort = _pick(db, rng, Cohort)
    enrolled = _enrollment(rng, 0, cohort.id) if cohort and rng.random() < 0.7 else None
    return learners.create_learner(db, _person(rng), enrolled, to_correct=_typed_wrong(rng))


def update_learner(db: Database, rng: random.Random) -> Change | None:
    enrolled, learner = _pick(db, rng, Enrollment), _pick(db, rng, Learner)
    if enrolled is not None and rng.random() < 0.5:
        entry = (enrolled.id, _facts(rng), _sensitive(rng))
        return learners.update_learner(db, enrolled.learner_id, _person(rng), entry=entry)
    return learner and learners.update_learner(db, learner.id, _person(rng), to_correct=_typed_wrong(rng))


def _typed_wrong(rng: random.Random) -> dict[str, str]:
    return {"email": f"zoe{rng.randrange(9)}@"} if rng.random() < 0.3 else {}


def enroll(db: Database, rng: random.Random) -> Change | None:
    learner, cohort = _pick(db, rng, Learner), _pick(db, rng, Cohort)
    return learner and cohort and enrollments.enroll(db, _enrollment(rng, learner.id, cohort.id))


def record_decision(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    values = enrollments.DecisionInput(_code(rng, "application_decision"), _maybe(rng, _day(rng)), "Dossier")
    return enrolled and enrollments.record_decision(db, enrolled.id, values)


def record_entry(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    return enrolled and enrollments.record_entry(db, enrolled.id, _day(rng, 10), _maybe(rng, _day(rng, 10)))


def record_no_show(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    return enrolled and enrollments.record_no_show(db, enrolled.id)


def record_exit(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    reasons = {"term": None, "abandonment": "AB_EMPL", "neutral": "NE_FM"}
    kind = rng.choice(list(reasons))
    values = enrollments.ExitInput(kind, _day(rng), reasons[kind], interview_done=_maybe(rng, True))
    return enrolled and enrollments.record_exit(db, enrolled.id, values)


def cancel_exit(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    return enrolled and enrollments.cancel_exit(db, enrolled.id)


def record_marks(db: Database, rng: random.Random) -> Change | None:
    keys = _keys(db, rng)
    if not keys:
        return None
    status = rng.choice(("P", "P", "R", "AI", "AJ_AUT"))
    missed = 30 if status == "R" else 0
    document_on = _maybe(rng, _day(rng)) if status == "AJ_AUT" else None
    return attendance.record(db, [attendance.MarkInput(*key, status, missed, document_on) for key in keys])


def clear_marks(db: Database, rng: random.Random) -> Change | None:
    with db.read() as session:
        held = session.execute(select(Attendance.enrollment_id, Attendance.class_session_id)).all()
    chosen = [(row[0], row[1]) for row in rng.sample(held, min(len(held), rng.randint(1, 4)))]
    return attendance.clear(db, chosen) if chosen else None


def receive_document(db: Database, rng: random.Random) -> Change | None:
    """A paper for an absence, by the door of the grid."""
    mark = _absence(db, rng)
    if mark is None:
        return None
    scan = _maybe(rng, attached_documents.Source("recu.txt", lambda: b"recu"))
    document = justifications.ReceivedDocument(_day(rng), _code(rng, "absence_document"), "AJ_FAM", scan)
    return justifications.receive_document(db, [mark], document, LATER)


def give_reason(db: Database, rng: random.Random) -> Change | None:
    mark = _absence(db, rng)
    return mark and justifications.give_reason(db, [mark], rng.choice(("AJ_MAL", "AJ_INT")))


def refuse_absence(db: Database, rng: random.Random) -> Change | None:
    mark = _absence(db, rng)
    return mark and justifications.refuse(db, [mark])


def _absence(db: Database, rng: random.Random) -> tuple[int, int] | None:
    """An absence, None when nobody was absent."""
    with db.read() as session:
        held = session.execute(
            select(Attendance.enrollment_id, Attendance.class_session_id).where(
                Attendance.status.in_(("AI", "AJ_AUT", "AJ_MAL", "AJ_FAM"))
            )
        ).all()
    one = rng.choice(held) if held else None
    return (one[0], one[1]) if one else None


def send_month(db: Database, rng: random.Random) -> Change | None:
    place = _month(db, rng)
    return place and month_statements.send_month(db, *place, _maybe(rng, "France Travail"), LATER, LATER)


def open_correction(db: Database, rng: random.Random) -> Change | None:
    sent = _pick(db, rng, MonthStatement)
    return sent and month_statements.open_correction(db, sent.cohort_id, sent.month, "Oubli", LATER)


def send_correction(db: Database, rng: random.Random) -> Change | None:
    sent = _pick(db, rng, MonthStatement)
    return sent and month_statements.send_correction(db, sent.cohort_id, sent.month, LATER, LATER)


def _month(db: Database, rng: random.Random) -> tuple[int, dt.date] | None:
    """A cohort, and a month of one of its half-days."""
    held = _pick(db, rng, ClassSession)
    return (held.cohort_id, held.held_on) if held else None


def _keys(db: Database, rng: random.Random) -> list[tuple[int, int]]:
    """Some people of one cohort, on some of its half-days."""
    enrolled = _pick(db, rng, Enrollment)
    if enrolled is None:
        return []
    with db.read() as session:
        people = session.scalars(
            select(Enrollment.id).where(
                Enrollment.cohort_id == enrolled.cohort_id, Enrollment.decision == "admitted"
            )
        ).all()
        half_days = session.scalars(
            select(ClassSession.id)
            .where(ClassSession.cohort_id == enrolled.cohort_id)
            .order_by(ClassSession.held_on)
            .limit(20)
        ).all()
    if not half_days:
        return []
    columns = rng.sample(half_days, min(len(half_days), rng.randint(1, 2)))
    rows = rng.sample(people, min(len(people), rng.randint(1, 3)))
    return [(row, column) for row in rows for column in columns]


def create_course(db: Database, rng: random.Random) -> Change | None:
    return courses.create_course(db, _course(rng))


def update_course(db: Database, rng: random.Random) -> Change | None:
    course = _pick(db, rng, Course)
    return course and courses.update_course(db, course.id, _course(rng, course.code))


def _course(rng: random.Random, code: str | None = None) -> courses.CourseInput:
    blocks = tuple((f"CCP{n}", f"Bloc {rng.randrange(9)}") for n in range(1, rng.randint(1, 4)))
    return courses.CourseInput(
        f"Formation {rng.randrange(99)}", code or _maybe(rng, f"F{rng.randrange(99)}"), blocks=blocks
    )


def create_cohort(db: Database, rng: random.Random) -> Change | None:
    return cohorts.create_cohort(db, _cohort(rng, f"DWWM {rng.randrange(60)}"))


def update_cohort(db: Database, rng: random.Random) -> Change | None:
    cohort = _pick(db, rng, Cohort)
    today = _day(rng)
    return cohort and cohorts.update_cohort(db, cohort.id, _cohort(rng, cohort.code), today=today)


def _cohort(rng: random.Random, code: str) -> cohorts.CohortInput:
    start = START + dt.timedelta(days=rng.randrange(3))
    return cohorts.CohortInput(
        code,
        rng.choice(("Développeur web", "Technicien réseau")),
        start,
        start + dt.timedelta(days=rng.randint(20, 50)),
        seats=_maybe(rng, rng.randint(5, 15)),
        site_name=_maybe(rng, rng.choice(("Nevers", "Autun"))),
        program_code=_maybe(rng, rng.choice(("GEN", "AFC"))),
        pattern=tuple(DEFAULT_PATTERN[: rng.randint(1, len(DEFAULT_PATTERN))]),
        closures=(_day(rng, 30),) if rng.random() < 0.3 else (),
        targets=(("A3.femmes", Decimal(30)),),
        blocks=(("CCP1", "Bloc 1"), ("CCP2", "Bloc 2")),
    )


def add_class_session(db: Database, rng: random.Random) -> Change | None:
    cohort = _pick(db, rng, Cohort)
    values = class_sessions.ClassSessionInput(
        _day(rng, 30), rng.choice(("AM", "PM")), dt.time(9), dt.time(12), module="Rattrapage"
    )
    return cohort and class_sessions.add_class_session(db, cohort.id, values)


def remove_class_sessions(db: Database, rng: random.Random) -> Change | None:
    half_day = _pick(db, rng, ClassSession)
    return half_day and class_sessions.remove_class_sessions(db, [half_day.id])


def create_program(db: Database, rng: random.Random) -> Change | None:
    code = f"P{rng.randrange(60)}"
    return funding_programs.create_program(db, _program(rng, code, with_targets=rng.random() < 0.5))


def update_program(db: Database, rng: random.Random) -> Change | None:
    program = _pick(db, rng, FundingProgram)
    values = program and _program(rng, program.code, with_targets=True)
    return program and funding_programs.update_program(db, program.id, values)


def record_payment(db: Database, rng: random.Random) -> Change | None:
    program = _pick(db, rng, FundingProgram)
    facts = (_maybe(rng, _day(rng)), rng.choice((True, False, None)))
    today = START + dt.timedelta(days=30)
    return program and funding_programs.record_payment(db, program.id, *facts, today=today)


def set_period(db: Database, rng: random.Random) -> Change | None:
    code, base = rng.choice(("EU", "NO_ENTRY", "FT", "OPCO")), rng.choice(("last_payment", "course_end"))
    values = retention.PeriodInput(code, rng.randrange(12), base, "Convention", _maybe(rng, "Article 4"))
    return retention.set_period(db, values, START)


def reset_period(db: Database, rng: random.Random) -> Change | None:
    return retention.reset_period(db, rng.choice(("EU", "NO_ENTRY", "FT", "OPCO")), START)


def set_parameter(db: Database, rng: random.Random) -> Change | None:
    code = rng.choice(("absence_justification_days", "alert_attendance_rate"))
    return parameters.set_parameter(db, code, str(rng.randrange(120)), _maybe(rng, _day(rng)))


def reset_parameter(db: Database, rng: random.Random) -> Change | None:
    return parameters.reset_parameter(db, "absence_justification_days")


def hold_review(db: Database, rng: random.Random) -> Change | None:
    return retention.hold_review(db, _day(rng))


def _program(rng: random.Random, code: str, *, with_targets: bool) -> funding_programs.ProgramInput:
    targets = tuple(
        funding_programs.TargetInput(indicator, Decimal(rng.randrange(100)))
        for indicator in rng.sample(("A3.femmes", "A3.qpv", "D3a.6"), rng.randint(1, 3))
    )
    return funding_programs.ProgramInput(
        code,
        f"Programme {rng.randrange(9)}",
        _code(rng, "funding_program_kind"),
        planned_amount=_maybe(rng, Decimal("1200.50")),
        targets=targets if with_targets else None,
    )


def record_attempt(db: Database, rng: random.Random) -> Change | None:
    left = _someone_who_left(db, rng)
    values = left and follow_ups.AttemptInput(
        left.id, rng.choice((3, 6)), _day(rng) + dt.timedelta(200), outcome=_code(rng, "attempt_outcome")
    )
    return values and follow_ups.record_attempt(db, values)


def record_situation(db: Database, rng: random.Random) -> Change | None:
    left = _someone_who_left(db, rng)
    if left is None:
        return None
    has_job = rng.random() < 0.6
    values = follow_ups.SituationInput(
        left.id,
        rng.choice((3, 6)),
        _day(rng) + dt.timedelta(200),
        situation=None if has_job else _code(rng, "outcome_situation"),
        contract_type=rng.choice(("CDI", "CDD", "INT")) if has_job else None,
        contract_months=None,
        employer=rng.choice(("Datacampus", "Atelier du Morvan", "Mairie")) if has_job else None,
        employer_city=_maybe(rng, "Nevers") if has_job else None,
        salary=_maybe(rng, Decimal("24800.00")) if has_job else None,
        is_target_occupation=rng.choice((True, False, None)),
    )
    return follow_ups.record_situation(db, values)


def clear_situation(db: Database, rng: random.Random) -> Change | None:
    left = _someone_who_left(db, rng)
    return left and follow_ups.clear_situation(db, left.id, rng.choice((3, 6)))


def _someone_who_left(db: Database, rng: random.Random) -> Any:
    with db.read() as session:
        ids = session.scalars(select(Enrollment.id).where(Enrollment.exit_type.is_not(None))).all()
    return SimpleNamespace(id=rng.choice(ids)) if ids else None


def record_certification(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    if enrolled is None:
        return None
    with db.read() as session:
        blocks = session.scalars(
            select(CertificationBlock.id)
            .join(Cohort, Cohort.course_id == CertificationBlock.course_id)
            .where(Cohort.id == enrolled.cohort_id)
        ).all()
    values = assessments.CertificationInput(
        jury_on=_maybe(rng, _day(rng) + dt.timedelta(90)),
        outcome=_maybe(rng, _code(rng, "certification_outcome")),
        blocks={block: _code(rng, "block_result") for block in blocks if rng.random() < 0.7},
    )
    return assessments.record_certification(db, enrolled.id, values)


def create_organization(db: Database, rng: random.Random) -> Change | None:
    site = organization.SiteInput("Nevers", city="Nevers")
    values = organization.OrganizationInput("Numérique en Morvan", sites=(site,), staff=(("Anne", None),))
    return organization.create_organization(db, values)


def create_sample_organization(db: Database, rng: random.Random) -> Change | None:
    return organization.create_sample_organization(db)


def update_organization(db: Database, rng: random.Random) -> Change | None:
    with db.read() as session:
        version = session.scalar(select(Organization.version))
    values = organization.OrganizationInput(f"Organisme {rng.randrange(9)}", city=rng.choice(("Autun", None)))
    return None if version is None else organization.update_organization(db, values, version=version)


def rename_organization(db: Database, rng: random.Random) -> Change | None:
    return organization.rename(db, f"Organisme {rng.randrange(9)}")


def add_site(db: Database, rng: random.Random) -> Change | None:
    return organization.add_site(db, organization.SiteInput(f"Site {rng.randrange(60)}"))


def update_site(db: Database, rng: random.Random) -> Change | None:
    site = _pick(db, rng, Site)
    values = site and organization.SiteInput(site.name, city=rng.choice(("Autun", "Luzy")))
    return site and organization.update_site(db, site.id, values)


def update_company(db: Database, rng: random.Random) -> Change | None:
    company = _pick(db, rng, Company)
    if company is None:
        return None
    values = companies.CompanyInput(f"Entreprise {rng.randrange(40)}", _maybe(rng, "Luzy"), company.siret)
    return companies.update_company(db, company.id, values, version=company.version)


def add_staff_member(db: Database, rng: random.Random) -> Change | None:
    return organization.add_staff_member(db, rng.choice(FIRST_NAMES), _maybe(rng, _code(rng, "staff_role")))


def retire_staff_member(db: Database, rng: random.Random) -> Change | None:
    member = _pick(db, rng, StaffMember)
    return member and organization.retire_staff_member(db, member.id)


def bring_list(db: Database, rng: random.Random) -> Change | None:
    """Many people in one gesture, as an import writes them."""
    cohort = _pick(db, rng, Cohort)
    if cohort is None:
        return None
    count = rng.randint(3, 25)
    name = f"Importer {count} personnes"
    with db.write(name) as session:
        for _ in range(count):
            learner_id = learners.insert_learner(session, _person(rng))
            session.flush()
            enrollments.insert_enrollment(session, _enrollment(rng, learner_id, cohort.id))
    return Change(learners.WITH_ENROLLMENT, name=name)


def import_list(db: Database, rng: random.Random) -> Change | None:
    """A table of people as everyone brings them: some new, some known."""
    cohort = _pick(db, rng, Cohort)
    people = [f"{rng.choice(LAST_NAMES)};{rng.choice(FIRST_NAMES)};Nevers" for _ in range(rng.randint(2, 8))]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "liste.csv"
        file.write_text("\n".join(["Nom;Prénom;Ville", *dict.fromkeys(people)]), encoding="utf-8")
        plan = cohort and plan_import(db, "learners", file, cohort_code=cohort.code, today=START)
        return plan and apply_plan(db, plan, Job())


def tell_follow_ups(db: Database, rng: random.Random) -> Change | None:
    """A call list filled in: attempts, and situations that replace those of before."""
    with db.read() as session:
        left = session.scalars(select(Enrollment.id).where(Enrollment.exit_type.is_not(None))).all()
    chosen = rng.sample(left, min(len(left), 3))
    told = [_told(rng, enrollment_id, _day(rng) + dt.timedelta(200)) for enrollment_id in chosen]
    name = f"Importer {len(told)} suivis"
    with db.write(name) as session:
        kinds = follow_up_lists.insert_told(session, told)
    return Change(kinds, name=name)


def _told(rng: random.Random, enrollment_id: int, day: dt.date) -> follow_up_lists.ToldFollowUp:
    horizon, situation = rng.choice((3, 6)), _code(rng, "outcome_situation")
    attempt = follow_ups.AttemptInput(enrollment_id, horizon, day, outcome="no_answer")
    values = follow_ups.SituationInput(enrollment_id, horizon, day, situation=situation)
    return follow_up_lists.ToldFollowUp(enrollment_id, (attempt,), _maybe(rng, values), "Anne")


def merge_two(db: Database, rng: random.Random) -> Change | None:
    """Two records of one person, whichever they are, with whatever is proposed."""
    with db.read() as session:
        people = session.scalars(select(Learner.id)).all()
        if len(people) < 2:
            return None
        plan = merge_plan(session, *rng.sample(people, 2), {}, START)
    return merging.merge(db, plan, {}, START)


def note_doubt(db: Database, rng: random.Random) -> Change | None:
    """A doubt about two people, as a search notes it."""
    with db.read() as session:
        people = session.scalars(select(Learner.id)).all()
    if len(people) < 2:
        return None
    with db.write("Chercher les doublons") as session:
        doubtful_pairs.note_pairs(session, [(*rng.sample(people, 2), ["same_name"])], START)
    return Change(frozenset({"doubtful_pair"}), name="Chercher les doublons")


def tell_apart(db: Database, rng: random.Random) -> Change | None:
    pair = _pick(db, rng, DoubtfulPair)
    return pair and doubtful_pairs.tell_apart(db, pair.id, START)


def write_report_texts(db: Database, rng: random.Random) -> Change | None:
    scope = ReportScope("evaluation", START, None, horizon=rng.choice((3, 6)), words="Année 2026")
    sections = rng.sample(("lessons", "action_plan"), rng.randrange(1, 3))
    bodies = {one: rng.choice(("", "À retenir.", "Deux actions\n\nengagées.")) for one in sections}
    return report_texts.write_texts(db, scope, bodies)


def save_view(db: Database, rng: random.Random) -> Change | None:
    criteria = LearnerCriteria(incomplete=rng.random() < 0.5)
    return saved_views.save_view(db, "learners", f"Vue {rng.randrange(40)}", criteria, ("name", "city"))


def replace_view(db: Database, rng: random.Random) -> Change | None:
    view = _pick(db, rng, SavedView)
    criteria = LearnerCriteria(incomplete=rng.random() < 0.5)
    return view and saved_views.replace_view(db, view.id, criteria, ("city",))


def rename_view(db: Database, rng: random.Random) -> Change | None:
    view = _pick(db, rng, SavedView)
    return view and saved_views.rename_view(db, view.id, f"Vue {rng.randrange(40)}")


def delete_view(db: Database, rng: random.Random) -> Change | None:
    view = _pick(db, rng, SavedView)
    return view and saved_views.delete_view(db, view.id)


def edit_many(db: Database, rng: random.Random) -> Change | None:
    """The same facts for several people."""
    with db.read() as session:
        people = session.scalars(select(Learner.id)).all()
        chosen = rng.sample(people, min(len(people), 5))
        values = {"funder": _code(rng, "funder"), "prescriber": _code(rng, "prescriber")}
        plan = bulk.plan_edit(session, chosen, values)
    return bulk.apply_edit(db, plan)[0]


def enroll_many(db: Database, rng: random.Random) -> Change | None:
    cohort = _pick(db, rng, Cohort)
    if cohort is None:
        return None
    with db.read() as session:
        people = session.scalars(select(Learner.id)).all()
        plan = bulk_enrollment.plan_enrollment(session, rng.sample(people, min(len(people), 4)), cohort.id)
    return bulk_enrollment.enroll_all(db, plan, "admitted", None)[0]


def attach_papers(db: Database, rng: random.Random) -> Change | None:
    """One or two papers, of which some were attached before."""
    learner = _pick(db, rng, Learner)
    some = [b"papier %d" % rng.randrange(6) for _ in range(rng.randint(1, 2))]
    sources = [attached_documents.Source("CV.txt", partial(bytes, one)) for one in some]
    done = learner and attached_documents.attach(db, learner.id, sources, START)
    return done.change if done and done.change.kinds else None


def change_paper(db: Database, rng: random.Random) -> Change | None:
    """Another title and kind."""
    paper = _pick(db, rng, AttachedDocument)
    title = f"Pièce {rng.randrange(9)}"
    return paper and attached_documents.change_paper(db, paper.id, _code(rng, "attached_kind"), title)


def file_sheet(db: Database, rng: random.Random) -> Change | None:
    """One of a few scans, for half-days that it proves."""
    keys = _keys(db, rng)
    if not keys:
        return None
    with db.read() as session:
        cohort_id = session.get_one(ClassSession, keys[0][1]).cohort_id
    scan = attached_documents.Source("feuille.png", partial(picture, size=(1 + rng.randrange(9), 2)))
    return signed_sheets.file_sheet(db, cohort_id, scan, _seen(rng, keys), LATER)


def change_sheet(db: Database, rng: random.Random) -> Change | None:
    sheet, keys = _pick(db, rng, SignedSheet), _keys(db, rng)
    return sheet and signed_sheets.change_sheet(
        db, sheet.id, _seen(rng, keys), LATER, _maybe(rng, "Page 1") or ""
    )


def _seen(rng: random.Random, keys: list[tuple[int, int]]) -> list[signed_sheets.HalfDaySeen]:
    noted = dict.fromkeys((one for one, _ in keys), _code(rng, "signature_defect"))
    signed = rng.choice((True, False, None))
    return [signed_sheets.HalfDaySeen(one, signed, noted) for one in sorted({key[1] for key in keys})]


def plan_remote_work(db: Database, rng: random.Random) -> Change | None:
    cohort = _pick(db, rng, Cohort)
    return cohort and remote_work.plan_for_cohort(db, cohort.id, _remote_work(rng))


def plan_own_remote_work(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    return enrolled and remote_work.plan_activity(db, enrolled.id, _remote_work(rng))


def change_remote_work(db: Database, rng: random.Random) -> Change | None:
    found = _pick(db, rng, RemoteActivity)
    outcome = remote_work.OutcomeInput(_maybe(rng, _day(rng)), _maybe(rng, "14/20"), _maybe(rng, 40))
    return found and remote_work.change_activity(db, found.id, _remote_work(rng), outcome, LATER)


def verify_remote_work(db: Database, rng: random.Random) -> Change | None:
    found = _pick(db, rng, RemoteActivity)
    return found and remote_work.verify(db, [found.id], _day(rng), "Claire Renaud", LATER)


def unverify_remote_work(db: Database, rng: random.Random) -> Change | None:
    found = _pick(db, rng, RemoteActivity)
    return found and remote_work.unverify(db, [found.id])


def add_assistance(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    return enrolled and remote_assistance.add_assistance(db, enrolled.id, _assistance(rng), LATER)


def change_assistance(db: Database, rng: random.Random) -> Change | None:
    found = _pick(db, rng, RemoteAssistance)
    return found and remote_assistance.change_assistance(db, found.id, _assistance(rng), LATER)


def _remote_work(rng: random.Random) -> remote_work.ActivityInput:
    kind = _maybe(rng, _code(rng, "remote_activity_kind"))
    return remote_work.ActivityInput(
        f"Exercice {rng.randrange(9)}", rng.choice((0, 90, 240)), _day(rng), kind
    )


def _assistance(rng: random.Random) -> remote_assistance.AssistanceInput:
    return remote_assistance.AssistanceInput(
        _day(rng), _maybe(rng, _code(rng, "contact_mode")), rng.choice((None, 20)), _maybe(rng, "Claire")
    )


def set_contacts(db: Database, rng: random.Random) -> Change | None:
    """Some of the contacts known changed or left out, perhaps another."""
    learner = _pick(db, rng, Learner)
    if learner is None:
        return None
    with db.read() as session:
        known = [one.id for one in contact_queries.contacts(session, learner.id)]
    kept = [one for one in (*known, None) if rng.random() < 0.7]
    wanted = [
        contacts.ContactInput(f"+3363998{rng.randrange(10_000):04}", _maybe(rng, "mère"), one) for one in kept
    ]
    return contacts.set_contacts(db, learner.id, wanted)


def note_answers(db: Database, rng: random.Random) -> Change | None:
    """What somebody says one day of one purpose."""
    learner = _pick(db, rng, Learner)
    said = {_code(rng, "consent_purpose"): rng.random() < 0.5}
    way = _maybe(rng, _code(rng, "consent_way"))
    return learner and contacts.note_answers(db, learner.id, said, START, way, START)


def receive_application(db: Database, rng: random.Random) -> Change | None:
    cohort, learner = _pick(db, rng, Cohort), _pick(db, rng, Learner)
    person = learner.id if learner and rng.random() < 0.3 else _person(rng)
    values = cohort and applications.ApplicationInput(
        cohort.id, person, _maybe(rng, _day(rng)), _maybe(rng, _code(rng, "prescriber"))
    )
    return values and applications.receive(db, values, _day(rng))


def position_candidate(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    if enrolled is None:
        return None
    with db.read() as session:
        asked = session.scalars(
            select(Prerequisite.id)
            .join(Cohort, Cohort.course_id == Prerequisite.course_id)
            .where(Cohort.id == enrolled.cohort_id)
        ).all()
    levels = {one: _code(rng, "positioning_level") for one in asked if rng.random() < 0.7}
    values = applications.PositioningInput(_day(rng), levels, _maybe(rng, "questionnaire"))
    return applications.position(db, enrolled.id, values, LATER)


def interview_candidate(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    values = applications.InterviewInput(_day(rng), _maybe(rng, "Mme Roy"), _maybe(rng, "Projet clair"))
    return enrolled and applications.interview(db, enrolled.id, values, LATER)


def decide_applications(db: Database, rng: random.Random) -> Change | None:
    decision = rng.choice(("admitted", "waiting", "waiting", "refused"))
    values = applications.VerdictInput(decision, _maybe(rng, LATER), _maybe(rng, "Dossier"))
    return applications.decide(db, _open_applications(db, rng, "pending"), values, LATER)


def withdraw_applications(db: Database, rng: random.Random) -> Change | None:
    chosen = _open_applications(db, rng, rng.choice(("pending", "admitted", "waiting")))
    return applications.withdraw(db, chosen, _maybe(rng, "Emploi"), LATER)


def reopen_applications(db: Database, rng: random.Random) -> Change | None:
    return applications.reopen(db, _open_applications(db, rng, rng.choice(("refused", "withdrawn"))), LATER)


def rank_waiting(db: Database, rng: random.Random) -> Change | None:
    cohort = _pick(db, rng, Cohort)
    if cohort is None:
        return None
    with db.read() as session:
        waiting = waiting_list(session, cohort.id, LATER)
    rng.shuffle(waiting)
    return applications.rank_waiting(db, cohort.id, waiting, LATER)


def promote_next(db: Database, rng: random.Random) -> Change | None:
    cohort = _pick(db, rng, Cohort)
    return cohort and applications.promote_next(db, cohort.id, LATER)


def _open_applications(db: Database, rng: random.Random, decision: str) -> list[int]:
    """One to three people of that decision who have not entered."""
    with db.read() as session:
        found = session.scalars(
            select(Enrollment.id).where(Enrollment.decision == decision, Enrollment.entered_on.is_(None))
        ).all()
    return rng.sample(found, min(len(found), rng.randint(1, 3)))


def set_prerequisites(db: Database, rng: random.Random) -> Change | None:
    course = _pick(db, rng, Course)
    if course is None:
        return None
    with db.read() as session:
        known = session.scalars(select(Prerequisite.id).where(Prerequisite.course_id == course.id)).all()
    names = rng.sample(("Lire", "Écrire", "Compter", "Naviguer", "Décrire"), rng.randint(1, 3))
    ids = [*known, *(None for _ in names)]
    wanted = [prerequisites.PrerequisiteInput(name, one) for name, one in zip(names, ids, strict=False)]
    return prerequisites.set_prerequisites(db, course.id, wanted)


def _list_start(rng: random.Random) -> dt.date:
    return START - dt.timedelta(days=rng.randrange(300))


def keep_sheets(db: Database, rng: random.Random) -> Change | None:
    """A sheet or two, new or kept already."""
    sheets = [
        SheetFacts(f"RNCP{90000 + number}", "Titre inventé", blocks=(BlockFacts("BC01", "Bloc"),))
        for number in {rng.randrange(4), rng.randrange(4)}
    ]
    return rncp_sheets.keep_sheets(db, sheets, "export")


def delete_sheet_of_register(db: Database, rng: random.Random) -> Change | None:
    found = _pick(db, rng, RncpSheet)
    return found and rncp_sheets.delete_sheet(db, found.id)


def add_zoning_list(db: Database, rng: random.Random) -> Change | None:
    """A list of a few communes, among them those of the people."""
    kind = rng.choice(("ZRR", "FRR", "QPV"))
    values = zoning_lists.ZoningListInput(kind, f"Liste {rng.randrange(90)}", _list_start(rng))
    if kind == "QPV":
        places = OfficialPlaces(neighborhoods=(Neighborhood("QN05801M", "Banlay", ("58194",)),))
    else:
        codes = ("C", "NC") if kind == "ZRR" else ("FRR", "FRR_NC")
        places = OfficialPlaces({code: rng.choice(codes) for code in ("58194", "58062", "71014")})
    return zoning_lists.add_zoning_list(db, values, places, START)


def update_zoning_list(db: Database, rng: random.Random) -> Change | None:
    found = _pick(db, rng, ZoningList)
    if found is None:
        return None
    begin = _list_start(rng)
    values = zoning_lists.ZoningListInput(found.kind, "Liste datée", begin, begin + dt.timedelta(days=400))
    return zoning_lists.update_zoning_list(db, found.id, values, version=found.version)


def delete_zoning_list(db: Database, rng: random.Random) -> Change | None:
    found = _pick(db, rng, ZoningList)
    return found and zoning_lists.delete_zoning_list(db, found.id)


def fill_zonings(db: Database, rng: random.Random) -> Change | None:
    with db.read() as session:
        plan = zoning_facts.plan_zonings(session)
    return zoning_facts.apply_zonings(db, plan, START)[0] if plan.lines else None


def record_territory(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    if enrolled is None:
        return None
    zoning, in_qpv = _maybe(rng, _code(rng, "rural_zoning")), rng.choice((True, False, None))
    code = "QN05801M" if in_qpv else None
    facts = EntryFacts(rural_zoning=zoning, in_qpv=in_qpv, qpv_code=code, qpv_checked_on=_maybe(rng, START))
    return territory.record_territory(db, enrolled.id, facts)


def record_facts(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    if enrolled is None:
        return None
    facts = EntryFacts(bpf_status=_maybe(rng, _code(rng, "bpf_status")), planned_center_minutes=24_000)
    days = entry_facts.PlannedDays(applied_on=_maybe(rng, START), planned_exit_on=_maybe(rng, LATER))
    told = rng.choice((None, _sensitive(rng)))
    employer = rng.choice((None, "", "Scierie du Haut-Folin", "Datacampus, Nevers"))
    return entry_facts.record_facts(db, enrolled.id, facts, told, days, LATER, employer=employer)


def record_esf_answers(db: Database, rng: random.Random) -> Change | None:
    enrolled = _pick(db, rng, Enrollment)
    answers = EsfAnswers(nationality=_code(rng, "esf_nationality"), is_minority=_code(rng, "esf_answer"))
    return enrolled and esf.record_esf_answers(db, enrolled.id, answers, LATER)


GESTURES: dict[Gesture, tuple[Callable[..., Any], int]] = {
    create_learner: (learners.create_learner, 3),
    update_learner: (learners.update_learner, 2),
    enroll: (enrollments.enroll, 2),
    record_decision: (enrollments.record_decision, 1),
    record_entry: (enrollments.record_entry, 2),
    record_no_show: (enrollments.record_no_show, 1),
    record_exit: (enrollments.record_exit, 3),
    cancel_exit: (enrollments.cancel_exit, 1),
    record_marks: (attendance.record, 4),
    clear_marks: (attendance.clear, 2),
    receive_document: (justifications.receive_document, 2),
    give_reason: (justifications.give_reason, 1),
    refuse_absence: (justifications.refuse, 1),
    send_month: (month_statements.send_month, 1),
    open_correction: (month_statements.open_correction, 2),
    send_correction: (month_statements.send_correction, 1),
    create_course: (courses.create_course, 1),
    update_course: (courses.update_course, 1),
    create_cohort: (cohorts.create_cohort, 2),
    update_cohort: (cohorts.update_cohort, 2),
    add_class_session: (class_sessions.add_class_session, 1),
    remove_class_sessions: (class_sessions.remove_class_sessions, 1),
    create_program: (funding_programs.create_program, 1),
    update_program: (funding_programs.update_program, 1),
    record_payment: (funding_programs.record_payment, 1),
    set_period: (retention.set_period, 1),
    reset_period: (retention.reset_period, 1),
    hold_review: (retention.hold_review, 1),
    set_parameter: (parameters.set_parameter, 1),
    reset_parameter: (parameters.reset_parameter, 1),
    record_attempt: (follow_ups.record_attempt, 1),
    record_situation: (follow_ups.record_situation, 3),
    clear_situation: (follow_ups.clear_situation, 1),
    record_certification: (assessments.record_certification, 2),
    create_organization: (organization.create_organization, 1),
    create_sample_organization: (organization.create_sample_organization, 1),
    rename_organization: (organization.rename, 1),
    update_organization: (organization.update_organization, 1),
    add_site: (organization.add_site, 1),
    update_site: (organization.update_site, 1),
    update_company: (companies.update_company, 1),
    add_staff_member: (organization.add_staff_member, 1),
    retire_staff_member: (organization.retire_staff_member, 1),
    bring_list: (learners.insert_learner, 2),
    import_list: (apply_plan, 1),
    tell_follow_ups: (follow_up_lists.insert_told, 2),
    merge_two: (merging.merge, 1),
    note_doubt: (doubtful_pairs.note_pairs, 1),
    tell_apart: (doubtful_pairs.tell_apart, 1),
    write_report_texts: (report_texts.write_texts, 1),
    save_view: (saved_views.save_view, 1),
    replace_view: (saved_views.replace_view, 1),
    rename_view: (saved_views.rename_view, 1),
    delete_view: (saved_views.delete_view, 1),
    edit_many: (bulk.apply_edit, 1),
    enroll_many: (bulk_enrollment.enroll_all, 1),
    attach_papers: (attached_documents.attach, 2),
    change_paper: (attached_documents.change_paper, 1),
    plan_remote_work: (remote_work.plan_for_cohort, 2),
    plan_own_remote_work: (remote_work.plan_activity, 1),
    change_remote_work: (remote_work.change_activity, 1),
    verify_remote_work: (remote_work.verify, 2),
    unverify_remote_work: (remote_work.unverify, 1),
    add_assistance: (remote_assistance.add_assistance, 1),
    change_assistance: (remote_assistance.change_assistance, 1),
    file_sheet: (signed_sheets.file_sheet, 2),
    change_sheet: (signed_sheets.change_sheet, 1),
    set_contacts: (contacts.set_contacts, 2),
    note_answers: (contacts.note_answers, 1),
    receive_application: (applications.receive, 3),
    position_candidate: (applications.position, 2),
    interview_candidate: (applications.interview, 1),
    decide_applications: (applications.decide, 3),
    withdraw_applications: (applications.withdraw, 1),
    reopen_applications: (applications.reopen, 1),
    rank_waiting: (applications.rank_waiting, 2),
    promote_next: (applications.promote_next, 1),
    set_prerequisites: (prerequisites.set_prerequisites, 2),
    keep_sheets: (rncp_sheets.keep_sheets, 1),
    delete_sheet_of_register: (rncp_sheets.delete_sheet, 1),
    add_zoning_list: (zoning_lists.add_zoning_list, 2),
    update_zoning_list: (zoning_lists.update_zoning_list, 1),
    delete_zoning_list: (zoning_lists.delete_zoning_list, 1),
    record_territory: (territory.record_territory, 1),
    record_facts: (entry_facts.record_facts, 1),
    record_esf_answers: (esf.record_esf_answers, 1),
    fill_zonings: (zoning_facts.apply_zonings, 2),
}
"""What can be done, the service function it tries, and how often it is drawn."""


def _deletion(model: Any) -> Gesture:
    def delete(db: Database, rng: random.Random) -> Change | None:
        row = _pick(db, rng, model)
        return row and bin_service.delete(db, model.__tablename__, row.id)

    return delete


_DELETED = (Cohort, Learner, Enrollment, ClassSession, Course, FundingProgram, Company, Site)
_REMOTE = (RemoteActivity, RemoteAssistance)
DELETING = {
    _deletion(model): model.__tablename__
    for model in (*_DELETED, FollowUp, ContactAttempt, Placement, AttachedDocument, SignedSheet, *_REMOTE)
}
GESTURES |= CALENDAR_GESTURES | PATH_GESTURES | ABSENCE_GESTURES | OPINION_GESTURES | LEARNED_GESTURES
GESTURES |= SPELL_GESTURES | MESSAGE_GESTURES
GESTURES |= {gesture: (bin_service.DELETIONS[kind], 1) for gesture, kind in DELETING.items()}


def draw(rng: random.Random) -> Gesture:
    """One gesture at random."""
    return rng.choices(list(GESTURES), [weight for _, weight in GESTURES.values()])[0]


def set_up(db: Database, rng: random.Random) -> None:
    """A small centre in which every gesture has something to act upon."""
    entries = (create_organization, create_cohort, bring_list, *(record_entry,) * 3, *(record_exit,) * 3)
    for gesture in (*entries, *(record_situation,) * 3):
        attempt(db, rng, gesture)
