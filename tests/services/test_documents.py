"""The register of issued documents."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from gen_desktop.errors import InvalidInput, NotFound, StorageProblem
from gen_desktop.models.document import DocumentSequence, IssuedDocument, PaperFacts, number
from gen_desktop.models.history import ChangeSet
from gen_desktop.queries.documents import detail, issued_for, papers_of_cohort, papers_of_learner
from gen_desktop.reports.registry import build_follow_up
from gen_desktop.services import documents
from gen_desktop.services.documents import (
    issue_apart,
    issue_printed,
    issue_together,
    register_report,
    save_report,
)
from gen_desktop.services.undo import last_undoable
from tests.factories import enroll, make_cohort, make_learner

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 9, 30)


def test_a_report_is_registered_with_the_digest_of_its_bytes(db):
    built = build_follow_up(db, FIRST, LAST, None, LAST)
    change = register_report(db, built)
    with db.read() as session:
        document = session.get_one(IssuedDocument, change.created_id)
        assert document.sha256 == hashlib.sha256(built.data).hexdigest()
        assert (document.kind, document.scope, document.as_of) == ("follow_up", "3e trimestre 2026", LAST)
        assert document.data_fingerprint == built.fingerprint


def test_registering_does_not_change_the_next_report(db):
    built = build_follow_up(db, FIRST, LAST, None, LAST)
    register_report(db, built)
    assert build_follow_up(db, FIRST, LAST, None, LAST).data == built.data


def issued(db):
    with db.read() as session:
        return issued_for(session, "follow_up", "3e trimestre 2026")


def test_saving_writes_the_bytes_and_registers_them(db, tmp_path):
    built = build_follow_up(db, FIRST, LAST, None, LAST)
    path = tmp_path / "rapport.pdf"
    change = save_report(db, built, path)
    assert path.read_bytes() == built.data
    (document,) = issued(db)
    assert (document.id, document.title, document.as_of) == (change.created_id, built.title, LAST)
    assert document.fingerprint == built.fingerprint
    assert document.issued_at.tzinfo is not None
    with db.read() as session:
        assert detail(session, document.id) == document


def test_saving_does_both_or_neither(db, tmp_path, monkeypatch):
    built = build_follow_up(db, FIRST, LAST, None, LAST)
    (tmp_path / "dossier").write_text("un fichier")
    with pytest.raises(StorageProblem):
        save_report(db, built, tmp_path / "dossier" / "rapport.pdf")
    assert issued(db) == ()

    def fail(_db, _report):
        raise StorageProblem("Le fichier n’est plus accessible.")

    monkeypatch.setattr(documents, "register_report", fail)
    with pytest.raises(StorageProblem):
        save_report(db, built, tmp_path / "rapport.pdf")
    assert not (tmp_path / "rapport.pdf").exists()


def test_the_latest_document_comes_first_and_a_lost_one_is_said(db):
    built = build_follow_up(db, FIRST, LAST, None, LAST)
    ids = [register_report(db, built).created_id for _ in range(7)]
    assert [document.id for document in issued(db)] == ids[:1:-1]
    with db.read() as session, pytest.raises(NotFound, match="plus dans le registre"):
        detail(session, 12)


MONTH = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


@dataclass(frozen=True)
class OnePaper:
    facts: PaperFacts


def drawn(stamped):
    """The words of what would be printed: the number and what is replaced."""
    return "\n".join(
        f"{stamp.number} {stamp.replaces.number if stamp.replaces else ''}" for _, stamp in stamped
    ).encode()


def cohort_of(db, people=3, code="DWWM 2026-2"):
    with db.write("Préparer") as session:
        cohort = make_cohort(session, code)
        learners = [make_learner(session, rank) for rank in range(people)]
        enrolled = [enroll(session, cohort, learner) for learner in learners]
        session.flush()
        return cohort.id, [one.id for one in enrolled], [one.id for one in learners]


def certificates(cohort_id, enrollments, code="DWWM 2026-2", period=MONTH, kind="completion_certificate"):
    return [
        OnePaper(
            PaperFacts(
                kind=kind,
                title="Certificat de réalisation",
                scope=f"{code}, octobre 2026",
                as_of=LAST,
                fingerprint="0000 0000 0000",
                cohort_id=cohort_id,
                cohort_code=code,
                enrollment_id=enrollment,
                period_start=period[0],
                period_end=period[1],
                course_title="Développeur web et web mobile",
            )
        )
        for enrollment in enrollments
    ]


def count(db, model):
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_papers_of_a_batch_are_numbered_written_and_registered_in_one_gesture(db, tmp_path):
    cohort_id, enrollments, _ = cohort_of(db)
    gestures = count(db, ChangeSet)
    issue_apart(db, certificates(cohort_id, enrollments), drawn, tmp_path)
    year = dt.date.today().year
    names = [f"CR-{year}-DWWM-2026-2-000{rank}.pdf" for rank in (1, 2, 3)]
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == names
    assert count(db, ChangeSet) == gestures + 1
    with db.read() as session:
        lines = papers_of_cohort(session, cohort_id)
        by_number = {row.number: row for row in session.scalars(select(IssuedDocument))}
    assert [f"{line.number}.pdf" for line in lines] == names[::-1]
    for name in names:
        bytes_ = (tmp_path / name).read_bytes()
        assert by_number[name[:-4]].sha256 == hashlib.sha256(bytes_).hexdigest()


def test_a_paper_issued_again_cancels_and_replaces_the_one_in_force(db, tmp_path):
    cohort_id, enrollments, learners = cohort_of(db)
    for _ in range(3):
        issue_apart(db, certificates(cohort_id, enrollments[:1]), drawn, tmp_path)
    with db.read() as session:
        third, second, first = papers_of_learner(session, learners[0])
    assert (first.replaces, first.replaced_by) == (None, second.number)
    assert (second.replaces, second.replaced_by) == (first.number, third.number)
    assert (third.replaces, third.replaced_by) == (second.number, None)
    assert (tmp_path / f"{third.number}.pdf").read_text() == f"{third.number} {second.number}"


@pytest.mark.parametrize(
    "other",
    [
        {"period": (dt.date(2026, 11, 1), dt.date(2026, 11, 30))},
        {"kind": "attendance_attestation"},
        {"period": (None, None)},
    ],
)
def test_another_period_or_kind_replaces_nothing(db, tmp_path, other):
    cohort_id, enrollments, learners = cohort_of(db)
    issue_apart(db, certificates(cohort_id, enrollments[:1]), drawn, tmp_path)
    issue_apart(db, certificates(cohort_id, enrollments[:1], **other), drawn, tmp_path)
    issue_apart(db, certificates(cohort_id, enrollments[1:2]), drawn, tmp_path)
    with db.read() as session:
        assert {line.replaced_by for line in papers_of_cohort(session, cohort_id)} == {None}
        assert len(papers_of_learner(session, learners[0])) == 2


def test_a_paper_issued_is_a_fact_that_no_undo_takes_back(db, tmp_path):
    cohort_id, enrollments, _ = cohort_of(db)
    with db.read() as session:
        before = last_undoable(session)
    issue_apart(db, certificates(cohort_id, enrollments[:1]), drawn, tmp_path)
    with db.read() as session:
        assert last_undoable(session) == before, "the gesture before is the one that can be taken back"
        (line,) = papers_of_cohort(session, cohort_id)
    assert line.number.endswith("-0001")


def test_a_batch_that_cannot_be_written_leaves_neither_file_nor_line(db, tmp_path):
    cohort_id, enrollments, _ = cohort_of(db)
    papers = certificates(cohort_id, enrollments)
    year = dt.date.today().year
    (tmp_path / f"CR-{year}-DWWM-2026-2-0003.pdf").mkdir()  # in the way of the last one
    with pytest.raises(StorageProblem):
        issue_apart(db, papers, drawn, tmp_path)
    assert [path.name for path in tmp_path.glob("*.pdf*")] == [f"CR-{year}-DWWM-2026-2-0003.pdf"]
    assert count(db, IssuedDocument) == 0
    assert count(db, DocumentSequence) == 1, "the numbers are spent all the same"


def test_a_batch_that_cannot_be_registered_leaves_no_file(db, tmp_path, monkeypatch):
    cohort_id, enrollments, _ = cohort_of(db)

    def fail(*_):
        raise StorageProblem("Le fichier n’est plus accessible.")

    monkeypatch.setattr(documents, "_register", fail)
    with pytest.raises(StorageProblem):
        issue_apart(db, certificates(cohort_id, enrollments), drawn, tmp_path / "papiers")
    assert list((tmp_path / "papiers").iterdir()) == []


def test_a_paper_of_that_number_already_in_the_folder_is_kept(db, tmp_path):
    cohort_id, enrollments, _ = cohort_of(db)
    papers = certificates(cohort_id, enrollments[:2])
    older = tmp_path / f"CR-{dt.date.today().year}-DWWM-2026-2-0002.pdf"
    older.write_bytes(b"of another copy of the file")
    with pytest.raises(StorageProblem, match="rien n’est remplacé"):
        issue_apart(db, papers, drawn, tmp_path)
    assert [path.read_bytes() for path in tmp_path.glob("*.pdf")] == [b"of another copy of the file"]
    assert count(db, IssuedDocument) == 0
    issue_apart(db, papers, drawn, tmp_path)
    assert older.read_bytes() == b"of another copy of the file"
    assert len(list(tmp_path.glob("*.pdf"))) == 3


def test_what_a_paper_would_replace_stays_when_it_cannot_be_registered(db, tmp_path, monkeypatch):
    cohort_id, enrollments, _ = cohort_of(db)
    path = tmp_path / "tous.pdf"
    path.write_bytes(b"the batch of before")

    def fail(*_):
        raise StorageProblem("Le fichier n’est plus accessible.")

    monkeypatch.setattr(documents, "_register", fail)
    with pytest.raises(StorageProblem):
        issue_together(db, certificates(cohort_id, enrollments), drawn, path)
    assert path.read_bytes() == b"the batch of before"


def test_papers_to_print_at_once_are_registered_with_the_digest_of_their_file(db, tmp_path):
    cohort_id, enrollments, _ = cohort_of(db)
    path = tmp_path / "tous.pdf"
    issue_together(db, certificates(cohort_id, enrollments), drawn, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with db.read() as session:
        assert session.scalars(select(IssuedDocument.sha256)).all() == [digest] * 3


def test_what_the_printer_refuses_is_not_registered(db):
    cohort_id, enrollments, _ = cohort_of(db)
    sent = []
    issue_printed(db, certificates(cohort_id, enrollments), drawn, sent.append)
    assert len(sent) == 1
    assert count(db, IssuedDocument) == 3

    def refuse(_data):
        raise StorageProblem("L’imprimante ne répond pas.")

    with pytest.raises(StorageProblem):
        issue_printed(db, certificates(cohort_id, enrollments), drawn, refuse)
    assert count(db, IssuedDocument) == 3


def test_nothing_to_issue_is_said(db, tmp_path):
    with pytest.raises(InvalidInput, match="aucun document"):
        issue_apart(db, [], drawn, tmp_path)


def test_numbers_hold_what_every_system_takes_in_a_file_name():
    (paper,) = certificates(1, [None], code="Été/à «\u00a0Château\u00a0» n°\u00a03")
    day = dt.date(2026, 11, 3)
    assert number(paper.facts, day, 7) == "CR-2026-ETE-A-CHATEAU-N-3-0007"
    (paper,) = certificates(1, [None], code="Ⴀ")
    assert number(paper.facts, day, 12345) == "CR-2026-COHORTE-12345"


def test_a_sheet_is_known_by_its_week_and_version():
    monday, sunday = dt.date(2026, 11, 16), dt.date(2026, 11, 22)
    (sheet,) = certificates(1, [None], kind="attendance_sheet", period=(monday, sunday))
    assert number(sheet.facts, dt.date(2026, 12, 1), 2) == "EM-DWWM-2026-2-2026-W47-v2"
