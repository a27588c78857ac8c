"""Whether a submitted report still is what was submitted, byte for byte; which of them a file is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.french import NBSP, plural, short_date
from gen_desktop.jobs import Job
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.history import RecordChange, decode
from gen_desktop.models.submitted_report import SubmittedReport
from gen_desktop.queries.seals import verify_chain
from gen_desktop.queries.stored_content import content
from gen_desktop.queries.submitted_reports import SubmittedLine, report_of_bytes, submitted_report
from gen_desktop.reports.figures_json import FILE_NAME
from gen_desktop.reports.signing import signature_holds

_DIGEST_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that was looked at, in a sentence. ``holds`` None: it could not be looked at here."""

    holds: bool | None
    sentence: str


def verify_report(session: Session, document_id: int, job: Job | None = None) -> tuple[Proof, ...]:
    """Everything that tells whether a submitted report is as it was. Reads the whole change log.

    Raises NotFound when it is not among the submitted reports.
    """
    report = submitted_report(session, document_id)
    return tuple(_proofs(session, report, job))


def whose_file(session: Session, data: bytes) -> str:
    """What a file is: the report submitted under which number, if it is exactly that. Raises NotFound."""
    report = report_of_bytes(session, data)
    if report is not None:
        day = short_date(report.submitted_at.date())
        return (
            f"Ce fichier est, octet pour octet, le rapport n°{NBSP}{report.number} remis le {day} "
            f"({report.status})."
        )
    raise NotFound(
        f"Ce fichier n’est aucun des rapports remis{NBSP}: il a été modifié ou réenregistré, ou vient "
        "d’ailleurs."
    )


def _proofs(session: Session, report: SubmittedLine, job: Job | None) -> Iterator[Proof]:
    pdf = _kept(session, report.sha256)
    if pdf is None:
        yield Proof(False, "Le PDF remis n’est plus dans la base, ou y est abîmé.")
    else:
        yield Proof(True, f"Le PDF remis est là, intact (SHA-256{NBSP}{report.sha256[:_DIGEST_SHOWN]}…).")
    if report.signer and pdf is not None:
        yield _signature(report.signer, pdf)
    figures = _kept(session, report.data_sha256)
    same = pdf is not None and figures is not None and _figures_inside(pdf) == figures
    yield Proof(
        same,
        "Les chiffres gardés sont ceux que porte le PDF."
        if same
        else "Les chiffres gardés manquent, ou ne sont pas ceux que porte le PDF.",
    )
    written = all(_is_as_written(session, model, column, report.id) for model, column in _ROWS)
    yield Proof(
        written,
        "La ligne du registre est celle qui a été écrite à la remise."
        if written
        else "La ligne du registre n’est plus celle qui a été écrite à la remise.",
    )
    chain = verify_chain(session, job)
    holds = f"Les sceaux du journal se suivent sans rupture ({plural(chain.length, 'geste')})."
    yield Proof(chain.broken is None, chain.broken or holds)


_ROWS: tuple[tuple[Any, Any], ...] = (
    (IssuedDocument, IssuedDocument.id),
    (SubmittedReport, SubmittedReport.issued_document_id),
)


def _signature(signer: str, pdf: bytes) -> Proof:
    holds = signature_holds(pdf)
    if holds is None:
        return Proof(
            None, f"La signature de {signer} n’est pas vérifiée{NBSP}: le module pyHanko manque ici."
        )
    if holds:
        return Proof(True, f"La signature de {signer} couvre tout le document, intact.")
    return Proof(False, f"La signature de {signer} manque, ou ne couvre plus le document.")


def _kept(session: Session, sha256: str) -> bytes | None:
    try:
        return content(session, sha256)
    except NotFound:
        return None


def _figures_inside(data: bytes) -> bytes | None:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return bytes(pdf.attachments[FILE_NAME].get_file().read_bytes())
    except (pikepdf.PdfError, KeyError):
        return None


def _is_as_written(session: Session, model: Any, column: Any, document_id: int) -> bool:
    """Whether the row holds what the sealed log says that it was made with."""
    table: Table = model.__table__
    row = session.execute(select(table).where(column == document_id)).mappings().one()
    made = session.scalar(
        select(RecordChange.after)
        .where(RecordChange.kind == table.name, RecordChange.record_key == str(row["id"]))
        .order_by(RecordChange.id)
        .limit(1)
    )
    told = decode(table, made)
    return told is not None and all(row[name] == value for name, value in told.items())
