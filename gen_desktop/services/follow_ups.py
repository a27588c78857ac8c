"""What became of people: each attempt to reach them, and what they told, in one gesture."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models import follow_up as rules
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import ContactAttempt, FollowUp
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.placement import (
    SpellFacts,
    day_problems,
    spell_kind,
    spell_months,
    spell_problems,
)
from gen_desktop.queries.follow_up_settings import parameters_of
from gen_desktop.reference.horizons import horizon_words
from gen_desktop.reference.lists import code_list, codes_where, label
from gen_desktop.reference.parameters import Parameters
from gen_desktop.services.companies import CompanyInput
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.told_spells import confirm_told_spell, paper_problems, write_told_spell

_GONE = "Cette inscription n’est plus dans le fichier."
_WITHOUT_ATTEMPT = frozenset({"administrative", "employer", "social_network"})
"""Ways of knowing in which nobody spoke to the person."""


@dataclass(frozen=True, slots=True)
class AttemptInput:
    """One attempt to reach a person about a horizon (months). Codes of contact_mode and attempt_outcome.

    ``number``: the telephone or address tried. ``next_on``, ``next_at``: when the person asked to be called.
    """

    enrollment_id: int
    horizon: int
    made_on: dt.date
    contact_mode: str = "phone"
    outcome: str = "no_answer"
    note: str | None = None
    made_at: dt.time | None = None
    number: str | None = None
    next_on: dt.date | None = None
    next_at: dt.time | None = None


@dataclass(frozen=True, slots=True)
class SituationInput:
    """What a person told about a horizon, or why nothing is known (INJ, REF). None is unknown.

    ``situation``: a code of outcome_situation; it may be left out, or be EMP_NP, when ``contract_type`` says
    more. ``salary``: gross euros a year. ``title``: of the job or of the training. ``attempt_outcome``: the
    contact of that day; left out, it follows from the situation (joint, refus; none for INJ). ``made_at``,
    ``number``: of that contact. ``continues``: the spell of the file that goes on, unchanged; it is then
    confirmed, and not written a second time. ``attached_document_id``: its proof, a paper of the person.
    """

    enrollment_id: int
    horizon: int
    recorded_on: dt.date
    situation: str | None = None
    contract_type: str | None = None
    contract_months: int | None = None
    contact_mode: str | None = "phone"
    attempt_outcome: str | None = None
    proof: str | None = None
    employer: str | None = None
    employer_city: str | None = None
    employer_siret: str | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    working_time: str | None = None
    title: str | None = None
    rome_code: str | None = None
    is_target_occupation: bool | None = None
    is_digital_sector: bool | None = None
    is_executive: bool | None = None
    salary: Decimal | None = None
    siren: str | None = None
    legal_form: str | None = None
    comment: str | None = None
    made_at: dt.time | None = None
    number: str | None = None
    continues: int | None = None
    attached_document_id: int | None = None


def record_attempt(db: Database, values: AttemptInput) -> Change:
    """Record an attempt; a refusal is the situation REF as well. Raises InvalidInput, NotFound."""
    if values.outcome == "refused":
        refusal = SituationInput(
            values.enrollment_id,
            values.horizon,
            values.made_on,
            situation=rules.REFUSED,
            contact_mode=values.contact_mode,
            comment=values.note,
            made_at=values.made_at,
            number=values.number,
        )
        return record_situation(db, refusal)
    name = _gesture(db, "Contact", values.enrollment_id, values.horizon)
    if values.outcome in code_list("attempt_outcome"):
        name += f", {label('attempt_outcome', values.outcome).lower()}"
    with db.write(name) as session:
        attempt_id = insert_attempt(session, values, db.author.name)
    return Change(frozenset({"contact_attempt"}), frozenset({values.enrollment_id}), name, attempt_id)


def insert_attempt(session: Session, values: AttemptInput, author: str | None) -> int:
    """Only the attempt, within a unit of work. Raises InvalidInput with every problem, NotFound."""
    if problems := attempt_problems(session, values):
        raise InvalidInput(*problems)
    return _add_attempt(session, values, author)


def attempt_problems(session: Session, values: AttemptInput) -> list[Problem]:
    """Everything that keeps the attempt from being recorded. Raises NotFound."""
    exit_on = _exit(session, values.enrollment_id)
    return list(
        rules.attempt_problems(
            values.horizon,
            values.made_on,
            values.contact_mode,
            values.outcome,
            exit_on,
            next_on=values.next_on,
            next_at=values.next_at,
        )
    )


def record_situation(db: Database, values: SituationInput) -> Change:
    """Record what a person told: situation, spell, contact and employer, in one gesture.

    A situation already recorded for that horizon is replaced. Raises InvalidInput with every problem,
    NotFound.
    """
    name = _gesture(db, "Insertion", values.enrollment_id, values.horizon)
    with db.read() as session:
        decided, problems = _checked(session, values)
    if problems:
        raise InvalidInput(*problems)
    name = f"{name}, {_short_label(decided, values.contract_type)}"
    with db.write(name) as session:
        follow_up_id = insert_situation(session, values, db.author.name)
    kinds = frozenset({"follow_up", "placement", "contact_attempt", "company"})
    return Change(kinds, frozenset({values.enrollment_id, follow_up_id}), name, follow_up_id)


def insert_situation(
    session: Session, values: SituationInput, author: str | None, *, is_listed: bool = False
) -> int:
    """The same within a unit of work; gives the id of the follow-up. ``is_listed``: see check_situation."""
    situation, problems = _checked(session, values, is_listed=is_listed)
    if problems:
        raise InvalidInput(*problems)
    told, spell = situation_columns(values, situation)
    follow_up = _find(session, values.enrollment_id, values.horizon)
    if follow_up is None:
        follow_up = FollowUp(enrollment_id=values.enrollment_id, horizon=values.horizon)
        session.add(follow_up)
    for column, value in told.items():
        setattr(follow_up, column, value)
    follow_up.recorded_by = author
    session.flush()
    if values.continues is not None and spell is not None:
        confirm_told_spell(session, follow_up, values.continues, values.attached_document_id)
    else:
        employer = spell["employer"] if spell is not None else None
        company = CompanyInput(employer, values.employer_city, values.employer_siret) if employer else None
        write_told_spell(session, follow_up, spell, company)
    _note_contact(session, values, situation, author)
    return follow_up.id


def situation_problems(session: Session, values: SituationInput) -> list[Problem]:
    """Everything that keeps the situation from being recorded. Raises NotFound."""
    return _checked(session, values)[1]


def clear_situation(db: Database, enrollment_id: int, horizon: int) -> Change:
    """Make a horizon « not asked » again; the attempts stay. Raises Conflict when nothing is recorded."""
    with db.read() as session:
        follow_up = _find(session, enrollment_id, horizon)
    if follow_up is None:
        raise Conflict("Aucune situation n’est enregistrée pour cette échéance.")
    return delete_follow_up(db, follow_up.id)


def delete_follow_up(db: Database, follow_up_id: int) -> Change:
    """Delete what a person told about a horizon, its spell too; the attempts stay. Raises NotFound."""
    with db.read() as session:
        follow_up = session.get(FollowUp, follow_up_id)
    if follow_up is None:
        raise NotFound("Ce suivi n’est plus dans le fichier.")
    name = _gesture(db, "Supprimer l’insertion", follow_up.enrollment_id, follow_up.horizon)
    with db.write(name) as session:
        kinds = delete_with_all(session, "follow_up", [follow_up_id])
    return Change(kinds, frozenset({follow_up.enrollment_id}), name)


def check_situation(
    values: SituationInput, exit_on: dt.date | None, attempts_made: int | None, in_force: Parameters
) -> tuple[str, list[Problem]]:
    """The situation to keep ('' when it cannot be told) and everything that is wrong.

    ``attempts_made``: the attempts to reach the person about that horizon; None for a list, which is believed
    when it says that somebody cannot be reached: calls made elsewhere are not in it. Pure.
    """
    spell = _spell(values)
    problems = list(rules.situation_problems(values.horizon, values.recorded_on, exit_on, in_force))
    decided = rules.decided_situation(values.situation, values.contract_type, spell.contract_months, in_force)
    if isinstance(decided, Problem):
        return "", [*problems, decided, *spell_problems(spell)]
    if decided == rules.UNREACHABLE and attempts_made is not None:
        sentence = rules.unreachable_problem(attempts_made, in_force)
        problems += [Problem("situation", sentence)] if sentence else []
    if decided == rules.NOT_ASKED:
        problems.append(Problem("situation", "Choisissez la situation, ou ne l’enregistrez pas."))
    if values.contact_mode is not None and values.contact_mode not in code_list("contact_mode"):
        problems.append(Problem("contact_mode", "Choisissez comment la personne a été contactée."))
    if values.attempt_outcome is not None and values.attempt_outcome not in code_list("attempt_outcome"):
        problems.append(Problem("attempt_outcome", "Choisissez le résultat du contact."))
    wrong = list(spell_problems(spell))
    if exit_on is not None and spell_kind(decided, spell.contract_type) in ("job", "creation"):
        said = {problem.field for problem in wrong}
        due_on = rules.window(exit_on, values.horizon, in_force).due_on
        wrong += [problem for problem in day_problems(spell, due_on) if problem.field not in said]
    return decided, [*problems, *wrong]


def situation_columns(values: SituationInput, situation: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The columns of the follow-up and those of its spell (None: the situation tells of none).

    Who recorded it and the known company behind the employer are not among them.
    """
    spell = _spell(values)
    follow_up = {
        "situation": situation,
        "recorded_on": values.recorded_on,
        "contact_mode": values.contact_mode,
        "proof": values.proof,
        "contract_months": spell.contract_months,
        "is_target_occupation": values.is_target_occupation,
        "comment": _text(values.comment),
    }
    kind = spell_kind(situation, spell.contract_type)
    if kind is None:
        return follow_up, None
    return follow_up, {
        "kind": kind,
        "employer": _text(values.employer),
        "starts_on": spell.starts_on,
        "ends_on": spell.ends_on,
        "contract_type": spell.contract_type,
        "contract_months": spell.contract_months,
        "working_time": spell.working_time,
        "title": _text(values.title),
        "rome_code": spell.rome_code,
        "is_target_occupation": values.is_target_occupation,
        "is_digital_sector": values.is_digital_sector,
        "is_executive": values.is_executive,
        "yearly_gross_salary": spell.salary,
        "siren": _text(values.siren),
        "legal_form": _text(values.legal_form),
        "proof": spell.proof,
        "attached_document_id": values.attached_document_id,
    }


