"""What the worst files cost: each of tests/nasty is read in a process of its own.

    python benchmarks/nasty_files.py [--only NAME] [--heaviest 10]

Prints processor seconds and the memory above that of a process that read a plain list; exits 1 above a limit.
POSIX only: Windows does not tell the memory of a process so.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.nasty.corpus import all_cases

SECONDS, MEGABYTES = 2.0, 300.0
PATIENCE = 120.0

# Its own memory and time are asked within: those of the libraries are there before.
READING = """
import resource, sys, time
from pathlib import Path
import python_calamine, lxml.etree
from tests.nasty.outcome import read_case
plain, path = Path(sys.argv[1]), Path(sys.argv[2])
read_case(plain)
def most():  # in KB; on Linux getrusage also counts what the process was before it was this program
    if sys.platform == "linux":
        return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, started = most(), time.process_time()
found = read_case(path)
print(time.process_time() - started, (most() - before) / 1024, found.said or len(found.people))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="", help="part of the names")
    parser.add_argument("--heaviest", type=int, default=10, help="how many of the heaviest are printed")
    arguments = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        next(case for case in all_cases() if case.name == "text_in_the_sheet.xlsx").make(plain)
        for case in all_cases():
            if arguments.only in case.name:
                path = Path(folder) / case.name
                case.make(path)
                results.append((case.name, *cost(plain, path)))
                if path.is_file():
                    path.unlink()
    for name, seconds, megabytes in sorted(results, key=weight, reverse=True)[: arguments.heaviest]:
        print(f"{seconds:6.2f} s {megabytes:6.0f} MB  {name}")
    slowest, largest = max(one[1] for one in results), max(one[2] for one in results)
    limits = f"{slowest:.2f} s of {SECONDS:.0f}, {largest:.0f} MB of {MEGABYTES:.0f}"
    print(f"{len(results)} files: at worst {limits}")
    return int(slowest > SECONDS or largest > MEGABYTES)


def weight(result: tuple[str, float, float]) -> float:
    """How near a file comes to one of the limits."""
    return max(result[1] / SECONDS, result[2] / MEGABYTES)


def cost(plain: Path, path: Path) -> tuple[float, float]:
    """Seconds and megabytes; without end for a process that died."""
    done = subprocess.run(
        [sys.executable, "-c", READING, str(plain), str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[:1]), "PYTHONIOENCODING": "utf-8"},
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        print(f"{path.name} ended its process ({done.returncode})\n{done.stderr[-800:]}")
        return float("inf"), float("inf")
    seconds, megabytes, _ = done.stdout.split(" ", 2)
    return float(seconds), float(megabytes)


if __name__ == "__main__":
    sys.exit(main())
