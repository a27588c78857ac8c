"""The diagnostic tells what helps, whatever is ill, and nobody's data."""

from __future__ import annotations

import datetime as dt
import logging
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from gen_desktop import crashes, log
from gen_desktop.db.backup import Reason
from gen_desktop.db.key_file import keys_path
from gen_desktop.errors import InvalidInput, StorageProblem
from gen_desktop.exporting.diagnostic import PROMISE, Subject, diagnostic
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.models.learner import Learner
from gen_desktop.models.registry import Base
from gen_desktop.services.backups import back_up
from gen_desktop.settings import Settings
from tests.factories import make_learner
from tests.marked import MARKER, every_text, fill_with_markers, text_columns
from tests.protected import KEY, PASSWORD, make_center

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 11, 23, 14, 2, tzinfo=dt.timezone(dt.timedelta(hours=1)))
PARTS = (
    "Programme",
    "Fichier de données",
    "Ouverture et durées",
    "Lignes de chaque table",
    "Sauvegardes",
    "Préférences",
    "Dernier plantage",
    "Dernière erreur imprévue",
    "Fin du journal du programme",
)


def made(path: Path | None, key=None, settings: Settings | None = None) -> str:
    return diagnostic(Subject(path, key, settings or Settings(), (("Qt", "6.9.3"),), NOW), Job())


def answer(text: str, what: str) -> str:
    (line,) = [line for line in text.splitlines() if line.startswith(f"  {what}\u00a0: ")]
    return line.split("\u00a0: ", 1)[1]


def holds_marker(content: bytes) -> bool:
    plain = content.decode("utf-8").casefold()
    return any(word in plain for word in (MARKER.casefold(), MARKER.encode().hex(), "qzxm"))


def test_it_tells_versions_sizes_rows_backups_and_times(db):
    with db.write("Créer") as session:
        for number in range(3):
            make_learner(session, number)
    back_up(db, Reason.ASKED, NOW)
    text = made(db.path)
    assert text.startswith("Diagnostic de GEN Desktop, le 23/11/2026 à 14:02\n" + PROMISE)
    assert [line for line in text.splitlines() if line in PARTS] == list(PARTS)
    assert answer(text, "Qt") == "6.9.3"
    assert answer(text, "SQLCipher").startswith("4.")
    assert answer(text, "Python") == platform.python_version()
    assert answer(text, "learner") == "3"
    assert answer(text, "Gestes dans le journal des modifications") == "1"
    assert answer(text, "Réservé par un programme") == "oui"
    assert answer(text, "Protégé par mot de passe") == "non"
    assert answer(text, "Vérifiées") == "1"
    assert answer(text, "Dernière vérifiée").startswith("23/11/2026 à 14:02")
    for timed in ("Ouverture", "Vérification rapide", "Une recherche", "Chiffres de l’accueil"):
        assert answer(text, timed).endswith("\u00a0s")


def test_nothing_that_was_typed_is_in_it(tmp_path):
    """Every text of every table, the names of file and folders, the preferences, the log, an error."""
    folder = tmp_path / f"{MARKER} Durand"
    folder.mkdir()
    center = make_center(folder, KEY, f"{MARKER}.gendb")
    assert fill_with_markers(center.path, KEY) == text_columns()
    db = center.open()
    for table in Base.metadata.sorted_tables:
        assert all(MARKER in text for text in every_text(db, table))
    log_file = log.start_logging()
    try:
        for error in errors_with_marker(db):
            logging.getLogger("gen_desktop.ui.crash").critical("Unhandled", exc_info=error)
        logging.getLogger("library").warning("cannot read %s", MARKER)
        logging.getLogger("library").error(f"cannot read {MARKER}", exc_info=ValueError(MARKER))
        text = made(center.path, KEY, Settings().with_opened(center.path))
    finally:
        log.stop_logging()
        db.close()
    assert answer(text, "learner") == "1"
    assert answer(text, "Chiffres de l’accueil").endswith("\u00a0s")
    assert "Unhandled" in text
    assert "errors_with_marker" in text
    assert not holds_marker(text.encode())
    assert not holds_marker(log_file.read_bytes())
    for place in (str(tmp_path), str(ROOT), platform.node()):
        assert place not in text


