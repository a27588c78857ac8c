"""The gestures done since a report that touched somebody: why a figure is no longer the same."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from gen_desktop.french import NBSP, short_date
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.learner import Learner
from gen_desktop.queries.rights import may_see_sensitive
from gen_desktop.reference.rights import SENSITIVE

LATEST = 3
"""So many gestures on somebody are told, the latest."""
_SHARED = frozenset(
    {"cohort", "course", "certification_block", "class_session", "program_parameter", "company", "site"}
)
"""Records of nobody in particular that figures rest on."""


class GesturesSince:
    """What was done after the gesture of a seal, by the enrollment that it touched."""

    def __init__(self, session: Session, data_seal: str, enrollments: Collection[int]) -> None:
        self._told: dict[int, list[str]] = {one: [] for one in enrollments}
        self.shared: list[str] = []
        """The gestures on what is common: cohorts, courses, rules of counting."""
        self._own = self._by_learner(session, enrollments)
        hidden = not may_see_sensitive(session)
        for row in _since(session, data_seal):
            if hidden and row.kind == SENSITIVE:
                continue
            told = _words(row)
            if row.kind in _SHARED and told not in self.shared:
                self.shared.append(told)
            for enrollment in self._touched(row):
                if told not in self._told[enrollment]:
                    self._told[enrollment].append(told)

    def on(self, enrollment: int) -> tuple[str, ...]:
        """The latest gestures that touched her, each with its author and its day; () for none."""
        return tuple(self._told[enrollment][-LATEST:])

    @staticmethod
    def _by_learner(session: Session, enrollments: Collection[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for enrollment, learner in session.execute(select(Enrollment.id, Enrollment.learner_id)):
            if enrollment in enrollments:
                found.setdefault(learner, []).append(enrollment)
        return found

    def _touched(self, row: Any) -> Iterator[int]:
        if row.kind == Attendance.__tablename__:
            yield from self._known(int(row.record_key.split(":")[0]))
            return
        if row.kind == Enrollment.__tablename__:
            yield from self._known(int(row.record_key))
        if row.kind == Learner.__tablename__:
            yield from self._own.get(int(row.record_key), ())
        for text in (row.before, row.after):
            state: dict[str, Any] = json.loads(text) if text else {}
            yield from self._known(state.get("enrollment_id"))
            if row.kind != Enrollment.__tablename__:
                yield from self._own.get(state.get("learner_id", 0), ())

    def _known(self, enrollment: int | None) -> Iterator[int]:
        if enrollment in self._told:
            yield enrollment  # type: ignore[misc]  # not None: it is known


def _since(session: Session, data_seal: str) -> Iterator[Any]:
    """Every change after that gesture, in order; every change at all when its seal is in no gesture.

    What was done since and taken back since explains nothing: neither is told.
    """
    then = session.scalar(select(ChangeSet.position).where(ChangeSet.seal == data_seal)) or 0
    undone = aliased(ChangeSet)
    in_force = and_(ChangeSet.undoes_id.is_(None), ChangeSet.undone_by_id.is_(None))
    takes_back = exists().where(undone.undone_by_id == ChangeSet.id, undone.position <= then)
    columns = (RecordChange.kind, RecordChange.record_key, RecordChange.before, RecordChange.after)
    yield from session.execute(
        select(*columns, ChangeSet.name, ChangeSet.author_name, ChangeSet.at)
        .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
        .where(ChangeSet.position > then, or_(in_force, takes_back))
        .order_by(ChangeSet.position, RecordChange.id)
        .execution_options(yield_per=2000)
    )


def _words(row: Any) -> str:
    day = dt.datetime.fromisoformat(row.at).astimezone().date()
    return f"«{NBSP}{row.name}{NBSP}», {row.author_name}, le {short_date(day)}"
