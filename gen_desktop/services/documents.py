"""The register of issued documents: what left the program, about what, and the proof of which bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Protocol

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.models.document import IssuedDocument


class FinishedReport(Protocol):
    """A report that is about to leave, as reports/registry.py builds it."""

    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def title(self) -> str: ...
    @property
    def scope_text(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def as_of(self) -> dt.date: ...
    @property
    def cohort_id(self) -> int | None: ...


def save_report(db: Database, report: FinishedReport, path: Path) -> Change:
    """Write a report to a file and enter it in the register: both or neither. Raises StorageProblem."""
    write_atomically(path, report.data)
    try:
        return register_report(db, report)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def register_report(db: Database, report: FinishedReport) -> Change:
    """Enter a report that was just saved, with the SHA-256 of its bytes."""
    name = f"Émettre le document «\u00a0{report.title}, {report.scope_text}\u00a0»"
    with db.write(name) as session:
        document = IssuedDocument(
            kind=report.kind,
            title=report.title,
            scope=report.scope_text,
            as_of=report.as_of,
            issued_at=dt.datetime.now().astimezone().isoformat(timespec="seconds"),
            sha256=hashlib.sha256(report.data).hexdigest(),
            data_fingerprint=report.fingerprint,
            cohort_id=report.cohort_id,
        )
        session.add(document)
        session.flush()
        document_id = document.id
    return Change(frozenset({"issued_document"}), frozenset({document_id}), name, document_id)
