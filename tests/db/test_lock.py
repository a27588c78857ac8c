"""One program at a time writes: who has it is said, and who died with it is no obstacle."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.db.integrity import check_file
from gen_desktop.db.lock import Holder, in_use_sentence, lock_path, read_holder, take_lock
from gen_desktop.errors import FileInUse, OnlyReadable
from gen_desktop.queries.seals import verify_chain
from gen_desktop.store import open_store
from tests.protected import KEY, make_center

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 11, 23, 17, 30).astimezone()


def python(code: str, *words: object) -> subprocess.Popen[str]:
    """A process of its own with the program's modules."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )


if sys.platform == "win32":
    import ctypes

    def put_to_sleep(process: subprocess.Popen[str]) -> None:
        ctypes.windll.ntdll.NtSuspendProcess(int(process._handle))

    def wake(process: subprocess.Popen[str]) -> None:
        ctypes.windll.ntdll.NtResumeProcess(int(process._handle))
else:

    def put_to_sleep(process: subprocess.Popen[str]) -> None:
        process.send_signal(signal.SIGSTOP)

    def wake(process: subprocess.Popen[str]) -> None:
        process.send_signal(signal.SIGCONT)


HOLD = """
import sys
from pathlib import Path
from gen_desktop.db.lock import take_lock
lock = take_lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
lock.release()
"""


def test_another_program_is_named_and_reading_goes_on(store_file: Path) -> None:
    other = python(HOLD, store_file)
    assert other.stdout.readline() == "held\n"
    with pytest.raises(
        FileInUse, match=r"centre\.gen.* est déjà ouvert sur ce poste \(depuis .* lecture seule"
    ) as told:
        open_store(store_file, PROGRAM)
    assert not told.value.can_take_over
    assert read_holder(store_file).pid == other.pid
    db = open_store(store_file, PROGRAM, read_only=True)
    with db.read() as session:
        assert verify_chain(session).broken is None
    with pytest.raises(OnlyReadable, match="lecture seule"), db.write("Rien"):
        pass
    db.close()
    other.communicate("\n", timeout=30)
    open_store(store_file, PROGRAM).close()
    assert not lock_path(store_file).exists()


def test_a_lock_left_by_a_crash_is_taken_over(store_file: Path) -> None:
    other = python(HOLD, store_file)
    assert other.stdout.readline() == "held\n"
    other.kill()
    other.communicate(timeout=30)
    assert lock_path(store_file).exists()
    lock = take_lock(store_file)
    assert lock.left_over is not None
    assert lock.left_over.pid == other.pid
    assert read_holder(store_file).pid == os.getpid()
    lock.release()
    lock.release()
    assert not lock_path(store_file).exists()


def test_the_lock_of_another_computer_is_respected_until_someone_decides(store_file: Path) -> None:
    said = {"host": "ACCUEIL-PC", "user": "marie", "pid": 4, "since": "2026-11-23T09:12:00+01:00"}
    lock_path(store_file).write_text(json.dumps(said), encoding="utf-8")
    before = store_file.read_bytes(), lock_path(store_file).read_bytes()
    with pytest.raises(
        FileInUse, match=r"sur un autre poste \(ACCUEIL-PC, depuis .*\)\. Si ce poste"
    ) as told:
        open_store(store_file, PROGRAM)
    assert told.value.can_take_over
    assert (store_file.read_bytes(), lock_path(store_file).read_bytes()) == before
    open_store(store_file, PROGRAM, read_only=True).close()
    open_store(store_file, PROGRAM, take_over=True).close()
    open_store(store_file, PROGRAM).close()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"host": "x"}', '{"host":"x","user":"","pid":1,"since":"hier"}']
)
def test_a_lock_that_says_nothing_is_no_obstacle(store_file: Path, content: str) -> None:
    lock_path(store_file).write_text(content, encoding="utf-8")
    open_store(store_file, PROGRAM).close()


def test_the_sentence_of_the_second_computer() -> None:
    path = Path("centre.gendb")
    since = NOW.replace(hour=9, minute=12).isoformat()
    assert in_use_sentence(path, Holder("ACCUEIL-PC", "marie", 4, since), NOW) == (
        "Le fichier «\u00a0centre.gendb\u00a0» est ouvert sur un autre poste "
        "(ACCUEIL-PC, depuis 9\u202fh\u202f12)."
    )
    earlier = (NOW - dt.timedelta(days=3)).replace(hour=9, minute=0).isoformat()
    sentence = in_use_sentence(path, Holder("ACCUEIL-PC", "marie", 4, earlier), NOW)
    assert sentence.endswith("(ACCUEIL-PC, depuis le 20/11/2026 à 9\u202fh).")


FIGHT = """
import sys
from pathlib import Path
from gen_desktop.changes import PROGRAM
from gen_desktop.db.driver import FileKey
from gen_desktop.errors import FileInUse
from gen_desktop.store import open_store
from tests.factories import make_learner
path, number, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
key = FileKey(bytes.fromhex(sys.argv[4]))
won = lost = 0
while won < rounds:
    try:
        db = open_store(path, PROGRAM, key)
    except FileInUse:
        lost += 1
        continue
    with db.write(f"Créer {number}.{won}") as session:
        make_learner(session, number * 1000 + won)
    won += 1
    db.close()
print(won, lost)
"""


def test_two_programs_fight_for_one_file(tmp_path: Path) -> None:
    rounds = int(os.environ.get("GEN_DESKTOP_ROUNDS", "10"))
    center = make_center(tmp_path, KEY)
    fighters = [python(FIGHT, center.path, number, rounds, KEY.raw.hex()) for number in (1, 2)]
    scores = [fighter.communicate(timeout=500)[0].split() for fighter in fighters]
    assert [fighter.returncode for fighter in fighters] == [0, 0]
    assert [int(score[0]) for score in scores] == [rounds, rounds]
    assert check_file(center.path, KEY) == []
    db = center.open()
    with db.read() as session:
        verdict = verify_chain(session)
    db.close()
    assert (verdict.length, verdict.broken) == (2 * rounds, None)


def test_a_stopped_program_still_holds_its_lock(store_file: Path) -> None:
    """Asleep is not dead: a laptop whose lid was closed comes back to its file."""
    other = python(HOLD, store_file)
    assert other.stdout.readline() == "held\n"
    put_to_sleep(other)
    try:
        with pytest.raises(FileInUse):
            take_lock(store_file)
    finally:
        wake(other)
        other.communicate("\n", timeout=30)
