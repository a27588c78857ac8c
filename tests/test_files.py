from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from gen_desktop.errors import InvalidInput, StorageProblem
from gen_desktop.files import LONGEST_NAME, file_name, named_last, write_atomically


def test_a_file_and_its_folder_are_written(tmp_path):
    path = tmp_path / "2026" / "suivi.pdf"
    write_atomically(path, b"un")
    write_atomically(path, b"deux")
    assert path.read_bytes() == b"deux"
    assert [one.name for one in path.parent.iterdir()] == ["suivi.pdf"]


def test_who_reads_a_file_does_not_keep_it_from_being_replaced(tmp_path):
    """Windows refuses while it is open: a reader (an antivirus) is waited for."""
    path = tmp_path / "suivi.pdf"
    path.write_bytes(b"un")
    stream = path.open("rb")
    closing = threading.Timer(0.2, stream.close)
    closing.start()
    try:
        write_atomically(path, b"deux")
    finally:
        closing.join()
    assert path.read_bytes() == b"deux"


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.ENOSPC, "plus de place"), (errno.EACCES, "est protégé"), (errno.EROFS, "est protégé"),
     (errno.EIO, "vérifiez le dossier")],
)  # fmt: skip
def test_a_disk_in_trouble_is_said_and_leaves_the_older_file(tmp_path, monkeypatch, code, said):
    path = tmp_path / "suivi.pdf"
    path.write_bytes(b"ancien")

    def fail(_handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageProblem, match=said) as caught:
        write_atomically(path, b"nouveau")
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"ancien"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["", "..", "dossier", os.devnull])
def test_a_name_that_is_no_file_is_refused_before_anything_is_done(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dossier").mkdir()
    done = []
    with pytest.raises(InvalidInput, match="ne peut pas être écrit"), named_last(Path(name), b""):
        done.append("recorded")
    assert done == []
    assert [one.name for one in tmp_path.iterdir()] == ["dossier"]


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "dossier").write_text("un fichier")
    with pytest.raises(StorageProblem, match="vérifiez le dossier"):
        write_atomically(tmp_path / "dossier" / "suivi.pdf", b"")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Rapport de suivi, 3e trimestre 2026", "Rapport de suivi, 3e trimestre 2026.pdf"),
        ("Suivi\u00a0: « A/B »\u202f?", "Suivi - « A-B » -.pdf"),
        ("Fin. ", "Fin.pdf"),
    ],
)
def test_names_that_every_system_takes(words, name):
    assert file_name(words, ".pdf") == name


def test_a_long_name_is_cut_before_its_extension():
    name = file_name("cohorte, " * 40, ".pdf")
    assert len(name) <= LONGEST_NAME
    assert name.endswith("cohorte.pdf")
