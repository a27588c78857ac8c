"""Nothing missing unseen: what waits in the attendance of the cohorts, summed by cohort, listed on demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from gen_desktop import french
from gen_desktop.models.absence import waiting_stages
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.queries.absence_contacts import to_ask_again
from gen_desktop.queries.absences import absences, count_waiting
from gen_desktop.queries.alerts import Alert, alerts
from gen_desktop.queries.attendance_sql import ends_on
from gen_desktop.queries.missing_half_days import count_missing_half_days, waits_for_marks
from gen_desktop.queries.planned_hours import cohorts_that_differ
from gen_desktop.queries.signed_sheets import count_unproved, waits_for_proof

NOT_RECORDED, SHEET, ABSENCE = "not_recorded", "sheet", "absence"
ALERT, ASK_AGAIN, HOURS = "alert", "ask_again", "hours"
UNITS = {
    NOT_RECORDED: ("demi-journée", "demi-journées"),
    SHEET: ("demi-journée", "demi-journées"),
    ABSENCE: ("demi-journée", "demi-journées"),
    ALERT: ("alerte", "alertes"),
    ASK_AGAIN: ("personne à rappeler", "personnes à rappeler"),
    HOURS: ("cohorte", "cohortes"),
}
"""What is counted of each kind, here and on the home page."""


@dataclass(frozen=True, slots=True)
class RadarItem:
    """What waits. ``kind``: a code of radar_kind; ``trainer`` None: nobody is named; ``count``: in UNITS.

    ``is_sum``: several things of a cohort, which ``radar_details`` lists. Else one: about a half-day, a
    person, or the cohort as a whole. ``on``: the day it is about, the first one of a sum.
    """

    kind: str
    cohort_id: int
    cohort_code: str
    trainer: str | None
    what: str
    count: int = 1
    on: dt.date | None = None
    class_session_id: int | None = None
    learner_id: int | None = None
    is_sum: bool = False


def radar(session: Session, as_of: dt.date) -> tuple[RadarItem, ...]:
    """Everything that waits on that day: a line per kind, cohort and trainer."""
    trainers = trainers_of_cohorts(session)
    people = [
        *(
            (ABSENCE, one.cohort_id, one.cohort_code, len(one.keys), one.first[0])
            for one in absences(session, as_of, stages=waiting_stages())
        ),
        *((ALERT, one.cohort_id, one.cohort_code, 1, one.last_on) for one in open_alerts(session, as_of)),
        *(
            (ASK_AGAIN, one.cohort_id, one.cohort_code, 1, one.next_on)
            for one in to_ask_again(session, as_of)
        ),
    ]
    return (
        *_of_half_days(session, NOT_RECORDED, waits_for_marks(session, as_of)),
        *_of_half_days(session, SHEET, waits_for_proof(session, as_of)),
        *_of_people(people, trainers),
        *hours_items(session, as_of),
    )


def said(items: Iterable[RadarItem]) -> str:
    """« 229 demi-journées, 1 alerte »: each unit once; '' when nothing waits."""
    sums: dict[tuple[str, str], int] = {}
    for one in items:
        sums[UNITS[one.kind]] = sums.get(UNITS[one.kind], 0) + one.count
    return ", ".join(french.plural(count, *unit) for unit, count in sums.items())


def count_half_days_waiting(session: Session, as_of: dt.date) -> int:
    """What the bar of the window counts: half-days to record, sheets to file, absences to justify."""
    waiting = sum(count_waiting(session, as_of).values())
    return count_missing_half_days(session, as_of) + count_unproved(session, as_of) + waiting


def open_alerts(session: Session, as_of: dt.date) -> tuple[Alert, ...]:
    """The alerts that nobody followed since the last absence."""
    return tuple(one for one in alerts(session, as_of) if one.followed_on is None)


def hours_items(session: Session, as_of: dt.date) -> Iterator[RadarItem]:
    """Of the cohorts that go on: what is over cannot be planned again."""
    trainers = trainers_of_cohorts(session)
    for cohort_id, code, planned in cohorts_that_differ(session, ends_on >= as_of):
        yield RadarItem(HOURS, cohort_id, code, trainers[cohort_id], ", ".join(planned.sentences()))


def trainers_of_cohorts(session: Session) -> dict[int, str | None]:
    """Who holds the half-days that name nobody, by cohort."""
    return {row[0]: row[1] for row in session.execute(select(Cohort.id, _named(Cohort.trainers)))}


def trainer_of_half_day() -> ColumnElement[str | None]:
    """Who holds a half-day, as it says or as its cohort says; null when nobody is named."""
    return func.coalesce(_named(ClassSession.trainer), _named(Cohort.trainers))


def _named(text: ColumnElement[str | None] | InstrumentedAttribute[str | None]) -> ColumnElement[str | None]:
    return func.nullif(func.trim(text), "")


def _of_half_days(session: Session, kind: str, waits: ColumnElement[bool]) -> Iterator[RadarItem]:
    trainer = trainer_of_half_day()
    rows = session.execute(
        select(Cohort.id, Cohort.code, trainer, func.count(ClassSession.id), func.min(ClassSession.held_on))
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .where(waits)
        .group_by(Cohort.id, trainer)
        .order_by(Cohort.code, trainer)
    )
    for row in rows:
        yield _sum(kind, row[0], row[1], row[2], row[3], row[4])


def _of_people(
    found: Iterable[tuple[str, int, str, int, dt.date]], trainers: dict[int, str | None]
) -> Iterator[RadarItem]:
    """``found``: kind, cohort, its code, how many, since when."""
    sums: dict[tuple[str, int, str], tuple[int, dt.date]] = {}
    for kind, cohort_id, code, count, on in found:
        before, first = sums.get((kind, cohort_id, code), (0, on))
        sums[kind, cohort_id, code] = before + count, min(first, on)
    for (kind, cohort_id, code), (count, first) in sorted(sums.items(), key=_by_kind_and_code):
        yield _sum(kind, cohort_id, code, trainers[cohort_id], count, first)


def _by_kind_and_code(one: tuple[tuple[str, int, str], object]) -> tuple[int, str]:
    return list(UNITS).index(one[0][0]), one[0][2]


def _sum(kind: str, cohort_id: int, code: str, trainer: str | None, count: int, first: dt.date) -> RadarItem:
    many = "à partir du" if count > 1 else "le"
    what = f"{french.plural(count, *UNITS[kind])} {many} {french.short_date(first)}"
    return RadarItem(kind, cohort_id, code, trainer, what, count, first, is_sum=True)
