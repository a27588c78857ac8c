"""The change log: every write is a named change set with before and after, sealed to the one before it.

History, undo, audit and the merging of files rest on these two tables (docs/architecture.md).
The seal makes tampering evident, not impossible: a seal printed on paper anchors the chain.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Index, Table, Text, event, insert, inspect, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from gen_desktop.changes import Author
from gen_desktop.errors import Forbidden, MonthSent
from gen_desktop.models import month_lock
from gen_desktop.models.base import Base, Id
from gen_desktop.models.ids import new_id, new_ids
from gen_desktop.reference.rights import NOTHING_WRITTEN, why_not

RECORDER = "recorder"  # key of the Recorder in session.info
_CHUNK = 5000
_quoted = json.encoder.encode_basestring
_UNTRACKED_COLUMNS = frozenset({"version"})  # bookkeeping, not content


class ChangeSet(Base):
    """One named gesture. ``position`` numbers the chain from 1; ``seal`` covers the row and all before it."""

    __tablename__ = "change_set"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(unique=True)
    at: Mapped[str]  # ISO 8601, UTC
    author_kind: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(Id)
    author_name: Mapped[str]
    name: Mapped[str]
    name_digest: Mapped[str]
    undoes_id: Mapped[int | None] = mapped_column(Id)
    undone_by_id: Mapped[int | None] = mapped_column(Id)
    content_digest: Mapped[str]
    seal: Mapped[str]


class RecordChange(Base):
    """Before and after of one record: the columns that changed, as JSON. Personal values live here alone.

    ``before`` is None for a record made, ``after`` is None for a record deleted. ``digest`` stays when the
    values of a person are erased, so that the chain still verifies. A row made without either is a mark of
    such an erasure (``mark_erased``).
    """

    __tablename__ = "record_change"
    __table_args__ = (Index("ix_record_change_kind_record_key", "kind", "record_key"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    change_set_id: Mapped[int] = mapped_column(Id, ForeignKey("change_set.id"), index=True)
    kind: Mapped[str]  # table name
    record_key: Mapped[str]  # primary key values joined by ":"
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str]


_OWN_TABLES = frozenset({ChangeSet.__tablename__, RecordChange.__tablename__})


@dataclass(slots=True)
class Entry:
    """Before and after of one record while a write is under way. ``texts``: both encoded, when known."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None
    texts: tuple[str | None, str | None] | None = None


class Recorder:
    """Collects what one write changes and seals it at the end. One per write session.

    ``author`` is in their role of this moment: here, where every write passes, it is held to their rights.
    """

    def __init__(self, name: str, author: Author, undoes_id: int | None = None) -> None:
        self.name = name
        self.author = author
        self.undoes_id = undoes_id
        self.change_set_id: int | None = None
        self._entries: dict[tuple[str, str], Entry] = {}

    def note(
        self,
        kind: str,
        key: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        texts: tuple[str | None, str | None] | None = None,
    ) -> None:
        """Add a change; several changes of one record in one write become one."""
        known = self._entries.get((kind, key))
        if known is None:
            self._entries[kind, key] = Entry(before, after, texts)
        elif known.before is None and after is None:
            del self._entries[kind, key]
        else:
            _merge(known, before, after)

    def finish(self, session: Session) -> None:
        """Write the change set, its changes and its seal; nothing at all when nothing changed.

        Raises Forbidden when the role of the author may not change one of the tables touched, Conflict when
        it changes a month that was sent to a payer.
        """
        entries = [(key, entry) for key, entry in self._entries.items() if _differs(entry)]
        if not entries:
            return
        # A mark says that an erasure was there: who may erase is what counts, not whose records they were.
        touched = {kind for (kind, _key), entry in entries if not _is_mark(entry)}
        if refusal := why_not(self.author.role, touched):
            raise Forbidden(f"{refusal} {NOTHING_WRITTEN}")
        if refusal := month_lock.refusal(session, entries):
            raise MonthSent(f"{refusal} {NOTHING_WRITTEN}")
        change_set_id = new_id()
        content = ContentDigest()
        for digest in _insert_changes(session, change_set_id, entries):
            content.add(digest)
        last = session.execute(
            select(ChangeSet.position, ChangeSet.seal).order_by(ChangeSet.position.desc()).limit(1)
        ).first()
        change_set: dict[str, Any] = {
            "id": change_set_id,
            "position": last.position + 1 if last else 1,
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
            "author_kind": str(self.author.kind),
            "author_id": self.author.id,
            "author_name": self.author.name,
            "name": self.name,
            "name_digest": name_digest(self.name),
            "undoes_id": self.undoes_id,
            "content_digest": content.value(),
        }
        change_set["seal"] = seal(change_set, last.seal if last else "")
        session.execute(insert(ChangeSet), [change_set])
        if self.undoes_id is not None:
            undone = update(ChangeSet).where(ChangeSet.id == self.undoes_id)
            session.execute(undone.values(undone_by_id=change_set_id))
        self.change_set_id = change_set_id


