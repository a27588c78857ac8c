"""Recording presence and absence by half-day: one gesture, one change set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, Problem
from gen_desktop.models import attendance as rules
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import name_gesture, record_bulk, record_bulk_update, record_key
from gen_desktop.services.attendance_facts import (
    Facts,
    HalfDayHeld,
    Key,
    MarkInput,
    Refusal,
    chunks,
    load_facts,
    name_of_clearing,
    name_of_marks,
    refusals,
)

__all__ = [
    "Key",
    "MarkInput",
    "MarksWritten",
    "Refusal",
    "clear",
    "delete_marks",
    "find_refusals",
    "first_presences",
    "insert_marks",
    "record",
]

_TABLE: Table = Attendance.__table__  # type: ignore[assignment]  # declared as FromClause
_PAPER = ("document_on", "document_kind", "attached_document_id")
"""What is known of the document of a justified absence: it stays as long as the absence is justified."""


@dataclass(frozen=True, slots=True)
class MarksWritten:
    """What a write of marks did. ``entries_moved``: the enrollments whose day of entry it set or moved."""

    added: int = 0
    modified: int = 0
    unchanged: int = 0
    removed: int = 0
    entries_moved: frozenset[int] = frozenset()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record touched, for a Change."""
        touched = {"attendance"} if self.added or self.modified or self.removed else set()
        return frozenset(touched | ({"enrollment"} if self.entries_moved else set()))


def record(
    db: Database, marks: Sequence[MarkInput], name: str | None = None, *, now: datetime | None = None
) -> Change:
    """Record or replace marks, all or none. ``name`` of the gesture is derived from the marks if not given.

    ``now``: local time of whoever types; a presence in a half-day that begins later is refused.

    The first presence of a person without a day of entry is the entry. What is already so is left alone: a
    Change without kinds tells that nothing was written. Raises InvalidInput with every reason.
    """
    with db.write(name or "Émargement") as session:
        facts = load_facts(session, [mark.key for mark in marks], now)
        gesture = name or name_of_marks(marks, facts)
        name_gesture(session, gesture)
        written = insert_marks(session, marks, facts)
    return Change(written.kinds, frozenset(mark.enrollment_id for mark in marks), gesture)


def clear(db: Database, keys: Sequence[Key], name: str | None = None) -> Change:
    """Make marks "not recorded" again; keys without a mark are left alone.

    An entry that came from a presence taken away moves to the next presence, or goes.
    """
    with db.write(name or "Émargement") as session:
        facts = load_facts(session, keys)
        gesture = name or name_of_clearing(keys, facts)
        name_gesture(session, gesture)
        written = delete_marks(session, keys, facts)
    return Change(written.kinds, frozenset(key[0] for key in keys), gesture)


def insert_marks(session: Session, marks: Sequence[MarkInput], known: Facts | None = None) -> MarksWritten:
    """``record`` inside a write that is already open (an import). Raises InvalidInput with every reason.

    ``known``: the facts of these marks, when they were loaded in that write already.
    """
    facts = known or load_facts(session, [mark.key for mark in marks])
    if refused := refusals(marks, facts):
        raise InvalidInput(*(Problem(f"marks.{refusal.index}", refusal.sentence) for refusal in refused))
    entries = _Entries(session, facts, [mark.key for mark in marks])
    added = modified = 0
    for chunk in chunks(sorted(marks, key=lambda mark: mark.key)):
        chunk_added, chunk_modified = _write_chunk(session, chunk, facts)
        added += chunk_added
        modified += chunk_modified
    moved = entries.follow(session)
    return MarksWritten(added, modified, len(marks) - added - modified, 0, moved)


def find_refusals(session: Session, marks: Sequence[MarkInput]) -> tuple[Refusal, ...]:
    """What ``insert_marks`` would refuse, for a preview; empty when all can be recorded. Writes nothing."""
    return refusals(marks, load_facts(session, [mark.key for mark in marks]))


def _write_chunk(session: Session, marks: Sequence[MarkInput], facts: Facts) -> tuple[int, int]:
    """Insert and update; returns how many of each. What is already so is not written again."""
    known = _existing_rows(session, [mark.key for mark in marks])
    inserts: list[dict[str, Any]] = []
    updates: list[dict[str, Any]] = []
    for mark in marks:
        before = known.get(mark.key)
        after = _row(mark, facts.half_days[mark.class_session_id], before)
        if before is None:
            inserts.append(after)
        elif before != after:
            changed = [name for name in after if after[name] != before[name]]
            record_bulk_update(
                session,
                _TABLE,
                record_key(_TABLE, after),
                {name: before[name] for name in changed},
                {name: after[name] for name in changed},
            )
            updates.append({f"new_{name}": value for name, value in after.items()})
    if inserts:
        session.execute(insert(_TABLE), inserts)
        record_bulk(session, _TABLE, after=inserts)
    if updates:
        session.connection().execute(_update_statement(), updates)
    return len(inserts), len(updates)


