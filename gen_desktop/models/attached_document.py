"""The papers attached to a person, and the contents that the file keeps beside its rows."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class StoredContent(Base):
    """Bytes kept under their SHA-256 (hexadecimal): written once, never changed, unknown to the change log.

    A row that needs them names the digest; undoing what wrote that row leaves them, so that it can come back.
    ``size``: bytes before compression; ``content``: compressed by zlib.
    """

    __tablename__ = "stored_content"
    __table_args__ = ({"info": {"is_transient": True}},)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class AttachedDocument(Versioned, Base):
    """A paper of a person: its kind (code list attached_kind), title, and the digest of its content.

    ``size`` in bytes.
    """

    __tablename__ = "attached_document"

    learner_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    added_on: Mapped[dt.date]
