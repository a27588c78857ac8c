"""What is remembered of the lists that were imported: a report of each, and how their columns were read."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from gen_desktop.models.base import Base, Identified


class ImportReport(Identified, Base):
    """What one import did, in numbers of lines. ``sha256`` names its lines in stored_content.

    The lines hold numbers of lines, ids, columns and kinds of repair, and no value of anybody.
    """

    __tablename__ = "import_report"

    kind: Mapped[str]
    made_at: Mapped[str]  # ISO 8601 with offset
    lines: Mapped[int]
    created: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    doubtful: Mapped[int]
    refused: Mapped[int]
    repaired: Mapped[int]
    sha256: Mapped[str]


class ImportMapping(Identified, Base):
    """How the columns of one kind of list were read last time: ``titles_digest`` knows it by its titles.

    ``choices``: JSON, the title → the target column or null. No gesture: history does not know it.
    """

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("kind", "titles_digest"), {"info": {"is_transient": True}})

    kind: Mapped[str]
    titles_digest: Mapped[str]
    choices: Mapped[str]
    used_on: Mapped[dt.date]
