"""The register of issued documents: what left the program, about what, and the proof of which bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, StorageProblem
from gen_desktop.files import written_with
from gen_desktop.french import NBSP, plural
from gen_desktop.jobs import Job
from gen_desktop.models.document import DocumentSequence, IssuedDocument, PaperFacts, Stamp, number, series
from gen_desktop.queries.documents import present_paper
from gen_desktop.reference.lists import label
from gen_desktop.services.stored_content import keep

_SEQUENCE: Table = DocumentSequence.__table__  # type: ignore[assignment]  # declared as FromClause


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
    @property
    def is_kept(self) -> bool: ...


def save_report(db: Database, report: FinishedReport, path: Path) -> Change:
    """Write a report to a file and enter it in the register: both or neither. Raises StorageProblem."""
    with written_with([(path, report.data)]):
        return register_report(db, report)


def register_report(db: Database, report: FinishedReport) -> Change:
    """Enter a report that was just saved, with the SHA-256 of its bytes; these are kept of a public one."""
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
            content_sha256=keep(session, report.data) if report.is_kept else None,
        )
        session.add(document)
        session.flush()
        document_id = document.id
    return Change(frozenset({"issued_document"}), frozenset({document_id}), name, document_id)


class Paper(Protocol):
    """A numbered paper that is about to be drawn."""

    @property
    def facts(self) -> PaperFacts: ...


P = TypeVar("P", bound=Paper)
Draw = Callable[[Sequence[tuple[P, Stamp]]], bytes]
"""Draws papers with what is printed on each, as one PDF."""


def issue_apart(
    db: Database,
    papers: Sequence[P],
    draw: Draw[P],
    folder: Path,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> Change:
    """Issue numbered papers, one PDF each, named by its number, in a folder: all of them or none.

    Raises InvalidInput (none given), StorageProblem, Cancelled.
    """
    stamped = _stamped(db, papers)
    contents: list[bytes] = []
    for done, pair in enumerate(stamped):
        job.step(done, len(stamped), f"Document {done + 1} sur {len(stamped)}")
        contents.append(draw([pair]))
    files = [
        (folder / f"{stamp.number}.pdf", data) for (_, stamp), data in zip(stamped, contents, strict=True)
    ]
    _refuse_taken([path for path, _ in files])
    return _write_and_register(db, stamped, contents, files)


def issue_together(db: Database, papers: Sequence[P], draw: Draw[P], path: Path) -> Change:
    """Issue numbered papers as a single PDF, to print at once. Raises InvalidInput, StorageProblem."""
    stamped = _stamped(db, papers)
    data = draw(stamped)
    return _write_and_register(db, stamped, [data] * len(stamped), [(path, data)])


def issue_printed(db: Database, papers: Sequence[P], draw: Draw[P], send: Callable[[bytes], None]) -> Change:
    """Issue numbered papers as a single PDF given to ``send``, which prints it; what it raises undoes all."""
    stamped = _stamped(db, papers)
    data = draw(stamped)
    with db.write(_gesture(papers)) as session:
        ids = _register(session, stamped, [data] * len(stamped))
        send(data)
    return _issued(papers, ids)


def _stamped(db: Database, papers: Sequence[P]) -> list[tuple[P, Stamp]]:
    """Give each paper its number, for ever, and find what it replaces."""
    if not papers:
        raise InvalidInput.one("papers", "Il n’y a aucun document à émettre.")
    now = dt.datetime.now().astimezone().replace(microsecond=0)
    stamped = []
    with db.write("Réserver des numéros de documents") as session:
        for paper in papers:
            facts = paper.facts
            rank = next_rank(session, series(facts, now.date()))
            replaced = present_paper(session, facts)
            stamped.append((paper, Stamp(number(facts, now.date(), rank), now, replaced, rank)))
    return stamped


def _refuse_taken(paths: Sequence[Path]) -> None:
    """A paper of that number that is there already was issued by another copy of the file: it is kept."""
    if taken := [path.name for path in paths if path.exists()]:
        raise StorageProblem(
            f"Le dossier contient déjà «{NBSP}{taken[0]}{NBSP}»{NBSP}: rien n’est remplacé. "
            "Choisissez un autre dossier, ou recommencez pour d’autres numéros."
        )


def numbers_given(session: Session) -> dict[str, int]:
    """The last number given under each prefix."""
    return {row.prefix: row.last for row in session.execute(select(_SEQUENCE))}


def keep_numbers(db: Database, given: Mapping[str, int]) -> None:
    """Never give these numbers again: an older copy of the file that takes its place does not know them."""
    with db.read() as session:
        known = numbers_given(session)
    later = [
        {"prefix": prefix, "last": last} for prefix, last in given.items() if last > known.get(prefix, 0)
    ]
    if later:
        row = insert(_SEQUENCE)
        with db.write("Garder les numéros donnés") as session:
            session.execute(
                row.on_conflict_do_update(
                    index_elements=[_SEQUENCE.c.prefix], set_={"last": row.excluded.last}
                ),
                later,
            )


def next_rank(session: Session, prefix: str) -> int:
    """Take the next rank under a prefix, within a unit of work.

    By a statement and not by an object: the change log does not see it, so no undo gives it back.
    """
    row = insert(_SEQUENCE).values(prefix=prefix, last=1)
    counted = row.on_conflict_do_update(
        index_elements=[_SEQUENCE.c.prefix], set_={"last": _SEQUENCE.c.last + 1}
    )
    return int(session.execute(counted.returning(_SEQUENCE.c.last)).scalar_one())


def _write_and_register(
    db: Database,
    stamped: Sequence[tuple[P, Stamp]],
    contents: Sequence[bytes],
    files: Sequence[tuple[Path, bytes]],
) -> Change:
    """Both or neither. ``contents``: the bytes in which each paper is."""
    papers = [paper for paper, _ in stamped]
    with written_with(files), db.write(_gesture(papers)) as session:
        ids = _register(session, stamped, contents)
    return _issued(papers, ids)


def _register(session: Session, stamped: Sequence[tuple[P, Stamp]], contents: Sequence[bytes]) -> list[int]:
    digests = {data: keep(session, data) for data in set(contents)}
    documents = [
        _row(paper.facts, stamp, digests[data])
        for (paper, stamp), data in zip(stamped, contents, strict=True)
    ]
    session.add_all(documents)
    session.flush()
    return [document.id for document in documents]


def _row(facts: PaperFacts, stamp: Stamp, digest: str) -> IssuedDocument:
    return IssuedDocument(
        kind=facts.kind,
        title=facts.title,
        scope=facts.scope,
        as_of=facts.as_of,
        issued_at=stamp.issued_at.isoformat(timespec="seconds"),
        sha256=digest,
        content_sha256=digest,
        data_fingerprint=facts.fingerprint,
        cohort_id=facts.cohort_id,
        enrollment_id=facts.enrollment_id,
        number=stamp.number,
        replaces_id=stamp.replaces.id if stamp.replaces else None,
        period_start=facts.period_start,
        period_end=facts.period_end,
        course_title=facts.course_title,
    )


def _gesture(papers: Sequence[Paper]) -> str:
    facts = papers[0].facts
    scopes = {paper.facts.scope for paper in papers}
    where = facts.scope if len(scopes) == 1 else facts.cohort_code
    what = label("document_kind", facts.kind)
    counted = "" if len(papers) == 1 else f" ({plural(len(papers), 'document')})"
    return f"Émettre «\u00a0{what}, {where}\u00a0»{counted}"


def _issued(papers: Sequence[Paper], ids: list[int]) -> Change:
    return Change(frozenset({"issued_document"}), frozenset(ids), _gesture(papers), ids[0])