def contact_outcome(values: SituationInput, situation: str) -> str | None:
    """The result of the contact that a situation implies; None when nobody spoke to the person."""
    if values.attempt_outcome is not None:
        return values.attempt_outcome
    if situation == rules.UNREACHABLE or values.contact_mode in _WITHOUT_ATTEMPT:
        return None
    return "refused" if situation == rules.REFUSED else "reached"


def _checked(
    session: Session, values: SituationInput, *, is_listed: bool = False
) -> tuple[str, list[Problem]]:
    """The situation to keep ('' when it cannot be told) and everything that is wrong."""
    exit_on = _exit(session, values.enrollment_id)
    in_force = parameters_of(session, values.enrollment_id, values.recorded_on)
    attempts = None if is_listed else _attempts_made(session, values)
    decided, problems = check_situation(values, exit_on, attempts, in_force)
    return decided, [*problems, *paper_problems(session, values.enrollment_id, values.attached_document_id)]


def _spell(values: SituationInput) -> SpellFacts:
    told = SpellFacts(
        starts_on=values.starts_on,
        ends_on=values.ends_on,
        contract_type=values.contract_type,
        contract_months=values.contract_months,
        working_time=values.working_time,
        rome_code=(_text(values.rome_code) or "").upper() or None,
        salary=values.salary,
        proof=values.proof,
    )
    return replace(told, contract_months=spell_months(told))


