"""Kills the program at random moments of its work and looks at what is left.

``python tests/faults/kills.py --rounds 1000 [--only typing] [--seed 0]``. After each kill: every gesture that
was acknowledged is there, every other is wholly absent (or, the one under way, wholly there); the file and
its chain of seals are sound; every backup called good is; the last password acknowledged opens the file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import select

from gen_desktop.db.backup import Reason, Verdict, backups, make_backup, verify
from gen_desktop.db.lock import lock_path
from gen_desktop.db.proof import prove
from gen_desktop.db.restore import restore
from gen_desktop.db.safekeeping import default_folder, thin
from gen_desktop.errors import AppError
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.history import ChangeSet
from gen_desktop.services import undo
from tests.faults.access_works import (
    changing_passwords,
    check_created,
    check_passwords,
    check_people,
    creating,
    moving_people,
)
from tests.faults.killed import NOW, Acks, Work, center_in, check_gestures
from tests.faults.migration_works import check_migrated, migrating, write_old_files
from tests.faults.purge_works import check_purged, purging, write_leaving_file
from tests.protected import KEY, make_center
from tests.random_gestures import attempt, bring_list, draw, record_marks, set_up

LONGEST = 1.2  # seconds of work before the kill, at most
CONTEXT = multiprocessing.get_context(
    "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
)


def _gestures(folder: Path, rng: random.Random, acks: Acks, step: Callable[[Any], None]) -> None:
    db = center_in(folder).open()
    while True:
        step(db)
        with db.read() as session:
            last = session.execute(
                select(ChangeSet.position, ChangeSet.seal).order_by(ChangeSet.position.desc()).limit(1)
            ).one()
        acks.say([last.position, last.seal])


def typing(folder: Path, rng: random.Random, acks: Acks) -> None:
    """Marks, mostly; anything else in between."""
    _gestures(
        folder, rng, acks, lambda db: attempt(db, rng, record_marks if rng.random() < 0.6 else draw(rng))
    )


def importing(folder: Path, rng: random.Random, acks: Acks) -> None:
    """Lists of people, read from a table as everyone's are, each in one gesture."""

    def step(db: Any) -> None:
        list_file = folder / "liste.csv"
        list_file.write_text("\n".join(_lines(rng)), encoding="utf-8")
        with db.read() as session:
            code = session.scalars(select(Cohort.code).limit(1)).one()
        plan = plan_import(db, "learners", list_file, cohort_code=code, today=NOW.date())
        assert apply_plan(db, plan, Job()).ids

    _gestures(folder, rng, acks, step)


def _lines(rng: random.Random) -> Iterator[str]:
    yield "Nom;Prénom;Téléphone"
    for _ in range(rng.randint(5, 200)):
        name = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=10)).title()
        yield f"{name};Camille;06 39 98 {rng.randrange(10, 99)} 12"


def undoing(folder: Path, rng: random.Random, acks: Acks) -> None:
    """Gestures taken back and done again, lists among them."""

    def step(db: Any) -> None:
        with suppress(AppError):
            choice = rng.random()
            if choice < 0.4:
                undo.undo_last(db)
            elif choice < 0.7:
                undo.redo_last(db)
            else:
                attempt(db, rng, bring_list if choice < 0.8 else draw(rng))

    _gestures(folder, rng, acks, step)


def backing_up(folder: Path, rng: random.Random, acks: Acks) -> None:
    """Backups between gestures, thinned; an hour passes from one to the next."""
    center = center_in(folder)
    db = center.open()
    now = NOW
    while True:
        now += dt.timedelta(minutes=rng.choice((5, 60, 24 * 60)))
        attempt(db, rng, draw(rng))
        made = make_backup(
            center.path, default_folder(center.path), key=KEY, reason=Reason.AUTOMATIC, now=now
        )
        acks.say(made.file.name)
        thin(center.path, default_folder(center.path), now=now)


def check_backups(folder: Path, acks: list[Any]) -> None:
    center = center_in(folder)
    known = backups(default_folder(center.path), center.path)
    good = [one for one in known if one.verdict is Verdict.GOOD]
    for one in good:
        assert verify(one, KEY).verdict is Verdict.GOOD, f"{one.file.name} is called good"
    if acks:
        assert good[0].file.name >= acks[-1], "the last backup acknowledged is gone"
    check_gestures(folder, [])


