"""Looks byte by byte for the people of a protected file, everywhere the program writes by itself.

``python tests/faults/plain_text.py --rounds 36``: the window at work, then each command, searched all the
time, killed at a random moment, and searched again: data, journals, keys, backups, temporary folder, log,
crash note, settings, diagnostic. Only the folder that a person chose for what leaves the program is not
searched; what is written there must not come through the temporary folder either. A plain file shows that the
search finds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gen_desktop.changes import DIRECTION
from gen_desktop.db.database import Database
from gen_desktop.db.key_file import KEYS_SUFFIX, Holder, keys_path
from gen_desktop.db.keys import create_keys
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.names import fold
from gen_desktop.queries.organization import staff
from gen_desktop.services.organization import OrganizationInput, create_organization
from tests.factories import enroll, make_cohort, make_learner
from tests.protected import KEY, Center, make_center
from tests.random_gestures import START

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Zebre-42-vert-Pluie!"
DIRECTOR = "Anne Martin"
NAME, FIRST_NAME = "Zwingelbert-Quémeneur", "Zoé-Maëlle"
PHONE, EMAIL = "0639989876", "zoe.zwingelbert@exemple.org"
PEOPLE = 300
COHORT = "DWWM 2026-1"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
WINDOW = "window"
ENDINGS = (signal.SIGKILL, signal.SIGSEGV) if os.name == "posix" else (signal.SIGTERM,)
"""How the window ends: killed, then crashed, which writes a note of the crash."""
PATIENCE = 120.0  # seconds for the window to have done everything once

# Whatever the program puts in the temporary folder, however short it stays there, is told.
WATCHED = """
import sys, tempfile
def tell(event, arguments):
    if event in ("tempfile.mkstemp", "tempfile.mkdtemp"):
        print("TEMPORARY", arguments[0], file=sys.stderr, flush=True)
