"""The program's own files: found where they should be, kept whole, and free of personal data."""

from __future__ import annotations

import ast
import json
import logging
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import exc

from gen_desktop import log, paths, settings
from gen_desktop.errors import InvalidInput, StorageProblem
from gen_desktop.settings import MAX_RECENT_FILES, Settings, load_settings, save_settings

CODE = Path(log.__file__).parent


@pytest.fixture
def data_dir(tmp_path: Path):
    paths.use_data_dir(tmp_path / "données")
    yield tmp_path / "données"
    paths.use_data_dir(None)


@pytest.fixture
def log_file(tmp_path: Path):
    yield log.start_logging(tmp_path)
    log.stop_logging()


class TestPaths:
    def test_resources_are_found(self):
        assert paths.resource_path("fonts", "SourceSans3-Regular.ttf").is_file()
        assert paths.resource_path("icons").is_dir()

    def test_the_data_dir_moves_everything_and_is_made(self, data_dir):
        assert paths.user_data_dir() == data_dir
        assert paths.log_dir().is_dir()
        for path in (paths.log_dir(), paths.settings_file(), paths.window_state_file()):
            assert path.is_relative_to(data_dir)

    def test_the_system_has_its_own_place(self, data_dir, monkeypatch, tmp_path):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
        monkeypatch.setenv("HOME", str(tmp_path))
        paths.use_data_dir(None)
        folder = paths.user_data_dir()
        assert folder.is_dir()
        assert folder != data_dir
        assert "GEN" in folder.name

    def test_a_folder_that_cannot_be_made_is_told_in_french(self, tmp_path):
        (tmp_path / "fichier").write_text("")
        paths.use_data_dir(tmp_path / "fichier" / "sous-dossier")
        try:
            with pytest.raises(StorageProblem, match="ne peut pas être créé"):
                paths.user_data_dir()
        finally:
            paths.use_data_dir(None)


class TestSettings:
    def test_defaults_when_there_is_no_file(self, data_dir):
        assert load_settings() == Settings()

    def test_what_is_saved_is_read_back(self, data_dir):
        chosen = Settings(theme="dark").with_opened(Path("/tmp/Léo’s file.gendb"))
        save_settings(chosen)
        assert load_settings() == chosen
        assert sorted(os.listdir(data_dir)) == ["preferences.json"]

    def test_keys_of_a_later_version_survive(self, tmp_path):
        file = tmp_path / "preferences.json"
        file.write_text('{"theme": "light", "zoom": 1.5, "later": {"a": [1]}}', encoding="utf-8")
        save_settings(replace(load_settings(file), theme="dark"), file)
        stored = json.loads(file.read_text(encoding="utf-8"))
        assert stored["zoom"] == 1.5
        assert stored["later"] == {"a": [1]}
        assert stored["theme"] == "dark"
        assert "unknown" not in stored

    @pytest.mark.parametrize(
        "stored",
        [
            '{"theme": "pink"}',
            '{"theme": ["dark"], "last_file": 3, "recent_files": "x"}',
            '{"recent_files": [1]}',
            "[]",
        ],
    )
    def test_senseless_values_count_as_absent(self, tmp_path, stored):
        file = tmp_path / "preferences.json"
        file.write_text(stored, encoding="utf-8")
        assert replace(load_settings(file), unknown={}) == Settings()

    def test_an_unreadable_file_is_set_aside_not_lost(self, tmp_path):
        file = tmp_path / "preferences.json"
        file.write_bytes(b'{"theme": "da')
        assert load_settings(file) == Settings()
        assert (tmp_path / "preferences.json.illisible").read_bytes() == b'{"theme": "da'
        assert not file.exists()

    def test_recent_files_are_few_unique_and_newest_first(self):
        chosen = Settings()
        for number in [*range(MAX_RECENT_FILES + 3), 5]:
            chosen = chosen.with_opened(Path(f"{number}.gendb"))
        assert chosen.last_file == "5.gendb"
        assert chosen.recent_files[:2] == ("5.gendb", "10.gendb")
        assert len(chosen.recent_files) == len(set(chosen.recent_files)) == MAX_RECENT_FILES
        assert chosen.without(Path("5.gendb")).last_file is None
        assert "5.gendb" not in chosen.without(Path("5.gendb")).recent_files

    def test_a_failed_save_leaves_the_old_file(self, tmp_path, monkeypatch):
        file = tmp_path / "preferences.json"
        save_settings(Settings(theme="dark"), file)
        before = file.read_bytes()

        def disk_full(descriptor):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(settings.os, "fsync", disk_full)
        with pytest.raises(StorageProblem, match="préférences"):
            save_settings(Settings(theme="light"), file)
        assert file.read_bytes() == before
        assert os.listdir(tmp_path) == ["preferences.json"]


