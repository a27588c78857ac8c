"""Contents kept under their digest."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.models.attached_document import StoredContent
from gen_desktop.models.history import ChangeSet
from gen_desktop.queries.stored_content import content
from gen_desktop.services.stored_content import keep


@pytest.mark.parametrize("data", [b"", b"un papier", bytes(range(256)) * 5000])
def test_what_is_kept_is_read_back_once_and_unknown_to_history(db: Database, data: bytes) -> None:
    with db.write("Garder") as session:
        digest = keep(session, data)
        assert keep(session, data) == digest
    with db.read() as session:
        assert content(session, digest) == data
        assert session.scalar(select(func.count()).select_from(StoredContent)) == 1
        assert session.scalar(select(func.count()).select_from(ChangeSet)) == 0


def test_a_content_that_is_missing_or_damaged_is_said(db: Database) -> None:
    with db.write("Garder") as session:
        lost, bent = keep(session, b"a"), keep(session, b"b")
        table = StoredContent.__table__
        session.execute(update(table).where(table.c.sha256 == lost).values(content=b"?"))
        other = session.scalar(select(StoredContent.content).where(StoredContent.sha256 == bent))
        session.execute(update(table).where(table.c.sha256 == lost).values(content=other))
    with db.read() as session:
        for digest in ("0" * 64, lost):
            with pytest.raises(NotFound, match="abîmé"):
                content(session, digest)
