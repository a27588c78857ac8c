"""Two programs want one file, and one of them is killed: ``python tests/faults/fighting.py --rounds 200``.

At no moment both have it; whoever is refused is told since when it is open on this computer, and can read;
the lock of the killed one is recognised and taken over by the other; no acknowledged gesture is lost, and the
file is sound.
"""

from __future__ import annotations

import argparse
import json
import logging
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import func, select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.lock import lock_path
from gen_desktop.errors import FileInUse
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.learner import Learner
from gen_desktop.store import open_store
from tests.faults.killed import Acks, center_in, check_gestures
from tests.protected import KEY, make_center
from tests.random_gestures import attempt, draw, set_up

LONGEST = 0.5  # seconds of fighting before the kill, at most
PATIENCE = 30.0  # seconds after which the one left alone should have come in
_NAMED = "déjà ouvert sur ce poste (depuis "
_UNNAMED = "est ouvert par un autre programme"  # in the instant in which a lock is made and not yet signed
CONTEXT = multiprocessing.get_context(
    "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
)


COUNTED = ("stays", "refusals", "unnamed", "reads", "kills_at_work", "taken_over")


@dataclass(frozen=True)
class Stay:
    """A time that a program had the file, by the system's clock; ``left_over``: whose lock it found."""

    pid: int
    came: float
    left: float
    left_over: int | None
    was_killed: bool = False


def fight(folder: Path, seed: float, own: str, told: Connection) -> None:
    """Come in, work a little, leave, come again; for ever."""
    logging.getLogger("gen_desktop").setLevel(logging.ERROR)
    rng, acks = random.Random(seed), Acks(folder / own)
    told.send(True)
    while True:
        try:
            db = open_store(center_in(folder).path, PROGRAM, KEY)
        except FileInUse as error:
            acks.say(["refused", str(error), error.can_take_over])
            if rng.random() < 0.2:
                acks.say(["read", _read(folder)])
            continue
        before = db._lock.left_over if db._lock else None
        acks.say(["came", time.monotonic(), before.pid if before else None])
        for _ in range(rng.randint(1, 4)):
            attempt(db, rng, draw(rng))
            with db.read() as session:
                last = session.execute(
                    select(ChangeSet.position, ChangeSet.seal).order_by(ChangeSet.position.desc()).limit(1)
                ).one()
            acks.say(["did", last.position, last.seal])
        acks.say(["left", time.monotonic()])
        db.close()
        time.sleep(rng.random() * 0.01)


def _read(folder: Path) -> int:
    """Whoever is refused may look: how many people there are."""
    db = open_store(center_in(folder).path, PROGRAM, KEY, read_only=True)
    try:
        with db.read() as session:
            return session.scalar(select(func.count()).select_from(Learner)) or 0
    finally:
        db.close()


def one_round(template: Path, folder: Path, rng: random.Random) -> Counter[str]:
    """What happened in a fight of two. AssertionError when something is not as it must be."""
    shutil.copytree(template, folder)
    fighters = {name: _start(folder, name, rng) for name in ("one", "other")}
    time.sleep(rng.random() * LONGEST)
    loser, winner = rng.sample(list(fighters), 2)
    assert all(fighter.is_alive() for fighter in fighters.values()), "a program stopped by itself"
    killed_at = time.monotonic()
    fighters[loser].kill()
    fighters[loser].join()
    _wait_for_entry(folder / winner, killed_at, fighters[winner])
    fighters[winner].kill()
    fighters[winner].join()
    words = {name: _words(folder / name) for name in fighters}
    stays = [
        stay
        for name, fighter in fighters.items()
        for stay in _stays(words[name], fighter.pid or 0, killed_at if name == loser else time.monotonic())
    ]
    _check_stays(sorted(stays, key=lambda stay: stay.came), fighters[loser].pid or 0)
    refused = [word for said in words.values() for word in said if word[0] == "refused"]
    _check_refusals(refused)
    check_gestures(folder, _newest(words), killed=len(fighters))
    assert not lock_path(center_in(folder).path).exists(), "the lock outlived its program"
    return Counter(
        stays=len(stays),
        refusals=len(refused),
        unnamed=sum(_UNNAMED in word[1] for word in refused),
        reads=sum(word[0] == "read" for said in words.values() for word in said),
        kills_at_work=sum(stay.was_killed for stay in stays) - 1,
        taken_over=sum(stay.left_over is not None for stay in stays),
    )


