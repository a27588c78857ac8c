"""What the writer of a report says in her own words, kept for its scope and printed with it."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from gen_desktop.models.base import Base, Versioned

LONGEST_BODY = 8_000
"""Signs of one text: two pages."""


class ReportText(Versioned, Base):
    """One text. ``scope``: ReportScope.text_key of its report; ``section``: a code of report_text_section."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("scope", "section"),)

    scope: Mapped[str]
    section: Mapped[str]
    body: Mapped[str]
