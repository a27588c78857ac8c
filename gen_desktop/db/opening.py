"""Looks before it opens: is this a file of ours, of which version, and does it need to be brought forward?

The order is that of docs/architecture.md. Whatever is refused is left byte for byte as it was.
"""

from __future__ import annotations

import datetime as dt
import glob
import os
import shutil
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from gen_desktop.db.backup import Reason
from gen_desktop.db.driver import APPLICATION_ID, FileKey, connect
from gen_desktop.db.header import is_protected
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.lock import no_room
from gen_desktop.db.problems import storage_problems
from gen_desktop.db.safekeeping import Places, default_folder, keep_safe
from gen_desktop.errors import FileDamaged, FileTooNew, OnlyReadable, PasswordNeeded, StorageProblem
from gen_desktop.files import put_in_place

SCHEMA_VERSION = 6  # number of the newest revision in migrations/versions
_DRAFT = ".en-cours"
ROOM = 4 * 1024 * 1024
"""Bytes that must be free: the journal of a file grows to four megabytes before it is folded in."""
_LOOKS, _PAUSE = 3, 0.1  # seconds
T = TypeVar("T")


def create_file(path: Path, key: FileKey | None = None) -> None:
    """Make a new file by running every migration from zero: one road to the schema."""
    if path.exists():
        raise StorageProblem(
            f"Le fichier «\u00a0{path.name}\u00a0» existe déjà\u00a0; choisissez un autre nom."
        )
    if not path.parent.is_dir():
        raise StorageProblem(f"Le dossier «\u00a0{path.parent}\u00a0» n’existe pas.")
    draft = path.with_name(path.name + _DRAFT)
    _remove(path.parent, draft.name, "*")
    try:
        with storage_problems(path):
            _migrate(draft, 0, key)
            _fold_journal(draft, key)
        put_in_place(draft, path)
    finally:
        _remove(path.parent, draft.name, "*")


def prepare_file(path: Path, key: FileKey | None = None, *, read_only: bool = False) -> None:
    """Check the file and bring an older one to the present schema, after a proved backup.

    Raises StorageProblem or one of its kinds (errors.py), and then leaves the file as it was.
    """
    version = sound_version(path, key)
    with storage_problems(path):
        if read_only and version < SCHEMA_VERSION:
            raise StorageProblem(
                f"Le fichier «\u00a0{path.name}\u00a0» a été écrit par une version plus ancienne de GEN "
                "Desktop\u00a0: ouvrez-le une "
                "fois sans la lecture seule pour le mettre à jour."
            )
        if not read_only:
            _refuse_what_cannot_be_written(path)
        if version < SCHEMA_VERSION:
            _back_up(path, key)
            _migrate(path, version, key)


def sound_version(path: Path, key: FileKey | None = None) -> int:
    """``known_version`` of a file that seems whole. Whatever is refused has nothing made beside it."""
    version = known_version(path, key)
    _believed(partial(_refuse_damage, path, key))
    return version


def known_version(path: Path, key: FileKey | None = None) -> int:
    """``checked_version``, of a file that this program is not too old for. Raises FileTooNew besides."""
    version = checked_version(path, key)
    if version > SCHEMA_VERSION:
        raise FileTooNew(
            f"Le fichier «\u00a0{path.name}\u00a0» a été écrit par une version plus récente de GEN "
            "Desktop. "
            "Installez la dernière version pour l’ouvrir\u00a0; le fichier n’a pas été modifié."
        )
    return version


def bring_forward(path: Path, key: FileKey | None = None) -> None:
    """Bring a copy that is ours alone, found sound, to the present schema; no backup of it is made."""
    with storage_problems(path):
        version = _read_version(path, key)
        if version < SCHEMA_VERSION:
            _migrate(path, version, key)


