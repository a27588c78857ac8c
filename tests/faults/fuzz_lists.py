"""Breaks files and cells at random: each gives a table or the program's own sentence, in time and in memory.

``python tests/faults/fuzz_lists.py --cells 1000000 --files 10000``. Files are read in other processes,
so that one that dies is known by its number: ``--first N --files 1`` does it again. POSIX limits memory.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gen_desktop.importing.attendance_columns import attendance_columns
from gen_desktop.importing.cohort_columns import cohort_targets
from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.follow_up_columns import follow_up_columns
from gen_desktop.importing.learner_columns import learner_columns
from gen_desktop.importing.marks import read_mark
from gen_desktop.importing.repairs import find_repair, shown_value
from gen_desktop.importing.values import shown
from gen_desktop.sample.workbooks import shipped_sample_files
from tests.faults.broken_lists import any_cell, broken
from tests.nasty.cases import TODAY
from tests.nasty.corpus import all_cases
from tests.nasty.outcome import read_case

PATIENCE = 30.0
"""Seconds for one file on a machine that does other things too."""
SLOW = 2.0
MEMORY = 2 * 2**30
BATCH = 500
BROKEN = "broken-"
LARGEST_SEED = 300_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cells", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first file")
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--batch", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.batch:
        return read_batch(arguments.batch, arguments.first, arguments.files, arguments.seed)
    failures = try_cells(arguments.cells, arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        write_seeds(Path(folder))
        failures += try_files(arguments, Path(folder))
    if not failures:
        print("each a table or a sentence")
    return min(failures, 1)


def try_cells(count: int, seed: int) -> int:
    """Give random cells to every cleaner; how many failed otherwise than by ValueError."""
    rng = random.Random(seed)
    columns = [
        *learner_columns(TODAY),
        *attendance_columns(TODAY),
        *follow_up_columns(TODAY),
        *cohort_targets(TODAY),
    ]
    columns.append(TargetColumn("mark", "P", clean=read_mark))
    outcomes: Counter[str] = Counter()
    for number in range(count):
        column, cell = columns[number % len(columns)], any_cell(rng)
        try:
            shown(cell)
            value = column.clean(cell)
            find_repair(column.field, cell, value)
            shown_value(column.field, value)
        except ValueError as error:
            outcomes["refused" if str(error).endswith((".", ").")) else f"no sentence: {error}"] += 1
        except Exception as error:
            outcomes[f"{column.field}: {type(error).__name__} {error}"[:100]] += 1
            print(f"cell {cell!r} of {column.field}: {error!r}")
        else:
            outcomes["read"] += 1
    print(f"{count} cells:", dict(outcomes.most_common(12)))
    return count - outcomes["read"] - outcomes["refused"]


def try_files(arguments: argparse.Namespace, seeds: Path) -> int:
    """Read broken files in batches; how many killed their process, or failed otherwise than by a sentence."""
    failures, at, end = 0, arguments.first, arguments.first + arguments.files
    outcomes: Counter[str] = Counter()
    while at < end:
        command = [sys.executable, __file__, "--batch", str(seeds), "--seed", str(arguments.seed)]
        command += ["--first", str(at), "--files", str(min(BATCH, end - at))]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        lines = done.stdout.splitlines()
        last = at - 1
        for line in lines:
            number, outcome, said = line.split(" ", 2)
            last = int(number)
            outcomes[outcome] += 1
            if outcome in ("failed", "slow"):
                failures += outcome == "failed"
                print(line)
        if done.returncode:
            last += 1
            failures += 1
            print(f"file {last} ended its process ({done.returncode})\n{done.stderr[-1500:]}")
        at = max(last + 1, at + 1)
    print(f"{arguments.files} files:", dict(outcomes))
    return failures


def read_batch(folder: Path, first: int, count: int, seed: int) -> int:
    """Read so many broken files, saying what became of each."""
    limit_memory()
    seeds = sorted(path for path in folder.iterdir() if not path.name.startswith(BROKEN))
    for number in range(first, first + count):
        rng = random.Random(f"{seed}/{number}")
        whole = rng.choice(seeds)
        path = folder / f"{BROKEN}{whole.name}"
        path.write_bytes(broken(whole.read_bytes(), rng))
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        started = time.process_time()
        outcome, said = become(path)
        took = time.process_time() - started
        faulthandler.cancel_dump_traceback_later()
        outcome = "slow" if took > SLOW and outcome != "failed" else outcome
        print(number, outcome, whole.name, f"{took:.2f}", said, flush=True)
    return 0


def become(path: Path) -> tuple[str, str]:
    """What the reader makes of a file."""
    try:
        outcome = read_case(path)
    except Exception as error:
        return "failed", repr(error)
    return ("refused", "") if outcome.said else ("read", "")


def write_seeds(folder: Path) -> None:
    """The nasty files and the shipped lists that are small enough to be broken by the thousand."""
    for case in all_cases():
        path = folder / case.name
        case.make(path)
        if not path.is_file():
            if path.exists():
                path.rmdir() if path.is_dir() else path.unlink()
        elif not 0 < path.stat().st_size <= LARGEST_SEED:
            path.unlink()
    for sample in shipped_sample_files():
        shutil.copy(sample.path, folder)


def limit_memory() -> None:
    """A file that asks for too much fails, instead of the machine."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main())
