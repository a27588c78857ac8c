"""Nothing missing unseen: what waits in the attendance of every cohort, listed and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.absence import waiting_stages
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.learner import full_name
from gen_desktop.models.sheet_rules import SheetStatus
from gen_desktop.queries.absence_contacts import to_ask_again
from gen_desktop.queries.absences import absences, count_waiting
from gen_desktop.queries.alerts import Alert, alerts
from gen_desktop.queries.attendance_sql import ends_on
from gen_desktop.queries.audit import hours_that_differ
from gen_desktop.queries.missing_half_days import count_missing_half_days, missing_half_days
from gen_desktop.queries.signed_sheets import (
    cohorts_with_unproved,
    count_unproved,
    last_day_to_file,
    sheet_states,
)
from gen_desktop.reference.lists import label

NOT_RECORDED, SHEET, ABSENCE = "not_recorded", "sheet", "absence"
ALERT, ASK_AGAIN, HOURS = "alert", "ask_again", "hours"


@dataclass(frozen=True, slots=True)
class RadarItem:
    """One thing that waits. ``kind``: a code of radar_kind; ``trainer`` None: nobody is named.

    It is about a half-day, a person, or else the cohort as a whole; ``on``: the day it is about, if any.
    """

    kind: str
    cohort_id: int
    cohort_code: str
    trainer: str | None
    what: str
    on: dt.date | None = None
    class_session_id: int | None = None
    learner_id: int | None = None


def radar(session: Session, as_of: dt.date) -> tuple[RadarItem, ...]:
    """Everything that waits on that day, by kind, then cohort, then day."""
    trainers = _Trainers(session)
    return (
        *_not_recorded(session, as_of, trainers),
        *_sheets(session, as_of, trainers),
        *_absences(session, as_of, trainers),
        *_alerts(session, as_of, trainers),
        *_to_ask_again(session, as_of, trainers),
        *_hours(session, as_of, trainers),
    )


def count_half_days_waiting(session: Session, as_of: dt.date) -> int:
    """What the bar of the window counts: half-days to record, sheets to file, absences to justify."""
    waiting = sum(count_waiting(session, as_of).values())
    return count_missing_half_days(session, as_of) + count_unproved(session, as_of) + waiting


def open_alerts(session: Session, as_of: dt.date) -> tuple[Alert, ...]:
    """The alerts that nobody followed since the last absence."""
    return tuple(one for one in alerts(session, as_of) if one.followed_on is None)


class _Trainers:
    """Who holds a half-day, as it says or as its cohort says."""

    def __init__(self, session: Session) -> None:
        self._session = session
        rows = session.execute(select(Cohort.id, Cohort.trainers))
        self._of_cohorts = {row[0]: _name(row[1]) for row in rows}

    def of_cohort(self, cohort_id: int) -> str | None:
        return self._of_cohorts.get(cohort_id)

    def of_sessions(self, ids: Iterable[int]) -> Mapping[int, str | None]:
        """By half-day; those that name nobody are left out."""
        wanted, found = list(ids), {}
        for start in range(0, len(wanted), _CHUNK):
            rows = self._session.execute(
                select(ClassSession.id, ClassSession.trainer).where(
                    ClassSession.id.in_(wanted[start : start + _CHUNK]), ClassSession.trainer.is_not(None)
                )
            )
            found.update({row[0]: _name(row[1]) for row in rows})
        return found


_CHUNK = 1000


def _name(text: str | None) -> str | None:
    return (text or "").strip() or None


def _not_recorded(session: Session, as_of: dt.date, trainers: _Trainers) -> Iterator[RadarItem]:
    waiting = missing_half_days(session, as_of)
    named = trainers.of_sessions(one.class_session_id for cohort in waiting for one in cohort.half_days)
    for cohort in waiting:
        for one in cohort.half_days:
            people = french.plural(one.missing, "personne")
            yield RadarItem(
                NOT_RECORDED,
                cohort.cohort_id,
                cohort.cohort_code,
                named.get(one.class_session_id) or trainers.of_cohort(cohort.cohort_id),
                f"{long_slot_label(one.held_on, one.half_day)}, {people}",
                one.held_on,
                class_session_id=one.class_session_id,
            )


def _sheets(session: Session, as_of: dt.date, trainers: _Trainers) -> Iterator[RadarItem]:
    """The half-days recorded and not proved, of the cohorts that ``cohorts_with_unproved`` counts."""
    codes = {one.cohort_id: one.cohort_code for one in cohorts_with_unproved(session, as_of)}
    rows = session.execute(
        select(ClassSession.id, ClassSession.cohort_id, ClassSession.held_on, ClassSession.half_day)
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .where(ClassSession.cohort_id.in_(codes), ClassSession.held_on <= last_day_to_file(session, as_of))
        .order_by(Cohort.code, ClassSession.held_on, ClassSession.half_day)
    ).all()
    states = sheet_states(session, [row[0] for row in rows], as_of)
    named = trainers.of_sessions(states)
    for one, cohort_id, held_on, half_day in rows:
        state = states.get(one)
        if state is not None and state.status in (SheetStatus.TO_FILE, SheetStatus.DEFECT):
            yield RadarItem(
                SHEET,
                cohort_id,
                codes[cohort_id],
                named.get(one) or trainers.of_cohort(cohort_id),
                f"{long_slot_label(held_on, half_day)}, {state.words}",
                held_on,
                class_session_id=one,
            )


def _absences(session: Session, as_of: dt.date, trainers: _Trainers) -> Iterator[RadarItem]:
    found = absences(session, as_of, stages=waiting_stages())
    for one in sorted(found, key=lambda absence: (absence.cohort_code, absence.first)):
        stage = label("absence_stage", one.stage).lower()
        half_days = french.plural(len(one.keys), "demi-journée")
        until = french.short_date(one.until)
        name = full_name(one.last_name, one.first_name)
        yield RadarItem(
            ABSENCE,
            one.cohort_id,
            one.cohort_code,
            trainers.of_cohort(one.cohort_id),
            f"{name}, {half_days} à partir du {french.short_date(one.first[0])}{french.NBSP}: "
            f"{stage} (délai{french.NBSP}: {until})",
            one.first[0],
            learner_id=one.learner_id,
        )


def _alerts(session: Session, as_of: dt.date, trainers: _Trainers) -> Iterator[RadarItem]:
    for one in open_alerts(session, as_of):
        trainer = trainers.of_cohort(one.cohort_id)
        what = f"{one.name}{french.NBSP}: {one.words}"
        yield RadarItem(
            ALERT, one.cohort_id, one.cohort_code, trainer, what, one.last_on, learner_id=one.learner_id
        )


def _to_ask_again(session: Session, as_of: dt.date, trainers: _Trainers) -> Iterator[RadarItem]:
    for one in to_ask_again(session, as_of):
        trainer = trainers.of_cohort(one.cohort_id)
        what = f"{full_name(one.last_name, one.first_name)}, depuis le {french.short_date(one.next_on)}"
        yield RadarItem(
            ASK_AGAIN, one.cohort_id, one.cohort_code, trainer, what, one.next_on, learner_id=one.learner_id
        )


def _hours(session: Session, as_of: dt.date, trainers: _Trainers) -> Iterator[RadarItem]:
    """Of the cohorts that go on: what is over cannot be planned again."""
    for finding in hours_that_differ(session, ends_on >= as_of):
        trainer = trainers.of_cohort(finding.cohort.id)
        yield RadarItem(HOURS, finding.cohort.id, finding.cohort.code, trainer, finding.sentence)
