"""A whole file of an organisation in one parcel, to be carried to another computer, and its unpacking there.

A parcel is an archive of three members under fixed names: a proved backup, its keys, what was proved of it.
Nothing in it is believed before its digests were compared, and no name in it is ever used as a path.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import struct
import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from gen_desktop.db.backup import Backup, Reason, need_room
from gen_desktop.db.backup_record import Proof, decoded, encoded, proof_in, sha256_of
from gen_desktop.db.driver import JOURNALS, FileKey
from gen_desktop.db.key_file import keys_path, parse_ring
from gen_desktop.db.keys import Unlocked, unlock_as
from gen_desktop.db.opening import SCHEMA_VERSION
from gen_desktop.db.proof import Contents, prove
from gen_desktop.db.safekeeping import Places, default_folder, keep_safe, reach_the_disk
from gen_desktop.errors import Conflict, FileDamaged, FileTooNew, PasswordNeeded, StorageProblem
from gen_desktop.french import NBSP

FORMAT, VERSION = "gen-desktop-parcel", 1
_MANIFEST, _DATA, _KEYS = "manifeste.json", "donnees.gendb", "donnees.gendb.cles"
_SMALL = 1 << 20  # bytes: no manifest and no key file comes near
_CHUNK = 1 << 20
_NAME = re.compile(r"[^/\\:<>\"|?*\x00-\x1f]{1,120}")


class Unprotected(Conflict):
    """The file has no password, and so its parcel will have none; ``confirmed`` packs it all the same."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Le fichier «{NBSP}{path.name}{NBSP}» n’a pas de mot de passe{NBSP}: qui trouvera le fichier de "
            "déménagement y lira tout. Rien n’a été écrit."
        )


@dataclass(frozen=True, slots=True)
class Parcel:
    """A sound parcel. ``name``: of the data file in it; ``people``: who opens it (none: no password)."""

    file: Path
    name: str
    proof: Proof
    people: tuple[str, ...]

    @property
    def contents(self) -> Contents:
        """What was counted when it was packed."""
        return self.proof.contents

    @property
    def made_at(self) -> datetime:
        """When it was packed."""
        return datetime.fromisoformat(self.proof.made_at)

    @property
    def is_protected(self) -> bool:
        """Whether a password opens what is in it."""
        return bool(self.proof.keys_sha256)


