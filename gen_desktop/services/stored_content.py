"""Keeps contents too large for a row under their digest, each once, outside the change log."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from gen_desktop.models.attached_document import StoredContent
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.history import RecordChange
from gen_desktop.queries.stored_content import DIGESTS, named_by_rows, naming_columns

_TABLE: Table = StoredContent.__table__  # type: ignore[assignment]  # declared as FromClause


def keep(session: Session, data: bytes) -> str:
    """Keep these bytes within a unit of work; their SHA-256, by which a row names them.

    By statements and not by objects: the change log sees the row that names a content, not the content.
    """
    digest = hashlib.sha256(data).hexdigest()
    if session.scalar(select(_TABLE.c.sha256).where(_TABLE.c.sha256 == digest)) is None:
        row = {"sha256": digest, "size": len(data), "content": zlib.compress(data)}
        session.execute(insert(_TABLE), [row])
    return digest


def drop_unnamed(session: Session) -> int:
    """Drop within a unit of work the contents that neither a row nor the log names; how many they were.

    After an erasure: until then the log names what a deleted paper held, so that it can come back.
    """
    session.flush()
    named = named_by_rows(session) | set(_named_in_log(session))
    unnamed = set(session.scalars(select(_TABLE.c.sha256))) - named
    for digest in sorted(unnamed):
        session.execute(delete(_TABLE).where(_TABLE.c.sha256 == digest))
    return len(unnamed)


def _named_in_log(session: Session) -> Iterator[str]:
    # A document issued is never taken back: what its row no longer names is not wanted again.
    kinds = {column.table.name for column in naming_columns()} - {IssuedDocument.__tablename__}
    rows = session.execute(
        select(RecordChange.before, RecordChange.after).where(RecordChange.kind.in_(kinds))
    )
    for states in rows:
        for state in states:
            values = json.loads(state) if state else {}
            yield from (values[name] for name in DIGESTS if values.get(name))
