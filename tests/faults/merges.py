"""Random pairs of people merged, taken back, done again: ``python tests/faults/merges.py --rounds 300``.

Three pairs a round; every table must be as before after each undo, and as the plan said after each merge.
"""

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
from tests.services.test_merging import play


def main() -> None:
    """Run the rounds asked for and say what was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--first-seed", type=int, default=0)
    arguments = parser.parse_args()
    began, met = time.monotonic(), Counter[str]()
    for seed in range(arguments.first_seed, arguments.first_seed + arguments.rounds):
        with tempfile.TemporaryDirectory() as folder:
            db = create_store(Path(folder) / "centre.gendb", PROGRAM)
            try:
                met += play(db, seed)
            except BaseException:
                print(f"seed {seed}")
                raise
            finally:
                db.close()
    print(f"{arguments.rounds} rounds, {time.monotonic() - began:.0f} s, every table as before")
    print(", ".join(f"{name} {count}" for name, count in met.most_common()))


if __name__ == "__main__":
    main()
