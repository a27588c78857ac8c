"""dev.py decides well, and the lock files can be trusted."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["run", "dev", "bundle"]


@pytest.fixture
def dev():
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def calls(dev, monkeypatch):
    """What dev.py would have run; everything it asks for succeeds."""
    made = []

    def record(command, **options):
        made.append([str(part) for part in command])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(dev.subprocess, "run", record)
    monkeypatch.setattr(dev.subprocess, "call", lambda command, **options: record(command).returncode)
    return made


def entries(name: str) -> dict[str, list[str]]:
    """Each requirement of a lock file with its hashes."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {
        line.split(" --hash=")[0].strip(): re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line) for line in lines
    }


class TestLockFiles:
    @pytest.mark.parametrize("name", LOCKS)
    def test_every_library_is_pinned_and_hashed(self, name):
        assert len(entries(name)) > 20
        for requirement, hashes in entries(name).items():
            assert re.match(r"^[A-Za-z0-9._-]+==[^ ;]+( ; .+)?$", requirement), requirement
            assert hashes, requirement

    @pytest.mark.parametrize("name", LOCKS)
    def test_no_place_to_download_from_is_written_down(self, name):
        text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
        assert not re.search(r"://|index-url|find-links|trusted-host|@ ", text)

    @pytest.mark.parametrize("name", ["dev", "bundle"])
    def test_the_program_has_the_same_libraries_everywhere(self, name):
        # The tests may need one of them on more systems than the program does.
        versions = {one.split(" ; ")[0]: hashes for one, hashes in entries(name).items()}
        for one, hashes in entries("run").items():
            assert versions.get(one.split(" ; ")[0]) == hashes, one

    @pytest.mark.parametrize("name", LOCKS)
    def test_pyproject_is_locked(self, dev, name):
        pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        wanted = pyproject["project"]["dependencies"] + pyproject["dependency-groups"].get(name, [])
        names = {dev.normal(re.match(r"[A-Za-z0-9._-]+", requirement)[0]) for requirement in wanted}
        assert names <= dev.locked_names(ROOT / "requirements" / f"{name}.lock")

    def test_what_is_not_ours_to_ship_is_not_in_the_program(self, dev):
        assert not dev.locked_names(ROOT / "requirements" / "bundle.lock") & {
            "pymupdf",
            "outloud",
            "pdfua",
            "pytest",
        }


class TestEnvironment:
    def test_nothing_is_installed_when_all_is_in_place(self, dev, calls, tmp_path):
        python = dev.venv_python(tmp_path)
        python.parent.mkdir()
        python.touch()
        (tmp_path / "installed.txt").write_text(dev.fingerprint("dev"))
        assert dev.ready_venv("dev", tmp_path) == python
        assert dev.ready_venv("run", tmp_path) == python
        assert calls == []

    @pytest.mark.parametrize("stamp", ["", "dev 0123\n", None])
    def test_another_lock_file_is_installed_with_its_hashes(self, dev, calls, tmp_path, monkeypatch, stamp):
        monkeypatch.setattr(dev, "installed_names", lambda pip: {"pip", "stranger", "sqlalchemy"})
        python = dev.venv_python(tmp_path)
        python.parent.mkdir()
        python.touch()
        if stamp is not None:
            (tmp_path / "installed.txt").write_text(stamp)
        dev.ready_venv("dev", tmp_path)
        install, uninstall = calls
        assert install[:3] == [str(python), "-m", "pip"]
        assert {"--require-hashes", "--only-binary=:all:"} <= set(install)
        assert install[-1] == str(ROOT / "requirements" / "dev.lock")
        assert uninstall[-1] == "stranger"
        assert dev.is_installed("dev", tmp_path)

    def test_a_failed_install_is_not_taken_for_a_success(self, dev, tmp_path, monkeypatch):
        monkeypatch.setattr(dev.subprocess, "call", lambda command, **options: 1)
        python = dev.venv_python(tmp_path)
        python.parent.mkdir()
        python.touch()
        with pytest.raises(dev.Stop, match="type the same command again"):
            dev.ready_venv("dev", tmp_path)
        assert not dev.is_installed("dev", tmp_path)


