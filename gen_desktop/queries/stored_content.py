"""Reads back what the file keeps under a digest."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.french import NBSP, plural
from gen_desktop.jobs import Job
from gen_desktop.models.attached_document import StoredContent
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.registry import Base

DIGESTS = ("sha256", "logo_sha256", "content_sha256", "data_sha256", "people_sha256")
"""The columns by which a row names a content."""
_NAMELESS = frozenset({StoredContent.sha256.expression, IssuedDocument.sha256.expression})
"""Digests that name no content: that of a document issued is known even where its bytes are not kept."""
LOST = "Ce contenu n’est plus dans le fichier, ou il y est abîmé. Une sauvegarde peut encore l’avoir."


def content(session: Session, sha256: str) -> bytes:
    """The bytes kept under that digest, checked against it. Raises NotFound when missing or damaged."""
    packed = session.scalar(select(StoredContent.content).where(StoredContent.sha256 == sha256))
    if packed is None:
        raise NotFound(LOST)
    try:
        data = zlib.decompress(packed)
    except zlib.error as error:
        raise NotFound(LOST) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotFound(LOST)
    return data


def naming_columns() -> Iterator[Column[str]]:
    """The columns by which rows name a content, whatever table is added tomorrow."""
    for table in Base.metadata.sorted_tables:
        found = (table.c[name] for name in DIGESTS if name in table.c)
        yield from (column for column in found if column not in _NAMELESS)


def named_by_rows(session: Session) -> set[str]:
    """Every digest that a row names."""
    found = {digest for column in naming_columns() for digest in session.scalars(select(column).distinct())}
    return found - {None}


def content_faults(session: Session, job: Job | None = None) -> tuple[str, ...]:
    """What is wrong with the contents, as sentences: read one after the other, each against its digest."""
    job = job or Job()
    kept = list(session.scalars(select(StoredContent.sha256)))
    damaged = 0
    for done, digest in enumerate(kept):
        job.step(done, len(kept), "Relecture des pièces jointes…")
        try:
            content(session, digest)
        except NotFound:
            damaged += 1
    missing = len(named_by_rows(session) - set(kept))
    return tuple(
        f"{plural(count, 'contenu joint', 'contenus joints')} {what}{NBSP}: une sauvegarde peut encore "
        "l’avoir."
        for count, what in ((damaged, "ne se relit plus"), (missing, "manque au fichier"))
        if count
    )
