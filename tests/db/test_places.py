"""Where a file had better not be."""

from __future__ import annotations

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from gen_desktop.db import places
from gen_desktop.db.backup import Reason
from gen_desktop.db.places import place_warning
from gen_desktop.db.safekeeping import default_folder

LOCAL = [
    ("/", "ext4"),
    ("/home", "ext4"),
    ("/mnt/centre", "cifs"),
    ("/mnt/centre de formation", "nfs4"),
    ("/m", "ext4"),
]


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (PureWindowsPath(r"C:\Users\ana\OneDrive\centre.gendb"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\ana\OneDrive - Centre du Morvan\Suivi\centre.gendb"), "OneDrive"),
        (PureWindowsPath(r"D:\Dropbox (Personnel)\centre.gendb"), "Dropbox"),
        (PureWindowsPath(r"G:\Mon Drive\centre.gendb"), "Google Drive"),
        (PureWindowsPath(r"C:\Users\ana\iCloudDrive\centre.gendb"), "iCloud"),
        (PurePosixPath("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/centre.gendb"), "iCloud"),
        (
            PurePosixPath("/Users/ana/Library/CloudStorage/GoogleDrive-ana@exemple.fr/c.gendb"),
            "un service en ligne",
        ),
        (PurePosixPath("/home/ana/Nextcloud/centre.gendb"), "Nextcloud"),
        (PurePosixPath("/home/ana/kDrive/centre.gendb"), "kDrive"),
    ],
)
def test_synchronised_folders(path: PurePath, service: str) -> None:
    assert f"synchronisé par {service}\u00a0:" in (place_warning(path, LOCAL, {}) or "")


def test_the_folder_that_onedrive_itself_names() -> None:
    path = PureWindowsPath(r"E:\Documents\Suivi\centre.gendb")
    assert "OneDrive" in (place_warning(path, LOCAL, {"OneDriveCommercial": r"E:\Documents"}) or "")
    assert place_warning(path, LOCAL, {"OneDriveCommercial": r"E:\Autre"}) is None


@pytest.mark.parametrize(
    "path",
    [
        PureWindowsPath(r"\\SERVEUR\commun\centre.gendb"),
        PurePosixPath("/mnt/centre/centre.gendb"),
        PurePosixPath("/mnt/centre/a/b/centre.gendb"),
        PurePosixPath("/mnt/centre de formation/centre.gendb"),
        PurePosixPath("/run/user/1000/gvfs/smb-share:server=nas,share=commun/centre.gendb"),
    ],
)
def test_network_folders(path: PurePath) -> None:
    assert "sur le réseau" in (place_warning(path, LOCAL, {}) or "")


@pytest.mark.parametrize(
    "path",
    [
        PureWindowsPath(r"C:\Users\ana\Documents\centre.gendb"),
        PurePosixPath("/home/ana/Documents/centre.gendb"),
        PurePosixPath("/mnt/centre-2/centre.gendb"),  # begins like a network folder, is not in it
        PurePosixPath("/home/ana/OneDriveX/centre.gendb"),
        PurePosixPath("/home/ana/Dropbox.gendb"),  # the file itself may have any name
    ],
)
def test_good_places(path: PurePath) -> None:
    assert place_warning(path, LOCAL, {}) is None


def test_this_computer_can_be_asked(tmp_path) -> None:
    warning = place_warning(tmp_path / "centre.gendb")
    assert warning is None or "Gardez-le" in warning


@pytest.mark.parametrize(("letters", "is_said"), [(60, False), (160, True)])
def test_a_path_that_leaves_no_room_for_the_names_of_backups(letters: int, is_said: bool) -> None:
    folders = "d" * (letters - 4)
    warning = place_warning(PureWindowsPath(rf"C:\{folders}\centre-du-morvan.gendb"), [], {})
    assert ("est très long" in (warning or "")) == is_said
    assert place_warning(PurePosixPath(f"/{folders}/centre-du-morvan.gendb"), LOCAL, {}) is None


def test_what_is_added_to_the_path_of_a_backup_is_allowed_for(tmp_path: Path) -> None:
    path = tmp_path / "centre.gendb"
    reason = max(Reason, key=len)
    name = f"{path.stem}-2026-11-23-141502-10-{reason}{path.suffix}.en-cours-journal"
    longest = len(str(default_folder(path) / name))
    assert longest <= len(str(path.parent)) + 2 * len(path.stem) + places._BACKUP_SIGNS
