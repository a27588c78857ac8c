"""The way back from a file that does not open any more: its newest backup that is still as it was proved."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.db.backup import Backup, Verdict, backups
from gen_desktop.db.backup_record import sha256_of
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.safekeeping import Places, default_folder


def way_back(path: Path, second: Path | None = None) -> Backup | None:
    """The newest good backup of a file, in its usual folder or the second place; None when there is none.

    Needs no key: a backup was opened and counted when it was made, and its bytes are the same today.
    """
    places = Places(default_folder(path), second)
    found = [*backups(places.folder, path), *(backups(places.second, path) if places.second else ())]
    found.sort(key=lambda one: one.made_at, reverse=True)
    return next((one for one in found if _is_as_proved(one)), None)


def _is_as_proved(backup: Backup) -> bool:
    if backup.verdict is not Verdict.GOOD or backup.proof is None:
        return False
    try:
        if sha256_of(backup.file) != backup.proof.sha256:
            return False
        return not backup.proof.keys_sha256 or sha256_of(keys_path(backup.file)) == backup.proof.keys_sha256
    except OSError:
        return False
