"""What the law asks to remember about people's data: who was erased, and what left the program with names."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Identified


class Erasure(Identified, Base):
    """A person whose data were erased: the row of learner stays, nameless, so that figures hold.

    ``cause``: ``request`` (the person asked, GDPR art. 17) or ``retention`` (their time was over).
    ``leaves_backups_on``: the day after which no backup holds them any more; None: there was none.
    """

    __tablename__ = "erasure"

    learner_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"), unique=True)
    cause: Mapped[str]
    reason: Mapped[str]
    erased_on: Mapped[dt.date]
    leaves_backups_on: Mapped[dt.date | None]


class NominativeExport(Identified, Base):
    """A list or document with names that left the program, recorded before it is written (GDPR art. 5-2).

    ``kind`` says what it was (a code of nominative_export_kind), ``scope`` of whom in words without a name.
    """

    __tablename__ = "nominative_export"

    kind: Mapped[str]
    scope: Mapped[str]
    people: Mapped[int]
    made_at: Mapped[str]  # ISO 8601 with offset