def pack(path: Path, out: Path, *, key: FileKey | None, now: datetime, confirmed: bool = False) -> Parcel:
    """Back the file up, open or not, and put that backup in a parcel, which is read again from the disk.

    A parcel of that name is replaced. Raises Unprotected unless ``confirmed``, StorageProblem.
    """
    if key is None and not confirmed:
        raise Unprotected(path)
    if not out.parent.is_dir():
        raise StorageProblem(f"Le dossier «{NBSP}{out.parent}{NBSP}» n’existe pas.")
    places = Places(default_folder(path))
    made = keep_safe(path, places, key=key, reason=Reason.BEFORE_MOVE, now=now).backup
    draft = out.with_name(out.name + ".en-cours")
    try:
        need_room(out.parent, made.size, "le fichier de déménagement")
        _write(draft, made, path.name)
        reach_the_disk(draft)
        packed = look_into(draft)
        if packed.proof != made.proof:
            raise _damaged(out)
        draft.replace(out)
    except OSError as error:
        raise StorageProblem(
            f"Le fichier de déménagement ne peut pas être écrit dans «{NBSP}{out.parent}{NBSP}»{NBSP}: "
            "vérifiez la place libre et les droits d’accès."
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return Parcel(out, packed.name, packed.proof, packed.people)


def look_into(file: Path) -> Parcel:
    """What is in a parcel, every byte of it compared with its digest.

    Raises StorageProblem (not there), FileDamaged (no parcel, cut short, altered), FileTooNew.
    """
    if not file.is_file():
        raise StorageProblem(f"Le fichier de déménagement «{NBSP}{file}{NBSP}» n’existe pas.")
    with _members(file) as (archive, manifest, keys):
        proof = proof_in(manifest)
        with archive.open(_DATA) as stream:
            digest, size = _digest(stream)
        if (digest, size) != (proof.sha256, proof.size):
            raise ValueError("altered")
        if (hashlib.sha256(keys).hexdigest() if keys else "") != proof.keys_sha256:
            raise ValueError("altered")
        people = tuple(holder.name for holder, _ in parse_ring(keys).people) if keys else ()
        return Parcel(file, _plain_name(manifest["name"]), proof, people)


def unpack(file: Path, target: Path, *, password: str | None, person: str | None = None) -> Unlocked | None:
    """Put what is in a parcel at ``target``, once the password opened it and everything was counted again.

    Returns who opened it; None for a file without a password. Raises WrongPassword, FileDamaged, FileTooNew,
    StorageProblem, and then leaves nothing behind.
    """
    parcel = look_into(file)
    _refuse_what_is_there(parcel, target)
    if parcel.is_protected and password is None:
        raise PasswordNeeded(f"«{NBSP}{parcel.name}{NBSP}» est protégé{NBSP}: il faut un mot de passe.")
    folder = target.with_name(target.name + ".arrivee")
    try:
        need_room(target.parent, parcel.proof.size, "le fichier qui arrive")
        shutil.rmtree(folder, ignore_errors=True)  # of an arrival that was killed
        folder.mkdir()
        draft = folder / target.name
        unlocked = _bring(parcel, draft, password, person)
        _place(draft, target)
    except OSError as error:
        raise StorageProblem(
            f"Le fichier ne peut pas être écrit dans «{NBSP}{target.parent}{NBSP}»{NBSP}: vérifiez la place "
            "libre et les droits d’accès."
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return unlocked


def _bring(parcel: Parcel, draft: Path, password: str | None, person: str | None) -> Unlocked | None:
    """The data file and its keys as ``draft``, opened and counted."""
    unlocked = None
    if parcel.is_protected:
        _extract(parcel, _KEYS, keys_path(draft))
        unlocked = unlock_as(draft, password or "", person)
    _extract(parcel, _DATA, draft)
    if sha256_of(draft) != parcel.proof.sha256 or sha256_of(keys_path(draft)) != parcel.proof.keys_sha256:
        raise _damaged(parcel.file)
    found = prove(draft, None if unlocked is None else unlocked.key)
    if found != parcel.contents:
        raise _damaged(parcel.file)
    if found.schema > SCHEMA_VERSION:
        raise _too_new(parcel.file)
    return unlocked


def _place(draft: Path, target: Path) -> None:
    """Keys first: data without its keys would be of no use."""
    has_keys = keys_path(draft).exists()
    if has_keys:
        os.replace(keys_path(draft), keys_path(target))
    try:
        os.replace(draft, target)
    except OSError:
        if has_keys:
            keys_path(target).unlink()
        raise


def _refuse_what_is_there(parcel: Parcel, target: Path) -> None:
    if not target.parent.is_dir():
        raise StorageProblem(f"Le dossier «{NBSP}{target.parent}{NBSP}» n’existe pas.")
    keys = keys_path(target)
    there = [file for file in (target, keys, *_journals(target)) if file.exists()]
    if there == [keys] and sha256_of(keys) == parcel.proof.keys_sha256:
        return  # of an arrival that was killed between the keys and the data
    if there:
        raise StorageProblem(
            f"«{NBSP}{there[0].name}{NBSP}» existe déjà dans «{NBSP}{target.parent}{NBSP}»{NBSP}: choisissez "
            "un autre nom. Rien n’a été changé."
        )


def _journals(target: Path) -> list[Path]:
    return [target.with_name(target.name + ending) for ending in JOURNALS]


def _write(draft: Path, backup: Backup, name: str) -> None:
    assert backup.proof is not None
    name = os.fsencode(name).decode(errors="replace")  # a name of an older system may be no UTF-8
    manifest = {"format": FORMAT, "version": VERSION, "name": name, **asdict(backup.proof)}
    # What is enciphered does not get smaller: stored as it is.
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_MANIFEST, encoded(manifest))
        if backup.proof.keys_sha256:
            archive.write(keys_path(backup.file), _KEYS)
        archive.write(backup.file, _DATA)


@contextmanager
def _members(file: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any], bytes]]:
    """The archive, its manifest and its keys; whatever is wrong with them is a damaged parcel."""
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_strange_members(archive.infolist())
            manifest = decoded(archive.read(_MANIFEST))
            if manifest["format"] != FORMAT:
                raise ValueError("another file")
            if manifest["version"] > VERSION:
                raise _too_new(file)
            keys = archive.read(_KEYS) if _KEYS in archive.namelist() else b""
            yield archive, manifest, keys
    except (
        *(zipfile.BadZipFile, EOFError, struct.error, OSError),
        *(RuntimeError, ValueError, KeyError, TypeError, AttributeError),
    ) as error:
        raise _damaged(file) from error


def _refuse_strange_members(members: list[zipfile.ZipInfo]) -> None:
    names = sorted(member.filename for member in members)
    if names not in (sorted([_MANIFEST, _DATA]), sorted([_MANIFEST, _DATA, _KEYS])):
        raise ValueError("other members")
    for member in members:
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise ValueError("compressed")
        if member.filename != _DATA and member.file_size > _SMALL:
            raise ValueError("too large")


def _plain_name(name: object) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name.strip(". ") != name:
        raise ValueError("not a name")
    return name


def _extract(parcel: Parcel, member: str, target: Path) -> None:
    with target.open("wb") as written, closing(_chunks(parcel.file, member)) as chunks:
        for chunk in chunks:
            written.write(chunk)
    reach_the_disk(target)


def _chunks(file: Path, member: str) -> Generator[bytes, None, None]:
    """A generator, so that a disk that fills while it is written to is not taken for a damaged parcel."""
    with _members(file) as (archive, _, _), archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _digest(stream: IO[bytes]) -> tuple[str, int]:
    found, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        found.update(chunk)
        size += len(chunk)
    return found.hexdigest(), size


def _damaged(file: Path) -> FileDamaged:
    name = file.name.removesuffix(".en-cours")
    return FileDamaged(
        f"«{NBSP}{name}{NBSP}» n’est pas un fichier de déménagement entier (copie interrompue, clé abîmée"
        f"{NBSP}?){NBSP}: copiez-le ou préparez-le de nouveau. Rien n’a été changé."
    )


def _too_new(file: Path) -> FileTooNew:
    return FileTooNew(
        f"«{NBSP}{file.name}{NBSP}» vient d’une version plus récente de GEN Desktop{NBSP}: installez la "
        "dernière version sur cet ordinateur. Rien n’a été changé."
    )
