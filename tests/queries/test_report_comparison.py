"""A submitted report beside the data of today, and what proves that it is as it was."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import contextmanager

import pytest
from sqlalchemy import select, update

from gen_desktop.changes import PROGRAM
from gen_desktop.errors import NotFound
from gen_desktop.models.attached_document import StoredContent
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.funding_program import ProgramParameter
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries import report_changes
from gen_desktop.queries.catalogue import catalogue
from gen_desktop.queries.report_changes import Counts, changes_since_document, words_of
from gen_desktop.queries.submitted_reports import report_of_number, submitted_report, submitted_reports
from gen_desktop.reports.submission import build_to_submit
from gen_desktop.reports.verification import verify_report, whose_file
from gen_desktop.services import undo
from gen_desktop.services.bin import delete
from gen_desktop.services.submitted_reports import submit_report, write_again
from gen_desktop.store import open_store
from tests.factories import enroll, make_cohort, make_learner

AS_OF = dt.date(2026, 9, 30)
FIRST = dt.date(2026, 7, 1)


@pytest.fixture(scope="module")
def center(_template_store, tmp_path_factory):
    """A file with a follow-up and an evaluation submitted, made once; each test puts back what it changes."""
    path = tmp_path_factory.mktemp("center") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    with db.write("Préparer") as session:
        cohort = make_cohort(session, planned_end=dt.date(2026, 6, 30))
        db.enrollments = [
            enroll(
                session,
                cohort,
                make_learner(session, rank, sex="F"),
                entered_on=dt.date(2026, 1, 5),
                exit_type="term",
                exit_on=dt.date(2026, 6, 30) if rank else dt.date(2026, 7, 10),
            ).id
            for rank in range(3)
        ]
        cohort_id = cohort.id
    scopes = {
        "follow_up": ReportScope("follow_up", AS_OF, None, FIRST, AS_OF),
        "evaluation": ReportScope("evaluation", AS_OF, (cohort_id,), horizon=3, words="DWWM 2026-1"),
    }
    db.ids = {
        kind: submit_report(db, kind, build_to_submit(db, scope, even_provisional=True)).created_id
        for kind, scope in scopes.items()
    }
    yield db
    db.close()


@contextmanager
def changed(db, name, **values):
    """Something of the first enrollment is otherwise for a moment."""
    with db.write(name) as session:
        for field, value in values.items():
            setattr(session.get_one(Enrollment, db.enrollments[0]), field, value)
    yield
    undo.undo_last(db)


def compare(db, kind="follow_up"):
    with db.read() as session:
        scope = submitted_report(session, db.ids[kind]).scope
        return changes_since_document(session, db.ids[kind], scope)


@pytest.mark.parametrize("kind", ["follow_up", "evaluation"])
def test_nothing_differs_as_long_as_nothing_happened(center, kind):
    found = compare(center, kind)
    assert found.is_same
    assert (found.figures, found.people, found.hidden, found.rules, found.version) == ((), (), 0, (), "")


@pytest.mark.parametrize("kind", ["follow_up", "evaluation"])
def test_an_abandonment_learned_of_since_is_told_with_its_gesture(center, kind):
    with changed(center, "Corriger la sortie de Camille", exit_type="abandonment"):
        found = compare(center, kind)
    (rate,) = (one for one in found.figures if one.id == "B3")
    entered = 1 if kind == "follow_up" else 3
    before, after = (0.0, 100.0) if kind == "follow_up" else (0.0, 33.3)
    assert (rate.before, rate.after) == (Counts(0, entered, 0, before), Counts(1, entered, 0, after))
    (move,) = found.people
    assert (move.name, move.cohort) == ("Nom00000 Camille", "DWWM 2026-1")
    assert move.enrollment_id == center.enrollments[0]
    assert rate.label in map(words_of, move.came_into)
    (ended,) = (one.label for one in catalogue() if one.id == "B4")
    assert ended in map(words_of, move.left), "she no longer went to the end"
    (reason,) = move.reasons
    assert reason.startswith("Type de sortie\u00a0: ")
    assert "→ Abandon (" in reason
    assert reason.endswith(", GEN Desktop)")
    assert compare(center, kind).is_same, "taken back, nothing differs"


def test_a_gap_to_a_target_that_nobody_set_does_not_change(center):
    with changed(center, "Dire le QPV", in_qpv=True):
        ids = {one.id for one in compare(center).figures}
    assert "A3.qpv" in ids
    assert "A4.qpv" not in ids


def test_whoever_is_no_longer_in_the_file_is_counted_all_the_same(center):
    delete(center, "enrollment", center.enrollments[0])
    found = compare(center)
    undo.undo_last(center)
    (move,) = found.people
    assert (move.learner_id, move.name, move.came_into) == (None, "Inscription supprimée", ())
    assert move.left
    assert any("→ –" in reason for reason in move.reasons)


def test_a_rule_and_a_version_that_changed_are_told(center, monkeypatch):
    monkeypatch.setattr(report_changes, "VERSION", "9.9.9")
    with center.write("Changer la règle") as session:
        session.add(ProgramParameter(code="young_age", value="30"))
    found = compare(center)
    undo.undo_last(center)
    ((label, before, after),) = [(one.label, one.before, one.after) for one in found.rules]
    assert "jeune" in label.casefold()
    assert (before, after) == ("26", "30")
    assert found.version == "9.9.9"


def test_sensitive_moves_are_counted_and_not_named_to_whoever_may_not_see_them(center, monkeypatch):
    monkeypatch.setattr("gen_desktop.queries.rights.may_see_sensitive", lambda _session: False)
    monkeypatch.setattr("gen_desktop.queries.report_reasons.may_see_sensitive", lambda _session: False)
    with center.write("Dire la RQTH") as session:
        session.add(SensitiveFacts(enrollment_id=center.enrollments[0], is_rqth=True))
    found = compare(center)
    undo.undo_last(center)
    assert [one.id for one in found.figures if one.id.startswith("A3.rqth")] == ["A3.rqth", "A3.rqth.connus"]
    assert (found.people, found.hidden) == ((), 1)
    assert not found.is_same


def test_reports_are_found_by_number_and_listed_the_latest_first(center):
    year = dt.date.today().year
    with center.read() as session:
        assert {line.id for line in submitted_reports(session)} == set(center.ids.values())
        assert report_of_number(session, f" rs-{year}-001 ").id == center.ids["follow_up"]
        with pytest.raises(NotFound, match="RS-1999-001"):
            report_of_number(session, "RS-1999-001")


def proofs(db):
    with db.read() as session:
        return [proof.holds for proof in verify_report(session, db.ids["follow_up"])]


def test_a_report_is_proved_and_its_file_is_known(center, tmp_path):
    assert proofs(center) == [True] * 4
    path = tmp_path / "copie.pdf"
    write_again(center, center.ids["follow_up"], path)
    with center.read() as session:
        assert f"RS-{dt.date.today().year}-001" in whose_file(session, path.read_bytes())
        with pytest.raises(NotFound, match="aucun des rapports remis"):
            whose_file(session, path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("spoil", "held"),
    [
        ("bytes", [False, False, True, True]),
        ("figures", [True, False, True, True]),
        ("row", [True, True, False, True]),
    ],
)
def test_what_was_spoiled_is_told(center, spoil, held):
    document_id = center.ids["follow_up"]
    with center.read() as session:
        line = next(one for one in submitted_reports(session) if one.id == document_id)
    digest = {"bytes": line.sha256, "figures": line.data_sha256, "row": line.sha256}[spoil]
    contents, documents = StoredContent.__table__, IssuedDocument.__table__
    with center.read() as session:
        kept = session.scalar(select(contents.c.content).where(contents.c.sha256 == digest))

    def put(content, scope):
        with center.write("Abîmer") as session:
            session.execute(update(contents).where(contents.c.sha256 == digest).values(content=content))
            session.execute(update(documents).where(documents.c.id == document_id).values(scope=scope))

    put(kept if spoil == "row" else b"?", "autre" if spoil == "row" else line.scope_text)
    found = proofs(center)
    put(kept, line.scope_text)
    assert found == held
    assert proofs(center) == [True] * 4
