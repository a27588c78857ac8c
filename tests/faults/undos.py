"""Random sequences of gestures taken back and done again: ``python tests/faults/undos.py --rounds 500``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gen_desktop.changes import PROGRAM
from gen_desktop.store import create_store
from tests.services.test_undo_sequences import play


def main() -> None:
    """Run the rounds asked for and say how many of each gesture were taken back and done again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--first-seed", type=int, default=0)
    arguments = parser.parse_args()
    began, done = time.monotonic(), Counter[str]()
    for seed in range(arguments.first_seed, arguments.first_seed + arguments.rounds):
        with tempfile.TemporaryDirectory() as folder:
            db = create_store(Path(folder) / "centre.gendb", PROGRAM)
            try:
                done += play(db, seed)
            except BaseException:
                print(f"seed {seed}")
                raise
            finally:
                db.close()
        if (seed + 1) % 50 == 0:
            print(f"up to seed {seed}", file=sys.stderr, flush=True)
    print(f"{arguments.rounds} rounds, {done.total()} gestures, {time.monotonic() - began:.0f} s")
    print(", ".join(f"{name} {count}" for name, count in done.most_common()))


if __name__ == "__main__":
    main()
