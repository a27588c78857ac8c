"""The papers attached to a person: added from files, renamed, deleted."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.french import NBSP
from gen_desktop.jobs import Job
from gen_desktop.models.attached_document import AttachedDocument
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.paper_formats import (
    LARGEST,
    LONGEST_TITLE,
    Refused,
    format_of,
    kind_of,
    title_of,
    too_large,
)
from gen_desktop.reference.lists import code_list
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.stored_content import keep

KINDS = frozenset({AttachedDocument.__tablename__})
GONE = "Cette pièce n’est plus dans le fichier."


@dataclass(frozen=True, slots=True)
class Source:
    """Something to attach: the name it has outside, and how its bytes are read (may raise Refused)."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Attached:
    """What was done; ``refused``: a sentence for each source that was not attached."""

    change: Change
    refused: tuple[str, ...]


def file_source(path: Path) -> Source:
    """A file of the disk, read when its turn comes."""
    return Source(path.name, partial(_read, path))


def attach(
    db: Database, learner_id: int, sources: Sequence[Source], today: dt.date, job: Job | None = None
) -> Attached:
    """Attach to a person whatever of this can be, in one gesture; title and kind are those the name tells.

    Raises NotFound, Conflict (erased), StorageProblem, Cancelled; nothing is then attached.
    """
    job = job or Job()
    with db.read() as session:
        who = _name(session, learner_id)
    what = f"«{NBSP}{title_of(sources[0].name)}{NBSP}»" if len(sources) == 1 else "des pièces"
    name = f"Joindre {what} à {who}"
    refused = []
    with db.write(name) as session:
        for done, source in enumerate(sources):
            job.step(done, len(sources), f"Lecture de {title_of(source.name)}")
            try:
                _add(session, learner_id, source, today)
            except Refused as refusal:
                refused.append(f"«{NBSP}{title_of(source.name)}{NBSP}» {refusal}")
    is_changed = len(refused) < len(sources)
    ids = frozenset({learner_id})
    return Attached(Change(KINDS, ids, name) if is_changed else Change(frozenset()), tuple(refused))


def change_paper(db: Database, paper_id: int, kind: str, title: str, *, version: int | None = None) -> Change:
    """Say otherwise what a paper is. ``version``: the one shown.

    Raises InvalidInput, NotFound, Conflict when it was changed since.
    """
    title = " ".join(title.split())
    if not title:
        raise InvalidInput.one("title", "Donnez un titre à la pièce.")
    if len(title) > LONGEST_TITLE:
        raise InvalidInput.one("title", f"Un titre a {LONGEST_TITLE} signes au plus.")
    code_list("attached_kind")[kind]
    with db.read() as session:
        _, who = _paper(session, paper_id)
    name = f"Modifier la pièce «{NBSP}{title}{NBSP}» de {who}"
    with db.write(name) as session:
        paper = session.get(AttachedDocument, paper_id)
        if paper is None:
            raise NotFound(GONE)
        if version is not None and paper.version != version:
            raise Conflict("Cette pièce a été modifiée entre-temps.")
        paper.kind, paper.title = kind, title
        learner_id = paper.learner_id
    return Change(KINDS, frozenset({learner_id}), name)


def delete_paper(db: Database, paper_id: int) -> Change:
    """Delete a paper; the bin gives it back with its content. Raises NotFound."""
    with db.read() as session:
        (title, learner_id), who = _paper(session, paper_id)
    name = f"Supprimer la pièce «{NBSP}{title}{NBSP}» de {who}"
    with db.write(name) as session:
        kinds = delete_with_all(session, AttachedDocument.__tablename__, [paper_id])
    return Change(kinds, frozenset({learner_id}), name)


def attach_as(
    session: Session, learner_id: int, source: Source, kind: str, title: str, today: dt.date
) -> int:
    """Attach to a person, within a unit of work, a paper whose kind is known; its id. Raises Refused.

    One that the person has already is not attached twice.
    """
    data = source.read()
    return _known(session, learner_id, data) or _keep(session, learner_id, source, data, kind, title, today)


def _add(session: Session, learner_id: int, source: Source, today: dt.date) -> None:
    data = source.read()
    if _known(session, learner_id, data) is not None:
        raise Refused("est déjà dans les pièces de cette personne.")
    title = title_of(source.name)
    _keep(session, learner_id, source, data, kind_of(title), title, today)


def _keep(
    session: Session, learner_id: int, source: Source, data: bytes, kind: str, title: str, today: dt.date
) -> int:
    paper = AttachedDocument(
        learner_id=learner_id,
        kind=kind,
        title=title,
        media_type=format_of(source.name, data).media_type,
        size=len(data),
        sha256=keep(session, data),
        added_on=today,
    )
    session.add(paper)
    session.flush()
    return paper.id


def _known(session: Session, learner_id: int, data: bytes) -> int | None:
    same = select(AttachedDocument.id).where(
        AttachedDocument.learner_id == learner_id, AttachedDocument.sha256 == sha256(data).hexdigest()
    )
    return session.scalar(same.limit(1))


def _read(path: Path) -> bytes:
    """The whole file; its size is looked at first, and again if it grows meanwhile. Raises Refused."""
    try:
        said = path.stat()
        if not stat.S_ISREG(said.st_mode):
            raise Refused("est un dossier, ou n’est pas un fichier. Ajoutez les fichiers un à un.")
        if said.st_size > LARGEST:
            raise Refused(too_large(said.st_size))
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Refused("n’est plus à sa place. Choisissez-le de nouveau.") from error
    except (OSError, ValueError) as error:
        raise Refused(
            "ne peut pas être lu. Fermez-le s’il est ouvert ailleurs, ou recopiez-le sur cet ordinateur."
        ) from error


def _name(session: Session, learner_id: int) -> str:
    row = session.execute(
        select(Learner.last_name, Learner.first_name, Learner.erased_on).where(Learner.id == learner_id)
    ).first()
    if row is None:
        raise NotFound("Cette personne n’est plus dans le fichier.")
    if row.erased_on is not None:
        raise Conflict(f"Cette personne a été effacée{NBSP}: rien ne peut plus lui être joint.")
    return full_name(row.last_name, row.first_name)


def _paper(session: Session, paper_id: int) -> tuple[tuple[str, int], str]:
    """Title and owner of a paper, and the owner's name."""
    row = session.execute(
        select(AttachedDocument.title, Learner.id, Learner.last_name, Learner.first_name)
        .join(Learner, Learner.id == AttachedDocument.learner_id)
        .where(AttachedDocument.id == paper_id)
    ).first()
    if row is None:
        raise NotFound(GONE)
    return (row.title, row.id), full_name(row.last_name, row.first_name)
