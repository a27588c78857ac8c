"""Fills the disk under each kind of work: a plain sentence, nothing lost, and work goes on with room again.

``python tests/faults/full_disk.py --rounds 20 [--only typing]``. The disk is a small one that is really full:
that of the folder named by ``GEN_DESKTOP_SMALL_DISK``, or as root on Linux a file system in memory. Else a
limit on the size of files stands for it, which Windows does not have.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import logging
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gen_desktop.changes import PROGRAM
from gen_desktop.db import opening, safekeeping
from gen_desktop.db.backup import Reason, Verdict, backups, make_backup, verify
from gen_desktop.db.database import Database
from gen_desktop.db.integrity import check_file
from gen_desktop.db.keys import change_password, unlock
from gen_desktop.db.proof import prove
from gen_desktop.db.restore import restore
from gen_desktop.errors import AppError
from gen_desktop.models.learner import Learner
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services import undo
from gen_desktop.store import create_store
from tests.faults.replay import expect_whole
from tests.protected import KEY, PASSWORD, Center, make_center
from tests.random_gestures import snapshot

SIZE = 48 << 20
BLOCK = 16 << 10
SMALL_DISK = "GEN_DESKTOP_SMALL_DISK"
OTHER_PASSWORD = "un tout autre mot de passe"
NOW = dt.datetime(2026, 11, 23, 9, 0, 0, tzinfo=dt.UTC)


@dataclass
class Disk:
    """A folder whose room can be taken away and given back."""

    folder: Path
    is_real: bool

    @contextlib.contextmanager
    def full(self, left: int) -> Iterator[None]:
        """Only ``left`` bytes can be written meanwhile (a real disk), or no file can grow beyond them."""
        ballast = self.folder / "ballast"
        if not self.is_real:
            import resource

            limits = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (left, limits[1]))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            return
        free = shutil.disk_usage(self.folder).free
        with ballast.open("wb") as stream:
            for _ in range(max(free - left, 0) // BLOCK):
                stream.write(bytes(BLOCK))
        try:
            yield
        finally:
            ballast.unlink()


@contextlib.contextmanager
def disk(*, small: bool = True) -> Iterator[Disk]:
    """A small real one if it is wanted and there is or can be one, else an ordinary folder."""
    given = os.environ.get(SMALL_DISK) if small else None
    folder = Path(tempfile.mkdtemp(prefix="full-disk-", dir=given))
    mounted = (
        small
        and not given
        and sys.platform.startswith("linux")
        and os.geteuid() == 0
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    try:
        yield Disk(folder, is_real=mounted or given is not None)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def typing(center: Center, db: Database, rng: random.Random) -> None:
    """One person after the other, until it is refused."""
    for _ in range(3000):
        with db.write("Créer") as session:
            session.add(_person(rng))


def importing(center: Center, db: Database, rng: random.Random) -> None:
    """One long list."""
    with db.write("Importer") as session:
        for _ in range(900):
            session.add(_person(rng))
            session.flush()


def undoing(center: Center, db: Database, rng: random.Random) -> None:
    """The long list of the preparation, taken back and done again."""
    for _ in range(20):
        undo.undo_last(db)
        undo.redo_last(db)


def backing_up(center: Center, db: Database, rng: random.Random) -> None:
    folder = safekeeping.default_folder(center.path)
    make_backup(center.path, folder, key=KEY, reason=Reason.AUTOMATIC, now=NOW)


def restoring(center: Center, db: Database, rng: random.Random) -> None:
    db.close()
    known = backups(safekeeping.default_folder(center.path), center.path)
    restore(center.path, known[-1], key=KEY, now=NOW, confirmed=True)


def creating(center: Center, db: Database, rng: random.Random) -> None:
    """Every migration from zero."""
    path = center.path.with_name("neuf.gendb")
    path.unlink(missing_ok=True)
    create_store(path, PROGRAM).close()


def changing_password(center: Center, db: Database, rng: random.Random) -> None:
    """There and back: after a refusal, one of the two opens."""
    change_password(center.path, KEY, "Anne Martin", OTHER_PASSWORD)
    change_password(center.path, KEY, "Anne Martin", PASSWORD)


def _person(rng: random.Random) -> Learner:
    name = f"Nom{rng.randrange(10**6)}"
    return Learner(
        last_name=name, first_name="Camille", sort_key=name, search_text=name, note="x" * rng.randrange(900)
    )


WORKS: dict[str, tuple[Callable[[Center, Database, random.Random], None], tuple[int, int]]] = {
    "typing": (typing, (0, 400_000)),
    "import": (importing, (0, 400_000)),
    "undo": (undoing, (0, 200_000)),
    "backup": (backing_up, (0, 600_000)),
    "restore": (restoring, (0, 600_000)),
    "migration": (creating, (0, 200_000)),
    "password": (changing_password, (0, 600)),
}
"""The work, and between how many bytes are left to it."""


def one_round(where: Disk, name: str, rng: random.Random) -> str:
    """The sentence that was said. AssertionError when something is not as it must be."""
    folder = where.folder / "trial"
    folder.mkdir()
    center = _prepared(folder)
    db = center.open()
    work, (least, most) = WORKS[name]
    before, size = snapshot(db), center.path.stat().st_size
    left = rng.randint(least, most) + (0 if where.is_real else _base(name, size))
    sentence = ""
    with where.full(left):
        try:
            work(center, db, rng)
        except AppError as error:
            sentence = str(error)
        _still_there(name, db, before)
    assert sentence or name in ("backup", "restore", "migration", "password"), "nothing filled the disk"
    db.close()
    _sound(center)
    _goes_on(center, name, rng)
    shutil.rmtree(folder)
    return sentence


def _base(name: str, size: int) -> int:
    """With a limit on files, what is already written counts: the file itself must still be writable."""
    return {"migration": 0, "password": 0, "backup": 0, "restore": 0}.get(name, size)


def _still_there(name: str, db: Database, before: dict[str, Any]) -> None:
    """While the disk is full, everything can still be read."""
    if name in ("restore",):
        return
    now = snapshot(db)
    if name == "undo":
        assert now in (before, {**before, "learner": {}})
        return
    for key, row in before["learner"].items():
        assert now["learner"][key] == row
    if name == "import":
        assert now == before, "a list was imported by half"


def _sound(center: Center) -> None:
    assert check_file(center.path, KEY) == []
    assert _opens(center), "no password opens the file any more"
    db = center.open()
    with db.read() as session:
        assert verify_chain(session).broken is None
    expect_whole(db)
    db.close()
    for one in backups(safekeeping.default_folder(center.path), center.path):
        assert one.verdict is not Verdict.GOOD or verify(one, KEY).verdict is Verdict.GOOD


def _opens(center: Center) -> bool:
    for password in (PASSWORD, OTHER_PASSWORD):
        with contextlib.suppress(AppError):
            return unlock(center.path, password) == KEY
    return False


def _goes_on(center: Center, name: str, rng: random.Random) -> None:
    """With room again, the same work and an ordinary gesture are done."""
    db = center.open()
    with db.write("Créer") as session:
        session.add(_person(rng))
    if name in ("backup", "restore", "migration"):
        WORKS[name][0](center, db, rng)
    db.close()
    prove(center.path, KEY)


def _prepared(folder: Path) -> Center:
    center = make_center(folder, KEY)
    db = center.open()
    with db.write("Une liste") as session:
        session.add_all(_person(random.Random(n)) for n in range(200))
    db.close()
    make_backup(center.path, safekeeping.default_folder(center.path), key=KEY, reason=Reason.ASKED, now=NOW)
    return center


def run(rounds: int, seed: int, only: str | None, *, small: bool = True) -> dict[str, set[str]]:
    """The sentences said under each work."""
    logging.getLogger("gen_desktop").setLevel(logging.ERROR)
    opening.ROOM = 0  # the room asked for at opening would hide what happens without it
    said: dict[str, set[str]] = {}
    names = [only] if only else list(WORKS)
    with disk(small=small) as where:
        for number in range(rounds):
            name = names[number % len(names)]
            sentence = one_round(where, name, random.Random(f"{seed}-{number}"))
            said.setdefault(name, set()).add(sentence)
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=70)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=WORKS)
    parser.add_argument(
        "--limit", action="store_true", help="a limit on files, even where a disk can be made"
    )
    arguments = parser.parse_args()
    said = run(arguments.rounds, arguments.seed, arguments.only, small=not arguments.limit)
    for name, sentences in said.items():
        for sentence in sorted(sentences):
            print(f"{name:10} {sentence or '(there was just enough room)'}")
    print(f"{arguments.rounds} full disks, nothing lost")


if __name__ == "__main__":
    main()
