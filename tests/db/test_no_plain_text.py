"""No name of a learner can be read from the disk: while the program works, when it was killed, afterwards."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gen_desktop.db.integrity import check_file
from gen_desktop.queries.seals import verify_chain
from tests.protected import KEY, make_center

ROOT = Path(__file__).resolve().parents[2]
PAPER = random.Random(7).randbytes(4000)
"""What no compression shortens: on a plain file it stands in clear."""
NAME, PHONE = "Zwingelbert-Quémeneur", "0639989876"

WORK = """
import datetime as dt
import random
import sys
from pathlib import Path
from sqlalchemy import text
from gen_desktop.changes import PROGRAM
from gen_desktop.db.driver import FileKey
from gen_desktop.models.learner import Learner
from gen_desktop.services.attached_documents import Source, attach
from gen_desktop.store import open_store
from tests.factories import make_learner
key = FileKey(bytes.fromhex(sys.argv[2])) if sys.argv[2] else None
db = open_store(Path(sys.argv[1]), PROGRAM, key)
with db.write("Créer") as session:
    person = make_learner(session, 999_999).id
data = b"%PDF-1.4 " + random.Random(7).randbytes(4000)
assert not attach(db, person, [Source("CV.pdf", lambda: data)], dt.date(2026, 11, 26)).refused
number = 0
while True:
    with db.write(f"Ajouter des {sys.argv[3]}") as session:
        for _ in range(40):
            make_learner(session, number, last_name=sys.argv[3], phone=sys.argv[4])
            number += 1
    with db.read() as session:  # a sort too large for the cache wants a temporary file
        session.execute(text("PRAGMA cache_size=10"))
        session.execute(text("SELECT * FROM learner ORDER BY random()")).fetchall()
    if number == 400:
        print("warm", flush=True)
"""


@pytest.mark.parametrize("key", [KEY, None], ids=["protected", "plain"])
def test_a_learner_is_nowhere_in_clear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key) -> None:
    """On a plain file the same search finds the name: it looks where names are."""
    center = make_center(tmp_path, key)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path / "tmp"))
    words = [center.path, key.raw.hex() if key else "", NAME, PHONE]
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, *map(str, words)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert worker.stdout.readline() == "warm\n"
        at_work = set(found_in_clear(tmp_path))
        names = {file.name for file in tmp_path.iterdir()}
    finally:
        worker.kill()
        worker.wait(30)
    killed = set(found_in_clear(tmp_path))
    assert {"centre.gendb", "centre.gendb-wal", "centre.gendb-shm", "centre.gendb.verrou"} <= names
    if key is None:
        assert "centre.gendb-wal" in at_work
        assert "centre.gendb-wal" in killed
        center.open().close()
        assert PAPER[600:640] in center.path.read_bytes()
        return
    assert at_work == set()
    assert killed == set()
    db = center.open()
    with db.read() as session:
        verdict = verify_chain(session)
    db.close()
    assert verdict.broken is None
    assert verdict.length >= 10
    assert check_file(center.path, key) == []
    assert set(found_in_clear(tmp_path)) == set()


def found_in_clear(folder: Path) -> Iterator[str]:
    """The files that hold the name or the phone, in any encoding, or a piece of the paper."""
    needles = [
        word.encode(encoding)
        for word in (NAME, NAME.lower(), PHONE, "zwingelbert")
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
    ]
    needles += [PAPER[start : start + 40] for start in range(0, 3900, 300)]
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        try:
            content = file.read_bytes()
        except FileNotFoundError:  # a journal that was just folded in
            continue
        if any(needle in content for needle in needles):
            yield file.name
