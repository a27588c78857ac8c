"""A plan is applied whole, in one named gesture, or not at all."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
from sqlalchemy import func, select

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.models import history
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.registry import Base
from gen_desktop.queries.seals import verify_chain
from gen_desktop.sample.workbooks import shipped_sample_files, write_large_list
from gen_desktop.services.undo import undo_last
from tests.factories import make_cohort
from tests.importing.lists import write_workbook

TODAY = dt.date(2026, 11, 23)
CODE = "DWWM 2026-1"
LOG = {"change_set", "record_change", "stored_content"}
"""A redo needs the lines of a report: they stay when it is undone."""
SECRETARY = Author(AuthorKind.PERSON, "C. Lambert", 7)


@pytest.fixture
def cohort(db):
    with db.write("Une cohorte") as session:
        make_cohort(session, CODE)


@pytest.fixture
def small_list(tmp_path) -> Path:
    rows = [("Nom", "Prénom", "Ville"), ("Dupré", "Zoé", "Luzy"), ("Ben Salah", "Yasmine", "Autun")]
    return write_workbook(tmp_path / "liste.xlsx", rows)


def learners(db, path, code=CODE):
    return plan_import(db, "learners", path, cohort_code=code, today=TODAY)


def content(db) -> dict[str, list[tuple]]:
    """Every row of every table but the log."""
    with db.read() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in LOG
        }


def gestures(db) -> list[tuple[str, str, int | None, str]]:
    with db.read() as session:
        columns = (ChangeSet.name, ChangeSet.author_kind, ChangeSet.author_id, ChangeSet.author_name)
        return [tuple(row) for row in session.execute(select(*columns).order_by(ChangeSet.position))]


def test_one_gesture_of_the_import_in_the_name_of_who_asked(db, cohort, small_list):
    change = apply_plan(db.acting_as(SECRETARY), learners(db, small_list), Job())
    assert change.name == "Importer 2 apprenants (liste.xlsx)"
    assert change.kinds == {"learner", "enrollment", "import_report"}
    assert len(change.ids) == 4
    assert gestures(db)[1:] == [("Importer 2 apprenants (liste.xlsx)", "import", 7, "C. Lambert")]


def test_undo_takes_it_back_whole_by_name(db, cohort, tmp_path):
    before = content(db)
    (file,) = write_large_list(tmp_path, 130, 258, TODAY)
    plan = plan_import(db, "learners", file.path, today=TODAY)
    plan.refuse_errors()
    apply_plan(db, plan, Job())
    written = content(db)
    assert len(written["enrollment"]) == 130
    assert len(written["class_session"]) > 300
    assert undo_last(db).name == "Annuler\u00a0: Importer 130 apprenants (apprenants-130.xlsx)"
    assert content(db) == before


def test_a_long_log_is_written_in_pieces(db, cohort, small_list, monkeypatch):
    monkeypatch.setattr(history, "_CHUNK", 3)
    before = content(db)
    apply_plan(db, learners(db, small_list), Job())
    with db.read() as session:
        made = session.scalar(select(func.count()).select_from(history.RecordChange))
        assert made == 2 + 4 + 1  # its report
        assert verify_chain(session).broken is None
    undo_last(db)
    assert content(db) == before


def test_undo_of_an_update_puts_the_old_values_back(db, cohort, small_list, tmp_path):
    apply_plan(db, learners(db, small_list), Job())
    before = {name: [row[:1] + row[2:] for row in rows] for name, rows in content(db).items()}  # but version
    rows = [
        ("Nom", "Prénom", "Ville", "RQTH"),
        ("Dupré", "Zoé", "Nevers", "oui"),
        ("Petit", "Luc", None, None),
    ]
    apply_plan(db, learners(db, write_workbook(tmp_path / "b.xlsx", rows)), Job())
    assert undo_last(db).name == "Annuler\u00a0: Importer 2 apprenants (b.xlsx)"
    assert {name: [row[:1] + row[2:] for row in rows] for name, rows in content(db).items()} == before


def test_a_plan_without_work_writes_nothing(db, cohort, small_list):
    apply_plan(db, learners(db, small_list), Job())
    known = gestures(db)
    change = apply_plan(db, learners(db, small_list), Job())
    assert (change.kinds, change.ids) == (frozenset(), frozenset())
    assert gestures(db) == known


def test_a_plan_with_errors_is_refused(db, cohort, tmp_path):
    before = content(db)
    rows = [("Nom", "Prénom", "Entrée"), ("Dupré", "Zoé", "hier"), ("Petit", "Luc", dt.date(2026, 1, 5))]
    with pytest.raises(InvalidInput, match="«\u00a0hier\u00a0»"):
        apply_plan(db, learners(db, write_workbook(tmp_path / "liste.xlsx", rows)), Job())
    assert content(db) == before


def test_a_store_that_moved_since_is_a_conflict(db, cohort, small_list):
    plan = learners(db, small_list)
    with db.write("Autre chose") as session:
        make_cohort(session, "CDA 2026-1")
    before = content(db)
    with pytest.raises(Conflict, match="vérifiez-la de nouveau"):
        apply_plan(db, plan, Job())
    assert content(db) == before
    assert len(gestures(db)) == 2


@pytest.mark.parametrize("stop_at", [1, 3, 5, 7])
def test_stopping_writes_nothing_and_the_plan_still_holds(db, cohort, tmp_path, stop_at):
    (file,) = write_large_list(tmp_path, 130, 258, TODAY)
    plan = plan_import(db, "learners", file.path, today=TODAY)
    before = content(db)
    steps: list[tuple[int, int, str]] = []
    job = Job(lambda *step: steps.append(step), lambda: len(steps) >= stop_at)
    with pytest.raises(Cancelled):
        apply_plan(db, plan, job)
    assert content(db) == before
    assert len(steps) == stop_at
    apply_plan(db, plan, Job())
    assert len(content(db)["enrollment"]) == 130


def test_progress_goes_up_to_its_total(db, cohort, small_list):
    steps: list[tuple[int, int, str]] = []
    apply_plan(db, learners(db, small_list), Job(lambda *step: steps.append(step)))
    assert [done for done, _, _ in steps] == sorted(done for done, _, _ in steps)
    assert all(done <= total == 4 for done, total, _ in steps)


def test_a_failure_in_the_middle_leaves_nothing(db, cohort, small_list, monkeypatch):
    before = content(db)
    plan = learners(db, small_list)
    monkeypatch.setattr(type(plan.work), "_write_blocks", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply_plan(db, plan, Job())
    assert content(db) == before


def test_the_shipped_lists_come_in_and_stay_the_same(db):
    """Every shipped list is read without an error; read again it holds nothing new; the log verifies."""
    for again in (False, True):
        for file in shipped_sample_files():
            if file.kind != "learners":
                continue
            plan = learners(db, file.path, file.cohort_code)
            plan.refuse_errors()
            assert plan.work.is_empty is again, file.path.name
            assert plan.unknown_columns == ()
            apply_plan(db, plan, Job())
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Base.metadata.tables["learner"])) == 90
        assert session.scalar(select(func.count()).select_from(Base.metadata.tables["enrollment"])) == 91
        assert verify_chain(session).broken is None


def test_the_name_of_the_gesture_tells_of_nobody(db, cohort, small_list):
    plan = learners(db, small_list)
    folded = unicodedata.normalize("NFKD", plan.gesture.casefold())
    assert "dupre" not in folded
    assert "ben salah" not in folded
