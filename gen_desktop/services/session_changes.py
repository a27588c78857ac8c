"""What people change of half-days that stand in the calendar, one or many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound, Problem
from gen_desktop.models import attendance as rules
from gen_desktop.models.attendance import Attendance, long_slot_label, slot_label
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.history import record_bulk_update, record_key
from gen_desktop.models.names import one_spelling
from gen_desktop.queries.teaching import known_trainers
from gen_desktop.reference.lists import code_list
from gen_desktop.services.class_sessions import cohort_dates, minutes_between

KINDS = frozenset({"class_session", "attendance"})
TEXTS = ("module", "trainer", "place", "note")
FIELDS = ("starts_at", "ends_at", "delivery_mode", "counts_for_bpf", *TEXTS)
"""What may be changed of a half-day where it stands."""

_MARKS: Table = Attendance.__table__  # type: ignore[assignment]  # declared as FromClause


def change_class_sessions(db: Database, ids: Sequence[int], changes: Mapping[str, Any]) -> Change:
    """Give half-days of one cohort other facts, all or none; fields (FIELDS) that are not named stay.

    When hours change, whoever was present all the time still was, lateness keeps its minutes.
    Raises NotFound, InvalidInput with every problem.
    """
    if unknown := set(changes) - set(FIELDS):
        raise ValueError(f"no fields of a half-day: {sorted(unknown)}")
    with db.read() as session:
        name = _name(session, ids)
    with db.write(name) as session:
        half_days = _loaded(session, ids)
        cohort_id = half_days[0].cohort_id
        told = _clean(session, cohort_id, changes)
        if problems := _problems(session, half_days, told):
            raise InvalidInput(*problems)
        for half_day in half_days:
            for field, value in told.items():
                setattr(half_day, field, value)
            _follow_hours(session, half_day)
    return Change(KINDS, frozenset(ids) | {cohort_id}, name)


def _loaded(session: Session, ids: Sequence[int]) -> list[ClassSession]:
    found = list(
        session.scalars(
            select(ClassSession)
            .where(ClassSession.id.in_(ids))
            .order_by(ClassSession.held_on, ClassSession.half_day)
        )
    )
    if not found or len(found) < len(set(ids)):
        raise NotFound("Cette demi-journée n’existe plus.")
    return found


def _name(session: Session, ids: Sequence[int]) -> str:
    half_days = _loaded(session, ids)
    code = cohort_dates(session, half_days[0].cohort_id).code
    if len(half_days) == 1:
        return f"Modifier le {slot_label(half_days[0].held_on, half_days[0].half_day)} de {code}"
    return f"Modifier {french.plural(len(half_days), 'demi-journée')} de {code}"


def _clean(session: Session, cohort_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(changes)
    for field in TEXTS:
        if field in told:
            told[field] = (told[field] or "").strip() or None
    if told.get("trainer"):
        told["trainer"] = one_spelling(told["trainer"], known_trainers(session, cohort_id))
    return told


def _problems(session: Session, half_days: Sequence[ClassSession], told: Mapping[str, Any]) -> list[Problem]:
    mode = told.get("delivery_mode")
    if mode is not None and mode not in code_list("session_mode"):
        sentence = f"Le mode «{french.NBSP}{mode}{french.NBSP}» n’existe pas."
        return [Problem("delivery_mode", sentence)]
    if "starts_at" not in told and "ends_at" not in told:
        return []
    hours = {
        half_day.id: (told.get("starts_at", half_day.starts_at), told.get("ends_at", half_day.ends_at))
        for half_day in half_days
    }
    if any(ends_at <= starts_at for starts_at, ends_at in hours.values()):
        return [Problem("ends_at", "L’heure de fin n’est pas après l’heure de début.")]
    return _overlaps(session, half_days, hours) + _too_late(session, half_days, hours)


def _overlaps(
    session: Session, half_days: Sequence[ClassSession], hours: Mapping[int, tuple[dt.time, dt.time]]
) -> list[Problem]:
    others = session.scalars(
        select(ClassSession).where(
            ClassSession.cohort_id == half_days[0].cohort_id,
            ClassSession.held_on.in_({half_day.held_on for half_day in half_days}),
        )
    )
    spans: dict[dt.date, list[tuple[dt.time, dt.time]]] = {}
    for other in others:
        spans.setdefault(other.held_on, []).append(hours.get(other.id, (other.starts_at, other.ends_at)))
    for day, found in spans.items():
        first, *rest = sorted(found)
        if any(later[0] < first[1] for later in rest):
            sentence = f"Le {french.long_date(day)}, ces horaires chevauchent l’autre demi-journée."
            return [Problem("starts_at", sentence)]
    return []


def _too_late(
    session: Session, half_days: Iterable[ClassSession], hours: Mapping[int, tuple[dt.time, dt.time]]
) -> list[Problem]:
    """A lateness that would outlast the new half-day."""
    for half_day in half_days:
        minutes = minutes_between(*hours[half_day.id])
        least = min((mark.minutes_present for mark in _late(session, half_day.id)), default=half_day.minutes)
        if half_day.minutes - least >= minutes:
            slot = long_slot_label(half_day.held_on, half_day.half_day)
            missed = french.duration(half_day.minutes - least)
            sentence = f"Le {slot}, un retard de {missed} couvrirait toute la demi-journée{french.NBSP}: "
            return [Problem("ends_at", f"{sentence}corrigez-le d’abord.")]
    return []


def _late(session: Session, class_session_id: int) -> Iterable[Attendance]:
    return session.scalars(
        select(Attendance).where(
            Attendance.class_session_id == class_session_id, Attendance.status == rules.LATE
        )
    )


def _follow_hours(session: Session, half_day: ClassSession) -> None:
    """The minutes of a half-day and of the presences in it, after its hours changed."""
    before, after = half_day.minutes, minutes_between(half_day.starts_at, half_day.ends_at)
    if before == after:
        return
    half_day.minutes = after
    rows = session.execute(select(_MARKS).where(_MARKS.c.class_session_id == half_day.id)).mappings().all()
    moved = []
    for row in rows:
        missed = before - row["minutes_present"] if row["status"] == rules.LATE else 0
        present = rules.minutes_present(row["status"], after, missed)
        if present != row["minutes_present"]:
            key = record_key(_MARKS, dict(row))
            record_bulk_update(
                session,
                _MARKS,
                key,
                {"minutes_present": row["minutes_present"]},
                {"minutes_present": present},
            )
            moved.append({"of": row["enrollment_id"], "now": present})
    if moved:
        session.connection().execute(
            update(_MARKS)
            .where(_MARKS.c.enrollment_id == bindparam("of"), _MARKS.c.class_session_id == half_day.id)
            .values(minutes_present=bindparam("now")),
            moved,
        )
