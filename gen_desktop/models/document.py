"""The register of issued documents."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Identified
from gen_desktop.models.names import unaccent
from gen_desktop.reference.lists import code_list

_NOT_IN_A_NUMBER = re.compile(r"[^A-Z0-9]+")


class IssuedDocument(Identified, Base):
    """A PDF that left the program: its kind, scope in words, and the SHA-256 of the file.

    ``number`` is unique and never given twice (models/document.py, DocumentSequence); None: a report without.
    ``replaces_id``: the document that this one cancels and replaces. ``period_start`` to ``period_end``: the
    days it speaks of. ``course_title``: the title it printed, to be told when the course's own changes.
    ``content_sha256``: its bytes are kept (StoredContent); None: they are not, or no longer since an erasure.
    """

    __tablename__ = "issued_document"

    kind: Mapped[str]
    title: Mapped[str]
    scope: Mapped[str]
    as_of: Mapped[dt.date]
    issued_at: Mapped[str]  # ISO 8601 with offset
    sha256: Mapped[str]
    data_fingerprint: Mapped[str]
    cohort_id: Mapped[int | None] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
    enrollment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    number: Mapped[str | None] = mapped_column(index=True, unique=True)
    replaces_id: Mapped[int | None] = mapped_column(Id, ForeignKey("issued_document.id"), index=True)
    period_start: Mapped[dt.date | None]
    period_end: Mapped[dt.date | None]
    course_title: Mapped[str | None]
    content_sha256: Mapped[str | None]


class DocumentSequence(Base):
    """The last number given under a prefix. Outside the change log: no undo gives a number back."""

    __tablename__ = "document_sequence"
    __table_args__ = ({"info": {"is_transient": True}},)

    prefix: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the register keeps of a numbered paper. ``kind``: a code of document_kind.

    ``scope``: of what, in words without a person's name (« DWWM 2026-2, octobre 2026 »). A paper issued again
    for the same kind, cohort, enrollment and period cancels and replaces the one before.
    """

    kind: str
    title: str
    scope: str
    as_of: dt.date
    fingerprint: str
    cohort_id: int
    cohort_code: str
    enrollment_id: int | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    course_title: str | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """The paper that a new one cancels and replaces."""

    id: int
    number: str
    issued_on: dt.date


@dataclass(frozen=True, slots=True)
class Stamp:
    """What makes a paper an issued one, printed on it. ``rank``: of its number; of a sheet, its version."""

    number: str
    issued_at: dt.datetime
    replaces: Replaced | None = None
    rank: int = 1


def series(facts: PaperFacts, issued_on: dt.date) -> str:
    """What the numbers that follow each other begin with: « CR-2026-DWWM-2026-2 ».

    A sheet is known by the week it is for: « EM-DWWM-2026-2-2026-W47 ».
    """
    kind = code_list("document_kind")[facts.kind]
    code = _NOT_IN_A_NUMBER.sub("-", unaccent(facts.cohort_code).upper()).strip("-") or "COHORTE"
    if kind["numbered"] == "year":
        return f"{kind['prefix']}-{issued_on.year}-{code}"
    year, week, _ = (facts.period_start or issued_on).isocalendar()
    return f"{kind['prefix']}-{code}-{year}-W{week:02d}"


def number(facts: PaperFacts, issued_on: dt.date, rank: int) -> str:
    """« CR-2026-DWWM-2026-2-0007 »; the ranks of the sheets of a week are its versions: « …-2026-W47-v2 »."""
    begins = series(facts, issued_on)
    is_version = code_list("document_kind")[facts.kind]["numbered"] == "week"
    return f"{begins}-v{rank}" if is_version else f"{begins}-{rank:04d}"
