"""Who may open a protected file, and in which role: its making, the passwords, the recovery code.

Only the direction manages people; one changes one's own password oneself.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import keychain
from gen_desktop.changes import AUTHOR, DIRECTION, Author, Change
from gen_desktop.db import keys
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.db.key_file import Holder, keys_path
from gen_desktop.errors import Conflict, InvalidInput, StorageProblem
from gen_desktop.files import put_in_place
from gen_desktop.french import NBSP
from gen_desktop.models.organization import Organization, StaffMember
from gen_desktop.models.passwords import password_problems
from gen_desktop.queries.rights import refuse_to_change
from gen_desktop.reference.lists import label
from gen_desktop.services.direction import refuse_losing_last
from gen_desktop.services.organization import (
    OrganizationInput,
    create_organization,
    organization_id,
    organization_problems,
    staff_problems,
)
from gen_desktop.services.remembering import account_here
from gen_desktop.store import create_store

_DRAFT = ".nouveau"


def create_protected(path: Path, author: Author, values: OrganizationInput, password: str) -> str:
    """Make a protected file with its organisation; the first of ``values.staff`` opens it with the password.

    That person is its direction, whatever role is given: someone must be able to give the others theirs.
    Returns the recovery code, to be printed: it is kept nowhere. Raises InvalidInput, StorageProblem; then,
    and whenever the program dies on the way, there is no file.
    """
    person = values.staff[0][0]
    values = replace(values, staff=((person, DIRECTION), *values.staff[1:]))
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
        staff_id = _fill(draft, replace(author, role=DIRECTION), values, key)
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


def add_person(db: Database, name: str, role: str, password: str) -> Change:
    """Let a member of the staff open the file; someone unknown, or in another role, is entered first.

    Raises InvalidInput, Forbidden.
    """
    key, name = _key(db), " ".join(name.split())
    _refuse_others(db)
    if any(holder.name.casefold() == name.casefold() for holder in keys.holders(db.path)):
        raise InvalidInput.one("name", f"«{NBSP}{name}{NBSP}» a déjà un mot de passe pour ce fichier.")
    _refuse_weak(db, name, password)
    # First who they are, then what opens: dying in between leaves someone without a password at worst.
    change = _staff_member(db, name, role)
    keys.add_person(db.path, key, Holder(name, change.created_id), password)
    return change


def remove_person(db: Database, name: str) -> None:
    """Take a person's password away; they stay in the history.

    Raises NotFound, Forbidden, Conflict for the last one, and for the last of the direction.
    """
    key = _key(db)
    _refuse_others(db)
    holder = keys.find_holder(db.path, name)
    if holder.staff_id is not None and len(keys.holders(db.path)) > 1:
        with db.read() as session:
            refuse_losing_last(db, session, holder.staff_id)
    account = account_here(db.path, name)
    keys.remove_person(db.path, key, name)
    if account is not None:
        keychain.forget(account)


def change_role(db: Database, name: str, role: str) -> Change:
    """Give someone who has a password another role. Raises NotFound, Forbidden, Conflict."""
    _key(db)
    holder = keys.find_holder(db.path, name)
    name, member_id = holder.name, holder.staff_id
    gesture = f"Donner le rôle {label('staff_role', role)} à {name}"
    with db.write(gesture) as session:
        member = None if member_id is None else session.get(StaffMember, member_id)
        if member is None or not member.is_active:
            raise Conflict(
                f"«{NBSP}{name}{NBSP}» n’est pas dans l’équipe{NBSP}: retirez son mot de passe, puis "
                "ajoutez cette personne avec son rôle."
            )
        if role == DIRECTION:
            _settle(session)
        else:
            refuse_losing_last(db, session, member.id)
        member.role = role
    return Change(frozenset({"staff_member"}), frozenset({member.id}), gesture)


def change_password(db: Database, name: str, new_password: str) -> None:
    """Give a person another password: one's own, or anyone's for the direction.

    Raises NotFound, InvalidInput, Forbidden.
    """
    key = _key(db)
    holder = keys.find_holder(db.path, name)
    if holder.staff_id is None or holder.staff_id != db.author.id:
        _refuse_others(db)
    _refuse_weak(db, name, new_password)
    account = account_here(db.path, name)
    keys.change_password(db.path, key, name, new_password)
    if account is not None:
        keychain.forget(account)


def renew_recovery(db: Database) -> str:
    """A new recovery code, to be printed; the sheets of before open nothing from now on. Raises Forbidden."""
    key = _key(db)
    _refuse_others(db)
    return keys.renew_recovery(db.path, key)


def _refuse_others(db: Database) -> None:
    """Raises Forbidden for whoever may not change the staff."""
    with db.read() as session:
        refuse_to_change(session, StaffMember.__tablename__)


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


def _staff_member(db: Database, name: str, role: str) -> Change:
    """Their record in that role; one that has no role yet takes it, else a new one is made."""
    gesture = f"Ajouter {name} à l’équipe"
    with db.write(gesture) as session:
        if problems := staff_problems(((name, role),)):
            raise InvalidInput(*problems)
        members = session.scalars(select(StaffMember).where(StaffMember.is_active.is_(True)))
        same = [one for one in members if one.name.casefold() == name.casefold()]
        known = next((one for one in same if one.role == role), None)
        if known is not None:
            return Change(frozenset(), name="", created_id=known.id)
        if role == DIRECTION:
            _settle(session)
        member = next((one for one in same if one.role is None), None)
        if member is None:
            member = StaffMember(organization_id=organization_id(session), name=name)
            session.add(member)
        member.role = role
    return Change(frozenset({"staff_member"}), frozenset({member.id}), gesture, member.id)


def _settle(session: Session) -> None:
    """Who stood for the direction without the role is given it, or a second one would take it from them."""
    author: Author = session.info[AUTHOR]
    member = None if author.id is None else session.get(StaffMember, author.id)
    if member is not None and author.role == DIRECTION:
        member.role = DIRECTION


def _remove(draft: Path) -> None:
    for leftover in draft.parent.glob(draft.name + "*"):
        with suppress(OSError):
            leftover.unlink()
