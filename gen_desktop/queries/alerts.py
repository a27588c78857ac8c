"""Alerts of absence by plain rules with dated thresholds: a call to make, a row of absences, a low rate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.absence import absence_codes
from gen_desktop.models.assiduity import Share
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.queries.absence_contacts import last_contacts
from gen_desktop.queries.attendance import consecutive_absences
from gen_desktop.queries.attendance_sql import ends_on, starts_on
from gen_desktop.queries.hours import hours_by_enrollment
from gen_desktop.queries.scope import Scope, parameters


class AlertKind(StrEnum):
    """Which rule speaks, the most pressing first."""

    IN_A_ROW = "in_a_row"
    LOW_RATE = "low_rate"
    TO_CALL = "to_call"


@dataclass(frozen=True, slots=True)
class Alert:
    """Somebody in training whose absences ask for something.

    ``half_days``: unjustified, in a row; ``rate``: for LOW_RATE. ``last_on``: the day of the last absence.
    ``followed_on``: the day of a contact since then, None when nobody answered the alert yet.
    """

    kind: AlertKind
    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    cohort_id: int
    cohort_code: str
    half_days: int
    rate: Share | None
    last_on: dt.date
    followed_on: dt.date | None = None

    @property
    def name(self) -> str:
        """« Delorme Kévin »."""
        return full_name(self.last_name, self.first_name)

    @property
    def words(self) -> str:
        """« 4 demi-journées injustifiées de suite », « 74,2 % de présence »."""
        if self.rate is not None:
            return f"{self.rate.words} de présence"
        one = "demi-journée injustifiée"
        many = "demi-journées injustifiées"
        said = french.plural(self.half_days, one, many)
        return f"{said} de suite" if self.half_days > 1 else said

    @property
    def followed_words(self) -> str:
        """« suivie le 23/11/2026 », or ''."""
        return "" if self.followed_on is None else f"suivie le {french.short_date(self.followed_on)}"


def alerts(session: Session, as_of: dt.date) -> tuple[Alert, ...]:
    """One alert per enrollment, by the most pressing rule; those that nobody followed come first."""
    found: dict[int, Alert] = {}
    for alert in (*_absences(session, as_of), *_low_rates(session, as_of)):
        known = found.get(alert.enrollment_id)
        if known is None or _pressing(alert) < _pressing(known):
            found[alert.enrollment_id] = alert
    last = last_absences(session, list(found))
    contacts = last_contacts(session, list(found))
    told = [
        _with_dates(one, last.get(one.enrollment_id, one.last_on), contacts.get(one.enrollment_id))
        for one in found.values()
    ]
    return tuple(sorted(told, key=lambda one: (one.followed_on is not None, _pressing(one), one.name)))


def last_absences(session: Session, enrollment_ids: list[int]) -> dict[int, dt.date]:
    """The day of the last absence of each of these enrollments; those without any are left out."""
    rows = session.execute(
        select(Attendance.enrollment_id, func.max(ClassSession.held_on))
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .where(Attendance.enrollment_id.in_(enrollment_ids), Attendance.status.in_(absence_codes()))
        .group_by(Attendance.enrollment_id)
    )
    return {row[0]: row[1] for row in rows}


def _pressing(alert: Alert) -> int:
    return list(AlertKind).index(alert.kind)


def _with_dates(alert: Alert, last_on: dt.date, contact: dt.date | None) -> Alert:
    followed = contact if contact is not None and contact >= last_on else None
    return replace(alert, last_on=last_on, followed_on=followed)


def _absences(session: Session, as_of: dt.date) -> Iterator[Alert]:
    """Unjustified half-days that go on: from how many somebody calls, from how many it is an alert."""
    rules = parameters(session, as_of)
    for one in consecutive_absences(session, as_of, rules.alert_call_half_days):
        in_a_row = one.half_days >= rules.alert_unjustified_half_days
        kind = AlertKind.IN_A_ROW if in_a_row else AlertKind.TO_CALL
        who = (one.enrollment_id, one.learner_id, one.last_name, one.first_name)
        yield Alert(kind, *who, one.cohort_id, one.cohort_code, one.half_days, None, one.since)


def _low_rates(session: Session, as_of: dt.date) -> Iterator[Alert]:
    """People of the cohorts under way whose rate of presence so far is under the threshold."""
    limit = parameters(session, as_of).alert_attendance_rate
    under_way = tuple(session.scalars(select(Cohort.id).where(starts_on <= as_of, ends_on >= as_of)))
    hours = hours_by_enrollment(Scope(as_of=as_of, cohort_ids=under_way)).c
    rows = session.execute(
        select(
            *(Enrollment.id, Learner.id, Learner.last_name, Learner.first_name, Cohort.id, Cohort.code),
            *(hours.present, hours.due),
        )
        .join(hours.enrollment_id.table, hours.enrollment_id == Enrollment.id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(
            hours.due > 0,
            hours.present * 100 < hours.due * limit,
            or_(Enrollment.exit_on.is_(None), Enrollment.exit_on >= as_of),
        )
    )
    for row in rows:
        who = (row[0], row[1], row[2], row[3], row[4], row[5])
        yield Alert(AlertKind.LOW_RATE, *who, 0, Share(row[6], row[7]), as_of)
