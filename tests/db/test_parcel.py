"""A file goes to another computer in one parcel: whole, proved at both ends, or not at all."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from gen_desktop.changes import PROGRAM
from gen_desktop.db import parcel as module
from gen_desktop.db.backup import Reason, Verdict, backups
from gen_desktop.db.backup_record import decoded, encoded, sha256_of
from gen_desktop.db.driver import connect
from gen_desktop.db.header import PARCEL_SUFFIX, is_protected
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.opening import SCHEMA_VERSION
from gen_desktop.db.parcel import Parcel, Unprotected, look_into, pack, unpack
from gen_desktop.db.proof import prove
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.errors import (
    FileDamaged,
    FileTooNew,
    NotFound,
    PasswordNeeded,
    StorageProblem,
    WrongPassword,
)
from gen_desktop.models.learner import Learner
from gen_desktop.queries.attached_documents import papers
from gen_desktop.queries.stored_content import content
from gen_desktop.services.attached_documents import Source, attach
from gen_desktop.store import open_store
from tests.factories import make_learner
from tests.protected import KEY, PASSWORD, Center, make_center

NOW = dt.datetime(2026, 11, 26, 14, 15, 2, tzinfo=dt.timezone(dt.timedelta(hours=1)))
MEMBERS = ["manifeste.json", "donnees.gendb.cles", "donnees.gendb"]


@pytest.fixture(params=[None, KEY], ids=["plain", "protected"])
def center(request, tmp_path: Path) -> Center:
    """Three people, on the old computer."""
    return filled(tmp_path, request.param)


@pytest.fixture
def protected(tmp_path: Path) -> Center:
    return filled(tmp_path, KEY)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Where the file shall be on the new computer."""
    (tmp_path / "neuf").mkdir()
    return tmp_path / "neuf" / "centre.gendb"


def filled(tmp_path: Path, key) -> Center:
    (tmp_path / "ancien").mkdir()
    made = make_center(tmp_path / "ancien", key)
    db = made.open()
    for number in range(3):
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)
    db.close()
    return made


def packed(center: Center, name: str = "colis") -> Parcel:
    out = center.path.parent.parent / f"{name}{PARCEL_SUFFIX}"
    return pack(center.path, out, key=center.key, now=NOW, confirmed=True)


def test_papers_go_along(protected: Center, there: Path) -> None:
    db, data = protected.open(), b"%PDF-1.4 " + bytes(5000)
    with db.read() as session:
        person = session.scalar(select(Learner.id))
    attach(db, person, [Source("CV.pdf", lambda: data)], NOW.date())
    db.close()
    unpack(packed(protected).file, there, password=PASSWORD)
    arrived = open_store(there, PROGRAM, KEY)
    with arrived.read() as session:
        (paper,) = papers(session, person)
        assert content(session, paper.sha256) == data
    arrived.close()


