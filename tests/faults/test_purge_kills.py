"""A purge killed at any moment is whole or absent, and its backup is there before anybody is gone."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import shutil
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason, Verdict, backups, verify
from gen_desktop.db.integrity import check_file
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.db.scrubbing import is_to_scrub
from gen_desktop.models.learner import Learner
from gen_desktop.models.privacy import Erasure
from gen_desktop.queries.retention import rehearsal
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services.privacy import scrub
from gen_desktop.services.retention import hold_review, purge
from gen_desktop.store import create_store, open_store
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 23)
LEAVING, STAYING = 120, 30
IN_2010 = {"planned_start": dt.date(2010, 1, 4), "planned_end": dt.date(2010, 6, 30)}
ROUNDS = 12

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("purge") / "centre.gendb"
    db = create_store(path, PROGRAM)
    with db.write("Organisme inventé") as session:
        old, new = make_cohort(session, "VIEILLE", **IN_2010), make_cohort(session, "NEUVE")
        for number in range(LEAVING + STAYING):
            learner = make_learner(session, number, last_name=f"Zqmarque{number:03d}")
            cohort = old if number < LEAVING else new
            enroll(session, cohort, learner, entered_on=cohort.planned_start)
    hold_review(db, TODAY)
    db.close()
    return path


def work(path: Path, told) -> None:
    db = open_store(path, PROGRAM)
    with db.read() as session:
        ids = [person.learner_id for person in rehearsal(session, TODAY).due]
    told.send(True)
    purge(db, ids, TODAY)
    told.send(True)


def start(template: Path, folder: Path):
    shutil.copytree(template.parent, folder)
    context = multiprocessing.get_context("fork")
    ready, told = context.Pipe(duplex=False)
    worker = context.Process(target=work, args=(folder / template.name, told), daemon=True)
    worker.start()
    told.close()
    assert ready.recv()
    return worker, ready


def test_a_purge_is_whole_or_absent(template, tmp_path):
    worker, ready = start(template, tmp_path / "entier")
    began = time.monotonic()
    assert ready.recv()
    length = time.monotonic() - began
    worker.join()
    assert look(tmp_path / "entier" / template.name) == LEAVING
    found = set()
    for number in range(ROUNDS):
        worker, _ready = start(template, tmp_path / str(number))
        time.sleep(length * number / (ROUNDS - 1))
        worker.kill()
        worker.join()
        found.add(look(tmp_path / str(number) / template.name))
    assert found <= {0, LEAVING}
    assert 0 in found


def look(path: Path) -> int:
    """How many are erased; AssertionError when something is by half."""
    db = open_store(path, PROGRAM)
    try:
        if is_to_scrub(path):
            scrub(db)
        with db.read() as session:
            erased = session.scalar(select(func.count(Erasure.id))) or 0
            nameless = session.scalar(select(func.count(Learner.id)).where(Learner.erased_on.is_not(None)))
            assert erased == nameless
            assert verify_chain(session).broken is None
    finally:
        db.close()
    assert check_file(path, None) == []
    content = path.read_bytes()
    assert (b"Zqmarque000" in content) == (erased == 0)
    assert f"Zqmarque{LEAVING:03d}".encode() in content
    before = [one for one in backups(default_folder(path), path) if one.reason is Reason.BEFORE_PURGE]
    if erased:
        assert [verify(one, None).verdict for one in before] == [Verdict.GOOD]
    return erased
