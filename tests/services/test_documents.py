"""The register of issued documents."""

from __future__ import annotations

import datetime as dt
import hashlib

from gen_desktop.models.document import IssuedDocument
from gen_desktop.reports.registry import build_follow_up
from gen_desktop.services.documents import register_report

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
