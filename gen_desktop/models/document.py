"""The register of issued documents."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Identified


class IssuedDocument(Identified, Base):
    """A PDF that left the program: its kind, scope in words, and the SHA-256 of the file."""

    __tablename__ = "issued_document"

    kind: Mapped[str]
    title: Mapped[str]
    scope: Mapped[str]
    as_of: Mapped[dt.date]
    issued_at: Mapped[str]  # ISO 8601 with offset
    sha256: Mapped[str]
    data_fingerprint: Mapped[str]
    cohort_id: Mapped[int | None] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
