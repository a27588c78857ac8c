"""Papers of people out of the file, as they came in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.files import write_atomically
from gen_desktop.french import NBSP
from gen_desktop.queries.attached_documents import Paper, paper_with_content
from gen_desktop.queries.person_data import person_scope
from gen_desktop.queries.stored_content import content
from gen_desktop.services.exports import record_export

LOST = "pieces-illisibles.txt"
"""What names the papers that the file does not give back."""


def write_paper(db: Database, paper_id: int, path: Path) -> Change:
    """Write one paper where the person said, once entered in the register of exports.

    Raises NotFound, StorageProblem.
    """
    with db.read() as session:
        paper, data = paper_with_content(session, paper_id)
    change = record_export(db, "paper", person_scope(paper.learner_id), 1)
    write_atomically(path, data)
    return change


def write_papers(session: Session, papers: Iterable[Paper], folder: Path) -> list[Path]:
    """Write these papers, named by the number of their row; those that are lost are listed and left out.

    For what is in the register already. Raises StorageProblem.
    """
    written, lost = [], []
    for paper in papers:
        path = folder / f"{paper.id}{paper.format.extension}"
        try:
            write_atomically(path, content(session, paper.sha256))
        except NotFound as error:
            lost.append(f"{paper.id}{NBSP}: {error}")
        else:
            written.append(path)
    if lost:
        write_atomically(folder / LOST, "\n".join(lost).encode())
        written.append(folder / LOST)
    return written