class TestSystemLibraries:
    def test_nothing_is_asked_when_nothing_is_missing(self, dev, calls, monkeypatch):
        monkeypatch.setattr(dev, "ON_LINUX", True)
        monkeypatch.setattr(dev, "can_open", lambda library: True)
        dev.need_system(dev.QT_LIBRARIES, {sys.executable: "python3"})
        assert calls == []

    def test_a_bare_debian_gets_all_it_lacks_at_once(self, dev, calls, monkeypatch):
        monkeypatch.setattr(dev, "ON_LINUX", True)
        monkeypatch.setattr(dev, "find_spec", lambda name: None)
        monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
        dev.need_system({"libabsent.so.9": "libabsent9"})
        assert calls[0] == ["apt-get", "update"]
        assert calls[1][-2:] == ["libabsent9", f"python3.{sys.version_info[1]}-venv"]
        assert len(calls) == 2

    def test_nothing_is_asked_off_linux(self, dev, calls, monkeypatch):
        monkeypatch.setattr(dev, "ON_LINUX", False)
        dev.need_system({"libabsent.so.9": "libabsent9"}, {"no-such-program": "none"})
        assert calls == []

    def test_without_the_right_the_line_to_type_is_told(self, dev, monkeypatch):
        monkeypatch.setattr(dev, "ON_LINUX", True)
        monkeypatch.setattr(
            dev.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
        )
        monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
        line = "sudo apt-get install --yes --no-install-recommends libabsent9 none"
        with pytest.raises(dev.Stop, match=line):
            dev.need_system({"libabsent.so.9": "libabsent9"}, {"no-such-program": "none"})

    def test_without_apt_the_names_are_told(self, dev, monkeypatch):
        monkeypatch.setattr(dev.shutil, "which", lambda name: None)
        with pytest.raises(dev.Stop, match="libabsent9"):
            dev.apt_install({"libabsent9"})


class TestRun:
    @pytest.fixture
    def linux(self, dev, calls, monkeypatch):
        monkeypatch.setattr(dev, "ON_LINUX", True)
        monkeypatch.setattr(dev, "can_open", lambda library: True)
        monkeypatch.setattr(dev, "ready_venv", lambda name: Path("python"))
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        return monkeypatch

    def test_without_a_screen_the_sample_is_done(self, dev, calls, linux):
        assert dev.main(["run"]) == 0
        assert calls == [["python", str(ROOT / "main.py"), "sample-run", "--out", str(ROOT / "out")]]

    def test_with_a_screen_the_program_opens(self, dev, calls, linux):
        linux.setenv("DISPLAY", ":7")
        assert dev.main(["run"]) == 0
        assert calls == [["python", str(ROOT / "main.py")]]

    def test_arguments_are_handed_on(self, dev, calls, linux):
        assert dev.main(["run", "--data", "x.gendb", "check"]) == 0
        assert calls == [["python", str(ROOT / "main.py"), "--data", "x.gendb", "check"]]


class TestTest:
    @pytest.fixture
    def statuses(self, dev, monkeypatch):
        """The exit status to give to each step by its title; the steps made, in order."""
        chosen, made = {}, []

        def step(title, command, **environment):
            made.append(title)
            return chosen.get(title, 0)

        monkeypatch.setattr(dev, "step", step)
        monkeypatch.setattr(dev, "ready_venv", lambda name: Path("python"))
        monkeypatch.setattr(dev, "need_system", lambda *libraries, **programs: None)
        return chosen, made

    def test_all_is_done_in_order(self, dev, statuses):
        assert dev.main(["test"]) == 0
        assert statuses[1] == ["Lint", "Format", "Types", "Import contracts", "Tests", "Tests on a screen"]

    @pytest.mark.parametrize(
        "title", ["Lint", "Format", "Types", "Import contracts", "Tests", "Tests on a screen"]
    )
    def test_the_first_failure_ends_it(self, dev, statuses, title):
        chosen, made = statuses
        chosen[title] = 1
        assert dev.main(["test"]) == 1
        assert made[-1] == title

    @pytest.mark.parametrize(
        ("plain", "screen", "expected"), [(5, 0, 0), (0, 5, 0), (5, 5, 5), (5, 1, 1), (0, 1, 1)]
    )
    def test_a_choice_of_tests_may_be_of_one_kind(self, dev, statuses, plain, screen, expected):
        chosen, made = statuses
        chosen |= {"Tests": plain, "Tests on a screen": screen}
        assert dev.main(["test", "tests/ui"]) == expected
        assert "Lint" not in made

    def test_ones_own_marks_are_followed(self, dev, statuses):
        assert dev.main(["test", "-m", "bundle"]) == 0
        assert statuses[1] == ["Tests"]


def test_an_unknown_command_is_a_usage_error(dev):
    with pytest.raises(SystemExit) as caught:
        dev.main(["dance"])
    assert caught.value.code == 2


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_continuous_integration_runs_the_same_command():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "dev.py test" in script.read_text()
