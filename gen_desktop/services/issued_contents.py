"""The bytes of issued documents, which the file keeps so that they can be opened again."""

from __future__ import annotations

from sqlalchemy import Table, and_, or_, select, update
from sqlalchemy.orm import Session

from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.submitted_report import SubmittedReport
from gen_desktop.queries.personal_records import Belongings, chunks

_DOCUMENTS: Table = IssuedDocument.__table__  # type: ignore[assignment]  # declared as FromClause


def forget_papers(session: Session, own: Belongings) -> None:
    """Within an erasure: keep no longer the bytes of any paper that names these people.

    That is theirs, those printed in one file with theirs, and those of their whole cohorts (lists, sheets).
    The lines of the register stay. A submitted report names nobody, and stays as it is; so does a public
    document, the only kind that is kept without a number.
    """
    for enrollments in chunks(own.ids[Enrollment.__tablename__]):
        cohorts = select(Enrollment.cohort_id).where(Enrollment.id.in_(enrollments))
        of_all = and_(
            _DOCUMENTS.c.enrollment_id.is_(None),
            _DOCUMENTS.c.number.is_not(None),
            _DOCUMENTS.c.cohort_id.in_(cohorts),
            _DOCUMENTS.c.id.not_in(select(SubmittedReport.issued_document_id)),
        )
        named = or_(_DOCUMENTS.c.enrollment_id.in_(enrollments), of_all)
        contents = select(_DOCUMENTS.c.content_sha256).where(named, _DOCUMENTS.c.content_sha256.is_not(None))
        for some in chunks(set(session.scalars(contents))):
            gone = update(_DOCUMENTS).where(_DOCUMENTS.c.content_sha256.in_(some))
            session.execute(gone.values(content_sha256=None))
