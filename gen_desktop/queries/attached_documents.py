"""The papers of a person, to list, to show and to hand out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.attached_document import AttachedDocument
from gen_desktop.models.paper_formats import FORMATS, Format
from gen_desktop.queries.stored_content import content


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper; ``size`` in bytes, ``sha256`` names its content."""

    id: int
    version: int
    learner_id: int
    kind: str
    title: str
    media_type: str
    size: int
    sha256: str
    added_on: dt.date

    @property
    def format(self) -> Format:
        """What the file is; a later version of the program may have known other formats."""
        return FORMATS.get(self.media_type, Format("Fichier", self.media_type, ".bin"))


_COLUMNS = [getattr(AttachedDocument, name) for name in Paper.__dataclass_fields__]


def papers(session: Session, learner_id: int) -> tuple[Paper, ...]:
    """The papers of a person, the latest first."""
    own = AttachedDocument.learner_id == learner_id
    rows = session.execute(select(*_COLUMNS).where(own).order_by(AttachedDocument.id.desc()))
    return tuple(Paper(*row) for row in rows)


def paper(session: Session, paper_id: int) -> Paper:
    """One paper. Raises NotFound."""
    row = session.execute(select(*_COLUMNS).where(AttachedDocument.id == paper_id)).first()
    if row is None:
        raise NotFound("Cette pièce n’est plus dans le fichier.")
    return Paper(*row)


def paper_with_content(session: Session, paper_id: int) -> tuple[Paper, bytes]:
    """One paper and its bytes. Raises NotFound when either is gone or damaged."""
    found = paper(session, paper_id)
    return found, content(session, found.sha256)


def every_paper(session: Session) -> Iterator[Paper]:
    """All the papers of the file, without their contents."""
    rows = session.execute(select(*_COLUMNS).order_by(AttachedDocument.id)).all()
    return (Paper(*row) for row in rows)
