"""Reads back what the file keeps under a digest."""

from __future__ import annotations

import hashlib
import zlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.attached_document import StoredContent

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
