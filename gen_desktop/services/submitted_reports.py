"""Submits reports: from then on their number, their figures and their bytes never change."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import VERSION
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.files import named_last, write_atomically
from gen_desktop.french import NBSP
from gen_desktop.models.document import IssuedDocument, Replaced
from gen_desktop.models.submitted_report import (
    ReportData,
    ReportStamp,
    Signed,
    SubmittedReport,
    base_number,
    full_number,
    report_series,
)
from gen_desktop.queries.counted_people import counted_people
from gen_desktop.queries.naming import learner_named_in
from gen_desktop.queries.rights import refuse_to_change
from gen_desktop.queries.seals import data_seal
from gen_desktop.queries.stored_content import content
from gen_desktop.queries.submitted_reports import UNKNOWN_REPORT
from gen_desktop.services.documents import FinishedReport, next_rank, numbers_given
from gen_desktop.services.report_texts import NOBODY
from gen_desktop.services.stored_content import keep

LONGEST_TEXT = 300
"""Signs of a recipient or of the reason of a correction."""
_TABLES = (IssuedDocument.__tablename__, SubmittedReport.__tablename__)


class SubmittableReport(FinishedReport, Protocol):
    """A report of the programme, as reports/registry.py builds it."""

    @property
    def content(self) -> ReportData | None: ...


Build = Callable[[ReportStamp], SubmittableReport]
"""Makes the report with its number printed on it."""


Sign = Callable[[bytes], Signed]
"""Applied last: the bytes submitted are the signed ones."""


def submit_report(
    db: Database,
    kind: str,
    build: Build,
    *,
    recipient: str = "",
    sign: Sign | None = None,
    path: Path | None = None,
) -> Change:
    """Give a report its number, build it and keep it; with ``path``, write it there too: all or nothing.

    A file that is refused its name at the very end leaves the report submitted: ``write_again`` writes it.
    ``kind``: a code of report_kind. Raises InvalidInput, Forbidden, StorageProblem, Conflict (the data
    changed meanwhile), and what ``build`` and ``sign`` raise.
    """
    now = _now()
    to = _text("recipient", recipient)
    series = report_series(kind, now.date())
    with db.read() as session:
        refuse_to_change(session, *_TABLES)
        _refuse_names(session, recipient=to)
        rank = numbers_given(session).get(series, 0) + 1
    base = base_number(kind, now.date(), rank)
    stamp = ReportStamp(base, now, base, recipient=to)
    return _submit(db, build(stamp), stamp, (series, rank), sign, path)


def correct_report(
    db: Database,
    document_id: int,
    build: Build,
    *,
    reason: str,
    recipient: str = "",
    sign: Sign | None = None,
    path: Path | None = None,
) -> Change:
    """Submit the numbered correction of a report, which stays as it was and is marked replaced.

    Raises as ``submit_report``, NotFound, Conflict when that report was replaced already.
    """
    now = _now()
    to, why = _text("recipient", recipient), _text("reason", reason)
    if not why:
        raise InvalidInput.one("reason", "Dites ce que ce correctif corrige.")
    with db.read() as session:
        refuse_to_change(session, *_TABLES)
        _refuse_names(session, reason=why, recipient=to)
        base, replaced = _to_replace(session, document_id)
        series = f"{base}-C"
        rank = numbers_given(session).get(series, 0) + 1
    stamp = ReportStamp(full_number(base, rank), now, base, rank, why, to, replaced)
    return _submit(db, build(stamp), stamp, (series, rank), sign, path)


def write_again(db: Database, document_id: int, path: Path) -> None:
    """Write the bytes that were submitted, the same whatever happened since.

    Raises NotFound when they are not in the file, StorageProblem.
    """
    with db.read() as session:
        digest = session.scalar(
            select(IssuedDocument.content_sha256)
            .join(SubmittedReport, SubmittedReport.issued_document_id == IssuedDocument.id)
            .where(IssuedDocument.id == document_id)
        )
        if digest is None:
            raise NotFound(UNKNOWN_REPORT)
        data = content(session, digest)
    write_atomically(path, data)


def _submit(
    db: Database,
    report: SubmittableReport,
    stamp: ReportStamp,
    place: tuple[str, int],
    sign: Sign | None,
    path: Path | None,
) -> Change:
    """``place``: the series of its number and its rank there, still to be taken."""
    if report.content is None:
        raise ValueError("only a report of the programme is submitted")
    with db.read() as session:
        people = counted_people(session, report.content.scope).as_json()
    signed = sign(report.data) if sign is not None else Signed(report.data, "")
    name = f"Remettre «{NBSP}{report.title}, {report.scope_text}{NBSP}» sous le n°{NBSP}{stamp.number}"
    # The file is named last: a number that stands on a paper is never given again.
    file = named_last(path, signed.data) if path is not None else nullcontext()
    with file, db.write(name) as session:
        _refuse_what_moved(session, report.content, place)
        document = _document(session, report, stamp, signed.data)
        session.add(document)
        session.flush()
        session.add(
            SubmittedReport(
                issued_document_id=document.id,
                base_number=stamp.base_number,
                correction=stamp.correction,
                reason=stamp.reason or None,
                recipient=stamp.recipient or None,
                submitted_by=db.author.name,
                scope=report.content.scope.as_json(),
                data_sha256=keep(session, report.content.figures),
                people_sha256=keep(session, people),
                data_seal=report.content.data_seal,
                parameters_sha256=report.content.parameters_sha256,
                program_version=VERSION,
                signer=signed.signer or None,
            )
        )
    return Change(frozenset(_TABLES), frozenset({document.id}), name, document.id)


def _document(session: Session, report: SubmittableReport, stamp: ReportStamp, data: bytes) -> IssuedDocument:
    digest = hashlib.sha256(data).hexdigest()
    return IssuedDocument(
        kind=report.kind,
        title=report.title,
        scope=report.scope_text,
        as_of=report.as_of,
        issued_at=stamp.submitted_at.isoformat(timespec="seconds"),
        sha256=digest,
        content_sha256=keep(session, data),
        data_fingerprint=report.fingerprint,
        cohort_id=report.cohort_id,
        number=stamp.number,
        replaces_id=stamp.replaces.id if stamp.replaces is not None else None,
    )


def _refuse_what_moved(session: Session, kept: ReportData, place: tuple[str, int]) -> None:
    """The report was built outside of this unit of work: nothing may have happened since."""
    series, rank = place
    seal = data_seal(session)
    if next_rank(session, series) != rank or (seal.code if seal is not None else "") != kept.data_seal:
        raise Conflict("Les données ont changé pendant la préparation du rapport. Recommencez.")


def _to_replace(session: Session, document_id: int) -> tuple[str, Replaced]:
    row = session.execute(
        select(IssuedDocument.number, IssuedDocument.issued_at, SubmittedReport.base_number)
        .join(SubmittedReport, SubmittedReport.issued_document_id == IssuedDocument.id)
        .where(IssuedDocument.id == document_id)
    ).first()
    if row is None or row.number is None:
        raise NotFound(UNKNOWN_REPORT)
    newer = session.scalar(select(IssuedDocument.number).where(IssuedDocument.replaces_id == document_id))
    if newer is not None:
        raise Conflict(f"{row.number} est déjà remplacé par {newer}{NBSP}: corrigez celui-ci.")
    issued_on = dt.datetime.fromisoformat(row.issued_at).date()
    return row.base_number, Replaced(document_id, row.number, issued_on)


def _refuse_names(session: Session, **texts: str) -> None:
    """What is printed on a report can never be taken out of it, even by an erasure: it names no learner."""
    for field, text in texts.items():
        if learner_named_in(session, text):
            raise InvalidInput.one(field, NOBODY)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone().replace(microsecond=0)


def _text(field: str, text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST_TEXT:
        raise InvalidInput.one(field, f"{LONGEST_TEXT} signes au plus.")
    return words