class TestMask:
    @pytest.mark.parametrize(
        "private",
        [
            "jeanne.durand-x@exemple.fr",
            "06 12 34 56 78",
            "0612345678",
            "06.12.34.56.78",
            "+33 6 12 34 56 78",
            "0033612345678",
            "2 85 05 58 123 456 78",
            "285055812345678",
            "285052A123456",
        ],
    )
    def test_personal_data_is_masked(self, private):
        masked = log.mask(f"row {private}, saved")
        assert private not in masked
        assert masked.startswith("row <")
        assert masked.endswith(">, saved")

    @pytest.mark.parametrize(
        "harmless", ["learner 801234567890123456", "26 rows, 12.5 ms", "2026-11-24 10:00:00,123"]
    )
    def test_ids_and_figures_are_kept(self, harmless):
        assert log.mask(harmless) == harmless

    def test_the_home_folder_names_somebody(self):
        assert log.mask(f"opened {Path.home() / 'centre.gendb'}") == f"opened ~{os.sep}centre.gendb"


class TestLogFile:
    def test_our_news_and_everybodys_warnings_are_written(self, log_file):
        logging.getLogger("gen_desktop.somewhere").info("cohort %d imported", 801234567890123456)
        logging.getLogger("somebody.else").info("chatter")
        logging.getLogger("somebody.else").warning("trouble")  # with whom? a library may say anything
        written = log_file.read_text(encoding="utf-8")
        assert "INFO gen_desktop.somewhere: cohort 801234567890123456 imported" in written
        assert "WARNING somebody.else: test_paths_log_settings.py, line " in written
        assert "trouble" not in written
        assert "chatter" not in written

    def test_an_exception_keeps_its_place_and_loses_its_values(self, log_file):
        name = "Durand"
        try:
            try:
                int(name)
            except ValueError as error:
                raise InvalidInput.one("name", f"{name} est déjà inscrite.") from error
        except InvalidInput:
            logging.getLogger("gen_desktop.x").exception("import refused")
        written = log_file.read_text(encoding="utf-8")
        assert "test_an_exception_keeps_its_place" in written
        assert "builtins.ValueError: invalid literal for int() with base 10\n" in written
        assert "gen_desktop.errors.InvalidInput" in written
        assert "Durand" not in written

    def test_values_of_a_failed_statement_are_dropped(self, log_file):
        failed = exc.IntegrityError(
            "INSERT INTO learner (last_name, note) VALUES (?, 'Durand')",
            {"last_name": "Durand [Léa]", "birth_date": "1990-01-01"},
            sqlite3.IntegrityError("UNIQUE constraint failed: learner.last_name"),
        )
        try:
            raise failed
        except exc.IntegrityError:
            logging.getLogger("gen_desktop.x").exception("write failed")
        written = log_file.read_text(encoding="utf-8").split("IntegrityError: ")[-1]
        assert written == (
            "UNIQUE constraint failed: learner.last_name "
            "[SQL: INSERT INTO learner (last_name, note) VALUES (?, '…')]\n"
        )

    def test_errors_of_the_code_itself_keep_their_message(self):
        with pytest.raises(AttributeError) as caught:
            paths.no_such_thing  # noqa: B018
        assert "no_such_thing" in log.describe(caught.value)

    def test_starting_twice_writes_once(self, tmp_path):
        log.start_logging(tmp_path)
        file = log.start_logging(tmp_path)
        logging.getLogger("gen_desktop").warning("only once")
        log.stop_logging()
        assert file.read_text(encoding="utf-8").count("only once") == 1

    def test_what_our_own_code_logs_is_written_in_the_code(self):
        """The words of a message are letters of the code; what it adds is a number or the name of a class."""
        harmless = {"__name__", "__qualname__", "pid"}
        calls = [
            (file.name, call)
            for file in CODE.rglob("*.py")
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("logger.")
        ]
        assert len(calls) > 5
        for name, call in calls:
            message, *values = call.args
            assert isinstance(message, ast.Constant), f"{name}:{call.lineno}"
            for value in values:
                assert isinstance(value, ast.Attribute), f"{name}:{call.lineno}"
                assert value.attr in harmless, f"{name}:{call.lineno}"

    def test_the_folder_of_the_program_is_left_out(self):
        said = (
            'File "/home/lea/progs/gen_desktop/ui/startup.py", line 3\n'
            'File "C:\\Users\\Léa\\GEN\\site-packages\\sqlalchemy\\orm\\session.py", line 4\n'
            'File "/usr/lib/python3.11/json/decoder.py", line 5\n'
            'File "D:\\Léa\\main.py", line 6\n'
            'File "sqlalchemy/orm/query.py", line 7\n'
        )
        assert [line.split('"')[1] for line in log.mask(said).splitlines()] == [
            "gen_desktop/ui/startup.py",
            "site-packages/sqlalchemy/orm/session.py",
            "decoder.py",
            "main.py",
            "sqlalchemy/orm/query.py",
        ]

    def test_a_folder_that_cannot_be_written_is_told_in_french(self, tmp_path):
        with pytest.raises(StorageProblem, match="journal"):
            log.start_logging(tmp_path / "absent")
