"""The key file beside a protected file: read whole and checked, written whole or not at all."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gen_desktop.db.driver import FileKey
from gen_desktop.db.wrapping import Wrap
from gen_desktop.errors import FileTooNew, KeysLost, StorageProblem
from gen_desktop.files import put_in_place
from gen_desktop.french import NBSP

KEYS_SUFFIX = ".cles"
FORMAT, VERSION = "gen-desktop-keys", 1
RECOVERY_OWNER = "recovery"
"""What the wrap of the recovery code is sealed with."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who opens the file with a password of their own. ``staff_id``: of staff_member, if known."""

    name: str
    staff_id: int | None = None

    @property
    def owner(self) -> str:
        """What their wrap is sealed with."""
        return json.dumps(["person", self.name, self.staff_id], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A computer whose keychain opens the file for someone. ``name``: of the Holder."""

    name: str
    computer: str

    @property
    def owner(self) -> str:
        """What that wrap is sealed with."""
        return json.dumps(["computer", self.name, self.computer], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """What the key file says. ``key_id`` tells the right key from another, and nothing about it."""

    key_id: str
    people: tuple[tuple[Holder, Wrap], ...]
    recovery: Wrap | None
    computers: tuple[tuple[Remembered, Wrap], ...] = ()


def keys_path(path: Path) -> Path:
    """The key file of a data file, or of a backup."""
    return path.with_name(path.name + KEYS_SUFFIX)


def key_id(key: FileKey) -> str:
    """A fingerprint by which a key is recognised."""
    return hmac.new(key.raw, b"GEN Desktop: id of a file key", hashlib.sha256).hexdigest()[:32]


def read_ring(path: Path) -> KeyRing:
    """The keys of the data file ``path``. Raises KeysLost (missing, damaged), FileTooNew, StorageProblem."""
    file = keys_path(path)
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise KeysLost(f"{_missing(path)} {where_a_copy_is(path)}") from None
    except OSError as error:
        raise StorageProblem(f"Le fichier de clés «{NBSP}{file}{NBSP}» ne peut pas être lu.") from error
    try:
        return parse_ring(content)
    except _LaterVersion:
        raise FileTooNew(
            f"Le fichier de clés «{NBSP}{file.name}{NBSP}» a été écrit par une version plus récente de "
            "GEN Desktop. Installez la dernière version\u00a0; rien n’a été modifié."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeysLost(
            f"Le fichier de clés «{NBSP}{file.name}{NBSP}» est endommagé\u00a0: sans lui, aucun mot de "
            "passe n’ouvre "
            f"«{NBSP}{path.name}{NBSP}». {where_a_copy_is(path)}"
        ) from None


def write_ring(path: Path, ring: KeyRing) -> None:
    """Replace the key file in one step; on StorageProblem the one before is untouched."""
    values: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "key_id": ring.key_id,
        "people": [
            {"name": holder.name, "staff_id": holder.staff_id, **wrap.to_json()}
            for holder, wrap in ring.people
        ],
        "recovery": None if ring.recovery is None else ring.recovery.to_json(),
        "computers": [
            {"name": one.name, "computer": one.computer, **wrap.to_json()} for one, wrap in ring.computers
        ],
    }
    values["digest"] = _digest(values)
    replace_whole(keys_path(path), json.dumps(values, ensure_ascii=False, indent=1).encode())


def copy_keys(path: Path, target: Path) -> bool:
    """Put the keys of the data file ``path`` beside its copy ``target``; False for a file without keys.

    For backups: each has its own, and the passwords of its day open it. Raises KeysLost when they are
    damaged: a copy that opens nothing must not be called good.
    """
    if not keys_path(path).exists():
        return False
    read_ring(path)
    replace_whole(keys_path(target), keys_path(path).read_bytes())
    return True


def where_a_copy_is(path: Path) -> str:
    """A sentence that leads to the likeliest sound copy of the keys of ``path``."""
    copies = find_copies(path)
    name = keys_path(path).name
    if not copies:
        return (
            f"Une copie se trouve à côté de chacune de vos sauvegardes\u00a0: copiez-la ici sous le nom "
            f"«{NBSP}{name}{NBSP}». Rien n’a été modifié."
        )
    return (
        f"Une copie se trouve ici\u00a0: «{NBSP}{copies[0]}{NBSP}». Copiez-la à côté du fichier sous le nom "
        f"«{NBSP}{name}{NBSP}». Rien n’a été modifié."
    )


def find_copies(path: Path) -> list[Path]:
    """Sound key files in the folder and one below (backups), the same name first, then the newest."""
    own = keys_path(path)
    found = []
    for pattern in (f"*{KEYS_SUFFIX}", f"*/*{KEYS_SUFFIX}"):
        with suppress(OSError):
            found += [file for file in path.parent.glob(pattern) if file != own and _is_sound(file)]
    return sorted(found, key=lambda file: (not file.name.startswith(path.stem), -file.stat().st_mtime))


def replace_whole(file: Path, content: bytes) -> None:
    """Write a file through a temporary one, on the disk before it is put in place; raises StorageProblem."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        put_in_place(draft, file)
        _sync_folder(file.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise StorageProblem(
            f"«{NBSP}{file}{NBSP}» ne peut pas être enregistré\u00a0: vérifiez les droits d’accès et la "
            "place libre. Rien n’a été changé."
        ) from error


class _LaterVersion(ValueError):
    pass


def parse_ring(content: bytes) -> KeyRing:
    """What a key file holds. Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
    try:
        values = json.loads(content.decode())
    except RecursionError as error:
        raise ValueError("nested without end") from error
    if values["format"] != FORMAT:
        raise ValueError("another file")
    if values["version"] > VERSION:
        raise _LaterVersion
    if values.pop("digest") != _digest(values):
        raise ValueError("damaged")
    holders = [(Holder(person["name"], person["staff_id"]), person) for person in values["people"]]
    people = tuple((holder, Wrap.from_json(holder.owner, person)) for holder, person in holders)
    recovery = values["recovery"]
    closed = None if recovery is None else Wrap.from_json(RECOVERY_OWNER, recovery)
    if not people and closed is None:
        raise ValueError("nothing opens it")
    known = [(Remembered(one["name"], one["computer"]), one) for one in values.get("computers", ())]
    computers = tuple((one, Wrap.from_json(one.owner, said)) for one, said in known)
    return KeyRing(values["key_id"], people, closed, computers)


def _digest(values: dict[str, Any]) -> str:
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _is_sound(file: Path) -> bool:
    try:
        parse_ring(file.read_bytes())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def _missing(path: Path) -> str:
    return (
        f"«{NBSP}{path.name}{NBSP}» n’est pas un fichier de GEN Desktop\u00a0; ou bien il est protégé, et "
        "son fichier "
        f"de clés «{NBSP}{keys_path(path).name}{NBSP}» manque (déplacé, ou oublié quand le fichier a été "
        "renommé "
        "ou copié)."
    )


def _sync_folder(folder: Path) -> None:
    # On Windows a folder cannot be opened, nor need it be.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
