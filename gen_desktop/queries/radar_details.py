"""What waits in the attendance of one cohort, thing by thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.absence import waiting_stages
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.learner import full_name
from gen_desktop.queries.absence_contacts import to_ask_again
from gen_desktop.queries.absences import absences
from gen_desktop.queries.missing_half_days import missing_half_days, waits_for_marks
from gen_desktop.queries.radar import (
    ABSENCE,
    ALERT,
    ASK_AGAIN,
    NOT_RECORDED,
    SHEET,
    RadarItem,
    hours_items,
    open_alerts,
    trainer_of_half_day,
    trainers_of_cohorts,
)
from gen_desktop.queries.signed_sheets import sheet_states, waits_for_proof
from gen_desktop.reference.lists import label


def radar_details(session: Session, as_of: dt.date, cohort_id: int) -> tuple[RadarItem, ...]:
    """Each thing that ``radar`` sums of that cohort, by kind, then day."""
    trainer = trainers_of_cohorts(session).get(cohort_id)
    return (
        *_not_recorded(session, as_of, cohort_id),
        *_sheets(session, as_of, cohort_id),
        *_absences(session, as_of, cohort_id, trainer),
        *_alerts(session, as_of, cohort_id, trainer),
        *_to_ask_again(session, as_of, cohort_id, trainer),
        *(one for one in hours_items(session, as_of) if one.cohort_id == cohort_id),
    )


def _not_recorded(session: Session, as_of: dt.date, cohort_id: int) -> Iterator[RadarItem]:
    missing = {
        one.class_session_id: one.missing
        for cohort in missing_half_days(session, as_of, cohort_id)
        for one in cohort.half_days
    }
    rows = session.execute(_HALF_DAYS.where(Cohort.id == cohort_id, waits_for_marks(session, as_of)))
    for one, code, held_on, half_day, trainer in rows:
        people = french.plural(missing[one], "personne")
        what = f"{long_slot_label(held_on, half_day)}, {people}"
        yield RadarItem(NOT_RECORDED, cohort_id, code, trainer, what, on=held_on, class_session_id=one)


def _sheets(session: Session, as_of: dt.date, cohort_id: int) -> Iterator[RadarItem]:
    waits = waits_for_proof(session, as_of)
    rows = session.execute(_HALF_DAYS.where(Cohort.id == cohort_id, waits)).all()
    states = sheet_states(session, [row[0] for row in rows], as_of)
    for one, code, held_on, half_day, trainer in rows:
        what = f"{long_slot_label(held_on, half_day)}, {states[one].words}"
        yield RadarItem(SHEET, cohort_id, code, trainer, what, on=held_on, class_session_id=one)


_HALF_DAYS = (
    select(ClassSession.id, Cohort.code, ClassSession.held_on, ClassSession.half_day, trainer_of_half_day())
    .join(Cohort, Cohort.id == ClassSession.cohort_id)
    .order_by(ClassSession.held_on, ClassSession.half_day)
)


def _absences(session: Session, as_of: dt.date, cohort_id: int, trainer: str | None) -> Iterator[RadarItem]:
    found = [one for one in absences(session, as_of, stages=waiting_stages()) if one.cohort_id == cohort_id]
    for one in sorted(found, key=lambda absence: absence.first):
        stage = label("absence_stage", one.stage).lower()
        since = "à partir du" if len(one.keys) > 1 else "le"
        half_days = (
            f"{french.plural(len(one.keys), 'demi-journée')} {since} {french.short_date(one.first[0])}"
        )
        name = full_name(one.last_name, one.first_name)
        until = f"(délai{french.NBSP}: {french.short_date(one.until)})"
        yield RadarItem(
            ABSENCE,
            cohort_id,
            one.cohort_code,
            trainer,
            f"{name}, {half_days}{french.NBSP}: {stage} {until}",
            len(one.keys),
            one.first[0],
            learner_id=one.learner_id,
        )


def _alerts(session: Session, as_of: dt.date, cohort_id: int, trainer: str | None) -> Iterator[RadarItem]:
    for one in open_alerts(session, as_of):
        if one.cohort_id == cohort_id:
            what = f"{one.name}{french.NBSP}: {one.words}"
            code, person = one.cohort_code, one.learner_id
            yield RadarItem(ALERT, cohort_id, code, trainer, what, on=one.last_on, learner_id=person)


def _to_ask_again(
    session: Session, as_of: dt.date, cohort_id: int, trainer: str | None
) -> Iterator[RadarItem]:
    for one in to_ask_again(session, as_of):
        if one.cohort_id == cohort_id:
            what = f"{full_name(one.last_name, one.first_name)}, depuis le {french.short_date(one.next_on)}"
            code, person = one.cohort_code, one.learner_id
            yield RadarItem(ASK_AGAIN, cohort_id, code, trainer, what, on=one.next_on, learner_id=person)
