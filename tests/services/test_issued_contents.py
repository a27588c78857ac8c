"""The bytes of what was issued stay in the file, until somebody named in them is erased."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import select

from gen_desktop.exporting.issued_papers import write_issued_papers
from gen_desktop.models.attached_document import StoredContent
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.learner import Learner
from gen_desktop.models.privacy import REQUEST
from gen_desktop.queries.seals import verify_chain
from gen_desktop.queries.stored_content import content, content_faults
from gen_desktop.reports.common import BuiltReport
from gen_desktop.services.documents import issue_apart, issue_printed, issue_together, register_report
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


def test_a_person_who_asks_for_her_data_gets_her_papers_and_nobody_elses(db, tmp_path):
    cohort_id, enrollments, learners = cohort_of(db)
    for folder, way in (("apart", issue_apart), ("one", issue_together), ("two", issue_together)):
        (tmp_path / folder).mkdir()
        people = enrollments if folder != "one" else enrollments[:1]
        target = tmp_path / folder if way is issue_apart else tmp_path / folder / "a.pdf"
        way(db, certificates(cohort_id, people), drawn, target)
    issue_apart(db, certificates(cohort_id, [None], kind="group_statement"), drawn, tmp_path)
    with db.read() as session:
        written = write_issued_papers(session, learners[0], tmp_path / "out")
    year = dt.date.today().year
    alone, first = (f"CR-{year}-DWWM-2026-2-000{rank}" for rank in (1, 4))
    assert [path.stem for path in written] == [alone, first]
    assert written[0].read_bytes() == (tmp_path / "apart" / f"{alone}.pdf").read_bytes()
    assert written[1].read_bytes() == (tmp_path / "one" / "a.pdf").read_bytes()


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


def test_a_public_document_names_nobody_and_stays(db):
    cohort_id, _, learners = cohort_of(db)
    public = BuiltReport(
        kind="public_evaluation",
        data=b"public",
        title="Rapport d’évaluation, version publique",
        scope_text="DWWM 2026-2, situation à 3 mois",
        fingerprint="",
        checks=(),
        as_of=TODAY,
        cohort_id=cohort_id,
        is_kept=True,
    )
    register_report(db, public)
    register_report(db, replace(public, kind="evaluation", data=b"other", is_kept=False))
    erase(db, learners[0])
    with db.read() as session:
        digests = session.scalars(select(IssuedDocument.content_sha256).order_by(IssuedDocument.id)).all()
        assert content(session, digests[0]) == b"public"
        assert digests[1] is None