def errors_with_marker(db) -> list[Exception]:
    """Errors as they are raised in the program and its libraries, each quoting what somebody typed."""

    def of_the_database():
        with db.write(MARKER) as session:
            session.execute(
                sql("UPDATE learner SET last_name = :a WHERE no_column = :b"), {"a": MARKER, "b": 1}
            )

    def of_a_constraint():
        with db.write(MARKER) as session:
            session.add(Learner(last_name=MARKER, first_name=MARKER, sort_key=MARKER, search_text=None))

    def of_a_missing_file():
        Path(f'{MARKER}\'s "file"').read_bytes()

    def raised(error: Exception):
        def fail():
            try:
                raise KeyError(MARKER)
            except KeyError as cause:
                raise error from cause

        return fail

    says = (ValueError, RuntimeError, TypeError, KeyError, AssertionError, AttributeError, NameError, OSError)
    trials = [
        of_the_database,
        of_a_constraint,
        of_a_missing_file,
        lambda: int(MARKER),
        lambda: {}[MARKER],
        lambda: MARKER.encode("ascii"),
        lambda: dt.date.fromisoformat(MARKER),
        *(raised(kind(f"Léa {MARKER} n’a pas 12 ans, 'c''est {MARKER}'")) for kind in says),
        raised(InvalidInput.one("name", MARKER)),
        raised(StorageProblem(MARKER)),
        raised(ExceptionGroup(MARKER, [ValueError(MARKER)])),
    ]
    found = []
    for trial in trials:
        try:
            trial()
        except Exception as error:
            error.add_note(MARKER)
            found.append(error)
    assert len(found) == len(trials)
    return found


def _installed_in(folder: Path) -> Path:
    """The program in a folder of that name; Windows lets only administrators make such a link."""
    if sys.platform == "win32":
        return ROOT
    folder.symlink_to(ROOT, target_is_directory=True)
    return folder


RUN_AND_CRASH = """
import ctypes, logging, sys
from gen_desktop import crashes, log, paths
from gen_desktop.jobs import Job
paths.use_data_dir(__import__("pathlib").Path(sys.argv[1]))
log.start_logging()
crashes.start_watching()
def opening(person):
    try:
        raise RuntimeError(person)
    except RuntimeError:
        logging.getLogger("gen_desktop.x").critical("Unhandled RuntimeError", exc_info=True)
    Job(on_step=lambda *said: ctypes.string_at(0)).step(0, 0, person)
opening(sys.argv[2])
"""


