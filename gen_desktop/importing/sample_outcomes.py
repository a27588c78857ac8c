"""What became of the invented learners beyond their call lists: dated facts, proofs, relays, calls tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.db.database import Database
from gen_desktop.models.calling import Call
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.situation import situation_on_leaving
from gen_desktop.queries.attached_documents import papers
from gen_desktop.queries.call_order import CallCriteria, call_list_ids
from gen_desktop.sample.scans import draw_scan
from gen_desktop.services.attached_documents import Source, attach
from gen_desktop.services.contacts import ContactInput, note_answers, set_contacts
from gen_desktop.services.follow_ups import AttemptInput, SituationInput, record_attempt, record_situation
from gen_desktop.services.placements import PlacementInput, confirm_placement, record_placement

DAY, MONTH = dt.timedelta(days=1), dt.timedelta(days=30)
ASKED_AT_EXIT = ("RECH", "RECH", "FORM_Q", "RECH", None, "RECH")
"""What people say on their last day, turn by turn; None: nobody asked."""
RELAY = ContactInput("+33639981999", "mère", is_relay=True)
WORKER = ContactInput("educatrice@exemple.fr", "éducatrice", is_relay=True)


Gesture = Callable[[Database, Call, dt.date], None]


def tell_outcomes(db: Database, today: dt.date) -> None:
    """Answers on the last day, jobs of several kinds with their proofs, and calls that were tried."""
    with db.read() as session:
        leavers = _leavers(session, today)
    for place, one in enumerate(leavers):
        situation = ASKED_AT_EXIT[place % len(ASKED_AT_EXIT)]
        if situation is not None and situation_on_leaving(one.exit_reason) is None:
            told = SituationInput(one.id, 0, one.exit_on, situation=situation, contact_mode="in_person")
            record_situation(db, told)
    _tell_dated_facts(db, leavers, today)
    _try_calls(db, today)


def _tell_dated_facts(db: Database, leavers: Sequence[Any], today: dt.date) -> None:
    """Of those still silent at six months, then of those who left last."""
    silent = _to_call(db, today, 6)
    for one, facts in zip(silent, (_lasting, _two_at_once, _over_before), strict=False):
        facts(db, one.enrollment_id, today)
    recent = [one for one in leavers[::-1] if one.exit_on + MONTH > today]
    for one, facts in zip(recent, (_business, _training, _found_in_course), strict=False):
        facts(db, one.id, today)


def _lasting(db: Database, enrollment_id: int, today: dt.date) -> None:
    """A permanent job with its contract, learned of early and confirmed since."""
    learner_id = _learner_of(db, enrollment_id)
    attach(db, learner_id, [Source("Contrat de travail.png", partial(draw_scan, "Contrat", 1))], today)
    with db.read() as session:
        paper_id = papers(session, learner_id)[0].id
    job = PlacementInput(
        "job",
        today - 3 * MONTH,
        today - 4 * MONTH,
        contract_type="CDI",
        contract_nature="E1",
        working_time="full",
        weekly_minutes=35 * 60,
        title="Technicienne de support",
        employer="Numérique du Bazois (fictif)",
        employer_city="Châtillon-en-Bazois",
        is_target_occupation=True,
        proof="contract",
        attached_document_id=paper_id,
    )
    made = record_placement(db, enrollment_id, job).created_id
    assert made is not None
    confirm_placement(db, made, today - DAY)


def _two_at_once(db: Database, enrollment_id: int, today: dt.date) -> None:
    """Two part-time jobs that overlap."""
    for contract, months, employer in (
        ("CDD", 8, "Mairie de Moulins-Engilbert (fictive)"),
        ("INT", 3, "Intérim du Morvan (fictif)"),
    ):
        starts_on = today - 2 * MONTH
        job = PlacementInput(
            "job",
            today - 3 * DAY,
            starts_on,
            starts_on + months * MONTH,
            contract_type=contract,
            working_time="part",
            title="Assistant informatique",
            employer=employer,
            proof="payslip",
        )
        record_placement(db, enrollment_id, job)


def _over_before(db: Database, enrollment_id: int, today: dt.date) -> None:
    """A job that ended before the day asked about: it says nothing of it."""
    job = PlacementInput(
        "job",
        today - 3 * MONTH,
        today - 5 * MONTH,
        today - 4 * MONTH,
        contract_type="SAI",
        title="Agent d’accueil",
        employer="Camping des Settons (fictif)",
        proof="declared",
    )
    record_placement(db, enrollment_id, job)


def _business(db: Database, enrollment_id: int, today: dt.date) -> None:
    business = PlacementInput(
        "creation",
        today - DAY,
        today - 5 * DAY,
        contract_type="IND",
        title="Création de sites",
        siren="999000003",
        legal_form="Micro-entreprise",
        is_target_occupation=True,
        is_digital_sector=True,
        proof="sirene",
    )
    record_placement(db, enrollment_id, business)


def _training(db: Database, enrollment_id: int, today: dt.date) -> None:
    course = PlacementInput(
        "training",
        today - DAY,
        today - 3 * DAY,
        today + 6 * MONTH,
        title="Administration d’infrastructures sécurisées",
        training_body="École du Nivernais (fictive)",
        training_level="N6",
        proof="certificate",
    )
    record_placement(db, enrollment_id, course)


def _found_in_course(db: Database, enrollment_id: int, today: dt.date) -> None:
    """Signed while the course went on, without an end."""
    job = PlacementInput(
        "job",
        today - DAY,
        today - 2 * MONTH,
        contract_type="CDI",
        title="Développeur",
        employer="Coopérative des Settons (fictive)",
        is_target_occupation=True,
        proof="promise",
    )
    record_placement(db, enrollment_id, job)


def _try_calls(db: Database, today: dt.date) -> None:
    """Of those to call: a struck number with a relay behind, one refusal, two calls asked at an hour."""
    first: dict[int, Call] = {}
    for call in _to_call(db, today):
        first.setdefault(call.enrollment_id, call)
    later = partial(_asked, hour=dt.time(17, 30))
    gestures: tuple[Gesture, ...] = (_wrong_number, later, _refuses, _with_relay, _asked)
    for call, gesture in zip(first.values(), gestures, strict=False):
        gesture(db, call, today)


def _wrong_number(db: Database, call: Call, today: dt.date) -> None:
    learner_id = _learner_of(db, call.enrollment_id)
    set_contacts(db, learner_id, [RELAY])
    with db.read() as session:
        number = session.get_one(Learner, learner_id).phone
    attempt = AttemptInput(*call, today - DAY, outcome="wrong_number", number=number, made_at=dt.time(10, 5))
    record_attempt(db, attempt)


def _asked(db: Database, call: Call, today: dt.date, hour: dt.time = dt.time(9)) -> None:
    attempt = AttemptInput(
        *call,
        today - DAY,
        outcome="reached",
        note="Rappeler",
        made_at=dt.time(14),
        next_on=today,
        next_at=hour,
    )
    record_attempt(db, attempt)


def _refuses(db: Database, call: Call, today: dt.date) -> None:
    note_answers(db, _learner_of(db, call.enrollment_id), {"follow_up": False}, today, "phone", today)


def _with_relay(db: Database, call: Call, today: dt.date) -> None:
    set_contacts(db, _learner_of(db, call.enrollment_id), [RELAY, WORKER])


def _to_call(db: Database, today: dt.date, horizon: int | None = None) -> list[Call]:
    with db.read() as session:
        return [Call.of(one) for one in call_list_ids(session, CallCriteria(horizon=horizon), today)]


def _learner_of(db: Database, enrollment_id: int) -> int:
    with db.read() as session:
        return session.get_one(Enrollment, enrollment_id).learner_id


def _leavers(session: Session, today: dt.date) -> Sequence[Any]:
    """Those who entered and have left, the first to leave first."""
    statement = (
        select(Enrollment.id, Enrollment.exit_on, Enrollment.exit_reason)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(Enrollment.exit_type.is_not(None), Enrollment.exit_on <= today)
        .order_by(Enrollment.exit_on, Learner.sort_key)
    )
    return session.execute(statement).all()
