"""Undo takes back whole gestures by their name, and refuses when later work rests on them."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, insert, select, update

from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, NotFound
from gen_desktop.models.history import ChangeSet, RecordChange, record_bulk, seal
from gen_desktop.models.ids import new_ids
from gen_desktop.models.learner import Learner
from gen_desktop.services.undo import last_undoable, undo_last
from tests.factories import enroll, make_cohort, make_learner


def test_a_modification_is_put_back(db: Database) -> None:
    with db.write("Créer Camille") as session:
        learner_id = make_learner(session, city="Autun", birth_date=dt.date(2000, 2, 29)).id
    with db.write("Corriger la commune") as session:
        learner = session.get_one(Learner, learner_id)
        learner.city, learner.birth_date = "Luzy", None
    change = undo_last(db)
    assert change.name == "Annuler\u00a0: Corriger la commune"
    assert change.kinds == {"learner"}
    assert change.ids == {learner_id}
    with db.read() as session:
        row = session.execute(select(Learner.city, Learner.birth_date, Learner.version)).one()
    assert row == ("Autun", dt.date(2000, 2, 29), 3)


def test_undo_walks_back_gesture_by_gesture(db: Database) -> None:
    for number in range(3):
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)
    assert [undo_last(db).name for _ in range(3)] == [f"Annuler\u00a0: Créer {n}" for n in (2, 1, 0)]
    with db.read() as session:
        assert session.scalar(select(func.count(Learner.id))) == 0
        assert last_undoable(session) is None
    with pytest.raises(NotFound, match="rien à annuler"):
        undo_last(db)


def test_a_deletion_comes_back_with_its_children(db: Database) -> None:
    with db.write("Créer") as session:
        cohort = make_cohort(session)
        enrollment = enroll(session, cohort, make_learner(session))
        session.flush()
        learner_id, enrollment_id = enrollment.learner_id, enrollment.id
    with db.write("Supprimer Camille") as session:
        from gen_desktop.models.enrollment import Enrollment

        session.delete(session.get_one(Enrollment, enrollment_id))
        session.flush()
        session.delete(session.get_one(Learner, learner_id))
    undo_last(db)
    with db.read() as session:
        assert session.get(Learner, learner_id) is not None


def test_later_work_is_not_lost(db: Database) -> None:
    with db.write("Créer Camille") as session:
        learner_id = make_learner(session, city="Autun").id
    with db.acting_as(db.author).write("Corriger") as session:
        # A write whose change the undo must skip over, as if it had come from elsewhere.
        session.execute(update(Learner).values(city="Decize"))
    with pytest.raises(Conflict, match="Créer Camille"):
        undo_last(db)
    with db.read() as session:
        assert session.get_one(Learner, learner_id).city == "Decize"


def test_a_bulk_write_is_taken_back_whole(db: Database) -> None:
    with db.write("Importer 1 000 apprenants") as session:
        rows = [
            {"id": row_id, "version": 1, "last_name": f"N{n}", "first_name": "A", "sort_key": f"n{n}"}
            | {"search_text": ""}
            for n, row_id in enumerate(new_ids(1000))
        ]  # fmt: skip
        session.execute(insert(Learner), rows)
        record_bulk(session, Learner.__table__, after=rows)
    assert undo_last(db).name == "Annuler\u00a0: Importer 1 000 apprenants"
    with db.read() as session:
        assert session.scalar(select(func.count(Learner.id))) == 0


def test_the_chain_of_seals_covers_every_gesture(db: Database) -> None:
    for number in range(3):
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)
    undo_last(db)
    with db.read() as session:
        previous = ""
        for row in session.execute(select(ChangeSet.__table__).order_by(ChangeSet.position)).mappings():
            assert row["seal"] == seal(row, previous)
            previous = row["seal"]
        kept = session.execute(select(RecordChange.before, RecordChange.after)).all()
    assert len(kept) == 4
    assert kept[-1].after is None


def test_a_write_that_changes_nothing_leaves_no_trace(db: Database) -> None:
    with db.write("Rien"):
        pass
    with db.read() as session:
        assert session.scalar(select(func.count(ChangeSet.id))) == 0


def _write_and_fail(db: Database) -> None:
    with db.write("Échouer") as session:
        make_learner(session)
        session.flush()
        _ = 1 / 0


def test_a_failing_write_leaves_everything_as_it_was(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(db)
    with db.read() as session:
        assert session.scalar(select(func.count(Learner.id))) == 0
        assert session.scalar(select(func.count(ChangeSet.id))) == 0
