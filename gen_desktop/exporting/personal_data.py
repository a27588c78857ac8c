"""One person's data out: as JSON for another program (GDPR art. 20), beside the PDF that people read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from gen_desktop.db.database import Database
from gen_desktop.exporting.attached_documents import write_papers
from gen_desktop.exporting.issued_papers import write_issued_papers
from gen_desktop.files import write_atomically
from gen_desktop.queries.attached_documents import papers
from gen_desktop.queries.person_data import HeldCopy, PersonData, person_scope
from gen_desktop.services.exports import record_export

FORMAT = "gen-desktop/person/1"


def write_personal_data(
    db: Database, data: PersonData, copies: Sequence[HeldCopy], pdf: bytes, folder: Path
) -> tuple[Path, Path]:
    """Write both files, named by the number of the record, once entered in the register of exports.

    The papers of the person go as they are to a folder beside, those that she was issued to another.
    Returns the PDF, then the JSON. Raises StorageProblem.
    """
    record_export(db, "person", person_scope(data.learner_id), 1)
    written = folder / f"personne-{data.learner_id}.pdf", folder / f"personne-{data.learner_id}.json"
    for path, content in zip(written, (pdf, _as_json(data, copies)), strict=True):
        write_atomically(path, content)
    with db.read() as session:
        write_papers(session, papers(session, data.learner_id), folder / f"personne-{data.learner_id}-pieces")
        write_issued_papers(session, data.learner_id, folder / f"personne-{data.learner_id}-documents")
    return written


def _as_json(data: PersonData, copies: Sequence[HeldCopy]) -> bytes:
    answer = {
        "format": FORMAT,
        "organization": data.organization.name if data.organization is not None else None,
        "person": data.name,
        "records": data.stored,
        "history": data.log,
        "backups": [asdict(copy) for copy in copies],
        "documents": [asdict(document) for document in data.documents],
        "exports": [asdict(one) for one in (*data.own_exports, *data.exports)],
    }
    return json.dumps(_plain(answer), ensure_ascii=False, indent=2).encode()


def _plain(value: Any) -> Any:
    """The value as JSON has it; our identifiers are text, for other programs would round them."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 53:
        return str(value)
    return value
