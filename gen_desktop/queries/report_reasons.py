"""Why somebody is counted otherwise than in an earlier report: a gesture of the log, or a day gone by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from gen_desktop import french
from gen_desktop.dates import add_months
from gen_desktop.models.history import ChangeSet, RecordChange, decode
from gen_desktop.models.registry import (
    Base,
    Certification,
    Enrollment,
    FollowUp,
    Placement,
    SensitiveFacts,
)
from gen_desktop.queries.history import words_for
from gen_desktop.queries.rights import may_see_sensitive
from gen_desktop.reference import field_words

NOTHING_DONE = "Autre périmètre, autre période ou autre règle de calcul"

_Facts = Mapping[str, Sequence[str]]
_EXIT: _Facts = {"enrollment": ("entered_on", "exit_type", "exit_on", "exit_reason", "cohort_id")}
_RESTS_ON: dict[str, _Facts] = {
    "A": {
        "enrollment": (
            *("applied_on", "decision", "decided_on", "entered_on", "cohort_id"),
            *("situation_before", "highest_diploma", "last_class", "unemployment_months"),
            *("in_qpv", "rural_zoning", "is_career_change"),
        ),
        "learner": ("sex", "birth_date"),
        "sensitive_facts": ("is_rqth", "is_brsa"),
    },
    "B": _EXIT,
    "C": {**_EXIT, "certification": ("jury_on", "is_presented", "outcome")},
    "D": {
        **_EXIT,
        "follow_up": ("situation", "recorded_on", "contract_months"),
        "placement": (
            *("kind", "starts_on", "ends_on", "contract_type", "contract_months"),
            *("recorded_on", "confirmed_on"),
        ),
    },
}
"""The facts that being counted in a figure rests on, by the first letter of its id and the kind of record."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of one record. ``horizon``: of the follow-up that it is about, None for other records."""

    kind: str
    horizon: int | None
    before: dict[str, Any]
    after: dict[str, Any]
    author: str
    on: dt.date


class Reasons:
    """What was done to some enrollments after a position of the log, or came about by itself."""

    def __init__(self, session: Session, enrollment_ids: Collection[int], since: int) -> None:
        self._words = words_for(session, "enrollment")
        self._changes: dict[int, list[_Change]] = {}
        owners = _Owners(session, enrollment_ids)
        for kind, key, before, after, author, at in _done_since(session, since):
            table = Base.metadata.tables[kind]
            old, new = decode(table, before) or {}, decode(table, after) or {}
            on = dt.datetime.fromisoformat(at).astimezone().date()
            people, horizon = owners.of(kind, key, old | new)
            for one in people:
                self._changes.setdefault(one, []).append(_Change(kind, horizon, old, new, author, on))
        self._days = _Days(session, enrollment_ids)

    def why(
        self, enrollment_id: int, figure_ids: Collection[str], days: tuple[dt.date, dt.date]
    ) -> tuple[str, ...]:
        """Why somebody came into these figures or left them, in words, the oldest first; at least one.

        ``days``: those that both reports look back from.
        """
        found = dict.fromkeys(
            sentence
            for change in self._changes.get(enrollment_id, ())
            for columns in (_columns(figure_ids, change),)
            for sentence in self._sentences(change, columns)
        )
        return tuple(found) or (self._days.reason(enrollment_id, figure_ids, *days),)

    def _sentences(self, change: _Change, columns: Sequence[str]) -> Iterator[str]:
        if change.kind == "learner" and not change.before:
            return  # her enrollment tells when she came into the file
        for column in columns:
            was, now = change.before.get(column), change.after.get(column)
            if was == now:
                continue
            values = [self._words(change.kind, column, value) for value in (was, now)]
            name = field_words.name(column, change.kind)
            by = f"{french.short_date(change.on)}, {change.author}"
            yield f"{name}{french.NBSP}: {values[0]} → {values[1]} ({by})"


def _columns(figure_ids: Collection[str], change: _Change) -> tuple[str, ...]:
    """The columns of a changed record that one at least of these figures rests on."""
    found: dict[str, None] = {}
    for figure_id in figure_ids:
        if change.horizon is None or _horizon(figure_id) in (None, change.horizon):
            found |= dict.fromkeys(_RESTS_ON[figure_id[0]].get(change.kind, ()))
    return tuple(found)


def _horizon(figure_id: str) -> int | None:
    last = figure_id.rpartition(".")[2]
    return int(last) if last.isdecimal() else None