def test_no_name_of_person_computer_or_folder_after_a_crash_of_the_real_program(tmp_path):
    """Two processes, in the home of somebody: one dies, the other is asked for the diagnostic."""
    home = tmp_path / f"{MARKER} accueil"
    data = home / "Documents" / MARKER
    data.mkdir(parents=True)
    center = make_center(data, KEY, f"Léa {MARKER}.gendb")
    fill_with_markers(center.path, KEY)
    program = _installed_in(tmp_path / f"{MARKER} programme")
    who = {"HOME": home, "USERPROFILE": home, "USER": MARKER, "LOGNAME": MARKER, "USERNAME": MARKER}
    path = os.pathsep.join(filter(None, [str(program), os.environ.get("PYTHONPATH")]))
    said = {"GEN_DESKTOP_PASSWORD": PASSWORD, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": path}
    env = os.environ | {name: str(value) for name, value in who.items()} | said
    preferences = home / "preferences"
    crashed = subprocess.run(
        [sys.executable, "-c", RUN_AND_CRASH, preferences, MARKER], cwd=program, env=env, timeout=60
    )
    assert crashed.returncode != 0
    crashes.start_watching(preferences / "journaux")
    crashes.stop_watching()
    out = tmp_path / "diagnostic.txt"
    words = ["--data-dir", preferences, "--data", center.path, "diagnostic", "--out", out]
    subprocess.run([sys.executable, program / "main.py", *words], env=env, check=True, timeout=120)
    content = out.read_bytes()
    text = content.decode()
    assert answer(text, "learner") == "1"
    assert answer(text, "Protégé par mot de passe") == "oui"
    assert 'File "<string>", line 13 in opening' in text
    assert 'File "gen_desktop/jobs.py"' in text
    assert "RuntimeError" in text
    assert not holds_marker(content)
    assert str(tmp_path) not in text
    left = [file for file in (preferences / "journaux").iterdir() if file.stat().st_size]
    assert {file.name for file in left} == {log.LOG_FILE, crashes.CRASH_FILE}
    assert [file.name for file in left if holds_marker(file.read_bytes())] == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: path.write_bytes(b""), "refusée\u00a0: le fichier est endommagé"),
        (lambda path: path.write_bytes(path.read_bytes()[:-4096]), "refusée\u00a0: le fichier est endommagé"),
        (lambda path: path.write_bytes(b"Nom;Prenom\n"), "refusée\u00a0: le fichier ou le disque"),
        (lambda path: path.unlink(), "refusée\u00a0: le fichier ou le disque"),
    ],
)
def test_a_file_that_does_not_open_is_part_of_the_answer(store_file, harm, said):
    harm(store_file)
    text = made(store_file)
    assert answer(text, "Ouverture").startswith(said)
    assert answer(text, "Vérifiées") == "0"
    assert store_file.stem not in text
    assert [line for line in text.splitlines() if line in PARTS] == list(PARTS)


def test_without_its_password_or_its_keys_a_file_still_has_a_size(tmp_path):
    center = make_center(tmp_path, KEY)
    text = made(center.path)
    assert answer(text, "Ouverture") == "refusée\u00a0: le mot de passe n’a pas été donné"
    assert answer(text, "Protégé par mot de passe") == "oui"
    assert answer(text, "Taille").endswith("Ko")
    keys_path(center.path).unlink()
    text = made(center.path)
    assert answer(text, "Protégé par mot de passe") == "le fichier de clés manque ou est endommagé"


def test_without_a_file_there_is_the_rest(tmp_path):
    text = made(None)
    assert answer(text, "Ouverture") == "aucun fichier n’est ouvert"
    assert answer(text, "SQLite")


def test_a_part_that_fails_leaves_the_others(db, monkeypatch):
    def broken(session, text):
        raise RuntimeError(MARKER)

    monkeypatch.setattr("gen_desktop.exporting.diagnostic.find", broken)
    text = made(db.path)
    assert "cette partie n’a pas pu être lue (RuntimeError)" in text
    assert MARKER not in text
    assert answer(text, "Nombre") == "0"


def test_it_changes_nothing_in_the_file(store_file):
    before = store_file.read_bytes()
    made(store_file)
    assert store_file.read_bytes() == before


def test_it_can_be_given_up(db):
    with pytest.raises(Cancelled):
        diagnostic(Subject(db.path, None, Settings(), (), NOW), Job(is_cancelled=lambda: True))


def test_the_last_error_is_found_even_when_much_was_logged_since(db):
    log.start_logging()
    try:
        logging.getLogger("gen_desktop.ui.crash").critical("Unhandled KeyError", exc_info=KeyError("x"))
        for number in range(400):
            logging.getLogger("gen_desktop.x").info("line %d", number)
        text = made(db.path)
    finally:
        log.stop_logging()
    part = text.split("Dernière erreur imprévue\n")[1].split("\n\n")[0]
    assert "Unhandled KeyError" in part
    assert "builtins.KeyError" in part
    assert "line 0" not in part
    assert "line 249" not in text
    assert "line 250" in text
