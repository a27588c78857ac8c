"""The reports that were submitted, as the register tells them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from gen_desktop.errors import NotFound
from gen_desktop.french import NBSP
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.submitted_report import ReportScope, SubmittedReport, correction_words

UNKNOWN_REPORT = "Ce rapport n’est pas parmi les rapports remis."


@dataclass(frozen=True, slots=True)
class SubmittedLine:
    """A submitted report. ``id``: of its line in the register of documents; ``sha256``: of its bytes.

    ``replaced_by``: the number of the correction that cancels it; None: it is the one in force.
    """

    id: int
    number: str
    kind: str
    title: str
    scope_text: str
    as_of: dt.date
    submitted_at: dt.datetime
    submitted_by: str
    recipient: str
    base_number: str
    correction: int
    reason: str
    replaced_by: str | None
    signer: str
    fingerprint: str
    sha256: str
    program_version: str
    data_seal: str
    data_sha256: str
    people_sha256: str
    scope: ReportScope

    @property
    def status(self) -> str:
        """« en vigueur », « correctif n° 1 de RS-2026-003 », « remplacé par RS-2026-003-C1 »."""
        if self.replaced_by is not None:
            return f"remplacé par {self.replaced_by}"
        return correction_words(self.base_number, self.correction) or "en vigueur"


def submitted_reports(session: Session) -> tuple[SubmittedLine, ...]:
    """All of them, the latest first."""
    return _lines(session)


def submitted_report(session: Session, document_id: int) -> SubmittedLine:
    """One of them. Raises NotFound."""
    found = _lines(session, IssuedDocument.id == document_id)
    if not found:
        raise NotFound(UNKNOWN_REPORT)
    return found[0]


def report_of_number(session: Session, number: str) -> SubmittedLine:
    """The report submitted under that number, whatever its case. Raises NotFound."""
    found = _lines(session, IssuedDocument.number == number.strip().upper())
    if not found:
        raise NotFound(f"Aucun rapport n’a été remis sous le n°{NBSP}{number.strip()}.")
    return found[0]


def report_of_bytes(session: Session, data: bytes) -> SubmittedLine | None:
    """The report that is exactly this file; None when it is none of them."""
    found = _lines(session, IssuedDocument.sha256 == hashlib.sha256(data).hexdigest())
    return found[0] if found else None


def _lines(session: Session, *wanted: ColumnElement[bool]) -> tuple[SubmittedLine, ...]:
    newer = aliased(IssuedDocument)
    rows = session.execute(
        select(
            IssuedDocument.id,
            IssuedDocument.number,
            IssuedDocument.kind,
            IssuedDocument.title,
            IssuedDocument.scope.label("scope_text"),
            IssuedDocument.as_of,
            IssuedDocument.issued_at,
            IssuedDocument.data_fingerprint.label("fingerprint"),
            IssuedDocument.sha256,
            newer.number.label("replaced_by"),
            SubmittedReport.submitted_by,
            SubmittedReport.recipient,
            SubmittedReport.base_number,
            SubmittedReport.correction,
            SubmittedReport.reason,
            SubmittedReport.signer,
            SubmittedReport.program_version,
            SubmittedReport.data_seal,
            SubmittedReport.data_sha256,
            SubmittedReport.people_sha256,
            SubmittedReport.scope,
        )
        .join(SubmittedReport, SubmittedReport.issued_document_id == IssuedDocument.id)
        .outerjoin(newer, newer.replaces_id == IssuedDocument.id)
        .where(*wanted)
        .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc())
    ).mappings()
    found = []
    for row in rows:
        values: dict[str, Any] = {name: row[name] or "" for name in ("recipient", "reason", "signer")}
        values |= {name: value for name, value in row.items() if name not in ("issued_at", *values)}
        values["submitted_at"] = dt.datetime.fromisoformat(row["issued_at"])
        values["scope"] = ReportScope.from_json(row["scope"])
        found.append(SubmittedLine(**values))
    return tuple(found)
