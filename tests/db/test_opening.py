"""A file is looked at before it is touched."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import inspect

from gen_desktop.changes import PROGRAM
from gen_desktop.db import opening
from gen_desktop.db.backup import Backup, Reason, Verdict, backups, make_backup, verify
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey, connect
from gen_desktop.db.engine import make_engine
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.lock import lock_path
from gen_desktop.db.migrations.run import upgrade
from gen_desktop.db.opening import SCHEMA_VERSION, prepare_file
from gen_desktop.db.proof import prove
from gen_desktop.db.restore import restore
from gen_desktop.db.safekeeping import default_folder, thin
from gen_desktop.errors import (
    FileDamaged,
    FileTooNew,
    KeysLost,
    OnlyReadable,
    PasswordNeeded,
    StorageProblem,
)
from gen_desktop.models.learner import Learner
from gen_desktop.models.registry import Base
from gen_desktop.store import create_store, open_store
from tests.factories import make_learner
from tests.protected import KEY, Center, make_center

ROOT = Path(__file__).resolve().parents[2]


def test_the_migrated_schema_is_the_mapped_one(store_file: Path) -> None:
    """One road to the schema: what migrations make is what the mapped classes expect."""
    found = inspect(make_engine(store_file, writable=False))
    for table in Base.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        assert indexes == {index.name for index in table.indexes}, table.name
        targets = {key["referred_table"] for key in found.get_foreign_keys(table.name)}
        assert targets == {key.column.table.name for key in table.foreign_keys}, table.name
    assert set(found.get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_a_day_that_does_not_exist_is_refused_by_the_file_itself(store_file: Path) -> None:
    with closing(driver.connect(str(store_file))) as connection, pytest.raises(driver.IntegrityError):
        connection.execute(
            "INSERT INTO learner (id, version, last_name, first_name, birth_date, sort_key, search_text)"
            " VALUES (1, 1, 'A', 'B', '2025-02-30', '', '')"
        )


def test_a_newer_file_is_refused_and_untouched(store_file: Path) -> None:
    with closing(driver.connect(str(store_file))) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = store_file.read_bytes()
    with pytest.raises(FileTooNew, match="plus récente"):
        open_store(store_file, PROGRAM)
    assert store_file.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("wrong", ["newer", "foreign", "damaged"])
def test_a_refusal_leaves_nothing_beside_the_file(store_file: Path, wrong: str, read_only: bool) -> None:
    if wrong == "damaged":
        middle = store_file.stat().st_size // 2
        with store_file.open("r+b") as stream:
            stream.seek(middle)
            stream.write(b"\xff" * 4096)
    else:
        pragma = "application_id=7" if wrong == "foreign" else f"user_version={SCHEMA_VERSION + 1}"
        with closing(driver.connect(str(store_file))) as connection:
            connection.execute(f"PRAGMA {pragma}")
    before = {found.name: found.read_bytes() for found in store_file.parent.iterdir()}
    with pytest.raises(StorageProblem, match=re.escape(store_file.name)):
        open_store(store_file, PROGRAM, read_only=read_only)
    assert {found.name: found.read_bytes() for found in store_file.parent.iterdir()} == before


@pytest.mark.parametrize("content", [b"", b"Nom;Prenom\n", b"SQLite format 3\x00" + b"\x00" * 4096])
def test_what_is_not_a_file_of_ours_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.gendb"
    path.write_bytes(content)
    with pytest.raises(StorageProblem, match=r"liste\.gendb"):
        prepare_file(path)
    assert path.read_bytes() == content


def test_an_absent_file_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="n’existe pas"):
        open_store(tmp_path / "rien.gendb", PROGRAM)
    assert not list(tmp_path.iterdir())


def test_an_existing_file_is_not_replaced(store_file: Path) -> None:
    with pytest.raises(StorageProblem, match="existe déjà"):
        create_store(store_file, PROGRAM)


def _write_in_a_read_session(db: Database) -> None:
    with db.read() as session:
        make_learner(session)
        session.flush()


def test_a_read_session_cannot_write(db: Database) -> None:
    with pytest.raises(StorageProblem, match="lecture seule"):
        _write_in_a_read_session(db)
    with db.read() as session:
        assert session.query(Learner).count() == 0


@pytest.fixture(params=["plain", "protected"])
def center(request, tmp_path: Path) -> Center:
    """A file with one learner, closed."""
    made = make_center(tmp_path, KEY if request.param == "protected" else None)
    db = made.open()
    with db.write("Créer") as session:
        make_learner(session)
    db.close()
    return made


def refused(path: Path, key: FileKey | None, kind: type[StorageProblem], said: str, **how: bool) -> None:
    """One sentence, for writing and for reading, and not a byte of any file is other than before."""
    before = _digests(path.parent)
    for read_only in how.values() or (False, True):
        with pytest.raises(kind, match=said) as told:
            open_store(path, PROGRAM, key, read_only=read_only)
        assert "\n" not in str(told.value)
        assert not lock_path(path).exists()
    after = _digests(path.parent)
    assert {name: after[name] for name in before} == before
    # Looking may leave an empty journal of SQLite beside it, nothing else.
    assert {name.rsplit("-", 1)[-1] for name in after.keys() - before.keys()} <= {"wal", "shm"}


def _digests(folder: Path) -> dict[str, str]:
    files = [file for file in folder.iterdir() if file.is_file() and not file.name.endswith("-shm")]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_a_sound_file_opens_and_leaves_nothing_beside(center: Center) -> None:
    names = {file.name for file in center.path.parent.iterdir()}
    db = center.open()
    assert db.key == center.key
    with db.read() as session:
        assert session.query(Learner).count() == 1
    db.close()
    assert {file.name for file in center.path.parent.iterdir()} == names


def test_a_protected_file_is_noise(tmp_path: Path) -> None:
    content = make_center(tmp_path, KEY).path.read_bytes()
    assert not content.startswith(b"SQLite")
    for word in (b"CREATE TABLE", b"learner", b"alembic"):
        assert word not in content


def test_a_new_protected_file_is_never_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half-made, it is enciphered already."""
    seen = []
    monkeypatch.setattr(Path, "replace", lambda draft, _target: seen.append(draft.read_bytes()[:16]))
    opening.create_file(tmp_path / "centre.gendb", KEY)
    assert len(seen) == 1
    assert not seen[0].startswith(b"SQLite")


