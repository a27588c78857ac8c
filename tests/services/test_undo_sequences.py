"""Random sequences of gestures, all taken back, then all done again: the data are exactly what they were.

The suite runs a few; ``python tests/faults/undos.py --rounds 500`` runs as many as asked.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from gen_desktop.db.database import Database
from gen_desktop.errors import AppError, NotFound
from gen_desktop.queries import bin as bin_queries
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services import access, documents, exports, privacy, submitted_reports, undo
from gen_desktop.services import bin as bin_service
from tests.random_gestures import (
    DELETING,
    GESTURES,
    Gesture,
    attempt,
    draw,
    open_correction,
    send_correction,
    send_month,
    set_up,
    snapshot,
    writing_services,
)

LENGTH = 12
SHORT = 3


def test_every_service_that_writes_is_among_the_gestures() -> None:
    covered = {service for service, _ in GESTURES.values()}
    # It writes what organization.add_staff_member writes; the password is no data, and is not taken back.
    covered.add(access.add_person)
    # It needs a file with passwords; tests/services/test_rights.py takes it back.
    covered.add(access.change_role)
    # A document issued has left: its number and its line in the register stay.
    covered |= {documents.register_report, documents.save_report}
    covered |= {documents.issue_apart, documents.issue_together, documents.issue_printed}
    covered |= {submitted_reports.submit_report, submitted_reports.correct_report}
    # What left the program has left; what an erasure takes away, nothing gives back.
    covered.add(exports.record_export)
    covered.add(privacy.erase_people)
    # They do what the service of the noun, and undo, do.
    covered |= {bin_service.delete, bin_service.restore}
    left = {
        f"{function.__module__}.{function.__name__}"
        for function in writing_services()
        if function not in covered and function.__module__ != undo.__name__
    }
    assert left == set()


@pytest.mark.parametrize("seed", range(SHORT))
def test_as_many_undos_give_back_the_data_before(db: Database, seed: int) -> None:
    play(db, seed)


def play(db: Database, seed: int) -> Counter[str]:
    """One round; AssertionError when something differs. How often each gesture was done."""
    rng = random.Random(seed)
    set_up(db, rng)
    done, states = _do(db, rng)
    for number in range(len(done), 0, -1):
        _expect_undo(db, done[number - 1], states[number - 1])
    for number, name in enumerate(done, start=1):
        _expect_redo(db, name, states[number])
    _walk(db, rng, done, states)
    with db.read() as session:
        verdict = verify_chain(session)
    assert verdict.broken is None
    assert verdict.length >= 3 * len(done)
    return Counter(name.split(" ")[0] for name in done)


@pytest.mark.parametrize("seed", range(SHORT))
def test_what_is_in_the_bin_comes_back_in_any_order(db: Database, seed: int) -> None:
    play_with_the_bin(db, seed)


def play_with_the_bin(db: Database, seed: int) -> Counter[str]:
    """Gestures, deletions above all, given back out of order; then all the rest is taken back."""
    rng = random.Random(seed)
    start = snapshot(db)
    set_up(db, rng)
    outcomes: Counter[str] = Counter()
    for _ in range(2 * LENGTH):
        attempt(db, rng, rng.choice(list(DELETING)) if rng.random() < 0.4 else _taken_back_any_time(rng))
        outcomes[_give_back(db, rng)] += 1
    while _last(db) is not None:
        undo.undo_last(db)
    assert snapshot(db) == start
    with db.read() as session:
        assert bin_queries.entries(session) == ()
        assert verify_chain(session).broken is None
    return outcomes


def _taken_back_any_time(rng: random.Random) -> Gesture:
    """A gesture, but none that sends a month or opens it again: such a one is taken back at once only."""
    while (gesture := draw(rng)) in (send_month, open_correction, send_correction):
        pass
    return gesture


def _give_back(db: Database, rng: random.Random) -> str:
    """Something out of the bin: all of it is there again, or nothing at all changed."""
    with db.read() as session:
        binned = bin_queries.entries(session)
    if not binned or rng.random() < 0.5:
        return "left"
    entry = rng.choice(binned)
    before = snapshot(db)
    try:
        change = bin_service.restore(db, entry.change_set_id)
    except AppError:
        assert snapshot(db) == before, f"« {entry.name} » was refused and changed something"
        return "refused"
    after = snapshot(db)
    assert change.kinds >= {entry.kind} | {kind for kind, _ in entry.parts}
    assert {(one,) for one in entry.record_ids} <= after[entry.kind].keys()
    for kind, count in entry.parts:
        assert len(after[kind]) == len(before[kind]) + count
    assert all(after[kind].keys() >= before[kind].keys() for kind in after)
    return "given back"


def _do(db: Database, rng: random.Random) -> tuple[list[str], list[dict]]:
    """The names of what was done, and the data before the first and after each."""
    done: list[str] = []
    states = [snapshot(db)]
    while len(done) < LENGTH:
        before = _last(db)
        change = attempt(db, rng, draw(rng))
        after = _last(db)
        if after == before:
            assert snapshot(db) == states[-1], "a refused gesture changed something"
            continue
        assert change is not None
        done.append(change.name)
        states.append(snapshot(db))
    return done, states


def _walk(db: Database, rng: random.Random, done: list[str], states: list[dict]) -> None:
    """Back and forth at random, from the end."""
    place = len(done)
    for _ in range(LENGTH):
        if place and (place == len(done) or rng.random() < 0.5):
            place -= 1
            _expect_undo(db, done[place], states[place])
        else:
            place += 1
            _expect_redo(db, done[place - 1], states[place])


def _expect_undo(db: Database, name: str, state: dict) -> None:
    with db.read() as session:
        found = undo.last_undoable(session)
    assert found is not None
    assert found.name == name
    assert undo.undo_last(db).name == f"Annuler\u00a0: {name}"
    assert snapshot(db) == state, f"after « {name} » was taken back"


def _expect_redo(db: Database, name: str, state: dict) -> None:
    with db.read() as session:
        found = undo.last_redoable(session)
    assert found is not None
    assert found.name == name
    assert undo.redo_last(db).name == f"Rétablir\u00a0: {name}"
    assert snapshot(db) == state, f"after « {name} » was done again"


def _last(db: Database) -> undo.Undoable | None:
    with db.read() as session:
        return undo.last_undoable(session)


def test_nothing_can_be_redone_once_something_new_is_done(db: Database) -> None:
    rng = random.Random(1)
    set_up(db, rng)
    undo.undo_last(db)
    attempt(db, rng, next(gesture for gesture in GESTURES if gesture.__name__ == "create_learner"))
    with db.read() as session:
        assert undo.last_redoable(session) is None
    with pytest.raises(NotFound, match="rien à rétablir"):
        undo.redo_last(db)