sys.addaudithook(tell)
from gen_desktop.app import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Place:
    """One computer, in a folder: what the program writes by itself, and what a person asked for."""

    root: Path

    @property
    def searched(self) -> Path:
        return self.root / "ordinateur"

    @property
    def chosen(self) -> Path:
        return self.root / "sorties"

    @property
    def data(self) -> Path:
        return self.searched / "donnees" / "centre.gendb"

    @property
    def data_dir(self) -> Path:
        return self.searched / "programme"

    @property
    def temporary(self) -> Path:
        return self.searched / "temporaire"

    def environment(self) -> dict[str, str]:
        own = dict.fromkeys(("TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR"), str(self.temporary))
        home = dict.fromkeys(("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"), str(self.searched))
        said = {"GEN_DESKTOP_PASSWORD": PASSWORD, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        return {**os.environ, **own, **home, **said}


def needles() -> tuple[bytes, ...]:
    """Names, phone and address as typed, folded, escaped and grouped, in every encoding of a library."""
    words = {NAME, NAME.lower(), NAME.upper(), "Zwingelbert", "zwingelbert", FIRST_NAME, EMAIL, PHONE}
    grouped = "06 39 98 98 76"
    words |= {fold(NAME), f"+33{PHONE[1:]}", grouped, grouped.replace(" ", "\u00a0")}
    words |= {json.dumps(word)[1:-1] for word in (NAME, FIRST_NAME)}
    return tuple({word.encode(encoding) for word in words for encoding in ENCODINGS})


def found_in_clear(folder: Path) -> Iterator[str]:
    """The files that hold one of the needles, or whose own name does."""
    wanted = needles()
    for file in folder.rglob("*"):
        if any(needle in os.fsencode(file.name) for needle in wanted):
            yield file.name
        try:
            content = file.read_bytes() if file.is_file() else b""
        except OSError:  # gone meanwhile
            continue
        if any(needle in content for needle in wanted):
            yield str(file.relative_to(folder))


def furnish(place: Place, *, is_protected: bool) -> Center:
    """A centre whose people all have the same name, which is nowhere else on the computer."""
    for folder in (place.data.parent, place.data_dir, place.temporary, place.chosen):
        folder.mkdir(parents=True, exist_ok=True)
    center = make_center(place.data.parent, KEY if is_protected else None)
    db = center.open()
    person = Holder(DIRECTOR, _director(db))
    if is_protected:
        keys_path(center.path).unlink()
        create_keys(center.path, KEY, person, PASSWORD)
    with db.write(f"Créer des {NAME}") as session:
        cohort = make_cohort(session, COHORT)
        for number in range(PEOPLE):
            learner = make_learner(session, number, last_name=NAME, first_name=FIRST_NAME, phone=PHONE)
            learner.email, learner.note = EMAIL, f"Rappeler {NAME}"
            _let_go(enroll(session, cohort, learner, decision="admitted", entered_on=START))
    db.close()
    return center


def _director(db: Database) -> int:
    """Whoever may do everything that is tried here."""
    create_organization(db, OrganizationInput("Numérique en Morvan", staff=((DIRECTOR, DIRECTION),)))
    with db.read() as session:
        (person,) = staff(session)
    return person.id


def _let_go(enrollment: Enrollment) -> None:
    enrollment.exit_type, enrollment.exit_on = "term", START.replace(month=5, day=29)


def commands(place: Place, rng: random.Random) -> dict[str, list[str]]:
    """What is asked on the command line; files are read from and written to the chosen folder."""
    listed = place.chosen / "liste.csv"
    lines = [f"{NAME};{FIRST_NAME} {rng.randrange(10**6)};{PHONE};{EMAIL}" for _ in range(200)]
    listed.write_text("\n".join(["Nom;Prénom;Téléphone;Courriel", *lines]), encoding="utf-8")
    out = str(place.chosen / f"rapport-{rng.randrange(10**6)}.pdf")
    return {
        "import": ["import", "learners", str(listed), "--cohort", COHORT],
        "import-refused": ["import", "learners", str(listed), "--cohort", f"Cohorte de {NAME}"],
        "evaluation": ["report", "evaluation", "--cohort", COHORT, "--horizon", "3", "--out", out],
        "follow-up": ["report", "follow-up", "--from", "01/01/2026", "--to", "30/06/2026", "--out", out],
        "people": ["people", "A1"],
        "export": ["export", str(place.chosen / "tout")],
        "backup": ["backup"],
        "check": ["check"],
        "diagnostic": ["diagnostic", "--out", str(place.searched / "diagnostic.txt")],
    }


def watch(
    process: subprocess.Popen[str], place: Place, until: Callable[[], bool], seen: Counter[str]
) -> None:
    """Search again and again while it works. AssertionError at the first thing found."""
    while not until() and process.poll() is None:
        _expect_nothing(place)
        seen["searches"] += 1


def _expect_nothing(place: Place) -> None:
    found = sorted(set(found_in_clear(place.searched)))
    assert not found, f"in clear: {found}"


def run_window(place: Place, rng: random.Random, seen: Counter[str], *, ending: int) -> None:
    """The window, until it has done everything once and a little longer; ended by that signal."""
    errors = place.chosen / "window.txt"
    with errors.open("w", encoding="utf-8") as stream:
        words = [place.data_dir, place.data, place.chosen, NAME]
        process = subprocess.Popen(
            [sys.executable, "tests/faults/window_at_work.py", *map(str, words)],
            cwd=ROOT, env=place.environment(), stdout=stream, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            limit = time.monotonic() + PATIENCE
            watch(process, place, lambda: _is_warm(errors) or time.monotonic() > limit, seen)
            assert _is_warm(errors), errors.read_text(encoding="utf-8")
            longer = time.monotonic() + rng.random() * 2
            watch(process, place, lambda: time.monotonic() > longer, seen)
            assert process.poll() is None, errors.read_text(encoding="utf-8")
        finally:
            process.send_signal(ending)
            process.wait(30)
    _expect_nothing(place)
    assert list(place.data.parent.glob(f"*/*{KEYS_SUFFIX}")), "no backup was made"
    log = place.data_dir / "journaux" / "gen-desktop.log"
    assert "IntegrityError" in log.read_text(encoding="utf-8"), "the crash was not logged"
    seen["windows"] += 1


def _is_warm(said: Path) -> bool:
    return "warm\n" in said.read_text(encoding="utf-8")


def run_command(name: str, place: Place, rng: random.Random, seen: Counter[str], *, kill: bool) -> None:
    """One command, to its end or killed on the way."""
    words = ["--data-dir", str(place.data_dir), "--data", str(place.data), *commands(place, rng)[name]]
    with tempfile.TemporaryFile("w+", encoding="utf-8", dir=place.chosen) as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", WATCHED, *words],
            cwd=ROOT, env=place.environment(), stdout=subprocess.DEVNULL, stderr=errors, text=True,
        )  # fmt: skip
        limit = time.monotonic() + (rng.random() * 2 if kill else PATIENCE)
        watch(process, place, lambda: time.monotonic() > limit, seen)
        process.kill()
        status = process.wait(30)
        errors.seek(0)
        said = errors.read()
    expected = {1} if name == "import-refused" else {0}
    assert kill or status in expected, f"{name}: {said}"
    told = [line for line in said.splitlines() if line.startswith("TEMPORARY")]
    assert not [line for line in told if str(place.temporary) in line], f"{name}: {told}"
    _expect_nothing(place)
    seen[f"{name}, killed" if kill and status < 0 else name] += 1


def _expect_the_search_to_find(folder: Path) -> None:
    """The same people in a file without a key: they are seen in it and in its copy."""
    place = Place(folder)
    furnish(place, is_protected=False)
    (place.temporary / "copie").write_text(json.dumps([FIRST_NAME]))
    found = set(found_in_clear(place.searched))
    assert found == {"donnees/centre.gendb", "temporaire/copie"}, found


def run(rounds: int, seed: int, only: str | None) -> Counter[str]:
    """How often what was done, and how often everything was searched."""
    rng, seen = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        _expect_the_search_to_find(Path(folder) / "clair")
        place = Place(Path(folder) / "chiffre")
        furnish(place, is_protected=True)
        names = [only] if only else [WINDOW, *commands(place, rng)]
        for number in range(rounds):
            name = names[number % len(names)]
            if name == WINDOW:
                run_window(place, rng, seen, ending=ENDINGS[number // len(names) % len(ENDINGS)])
            else:
                run_command(name, place, rng, seen, kill=number >= len(names) and rng.random() < 0.5)
            shutil.rmtree(place.chosen / "tout", ignore_errors=True)
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=36)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", help="window, or a command")
    arguments = parser.parse_args()
    began = time.monotonic()
    seen = run(arguments.rounds, arguments.seed, arguments.only)
    print(", ".join(f"{name} {count}" for name, count in seen.items()))
    print(f"{arguments.rounds} rounds in {time.monotonic() - began:.0f} s, nobody found in clear")


if __name__ == "__main__":
    main()
