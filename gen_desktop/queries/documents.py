"""The register of issued documents, read."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, select
from sqlalchemy.orm import Session, aliased

from gen_desktop.errors import NotFound
from gen_desktop.models.document import IssuedDocument, PaperFacts, Replaced
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.queries.stored_content import content
from gen_desktop.reference.lists import code_list


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """A document that left. ``fingerprint``: of the figures it was drawn from, as printed on it."""

    id: int
    kind: str
    title: str
    scope: str
    as_of: dt.date
    issued_at: dt.datetime
    fingerprint: str


def issued_for(session: Session, kind: str, scope: str, limit: int = 5) -> tuple[DocumentDetail, ...]:
    """The documents of that kind already issued for that scope, the latest first."""
    wanted = (IssuedDocument.kind == kind, IssuedDocument.scope == scope)
    rows = session.execute(select(*_COLUMNS).where(*wanted).order_by(IssuedDocument.id.desc()).limit(limit))
    return tuple(_detail(row) for row in rows.mappings())


def detail(session: Session, document_id: int) -> DocumentDetail:
    """A document of the register. Raises NotFound."""
    row = session.execute(select(*_COLUMNS).where(IssuedDocument.id == document_id)).mappings().first()
    if row is None:
        raise NotFound("Ce document n’est plus dans le registre.")
    return _detail(row)


def kept_paper(session: Session, document_id: int) -> tuple[str, bytes]:
    """The kind of a document issued, and the bytes that left. Raises NotFound where they are not kept."""
    columns = (IssuedDocument.kind, IssuedDocument.number, IssuedDocument.content_sha256)
    row = session.execute(select(*columns).where(IssuedDocument.id == document_id)).first()
    if row is None:
        raise NotFound("Ce document n’est plus dans le registre.")
    if row.content_sha256 is None:
        raise NotFound(
            f"Le contenu de {row.number} n’est pas dans le fichier\u00a0: il n’était pas encore gardé à son "
            "émission, ou une personne qui y était nommée a été effacée."
        )
    return row.kind, content(session, row.content_sha256)


def kept_documents(
    session: Session, kinds: tuple[str, ...], limit: int = 24
) -> tuple[tuple[DocumentDetail, bytes], ...]:
    """The documents of these kinds whose bytes are kept, the latest first; damaged ones are left out."""
    columns = (*_COLUMNS, IssuedDocument.content_sha256)
    wanted = (IssuedDocument.kind.in_(kinds), IssuedDocument.content_sha256.is_not(None))
    rows = session.execute(select(*columns).where(*wanted).order_by(IssuedDocument.id.desc()).limit(limit))
    found = []
    for row in rows.mappings():
        with suppress(NotFound):
            found.append((_detail(row), content(session, row["content_sha256"])))
    return tuple(found)


def papers_of_one(session: Session, learner_id: int) -> tuple[tuple[str, str], ...]:
    """The number and the digest of the papers kept that are about one person alone, the oldest first."""
    own = select(Enrollment.id).where(Enrollment.learner_id == learner_id)
    of_others = select(IssuedDocument.content_sha256).where(
        IssuedDocument.content_sha256.is_not(None), IssuedDocument.enrollment_id.not_in(own)
    )
    rows = session.execute(
        select(IssuedDocument.number, IssuedDocument.content_sha256)
        .where(
            IssuedDocument.enrollment_id.in_(own),
            IssuedDocument.content_sha256.is_not(None),
            IssuedDocument.content_sha256.not_in(of_others),
        )
        .order_by(IssuedDocument.issued_at, IssuedDocument.number)
    )
    return tuple((str(row.number), str(row.content_sha256)) for row in rows)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A numbered paper of the register. ``person``: whom it is about, None for a paper of the whole cohort.

    ``replaced_by``: the number of the paper that cancels this one; None: it is the present one.
    """

    id: int
    kind: str
    number: str
    title: str
    scope: str
    issued_at: dt.datetime
    period_start: dt.date | None
    period_end: dt.date | None
    enrollment_id: int | None
    person: str | None
    course_title: str | None
    replaces: str | None
    replaced_by: str | None


def papers_of_cohort(session: Session, cohort_id: int) -> tuple[PaperLine, ...]:
    """The numbered papers of a cohort and of its people, the latest first; no submitted report."""
    is_paper = IssuedDocument.kind.in_([code.code for code in code_list("document_kind")])
    return _papers(session, and_(IssuedDocument.cohort_id == cohort_id, is_paper))


def papers_of_learner(session: Session, learner_id: int) -> tuple[PaperLine, ...]:
    """The numbered papers about a person, the latest first."""
    return _papers(session, Enrollment.learner_id == learner_id)


def present_paper(session: Session, facts: PaperFacts) -> Replaced | None:
    """The paper in force that these facts would cancel and replace: same kind, cohort, person and period."""
    same = (
        IssuedDocument.number.is_not(None),
        IssuedDocument.kind == facts.kind,
        IssuedDocument.cohort_id == facts.cohort_id,
        IssuedDocument.enrollment_id.is_not_distinct_from(facts.enrollment_id),
        IssuedDocument.period_start.is_not_distinct_from(facts.period_start),
        IssuedDocument.period_end.is_not_distinct_from(facts.period_end),
    )
    columns = (IssuedDocument.id, IssuedDocument.number, IssuedDocument.issued_at)
    row = session.execute(select(*columns).where(*same).order_by(IssuedDocument.id.desc()).limit(1)).first()
    if row is None or row.number is None:
        return None
    return Replaced(row.id, row.number, dt.datetime.fromisoformat(row.issued_at).date())


def _papers(session: Session, wanted: ColumnElement[bool]) -> tuple[PaperLine, ...]:
    older, newer = aliased(IssuedDocument), aliased(IssuedDocument)
    rows = session.execute(
        select(
            IssuedDocument.id,
            IssuedDocument.kind,
            IssuedDocument.number,
            IssuedDocument.title,
            IssuedDocument.scope,
            IssuedDocument.issued_at,
            IssuedDocument.period_start,
            IssuedDocument.period_end,
            IssuedDocument.enrollment_id,
            Learner.last_name,
            Learner.first_name,
            IssuedDocument.course_title,
            older.number.label("replaces"),
            newer.number.label("replaced_by"),
        )
        .outerjoin(Enrollment, Enrollment.id == IssuedDocument.enrollment_id)
        .outerjoin(Learner, Learner.id == Enrollment.learner_id)
        .outerjoin(older, older.id == IssuedDocument.replaces_id)
        .outerjoin(newer, newer.replaces_id == IssuedDocument.id)
        .where(IssuedDocument.number.is_not(None), wanted)
        .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.number.desc())
    )
    return tuple(_paper(dict(row)) for row in rows.mappings())


def _paper(row: dict[str, Any]) -> PaperLine:
    last_name, first_name = row.pop("last_name"), row.pop("first_name")
    person = None if row["enrollment_id"] is None else full_name(last_name, first_name)
    issued_at = dt.datetime.fromisoformat(row.pop("issued_at"))
    return PaperLine(**row, issued_at=issued_at, person=person)


_COLUMNS = (
    IssuedDocument.id,
    IssuedDocument.kind,
    IssuedDocument.title,
    IssuedDocument.scope,
    IssuedDocument.as_of,
    IssuedDocument.issued_at,
    IssuedDocument.data_fingerprint,
)


def _detail(row: RowMapping) -> DocumentDetail:
    return DocumentDetail(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        scope=row["scope"],
        as_of=row["as_of"],
        issued_at=dt.datetime.fromisoformat(row["issued_at"]),
        fingerprint=row["data_fingerprint"],
    )
