"""The papers that a person was issued, out of the file as they left."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.files import write_atomically
from gen_desktop.french import NBSP
from gen_desktop.queries.documents import papers_of_one
from gen_desktop.queries.stored_content import content

LOST = "documents-illisibles.txt"
"""What names the papers that the file does not give back."""


def write_issued_papers(session: Session, learner_id: int, folder: Path) -> list[Path]:
    """Write the papers that are about her alone, named by their number; those damaged are listed.

    A paper printed in one file with those of others, or about a whole cohort, tells of others too: it stays.
    For what is in the register of exports already. Raises StorageProblem.
    """
    written, lost = [], []
    for number, sha256 in papers_of_one(session, learner_id):
        path = folder / f"{number}.pdf"
        try:
            write_atomically(path, content(session, sha256))
        except NotFound as error:
            lost.append(f"{number}{NBSP}: {error}")
        else:
            written.append(path)
    if lost:
        write_atomically(folder / LOST, "\n".join(lost).encode())
        written.append(folder / LOST)
    return written
