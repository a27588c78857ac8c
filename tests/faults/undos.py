"""Random sequences of gestures taken back and done again: ``python tests/faults/undos.py --rounds 500``.

Which services were called is watched: whoever is never called, and has no reason to be, fails the run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.store import create_store
from tests.random_gestures import public_services
from tests.services.test_undo_sequences import play, play_with_the_bin

ENOUGH = 100
WITH_BIN = 4
"""One round in so many is played again with the bin, whose contents come back out of order."""
"""Rounds that are watched, and after which every service must have been called."""
NOT_PLAYED = {
    "access": "passwords, and the code on paper: not data, never taken back",
    "backups": "copies of the whole file beside it",
    "copies": "the same",
    "restoring": "the whole file, from one of them",
    "remembering": "the keychain of this computer: not data",
    "privacy": "what is erased is erased: tests/services/test_privacy.py",
    "blanking": "the same",
    "retention.purge": "the same",
    "exports.record_export": "what left the program has left",
    "obstacles.obstacle": "reads what stands in the way of an undo that is refused",
    "drafts": "what is typed and not saved, outside the change log",
    "documents.save_report": "register_report, and a file beside",
    "undo.undo_gesture": "undo_last for another gesture than the last: tests/services/test_undo.py",
    "attendance.find_refusals": "says what insert_marks would refuse, and writes nothing",
    "bulk.tables_of": "reads",
    "cohorts.cohort_warnings": "reads",
    "import_mappings": "how columns were read last time, outside the change log",
    "follow_up_lists.unreachable_doubt": "reads",
    "follow_up_lists.last_day_to_tell": "reads",
    "follow_ups.situation_problems": "says what record_situation would refuse, and writes nothing",
    "verification.verify_data": "reads",
}
"""Services that no sequence needs to call, by module or by name, and why."""


class Watch:
    """Counts the calls of every service."""

    def __init__(self) -> None:
        self._names = {one.__code__: one for one in public_services()}
        self.calls = Counter[str](dict.fromkeys(map(_name, self._names.values()), 0))

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and (service := self._names.get(frame.f_code)) is not None:
            self.calls[_name(service)] += 1

    def missed(self) -> list[str]:
        """The services that were never called without a reason."""
        return [
            name
            for name, count in self.calls.items()
            if not count and not {name, name.split(".")[0]} & NOT_PLAYED.keys()
        ]


def _name(service: Callable[..., Any]) -> str:
    return f"{service.__module__.rsplit('.', 1)[-1]}.{service.__name__}"


def _round(game: Callable[[Database, int], Counter[str]], seed: int) -> Counter[str]:
    with tempfile.TemporaryDirectory() as folder:
        db = create_store(Path(folder) / "centre.gendb", PROGRAM)
        try:
            return game(db, seed)
        except BaseException:
            print(f"seed {seed}, {game.__name__}")
            raise
        finally:
            db.close()


def main() -> None:
    """Run the rounds asked for and say how many of each gesture were taken back and done again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--first-seed", type=int, default=0)
    arguments = parser.parse_args()
    began, done, watch = time.monotonic(), Counter[str](), Watch()
    sys.setprofile(watch)
    for seed in range(arguments.first_seed, arguments.first_seed + arguments.rounds):
        done += _round(play, seed)
        if seed % WITH_BIN == 0:
            _round(play_with_the_bin, seed)
        if seed + 1 - arguments.first_seed == ENOUGH:
            sys.setprofile(None)  # watching takes its time
        if (seed + 1) % 50 == 0:
            print(f"up to seed {seed}", file=sys.stderr, flush=True)
    sys.setprofile(None)
    missed = watch.missed()
    print(f"{len(watch.calls) - len(missed)} of {len(watch.calls)} services called or excused")
    if missed:
        print(f"never called: {', '.join(missed)}")
    print(f"{arguments.rounds} rounds, {done.total()} gestures, {time.monotonic() - began:.0f} s")
    print(", ".join(f"{name} {count}" for name, count in done.most_common()))
    sys.exit(1 if missed and arguments.rounds >= ENOUGH else 0)


if __name__ == "__main__":
    main()
