"""Certification: what the jury said, block by block."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class Certification(Versioned, Base):
    """The passage of one enrollment before the jury.

    ``outcome``: full, partial, failed, absent (code list certification_outcome); None: not known yet.
    """

    __tablename__ = "certification"

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), unique=True)
    jury_on: Mapped[dt.date | None]
    is_presented: Mapped[bool | None]
    outcome: Mapped[str | None]
    jury_session_id: Mapped[int | None] = mapped_column(Id, ForeignKey("jury_session.id"), index=True)
    certificate_number: Mapped[str | None]
    certificate_received_on: Mapped[dt.date | None]  # from the certifying body
    certificate_handed_on: Mapped[dt.date | None]  # to the person


class BlockResult(Versioned, Base):
    """The result of one enrollment for one block: acquired, not_acquired, not_presented, exempt."""

    __tablename__ = "block_result"
    __table_args__ = (UniqueConstraint("enrollment_id", "block_id"),)

    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"))
    block_id: Mapped[int] = mapped_column(Id, ForeignKey("certification_block.id"), index=True)
    result: Mapped[str]


def outcome_of_blocks(results: Sequence[str | None]) -> str | None:
    """The outcome that follows from the results of all the blocks; None while it cannot be told.

    All acquired or exempt: full. At least one acquired: partial. None acquired: failed. Not one presented:
    absent. A block without result (None) leaves it open unless one is acquired and another is not.
    """
    known = [result for result in results if result is not None]
    judged = [result for result in known if result != "exempt"]
    missed = [result for result in judged if result != "acquired"]
    if not known or (len(known) < len(results) and (not missed or len(missed) == len(judged))):
        return None
    if not missed:
        return "full"
    if len(missed) < len(judged):
        return "partial"
    return "absent" if all(result == "not_presented" for result in missed) else "failed"


@dataclass(frozen=True, slots=True)
class BlockRate:
    """How a group did on one block, in people; each person is in exactly one of these.

    ``acquired`` of ``judged`` is the rate: of those who came before the jury for it. Those exempt did not.
    """

    acquired: int = 0
    judged: int = 0
    not_presented: int = 0
    exempt: int = 0
    unknown: int = 0


def block_rate(results: Iterable[str | None]) -> BlockRate:
    """The rate of a block from the result of each person; None: not recorded."""
    counts = Counter(results)
    return BlockRate(
        acquired=counts["acquired"],
        judged=counts["acquired"] + counts["not_acquired"],
        not_presented=counts["not_presented"],
        exempt=counts["exempt"],
        unknown=counts[None],
    )
