"""Flips a bit or cuts the end of the file, of a backup, its record or its keys, at random: each is detected.

``python tests/faults/damage.py --rounds 1000``. None may crash the program, none may hide the good backup.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gen_desktop.db.backup import Backup, Reason, Verdict, backups, make_backup, newest_good, verify
from gen_desktop.db.integrity import check_file
from gen_desktop.db.key_file import keys_path, read_ring
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.errors import StorageProblem
from tests.protected import KEY, Center, make_center
from tests.random_gestures import attempt, draw, set_up

NOW = dt.datetime(2026, 11, 23, 9, 0, 0, tzinfo=dt.UTC)


def hurt(file: Path, rng: random.Random) -> str:
    """Change one bit, or cut the end off; says which."""
    content = bytearray(file.read_bytes())
    place = rng.randrange(len(content))
    if rng.random() < 0.6:
        content[place] ^= 1 << rng.randrange(8)
        kind = "flip"
    else:
        del content[place:]
        kind = "cut"
    file.write_bytes(content)
    return kind


def detected(center: Center, victim: Path, newest: Backup) -> bool:
    """Whether the program sees it, in a sentence; any other error comes through."""
    if victim == center.path:
        try:
            return check_file(center.path, KEY) != []
        except StorageProblem as error:
            return bool(str(error))
    if victim == keys_path(center.path):
        try:
            read_ring(center.path)
        except StorageProblem as error:
            return bool(str(error))
        return False
    return verify(newest, KEY).verdict in (Verdict.DAMAGED, Verdict.UNPROVED)


def run(rounds: int, seed: int) -> Counter[str]:
    """How many of each were detected: all."""
    logging.getLogger("gen_desktop").setLevel(logging.ERROR)
    rng, seen = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        center = make_center(Path(folder), KEY)
        db = center.open()
        set_up(db, rng)
        for _ in range(10):
            attempt(db, rng, draw(rng))
        db.close()
        place = default_folder(center.path)
        for hours in (1, 0):
            moment = NOW - dt.timedelta(hours=hours)
            make_backup(center.path, place, key=KEY, reason=Reason.AUTOMATIC, now=moment)
        newest, older = backups(place, center.path)
        victims = [center.path, keys_path(center.path)]
        victims += [file for file in place.iterdir() if file.name.startswith(newest.file.name)]
        for number in range(rounds):
            victim = victims[number % len(victims)]
            whole = victim.read_bytes()
            kind = hurt(victim, rng)
            assert detected(center, victim, newest), f"a {kind} of {victim.name} went unseen (round {number})"
            good = newest_good(place, center.path, key=KEY)
            assert good is not None
            assert good.file == (older if victim.parent == place else newest).file
            victim.write_bytes(whole)
            seen[f"{kind} of {victim.name.replace(newest.file.name, 'backup')}"] += 1
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    began = time.monotonic()
    for what, count in sorted(run(arguments.rounds, arguments.seed).items()):
        print(f"{what:32} {count:5} detected")
    print(f"{arguments.rounds} damages in {time.monotonic() - began:.0f} s, each detected")


if __name__ == "__main__":
    main()
