"""Undo takes back whole gestures by their name, and refuses when later work rests on them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from gen_desktop.db.database import Database
from gen_desktop.db.key_file import keys_path
from gen_desktop.errors import Conflict, NotFound
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import ChangeSet, RecordChange, change_digest, record_bulk, seal
from gen_desktop.models.ids import new_ids
from gen_desktop.models.learner import Learner
from gen_desktop.services.undo import last_redoable, last_undoable, redo_last, undo_gesture, undo_last
from tests.factories import enroll, make_cohort, make_learner
from tests.protected import KEY, make_center


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


def test_what_was_undone_is_done_again_step_by_step(db: Database) -> None:
    for number in range(3):
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)
    for _ in range(3):
        undo_last(db)
    assert [redo_last(db).name for _ in range(3)] == [f"Rétablir\u00a0: Créer {n}" for n in (0, 1, 2)]
    with pytest.raises(NotFound, match="rien à rétablir"):
        redo_last(db)
    with db.read() as session:
        assert session.scalar(select(func.count(Learner.id))) == 3
        assert last_undoable(session).name == "Créer 2"
        assert last_redoable(session) is None


def _gesture_id(db: Database, name: str) -> int:
    with db.read() as session:
        return session.scalars(select(ChangeSet.id).where(ChangeSet.name == name)).one()


def test_an_older_gesture_is_taken_back_unless_later_work_rests_on_it(db: Database) -> None:
    with db.write("Créer Camille") as session:
        learner_id = make_learner(session, city="Autun").id
    with db.write("Créer une cohorte") as session:
        cohort = make_cohort(session)
        cohort_id = cohort.id
    with db.write("Inscrire Camille") as session:
        enroll(session, session.get_one(Cohort, cohort_id), session.get_one(Learner, learner_id))
    with pytest.raises(
        Conflict, match=r"d’annuler «\u00a0Créer Camille\u00a0».*\(«\u00a0Inscrire Camille\u00a0»\)"
    ):
        undo_gesture(db, _gesture_id(db, "Créer Camille"))
    with db.write("Corriger la commune") as session:
        session.get_one(Learner, learner_id).city = "Luzy"
    undo_gesture(db, _gesture_id(db, "Inscrire Camille"))
    with pytest.raises(Conflict, match="Corriger la commune"):
        undo_gesture(db, _gesture_id(db, "Créer Camille"))
    with pytest.raises(Conflict, match="déjà annulé"):
        undo_gesture(db, _gesture_id(db, "Inscrire Camille"))
    with pytest.raises(Conflict, match="Rétablir"):
        undo_gesture(db, _gesture_id(db, "Annuler\u00a0: Inscrire Camille"))
    with pytest.raises(NotFound):
        undo_gesture(db, 1)
    redo_last(db)
    with db.read() as session:
        assert session.scalar(select(func.count(Enrollment.id))) == 1


def test_what_was_erased_cannot_be_brought_back(db: Database) -> None:
    with db.write("Créer Camille") as session:
        make_learner(session)
    with db.write("Effacer") as session:
        session.execute(update(RecordChange).values(before=None, after=None))
    with pytest.raises(Conflict, match="ont été effacées"):
        undo_last(db)


def test_a_form_left_open_since_before_a_deletion_is_stale(db: Database) -> None:
    with db.write("Créer Camille") as session:
        learner_id = make_learner(session, city="Autun").id
    with db.read() as session:
        shown = session.get_one(Learner, learner_id).version
    with db.write("Corriger") as session:
        session.get_one(Learner, learner_id).city = "Luzy"
    with db.write("Supprimer") as session:
        session.delete(session.get_one(Learner, learner_id))
    undo_last(db)
    with db.read() as session:
        assert session.get_one(Learner, learner_id).version > shown + 1


def test_a_code_that_one_row_gave_up_for_another_goes_back(db: Database) -> None:
    """Deleted and modified in one gesture: the unique code is free when the deleted row returns."""
    with db.write("Créer") as session:
        make_cohort(session, "A")
        make_cohort(session, "B")
    with db.write("Remplacer") as session:
        first, second = session.scalars(select(Cohort).order_by(Cohort.code))
        session.delete(first)
        session.flush()
        second.code = "A"
    for undo_or_redo, codes in ((undo_last, ["A", "B"]), (redo_last, ["A"]), (undo_last, ["A", "B"])):
        undo_or_redo(db)
        with db.read() as session:
            assert list(session.scalars(select(Cohort.code).order_by(Cohort.code))) == codes


def test_a_commit_refused_for_a_link_leaves_the_file_free(db: Database) -> None:
    """The transaction that SQLite leaves open then must not meet the next write, nor keep others out."""
    with db.write("Créer") as session:
        cohort = make_cohort(session)
        enroll(session, cohort, make_learner(session))
    with pytest.raises(IntegrityError), db.write("Supprimer une cohorte pleine") as session:
        session.delete(session.scalars(select(Cohort)).one())
    with db.write("Créer encore") as session:
        make_learner(session, 2)
    with db.read() as session:
        assert session.scalar(select(func.count(Cohort.id))) == 1
        assert session.scalar(select(func.count(Learner.id))) == 2


def test_a_large_undo_says_how_far_it_is_and_can_be_given_up(db: Database) -> None:
    with db.write("Importer 1000 apprenants") as session:
        rows = [
            {
                "id": one,
                "last_name": "Petit",
                "first_name": "Luc",
                "sort_key": "petit  luc",
                "search_text": "",
            }
            for one in new_ids(1000)
        ]
        session.execute(insert(Learner), rows)
        record_bulk(session, Learner.__table__, after=rows)
    steps: list[tuple[int, int, str]] = []
    with pytest.raises(Cancelled):
        undo_last(db, Job(lambda *step: steps.append(step), lambda: len(steps) == 2))
    assert [done for done, _, _ in steps] == [0, 400]
    with db.read() as session:
        assert session.scalar(select(func.count(Learner.id))) == 1000
        assert last_undoable(session).name == "Importer 1000 apprenants"
    steps.clear()
    undo_last(db, Job(lambda *step: steps.append(step)))
    assert [(done, total) for done, total, _ in steps] == [(0, 1000), (400, 1000), (800, 1000), (1000, 1000)]
    redo_last(db)
    with db.read() as session:
        assert session.scalar(select(func.count(Learner.id))) == 1000


def test_a_row_with_a_column_that_the_log_did_not_know_is_taken_back(db: Database) -> None:
    """What an older version wrote has fewer columns: only those that it knew of must be as they were left."""
    with db.write("Créer Camille") as session:
        session.add(make_learner(session, city="Autun"))
    _forget_a_column(db)
    undo_last(db)
    with db.read() as session:
        assert session.scalar(select(func.count(Learner.id))) == 0


def _forget_a_column(db: Database) -> None:
    """Make the last change look as if it had been written before « relay_contact » was."""
    with db._write_engine.begin() as connection:
        change = (
            connection.execute(select(RecordChange.__table__).where(RecordChange.kind == "learner"))
            .mappings()
            .one()
        )
        values = json.loads(change["after"])
        del values["relay_contact"]
        after = json.dumps(values, ensure_ascii=False, sort_keys=True)
        digest = change_digest("learner", change["record_key"], None, after)
        connection.execute(update(RecordChange.__table__).values(after=after, digest=digest))


def test_a_gesture_is_taken_back_while_the_keys_cannot_be_read(tmp_path):
    """On a stick that was taken out, say: nothing tells that nobody of the direction has a password."""
    center = make_center(tmp_path, KEY)
    db = center.open()
    with db.write("Accueillir") as session:
        make_learner(session, 0)
    keys_path(center.path).unlink()
    assert undo_last(db).name == "Annuler\u00a0: Accueillir"
    db.close()
