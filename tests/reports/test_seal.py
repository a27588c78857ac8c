"""The seal of the data at the foot of each page: found again by ``check``, and the same for the same data."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from gen_desktop.models.history import ChangeSet
from gen_desktop.models.registry import NominativeExport
from gen_desktop.queries.scope import cohorts_ending_in
from gen_desktop.queries.seals import data_seal, find_seal
from gen_desktop.reports.registry import build_evaluation, build_follow_up
from gen_desktop.services.documents import register_report
from gen_desktop.services.organization import SiteInput, add_site
from tests.reports.center import AS_OF, fill_center
from tests.reports.conftest import FIRST, LAST
from tests.reports.pdf_checks import page_texts

FOOT = re.compile(r"Sceau\s((?:[0-9a-f]{4}\s){3})\(([0-9]+)\sgestes?\sau\s([0-9/]{10})\)")


@pytest.fixture
def filled(db):
    fill_center(db, learners=8)
    return db


def follow_up(db):
    return build_follow_up(db, FIRST, LAST, None, AS_OF)


def feet(data: bytes) -> set[tuple[str, str, str]]:
    """What the foot of each page says: seal, gestures, day."""
    texts = page_texts(data)
    found = [FOOT.search(text) for text in texts]
    assert all(found), "a page without the seal"
    return {(one[1].strip(), one[2], one[3]) for one in found if one is not None}


def test_every_page_carries_a_seal_that_the_file_finds_again(filled):
    with filled.read() as session:
        cohort_ids = cohorts_ending_in(session, 2026)
        last = session.query(ChangeSet).order_by(ChangeSet.position.desc()).first()
        day = dt.datetime.fromisoformat(last.at).astimezone().strftime("%d/%m/%Y")
    evaluation = build_evaluation(filled, cohort_ids, 3, AS_OF, title_scope="Année 2026")
    for built in (follow_up(filled), evaluation):
        ((printed, gestures, on),) = feet(built.data)
        assert last.seal.startswith(printed.replace(" ", "").replace("\u00a0", ""))
        assert (gestures, on) == (str(last.position), day)
        with filled.read() as session:
            assert "Sceau imprimé retrouvé" in find_seal(session, printed)


def test_what_only_notes_that_something_left_does_not_change_a_report(filled):
    before = follow_up(filled)
    register_report(filled, before)
    with filled.write("Exporter une liste") as session:
        session.add(NominativeExport(kind="call_list", scope="Toutes", people=8, made_at="2026-11-23T09:00"))
    after = follow_up(filled)
    assert after.data == before.data
    assert after.fingerprint == before.fingerprint


def test_a_gesture_on_the_data_gives_another_seal(filled):
    before = follow_up(filled)
    add_site(filled, SiteInput("Luzy"))
    after = follow_up(filled)
    assert feet(after.data) != feet(before.data)
    assert after.fingerprint != before.fingerprint


def test_an_empty_file_has_no_seal_to_print(db):
    with db.read() as session:
        assert data_seal(session) is None
    assert "Sceau" not in page_texts(follow_up(db).data)[0]
