"""Two records that may be one person: a doubt that people settle, never the program. And those made one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Identified, Versioned

OPEN, DIFFERENT = "open", "different"


class DoubtfulPair(Versioned, Base):
    """``first_id`` < ``second_id``. ``reasons``: codes joined by "|", no value of anybody.

    ``state``: open, or different once somebody said that these are two people. A merge deletes the pair with
    the record that goes.
    """

    __tablename__ = "doubtful_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    first_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"))
    second_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"), index=True)
    reasons: Mapped[str]
    found_on: Mapped[dt.date]
    state: Mapped[str] = mapped_column(default=OPEN)
    settled_on: Mapped[dt.date | None]


class MergedRecord(Identified, Base):
    """A record that became part of another: ``gone_id`` is its number, which only the log knows.

    So that what is told or erased of somebody reaches what was written under either number.
    """

    __tablename__ = "merged_record"

    learner_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"), index=True)
    gone_id: Mapped[int] = mapped_column(Id)
    merged_on: Mapped[dt.date]
