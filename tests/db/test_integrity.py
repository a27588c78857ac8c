from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from gen_desktop.changes import PROGRAM
from gen_desktop.db.integrity import check_file
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.queries.seals import verify_chain
from gen_desktop.store import open_store
from tests.factories import make_learner


def _file_with_history(path: Path) -> None:
    db = open_store(path, PROGRAM)
    for number in range(3):
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)
    db.close()


def _verdict(path: Path):
    db = open_store(path, PROGRAM)
    with db.read() as session:
        verdict = verify_chain(session)
    db.close()
    return verdict


def test_a_sound_file_has_no_fault(store_file: Path) -> None:
    _file_with_history(store_file)
    assert check_file(store_file) == []
    verdict = _verdict(store_file)
    assert (verdict.length, verdict.broken) == (3, None)
    assert len(verdict.seal) == 64


def test_an_orphan_is_named(store_file: Path) -> None:
    with closing(driver.connect(str(store_file), isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO certification_block (id, course_id, code, title, position) VALUES (1, 2, '', '', 0)"
        )
    assert check_file(store_file) == [
        "Dans certification_block, la ligne 1 renvoie à course, qui n’existe pas."
    ]


def test_tampering_with_a_value_names_the_gesture(store_file: Path) -> None:
    _file_with_history(store_file)
    with closing(driver.connect(str(store_file), isolation_level=None)) as connection:
        connection.execute("UPDATE record_change SET after = replace(after, 'Nom00001', 'Autre')")
    assert "geste n° 2" in (_verdict(store_file).broken or "")


def test_tampering_with_a_whole_gesture_breaks_the_seal(store_file: Path) -> None:
    _file_with_history(store_file)
    with closing(driver.connect(str(store_file), isolation_level=None)) as connection:
        connection.execute("UPDATE change_set SET at = '2020-01-01' WHERE position = 1")
    assert "geste n° 1" in (_verdict(store_file).broken or "")


def test_renaming_a_gesture_is_seen(store_file: Path) -> None:
    _file_with_history(store_file)
    with closing(driver.connect(str(store_file), isolation_level=None)) as connection:
        connection.execute("UPDATE change_set SET name = 'Autre' WHERE position = 3")
    assert "son nom a changé" in (_verdict(store_file).broken or "")


def test_a_removed_gesture_is_missed(store_file: Path) -> None:
    _file_with_history(store_file)
    with closing(driver.connect(str(store_file), isolation_level=None)) as connection:
        connection.execute(
            "DELETE FROM record_change WHERE change_set_id = (SELECT id FROM change_set WHERE position = 2)"
        )
        connection.execute("DELETE FROM change_set WHERE position = 2")
    assert _verdict(store_file).broken is not None


def test_a_check_says_how_far_it_is(store_file: Path) -> None:
    _file_with_history(store_file)
    steps: list[tuple[int, int, str]] = []
    assert check_file(store_file, job=Job(on_step=lambda *step: steps.append(step))) == []
    assert steps[0] == (0, 0, "Relecture de chaque page du fichier…")
    db = open_store(store_file, PROGRAM)
    with db.read() as session:
        assert verify_chain(session, Job(on_step=lambda *step: steps.append(step))).length == 3
    db.close()
    assert steps[-1] == (0, 3, "Relecture du journal des modifications…")


def test_a_check_can_be_given_up_in_the_middle_of_a_long_statement(store_file: Path) -> None:
    db = open_store(store_file, PROGRAM)
    with db.write("Créer") as session:
        for number in range(3000):
            make_learner(session, number)
    db.close()
    said: list[str] = []

    def asked() -> bool:
        return bool(said) and "index" in said[-1]

    job = Job(on_step=lambda done, total, text: said.append(text), is_cancelled=asked)
    with pytest.raises(Cancelled):
        check_file(store_file, job=job)
    assert said[-1] == "Relecture des tables et des index…"
    db = open_store(store_file, PROGRAM)
    with db.read() as session, pytest.raises(Cancelled):
        verify_chain(session, Job(is_cancelled=lambda: True))
    db.close()
    assert check_file(store_file) == []
