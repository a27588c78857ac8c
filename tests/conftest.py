"""Guards and files shared by every test. Nothing here imports Qt or SQLAlchemy before it is asked for."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gen_desktop import paths
from gen_desktop.changes import PROGRAM
from tests.waiting import PATIENCE


def pytest_collection_finish(session: pytest.Session) -> None:
    """Search for garbage rarely, and never among what was imported: that took a quarter of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path_factory):
    """No test reads or writes the settings and logs of the person who runs it."""
    paths.use_data_dir(tmp_path_factory.mktemp("data"))
    yield
    paths.use_data_dir(None)


@pytest.fixture(autouse=True)
def no_keychain(monkeypatch):
    """No test touches the keychain of the person who runs it; those about keychains bring their own."""
    from gen_desktop import keychain

    monkeypatch.setattr(keychain, "_backend", lambda: None)


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch):
    """A password costs 64 MiB and a tenth of a second on purpose; hundreds of tests need not pay it."""
    from gen_desktop.db import wrapping

    monkeypatch.setattr(wrapping, "COST", wrapping.Cost(memory=64, passes=1, lanes=1))


@pytest.fixture(scope="session")
def _template_store(tmp_path_factory) -> Path:
    """An empty file of the present schema, made once: copying it costs a millisecond."""
    from gen_desktop.store import create_store

    path = tmp_path_factory.mktemp("template") / "empty.gen"
    create_store(path, PROGRAM).close()
    return path


@pytest.fixture
def store_file(_template_store, tmp_path) -> Path:
    """A fresh empty file of the present schema."""
    path = tmp_path / "centre.gen"
    shutil.copyfile(_template_store, path)
    return path


@pytest.fixture
def db(store_file):
    """The open Database of a fresh empty file."""
    from gen_desktop.store import open_store

    database = open_store(store_file, PROGRAM)
    yield database
    database.close()


@pytest.fixture
def qtbot(qtbot):
    """Waits as long as it takes: a machine with other work to do is no failure."""
    waits_until, waits_for = qtbot.waitUntil, qtbot.waitSignal
    qtbot.waitUntil = partial(waits_until, timeout=int(PATIENCE * 1000))
    qtbot.waitSignal = partial(waits_for, timeout=int(PATIENCE * 1000))
    return qtbot


@pytest.fixture
def display(tmp_path) -> Iterator[str]:
    """The screen of this run, or one of our own when there is none."""
    assert shutil.which("xdotool"), "xdotool is missing: python3 dev.py test installs it"
    if os.environ.get("DISPLAY"):
        yield os.environ["DISPLAY"]
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(PATIENCE)


@pytest.fixture
def keyboard(display) -> Callable[..., str]:
    """``keyboard("key", "p")``: xdotool on that screen; what it printed."""

    def send(*arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=os.environ | {"DISPLAY": display},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    return send
