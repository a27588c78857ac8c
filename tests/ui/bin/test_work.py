"""Giving back several deletions on a thread: stopped half way, what came back is told."""

from __future__ import annotations

import pytest

from gen_desktop.errors import OnlyReadable
from gen_desktop.jobs import Job
from gen_desktop.queries.bin import entries
from gen_desktop.services import bin as bin_service
from gen_desktop.ui.bin import work
from tests.factories import make_learner


@pytest.fixture
def thrown(db):
    """Three people deleted, the latest first."""
    with db.write("Créer trois personnes") as session:
        ids = [make_learner(session, number).id for number in range(3)]
    for one in ids:
        bin_service.delete(db, "learner", one)
    with db.read() as session:
        return entries(session)


def test_all_of_them_with_their_progress(db, thrown):
    steps = []
    job = Job(lambda done, total, text: steps.append((done, total)))
    restored = work.restore_all(db, thrown, job)
    assert restored.titles == tuple(entry.title for entry in thrown)
    assert restored.change.kinds == {"learner"}
    assert restored.change.ids == {entry.record_ids[0] for entry in thrown}
    assert steps == [(0, 3), (1, 3), (2, 3)]


def test_stopped_by_the_person(db, thrown):
    answers = iter((False, False, True))
    restored = work.restore_all(db, thrown, Job(None, lambda: next(answers)))
    assert len(restored.titles) == 2
    assert restored.refusals == ()


def test_stopped_by_the_disk(db, thrown, monkeypatch):
    given_back = []

    def fails(db, change_set_id):
        if given_back:
            raise OnlyReadable("Le disque est plein.")
        given_back.append(change_set_id)
        return bin_service.restore(db, change_set_id)

    monkeypatch.setattr(work, "restore", fails)
    restored = work.restore_all(db, thrown, Job())
    assert len(restored.titles) == 1
    assert restored.refusals == ("Le disque est plein.",)