def test_without_the_password(tmp_path: Path) -> None:
    refused(make_center(tmp_path, KEY).path, None, PasswordNeeded, r"centre\.gendb.* il faut un mot de passe")


def test_with_another_key(tmp_path: Path) -> None:
    refused(make_center(tmp_path, KEY).path, FileKey(bytes(32)), FileDamaged, "celui d’un autre")


def test_a_plain_file_in_the_place_of_a_protected_one(tmp_path: Path) -> None:
    refused(make_center(tmp_path, None).path, KEY, StorageProblem, "n’est pas protégé, alors")


def test_an_emptied_file(center: Center) -> None:
    center.path.write_bytes(b"")
    refused(center.path, center.key, FileDamaged, r"centre\.gendb.* est vide")


def test_a_renamed_file(center: Center) -> None:
    renamed = center.path.rename(center.path.with_name("suivi 100%, n°1.gendb"))
    refused(center.path, center.key, StorageProblem, "n’existe pas")
    if center.key is not None:
        refused(renamed, center.key, KeysLost, r"manque .*centre\.gendb\.cles")
        keys_path(center.path).rename(keys_path(renamed))
    Center(renamed, center.key).open().close()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"\x00" * 9000, "un classeur ou une archive"),
        (b"%PDF-1.7\n" + b"\x00" * 9000, "un PDF"),
        (b"Nom;Pr\xe9nom\nDupont;Ana\n", "un fichier de texte"),
        (bytes(range(256)) * 64, "n’est pas un fichier de GEN Desktop ; ou bien"),
    ],
)
def test_a_foreign_file(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "liste.gendb"
    path.write_bytes(content)
    refused(path, None, StorageProblem, said.replace(" ;", "\u00a0;"))


def test_the_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "autre.gendb"
    with closing(driver.connect(str(path))) as connection:
        connection.execute("CREATE TABLE learner (name TEXT)")
    refused(path, None, StorageProblem, "n’est pas un fichier de GEN Desktop")


def test_the_key_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    refused(keys_path(center.path), None, StorageProblem, r"ouvrez plutôt «\u00a0centre\.gendb\u00a0»")
    (tmp_path / "dossier.gendb").mkdir()
    refused(tmp_path / "dossier.gendb", None, StorageProblem, "est un dossier")


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("page", [1, 4096])
def test_a_file_cut_short(center: Center, kept: float, page: int) -> None:
    content = center.path.read_bytes()
    size = int(len(content) * kept) // page * page
    center.path.write_bytes(content[:size])
    refused(center.path, center.key, FileDamaged, "incomplet|endommagé")


def test_a_damaged_page(center: Center) -> None:
    content = bytearray(center.path.read_bytes())
    content[3 * 4096 : 3 * 4096 + 200] = b"\xff" * 200
    center.path.write_bytes(content)
    refused(center.path, center.key, FileDamaged, "endommagé.* Restaurez la dernière sauvegarde")


def test_a_newer_file(center: Center) -> None:
    with closing(opening.connect(center.path, key=center.key, mode="rw")) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    refused(center.path, center.key, FileTooNew, "plus récente")


def test_an_older_file_read_only(center: Center, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    refused(center.path, center.key, StorageProblem, "plus ancienne", read_only=True)


def test_no_room_left(center: Center, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(center.path.parent)._replace(free=opening.ROOM - 1)
    monkeypatch.setattr(opening.shutil, "disk_usage", lambda _path: usage)
    refused(center.path, center.key, OnlyReadable, "plus assez de place", read_only=False)
    open_store(center.path, PROGRAM, center.key, read_only=True).close()


def test_committed_work_of_a_killed_program_is_read(center: Center) -> None:
    """Read-only or not, what was acknowledged is there, from the journal the dead program left."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom gen_desktop.changes import PROGRAM\n"
        "from gen_desktop.store import open_store\nfrom tests.factories import make_learner\n"
        "from tests.protected import KEY\n"
        "db = open_store(Path(sys.argv[1]), PROGRAM, KEY if sys.argv[2] == 'True' else None)\n"
        "with db.write('Créer') as session:\n    make_learner(session, 2)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    words = [sys.executable, "-c", code, center.path, str(center.key is not None)]
    subprocess.run(words, cwd=ROOT, check=False)
    assert center.path.with_name(center.path.name + "-wal").stat().st_size > 0
    for read_only in (True, False):
        db = open_store(center.path, PROGRAM, center.key, read_only=read_only)
        with db.read() as session:
            assert session.query(Learner).count() == 2
        db.close()


CUT_SHORT = """
import os, sys
from pathlib import Path
from gen_desktop.db.driver import connect
from tests.protected import KEY
connection = connect(Path(sys.argv[1]), key=KEY if sys.argv[2] == "True" else None, mode="rw")
for line in ("journal_mode=DELETE", "cache_size=2"):
    connection.execute(f"PRAGMA {line}")
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE half_written (content)")
connection.executemany("INSERT INTO half_written VALUES (zeroblob(9000))", [()] * 50)
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("version", [1, SCHEMA_VERSION])
def test_what_was_cut_short_before_the_first_wal_is_taken_back(center: Center, version: int) -> None:
    """A file just made or restored has the other kind of journal until it is opened."""
    old = Center(center.path.with_name("ancien.gendb"), center.key)
    upgrade(old.path, 0, version, old.key)
    if old.key is not None:
        shutil.copyfile(keys_path(center.path), keys_path(old.path))
    subprocess.run(
        [sys.executable, "-c", CUT_SHORT, old.path, str(old.key is not None)], cwd=ROOT, check=False
    )
    assert old.path.with_name("ancien.gendb-journal").stat().st_size > 0
    db = old.open()
    with db.read() as session:
        assert session.query(Learner).count() == 0
        assert "half_written" not in inspect(session.connection()).get_table_names()
    db.close()
    assert not old.path.with_name("ancien.gendb-journal").exists()


ON_SMALL_DISK = """
import hashlib, os, shutil, subprocess, sys
from pathlib import Path
from gen_desktop.changes import PROGRAM
from gen_desktop.errors import OnlyReadable
from gen_desktop.models.learner import Learner
from gen_desktop.store import open_store
from tests.protected import KEY
source, disk, read_only = map(Path, sys.argv[1:4])
key, is_made_here = KEY if sys.argv[4] == "True" else None, disk == read_only
if is_made_here:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", disk], check=True)
for file in source.parent.glob(source.name + "*"):
    shutil.copy(file, disk)
path = disk / source.name

def tried(said, path=path):
    before = hashlib.sha256(path.read_bytes()).digest()
    try:
        open_store(path, PROGRAM, key).close()
    except OnlyReadable as problem:
        assert said in str(problem), problem
    else:
        raise AssertionError("it was opened")
    assert hashlib.sha256(path.read_bytes()).digest() == before
    db = open_store(path, PROGRAM, key, read_only=True)
    with db.read() as session:
        assert session.query(Learner).count() == 1
    db.close()

ballast = disk / "ballast"
ballast.write_bytes(bytes(shutil.disk_usage(disk).free - (2 << 20)))
tried("assez de place")
for left in disk.glob("*-[ws][ah][lm]"):
    left.unlink()
with ballast.open("ab", buffering=0) as stream:
    try:
        while stream.write(bytes(4096)):
            pass
    except OSError:
        pass
tried("assez de place")
ballast.unlink()
open_store(path, PROGRAM, key).close()
if is_made_here:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
tried("lecture seule", read_only / source.name)
print("done")
"""


def test_a_small_disk_and_a_read_only_one(center: Center, tmp_path: Path) -> None:
    """Real ones: a small file system filled to the last byte, then seen read-only.

    One of 8 MB is made for it on Linux; elsewhere it is given, with the folder where it is seen read-only.
    """
    given = [os.environ.get(f"GEN_DESKTOP_{name}") for name in ("SMALL_DISK", "SMALL_DISK_READ_ONLY")]
    if all(given):
        alone, folder = [], tempfile.mkdtemp(dir=given[0])
        disk, read_only = folder, Path(given[1]) / Path(folder).name
    else:
        alone = _with_its_own_mounts()
        disk = read_only = tmp_path / "disque"
        disk.mkdir()
    words = [sys.executable, "-c", ON_SMALL_DISK, center.path, disk, read_only, center.key is not None]
    done = subprocess.run([*alone, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "done\n", done.stderr


def _with_its_own_mounts() -> list[str]:
    unshare = shutil.which("unshare")
    alone = [unshare, "--mount"] if unshare and os.geteuid() == 0 else [unshare, "--mount", "--map-root-user"]
    can_mount = unshare and subprocess.run([*alone, "true"], check=False, capture_output=True).returncode == 0
    if not can_mount:
        pytest.skip("no small disk is given (GEN_DESKTOP_SMALL_DISK), and none can be made here")
    return alone


@pytest.fixture(params=[None, KEY], ids=["plain", "protected"])
def old_center(request, tmp_path: Path) -> Center:
    """A file of the first version with one learner, closed."""
    made = Center(tmp_path / "centre.gendb", request.param)
    if made.key is not None:
        shutil.copyfile(keys_path(make_center(tmp_path, KEY, "autre.gendb").path), keys_path(made.path))
    upgrade(made.path, 0, 1, made.key)
    with closing(connect(made.path, key=made.key, mode="rw")) as connection:
        connection.execute(
            "INSERT INTO learner (id, version, last_name, first_name, sort_key, search_text)"
            " VALUES (1, 1, 'Rousset', 'Elodie', 'rousset', 'rousset elodie')"
        )
        connection.execute("PRAGMA journal_mode=DELETE")
    return made


def _kept_before(center: Center) -> tuple[Backup, ...]:
    return backups(default_folder(center.path), center.path)


def test_an_older_file_is_backed_up_with_proof_then_brought_forward(old_center: Center) -> None:
    old_center.open().close()
    (kept,) = _kept_before(old_center)
    assert (kept.reason, kept.verdict) == (Reason.BEFORE_MIGRATION, Verdict.GOOD)
    assert kept.contents is not None
    assert (kept.contents.schema, kept.contents.people) == (1, 1)
    assert verify(kept, old_center.key).verdict is Verdict.GOOD
    assert keys_path(kept.file).exists() == (old_center.key is not None)
    assert prove(old_center.path, old_center.key).schema == SCHEMA_VERSION
    assert prove(old_center.path, old_center.key).people == 1
    assert not list(old_center.path.parent.glob("*avant*"))
    old_center.open().close()
    assert len(_kept_before(old_center)) == 1


def test_that_backup_takes_the_file_back_to_what_it_was(old_center: Center) -> None:
    old_center.open().close()
    (kept,) = _kept_before(old_center)
    done = restore(old_center.path, kept, key=old_center.key, now=dt.datetime.now().astimezone())
    assert done.contents.schema == 1
    old_center.open().close()
    assert prove(old_center.path, old_center.key).schema == SCHEMA_VERSION


def test_it_is_kept_a_year_then_goes_with_the_others(old_center: Center) -> None:
    old_center.open().close()
    (kept,) = _kept_before(old_center)
    folder = default_folder(old_center.path)
    for days in range(1, 400, 28):
        later = kept.made_at + dt.timedelta(days=days)
        make_backup(old_center.path, folder, key=old_center.key, reason=Reason.AUTOMATIC, now=later)
        thin(old_center.path, folder, now=later)
        assert kept.file.exists() == (days <= 365)
    assert not keys_path(kept.file).exists()


def test_without_room_for_that_backup_nothing_is_migrated(
    old_center: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, usage, folder = (
        _digests(old_center.path.parent),
        shutil.disk_usage,
        default_folder(old_center.path),
    )
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: usage(path)._replace(**({"free": 99} if path == folder else {}))
    )
    with pytest.raises(
        StorageProblem, match="pas assez de place .*avant une mise à jour.* pas été mis à jour"
    ):
        old_center.open()
    assert _digests(old_center.path.parent) == before
    assert list(folder.iterdir()) == []
    assert opening.checked_version(old_center.path, old_center.key) == 1


def test_without_a_folder_for_that_backup_nothing_is_migrated(old_center: Center) -> None:
    default_folder(old_center.path).write_text("à la place du dossier", encoding="utf-8")
    refused(old_center.path, old_center.key, StorageProblem, "pas été mis à jour, ni changé", read_only=False)


HALF_WRITTEN = """
import os, sys
from pathlib import Path
from gen_desktop.db.driver import FileKey, connect

path, key = Path(sys.argv[1]), FileKey(bytes.fromhex(sys.argv[2])) if sys.argv[2] else None
file = connect(path, key=key, mode="rw")
file.execute("PRAGMA journal_mode=DELETE")
file.execute("PRAGMA cache_size=1")
file.execute("BEGIN IMMEDIATE")
file.execute("CREATE TABLE half (written TEXT)")
for _ in range(2000):
    file.execute("INSERT INTO half VALUES (hex(randomblob(300)))")
os._exit(9)
"""


@pytest.mark.parametrize("read_only", [False, True])
def test_what_a_killed_program_left_half_written_is_undone(center: Center, read_only: bool) -> None:
    words = [sys.executable, "-c", HALF_WRITTEN, center.path, "" if center.key is None else KEY.raw.hex()]
    subprocess.run(list(map(str, words)), cwd=ROOT, check=False)
    assert center.path.with_name(center.path.name + "-journal").stat().st_size
    db = open_store(center.path, PROGRAM, center.key, read_only=read_only)
    with db.read() as session:
        assert session.query(Learner).count() == 1
        assert "half" not in inspect(session.connection()).get_table_names()
    db.close()
    assert prove(center.path, center.key).people == 1


def test_a_new_file_is_written_to_while_it_is_read(tmp_path: Path) -> None:
    db = create_store(tmp_path / "neuf.gendb", PROGRAM, KEY)
    with db.read() as reading:
        assert reading.query(Learner).count() == 0
        with db.write("Créer une personne") as session:
            make_learner(session, 0)
    db.close()


def test_a_new_file_never_leaves_its_journal_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk, where closing cannot bring the journal into the file and says nothing."""
    migrate, held = opening._migrate, []

    def and_keep_open(draft: Path, version: int, key: FileKey | None) -> None:
        migrate(draft, version, key)
        reader = connect(draft, key=key, mode="rw")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM learner").fetchone()
        held.append(reader)

    monkeypatch.setattr(opening, "_migrate", and_keep_open)
    monkeypatch.setattr("gen_desktop.db.driver.BUSY_TIMEOUT_MS", 10)
    with pytest.raises(StorageProblem, match=r"«\u00a0neuf\.gendb\u00a0»"):
        opening.create_file(tmp_path / "neuf.gendb", KEY)
    held[0].close()
    if sys.platform != "win32":  # there, what is open cannot be removed
        assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    opening.create_file(tmp_path / "neuf.gendb", KEY)
    assert [file.name for file in tmp_path.iterdir()] == ["neuf.gendb"]


def test_damage_seen_in_the_instant_in_which_another_opens_the_file_is_not_believed(
    center: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A glance read the pages as they lie while another program was writing them."""
    looks = []

    def torn_at_first(path: Path, **how: object):
        looks.append(path)
        if len(looks) in (1, 3):
            raise driver.DatabaseError("database disk image is malformed")
        return connect(path, **how)

    monkeypatch.setattr(opening, "connect", torn_at_first)
    prepare_file(center.path, center.key, read_only=True)
    assert len(looks) == 4