def _note_contact(session: Session, values: SituationInput, situation: str, author: str | None) -> None:
    """The contact by which it is known, once: correcting what was told the same day is no other call."""
    outcome = contact_outcome(values, situation)
    if outcome is None or values.contact_mode is None:
        return
    same = select(func.count(ContactAttempt.id)).where(
        ContactAttempt.enrollment_id == values.enrollment_id,
        ContactAttempt.horizon == values.horizon,
        ContactAttempt.made_on == values.recorded_on,
        ContactAttempt.outcome == outcome,
    )
    if values.attempt_outcome is None and session.scalar(same):
        return
    attempt = AttemptInput(
        values.enrollment_id,
        values.horizon,
        values.recorded_on,
        values.contact_mode,
        outcome,
        made_at=values.made_at,
        number=values.number,
    )
    _add_attempt(session, attempt, author)


def _attempts_made(session: Session, values: SituationInput) -> int:
    counted = codes_where("attempt_outcome", counts_as_attempt="yes")
    made = select(func.count(ContactAttempt.id)).where(
        ContactAttempt.enrollment_id == values.enrollment_id,
        ContactAttempt.horizon == values.horizon,
        ContactAttempt.outcome.in_(counted),
    )
    return (session.scalar(made) or 0) + (values.attempt_outcome in counted)


def _add_attempt(session: Session, values: AttemptInput, author: str | None) -> int:
    attempt = ContactAttempt(**asdict(values) | {"note": _text(values.note)}, author=author)
    session.add(attempt)
    return attempt.id


def _find(session: Session, enrollment_id: int, horizon: int) -> FollowUp | None:
    return session.scalar(
        select(FollowUp).where(FollowUp.enrollment_id == enrollment_id, FollowUp.horizon == horizon)
    )


def _exit(session: Session, enrollment_id: int) -> dt.date | None:
    row = session.execute(
        select(Enrollment.exit_on, Enrollment.exit_type).where(Enrollment.id == enrollment_id)
    ).first()
    if row is None:
        raise NotFound(_GONE)
    return row.exit_on if row.exit_type is not None else None


def _gesture(db: Database, what: str, enrollment_id: int, horizon: int) -> str:
    """« Insertion à 6 mois : Ben Salah Yasmine ». Raises NotFound."""
    with db.read() as session:
        row = session.execute(
            select(Learner.last_name, Learner.first_name)
            .join(Enrollment, Enrollment.learner_id == Learner.id)
            .where(Enrollment.id == enrollment_id)
        ).first()
    if row is None:
        raise NotFound(_GONE)
    return f"{what} {horizon_words(horizon)}{NBSP}: {full_name(*row)}"


def _short_label(situation: str, contract_type: str | None) -> str:
    return label("contract_type", contract_type) if contract_type else label("outcome_situation", situation)


def _text(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
