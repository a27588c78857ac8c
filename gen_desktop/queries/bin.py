"""The bin: the deletions in force in the change log, with all that each took along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.belongings import Fate, fate
from gen_desktop.models.history import ChangeSet, RecordChange, change_digest
from gen_desktop.models.names import fold
from gen_desktop.models.registry import Base
from gen_desktop.queries.belongings import in_order
from gen_desktop.reference.field_words import counted, kind_name

KINDS = (
    *("cohort", "learner", "enrollment", "class_session", "course", "funding_program", "company", "site"),
    *("follow_up", "placement", "contact_attempt", "saved_view", "attached_document"),
    *("zoning_list", "rncp_sheet", "signed_sheet", "remote_activity", "remote_assistance", "jury_session"),
)
"""What people delete. The first of these in a gesture is what it was about; the others went with it."""
_TAKING_AWAY = frozenset({"closure"})
"""Kinds whose making takes others away: closing a week is no deletion of its half-days."""
_CHUNK = 400
_VERB = "Supprimer "


@dataclass(frozen=True, slots=True)
class BinEntry:
    """One deletion. ``kind`` and ``record_ids``: what it was about; ``parts``: what went with it.

    ``at`` is UTC. ``tables``: what giving it back changes.
    """

    change_set_id: int
    at: dt.datetime
    author: str
    name: str
    kind: str
    record_ids: tuple[int, ...]
    parts: tuple[tuple[str, int], ...]
    tables: frozenset[str]

    @property
    def title(self) -> str:
        """What was deleted: « Delorme Kévin », « La cohorte DWWM 2026-2 »."""
        said = self.name.removeprefix(_VERB) or kind_name(self.kind)
        return said[0].upper() + said[1:]

    @property
    def words(self) -> str:
        """« 3 inscriptions, 124 demi-journées d’émargement »; '' when it went alone."""
        return ", ".join(counted(kind, count) for kind, count in self.parts)

    def holds(self, text: str) -> bool:
        """Whether every word of a search is somewhere in it, accents and capitals aside."""
        said = fold(f"{self.name} {self.author} {kind_name(self.kind)} {self.words}")
        return all(word in said for word in fold(text).split())


def entries(session: Session, text: str = "", only: Collection[int] | None = None) -> tuple[BinEntry, ...]:
    """The deletions in force, the latest first; ``only``: among these change sets.

    A deletion whose values were erased since is not there: nothing of it can come back.
    """
    deleted = _deleted(session, only)
    counts = _counts(session, list(deleted))
    written = _written(session, list(deleted))
    found = []
    for change_set_id, at, author, name in _gestures(session, list(deleted)):
        kind, ids = deleted[change_set_id]
        parts = {one: number for one, number in counts[change_set_id].items() if one != kind}
        when = dt.datetime.fromisoformat(at)
        tables = frozenset(counts[change_set_id]) | written.get(change_set_id, frozenset())
        found.append(BinEntry(change_set_id, when, author, name, kind, ids, in_order(parts), tables))
    return tuple(entry for entry in found if entry.holds(text))


def _deleted(session: Session, only: Collection[int] | None) -> dict[int, tuple[str, tuple[int, ...]]]:
    """What each deletion in force was about. An update that deletes on its way is none."""
    found: dict[int, dict[str, list[int]]] = {}
    erased = set()
    rank = {kind: place for place, kind in enumerate(KINDS)}
    for row in session.execute(_deletions(only)):
        if row.before is None or change_digest(row.kind, row.record_key, row.before, None) != row.digest:
            erased.add(row.change_set_id)
        found.setdefault(row.change_set_id, {}).setdefault(row.kind, []).append(int(row.record_key))
    about = {
        set_id: min(kinds, key=rank.__getitem__) for set_id, kinds in found.items() if set_id not in erased
    }
    for set_id, kinds_written in _written(session, list(about)).items():
        if kinds_written & (_own_and_above(about[set_id]) | _TAKING_AWAY):
            del about[set_id]
    return {set_id: (kind, tuple(found[set_id][kind])) for set_id, kind in about.items()}


def _deletions(only: Collection[int] | None) -> Select[int, str, str, str | None, str]:
    statement = (
        select(
            RecordChange.change_set_id,
            RecordChange.kind,
            RecordChange.record_key,
            RecordChange.before,
            RecordChange.digest,
        )
        .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
        .where(
            RecordChange.kind.in_(KINDS),
            RecordChange.after.is_(None),
            ChangeSet.undone_by_id.is_(None),
            ChangeSet.undoes_id.is_(None),
        )
    )
    return statement if only is None else statement.where(RecordChange.change_set_id.in_(only))


def _written(session: Session, set_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The kinds of record that each of these gestures made or modified."""
    found: dict[int, frozenset[str]] = {}
    for chunk in _chunks(set_ids):
        rows = session.execute(
            select(RecordChange.change_set_id, RecordChange.kind)
            .where(RecordChange.change_set_id.in_(chunk), RecordChange.after.is_not(None))
            .distinct()
        )
        for set_id, kind in rows:
            found[set_id] = found.get(set_id, frozenset()) | {kind}
    return found


@cache
def _own_and_above(kind: str) -> frozenset[str]:
    """That kind, and those it belongs to."""
    above = {
        foreign.column.table.name
        for foreign in Base.metadata.tables[kind].foreign_keys
        if fate(foreign) is Fate.GOES
    }
    return frozenset({kind}).union(*map(_own_and_above, above))


def _gestures(session: Session, set_ids: Sequence[int]) -> Iterator[tuple[int, str, str, str]]:
    """Id, moment, author and name of each, the latest first."""
    rows: list[Any] = []
    for chunk in _chunks(set_ids):
        rows += session.execute(
            select(
                ChangeSet.position, ChangeSet.id, ChangeSet.at, ChangeSet.author_name, ChangeSet.name
            ).where(ChangeSet.id.in_(chunk))
        ).all()
    for _position, set_id, at, author, name in sorted(rows, reverse=True):
        yield set_id, at, author, name


def _counts(session: Session, set_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many records of each kind each of these gestures deleted."""
    counts: dict[int, dict[str, int]] = {}
    for chunk in _chunks(set_ids):
        rows = session.execute(
            select(RecordChange.change_set_id, RecordChange.kind, func.count())
            .where(RecordChange.change_set_id.in_(chunk), RecordChange.after.is_(None))
            .group_by(RecordChange.change_set_id, RecordChange.kind)
        )
        for set_id, kind, number in rows:
            counts.setdefault(set_id, {})[kind] = number
    return counts


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
