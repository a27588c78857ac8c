"""A protected file with one person of each role, one without any, and their passwords."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from gen_desktop.changes import PROGRAM, Author, AuthorKind
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.db.key_file import Holder
from gen_desktop.db.keys import add_person, unlock
from gen_desktop.queries.organization import staff
from gen_desktop.services.access import create_protected
from gen_desktop.services.organization import OrganizationInput, add_staff_member
from gen_desktop.store import open_store

NAMES = {
    "direction": "Claire Lambert",
    "secretariat": "Marie Petit",
    "training": "Paul Simon",
    "placement": "Awa Diop",
    None: "Luc Renaud",
}
PASSWORDS = {role: f"{name[0]}v7!mRx2#pQz-{len(name)}" for role, name in NAMES.items()}

_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""Until the end of the run."""


@dataclass(frozen=True)
class Team:
    """The file, its key and recovery code, and the staff_member of each role."""

    path: Path
    key: FileKey
    code: str
    ids: dict[str | None, int]

    def open_as(self, role: str | None, *, read_only: bool = False) -> Database:
        return open_store(self.path, self.author(role), self.key, read_only=read_only)

    def open(self) -> Database:
        return open_store(self.path, PROGRAM, self.key)

    def author(self, role: str | None) -> Author:
        return Author(AuthorKind.PERSON, NAMES[role], self.ids[role])


def make_team(folder: Path) -> Team:
    """A file of their own: a copy of one that is made once."""
    made = _made()
    path = folder / made.path.name
    for file in made.path.parent.iterdir():
        shutil.copyfile(file, folder / file.name)
    return replace(made, path=path)


@cache
def _made() -> Team:
    folder = tempfile.TemporaryDirectory()
    _KEPT.append(folder)
    path = Path(folder.name) / "centre.gendb"
    values = OrganizationInput("Numérique en Morvan", staff=((NAMES["direction"], None),))
    code = create_protected(path, PROGRAM, values, PASSWORDS["direction"])
    key = unlock(path, PASSWORDS["direction"])
    db = open_store(path, PROGRAM, key)
    others = [role for role in NAMES if role != "direction"]
    ids: dict[str | None, int] = {}
    for role in others:
        ids[role] = add_staff_member(db, NAMES[role], role).created_id or 0
        add_person(path, key, Holder(NAMES[role], ids[role]), PASSWORDS[role])
    with db.read() as session:
        ids |= {one.role: one.id for one in staff(session) if one.role == "direction"}
    db.close()
    return Team(path, key, code, ids)
