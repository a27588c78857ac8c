"""Files with and without a key, for what must hold for both."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.db.key_file import Holder, keys_path
from gen_desktop.db.keys import create_keys
from gen_desktop.store import create_store, open_store

KEY = FileKey(bytes(range(32)))
PASSWORD = "un cheval orange au marché"


@dataclass(frozen=True)
class Center:
    """A file and the key that opens it."""

    path: Path
    key: FileKey | None

    def open(self) -> Database:
        return open_store(self.path, PROGRAM, self.key)


def make_center(folder: Path, key: FileKey | None, name: str = "centre.gendb") -> Center:
    """An empty file of the present schema; with a key, its key file beside."""
    path = folder / name
    if key is not None:
        keys_path(path).write_bytes(_keys(key)[0])
    create_store(path, PROGRAM, key).close()
    return Center(path, key)


def recovery_code(key: FileKey) -> str:
    """What opens such a file as its direction: its only person is not in the staff, and has no role."""
    return _keys(key)[1]


@cache
def _keys(key: FileKey) -> tuple[bytes, str]:
    """The key file and its recovery code, made once: deriving a key takes its time on purpose."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "keys.gendb"
        code = create_keys(path, key, Holder("Anne Martin"), PASSWORD)
        return keys_path(path).read_bytes(), code
