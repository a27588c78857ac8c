"""The invented centre and its two reports, built once for all the tests that read them."""

from __future__ import annotations

import datetime as dt
import logging
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.reports.registry import BuiltReport, build_evaluation, build_follow_up
from gen_desktop.store import open_store
from tests.reports.center import AS_OF, fill_center

log = logging.getLogger(__name__)

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 9, 30)


@dataclass(frozen=True)
class Center:
    """The open file of the invented centre, its cohorts, its two reports."""

    db: Database
    cohort_ids: tuple[int, ...]
    follow_up: BuiltReport
    evaluation: BuiltReport


@pytest.fixture(scope="session")
def center(_template_store, tmp_path_factory):
    path = tmp_path_factory.mktemp("center") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    cohort_ids = fill_center(db)
    yield Center(
        db,
        cohort_ids,
        build_follow_up(db, FIRST, LAST, None, AS_OF),
        build_evaluation(db, cohort_ids, 3, AS_OF, title_scope="Année 2026"),
    )
    db.close()


@pytest.fixture(scope="session", params=["the centre", 40], ids=str)
def issued(request, center, _template_store, tmp_path_factory) -> Iterator[Center]:
    """The invented centre, then random ones of so many applicants, with their two reports."""
    if request.param == "the centre":
        yield center
        return
    path = tmp_path_factory.mktemp("random") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    seed = random.randrange(1_000_000)
    log.info("seed %d", seed)
    ids = fill_center(db, request.param, seed=seed)
    yield Center(
        db,
        ids,
        build_follow_up(db, FIRST, LAST, None, AS_OF),
        build_evaluation(db, ids, 3, AS_OF, title_scope="Année 2026"),
    )
    db.close()
