"""Who opens a protected file: each person with a password of their own, and the printed recovery code.

The file's key never changes here: adding, removing or changing a person writes the small key file and not the
data. Someone removed who kept both an old copy of the key file and the data can therefore still read it.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from gen_desktop.db import recovery
from gen_desktop.db.driver import KEY_BYTES, FileKey
from gen_desktop.db.key_file import (
    RECOVERY_OWNER,
    Holder,
    KeyRing,
    Remembered,
    key_id,
    keys_path,
    read_ring,
    write_ring,
)
from gen_desktop.db.wrapping import Wrap, unwrap, wrap
from gen_desktop.errors import Conflict, InvalidInput, NotFound, StorageProblem, WrongPassword
from gen_desktop.french import NBSP

WITHOUT_KEYS = (
    "Sans mot de passe ni fiche de secours, personne ne peut ouvrir ce fichier\u00a0: ni vous, ni l’éditeur "
    "du programme."
)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A key, and who opened with it; ``holder`` is None for the recovery code."""

    key: FileKey
    holder: Holder | None


def new_key() -> FileKey:
    """A key for a new file, drawn at random."""
    return FileKey(secrets.token_bytes(KEY_BYTES))


def create_keys(path: Path, key: FileKey, person: Holder, password: str) -> str:
    """Write the key file of a new data file; returns the recovery code, which is kept nowhere else."""
    if keys_path(path).exists():
        raise StorageProblem(
            f"Le fichier de clés «{NBSP}{keys_path(path).name}{NBSP}» existe déjà, et il est peut-être le "
            "seul à ouvrir "
            "un fichier déplacé. Choisissez un autre nom."
        )
    person = replace(person, name=_clean(person.name))
    code = recovery.new_code()
    people = ((person, wrap(key, password, person.owner)),)
    write_ring(path, KeyRing(key_id(key), people, wrap(key, code, RECOVERY_OWNER)))
    return code


def holders(path: Path) -> tuple[Holder, ...]:
    """Who has a password to the file, the first who was given one first."""
    return tuple(holder for holder, _ in read_ring(path).people)


def unlock(path: Path, password: str) -> FileKey:
    """The key of a protected file, from anyone's password or the recovery code. See ``unlock_as``."""
    return unlock_as(path, password).key


def unlock_as(path: Path, password: str, name: str | None = None) -> Unlocked:
    """The same, with who it is; given their ``name``, only one password is tried (0.1 s each).

    Raises WrongPassword, NotFound (nobody of that name), KeysLost.
    """
    ring = read_ring(path)
    sentence = f"Mot de passe incorrect\u00a0: «{NBSP}{path.name}{NBSP}» n’a été ni ouvert ni modifié."
    try:
        code = recovery.canonical(password)
    except recovery.RecoveryTypo as typo:
        code, sentence = None, str(typo)
    if code is not None and ring.recovery is not None:
        key = unwrap(ring.recovery, code)
        if key is not None:
            return Unlocked(_checked(path, key, ring), None)
        sentence = (
            "Ce code de secours n’est pas, ou n’est plus, celui de ce fichier\u00a0: prenez la dernière "
            "fiche imprimée."
        )
    people = ring.people if name is None else (ring.people[_position(ring, name)],)
    for holder, closed in people:
        key = unwrap(closed, password)
        if key is not None:
            return Unlocked(_checked(path, key, ring), holder)
    raise WrongPassword(sentence)


def find_holder(path: Path, name: str) -> Holder:
    """Who has a password under that name. Raises NotFound."""
    ring = read_ring(path)
    return ring.people[_position(ring, name)][0]


def add_person(path: Path, key: FileKey, person: Holder, password: str) -> None:
    """Let one more person open the file. Raises InvalidInput (a name already there), StorageProblem."""
    ring = _own_ring(path, key)
    person = replace(person, name=_clean(person.name))
    if any(_same(holder.name, person.name) for holder, _ in ring.people):
        raise InvalidInput.one("name", f"«{NBSP}{person.name}{NBSP}» a déjà un mot de passe pour ce fichier.")
    people = (*ring.people, (person, wrap(key, password, person.owner)))
    write_ring(path, replace(ring, people=people))


