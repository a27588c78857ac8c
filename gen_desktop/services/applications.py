"""Applications for a cohort: received, positioned, interviewed, decided; the waiting list and its order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP, plural
from gen_desktop.models.application import (
    DECISION_OF,
    ApplicationFacts,
    Step,
    day_problems,
    decision_problems,
    next_steps,
    positioning_problems,
    ranking_problems,
    stage_of,
)
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment, EntryFacts
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.positioning import Positioning, Prerequisite
from gen_desktop.queries.application_places import places, waiting_list
from gen_desktop.reference.lists import label
from gen_desktop.services.enrollments import EnrollmentInput, add_enrollment, enrollment_problems, name_of
from gen_desktop.services.learners import LearnerInput, add_learner, learner_problems

KINDS = frozenset({"enrollment"})
RECEIVED = KINDS | {"learner"}
POSITIONED = KINDS | {"positioning"}
_STEP_OF = {decision: step for step, decision in DECISION_OF.items()}


@dataclass(frozen=True, slots=True)
class ApplicationInput:
    """An application that came in. ``person``: a new record, or the id of one already in the file.

    ``prescriber``: a code of that list; None is unknown.
    """

    cohort_id: int
    person: LearnerInput | int
    applied_on: dt.date | None
    prescriber: str | None = None


@dataclass(frozen=True, slots=True)
class PositioningInput:
    """Where a candidate stands. ``levels``: prerequisite id → code of positioning_level; absent: unknown."""

    positioned_on: dt.date | None
    levels: Mapping[int, str]
    method: str | None = None


@dataclass(frozen=True, slots=True)
class InterviewInput:
    """An interview that was held."""

    held_on: dt.date | None
    interviewer: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictInput:
    """What the centre decided: admitted, waiting or refused (codes of application_decision)."""

    decision: str
    decided_on: dt.date | None = None
    reason: str | None = None


def receive(db: Database, values: ApplicationInput, today: dt.date) -> Change:
    """Enter an application, and the person with it when she is new.

    Raises InvalidInput with every problem, NotFound (the known person is gone), Conflict (erased).
    """
    code = _cohort_code(db, values.cohort_id)
    with db.read() as session:
        who = _applicant(session, values.person)
    name = f"Candidature en {code}{NBSP}: {who}"
    known = values.person if isinstance(values.person, int) else 0
    enrollment = EnrollmentInput(
        known,
        values.cohort_id,
        decision="pending",
        applied_on=values.applied_on,
        facts=EntryFacts(prescriber=values.prescriber),
    )
    with db.write(name) as session:
        problems = [] if isinstance(values.person, int) else learner_problems(values.person)
        problems += enrollment_problems(session, enrollment)
        problems += day_problems("applied_on", "La candidature", values.applied_on, None, today)
        if problems:
            raise InvalidInput(*problems)
        if not isinstance(values.person, int):
            enrollment = replace(enrollment, learner_id=add_learner(session, values.person))
        enrollment_id = add_enrollment(session, enrollment)
    return Change(RECEIVED, frozenset({enrollment_id, enrollment.learner_id}), name, enrollment_id)


def position(db: Database, enrollment_id: int, values: PositioningInput, today: dt.date) -> Change:
    """Note the level of a candidate on each prerequisite; those not given any more become unknown.

    Raises InvalidInput, NotFound, Conflict (erased, or no step of this application any more).
    """
    name = f"Positionnement{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        enrollment = _ready(session, enrollment_id, Step.POSITION, today)
        problems = [
            *positioning_problems(values.levels.values(), values.positioned_on, values.method),
            *day_problems(
                "positioned_on", "Le positionnement", values.positioned_on, enrollment.applied_on, today
            ),
            *_prerequisite_problems(session, enrollment.cohort_id, values.levels),
        ]
        if problems:
            raise InvalidInput(*problems)
        enrollment.positioned_on = values.positioned_on
        enrollment.positioning_method = values.method
        _set_levels(session, enrollment_id, values.levels)
    return Change(POSITIONED, frozenset({enrollment_id}), name)


def interview(db: Database, enrollment_id: int, values: InterviewInput, today: dt.date) -> Change:
    """Note the interview of a candidate. Raises InvalidInput, NotFound, Conflict as ``position`` does."""
    name = f"Entretien{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        enrollment = _ready(session, enrollment_id, Step.INTERVIEW, today)
        problems = list(day_problems("held_on", "L’entretien", values.held_on, enrollment.applied_on, today))
        if values.held_on is None:
            problems.append(Problem("held_on", "Donnez le jour de l’entretien."))
        if problems:
            raise InvalidInput(*problems)
        enrollment.interviewed_on = values.held_on
        enrollment.interviewer = _text(values.interviewer)
        enrollment.interview_note = _text(values.note)
    return Change(KINDS, frozenset({enrollment_id}), name)


def decide(db: Database, enrollment_ids: Sequence[int], values: VerdictInput, today: dt.date) -> Change:
    """Decide about one application or several, in one gesture; all or none.

    Whoever is put on the waiting list comes last in it, in the order given. Raises InvalidInput, NotFound,
    Conflict naming whoever it cannot be decided about any more.
    """
    step = _STEP_OF.get(values.decision)
    if step is None:
        raise InvalidInput.one("decision", "Choisissez la décision.")

    def set_decision(session: Session, enrollment: Enrollment) -> None:
        problems = decision_problems(
            values.decision, values.decided_on, values.reason, enrollment.applied_on, today
        )
        if found := list(problems):
            raise InvalidInput(*found)
        enrollment.decision = values.decision
        enrollment.decided_on = values.decided_on
        enrollment.decision_reason = _text(values.reason)
        waits = values.decision == "waiting"
        enrollment.waiting_rank = _last_rank(session, enrollment.cohort_id) + 1 if waits else None

    return _each(
        db, label("application_decision", values.decision), enrollment_ids, step, today, set_decision
    )


def withdraw(db: Database, enrollment_ids: Sequence[int], reason: str | None, today: dt.date) -> Change:
    """Note that candidates gave up. Raises NotFound, Conflict naming whoever cannot any more.

    Who had been admitted keeps the day of the admission in ``decided_on`` (this day when it is not known):
    that is how the admission rate (A1) knows it; who had not, has none.
    """

    def set_withdrawn(_session: Session, enrollment: Enrollment) -> None:
        if enrollment.decision != "admitted":
            enrollment.decided_on = None
        elif enrollment.decided_on is None:
            enrollment.decided_on = today
        enrollment.decision, enrollment.waiting_rank = "withdrawn", None
        enrollment.decision_reason = _text(reason)

    return _each(db, "Désistement", enrollment_ids, Step.WITHDRAW, today, set_withdrawn)


def reopen(db: Database, enrollment_ids: Sequence[int], today: dt.date) -> Change:
    """Bring applications back to where they were before the decision; a no-show back to the admission.

    Raises NotFound, Conflict naming whoever there is nothing to bring back of.
    """

    def set_open(_session: Session, enrollment: Enrollment) -> None:
        if enrollment.is_no_show:
            enrollment.is_no_show = False
            return
        enrollment.decision, enrollment.waiting_rank = "pending", None
        enrollment.decided_on = enrollment.decision_reason = None

    return _each(db, "Remis à l’étude", enrollment_ids, Step.REOPEN, today, set_open)


def rank_waiting(db: Database, cohort_id: int, enrollment_ids: Sequence[int], today: dt.date) -> Change:
    """Put the waiting list of a cohort in that order. Raises InvalidInput when it is not the whole list."""
    name = f"Ordonner la liste d’attente de {_cohort_code(db, cohort_id)}"
    with db.write(name) as session:
        waiting = waiting_list(session, cohort_id, today)
        if problems := list(ranking_problems(enrollment_ids, waiting)):
            raise InvalidInput(*problems)
        for rank, enrollment_id in enumerate(enrollment_ids, start=1):
            enrollment = session.get_one(Enrollment, enrollment_id)
            if enrollment.waiting_rank != rank:
                enrollment.waiting_rank = rank
    return Change(KINDS, frozenset(enrollment_ids), name)


def promote_next(db: Database, cohort_id: int, today: dt.date) -> Change:
    """Admit the first of the waiting list. Raises Conflict when nobody waits or no place is free."""
    with db.read() as session:
        waiting, free = waiting_list(session, cohort_id, today), places(session, cohort_id, today).free
    if not waiting:
        raise Conflict("Personne n’est sur la liste d’attente.")
    if free is not None and free <= 0:
        raise Conflict("Aucune place n’est libre dans cette cohorte.")
    return decide(db, waiting[:1], VerdictInput("admitted", today), today)


def _each(
    db: Database,
    what: str,
    enrollment_ids: Sequence[int],
    step: Step,
    today: dt.date,
    act: Callable[[Session, Enrollment], None],
) -> Change:
    """The same act for every one of these applications, in one gesture."""
    if not enrollment_ids:
        raise InvalidInput.one("", "Choisissez au moins une candidature.")
    count = len(enrollment_ids)
    who = name_of(db, enrollment_ids[0]) if count == 1 else plural(count, "candidature")
    name = f"{what}{NBSP}: {who}"
    with db.write(name) as session:
        for enrollment_id in enrollment_ids:
            act(session, _ready(session, enrollment_id, step, today))
            session.flush()
    return Change(KINDS, frozenset(enrollment_ids), name)


def _ready(session: Session, enrollment_id: int, step: Step, today: dt.date) -> Enrollment:
    """The enrollment, when that step may follow where its application stands."""
    enrollment = session.get(Enrollment, enrollment_id)
    if enrollment is None:
        raise NotFound("Cette candidature n’est plus dans le fichier.")
    learner = session.get_one(Learner, enrollment.learner_id)
    if learner.erased_on is not None:
        raise Conflict(f"Cette personne a été effacée{NBSP}: sa candidature ne change plus.")
    facts = ApplicationFacts(
        **{name: getattr(enrollment, name) for name in ApplicationFacts.__dataclass_fields__}
    )
    stage = stage_of(facts, today)
    if step not in next_steps(stage):
        who = full_name(learner.last_name, learner.first_name)
        where = label("application_stage", stage).lower()
        raise Conflict(f"{who}{NBSP}: ce n’est plus possible, sa candidature en est à «{NBSP}{where}{NBSP}».")
    return enrollment


def _applicant(session: Session, person: LearnerInput | int) -> str:
    if not isinstance(person, int):
        return person.full_name
    columns = (Learner.last_name, Learner.first_name, Learner.erased_on)
    row = session.execute(select(*columns).where(Learner.id == person)).first()
    if row is None:
        raise NotFound("Cette personne n’est plus dans le fichier.")
    if row.erased_on is not None:
        raise Conflict(f"Cette personne a été effacée{NBSP}: elle ne s’inscrit plus.")
    return full_name(row.last_name, row.first_name)


def _cohort_code(db: Database, cohort_id: int) -> str:
    with db.read() as session:
        code = session.scalar(select(Cohort.code).where(Cohort.id == cohort_id))
    if code is None:
        raise InvalidInput.one("cohort_id", "Choisissez la cohorte.")
    return code


def _prerequisite_problems(session: Session, cohort_id: int, levels: Mapping[int, str]) -> list[Problem]:
    asked = session.scalars(
        select(Prerequisite.id)
        .join(Cohort, Cohort.course_id == Prerequisite.course_id)
        .where(Cohort.id == cohort_id)
    )
    if set(levels) <= set(asked):
        return []
    return [Problem("levels", "Un des prérequis n’est plus demandé par cette formation.")]


def _set_levels(session: Session, enrollment_id: int, levels: Mapping[int, str]) -> None:
    found = session.scalars(select(Positioning).where(Positioning.enrollment_id == enrollment_id))
    known = {one.prerequisite_id: one for one in found}
    for prerequisite_id, level in levels.items():
        kept = known.pop(prerequisite_id, None)
        if kept is None:
            session.add(
                Positioning(enrollment_id=enrollment_id, prerequisite_id=prerequisite_id, level=level)
            )
        elif kept.level != level:
            kept.level = level
    for gone in known.values():
        session.delete(gone)


def _last_rank(session: Session, cohort_id: int) -> int:
    return (
        session.scalar(select(func.max(Enrollment.waiting_rank)).where(Enrollment.cohort_id == cohort_id))
        or 0
    )


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None
