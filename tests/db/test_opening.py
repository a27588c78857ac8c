"""A file is looked at before it is touched."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import inspect

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.db.engine import make_engine
from gen_desktop.db.opening import SCHEMA_VERSION, prepare_file
from gen_desktop.errors import FileTooNew, StorageProblem
from gen_desktop.models.learner import Learner
from gen_desktop.models.registry import Base
from gen_desktop.store import create_store, open_store
from tests.factories import make_learner


def test_the_migrated_schema_is_the_mapped_one(store_file: Path) -> None:
    """One road to the schema: what migrations make is what the mapped classes expect."""
    found = inspect(make_engine(store_file, writable=False))
    for table in Base.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        assert indexes == {index.name for index in table.indexes}, table.name
        targets = {key["referred_table"] for key in found.get_foreign_keys(table.name)}
        assert targets == {key.column.table.name for key in table.foreign_keys}, table.name
    assert set(found.get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_a_day_that_does_not_exist_is_refused_by_the_file_itself(store_file: Path) -> None:
    with closing(driver.connect(str(store_file))) as connection, pytest.raises(driver.IntegrityError):
        connection.execute(
            "INSERT INTO learner (id, version, last_name, first_name, birth_date, sort_key, search_text)"
            " VALUES (1, 1, 'A', 'B', '2025-02-30', '', '')"
        )


def test_a_newer_file_is_refused_and_untouched(store_file: Path) -> None:
    with closing(driver.connect(str(store_file))) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = store_file.read_bytes()
    with pytest.raises(FileTooNew, match="plus récente"):
        open_store(store_file, PROGRAM)
    assert store_file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"Nom;Prenom\n", b"SQLite format 3\x00" + b"\x00" * 4096])
def test_what_is_not_a_file_of_ours_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.gendb"
    path.write_bytes(content)
    with pytest.raises(StorageProblem, match=r"liste\.gendb"):
        prepare_file(path)
    assert path.read_bytes() == content


def test_an_absent_file_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="n’existe pas"):
        open_store(tmp_path / "rien.gendb", PROGRAM)
    assert not list(tmp_path.iterdir())


def test_an_existing_file_is_not_replaced(store_file: Path) -> None:
    with pytest.raises(StorageProblem, match="existe déjà"):
        create_store(store_file, PROGRAM)


def _write_in_a_read_session(db: Database) -> None:
    with db.read() as session:
        make_learner(session)
        session.flush()


def test_a_read_session_cannot_write(db: Database) -> None:
    with pytest.raises(StorageProblem, match="lecture seule"):
        _write_in_a_read_session(db)
    with db.read() as session:
        assert session.query(Learner).count() == 0