def rewritten(
    parcel: Parcel, change: Callable[[dict[str, bytes]], object], how: int = zipfile.ZIP_STORED
) -> Path:
    """The same archive with other members."""
    with zipfile.ZipFile(parcel.file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(parcel.file, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return parcel.file


def left_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_all_that_was_here_is_there(center: Center, there: Path) -> None:
    parcel = packed(center)
    assert (parcel.name, parcel.made_at, parcel.is_protected) == ("centre.gendb", NOW, center.key is not None)
    assert parcel.contents == prove(center.path, center.key)
    assert look_into(parcel.file) == parcel
    unlocked = unpack(parcel.file, there, password=PASSWORD if center.key else None)
    assert prove(there, center.key) == parcel.contents
    assert (unlocked is None) == (center.key is None)
    if unlocked is not None:
        assert unlocked.key == KEY
        assert unlocked.holder is not None
        assert unlocked.holder.name == "Anne Martin"
        assert keys_path(there).read_bytes() == keys_path(center.path).read_bytes()
    assert left_in(there.parent) == (
        ["centre.gendb", "centre.gendb.cles"] if center.key else ["centre.gendb"]
    )
    open_store(there, PROGRAM, center.key).close()
    assert prove(center.path, center.key).people == 3  # the old one stays


def test_it_is_packed_while_the_file_is_open_and_a_proved_backup_stays(center: Center, there: Path) -> None:
    db = center.open()
    with db.write("Créer") as session:
        make_learner(session, 9)
    parcel = packed(center)
    db.close()
    assert parcel.contents.people == 4
    (kept,) = backups(default_folder(center.path), center.path)
    assert (kept.reason, kept.verdict, kept.proof) == (Reason.BEFORE_MOVE, Verdict.GOOD, parcel.proof)
    assert left_in(parcel.file.parent) == ["ancien", parcel.file.name, "neuf"]


def test_nobody_can_be_read_in_it(protected: Center) -> None:
    content = packed(protected).file.read_bytes()
    assert b"Nom0000" not in content
    assert b"SQLite format" not in content
    assert b"CREATE TABLE" not in content


def test_a_file_without_a_password_asks_twice(tmp_path: Path) -> None:
    center = filled(tmp_path, None)
    out = tmp_path / f"colis{PARCEL_SUFFIX}"
    with pytest.raises(Unprotected, match="y lira tout"):
        pack(center.path, out, key=None, now=NOW)
    assert not out.exists()
    assert not default_folder(center.path).exists()


def test_what_was_written_is_read_again_before_it_is_called_a_parcel(center: Center, monkeypatch) -> None:
    def faulty_disk(draft: Path) -> None:
        content = bytearray(draft.read_bytes())
        content[len(content) // 2] ^= 1
        draft.write_bytes(content)

    older = packed(center)
    before = older.file.read_bytes()
    monkeypatch.setattr(module, "reach_the_disk", faulty_disk)
    with pytest.raises(FileDamaged, match=r"colis\.gendemenagement\u00a0»"):
        packed(center)
    assert older.file.read_bytes() == before
    assert left_in(older.file.parent) == ["ancien", older.file.name]


@pytest.mark.parametrize("secret", ["rien de bon", ""])
def test_a_wrong_password_leaves_nothing(protected: Center, there: Path, secret: str) -> None:
    with pytest.raises(WrongPassword, match=r"«\u00a0centre\.gendb\u00a0»"):
        unpack(packed(protected).file, there, password=secret)
    with pytest.raises(PasswordNeeded):
        unpack(packed(protected).file, there, password=None)
    with pytest.raises(NotFound, match="Paul Simon"):
        unpack(packed(protected).file, there, password=PASSWORD, person="Paul Simon")
    assert left_in(there.parent) == []


@pytest.mark.parametrize("ending", ["", ".cles", "-wal"])
def test_what_is_there_already_is_not_replaced(protected: Center, there: Path, ending: str) -> None:
    parcel = packed(protected)
    there.with_name(there.name + ending).write_bytes(b"precieux")
    with pytest.raises(StorageProblem, match="existe déjà"):
        unpack(parcel.file, there, password=PASSWORD)
    assert left_in(there.parent) == [there.name + ending]
    assert there.with_name(there.name + ending).read_bytes() == b"precieux"


def test_places_that_are_not_there(center: Center, tmp_path: Path) -> None:
    parcel = packed(center)
    with pytest.raises(StorageProblem, match="n’existe pas"):
        unpack(parcel.file, tmp_path / "absent" / "centre.gendb", password=PASSWORD)
    with pytest.raises(StorageProblem, match="n’existe pas"):
        pack(center.path, tmp_path / "absent" / "x", key=center.key, now=NOW, confirmed=True)
    with pytest.raises(StorageProblem, match="n’existe pas"):
        look_into(tmp_path / f"absent{PARCEL_SUFFIX}")


def test_without_room(center: Center, there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parcel, usage = packed(center), shutil.disk_usage
    tight = {there.parent, parcel.file.parent}
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: usage(path)._replace(**({"free": 99} if path in tight else {}))
    )
    with pytest.raises(StorageProblem, match="pas assez de place .* pour le fichier qui arrive"):
        unpack(parcel.file, there, password=PASSWORD)
    assert left_in(there.parent) == []
    before = parcel.file.read_bytes()
    with pytest.raises(StorageProblem, match="pas assez de place .* pour le fichier de déménagement"):
        packed(center)
    assert parcel.file.read_bytes() == before


def test_a_disk_that_fills_on_the_way(protected: Center, there: Path, monkeypatch) -> None:
    def full(draft: Path) -> None:
        if draft.suffix == ".gendb":
            raise OSError(28, "No space left on device")

    parcel = packed(protected)
    monkeypatch.setattr(module, "reach_the_disk", full)
    with pytest.raises(StorageProblem, match="vérifiez la place libre") as refused:
        unpack(parcel.file, there, password=PASSWORD)
    assert not isinstance(refused.value, FileDamaged)
    assert left_in(there.parent) == []


@pytest.mark.parametrize("seed", range(40))
def test_every_flip_and_every_cut_is_seen_or_harmless(protected: Center, there: Path, seed: int) -> None:
    parcel, rng = packed(protected), random.Random(seed)
    content = bytearray(parcel.file.read_bytes())
    if rng.random() < 0.5:
        # Half of them in what surrounds the data: the directory of the archive, the manifest, the keys.
        at = (
            rng.randrange(len(content))
            if rng.random() < 0.5
            else rng.choice((1, -1)) * rng.randrange(1, 2500)
        )
        content[at] ^= 1 << rng.randrange(8)
    else:
        del content[rng.randrange(len(content)) :]
    parcel.file.write_bytes(content)
    found = _looked_into(parcel)
    if found is None:
        with pytest.raises(StorageProblem):
            unpack(parcel.file, there, password=PASSWORD)
        assert left_in(there.parent) == []
    else:  # what was touched is nothing that anybody reads
        assert (found.proof, found.people, found.name) == (parcel.proof, parcel.people, parcel.name)
        unpack(parcel.file, there, password=PASSWORD)
        assert prove(there, KEY) == parcel.contents


def _looked_into(parcel: Parcel) -> Parcel | None:
    """None when it is refused in one sentence."""
    try:
        return look_into(parcel.file)
    except (FileDamaged, FileTooNew):
        return None


def altered_manifest(members: dict[str, bytes], **values: object) -> None:
    """Written by somebody who knows how: its digest is right."""
    members[MEMBERS[0]] = encoded(decoded(members[MEMBERS[0]]) | values)


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.update({"../../dehors.txt": b"x"}),
        lambda members: members.update({"/tmp/dehors.txt": b"x"}),
        lambda members: members.update({"autre.gendb": members.pop("donnees.gendb")}),
        lambda members: members.pop("donnees.gendb"),
        lambda members: members.pop("donnees.gendb.cles"),
        lambda members: members.pop("manifeste.json"),
        lambda members: members.clear(),
        lambda members: altered_manifest(members, name="../../dehors.gendb"),
        lambda members: altered_manifest(members, name="C:\\dehors.gendb"),
        lambda members: altered_manifest(members, name=".."),
        lambda members: altered_manifest(members, format="autre"),
        lambda members: altered_manifest(members, sha256="0" * 64),
        lambda members: altered_manifest(members, contents=None),
        lambda members: members.update({"manifeste.json": b"[]"}),
        lambda members: members.update({"donnees.gendb.cles": b"{}"}),
        lambda members: members.update({"donnees.gendb": members["donnees.gendb"][:-4096]}),
    ],
)
def test_strange_parcels_are_refused_and_nothing_leaves_them(protected: Center, there: Path, change) -> None:
    parcel = packed(protected)
    rewritten(parcel, change)
    around = left_in(there.parent.parent)
    with pytest.raises(FileDamaged, match="n’est pas un fichier de déménagement entier"):
        look_into(parcel.file)
    with pytest.raises(StorageProblem):
        unpack(parcel.file, there, password=PASSWORD)
    assert left_in(there.parent) == []
    assert left_in(there.parent.parent) == around


def test_a_compressed_archive_is_refused_unread(protected: Center) -> None:
    """It could be made to fill the disk."""
    with pytest.raises(FileDamaged):
        look_into(rewritten(packed(protected), lambda members: None, zipfile.ZIP_DEFLATED))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"Nom;Prenom\n", bytes(range(256)) * 99])
