"""Dies at one line after another of what moves files, and looks each time at what is left.

``python tests/faults/every_line.py restore|backup|second-place|submit [--step 1]``. Where the system
does not fork, each death takes a new interpreter: a second or two.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gen_desktop.db.backup import Backup, Reason, Verdict, backups, make_backup, verify
from gen_desktop.db.database import Database
from gen_desktop.db.integrity import check_file
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.keys import holders
from gen_desktop.db.proof import prove
from gen_desktop.db.restore import restore
from gen_desktop.db.safekeeping import copy_to, default_folder, thin
from gen_desktop.models.submitted_report import ReportScope, ReportStamp
from gen_desktop.queries.stored_content import content
from gen_desktop.queries.submitted_reports import submitted_reports
from gen_desktop.reports.registry import BuiltReport
from gen_desktop.services.submitted_reports import correct_report, submit_report
from tests.factories import make_learner
from tests.protected import KEY, Center, make_center
from tests.reports.undrawn import undrawn

NOW = dt.datetime(2026, 11, 23, 14, 15, 2, tzinfo=dt.UTC)
CONTEXT = multiprocessing.get_context(
    "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
)
KILL = 9  # SIGKILL; on Windows the status that TerminateProcess is given
WATCHED = (
    *("db/restore.py", "db/backup.py", "db/backup_record.py", "db/safekeeping.py", "db/key_file.py"),
    *("services/submitted_reports.py", "files.py"),
)


@dataclass(frozen=True)
class Trial:
    """What is done in the folder of a center, and what must hold whenever it is cut short."""

    act: Callable[[Path], Any]
    check: Callable[[Path], None]


def center_in(folder: Path) -> Center:
    return Center(folder / "centre.gendb", KEY)


def prepare(folder: Path) -> None:
    """Five people, of whom three are in the backup; a second backup of the hour before."""
    center = make_center(folder, KEY)
    for count, start in ((3, 0), (2, 10)):
        db = center.open()
        for number in range(count):
            with db.write(f"Créer {number}") as session:
                make_learner(session, start + number)
        db.close()
        if start == 0:
            for hours in (1, 0):
                make(folder, NOW - dt.timedelta(hours=hours))


def make(folder: Path, now: dt.datetime) -> Backup:
    center = center_in(folder)
    return make_backup(center.path, default_folder(center.path), key=KEY, reason=Reason.ASKED, now=now)


def known(folder: Path) -> tuple[Backup, ...]:
    center = center_in(folder)
    return backups(default_folder(center.path), center.path)


def act_restore(folder: Path) -> None:
    restore(center_in(folder).path, known(folder)[0], key=KEY, now=NOW)


def check_restore(folder: Path) -> None:
    center = center_in(folder)
    assert prove(center.path, KEY).people in (5, 3)
    assert holders(center.path)[0].name == "Anne Martin"
    center.open().close()
    for aside in folder.glob("*-avant-restauration-*.gendb"):
        assert prove(aside, KEY).people == 5
        assert keys_path(aside).exists()


def act_backup(folder: Path) -> None:
    make(folder, NOW + dt.timedelta(minutes=1))
    center = center_in(folder)
    thin(center.path, default_folder(center.path), now=NOW + dt.timedelta(minutes=1))


def check_backup(folder: Path) -> None:
    center = center_in(folder)
    assert prove(center.path, KEY).people == 5
    good = [one for one in known(folder) if one.verdict is Verdict.GOOD]
    assert good
    for one in good:
        assert verify(one, KEY).verdict is Verdict.GOOD
        assert holders(one.file)
    act_backup(folder)


def act_second_place(folder: Path) -> None:
    copy_to(known(folder)[0], folder / "cle")


def check_second_place(folder: Path) -> None:
    for one in backups(folder / "cle", center_in(folder).path):
        if one.verdict is Verdict.GOOD:
            assert verify(one, KEY).verdict is Verdict.GOOD
            assert prove(one.file, KEY).people == 3
    act_second_place(folder)


def act_submit(folder: Path) -> None:
    """A report, then its correction, each written to a file too."""
    db = center_in(folder).open()
    made = submit_report(db, "follow_up", _drawn(db), path=folder / "remis" / "premier.pdf")
    how = {"reason": "Sorties rectifiées", "path": folder / "remis" / "correctif.pdf"}
    correct_report(db, made.created_id, _drawn(db), **how)
    db.close()


def check_submit(folder: Path) -> None:
    """Each is whole or absent; a file bears a number that the register knows; the next number is another."""
    db = center_in(folder).open()
    with db.read() as session:
        lines = submitted_reports(session)
        numbers = {one.number: content(session, one.sha256) for one in lines}
    assert [one.number for one in lines] == [*reversed(["RS-2026-001", "RS-2026-001-C1"][: len(lines)])]
    assert all(kept == number.encode() for number, kept in numbers.items())
    assert {one.read_bytes().decode() for one in (folder / "remis").glob("*.pdf")} <= set(numbers)
    made = submit_report(db, "follow_up", _drawn(db))
    with db.read() as session:
        (new,) = (one for one in submitted_reports(session) if one.id == made.created_id)
    assert new.number == ("RS-2026-002" if lines else "RS-2026-001"), "none is lost, none is given twice"
    db.close()
    assert check_file(center_in(folder).path, KEY) == []


def _drawn(db: Database) -> Callable[[ReportStamp], BuiltReport]:
    return undrawn(db, ReportScope("follow_up", NOW.date(), None, NOW.date(), NOW.date()))


TRIALS = {
    "submit": Trial(act_submit, check_submit),
    "restore": Trial(act_restore, check_restore),
    "backup": Trial(act_backup, check_backup),
    "second-place": Trial(act_second_place, check_second_place),
}


def run(trial: Trial, step: int) -> tuple[int, int]:
    """How many lines the work has, and at how many of them it died."""
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "template"
        template.mkdir()
        prepare(template)
        (template / "cle").mkdir()
        died, place = 0, 1
        while True:
            folder = Path(name) / "trial"
            shutil.copytree(template, folder)
            if not _die_at(place, trial, folder):
                return place, died
            trial.check(folder)
            shutil.rmtree(folder)
            died, place = died + 1, place + step


def _die_at(place: int, trial: Trial, folder: Path) -> bool:
    """Do it in a child that is killed at its n-th line; False when it came to its end before."""
    child = CONTEXT.Process(target=_act_until, args=(place, trial, folder))
    child.start()
    child.join()
    assert child.exitcode in (0, KILL, -KILL), "the work failed by itself"
    return child.exitcode != 0


def _act_until(place: int, trial: Trial, folder: Path) -> None:
    _count_down(place)
    trial.act(folder)
    sys.settrace(None)


def _count_down(place: int) -> None:
    left = place

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.replace(os.sep, "/").endswith(WATCHED):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), KILL)
        return trace

    sys.settrace(trace)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trial", choices=TRIALS)
    parser.add_argument("--step", type=int, default=1)
    arguments = parser.parse_args()
    lines, died = run(TRIALS[arguments.trial], arguments.step)
    print(f"{arguments.trial}: {lines} lines, died at {died} of them, a whole file each time")


if __name__ == "__main__":
    main()