def _update_statement() -> Any:
    columns = ("status", "minutes_present", *_PAPER)
    return (
        update(_TABLE)
        .where(
            _TABLE.c.enrollment_id == bindparam("new_enrollment_id"),
            _TABLE.c.class_session_id == bindparam("new_class_session_id"),
        )
        .values({name: bindparam(f"new_{name}") for name in columns})
    )


def _row(mark: MarkInput, half_day: HalfDayHeld, before: dict[str, Any] | None) -> dict[str, Any]:
    paper: dict[str, Any] = dict.fromkeys(_PAPER)
    if before is not None and mark.status in rules.justified_codes():
        paper = {name: before[name] for name in _PAPER}
    paper |= {name: told for name in _PAPER if (told := getattr(mark, name)) is not None}
    return {
        "enrollment_id": mark.enrollment_id,
        "class_session_id": mark.class_session_id,
        "status": mark.status,
        "minutes_present": rules.minutes_present(mark.status, half_day.minutes, mark.minutes_missed),
        **paper,
    }


def delete_marks(session: Session, keys: Sequence[Key], known: Facts | None = None) -> MarksWritten:
    """``clear`` within a unit of work. ``known``: as for ``insert_marks``."""
    entries = _Entries(session, known or load_facts(session, keys), keys)
    removed = 0
    for chunk in chunks(sorted(set(keys))):
        rows = list(_existing_rows(session, chunk).values())
        if rows:
            session.connection().execute(
                delete(_TABLE).where(
                    _TABLE.c.enrollment_id == bindparam("old_enrollment_id"),
                    _TABLE.c.class_session_id == bindparam("old_class_session_id"),
                ),
                [
                    {f"old_{name}": row[name] for name in ("enrollment_id", "class_session_id")}
                    for row in rows
                ],
            )
            record_bulk(session, _TABLE, before=rows)
            removed += len(rows)
    return MarksWritten(removed=removed, entries_moved=entries.follow(session))


def _existing_rows(session: Session, keys: Sequence[Key]) -> dict[Key, dict[str, Any]]:
    wanted = set(keys)
    rows = session.execute(
        select(_TABLE).where(
            _TABLE.c.enrollment_id.in_({key[0] for key in keys}),
            _TABLE.c.class_session_id.in_({key[1] for key in keys}),
        )
    ).mappings()
    found = {(row["enrollment_id"], row["class_session_id"]): dict(row) for row in rows}
    return {key: row for key, row in found.items() if key in wanted}


class _Entries:
    """Keeps the entry of people on their first presence, as long as nobody stated another day.

    Made before the marks are written, because an entry moves only if it was the first presence until then.
    """

    def __init__(self, session: Session, facts: Facts, keys: Sequence[Key]) -> None:
        self._missing: set[int] = set()
        following: dict[int, date] = {}
        for enrollment_id, class_session_id in keys:
            person = facts.people.get(enrollment_id)
            half_day = facts.half_days.get(class_session_id)
            if person is None or half_day is None or person.period.has_fixed_entry:
                continue
            entered_on = person.period.entered_on
            if entered_on is None:
                self._missing.add(enrollment_id)
            elif half_day.held_on <= entered_on:
                following[enrollment_id] = entered_on
        first = first_presences(session, following)
        self._following = {key for key, entered_on in following.items() if first.get(key) == entered_on}

    def follow(self, session: Session) -> frozenset[int]:
        """After the marks are written: set, move or take back the entries. Returns those that changed."""
        candidates = sorted(self._missing | self._following)
        first = first_presences(session, candidates)
        moved = set()
        for chunk in chunks([key for key in candidates if key in first or key in self._following]):
            for enrollment in session.scalars(select(Enrollment).where(Enrollment.id.in_(chunk))):
                day = first.get(enrollment.id)
                if enrollment.entered_on != day:
                    enrollment.entered_on = day
                    enrollment.entry_follows_attendance = day is not None
                    moved.add(enrollment.id)
        return frozenset(moved)


def first_presences(session: Session, enrollment_ids: Iterable[int]) -> dict[int, date]:
    """The first day on which each of these was present; whoever never was is absent."""
    first: dict[int, date] = {}
    for chunk in chunks(sorted(enrollment_ids)):
        rows = session.execute(
            select(Attendance.enrollment_id, func.min(ClassSession.held_on))
            .join(ClassSession, ClassSession.id == Attendance.class_session_id)
            .where(Attendance.enrollment_id.in_(chunk), Attendance.status.in_(rules.presence_codes()))
            .group_by(Attendance.enrollment_id)
        )
        first.update((row[0], row[1]) for row in rows)
    return first
