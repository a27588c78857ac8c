"""One altered byte, or a lost end, anywhere in a protected file: it is told, and nothing crashes."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from gen_desktop.db.integrity import check_file
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.keys import unlock
from gen_desktop.errors import StorageProblem
from tests.factories import enroll, make_cohort, make_learner
from tests.protected import KEY, PASSWORD, Center, make_center

ROUNDS = int(os.environ.get("GEN_DESKTOP_ROUNDS", "200"))


@pytest.fixture(scope="module")
def center(tmp_path_factory) -> Center:
    """A protected file with enough in it to have inner pages, some of them free again."""
    made = make_center(tmp_path_factory.mktemp("damage"), KEY)
    db = made.open()
    with db.write("Remplir") as session:
        cohort = make_cohort(session)
        learners = [make_learner(session, number) for number in range(400)]
        session.flush()
        for learner in learners:
            enroll(session, cohort, learner)
    with db.write("Retirer") as session:
        for learner in learners[200:]:
            session.execute(_without(learner.id))
    db.close()
    assert check_file(made.path, KEY) == []
    return made


def _without(learner_id: int):
    from sqlalchemy import text

    return text("DELETE FROM enrollment WHERE learner_id = :id").bindparams(id=learner_id)


def is_told(path: Path) -> bool:
    """Whether ``check`` names a fault or refuses the file with a sentence, leaving it as it was."""
    before = path.read_bytes()
    try:
        faults = check_file(path, KEY)
    except StorageProblem as problem:
        faults = [str(problem)]
    assert path.read_bytes() == before
    assert all(fault.endswith(".") for fault in faults)
    return bool(faults)


def test_every_altered_byte_is_told(center: Center, tmp_path: Path) -> None:
    sound = center.path.read_bytes()
    path = tmp_path / "centre.gendb"
    keys_path(path).write_bytes(keys_path(center.path).read_bytes())
    chance = random.Random(20260101)
    for _ in range(ROUNDS):
        place, bit = chance.randrange(len(sound)), 1 << chance.randrange(8)
        path.write_bytes(sound[:place] + bytes([sound[place] ^ bit]) + sound[place + 1 :])
        assert is_told(path), f"byte {place}, bit {bit}"


def test_every_lost_end_is_told(center: Center, tmp_path: Path) -> None:
    sound = center.path.read_bytes()
    path = tmp_path / "centre.gendb"
    keys_path(path).write_bytes(keys_path(center.path).read_bytes())
    chance = random.Random(20260102)
    ends = [0, 1, 15, 16, 4095, 4096, len(sound) - 4096, len(sound) - 1]
    ends += [chance.randrange(len(sound)) for _ in range(ROUNDS // 4)]
    ends += [chance.randrange(len(sound) // 4096) * 4096 for _ in range(ROUNDS // 4)]
    for end in ends:
        path.write_bytes(sound[:end])
        assert is_told(path), f"cut at {end}"


def test_what_can_be_opened_all_the_same_never_crashes(center: Center, tmp_path: Path) -> None:
    """The window may open a file whose damage lies where nobody looks: reading ends in data or a sentence."""
    sound = center.path.read_bytes()
    path = tmp_path / "centre.gendb"
    keys_path(path).write_bytes(keys_path(center.path).read_bytes())
    chance = random.Random(20260103)
    key = unlock(path, PASSWORD)
    opened = 0
    for _ in range(ROUNDS // 4):
        damaged = bytearray(sound)
        for _ in range(3):
            damaged[chance.randrange(len(sound))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            db = Center(path, key).open()
        except StorageProblem:
            continue
        opened += 1
        with db.read() as session:
            session.connection().exec_driver_sql("SELECT count(*) FROM learner").fetchone()
        db.close()
    assert opened < ROUNDS // 4