def _start(folder: Path, name: str, rng: random.Random) -> Any:
    ready, told = CONTEXT.Pipe(duplex=False)
    fighter = CONTEXT.Process(target=fight, args=(folder, rng.random(), name, told), daemon=True)
    fighter.start()
    told.close()
    ready.recv()
    return fighter


def _wait_for_entry(said: Path, since: float, fighter: Any) -> None:
    limit = time.monotonic() + PATIENCE
    while not any(word[0] == "came" and word[1] > since for word in _words(said)):
        assert fighter.is_alive(), "a program stopped by itself"
        assert time.monotonic() < limit, "the file of a killed program stayed closed"
        time.sleep(0.01)


def _words(said: Path) -> list[Any]:
    with suppress(FileNotFoundError):
        return [json.loads(line) for line in said.read_bytes().split(b"\n")[:-1]]
    return []


def _stays(words: list[Any], pid: int, killed_at: float) -> list[Stay]:
    stays, open_stay = [], None
    for word in words:
        if word[0] == "came":
            open_stay = word
        elif word[0] == "left" and open_stay:
            stays.append(Stay(pid, open_stay[1], word[1], open_stay[2]))
            open_stay = None
    return stays + ([Stay(pid, open_stay[1], killed_at, open_stay[2], True)] if open_stay else [])


def _check_stays(stays: list[Stay], killed: int) -> None:
    for before, after in zip(stays, stays[1:], strict=False):
        assert before.left <= after.came, "two programs had the file at the same time"
        assert after.left_over in (None, killed), "a lock was taken for somebody else's"
        assert after.left_over or not before.was_killed, "the lock of a killed program was not recognised"


def _check_refusals(refused: list[Any]) -> None:
    for _, sentence, can_take_over in refused:
        assert "déjà ouvert sur ce poste (depuis " in sentence or "par un autre programme" in sentence, (
            sentence
        )
        assert "lecture seule" in sentence
        assert not can_take_over, "a living program of this computer may not be robbed"


def _newest(words: dict[str, list[Any]]) -> list[Any]:
    return [word[1:] for said in words.values() for word in said if word[0] == "did"]


def run(rounds: int, seed: int) -> Counter[str]:
    """What happened in all the rounds."""
    logging.getLogger("gen_desktop").setLevel(logging.ERROR)
    happened = Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template"
        template.mkdir()
        center = make_center(template, KEY)
        db = center.open()
        set_up(db, random.Random(0))
        db.close()
        for number in range(rounds):
            trial = Path(folder) / "trial"
            try:
                happened += one_round(template, trial, random.Random(f"{seed}-{number}"))
            except BaseException:
                kept = tempfile.mkdtemp(prefix="fights-")
                shutil.copytree(trial, kept, dirs_exist_ok=True)
                print(f"round {number}, seed {seed}: the files are in {kept}", file=sys.stderr)
                raise
            shutil.rmtree(trial)
            if (number + 1) % 50 == 0:
                print(f"{number + 1} fights so far", file=sys.stderr, flush=True)
    return happened


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    began = time.monotonic()
    happened = run(arguments.rounds, arguments.seed)
    print(", ".join(f"{name} {happened[name]}" for name in COUNTED))
    print(f"{arguments.rounds} fights in {time.monotonic() - began:.0f} s, the file was never in two hands")


if __name__ == "__main__":
    main()
