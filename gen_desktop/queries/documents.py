"""The register of issued documents, read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.document import IssuedDocument


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """A document that left. ``fingerprint``: of the figures it was drawn from, as printed on it."""

    id: int
    kind: str
    title: str
    scope: str
    as_of: dt.date
    issued_at: dt.datetime
    fingerprint: str


def issued_for(session: Session, kind: str, scope: str, limit: int = 5) -> tuple[DocumentDetail, ...]:
    """The documents of that kind already issued for that scope, the latest first."""
    wanted = (IssuedDocument.kind == kind, IssuedDocument.scope == scope)
    rows = session.execute(select(*_COLUMNS).where(*wanted).order_by(IssuedDocument.id.desc()).limit(limit))
    return tuple(_detail(row) for row in rows.mappings())


def detail(session: Session, document_id: int) -> DocumentDetail:
    """A document of the register. Raises NotFound."""
    row = session.execute(select(*_COLUMNS).where(IssuedDocument.id == document_id)).mappings().first()
    if row is None:
        raise NotFound("Ce document n’est plus dans le registre.")
    return _detail(row)


_COLUMNS = (
    IssuedDocument.id,
    IssuedDocument.kind,
    IssuedDocument.title,
    IssuedDocument.scope,
    IssuedDocument.as_of,
    IssuedDocument.issued_at,
    IssuedDocument.data_fingerprint,
)


def _detail(row: RowMapping) -> DocumentDetail:
    return DocumentDetail(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        scope=row["scope"],
        as_of=row["as_of"],
        issued_at=dt.datetime.fromisoformat(row["issued_at"]),
        fingerprint=row["data_fingerprint"],
    )
