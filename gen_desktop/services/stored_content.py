"""Keeps contents too large for a row under their digest, each once, outside the change log."""

from __future__ import annotations

import hashlib
import zlib

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from gen_desktop.models.attached_document import StoredContent

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