def checked_version(path: Path, key: FileKey | None = None) -> int:
    """The schema version of a file of ours.

    Raises StorageProblem when it is absent or foreign, FileDamaged, KeysLost or PasswordNeeded.
    """
    if is_protected(path):
        if key is None:
            raise PasswordNeeded(
                f"Le fichier «\u00a0{path.name}\u00a0» est protégé\u00a0: il faut un mot de passe pour "
                "l’ouvrir."
            )
    elif key is not None:
        raise StorageProblem(
            f"Le fichier «\u00a0{path.name}\u00a0» n’est pas protégé, alors qu’il devrait l’être\u00a0: ce "
            "n’est sans doute pas le "
            "bon. Rien n’a été modifié."
        )
    try:
        return _believed(partial(_read_version, path, key))
    except FileDamaged as error:
        if key is None:
            raise
        raise FileDamaged(
            f"Le fichier «\u00a0{path.name}\u00a0» est endommagé, ou le fichier de clés "
            f"«\u00a0{keys_path(path).name}\u00a0» est celui d’un "
            "autre. Restaurez la dernière sauvegarde\u00a0; rien n’a été modifié."
        ) from error


def _believed(look: Callable[[], T]) -> T:
    """What a look at the file finds. Damage is believed when it stays.

    At a glance, a file that another program opens or closes in that very instant looks damaged.
    """
    for _ in range(_LOOKS - 1):
        with suppress(FileDamaged):
            return look()
        time.sleep(_PAUSE)
    return look()


def _read_version(path: Path, key: FileKey | None) -> int:
    with storage_problems(path), closing(connect(path, key=key, mode="ro", glance=True)) as connection:
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        if application_id != APPLICATION_ID:
            raise StorageProblem(f"Le fichier «\u00a0{path.name}\u00a0» n’est pas un fichier de GEN Desktop.")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version < 1:
            raise FileDamaged(
                f"Le fichier «\u00a0{path.name}\u00a0» n’est pas un fichier complet de GEN Desktop."
            )
        return version


def _refuse_damage(path: Path, key: FileKey | None) -> None:
    with storage_problems(path), closing(connect(path, key=key, mode="ro", glance=True)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise FileDamaged(
                f"Le fichier «\u00a0{path.name}\u00a0» est endommagé. Restaurez la dernière "
                "sauvegarde\u00a0; rien n’a été modifié."
            )
        connection.execute("SELECT id FROM change_set LIMIT 1")  # a file of ours without it has lost the rest


def _refuse_what_cannot_be_written(path: Path) -> None:
    if not os.access(path, os.W_OK):
        raise OnlyReadable(
            f"Le fichier «\u00a0{path.name}\u00a0» est en lecture seule\u00a0: rien ne peut y être "
            "enregistré. "
            "Vous pouvez l’ouvrir en lecture seule."
        )
    if shutil.disk_usage(path.parent).free < ROOM:
        raise no_room(path)


def _back_up(path: Path, key: FileKey | None) -> None:
    """A proved backup among the others, or no update."""
    not_updated = f"Le fichier «\u00a0{path.name}\u00a0» n’a donc pas été mis à jour, ni changé."
    places = Places(default_folder(path))
    try:
        keep_safe(path, places, key=key, reason=Reason.BEFORE_MIGRATION, now=dt.datetime.now().astimezone())
    except FileDamaged as problem:
        raise FileDamaged(f"{problem} {not_updated}") from problem
    except StorageProblem as problem:
        raise StorageProblem(f"{problem} {not_updated}") from problem


def use_journal(path: Path, key: FileKey | None) -> None:
    """Readers and the writer do not wait for each other from now on.

    A file just made or restored is without a journal, and while somebody reads it none can be begun.
    """
    with storage_problems(path), closing(connect(path, key=key, mode="rw")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def _remove(folder: Path, start: str, rest: str) -> None:
    """Drafts and their journals; on Windows what another has open stays until the next time."""
    for file in folder.glob(glob.escape(start) + rest):
        with suppress(OSError):
            file.unlink()


def _fold_journal(path: Path, key: FileKey | None) -> None:
    """All in one file, that can be renamed: on a full disk, closing silently leaves the journal aside."""
    with closing(connect(path, key=key, mode="rw")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _migrate(path: Path, version: int, key: FileKey | None) -> None:
    # Alembic costs half a second to import: only when a file is behind.
    from gen_desktop.db.migrations.run import upgrade

    upgrade(path, version, SCHEMA_VERSION, key)
