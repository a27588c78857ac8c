"""A file of which people should leave, and their purge some at a time: whole or absent, whatever happens."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason, Verdict, backups, verify
from gen_desktop.db.integrity import check_file
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.db.scrubbing import is_to_scrub
from gen_desktop.models.history import RecordChange
from gen_desktop.models.learner import Learner
from gen_desktop.models.privacy import Erasure
from gen_desktop.queries.retention import rehearsal
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services.retention import hold_review, purge
from gen_desktop.store import create_store
from tests.factories import enroll, make_cohort, make_learner
from tests.protected import KEY, Center

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 9, 0, 0, tzinfo=dt.UTC)
LEAVING, STAYING, AT_ONCE = 60, 10, 10
MARK = "Zqmarque"
IN_2010 = {"planned_start": dt.date(2010, 1, 4), "planned_end": dt.date(2010, 6, 30)}


def leaving_file(folder: Path) -> Center:
    """The file, in that folder."""
    return Center(folder / "depart.gendb", KEY)


def write_leaving_file(folder: Path) -> None:
    """Many whose time is over, a few whose is not, and the review that lets them go."""
    center = leaving_file(folder)
    shutil.copyfile(keys_path(folder / "centre.gendb"), keys_path(center.path))
    db = create_store(center.path, PROGRAM, KEY)
    with db.write("Accueillir") as session:
        old, new = make_cohort(session, "VIEILLE", **IN_2010), make_cohort(session, "NEUVE")
        for number in range(LEAVING + STAYING):
            cohort = old if number < LEAVING else new
            learner = make_learner(session, number, last_name=f"{MARK}{number:03d}")
            enroll(session, cohort, learner, entered_on=cohort.planned_start)
    hold_review(db, TODAY)
    db.close()


def purge_some(db: Any) -> int:
    """Purge the first ten who are due; how many they were."""
    with db.read() as session:
        ids = sorted(person.learner_id for person in rehearsal(session, TODAY).due)[:AT_ONCE]
    if ids:
        purge(db, ids, TODAY, now=NOW)
    return len(ids)


def purging(folder: Path, rng: random.Random, acks: Any) -> None:
    """Ten people after ten; then nothing more, until it is killed."""
    db = leaving_file(folder).open()
    gone = 0
    while True:
        gone += purge_some(db)
        acks.say(gone)
        if gone == LEAVING:
            time.sleep(60)


def check_purged(folder: Path, acks: list[Any]) -> None:
    """Whoever was told to be gone is; nobody is gone by half, nor without a good backup before."""
    center = leaving_file(folder)
    db = center.open()  # which finishes rewriting the file
    assert not is_to_scrub(center.path)
    try:
        with db.read() as session:
            gone = session.scalar(select(func.count(Erasure.id))) or 0
            nameless = session.scalar(select(func.count(Learner.id)).where(Learner.erased_on.is_not(None)))
            named = session.scalar(select(func.count(Learner.id)).where(Learner.last_name.startswith(MARK)))
            told = session.scalars(select(RecordChange.after).where(RecordChange.kind == "learner")).all()
            assert verify_chain(session).broken is None
    finally:
        db.close()
    assert (gone, LEAVING + STAYING - gone) == (nameless, named)
    assert sum(MARK in (text or "") for text in told) == named
    assert gone % AT_ONCE == 0
    assert max(acks, default=0) <= gone <= max(acks, default=0) + AT_ONCE
    assert check_file(center.path, KEY) == []
    before = [
        one
        for one in backups(default_folder(center.path), center.path)
        if one.reason is Reason.BEFORE_PURGE and one.verdict is Verdict.GOOD
    ]
    assert bool(before) or not gone
    assert all(verify(one, KEY).verdict is Verdict.GOOD for one in before)
