"""The register of issued documents."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from gen_desktop.errors import NotFound, StorageProblem
from gen_desktop.models.document import IssuedDocument
from gen_desktop.queries.documents import detail, issued_for
from gen_desktop.reports.registry import build_follow_up
from gen_desktop.services import documents
from gen_desktop.services.documents import register_report, save_report

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
