"""Reports that were submitted: what is kept of each, so that it never changes and can be told years later."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.french import NBSP
from gen_desktop.models.base import Base, Id, Identified
from gen_desktop.models.document import Replaced
from gen_desktop.reference.lists import code_list


class SubmittedReport(Identified, Base):
    """A report handed to a funder, beside its line in the register (IssuedDocument: number, digest, bytes).

    ``base_number``: of the first one, ``correction``: 0, then 1, 2… each cancels and replaces the one before.
    ``scope``: JSON of a ReportScope. Contents kept under their SHA-256: ``data_sha256``, the figures (JSON);
    ``people_sha256``, who was counted where. ``data_seal``: of the gesture that the data ended with.
    ``parameters_sha256``: of the rules of counting, which are in the figures. ``signer``: None, not signed.
    """

    __tablename__ = "submitted_report"
    __table_args__ = (UniqueConstraint("base_number", "correction"),)

    issued_document_id: Mapped[int] = mapped_column(Id, ForeignKey("issued_document.id"), unique=True)
    base_number: Mapped[str]
    correction: Mapped[int]
    reason: Mapped[str | None]
    recipient: Mapped[str | None]
    submitted_by: Mapped[str]
    scope: Mapped[str]
    data_sha256: Mapped[str]
    people_sha256: Mapped[str]
    data_seal: Mapped[str]
    parameters_sha256: Mapped[str]
    program_version: Mapped[str]
    signer: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class ReportScope:
    """What a report is about, enough to make it again. ``kind``: a code of report_kind.

    ``cohort_ids`` None: all of them. A follow-up has its two days, an evaluation its ``horizon`` in months
    and the words that name its cohorts (« Année 2026 »).
    """

    kind: str
    as_of: dt.date
    cohort_ids: tuple[int, ...] | None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    horizon: int | None = None
    words: str = ""

    def as_json(self) -> str:
        """The same scope always gives the same text."""
        days = {"as_of": self.as_of, "date_from": self.date_from, "date_to": self.date_to}
        return json.dumps(
            {
                "kind": self.kind,
                "cohort_ids": self.cohort_ids if self.cohort_ids is None else sorted(self.cohort_ids),
                "horizon": self.horizon,
                "words": self.words,
                **{name: day and day.isoformat() for name, day in days.items()},
            },
            sort_keys=True,
            ensure_ascii=False,
        )

    @staticmethod
    def from_json(text: str) -> ReportScope:
        """What ``as_json`` gave."""
        kept = json.loads(text)
        ids = kept["cohort_ids"]
        days = {
            name: kept[name] and dt.date.fromisoformat(kept[name])
            for name in ("as_of", "date_from", "date_to")
        }
        return ReportScope(
            kind=kept["kind"],
            cohort_ids=None if ids is None else tuple(ids),
            horizon=kept["horizon"],
            words=kept["words"],
            **days,
        )


@dataclass(frozen=True, slots=True)
class ReportData:
    """What a report was drawn from, as it is kept: its scope, its figures (JSON), the seal of the data.

    ``data_seal``: '' in a file where nothing was ever done. ``parameters_sha256``: of the rules of counting.
    """

    scope: ReportScope
    figures: bytes
    data_seal: str
    parameters_sha256: str


@dataclass(frozen=True, slots=True)
class ReportStamp:
    """What makes a report a submitted one, printed on it. ``replaces``: what a correction cancels."""

    number: str
    submitted_at: dt.datetime
    base_number: str
    correction: int = 0
    reason: str = ""
    recipient: str = ""
    replaces: Replaced | None = None

    @property
    def correction_words(self) -> str:
        """« correctif n° 1 de RS-2026-003 », '' for what was submitted first."""
        return correction_words(self.base_number, self.correction)


def report_series(kind: str, day: dt.date) -> str:
    """What the numbers of a kind begin with in a year: « RS-2026 »."""
    return f"{code_list('report_kind')[kind]['prefix']}-{day.year}"


def base_number(kind: str, day: dt.date, rank: int) -> str:
    """« RS-2026-003 »."""
    return f"{report_series(kind, day)}-{rank:03d}"


def full_number(base: str, correction: int) -> str:
    """« RS-2026-003 », « RS-2026-003-C1 »."""
    return f"{base}-C{correction}" if correction else base


def correction_words(base: str, correction: int) -> str:
    """« correctif n° 1 de RS-2026-003 », '' for what was submitted first."""
    return f"correctif n°{NBSP}{correction} de {base}" if correction else ""