def attach(session: Session, recorder: Recorder) -> None:
    """Make ``session`` note every mapped object it writes in ``recorder``."""
    session.info[RECORDER] = recorder
    event.listen(session, "before_flush", _before_flush)


def name_gesture(session: Session, name: str) -> None:
    """Name the gesture under way by what it finds once it began."""
    recorder: Recorder = session.info[RECORDER]
    recorder.name = name


def record_bulk(
    session: Session,
    table: Table,
    *,
    after: Iterable[Mapping[str, Any]] = (),
    before: Iterable[Mapping[str, Any]] = (),
) -> None:
    """Note what a bulk statement made (``after``) or deleted (``before``), which no listener sees."""
    recorder: Recorder = session.info[RECORDER]
    for row in after:
        recorder.note(table.name, record_key(table, row), None, _tracked(row))
    for row in before:
        recorder.note(table.name, record_key(table, row), _tracked(row), None)


def record_bulk_update(
    session: Session, table: Table, key: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Note one row that a bulk statement modified: only the columns that changed."""
    recorder: Recorder = session.info[RECORDER]
    recorder.note(table.name, key, _tracked(before), _tracked(after))


def record_encoded(
    session: Session, table: Table, key: str, texts: tuple[str | None, str | None], row: Mapping[str, Any]
) -> None:
    """Note one row made or deleted, whose ``texts`` (before, after) the caller has encoded already."""
    recorder: Recorder = session.info[RECORDER]
    before, after = (None if text is None else _tracked(row) for text in texts)
    recorder.note(table.name, key, before, after, texts)


def encode_row(row: Mapping[str, Any]) -> str:
    """A whole row as the log keeps it."""
    return _encoder().encode(_tracked(row))


def mark_erased(session: Session, kind: str, key: str) -> None:
    """Note that the values of a record leave the log with this gesture, without saying which they were.

    Such a mark has neither before nor after: sealed, it is what allows the blanks (queries/seals.py).
    """
    recorder: Recorder = session.info[RECORDER]
    recorder.note(kind, key, None, None)


def record_key(table: Table, row: Mapping[str, Any]) -> str:
    """The primary key of a row as the log keeps it."""
    return ":".join([str(row[name]) for name in _key_names(table)])


class ContentDigest:
    """The digest of a whole change set, from those of its changes given one by one in their order."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._between = ""

    def add(self, digest: str) -> None:
        """The next change."""
        self._hash.update(f"{self._between}{digest}".encode())
        self._between = "\n"

    def value(self) -> str:
        """Of all the changes given so far."""
        return self._hash.hexdigest()


def name_digest(name: str) -> str:
    """The digest of a gesture's name, which stays when a name that tells of a person is blanked."""
    return _sha256(name)


def change_digest(kind: str, key: str, before: str | None, after: str | None) -> str:
    """The digest of one change."""
    old = _quoted(before) if before is not None else "null"
    new = _quoted(after) if after is not None else "null"
    # The JSON of the four, a quarter of the time of an encoder.
    return _sha256(f"[{_quoted(kind)}, {_quoted(key)}, {old}, {new}]")


def seal(change_set: Mapping[str, Any], previous: str) -> str:
    """The seal of a change set: SHA-256 over its facts, its content digest and the seal before it.

    The gesture's name enters as a digest, so that a name holding a person's name can be blanked.
    """
    facts = [
        change_set["id"],
        change_set["position"],
        change_set["at"],
        change_set["author_kind"],
        change_set["author_id"],
        change_set["name_digest"],
        change_set["undoes_id"],
        change_set["content_digest"],
        previous,
    ]
    return _sha256(json.dumps(facts, ensure_ascii=False))


def encode(values: Mapping[str, Any] | None) -> str | None:
    """Column values as canonical JSON text."""
    if values is None:
        return None
    return _encoder().encode(values)


def decode(table: Table, text: str | None) -> dict[str, Any] | None:
    """The values that ``encode`` wrote, as the columns' Python types."""
    if text is None:
        return None
    values: dict[str, Any] = json.loads(text)
    for name, read in _readers(table).items():
        value = values.get(name)
        if isinstance(value, str):
            values[name] = read(value)
    return values


def _before_flush(session: Session, _context: Any, _instances: Any) -> None:
    recorder: Recorder = session.info[RECORDER]
    for instance in session.new:
        _note_instance(recorder, instance, is_new=True)
    for instance in session.dirty:
        _note_instance(recorder, instance, is_new=False)
    for instance in session.deleted:
        table = inspect(instance).mapper.local_table
        row = {column.name: getattr(instance, column.name) for column in table.columns}
        recorder.note(table.name, record_key(table, row), _tracked(row), None)


def _note_instance(recorder: Recorder, instance: Any, *, is_new: bool) -> None:
    state = inspect(instance)
    table = state.mapper.local_table
    if table.name in _OWN_TABLES:
        return
    row = {column.name: getattr(instance, column.name) for column in table.columns}
    if is_new:
        for column in table.columns:
            if row[column.name] is None and column.default is not None and column.default.is_scalar:
                row[column.name] = column.default.arg
        recorder.note(table.name, record_key(table, row), None, _tracked(row))
        return
    before = {}
    for column in table.columns:
        history = state.attrs[column.name].history
        if history.has_changes():
            before[column.name] = history.deleted[0] if history.deleted else None
    if before:
        after = {name: row[name] for name in before}
        recorder.note(table.name, record_key(table, row), _tracked(before), _tracked(after))


def _merge(known: Entry, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    known.texts = None
    if after is None:
        known.before = {**(before or {}), **(known.before or {})}
        known.after = None
        return
    if known.before is not None:
        known.before = {**(before or {}), **known.before}
    known.after = {**(known.after or {}), **after}


def _is_mark(entry: Entry) -> bool:
    return entry.before is None and entry.after is None


def _differs(entry: Entry) -> bool:
    return entry.before is None or entry.after is None or entry.before != entry.after


def _insert_changes(
    session: Session, change_set_id: int, entries: Sequence[tuple[tuple[str, str], Entry]]
) -> list[str]:
    """Write the changes of a change set, some at a time: an import has them by the hundred thousand."""
    digests = []
    # The table and not the class: rows without number need no mapping.
    table: Table = RecordChange.__table__  # type: ignore[assignment]  # declared as FromClause
    for start in range(0, len(entries), _CHUNK):
        chunk = entries[start : start + _CHUNK]
        rows = [_change_row(kind, key, entry) for (kind, key), entry in chunk]
        for row, row_id in zip(rows, new_ids(len(rows)), strict=True):
            row["id"] = row_id
            row["change_set_id"] = change_set_id
        session.execute(insert(table), rows)
        digests += [row["digest"] for row in rows]
        for _, entry in chunk:  # freed with their chunk: all at once they would hold the window up
            entry.before = entry.after = entry.texts = None
    return digests


def _change_row(kind: str, key: str, entry: Entry) -> dict[str, Any]:
    before, after = entry.texts or (encode(entry.before), encode(entry.after))
    return {
        "kind": kind,
        "record_key": key,
        "before": before,
        "after": after,
        "digest": change_digest(kind, key, before, after),
    }


def _tracked(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(row)
    for name in _UNTRACKED_COLUMNS:
        kept.pop(name, None)
    return kept


def _encode_value(value: Any) -> str:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"cannot keep {type(value).__name__} in the change log")


@cache
def _readers(table: Table) -> dict[str, Callable[[str], Any]]:
    """How to read the columns whose values JSON has no type for."""
    types = {column.name: column.type.python_type for column in table.columns}
    readers = {dt.date: dt.date.fromisoformat, dt.time: dt.time.fromisoformat, Decimal: Decimal}
    return {name: readers[kind] for name, kind in types.items() if kind in readers}


@cache
def _key_names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


@cache
def _encoder() -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_encode_value)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