def test_what_is_no_parcel(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / f"colis{PARCEL_SUFFIX}"
    file.write_bytes(content)
    with pytest.raises(FileDamaged, match="n’est pas un fichier de déménagement entier"):
        look_into(file)


def test_a_parcel_that_says_more_than_it_holds(protected: Center, there: Path) -> None:
    parcel = packed(protected)
    rows = {**parcel.contents.rows, "learner": 99}
    said = {"rows": rows, "position": 3, "seal": parcel.contents.seal, "schema": SCHEMA_VERSION}
    rewritten(parcel, lambda members: altered_manifest(members, contents=said))
    with pytest.raises(FileDamaged):
        unpack(parcel.file, there, password=PASSWORD)
    assert left_in(there.parent) == []


def test_a_parcel_of_a_later_version(protected: Center, there: Path) -> None:
    parcel = packed(protected)
    rewritten(parcel, lambda members: altered_manifest(members, version=2))
    with pytest.raises(FileTooNew, match="plus récente"):
        look_into(parcel.file)


def test_a_file_of_a_later_version(center: Center, there: Path) -> None:
    with closing(connect(center.path, key=center.key, mode="rw")) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    with pytest.raises(FileTooNew, match="plus récente"):
        unpack(packed(center).file, there, password=PASSWORD)
    assert left_in(there.parent) == []


def test_what_a_killed_arrival_left_is_swept_away(protected: Center, there: Path) -> None:
    leftover = there.with_name("centre.gendb.arrivee")
    leftover.mkdir()
    (leftover / "centre.gendb").write_bytes(b"half")
    shutil.copyfile(keys_path(protected.path), keys_path(there))
    unpack(packed(protected).file, there, password=PASSWORD)
    assert left_in(there.parent) == ["centre.gendb", "centre.gendb.cles"]


def test_a_parcel_opened_as_a_file_says_where_it_belongs(center: Center) -> None:
    with pytest.raises(StorageProblem, match="J’arrive d’un autre ordinateur"):
        is_protected(packed(center).file)


def test_the_digest_of_the_members_is_that_of_the_backup(protected: Center, tmp_path: Path) -> None:
    """With any archive tool the data comes out as an ordinary backup."""
    parcel = packed(protected)
    with zipfile.ZipFile(parcel.file) as archive:
        assert archive.namelist() == MEMBERS
        archive.extractall(tmp_path / "a la main")
    file = tmp_path / "a la main" / "donnees.gendb"
    assert sha256_of(file) == parcel.proof.sha256
    assert prove(file, KEY).people == 3
