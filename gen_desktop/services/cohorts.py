"""Cohorts and their half-days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.calendar import DEFAULT_PATTERN, PatternSlot
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort, CohortSlot
from gen_desktop.models.cohort_plan import LONGEST_DAYS, Calendar, pattern_problem
from gen_desktop.models.course import Course
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.organization import Site
from gen_desktop.queries.closures import closed_by_closures
from gen_desktop.queries.cohort_detail import weekly_pattern
from gen_desktop.queries.recorded_half_days import recorded
from gen_desktop.reference.lists import code_list
from gen_desktop.services.class_sessions import insert_half_days
from gen_desktop.services.courses import CourseInput, course_id_for, course_problems
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.funding_programs import ProgramInput, TargetInput, insert_program
from gen_desktop.services.organization import site_id_by_name
from gen_desktop.services.replanning import replan

KINDS = frozenset(
    {"cohort", "cohort_slot", "class_session", "course", "certification_block", "site", "funding_program"}
)


@dataclass(frozen=True, slots=True)
class CohortInput:
    """A cohort as typed or imported. The course, site and programme are made when they are not known yet.

    ``is_new_course``: the course must be made, so its code must be free.
    ``closures``: days without class. Planned lengths in minutes. ``targets``: indicator id and percent of
    the programme. ``blocks``: code and title of each block of the certification.
    ``pattern``: the usual week; empty for a cohort without a calendar.
    """

    code: str
    course_title: str
    planned_start: dt.date
    planned_end: dt.date
    course_code: str | None = None
    certification_code: str | None = None
    certification_title: str | None = None
    certification_valid_until: dt.date | None = None
    course_family: str | None = None
    is_new_course: bool = False
    blocks: tuple[tuple[str, str], ...] = ()
    actual_start: dt.date | None = None
    actual_end: dt.date | None = None
    seats: int | None = None
    minimum_seats: int | None = None
    declared_applications: int | None = None
    declared_admissions: int | None = None
    site_name: str | None = None
    program_code: str | None = None
    program_name: str | None = None
    pattern: tuple[PatternSlot, ...] = tuple(DEFAULT_PATTERN)
    closures: tuple[dt.date, ...] = ()
    planned_center_minutes: int | None = None
    planned_company_minutes: int | None = None
    referent: str | None = None
    trainers: str | None = None
    carif_session_number: str | None = None
    carif_action_number: str | None = None
    france_travail_number: str | None = None
    subcontracting: str | None = None  # a code of subcontracting; None: taught by the organisation itself
    welcome_note: str | None = None  # what the convocation adds
    targets: tuple[tuple[str, Decimal], ...] = ()

    def course(self) -> CourseInput:
        """The facts of the course, should it have to be made."""
        return CourseInput(
            title=self.course_title,
            code=self.course_code,
            family=self.course_family,
            certification_code=self.certification_code,
            certification_title=self.certification_title,
            certification_valid_until=self.certification_valid_until,
            planned_center_minutes=self.planned_center_minutes,
            planned_company_minutes=self.planned_company_minutes,
            blocks=self.blocks,
        )


_COLUMNS = (
    *("planned_start", "planned_end", "actual_start", "actual_end", "seats", "minimum_seats"),
    *("declared_applications", "declared_admissions", "referent", "trainers"),
    *("carif_session_number", "carif_action_number", "france_travail_number"),
    *("subcontracting", "welcome_note"),
)


def create_cohort(db: Database, values: CohortInput) -> Change:
    """Create a cohort with its half-days, public holidays of its place left out. Raises InvalidInput."""
    name = f"Créer la cohorte {values.code.strip()}"
    with db.write(name) as session:
        cohort_id = insert_cohort(session, values)
    return Change(KINDS, frozenset({cohort_id}), name, cohort_id)


def insert_cohort(session: Session, values: CohortInput) -> int:
    """The same within a unit of work, for imports."""
    if problems := cohort_problems(session, values):
        raise InvalidInput(*problems)
    cohort = Cohort(code=values.code.strip(), **{name: getattr(values, name) for name in _COLUMNS})
    _set_references(session, cohort, values)
    session.add(cohort)
    session.flush()
    _set_pattern(session, cohort.id, values.pattern)
    closures = (*values.closures, *_closed_days(session, cohort))
    calendar = _calendar(session, cohort, values.pattern, closures)
    insert_half_days(session, cohort.id, calendar.half_days())
    return cohort.id


def update_cohort(
    db: Database, cohort_id: int, values: CohortInput, *, today: dt.date, version: int | None = None
) -> Change:
    """Change a cohort. Other dates, week, place or closures plan its half-days again (replanning.replan).

    ``version``: the one the person was shown. Raises NotFound, Conflict when the cohort was changed since,
    InvalidInput with every problem, attendance left outside the new dates being one.
    """
    name = f"Modifier la cohorte {values.code.strip()}"
    with db.write(name) as session:
        cohort = _loaded(session, cohort_id)
        if version is not None and cohort.version != version:
            raise Conflict("Cette cohorte a été modifiée entre-temps.")
        if problems := cohort_problems(session, values, cohort_id):
            raise InvalidInput(*problems)
        before = _calendar(session, cohort, weekly_pattern(session, cohort_id), ())
        site_before = cohort.site_id
        cohort.code = values.code.strip()
        for column in _COLUMNS:
            setattr(cohort, column, getattr(values, column))
        _set_references(session, cohort, values)
        after = _calendar(session, cohort, values.pattern, values.closures)
        held = _days_that_stay(session, cohort, is_moved=cohort.site_id != site_before)
        closed = _closed_days(session, cohort) - held
        after = replace(after, closures=after.closures | closed)
        _set_pattern(session, cohort_id, values.pattern)
        replan(session, cohort_id, before, after, today)
    return Change(KINDS, frozenset({cohort_id}), name)


def delete_cohort(db: Database, cohort_id: int) -> Change:
    """Delete a cohort with its calendar, its enrollments and all that hangs on them; the people stay.

    Raises NotFound, Conflict when a document was issued about it.
    """
    with db.read() as session:
        name = f"Supprimer la cohorte {_loaded(session, cohort_id).code}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "cohort", [cohort_id])
    return Change(kinds, frozenset({cohort_id}), name)


def cohort_problems(session: Session, values: CohortInput, cohort_id: int | None = None) -> list[Problem]:
    """Everything that keeps the cohort from being written; ``cohort_id``: the one being changed."""
    code = values.code.strip()
    problems = []
    taken = session.scalar(select(Cohort.id).where(Cohort.code == code))
    if not code:
        problems.append(Problem("code", "Donnez un code à la cohorte."))
    elif taken is not None and taken != cohort_id:
        problems.append(Problem("code", f"Une cohorte porte déjà le code «{NBSP}{code}{NBSP}»."))
    if values.is_new_course:
        problems += course_problems(session, values.course())
    elif not values.course_title.strip():
        problems.append(Problem("course_title", "Donnez l’intitulé de la formation."))
    if sentence := pattern_problem(values.pattern):
        problems.append(Problem("pattern", sentence))
    if values.subcontracting is not None and values.subcontracting not in code_list("subcontracting"):
        sentence = f"La sous-traitance «{NBSP}{values.subcontracting}{NBSP}» n’existe pas."
        problems.append(Problem("subcontracting", sentence))
    return problems + _date_problems(values) + _number_problems(values)


def cohort_warnings(session: Session, values: CohortInput) -> tuple[str, ...]:
    """What deserves a second look and keeps nothing from being written, as sentences."""
    start = values.actual_start or values.planned_start
    found = []
    valid_until = values.certification_valid_until
    certification = values.certification_code
    if not values.is_new_course and values.course_code:
        row = session.execute(
            select(Course.certification_code, Course.certification_valid_until).where(
                Course.code == values.course_code
            )
        ).first()
        certification, valid_until = (row[0], row[1]) if row else (None, None)
    if valid_until is not None and valid_until < start:
        found.append(
            f"L’enregistrement {certification or 'de la certification'} prend fin le "
            f"{french.short_date(valid_until)}, avant le premier jour."
        )
    label_ends_on = session.scalar(
        select(FundingProgram.label_ends_on).where(FundingProgram.code == (values.program_code or ""))
    )
    if label_ends_on is not None and label_ends_on < start:
        found.append(f"Le label du programme a pris fin le {french.short_date(label_ends_on)}.")
    if not values.pattern:
        found.append("Sans demi-journée, aucun émargement ne pourra être saisi.")
    return tuple(found)


def holiday_zone(session: Session, site_id: int | None) -> str:
    """Where the public holidays of a site are looked up."""
    zone = session.scalar(select(Site.holiday_zone).where(Site.id == site_id)) if site_id else None
    return zone or "national"


def _date_problems(values: CohortInput) -> list[Problem]:
    problems = []
    start = values.actual_start or values.planned_start
    end = values.actual_end or values.planned_end
    if values.planned_end < values.planned_start:
        problems.append(Problem("planned_end", "La fin de la cohorte est avant son début."))
    elif end < start:
        problems.append(Problem("actual_end", "La fin réelle est avant le début."))
    elif (end - start).days > LONGEST_DAYS:
        problems.append(
            Problem("planned_end", f"La cohorte dure plus de cinq ans{NBSP}: vérifiez les dates.")
        )
    return problems


def _number_problems(values: CohortInput) -> list[Problem]:
    problems = []
    if values.seats is not None and values.seats <= 0:
        problems.append(Problem("seats", "Le nombre de places doit être d’au moins 1."))
    if values.minimum_seats is not None and values.minimum_seats < 0:
        problems.append(Problem("minimum_seats", "Un nombre de personnes ne peut pas être négatif."))
    elif values.minimum_seats and values.seats and values.minimum_seats > values.seats:
        problems.append(Problem("minimum_seats", "Le minimum dépasse le nombre de places."))
    for field in ("declared_applications", "declared_admissions"):
        if (getattr(values, field) or 0) < 0:
            problems.append(Problem(field, "Un nombre de personnes ne peut pas être négatif."))
    applications, admissions = values.declared_applications, values.declared_admissions
    if applications is not None and admissions is not None and admissions > applications:
        problems.append(Problem("declared_admissions", "Il y a plus d’admis que de candidatures."))
    return problems


def _loaded(session: Session, cohort_id: int) -> Cohort:
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound("Cette cohorte n’existe plus.")
    return cohort


def _set_references(session: Session, cohort: Cohort, values: CohortInput) -> None:
    course = values.course()
    facts = {name: getattr(course, name) for name in CourseInput.__dataclass_fields__}
    cohort.course_id = course_id_for(session, **facts)
    site_name = (values.site_name or "").strip()
    cohort.site_id = site_id_by_name(session, site_name) if site_name else None
    cohort.funding_program_id = _program_id(session, values)


def _program_id(session: Session, values: CohortInput) -> int | None:
    code = (values.program_code or "").strip()
    if not code:
        return None
    known = session.scalar(select(FundingProgram.id).where(FundingProgram.code == code))
    if known is not None:
        return known
    targets = tuple(TargetInput(indicator, percent) for indicator, percent in values.targets)
    return insert_program(session, ProgramInput(code, values.program_name or code, targets=targets))


def _set_pattern(session: Session, cohort_id: int, pattern: tuple[PatternSlot, ...]) -> None:
    known = {
        (slot.weekday, slot.half_day): slot
        for slot in session.scalars(select(CohortSlot).where(CohortSlot.cohort_id == cohort_id))
    }
    for wanted in pattern:
        slot = known.pop((wanted.weekday, wanted.half_day), None)
        if slot is None:
            slot = CohortSlot(cohort_id=cohort_id, weekday=wanted.weekday, half_day=wanted.half_day)
            session.add(slot)
        slot.starts_at, slot.ends_at = wanted.starts_at, wanted.ends_at
    for slot in known.values():
        session.delete(slot)


def _calendar(
    session: Session, cohort: Cohort, pattern: tuple[PatternSlot, ...], closures: tuple[dt.date, ...]
) -> Calendar:
    return Calendar(
        pattern,
        cohort.actual_start or cohort.planned_start,
        cohort.actual_end or cohort.planned_end,
        holiday_zone(session, cohort.site_id),
        frozenset(closures),
    )


def _closed_days(session: Session, cohort: Cohort) -> set[dt.date]:
    return set(closed_by_closures(session, cohort.id, cohort.site_id))


def _days_that_stay(session: Session, cohort: Cohort, *, is_moved: bool) -> set[dt.date]:
    """The days held although a closure closes them: put there by hand, or recorded before the closure.

    At another site, whose closures were not weighed yet, only what is recorded stays.
    """
    half_days = select(ClassSession.id, ClassSession.held_on).where(ClassSession.cohort_id == cohort.id)
    days = {row.id: row.held_on for row in session.execute(half_days)}
    staying = recorded(session, list(days)) if is_moved else days
    return {days[one] for one in staying}