def restoring(folder: Path, rng: random.Random, acks: Acks) -> None:
    """One backup after the other takes the place of the file."""
    center = center_in(folder)
    known = backups(default_folder(center.path), center.path)
    while True:
        done = restore(center.path, rng.choice(known), key=KEY, now=NOW, confirmed=True)
        acks.say(done.contents.seal)


def check_restored(folder: Path, acks: list[Any]) -> None:
    center = center_in(folder)
    known = backups(default_folder(center.path), center.path)
    seals = {one.contents.seal for one in known if one.contents} | {json.loads((folder / "seal").read_text())}
    assert prove(center.path, KEY).seal in seals
    check_backups(folder, [])


WORKS = {
    "typing": Work(typing, check_gestures),
    "import": Work(importing, check_gestures),
    "undo": Work(undoing, check_gestures),
    "backup": Work(backing_up, check_backups),
    "restore": Work(restoring, check_restored),
    "migration": Work(migrating, check_migrated),
    "password": Work(changing_passwords, check_passwords),
    "people": Work(moving_people, check_people),
    "creation": Work(creating, check_created),
    "purge": Work(purging, check_purged),
}


def prepare(folder: Path) -> None:
    """A small centre at work, two backups of it, and a few files of the first version."""
    center = make_center(folder, KEY)
    rng = random.Random(0)
    db = center.open()
    set_up(db, rng)
    for hour in range(2):
        for _ in range(5):
            attempt(db, rng, draw(rng))
        moment = NOW - dt.timedelta(hours=2 - hour)
        make_backup(center.path, default_folder(center.path), key=KEY, reason=Reason.ASKED, now=moment)
    attempt(db, rng, bring_list)
    db.close()
    (folder / "seal").write_text(json.dumps(prove(center.path, KEY).seal))
    write_old_files(folder)
    write_leaving_file(folder)


def one_round(template: Path, folder: Path, name: str, rng: random.Random) -> int:
    """How much was acknowledged before the kill. AssertionError when something is not as it must be."""
    shutil.copytree(template, folder)
    acks = folder / "acks"
    ready, told = CONTEXT.Pipe(duplex=False)
    worker = CONTEXT.Process(target=_work, args=(folder, name, rng.random(), told), daemon=True)
    worker.start()
    told.close()
    ready.recv()
    time.sleep(rng.random() ** 2 * LONGEST)
    assert worker.is_alive(), "the work stopped by itself"
    worker.kill()
    worker.join()
    lines = acks.read_bytes().split(b"\n")[:-1] if acks.exists() else []
    said = [json.loads(line) for line in lines]
    WORKS[name].check(folder, said)
    assert not lock_path(folder / "centre.gendb").exists(), "the lock outlived its program"
    return len(said)


def _work(folder: Path, name: str, seed: float, told: Connection) -> None:
    # A bug must not be taken for a kill: it is shown, and the parent sees that the work stopped.
    told.send(True)
    told.close()
    WORKS[name].go_on(folder, random.Random(seed), Acks(folder / "acks"))


def run(rounds: int, seed: int, only: str | None) -> tuple[Counter[str], Counter[str]]:
    """Rounds of each work, and what was acknowledged in them."""
    logging.getLogger("gen_desktop").setLevel(logging.ERROR)  # each lock left by a kill is told
    names = [only] if only else list(WORKS)
    done, acknowledged = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template"
        template.mkdir()
        prepare(template)
        for number in range(rounds):
            name = names[number % len(names)]
            trial = Path(folder) / "trial"
            try:
                acknowledged[name] += one_round(template, trial, name, random.Random(f"{seed}-{number}"))
            except BaseException:
                print(
                    f"round {number} ({name}), seed {seed}: the files are in {_kept(trial)}", file=sys.stderr
                )
                raise
            done[name] += 1
            if (number + 1) % 50 == 0:
                print(f"{number + 1} kills so far", file=sys.stderr, flush=True)
            shutil.rmtree(trial)
    return done, acknowledged


def _kept(trial: Path) -> Path:
    kept = Path(tempfile.mkdtemp(prefix="kills-"))
    shutil.copytree(trial, kept, dirs_exist_ok=True)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=WORKS)
    arguments = parser.parse_args()
    began = time.monotonic()
    done, acknowledged = run(arguments.rounds, arguments.seed, arguments.only)
    for name, count in done.items():
        print(f"{name:10} {count:5} kills, {acknowledged[name]:6} acknowledged, 0 lost, 0 by half")
    print(f"{done.total()} kills in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
