"""The bytes of what was issued stay in the file, until somebody named in them is erased."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from gen_desktop.models.attached_document import StoredContent
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.learner import Learner
from gen_desktop.models.privacy import REQUEST
from gen_desktop.queries.seals import verify_chain
from gen_desktop.queries.stored_content import content, content_faults
from gen_desktop.services.documents import issue_apart, issue_printed, issue_together
from gen_desktop.services.privacy import erase_people
from tests.services.test_documents import certificates, cohort_of, drawn
from tests.services.test_submitted_reports import center as reported  # noqa: F401  a fixture
from tests.services.test_submitted_reports import document, submit

TODAY = dt.date(2026, 11, 26)


def kept(db):
    """Number → the bytes kept, None where they are no longer."""
    with db.read() as session:
        rows = session.execute(select(IssuedDocument.number, IssuedDocument.content_sha256)).all()
        return {number: digest and content(session, digest) for number, digest in rows}


def erase(db, learner_id):
    erase_people(db, [learner_id], cause=REQUEST, reason="Demande écrite", today=TODAY)


def test_a_paper_opens_again_as_it_was_issued(db, tmp_path):
    cohort_id, enrollments, _ = cohort_of(db)
    issue_apart(db, certificates(cohort_id, enrollments), drawn, tmp_path)
    files = {path.stem: path.read_bytes() for path in tmp_path.glob("*.pdf")}
    assert kept(db) == files
    sent = []
    issue_printed(db, certificates(cohort_id, enrollments), drawn, sent.append)
    assert set(kept(db).values()) == {*files.values(), sent[0]}


def test_an_erasure_takes_the_papers_that_name_her_and_no_other(db, tmp_path):
    cohort_id, enrollments, learners = cohort_of(db)
    other_id, others, _ = cohort_of(db, code="TSSR 2026-1")
    issue_apart(db, certificates(cohort_id, enrollments), drawn, tmp_path)
    issue_together(db, certificates(cohort_id, enrollments[:2]), drawn, tmp_path / "a.pdf")
    issue_together(db, certificates(cohort_id, enrollments[1:]), drawn, tmp_path / "b.pdf")
    issue_apart(db, certificates(cohort_id, [None], kind="group_statement"), drawn, tmp_path)
    issue_apart(db, certificates(other_id, [others[0], None], code="TSSR 2026-1"), drawn, tmp_path)
    before = kept(db)
    erase(db, learners[0])
    after = kept(db)
    gone = {number for number, data in after.items() if data is None}
    year = dt.date.today().year
    alone, together = f"CR-{year}-DWWM-2026-2-0001", {f"CR-{year}-DWWM-2026-2-000{rank}" for rank in (4, 5)}
    assert gone == {alone, *together, f"EG-{year}-DWWM-2026-2-0001"}
    assert {number: data for number, data in after.items() if data is not None} == {
        number: data for number, data in before.items() if number not in gone
    }
    with db.read() as session:
        stored = {content(session, digest) for digest in session.scalars(select(StoredContent.sha256))}
        assert stored == {data for data in after.values() if data is not None}
        assert content_faults(session) == ()
        assert verify_chain(session).broken is None


def test_a_submitted_report_names_nobody_and_stays(reported):  # noqa: F811
    submitted = submit(reported)
    before = document(reported, submitted)[0]
    with reported.read() as session:
        learner_id = session.scalars(select(Learner.id)).first()
    erase(reported, learner_id)
    after, report = document(reported, submitted)
    assert (after.content_sha256, after.sha256) == (before.content_sha256, before.sha256)
    with reported.read() as session:
        assert content(session, after.content_sha256) == b"RS-2026-001"
        assert content(session, report.people_sha256)