def remove_person(path: Path, key: FileKey, name: str) -> None:
    """Take a person's access away, as soon as it is written. Raises NotFound, Conflict for the last one."""
    ring = _own_ring(path, key)
    place = _position(ring, name)
    if len(ring.people) == 1:
        raise Conflict(
            f"«{NBSP}{ring.people[0][0].name}{NBSP}» est la dernière personne à pouvoir ouvrir ce "
            "fichier\u00a0: "
            "ajoutez-en une autre d’abord."
        )
    people = ring.people[:place] + ring.people[place + 1 :]
    write_ring(path, replace(ring, people=people, computers=_not_of(ring, name)))


def change_password(path: Path, key: FileKey, name: str, new_password: str) -> None:
    """Give a person another password; theirs of before and their keychains open nothing from now on.

    Raises NotFound.
    """
    ring = _own_ring(path, key)
    place = _position(ring, name)
    person = ring.people[place][0]
    entry = (person, wrap(key, new_password, person.owner))
    people = (*ring.people[:place], entry, *ring.people[place + 1 :])
    write_ring(path, replace(ring, people=people, computers=_not_of(ring, name)))


def renew_recovery(path: Path, key: FileKey) -> str:
    """A new recovery code; the sheet printed before opens nothing from now on."""
    ring = _own_ring(path, key)
    code = recovery.new_code()
    write_ring(path, replace(ring, recovery=wrap(key, code, RECOVERY_OWNER)))
    return code


def remember(path: Path, key: FileKey, name: str, computer: str, secret: str) -> None:
    """Let a secret, long and drawn at random, open the file for someone on one computer. Raises NotFound."""
    ring = _own_ring(path, key)
    entry = Remembered(ring.people[_position(ring, name)][0].name, computer)
    others = tuple(one for one in ring.computers if one[0] != entry)
    write_ring(path, replace(ring, computers=(*others, (entry, wrap(key, secret, entry.owner)))))


def forget_computer(path: Path, key: FileKey, computer: str) -> None:
    """No secret of that computer opens the file from now on."""
    ring = _own_ring(path, key)
    write_ring(
        path, replace(ring, computers=tuple(one for one in ring.computers if one[0].computer != computer))
    )


def unlock_remembered(path: Path, name: str, computer: str, secret: str) -> Unlocked:
    """The key, from the secret that someone's computer kept. Raises WrongPassword, KeysLost."""
    ring = read_ring(path)
    for entry, closed in ring.computers:
        if entry.computer == computer and _same(entry.name, name):
            key = unwrap(closed, secret)
            if key is not None:
                return Unlocked(_checked(path, key, ring), ring.people[_position(ring, name)][0])
    raise WrongPassword(
        f"Le trousseau n’ouvre pas, ou plus, «{NBSP}{path.name}{NBSP}»{NBSP}: tapez votre mot de passe."
    )


def _not_of(ring: KeyRing, name: str) -> tuple[tuple[Remembered, Wrap], ...]:
    return tuple(one for one in ring.computers if not _same(one[0].name, name))


def _own_ring(path: Path, key: FileKey) -> KeyRing:
    ring = read_ring(path)
    _checked(path, key, ring)
    return ring


def _checked(path: Path, key: FileKey, ring: KeyRing) -> FileKey:
    if key_id(key) != ring.key_id:
        raise StorageProblem(
            f"La clé donnée n’est pas celle de «{NBSP}{keys_path(path).name}{NBSP}». Rien n’a été modifié."
        )
    return key


def _position(ring: KeyRing, name: str) -> int:
    for place, (holder, _) in enumerate(ring.people):
        if _same(holder.name, name):
            return place
    raise NotFound(f"«{NBSP}{_clean(name)}{NBSP}» n’a pas de mot de passe pour ce fichier.")


def _clean(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _same(one: str, other: str) -> bool:
    return _clean(one).casefold() == _clean(other).casefold()
