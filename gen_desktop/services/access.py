"""Who may open a protected file: its making, the passwords, the recovery code."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from gen_desktop.changes import Author, Change
from gen_desktop.db import keys
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.db.key_file import Holder, keys_path
from gen_desktop.errors import Conflict, InvalidInput, StorageProblem
from gen_desktop.files import put_in_place
from gen_desktop.french import NBSP
from gen_desktop.models.organization import Organization, StaffMember
from gen_desktop.models.passwords import password_problems
from gen_desktop.services.organization import (
    OrganizationInput,
    add_staff_member,
    create_organization,
    organization_problems,
)
from gen_desktop.store import create_store

_DRAFT = ".nouveau"


def create_protected(path: Path, author: Author, values: OrganizationInput, password: str) -> str:
    """Make a protected file with its organisation; the first of ``values.staff`` opens it with the password.

    Returns the recovery code, to be printed: it is kept nowhere. Raises InvalidInput, StorageProblem; then,
    and whenever the program dies on the way, there is no file.
    """
    person = values.staff[0][0]
    problems = organization_problems(values) + password_problems(password, (person, values.name))
    if problems:
        raise InvalidInput(*problems)
    if path.exists():
        raise StorageProblem(
            f"Le fichier «{NBSP}{path.name}{NBSP}» existe déjà{NBSP}; choisissez un autre nom."
        )
    key, draft = keys.new_key(), path.with_name(path.name + _DRAFT)
    _remove(draft)
    try:
        staff_id = _fill(draft, author, values, key)
        code = keys.create_keys(path, key, Holder(person, staff_id), password)
        try:
            put_in_place(draft, path)
        except OSError:
            keys_path(path).unlink()
            raise
    except OSError as error:
        raise StorageProblem(
            f"«{NBSP}{path}{NBSP}» ne peut pas être écrit{NBSP}: vérifiez le dossier."
        ) from error
    except StorageProblem as error:
        raise StorageProblem(str(error).replace(draft.name, path.name)) from error
    finally:
        _remove(draft)
    return code


def add_person(db: Database, name: str, role: str | None, password: str) -> Change:
    """Let a member of the staff open the file; someone unknown, or in another role, is entered first.

    Raises InvalidInput.
    """
    key, name = _key(db), " ".join(name.split())
    if any(holder.name.casefold() == name.casefold() for holder in keys.holders(db.path)):
        raise InvalidInput.one("name", f"«{NBSP}{name}{NBSP}» a déjà un mot de passe pour ce fichier.")
    _refuse_weak(db, name, password)
    # First who they are, then what opens: dying in between leaves someone without a password at worst.
    change = _staff_member(db, name, role)
    keys.add_person(db.path, key, Holder(name, change.created_id), password)
    return change


def remove_person(db: Database, name: str) -> None:
    """Take a person's password away; they stay in the history. Raises NotFound, Conflict for the last one."""
    keys.remove_person(db.path, _key(db), name)


def change_password(db: Database, name: str, new_password: str) -> None:
    """Give a person another password. Raises NotFound, InvalidInput."""
    key = _key(db)
    _refuse_weak(db, name, new_password)
    keys.change_password(db.path, key, name, new_password)


def renew_recovery(db: Database) -> str:
    """A new recovery code, to be printed; the sheets of before open nothing from now on."""
    return keys.renew_recovery(db.path, _key(db))


def _key(db: Database) -> FileKey:
    if db.key is None:
        raise Conflict(
            f"Le fichier «{NBSP}{db.path.name}{NBSP}» n’est pas protégé{NBSP}: il s’ouvre sans mot de passe."
        )
    return db.key


def _refuse_weak(db: Database, name: str, password: str) -> None:
    with db.read() as session:
        names = (name, *session.scalars(select(Organization.name)))
    if problems := password_problems(password, names):
        raise InvalidInput(*problems)


def _fill(draft: Path, author: Author, values: OrganizationInput, key: FileKey) -> int:
    db = create_store(draft, author, key)
    try:
        create_organization(db, values)
        with db.read() as session:
            return int(session.scalars(select(StaffMember.id).order_by(StaffMember.id).limit(1)).one())
    finally:
        db.close()


def _staff_member(db: Database, name: str, role: str | None) -> Change:
    with db.read() as session:
        known = [
            (member_id, member_role)
            for member_id, member, member_role in session.execute(
                select(StaffMember.id, StaffMember.name, StaffMember.role).where(
                    StaffMember.is_active.is_(True)
                )
            )
            if member.casefold() == name.casefold() and role in (None, member_role)
        ]
    if not known:
        return add_staff_member(db, name, role)
    return Change(frozenset(), name="", created_id=known[0][0])


def _remove(draft: Path) -> None:
    for leftover in draft.parent.glob(draft.name + "*"):
        with suppress(OSError):
            leftover.unlink()