def _done_since(session: Session, since: int) -> Iterator[Any]:
    """Every change of such records after that position, in order; none that was taken back since."""
    kinds = {kind for facts in _RESTS_ON.values() for kind in facts}
    if not may_see_sensitive(session):
        kinds.discard(SensitiveFacts.__tablename__)
    undoing = aliased(ChangeSet)
    in_force = and_(ChangeSet.undoes_id.is_(None), ChangeSet.undone_by_id.is_(None))
    takes_back = exists().where(undoing.undone_by_id == ChangeSet.id, undoing.position <= since)
    yield from session.execute(
        select(
            *(RecordChange.kind, RecordChange.record_key, RecordChange.before, RecordChange.after),
            *(ChangeSet.author_name, ChangeSet.at),
        )
        .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
        .where(ChangeSet.position > since, RecordChange.kind.in_(kinds), or_(in_force, takes_back))
        .order_by(ChangeSet.position, RecordChange.id)
        .execution_options(yield_per=2000)
    )


class _Owners:
    """The enrollments that a record is about, of those asked for."""

    def __init__(self, session: Session, enrollment_ids: Collection[int]) -> None:
        self._asked = set(enrollment_ids)
        self._of_record: dict[tuple[str, str], tuple[int, int | None]] = {}
        told = session.execute(select(FollowUp.id, FollowUp.enrollment_id, FollowUp.horizon))
        for key, owner, horizon in told:
            self._of_record["follow_up", str(key)] = (owner, horizon)
        for model in (Certification, Placement, SensitiveFacts):
            for key, owner in session.execute(select(model.id, model.enrollment_id)):
                self._of_record[model.__tablename__, str(key)] = (owner, None)
        self._of_learner: dict[int, list[int]] = {}
        for enrollment_id, learner_id in session.execute(select(Enrollment.id, Enrollment.learner_id)):
            if enrollment_id in self._asked:
                self._of_learner.setdefault(learner_id, []).append(enrollment_id)

    def of(self, kind: str, key: str, values: Mapping[str, Any]) -> tuple[list[int], int | None]:
        """As the record says, or the change itself where the record is gone; and its horizon."""
        if kind == "learner":
            return self._of_learner.get(int(key), []), None
        if kind == "enrollment":
            owner, horizon = int(key), None
        else:
            gone = (values.get("enrollment_id", 0), values.get("horizon"))
            owner, horizon = self._of_record.get((kind, key), gone)
        return [owner] if owner in self._asked else [], horizon


class _Days:
    """The days on which enrollments come into figures by themselves, as time goes by."""

    def __init__(self, session: Session, enrollment_ids: Collection[int]) -> None:
        asked = set(enrollment_ids)
        self._of: dict[int, dict[str, dt.date | None]] = {}
        columns = (Enrollment.applied_on, Enrollment.decided_on, Enrollment.entered_on, Enrollment.exit_on)
        rows = session.execute(
            select(Enrollment.id, *columns, Certification.jury_on).outerjoin(
                Certification, Certification.enrollment_id == Enrollment.id
            )
        )
        names = ("applied", "admitted", "entered", "exit", "jury")
        for row in rows:
            if row[0] in asked:
                self._of[row[0]] = dict(zip(names, row[1:], strict=True))
        told = session.execute(select(FollowUp.enrollment_id, FollowUp.horizon, FollowUp.recorded_on))
        self._told = {(row[0], row[1]): row[2] for row in told if row[0] in asked}

    def reason(self, enrollment_id: int, figure_ids: Collection[str], first: dt.date, last: dt.date) -> str:
        """The day between both dates that explains a movement which no gesture does."""
        days = self._of.get(enrollment_id, {})
        left_on = days.get("exit")
        for figure_id in figure_ids:
            horizon = _horizon(figure_id)
            due_on = add_months(left_on, horizon) if left_on is not None and horizon is not None else None
            for words, day in (
                ("Échéance atteinte le", due_on),
                ("Situation relevée le", self._told.get((enrollment_id, horizon)) if horizon else None),
                ("Jury du", days.get("jury") if figure_id[0] == "C" else None),
                ("Sortie du", left_on if figure_id[0] != "A" else None),
                ("Entrée du", days.get("entered")),
                ("Admission du", days.get("admitted")),
                ("Candidature du", days.get("applied")),
            ):
                if day is not None and first < day <= last:
                    return f"{words} {french.short_date(day)}"
        return NOTHING_DONE
