"""A large list with people written twice: all of them found, few others suspected, all of it taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.plan import RowState
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.models.learner import Learner
from gen_desktop.models.registry import Base
from gen_desktop.queries.seals import verify_chain
from gen_desktop.sample.messy_lists import write_messy_lists
from gen_desktop.sample.mistakes import MISTAKES
from gen_desktop.services.undo import redo_last, undo_last
from tests.duplicates import judge

TODAY = dt.date(2026, 11, 23)
ROWS, DUPLICATES = 2_000, 24


def plan(db, path, job=None):
    return plan_import(db, "learners", path, today=TODAY, job=job)


def content(db):
    """Every row of every table but the log and what a redo needs, and but the number of writes."""
    with db.read() as session:
        return {
            table.name: {
                tuple(value for name, value in row.items() if name != "version")
                for row in session.execute(select(table)).mappings()
            }
            for table in Base.metadata.sorted_tables
            if table.name not in ("change_set", "record_change", "stored_content")
        }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_duplicate_is_found_and_nearly_nobody_else(db, tmp_path, seed):
    lists = write_messy_lists(tmp_path, ROWS, DUPLICATES, TODAY, seed)
    assert {hidden.kind for hidden in lists.hidden} == {mistake.__name__ for mistake in MISTAKES}
    apply_plan(db, plan(db, lists.known), Job())
    found = plan(db, lists.messy)
    assert not found.has_errors
    assert len(found.rows) == ROWS
    verdict = judge(found, lists)
    assert verdict.missed == []
    assert verdict.recognised < DUPLICATES / 2  # nobody is merged on a likeness
    assert len(verdict.false_alarms) <= 4


def test_it_is_written_taken_back_and_done_again(db, tmp_path):
    lists = write_messy_lists(tmp_path, ROWS, DUPLICATES, TODAY, 5)
    apply_plan(db, plan(db, lists.known), Job())
    before = content(db)
    found = plan(db, lists.messy)
    assert found.count(RowState.NEW) == ROWS
    apply_plan(db, found, Job())
    written = content(db)
    with db.read() as session:
        people = session.scalar(select(func.count(Learner.id)))
    assert people == ROWS // 10 + found.totals["people"]
    undo_last(db)
    assert content(db) == before
    redo_last(db)
    assert content(db) == written
    with db.read() as session:
        assert verify_chain(session).broken is None


def test_the_same_seed_makes_the_same_lists(tmp_path):
    once = write_messy_lists(tmp_path / "a", 300, 12, TODAY, 9)
    again = write_messy_lists(tmp_path / "b", 300, 12, TODAY, 9)
    assert once.hidden == again.hidden
    assert once.messy.read_bytes() == again.messy.read_bytes()


def test_a_preview_says_how_far_it_is_and_can_be_given_up(db, tmp_path):
    lists = write_messy_lists(tmp_path, 600, 12, TODAY, 4)
    steps = []
    known = plan(db, lists.known, Job(lambda *step: steps.append(step)))
    apply_plan(db, known, Job())
    texts = list(dict.fromkeys(text for _, _, text in steps))
    assert texts == [
        "Lecture des lignes…",
        "Recherche des personnes déjà connues…",
        "Vérification des personnes…",
        "Vérification des parcours…",
        "Préparation de l’aperçu…",
    ]
    assert all(done < total == 60 for done, total, _ in steps)
    for stage in texts:
        said = []
        job = Job(lambda *step, said=said: said.append(step[2]), lambda said=said, stage=stage: stage in said)
        with pytest.raises(Cancelled):
            plan(db, lists.messy, job)
        assert said[-1] == stage
