"""Learners in cohorts: application, decision, entry, exit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.attendance import Attendance, presence_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import (
    Enrollment,
    EntryFacts,
    Sensitive,
    SensitiveFacts,
    entry_problem,
    exit_problems,
    facts_problems,
    interview_problems,
    withdrawal_problem,
    without_old_proof,
)
from gen_desktop.models.learner import Learner, full_name, nir_problems
from gen_desktop.reference.lists import code_list, label
from gen_desktop.services.deletion import delete_with_all

KINDS = frozenset({"enrollment"})
_GONE = "Cette inscription n’est plus dans le fichier."
EXIT_COLUMNS = (
    *("type", "on", "reason", "interview_done", "interviewed_on", "interview_note", "solutions", "next_step"),
)
"""What is known of an exit, each a column ``exit_…``."""


@dataclass(frozen=True, slots=True)
class EnrollmentInput:
    """A learner put in a cohort, as typed or imported. The entry itself is ``record_entry``."""

    learner_id: int
    cohort_id: int
    decision: str = "admitted"
    applied_on: dt.date | None = None
    decided_on: dt.date | None = None
    decision_reason: str | None = None
    planned_entry_on: dt.date | None = None
    planned_exit_on: dt.date | None = None
    facts: EntryFacts = field(default_factory=EntryFacts)
    sensitive: Sensitive = field(default_factory=Sensitive)


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """What was decided about an application: a code of application_decision."""

    decision: str
    decided_on: dt.date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ExitInput:
    """An exit. ``exit_on`` is the last day of presence; ``exit_type``: term, abandonment, neutral.

    ``reason`` and ``other_reasons``: codes of exit_reason. ``interview_done`` None: unknown; a day of
    interview says that it was held. ``next_step``: what comes next, as told on leaving.
    """

    exit_type: str
    exit_on: dt.date
    reason: str | None = None
    other_reasons: tuple[str, ...] = ()
    interview_done: bool | None = None
    solutions: str | None = None
    interviewed_on: dt.date | None = None
    interview_note: str | None = None
    next_step: str | None = None


def enroll(db: Database, values: EnrollmentInput) -> Change:
    """Put a learner in a cohort. Raises InvalidInput with every problem, NotFound, Conflict (erased)."""
    columns = (Learner.last_name, Learner.first_name, Learner.erased_on)
    with db.read() as session:
        learner = session.execute(select(*columns).where(Learner.id == values.learner_id)).first()
        code = session.scalar(select(Cohort.code).where(Cohort.id == values.cohort_id))
    if learner is None:
        raise NotFound("Cette personne n’est plus dans le fichier.")
    if learner.erased_on is not None:
        raise Conflict("Cette personne a été effacée\u00a0: elle ne s’inscrit plus.")
    name = f"Inscrire {full_name(learner.last_name, learner.first_name)} en {code or 'cohorte'}"
    with db.write(name) as session:
        enrollment_id = insert_enrollment(session, values)
    ids = frozenset({enrollment_id, values.learner_id})
    return Change(KINDS | {"sensitive_facts"}, ids, name, enrollment_id)


def insert_enrollment(session: Session, values: EnrollmentInput) -> int:
    """The same within a unit of work. Raises InvalidInput with every problem."""
    if problems := enrollment_problems(session, values):
        raise InvalidInput(*problems)
    return add_enrollment(session, values)


def add_enrollment(session: Session, values: EnrollmentInput) -> int:
    """``insert_enrollment`` for values already known to be without problems."""
    columns = _own_columns(values)
    enrollment = Enrollment(**columns, **asdict(values.facts))
    session.add(enrollment)
    if values.sensitive != Sensitive():
        session.add(SensitiveFacts(enrollment_id=enrollment.id, **asdict(values.sensitive)))
    return enrollment.id


def enrollment_problems(session: Session, values: EnrollmentInput) -> list[Problem]:
    """Everything that keeps the enrollment from being written; a learner is in a cohort once."""
    problems = list(facts_problems(values.facts))
    code = session.scalar(select(Cohort.code).where(Cohort.id == values.cohort_id))
    if code is None:
        problems.append(Problem("cohort_id", "Choisissez la cohorte."))
    else:
        already = session.scalar(
            select(Enrollment.id).where(
                Enrollment.learner_id == values.learner_id, Enrollment.cohort_id == values.cohort_id
            )
        )
        if already is not None:
            problems.append(Problem("cohort_id", f"Cette personne est déjà inscrite en {code}."))
    problems += _decision_problems(
        DecisionInput(values.decision, values.decided_on), values.applied_on, entered_on=None
    )
    first, last = values.planned_entry_on, values.planned_exit_on
    if first is not None and last is not None and last < first:
        problems.append(Problem("planned_exit_on", "La fin prévue est avant l’entrée prévue."))
    return problems


def facts_input_problems(facts: EntryFacts) -> list[Problem]:
    """Everything wrong with the facts at the entry."""
    return list(facts_problems(facts))


def set_facts(session: Session, enrollment_id: int, facts: EntryFacts, sensitive: Sensitive | None) -> None:
    """Replace the facts of an enrollment within a unit of work. Raises NotFound.

    ``sensitive`` None: they were not shown, and stay as they are.
    """
    enrollment = _get(session, enrollment_id)
    before = EntryFacts(**{name: getattr(enrollment, name) for name in asdict(facts)})
    _assign(enrollment, asdict(without_old_proof(before, facts)))
    if sensitive is None:
        return
    kept = session.scalar(select(SensitiveFacts).where(SensitiveFacts.enrollment_id == enrollment_id))
    if kept is not None:
        _assign(kept, asdict(sensitive))
    elif sensitive != Sensitive():
        session.add(SensitiveFacts(enrollment_id=enrollment_id, **asdict(sensitive)))


def record_decision(db: Database, enrollment_id: int, values: DecisionInput) -> Change:
    """Say what was decided about an application. Raises InvalidInput, NotFound."""
    decided = label("application_decision", values.decision) if _known(values.decision) else "Décision"
    name = f"{decided}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        enrollment = _get(session, enrollment_id)
        problems = _decision_problems(values, enrollment.applied_on, enrollment.entered_on)
        if sentence := withdrawal_problem(values.decision, values.decided_on, enrollment.decision):
            problems.append(Problem("decided_on", sentence))
        if problems:
            raise InvalidInput(*problems)
        if not enrollment.decision == values.decision == "waiting":
            enrollment.waiting_rank = None  # whoever comes to the list anew is its last
        enrollment.decision = values.decision
        enrollment.decided_on = values.decided_on
        enrollment.decision_reason = _text(values.reason)
    return Change(KINDS, frozenset({enrollment_id}), name)


def record_entry(
    db: Database, enrollment_id: int, entered_on: dt.date, aes_on: dt.date | None = None
) -> Change:
    """State the day of the actual entry (``aes_on``: that of the attestation d’entrée en stage).

    From then on it no longer follows the first recorded presence. Raises InvalidInput, NotFound.
    """
    name = f"Entrée en formation{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        set_entry(session, enrollment_id, entered_on, aes_on)
    return Change(KINDS, frozenset({enrollment_id}), name)


def set_entry(
    session: Session, enrollment_id: int, entered_on: dt.date, aes_on: dt.date | None = None
) -> None:
    """``record_entry`` within a unit of work."""
    enrollment = _get(session, enrollment_id)
    problems = list(_entry_problems(session, enrollment, entered_on))
    if problems:
        raise InvalidInput(*problems)
    enrollment.entered_on = entered_on
    enrollment.entry_follows_attendance = False
    enrollment.is_no_show = False
    enrollment.decision = "admitted"
    enrollment.waiting_rank = None
    if aes_on is not None:
        enrollment.aes_on = aes_on


def record_no_show(db: Database, enrollment_id: int) -> Change:
    """Say that a person who was admitted never came. Raises Conflict when she did, NotFound."""
    name = f"Jamais venu{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        enrollment = _get(session, enrollment_id)
        if enrollment.entered_on is not None:
            day = short_date(enrollment.entered_on)
            raise Conflict(f"Cette personne est entrée en formation le {day}.")
        enrollment.is_no_show = True
    return Change(KINDS, frozenset({enrollment_id}), name)


def record_exit(db: Database, enrollment_id: int, values: ExitInput) -> Change:
    """Record how and when somebody left. Raises InvalidInput with every problem, NotFound.

    Refused when a presence is recorded after that day; absences after it stay and no longer count.
    """
    what = "Fin de parcours" if values.exit_type == "term" else "Sortie anticipée"
    name = f"{what}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        set_exit(session, enrollment_id, values)
    return Change(KINDS, frozenset({enrollment_id}), name)


def set_exit(session: Session, enrollment_id: int, values: ExitInput) -> None:
    """``record_exit`` within a unit of work."""
    enrollment = _get(session, enrollment_id)
    problems = list(exit_problems(values.exit_type, values.exit_on, values.reason, enrollment.entered_on))
    if any(code not in code_list("exit_reason") for code in values.other_reasons):
        problems.append(Problem("other_reasons", "Un des autres motifs n’existe pas dans la liste."))
    problems += interview_problems(values.interview_done, values.interviewed_on, enrollment.entered_on)
    texts = {name: getattr(values, name) for name in ("solutions", "interview_note", "next_step")}
    problems += nir_problems(texts)
    latest = _presence(session, enrollment_id, latest=True)
    if latest is not None and latest > values.exit_on:
        sentence = (
            f"Une présence est enregistrée le {short_date(latest)}, après cette date{NBSP}: "
            "corrigez l’émargement ou la date."
        )
        problems.append(Problem("exit_on", sentence))
    if problems:
        raise InvalidInput(*problems)
    others = [code for code in values.other_reasons if code != values.reason]
    enrollment.exit_type = values.exit_type
    enrollment.exit_on = values.exit_on
    enrollment.exit_reason = None if values.exit_type == "term" else values.reason
    enrollment.other_exit_reasons = "|".join(others) or None
    held = values.interviewed_on is not None
    enrollment.exit_interview_done = True if held else values.interview_done
    enrollment.exit_solutions = _text(values.solutions)
    enrollment.exit_interviewed_on = values.interviewed_on
    enrollment.exit_interview_note = _text(values.interview_note)
    enrollment.exit_next_step = _text(values.next_step)


def cancel_exit(db: Database, enrollment_id: int) -> Change:
    """Take an exit back: the person is in training again. Raises Conflict when there is none, NotFound."""
    name = f"Retirer la sortie{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        enrollment = _get(session, enrollment_id)
        if enrollment.exit_type is None:
            raise Conflict("Aucune sortie n’est enregistrée pour cette personne.")
        for column in EXIT_COLUMNS:
            setattr(enrollment, f"exit_{column}", None)
        enrollment.other_exit_reasons = None
    return Change(KINDS, frozenset({enrollment_id}), name)


def delete_enrollment(db: Database, enrollment_id: int) -> Change:
    """Take a person out of a cohort, with her attendance, results and follow-up there. Raises NotFound."""
    person = name_of(db, enrollment_id)
    with db.read() as session:
        code = session.scalar(
            select(Cohort.code)
            .join(Enrollment, Enrollment.cohort_id == Cohort.id)
            .where(Enrollment.id == enrollment_id)
        )
    name = f"Supprimer l’inscription en {code}{NBSP}: {person}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "enrollment", [enrollment_id])
    return Change(kinds, frozenset({enrollment_id}), name)


def name_of(db: Database, enrollment_id: int) -> str:
    """« Delorme Kévin », for the name of a gesture about an enrollment. Raises NotFound."""
    with db.read() as session:
        row = session.execute(
            select(Learner.last_name, Learner.first_name)
            .join(Enrollment, Enrollment.learner_id == Learner.id)
            .where(Enrollment.id == enrollment_id)
        ).first()
    if row is None:
        raise NotFound(_GONE)
    return full_name(*row)


def _decision_problems(
    values: DecisionInput, applied_on: dt.date | None, entered_on: dt.date | None
) -> list[Problem]:
    problems = []
    if not _known(values.decision):
        problems.append(Problem("decision", "Choisissez la décision."))
    elif entered_on is not None and values.decision != "admitted":
        sentence = (
            f"Cette personne est entrée en formation le {short_date(entered_on)}{NBSP}: elle est admise."
        )
        problems.append(Problem("decision", sentence))
    if values.decided_on is not None and applied_on is not None and values.decided_on < applied_on:
        problems.append(Problem("decided_on", "La décision est avant la candidature."))
    return problems


def _entry_problems(session: Session, enrollment: Enrollment, entered_on: dt.date) -> Iterator[Problem]:
    start, end = session.execute(
        select(
            func.coalesce(Cohort.actual_start, Cohort.planned_start),
            func.coalesce(Cohort.actual_end, Cohort.planned_end),
        ).where(Cohort.id == enrollment.cohort_id)
    ).one()
    if sentence := entry_problem(entered_on, start, end):
        yield Problem("entered_on", sentence)
    if enrollment.exit_on is not None and entered_on > enrollment.exit_on:
        yield Problem("entered_on", f"L’entrée est après la sortie ({short_date(enrollment.exit_on)}).")
    first = _presence(session, enrollment.id, latest=False)
    if first is not None and first < entered_on:
        sentence = f"Une présence est enregistrée le {short_date(first)}, avant cette entrée."
        yield Problem("entered_on", sentence)


def _presence(session: Session, enrollment_id: int, *, latest: bool) -> dt.date | None:
    pick = func.max if latest else func.min
    found: dt.date | None = session.scalar(
        select(pick(ClassSession.held_on))
        .join(Attendance, Attendance.class_session_id == ClassSession.id)
        .where(Attendance.enrollment_id == enrollment_id, Attendance.status.in_(presence_codes()))
    )
    return found


def _get(session: Session, enrollment_id: int) -> Enrollment:
    enrollment = session.get(Enrollment, enrollment_id)
    if enrollment is None:
        raise NotFound(_GONE)
    return enrollment


def _own_columns(values: EnrollmentInput) -> dict[str, Any]:
    names = [one.name for one in fields(values) if one.name not in ("facts", "sensitive")]
    return {name: getattr(values, name) for name in names}


def _assign(record: object, values: dict[str, Any]) -> None:
    for column, value in values.items():
        if getattr(record, column) != value:
            setattr(record, column, value)


def _known(decision: str) -> bool:
    return decision in code_list("application_decision")


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None
