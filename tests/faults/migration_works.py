"""Files of the first version: how one is made now, and what must hold when its opening is killed."""

from __future__ import annotations

import json
import random
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Verdict, backups, verify
from gen_desktop.db.driver import connect
from gen_desktop.db.integrity import check_file
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.migrations.run import upgrade
from gen_desktop.db.opening import SCHEMA_VERSION
from gen_desktop.db.proof import prove
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.queries.seals import verify_chain
from gen_desktop.store import create_store, open_store
from tests.faults.killed import Acks, center_in
from tests.protected import KEY

FIRST_VERSION = 1
OLD_FILES = 12


def write_old_file(path: Path, present: Path) -> None:
    """A file of the first version, with every row that the file ``present`` holds and it can hold."""
    upgrade(path, 0, FIRST_VERSION, KEY)
    with closing(connect(path, key=KEY, mode="rw")) as connection:
        connection.execute(f"ATTACH '{present}' AS present KEY \"x'{KEY.raw.hex()}'\"")
        connection.execute("PRAGMA foreign_keys=OFF")
        for table in _tables(connection, "main"):
            columns = ", ".join(_columns(connection, "main", table) & _columns(connection, "present", table))
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM present.{table}")
        connection.execute("DETACH present")
        connection.execute("PRAGMA journal_mode=DELETE")
    shutil.copyfile(keys_path(present), keys_path(path))


def write_old_files(folder: Path, count: int = OLD_FILES) -> None:
    """Several copies of one, so that there is always one more to open, and what it holds."""
    first = _old_file(folder, 0)
    write_old_file(first, center_in(folder).path)
    for number in range(1, count):
        shutil.copyfile(first, _old_file(folder, number))
        shutil.copyfile(keys_path(first), keys_path(_old_file(folder, number)))
    held = prove(first, KEY)
    (folder / "ancien.json").write_text(json.dumps({"rows": dict(held.rows), "seal": held.seal}))


def migrating(folder: Path, rng: random.Random, acks: Acks) -> None:
    """Files of the first version are opened; then new ones are made, which runs every migration too."""
    for number in range(1000):
        old = _old_file(folder, number)
        if not old.exists():
            shutil.copyfile(keys_path(_old_file(folder, 0)), keys_path(old))
            create_store(old, PROGRAM, KEY).close()
        open_store(old, PROGRAM, KEY).close()
        acks.say(old.name)


def check_migrated(folder: Path, acks: list[Any]) -> None:
    """Each opens at the present version with all it held; what was kept of before is sound."""
    for name in acks:
        assert prove(folder / name, KEY).schema == SCHEMA_VERSION, f"{name} was not brought forward"
    for file in folder.glob("ancien-*.gendb"):
        if "avant" not in file.name:
            _check_migrated(folder, file)


def _check_migrated(folder: Path, file: Path) -> None:
    held = json.loads((folder / "ancien.json").read_text())
    db = open_store(file, PROGRAM, KEY)
    with db.read() as session:
        assert verify_chain(session).broken is None
    db.close()
    assert check_file(file, KEY) == []
    now = prove(file, KEY)
    assert now.schema == SCHEMA_VERSION
    if int(file.stem.removeprefix("ancien-")) < OLD_FILES:
        assert now.seal == held["seal"]
        assert {table: now.rows.get(table) for table in held["rows"]} == held["rows"]
    for one in backups(default_folder(file), file):
        assert one.verdict is not Verdict.GOOD or verify(one, KEY).verdict is Verdict.GOOD


def _old_file(folder: Path, number: int) -> Path:
    return folder / f"ancien-{number}.gendb"


def _tables(connection: Any, schema: str) -> list[str]:
    found = connection.execute(
        f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return [row[0] for row in found if row[0] != "alembic_version"]


def _columns(connection: Any, schema: str, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({table})")}
