"""Who opens the file, as gestures: each checks the password, and keeps the staff and the keys in step."""

from __future__ import annotations

from pathlib import Path

import pytest

from gen_desktop.changes import COMMAND_LINE, PROGRAM, Author, AuthorKind
from gen_desktop.db.database import Database
from gen_desktop.db.integrity import check_file
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.keys import holders, unlock, unlock_as
from gen_desktop.errors import Conflict, InvalidInput, StorageProblem
from gen_desktop.queries.organization import current_organization, staff
from gen_desktop.services import access
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.services.undo import undo_last
from gen_desktop.store import open_store

GOOD, OTHER = "kV7!mRx2#pQz", "girafe bleue sous nappe avec trois citrons"
CENTER = OrganizationInput("Centre du Morvan", staff=(("Ana Dupont", "direction"), ("Luc Petit", "training")))


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "centre.gendb"
    return path, access.create_protected(path, COMMAND_LINE, CENTER, GOOD)


@pytest.fixture
def protected(made):
    database = open_store(made[0], PROGRAM, unlock(made[0], GOOD))
    yield database
    database.close()


def people(db: Database) -> dict[str, int]:
    with db.read() as session:
        return {member.name: member.id for member in staff(session)}


def test_a_new_file_opens_with_the_password_and_the_code(made: tuple[Path, str]) -> None:
    path, code = made
    assert sorted(file.name for file in path.parent.iterdir()) == ["centre.gendb", "centre.gendb.cles"]
    key = unlock(path, GOOD)
    assert unlock(path, code) == key
    assert check_file(path, key) == []
    db = open_store(path, PROGRAM, key)
    with db.read() as session:
        assert current_organization(session).name == "Centre du Morvan"
    assert unlock_as(path, GOOD).holder.staff_id == people(db)["Ana Dupont"]
    db.close()


@pytest.mark.parametrize("password", ["court", "Dupont!kV7!mRx2#pQz", "MorvankV7!mRx2#pQz", ""])
def test_a_weak_password_makes_no_file(tmp_path: Path, password: str) -> None:
    with pytest.raises(InvalidInput) as told:
        access.create_protected(tmp_path / "centre.gendb", COMMAND_LINE, CENTER, password)
    assert [problem.field for problem in told.value.problems] == ["password"]
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_not_replaced(made: tuple[Path, str]) -> None:
    before = made[0].read_bytes(), keys_path(made[0]).read_bytes()
    with pytest.raises(StorageProblem, match="existe déjà"):
        access.create_protected(made[0], COMMAND_LINE, CENTER, GOOD)
    made[0].rename(made[0].with_name("parti.gendb"))
    with pytest.raises(StorageProblem, match="existe déjà"):  # its keys are still there, and the only ones
        access.create_protected(made[0], COMMAND_LINE, CENTER, GOOD)
    assert (made[0].with_name("parti.gendb").read_bytes(), keys_path(made[0]).read_bytes()) == before


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem):
        access.create_protected(tmp_path / "rien" / "centre.gendb", COMMAND_LINE, CENTER, GOOD)
    assert not list(tmp_path.iterdir())


def test_someone_of_the_staff_gets_a_password(protected: Database) -> None:
    change = access.add_person(protected, "luc petit", "training", OTHER)
    assert change.kinds == frozenset()
    assert unlock_as(protected.path, OTHER).holder.staff_id == people(protected)["Luc Petit"]
    assert len(people(protected)) == 2


def test_someone_new_enters_the_staff_too(protected: Database) -> None:
    access.add_person(protected, "Zoé  Roy", "placement", OTHER)
    assert people(protected)["Zoé Roy"] == unlock_as(protected.path, OTHER).holder.staff_id
    with pytest.raises(InvalidInput, match="déjà un mot de passe"):
        access.add_person(protected, "zoé roy", "training", OTHER)
    access.remove_person(protected, "Zoé Roy")
    assert [holder.name for holder in holders(protected.path)] == ["Ana Dupont"]
    with pytest.raises(Conflict, match="dernière personne"):
        access.remove_person(protected, "Ana Dupont")


def test_weak_passwords_change_nothing(protected: Database) -> None:
    before = keys_path(protected.path).read_bytes()
    for gesture in (
        lambda: access.add_person(protected, "Zoé Roy", "training", "court"),
        lambda: access.change_password(protected, "Ana Dupont", "morvan kV7!mRx2#pQz"),
    ):
        with pytest.raises(InvalidInput):
            gesture()
    assert keys_path(protected.path).read_bytes() == before
    assert "Zoé Roy" not in people(protected)


def test_a_changed_password_and_a_new_sheet_leave_the_data_alone(protected: Database) -> None:
    before = protected.path.read_bytes()
    access.change_password(protected, "Ana Dupont", OTHER)
    code = access.renew_recovery(protected)
    assert unlock(protected.path, OTHER) == unlock(protected.path, code) == protected.key
    assert protected.path.read_bytes() == before


def test_a_plain_file_has_no_passwords(db: Database) -> None:
    with pytest.raises(Conflict, match="n’est pas protégé"):
        access.add_person(db, "Zoé Roy", "training", OTHER)


def test_no_undo_leaves_a_file_without_direction(protected: Database) -> None:
    ana = people(protected)["Ana Dupont"]
    protected.author = Author(AuthorKind.PERSON, "Ana Dupont", ana)
    with pytest.raises(Conflict, match="plus personne de la direction"):
        undo_last(protected)
    assert people(protected)["Ana Dupont"] == ana
    access.add_person(protected, "Zoé Roux", "direction", OTHER)
    access.change_role(protected, "Ana Dupont", "secretariat")
    protected.author = Author(AuthorKind.PERSON, "Zoé Roux", people(protected)["Zoé Roux"])
    assert "Donner le rôle" in undo_last(protected).name, "Ana is of the direction again"
    assert "Zoé Roux" in undo_last(protected).name, "she still is"
